// The course of an inspection: planned, carried out, clean or found; circular, correction,
// verification; objection and ruling.
#include <algorithm>
#include <recourse/describe/mentions.hpp>

#include "casework/supervision/decide.hpp"

namespace recourse::casework::supervision {
namespace {

std::optional<core::Refusal> check_plan(const Deciding& d, const Plan& c) {
  if (blank(c.unit)) return refuse<refusals::unit_missing>();
  if (auto no = check_unit_exists(d, c.unit)) return no;
  if (blank(c.district)) return refuse<refusals::district_missing>();
  if (!c.kind) return refuse<refusals::kind_missing>();
  if (*c.kind == InspectionKind::counter_refusal && c.cases.empty()) {
    return refuse<refusals::case_missing>();
  }
  if (auto no = check_are_cases(d, c.cases)) return no;
  return check_impersonal(c.reason);
}

std::optional<core::Refusal> check_finding(const Deciding& d, const Finding& f) {
  if (f.kind == FindingKind{} || f.weight == Weight{} || blank(f.what)) {
    return refuse<refusals::finding_missing>();
  }
  if (blank(f.rule)) return refuse<refusals::rule_missing>();
  if (auto no = check_are_cases(d, f.cases)) return no;
  if (auto no = check_impersonal(f.rule)) return no;
  return check_impersonal(f.what);
}

/// Required, and without numbers of persons.
template <const core::RefusalInfo& Missing>
std::optional<core::Refusal> check_text(const std::string& text) {
  if (blank(text)) return refuse<Missing>();
  return check_impersonal(text);
}

}  // namespace

std::optional<core::Refusal> check_day(const Deciding& d, LocalDay day) {
  if (day < d.today()) return refuse<refusals::day_over>(Put<"day">{to_string(day)});
  const LocalDay end = d.today() + std::chrono::days{d.rules.limits.days_ahead};
  if (day <= end) return std::nullopt;
  return refuse<refusals::day_too_far>(Put<"day">{to_string(day)}, Put<"end">{to_string(end)});
}

std::optional<core::Refusal> find_registered(const Deciding& d, const std::string& unit,
                                             Registered& found) {
  const auto& windows = d.rules.windows;
  if (windows == nullptr || blank(unit)) return std::nullopt;
  const auto district = windows->district_of(unit);
  if (!district) {
    return refuse<refusals::windows_unreadable>(Put<"error">{district.error().message()});
  }
  if (*district) found.district = **district;
  return std::nullopt;
}

std::optional<core::Refusal> check_unit_exists(const Deciding& d, const std::string& unit) {
  const auto& windows = d.rules.windows;
  if (windows == nullptr || !windows->in_use()) return std::nullopt;
  const auto bureau = bureau_of_unit(unit);
  const bool known = bureau == kCityBureau || d.rules.norms.knows_district(bureau);
  if (known && (bureau == unit || line_of_department(unit))) return std::nullopt;
  Registered found;
  if (auto no = find_registered(d, unit, found)) return no;
  if (!found.district.empty()) return std::nullopt;
  return refuse<refusals::unknown_unit>(Put<"unit">{unit});
}

std::optional<core::Refusal> check_are_cases(const Deciding& d,
                                             const std::vector<std::string>& keys) {
  const auto& cases = d.rules.known_cases;
  for (const auto& key : keys) {
    if (!StreamId::of("case", key)) return refuse<refusals::not_a_case>(Put<"key">{key});
    if (cases == nullptr) continue;
    const auto station = cases->station_of(key);
    if (!station) {
      return refuse<refusals::cases_unreadable>(Put<"error">{station.error().message()});
    }
    if (!*station) return refuse<refusals::no_such_case>(Put<"key">{key});
  }
  return std::nullopt;
}

std::optional<core::Refusal> check_impersonal(const std::string& text) {
  if (describe::mask_mentions(text, {}) == text) return std::nullopt;
  return refuse<refusals::personal_number>();
}

std::optional<core::Refusal> check_sample_drawn(const State& state) {
  const auto at = state.phases.sample;
  if (at == SamplePhase::none || at == SamplePhase::drawn) return std::nullopt;
  return refuse<refusals::sample_not_drawn>();
}

Decision Deciding::operator()(const Plan& c) const {
  if (auto no = check_plan(*this, c)) return *no;
  const bool engine = role == Role::timer;
  if (!c.day && !engine) return refuse<refusals::day_missing>();
  if (c.day) {
    if (auto no = check_day(*this, *c.day)) return *no;
  }
  const Level level = engine || role == Role::district_officer ? Level::district : Level::city;
  // A supervisor may act for no unit of its own: then the city's bureau owns the inspection.
  const bool own = !engine && !context.actor.unit.empty();
  auto owner = own ? context.actor.unit : department_at(level, c.district, c.line);
  return Decision::of(Planned{engine ? "engine" : by(), c.unit, c.district, *c.kind, c.online,
                              c.line, c.reason, c.cases, std::move(owner), level,
                              c.day ? days.end_of_day(*c.day) : within(rules.limits.refusal)});
}

Decision Deciding::operator()(const Begin&) const { return Decision::of(Begun{by()}); }

Decision Deciding::operator()(const RecordFindings& c) const {
  if (auto no = check_sample_drawn(state)) return *no;
  if (c.findings.empty()) return refuse<refusals::finding_missing>();
  for (const auto& finding : c.findings) {
    if (auto no = check_finding(*this, finding)) return *no;
  }
  return Decision::of(FindingsRecorded{by(), c.findings, within(rules.limits.circular),
                                       within(rules.limits.objection)});
}

Decision Deciding::operator()(const FindClean& c) const {
  if (auto no = check_sample_drawn(state)) return *no;
  if (auto no = check_text<refusals::note_missing>(c.note)) return *no;
  return Decision::of(FoundClean{by(), c.note});
}

Decision Deciding::operator()(const Cancel& c) const {
  // Who could give up what he does not like would draw until he likes it.
  const auto at = state.phases.sample;
  if (at == SamplePhase::revealed || at == SamplePhase::drawn) {
    return refuse<refusals::sample_shown>();
  }
  if (auto no = check_text<refusals::reason_missing>(c.reason)) return *no;
  return Decision::of(Cancelled{by(), c.reason});
}

Decision Deciding::operator()(const IssueCircular& c) const {
  if (auto no = check_text<refusals::text_missing>(c.text)) return *no;
  if (c.day) {
    if (auto no = check_day(*this, *c.day)) return *no;
  }
  const Level level = role == Role::district_officer ? Level::district : Level::city;
  auto issuer = context.actor.unit.empty() ? department_at(level, state.district, state.line)
                                           : context.actor.unit;
  return Decision::of(
      CircularIssued{by(), std::move(issuer), level, c.text,
                     c.day ? days.end_of_day(*c.day) : within(rules.limits.correction)});
}

Decision Deciding::operator()(const ReportCorrection& c) const {
  if (auto no = check_text<refusals::text_missing>(c.text)) return *no;
  return Decision::of(CorrectionReported{by(), c.text, within(rules.limits.verification)});
}

Decision Deciding::operator()(const Verify& c) const {
  if (!c.corrected) return refuse<refusals::verdict_missing>();
  if (auto no = check_text<refusals::note_missing>(c.note)) return *no;
  if (*c.corrected) return Decision::of(CorrectionAccepted{by(), c.note});
  const bool risen = state.level != Level::city;
  auto issuer = risen ? department_at(Level::city, state.district, state.line) : state.owner;
  return Decision::of(CircularRepeated{by(), c.note, state.rung + 1, Level::city, std::move(issuer),
                                       within(rules.limits.correction)});
}

Decision Deciding::operator()(const Object& c) const {
  if (auto no = check_text<refusals::reason_missing>(c.reasons)) return *no;
  if (state.objection_due && context.now > state.objection_due->at) {
    return refuse<refusals::objection_late>(
        Put<"end">{to_string(state.objection_due->at, rules.utc_offset)});
  }
  return Decision::of(Objected{by(), c.reasons, within(rules.limits.ruling)});
}

Decision Deciding::operator()(const RuleOnObjection& c) const {
  if (std::ranges::find(state.involved, by()) != state.involved.end()) {
    return refuse<refusals::involved>();
  }
  if (auto no = check_text<refusals::reason_missing>(c.reason)) return *no;
  auto struck = c.struck;
  std::ranges::sort(struck);
  struck.erase(std::unique(struck.begin(), struck.end()), struck.end());
  for (const auto number : struck) {
    if (number > 0 && number <= state.findings.size()) continue;
    return refuse<refusals::no_such_finding>(Put<"number">{std::to_string(number)});
  }
  const bool none_left = struck.size() == state.findings.size();
  const bool open = state.phases.stage != Phase::closed;
  auto decision = Decision::of(ObjectionRuled{by(), std::move(struck), c.reason});
  if (none_left && open) decision.events().push_back(Settled{by()});
  return decision;
}

Decision Deciding::operator()(const MissLimit& c) const {
  const auto limits = open_limits(state);
  const auto it = std::ranges::find(limits, c.kind, &OpenLimit::kind);
  if (it == limits.end() || it->missed) return refuse<refusals::no_such_limit>();
  if (context.now <= it->due.at) {
    return refuse<refusals::not_due_yet>(Put<"end">{to_string(it->due.at, rules.utc_offset)});
  }
  if (c.kind == LimitKind::ruling) return Decision::of(RulingMissed{it->due, it->unit});
  // A correction that is late goes to the level above; above the city's there is none.
  const bool rises = c.kind == LimitKind::correction && state.level != Level::city;
  LimitMissed missed{c.kind, it->due, it->unit, state.level, state.owner, std::nullopt};
  if (rises) {
    missed.level = Level::city;
    missed.owner = department_at(Level::city, state.district, state.line);
    missed.next = within(rules.limits.correction_raised);
  }
  return Decision::of(std::move(missed));
}

}  // namespace recourse::casework::supervision
