// The texts that phrases are looked for in: those that the viewer may read, without who is who.
#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/describe/mentions.hpp>
#include <recourse/office/phrases.hpp>

#include "office/class_rules.hpp"

namespace recourse {
namespace {

namespace complaint = casework::complaint;
namespace rectification = casework::rectification;
using rectification::TextSample;

/// A case whose text is looked at.
struct Reported {
  std::string stream;
  Timestamp at;
};

bool is_asked_for(const complaint::State& state, const ClassQuery& query) {
  const auto& intake = state.intake;
  return (query.district.empty() || intake.district == query.district) &&
         (query.station.empty() || intake.station == query.station) &&
         (!query.line || intake.line.value_or(casework::Line::other) == *query.line);
}

bool may_read(const Office& office, const complaint::State& state, const core::Viewer& viewer) {
  if (state.intake.confidential) return false;
  const auto seen = core::visibility_of(office.decider(), state, viewer);
  return seen.listed() && seen.sees(describe::Access::words);
}

/// The report's text, names and numbers of everybody in the case masked; nothing: there is none,
/// or it does not open.
Result<std::optional<std::string>> text_of(const Office& office, const std::string& stream) {
  RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(stream));
  RECOURSE_TRY_ASSIGN(const auto cursor, office.store().read_stream(id));
  const auto& workflow = office.cases_workflow();
  const auto& events = *workflow.info().events;
  std::optional<std::string> text;
  std::vector<std::string> names;
  const auto take = [&](const void* event) -> Result<void> {
    const auto& any = *static_cast<const complaint::Event*>(event);
    const auto* received = std::get_if<complaint::Received>(&any);
    if (received != nullptr && received->narrative && received->narrative->is_clear()) {
      text = received->narrative->clear();
    }
    core::add_names(events.get(event), events.type_of(event), names);
    return {};
  };
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    RECOURSE_TRY(workflow.each_event(cursor->record(), take));
  }
  if (text) text = describe::mask_mentions(*text, names);
  return text;
}

}  // namespace

Result<core::Seen<PhrasesFound>> find_phrases(const Office& office, const ClassQuery& query,
                                              const core::Viewer& viewer, Position at_least) {
  using Answer = core::Seen<PhrasesFound>;
  if (!class_viewer_role(viewer)) return Answer{core::not_to_be_seen({.rule = "R28"}, viewer)};
  const auto offset = office.decider().norms.utc_offset;
  const auto today = local_day(office.clock().now(), offset);
  RECOURSE_TRY_ASSIGN(const auto rules, class_rules_of(query, today, offset));
  RECOURSE_TRY_ASSIGN(const auto rows, office.engine().rows(complaint::CasesView::kName, at_least));
  std::vector<Reported> reported;
  RECOURSE_TRY(core::each_state<complaint::State>(
      *rows, [&](std::string_view stream, const complaint::State& state) {
        const auto day = local_day(state.intake.reported_at, offset);
        if (day < rules.before.from || day > rules.period.to) return;
        if (!is_asked_for(state, query) || !may_read(office, state, viewer)) return;
        reported.push_back({std::string{stream}, state.intake.reported_at});
      }));
  std::vector<TextSample> samples;
  for (const auto& one : reported) {
    RECOURSE_TRY_ASSIGN(auto text, text_of(office, one.stream));
    if (!text) continue;
    samples.push_back({std::move(*text), one.at, one.stream.substr(one.stream.find('/') + 1)});
  }
  RECOURSE_TRY_ASSIGN(auto report,
                      rectification::find_phrases(samples, {.period = rules.period,
                                                            .before = rules.before,
                                                            .offset = offset,
                                                            .false_alarm = rules.false_discovery,
                                                            .ratio_least = rules.ratio_least,
                                                            .count_least = rules.count_least}));
  return Answer{PhrasesFound{std::move(report), rows->position()}};
}

}  // namespace recourse
