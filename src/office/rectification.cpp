// Numbers of rectifications, counts of their classes, topics of months.
#include <algorithm>
#include <cstdio>
#include <recourse/casework/rectification/period.hpp>
#include <recourse/casework/rectification/refusals.hpp>
#include <recourse/office/position_at.hpp>
#include <recourse/office/rectification.hpp>

namespace recourse {
namespace {

namespace rectification = casework::rectification;
using casework::complaint::ComplaintDecider;
using casework::complaint::Received;
using rectification::RectificationDecider;

/// Numbers that are tried, one after the other, while other processes take them.
constexpr int kAttemptsMax = 64;

const Hosted<RectificationDecider>& hosted(const Office& office) {
  const auto* port = office.engine().workflow(RectificationDecider::kKind);
  return dynamic_cast<const Hosted<RectificationDecider>&>(*port);
}

Result<StreamId> numbered(int year, std::uint64_t serial) {
  char key[32];
  std::snprintf(key, sizeof key, "ZG-%04d-%04llu", year, static_cast<unsigned long long>(serial));
  return StreamId::of(RectificationDecider::kKind, key);
}

/// The first number of the year that nobody has; they are few, and given without gaps.
Result<StreamId> next_number(const core::EventStore& store, int year) {
  for (std::uint64_t serial = 1;; ++serial) {
    RECOURSE_TRY_ASSIGN(auto id, numbered(year, serial));
    RECOURSE_TRY_ASSIGN(const auto version, store.version_of(id));
    if (version.value == 0) return id;
  }
}

Result<StreamId> stream_at(const core::EventStore& store, Position position) {
  RECOURSE_TRY_ASSIGN(const auto cursor, store.read_all({.from = position, .to = position}));
  RECOURSE_TRY_ASSIGN(const bool there, cursor->next());
  if (!there) return Error{Errc::corruption, "a tagged record is not in the log"};
  return StreamId::parse(cursor->record().stream);
}

/// What the command opens, as its event would have it; nothing if it cannot be read.
struct OpenedClass {
  std::string name;
  rectification::Period period;
  std::string tag;
};
std::optional<OpenedClass> class_of(const rectification::Open& c, const casework::Catalogue& list) {
  const auto period = rectification::read_period(c.period);
  const auto* matter = list.matter(c.matter);
  if (!period || (matter == nullptr && !c.line)) return std::nullopt;
  const auto line = matter != nullptr ? matter->line : *c.line;
  const std::string code = matter != nullptr ? c.matter : "";
  return OpenedClass{rectification::class_name(code, c.reason, line), *period,
                     rectification::class_tag(code, c.reason, line, period->from, period->to)};
}

/// The same refusal, with the name of the one that there is.
Result<core::Outcome> named(const Office& office, const rectification::Open& c,
                            core::Outcome outcome) {
  using core::Put;
  if (!outcome.refused() || !outcome.refusal().is(rectification::refusals::already_open)) {
    return outcome;
  }
  const auto opened = class_of(c, hosted(office).decider().catalogue_now());
  if (!opened) return outcome;
  RECOURSE_TRY_ASSIGN(const auto there, rectification_of(office, opened->tag));
  if (!there) return outcome;
  return core::Outcome{core::refuse<rectification::refusals::already_open_as>(
      Put<"class">{opened->name}, Put<"period">{to_string(opened->period)},
      Put<"key">{std::string{there->key()}})};
}

int year_of(Timestamp now, UtcOffset offset) {
  return static_cast<int>(std::chrono::year_month_day{local_day(now, offset)}.year());
}

/// What of the cases of a class is counted.
struct Counting {
  const rectification::State& state;
  UtcOffset offset;
  RecurrenceCount& count;

  /// A case keeps the line that its matter had when it was reported; rulings move the matter (R41).
  bool is_of_class(const Received& e) const {
    const bool whole_line = state.matter.empty();
    const bool subject = whole_line ? e.line == state.line : e.matter == state.matter;
    return subject && e.reason == state.reason;
  }
  void add(const StreamId& id, const Received& e) const {
    const LocalDay day = local_day(e.reported_at, offset);
    const bool of_class = is_of_class(e);
    auto& c = count.command;
    if (state.from <= day && day <= state.to) {
      ++c.before_all;
      if (of_class) count.before.push_back(id);
    }
    if (state.observe_from && *state.observe_from <= day && day <= *state.observe_to) {
      ++c.after_all;
      if (of_class) count.after.push_back(id);
    }
  }
};

}  // namespace

Result<std::optional<StreamId>> rectification_of(const Office& office, const std::string& tag) {
  const std::string type{describe::spec_of<rectification::Opened>.type};
  RECOURSE_TRY_ASSIGN(const auto last, office.store().last_tagged(type, tag));
  if (last.value == 0) return std::optional<StreamId>{};
  RECOURSE_TRY_ASSIGN(auto id, stream_at(office.store(), last));
  return std::optional{std::move(id)};
}

Result<OpenedRectification> open_rectification(const Office& office,
                                               const rectification::Open& command,
                                               const core::Context& context,
                                               const std::optional<StreamId>& under) {
  const auto& workflow = hosted(office);
  // The same command again is the same rectification, whatever number would be next by now.
  RECOURSE_TRY_ASSIGN(const auto known, office.store().find(context.command_id));
  auto id = under;
  if (known) {
    RECOURSE_TRY_ASSIGN(id, stream_at(office.store(), known->appended.first));
  }
  const int year = year_of(context.now, workflow.decider().utc_offset);
  for (int attempt = 1;; ++attempt) {
    auto number = id;
    if (!number) {
      RECOURSE_TRY_ASSIGN(number, next_number(office.store(), year));
    }
    RECOURSE_TRY_ASSIGN(auto outcome, workflow.handle(*number, command, context));
    // Somebody was faster, and has the number.
    const bool taken =
        outcome.refused() && outcome.refusal().is(rectification::refusals::not_allowed_in_phase);
    if (!id && taken && attempt < kAttemptsMax) continue;
    RECOURSE_TRY_ASSIGN(outcome, named(office, command, std::move(outcome)));
    return OpenedRectification{std::move(*number), std::move(outcome)};
  }
}

Result<RecurrenceCount> count_recurrence(const Office& office, const rectification::State& state,
                                         std::optional<Position> as_of) {
  RECOURSE_TRY_ASSIGN(const auto position,
                      as_of ? reached(office, *as_of) : office.engine().follow());
  RecurrenceCount count;
  count.command.position = position;
  const Counting counting{state, hosted(office).decider().utc_offset, count};
  core::LogRange range{.to = position, .stream_kind = std::string{ComplaintDecider::kKind}};
  range.types.emplace_back(describe::spec_of<Received>.type);
  RECOURSE_TRY_ASSIGN(const auto cursor, office.store().read_all(std::move(range)));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    RECOURSE_TRY_ASSIGN(const auto event,
                        core::Workflow<ComplaintDecider>::event_of(cursor->record()));
    RECOURSE_TRY_ASSIGN(auto id, StreamId::parse(cursor->record().stream));
    if (const auto* e = std::get_if<Received>(&event)) counting.add(id, *e);
  }
  count.command.before = count.before.size();
  count.command.after = count.after.size();
  return count;
}

Result<rectification::Topic> topic_of(const Office& office, std::string_view month) {
  RECOURSE_TRY_ASSIGN(const auto head, office.engine().follow());
  RECOURSE_TRY_ASSIGN(const auto rows, office.engine().rows(RectificationDecider::kKind, head));
  std::vector<rectification::Keyed> all;
  const auto cursor = rows->scan("s", "t");
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    RECOURSE_TRY_ASSIGN(auto loaded, core::decode_loaded<rectification::State>(cursor->value()));
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(cursor->key().substr(1)));
    if (loaded.state.month == month) all.push_back({std::string{id.key()}, loaded.state});
  }
  return rectification::topic_of(month, all);
}

}  // namespace recourse
