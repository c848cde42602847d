#include <recourse/base/bytes.hpp>
#include <recourse/casework/complaint/views/figures_view.hpp>

namespace recourse::casework::complaint {
namespace {

std::string case_key(std::string_view stream) { return std::string{"c"}.append(stream); }

std::string subject_key(std::uint64_t subject) {
  std::string key{"o"};
  base::append_be64(key, subject);
  return key;
}

constexpr std::string_view kDaysKey = "d";

using Days = std::optional<std::pair<std::int64_t, std::int64_t>>;

Result<Days> days_of(const std::optional<std::string>& bytes) {
  if (!bytes) return Days{};
  if (bytes->size() != 16) {
    return Error{Errc::corruption, "the days of the figures are unreadable; rebuild the view"};
  }
  return Days{{static_cast<std::int64_t>(base::read_be64(bytes->data())),
               static_cast<std::int64_t>(base::read_be64(bytes->data() + 8))}};
}

std::string bytes_of(const std::pair<std::int64_t, std::int64_t>& days) {
  std::string bytes;
  base::append_be64(bytes, static_cast<std::uint64_t>(days.first));
  base::append_be64(bytes, static_cast<std::uint64_t>(days.second));
  return bytes;
}

}  // namespace

FiguresView::FiguresView(const ComplaintDecider& decider) : decider_(decider) {}

core::ProjectionSpec FiguresView::spec() const {
  core::ProjectionSpec spec{.name = std::string{kName},
                            .version = kVersion,
                            .stream_kind = std::string{ComplaintDecider::kKind}};
  std::string layout;
  describe::append_layout(describe::type_info<CountedCase>, layout);
  layout += " utc " + std::to_string(decider_.norms.utc_offset.count());
  spec.layout = core::hash_of(layout);
  spec.by_stream = true;  // what is told is put in the log's order at the end
  return spec;
}

Result<void> FiguresView::apply(const core::RecordView& record, core::TableWriter& rows) {
  return apply_stream({&record, 1}, rows);
}

Result<void> FiguresView::apply_stream(std::span<const core::RecordView> records,
                                       core::TableWriter& rows) {
  const auto& first = records.front();
  const bool begins = first.version == Version{1};
  RECOURSE_TRY_ASSIGN(auto* entry, cases_.at(case_key(first.stream), rows, begins));
  auto& facts = entry->value.facts;  // no binding: Clang 14 captures none
  auto& subject = entry->value.subject;
  if (begins) {
    subject = first.position.value;
    rows.emit(subject_key(subject), first.stream);
  }
  std::optional<FactRow> before;
  if (!begins) {
    RECOURSE_TRY_ASSIGN(before, row_of(facts, first.position, rows));
  }
  for (const auto& record : records) {
    RECOURSE_TRY(fold().each_event(record, [&](const Event& event) {
      take(facts, event, record.occurred_at);
      return Result<void>{};
    }));
    RECOURSE_TRY(add_event(facts, subject, record, rows));
    RECOURSE_TRY_ASSIGN(const auto after, row_of(facts, record.position, rows));
    if (before == after) continue;
    facts_.change(record.position, subject,
                  before ? std::span<const std::int64_t>{*before} : std::span<const std::int64_t>{},
                  after);
    before = after;
  }
  cases_.change(*entry);
  return {};
}

Result<FactRow> FiguresView::row_of(const CaseFacts& facts, Position at, core::TableWriter& rows) {
  auto row = numbers(facts, decider_.norms.utc_offset);
  for (std::size_t i = 0; i < kFactWords; ++i) {
    RECOURSE_TRY_ASSIGN(row[i], fact_words_.number(i, word_of(facts, i), at, rows));
  }
  return row;
}

Result<void> FiguresView::add_event(const CaseFacts& facts, std::uint64_t subject,
                                    const core::RecordView& record, core::TableWriter& rows) {
  std::array<std::int64_t, kEventColumns> row{};
  const auto set = [&](EventColumn column, std::int64_t value) { row[column_of(column)] = value; };
  const auto actor = core::Actor::parse(record.actor);
  const std::array<std::string_view, kEventWords> words{record.type,  facts.station, facts.district,
                                                        facts.matter, facts.reason,  actor.unit,
                                                        actor.role};
  for (std::size_t i = 0; i < words.size(); ++i) {
    RECOURSE_TRY_ASSIGN(row[i], event_words_.number(i, words[i], record.position, rows));
  }
  set(EventColumn::line, static_cast<std::int64_t>(facts.line));
  set(EventColumn::category, static_cast<std::int64_t>(facts.category));
  set(EventColumn::channel, static_cast<std::int64_t>(facts.channel));
  set(EventColumn::route, facts.route ? static_cast<std::int64_t>(*facts.route) : 0);
  set(EventColumn::demand, static_cast<std::int64_t>(facts.demand));
  set(EventColumn::urgency, static_cast<std::int64_t>(facts.urgency));
  set(EventColumn::outcome, facts.outcome ? static_cast<std::int64_t>(*facts.outcome) : 0);
  const auto local =
      std::chrono::floor<std::chrono::minutes>(record.occurred_at).time_since_epoch() +
      decider_.norms.utc_offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  set(EventColumn::day, day.count());
  RECOURSE_TRY(note_days(day_number(facts.reported_at), day.count(), rows));
  set(EventColumn::minute, std::chrono::duration_cast<std::chrono::minutes>(local - day).count());
  events_.add(record.position, subject, row);
  return {};
}

std::int64_t FiguresView::day_number(Timestamp when) const {
  return local_day(when, decider_.norms.utc_offset).time_since_epoch().count();
}

Result<void> FiguresView::note_days(std::int64_t one, std::int64_t other, core::TableWriter& rows) {
  if (!days_) {
    RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(kDaysKey));
    RECOURSE_TRY_ASSIGN(days_, days_of(bytes ? std::optional{std::string{*bytes}} : std::nullopt));
  }
  auto days = days_.value_or(std::pair{one, one});
  days = {std::min({days.first, one, other}), std::max({days.second, one, other})};
  if (days_ == days) return {};
  days_ = days;
  rows.put(kDaysKey, bytes_of(days));
  return {};
}

Result<void> FiguresView::decode(const core::RecordView& record) const {
  return core::Fold<ComplaintDecider>::decode_shared(record);
}

Result<void> FiguresView::finish(core::TableWriter& rows) {
  cases_.write(rows);
  RECOURSE_TRY(fact_words_.finish(rows));
  for (std::size_t i = 0; i < kFactWords; ++i) facts_.renumber(i, fact_words_.given(i));
  RECOURSE_TRY(event_words_.finish(rows));
  for (std::size_t i = 0; i < kEventWords; ++i) events_.renumber(i, event_words_.given(i));
  RECOURSE_TRY(facts_.finish(rows));
  return events_.finish(rows);
}

std::size_t FiguresView::held_bytes() const {
  return cases_.changed_bytes() + facts_.held_bytes() + events_.held_bytes();
}

void FiguresView::forget() {
  cases_.clear();
  facts_.forget();
  events_.forget();
  fact_words_.forget();
  event_words_.forget();
  days_.reset();
}

Result<std::string> stream_of(const core::TableSnapshot& rows, std::uint64_t subject) {
  RECOURSE_TRY_ASSIGN(auto stream, rows.get(subject_key(subject)));
  if (!stream) return Error{Errc::not_found, "no case is counted under that number"};
  return std::move(*stream);
}

Result<std::uint64_t> subject_of(const core::TableSnapshot& rows, std::string_view stream) {
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(case_key(stream)));
  if (!bytes) return Error{Errc::not_found, std::string{stream} + ": no such case is counted"};
  RECOURSE_TRY_ASSIGN(const auto counted, describe::decode<CountedCase>(
                                              *bytes, describe::spec_of<CountedCase>.version));
  return counted.subject;
}

Result<Days> days_in(const core::TableSnapshot& rows) {
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(kDaysKey));
  return days_of(bytes);
}

}  // namespace recourse::casework::complaint
