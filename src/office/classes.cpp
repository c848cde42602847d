// Samples out of the rows of cases or the log, and what of the classes somebody sees.
#include <algorithm>
#include <map>
#include <recourse/casework/common/department.hpp>
#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/casework/rectification/state.hpp>
#include <recourse/office/classes.hpp>
#include <set>

#include "office/class_rules.hpp"

namespace recourse {
namespace {

namespace complaint = casework::complaint;
namespace rectification = casework::rectification;
using casework::Line;
using casework::Role;
using rectification::CaseSample;
using rectification::ClassReport;
using rectification::FoundClass;

/// Cases of the period that are on account and wait for the same.
struct OnAccount {
  std::map<casework::Line, std::uint64_t> lines;
  std::set<std::string> stations;
  std::vector<std::string> cases;
};
using AccountKey = std::tuple<std::string, std::string, std::string>;

/// What one scan of the rows tells.
struct Read {
  std::vector<CaseSample> samples;
  std::map<AccountKey, OnAccount> accounts;
  std::map<std::string, std::string> district_of;  ///< By station.
  Position position;
};

bool is_in(const rectification::Period& period, LocalDay day) {
  return period.from <= day && day <= period.to;
}

bool is_in_either(const rectification::ClassRules& rules, LocalDay day) {
  return is_in(rules.period, day) || is_in(rules.before, day);
}

/// What of a case the classes go by; nothing of those that came outside both periods.
void take(Read& read, const rectification::ClassRules& rules, std::string_view stream,
          const complaint::State& state) {
  const auto& intake = state.intake;
  const auto day = local_day(intake.reported_at, rules.offset);
  if (!is_in_either(rules, day)) return;
  const auto line = intake.line.value_or(Line::other);
  read.district_of[intake.station] = intake.district;
  read.samples.push_back({intake.matter, intake.reason, intake.station, intake.district, line,
                          intake.reported_at, std::string{stream}});
  const auto& account = state.ending.account;
  if (!account || intake.matter.empty() || intake.reason.empty()) return;
  if (!is_in(rules.period, day)) return;
  auto& group = read.accounts[{intake.matter, intake.reason,
                               std::string{describe::enum_name(account->reason)}}];
  ++group.lines[line];
  if (!intake.station.empty()) group.stations.insert(intake.station);
  group.cases.emplace_back(stream.substr(stream.find('/') + 1));
}

/// The cases of both periods, in one scan of the view.
Result<Read> read_cases(const Office& office, const rectification::ClassRules& rules,
                        Position at_least) {
  RECOURSE_TRY_ASSIGN(const auto rows, office.engine().rows(complaint::CasesView::kName, at_least));
  Read read;
  read.position = rows->position();
  RECOURSE_TRY(core::each_state<complaint::State>(
      *rows, [&](std::string_view stream, const complaint::State& state) {
        take(read, rules, stream, state);
      }));
  return read;
}

Error wrong(const char* member, const std::string& what) {
  return Error{Errc::invalid_argument, std::string{member} + ": " + what};
}

LocalDay first_of_month(LocalDay day) {
  const std::chrono::year_month_day date{day};
  return LocalDay{date.year() / date.month() / 1};
}

/// From the first to the last day of a month.
rectification::Period month_of(LocalDay day) {
  const std::chrono::year_month_day date{day};
  return {first_of_month(day), LocalDay{date.year() / date.month() / std::chrono::last}};
}

void add_accounts(ClassReport& report, const Read& read, std::uint64_t least) {
  std::vector<FoundClass> more;
  for (const auto& [key, group] : read.accounts) {
    if (group.cases.size() < least) continue;
    FoundClass one;
    std::tie(one.matter, one.reason, one.account) = key;
    one.line = std::ranges::max_element(group.lines, {}, [](const auto& line) {
                 return line.second;
               })->first;
    one.count = group.cases.size();
    one.overall = report.cases;
    one.stations.assign(group.stations.begin(), group.stations.end());
    one.cases = group.cases;
    std::ranges::sort(one.cases);
    more.push_back(std::move(one));
  }
  std::ranges::stable_sort(more, std::ranges::greater{}, &FoundClass::count);
  std::ranges::move(more, std::back_inserter(report.classes));
}

/// The line of a class is that of its matter: what rulings have made of it, else the catalogue's.
void name_lines(const Office& office, ClassReport& report) {
  const auto* const rulings = office.decider().current_dispatch.get();
  for (auto& one : report.classes) {
    const auto* matter = office.catalogues().current().matter(one.matter);
    if (matter == nullptr) continue;
    one.line = casework::line_by_rulings(rulings, matter->code, matter->line);
  }
}

/// Which class a rectification would be opened for: its line is the catalogue's.
std::string tag_of(const Office& office, const ClassReport& report, const FoundClass& one) {
  const auto* matter = office.catalogues().current().matter(one.matter);
  return rectification::class_tag(
      one.matter, one.reason, matter != nullptr ? matter->line : one.line, report.from, report.to);
}

Result<void> name_rectifications(const Office& office, ClassReport& report) {
  for (auto& one : report.classes) {
    RECOURSE_TRY_ASSIGN(const auto found, rectification_of(office, tag_of(office, report, one)));
    if (found) one.rectification = std::string{found->key()};
  }
  return {};
}

void keep_asked_for(ClassReport& report, const Read& read, const ClassQuery& query) {
  std::erase_if(report.classes, [&](const FoundClass& one) {
    const bool district = std::ranges::any_of(one.stations, [&](const std::string& station) {
      return read.district_of.at(station) == query.district;
    });
    const bool station = std::ranges::count(one.stations, query.station) > 0;
    return (query.line && *query.line != one.line) || (!query.district.empty() && !district) ||
           (!query.station.empty() && !station);
  });
}

// --- who sees what -------------------------------------------------------------------------------

bool is_station(Role role) {
  return role == Role::window_officer || role == Role::counter_lead || role == Role::station_chief;
}
bool is_department(Role role) {
  return role == Role::district_officer || role == Role::city_officer || role == Role::liaison;
}

/// Who sees classes at all; with the rule, if not.
bool may_look(Role role) {
  return is_station(role) || is_department(role) || role == Role::supervisor ||
         role == Role::administrator;
}

/// A station's staff see its own part of a class. Whether that is not all of it.
bool keep_of_station(FoundClass& one, const std::string& station) {
  std::erase_if(one.findings, [&](const rectification::ClassFinding& f) {
    return f.scope == rectification::ClassScope::station && f.unit != station;
  });
  return std::erase_if(one.stations, [&](const std::string& s) { return s != station; }) > 0;
}

/// The classes that the viewer sees, each as a whole.
void keep_classes_of(Role role, const std::string& unit, ClassReport& report) {
  std::erase_if(report.classes, [&](const FoundClass& one) {
    if (is_station(role)) return std::ranges::count(one.stations, unit) == 0;
    return is_department(role) && casework::line_of_department(unit) != one.line;
  });
}

/// Of each class what the viewer sees of it.
Result<void> keep_parts_of(const Office& office, const core::Viewer& viewer, Role role,
                           ClassesFound& found) {
  auto& classes = found.report.classes;
  for (std::size_t place = 0; place < classes.size(); ++place) {
    auto& one = classes[place];
    if (is_station(role) && keep_of_station(one, viewer.actor.unit)) found.partly.push_back(place);
    std::vector<std::string> kept;
    for (auto& key : one.cases) {
      RECOURSE_TRY_ASSIGN(const auto id, StreamId::of(complaint::ComplaintDecider::kKind, key));
      RECOURSE_TRY_ASSIGN(const auto seen, core::glance(office.cases_workflow(), id, viewer));
      if (seen.listed()) kept.push_back(std::move(key));
    }
    one.cases = std::move(kept);
  }
  return {};
}

}  // namespace

Result<rectification::ClassRules> class_rules_of(const ClassQuery& query, LocalDay today,
                                                 UtcOffset offset) {
  using std::chrono::days;
  constexpr std::int64_t kBeforeLeast = 7;
  constexpr std::int64_t kBeforeMost = 731;
  rectification::ClassRules rules{.offset = offset,
                                  .false_discovery = query.false_discovery,
                                  .ratio_least = query.ratio_least,
                                  .count_least = query.count_least};
  rules.period = month_of(first_of_month(today) - days{1});
  if (query.to && !query.from) return wrong("to", "say from which day on, too");
  if (query.from) {
    rules.period.from = *query.from;
    const bool begins_month = first_of_month(*query.from) == *query.from;
    rules.period.to =
        query.to.value_or(begins_month ? month_of(*query.from).to : *query.from + days{29});
  }
  if (rules.period.to < rules.period.from) return wrong("to", "it lies before the first day");
  if (rules.period.to >= today) {
    return wrong("to", "the period is over when " + to_string(rules.period.to) + " is");
  }
  if (query.before_days < kBeforeLeast || query.before_days > kBeforeMost) {
    return wrong("before_days", "from " + std::to_string(kBeforeLeast) + " to " +
                                    std::to_string(kBeforeMost) + " days are compared with");
  }
  rules.before = {rules.period.from - days{query.before_days}, rules.period.from - days{1}};
  return rules;
}

std::optional<Role> class_viewer_role(const core::Viewer& viewer) {
  Role role{};
  const bool known = describe::enum_from_name(viewer.actor.role, role);
  if (!known || viewer.actor.id.empty() || !may_look(role)) return std::nullopt;
  return role;
}

Result<ClassesFound> find_classes(const Office& office, const ClassQuery& query,
                                  Position at_least) {
  const auto offset = office.decider().norms.utc_offset;
  const auto today = local_day(office.clock().now(), offset);
  RECOURSE_TRY_ASSIGN(const auto rules, class_rules_of(query, today, offset));
  RECOURSE_TRY_ASSIGN(const auto read, read_cases(office, rules, at_least));
  RECOURSE_TRY_ASSIGN(auto report, rectification::find_classes(read.samples, rules));
  add_accounts(report, read, query.count_least);
  name_lines(office, report);
  keep_asked_for(report, read, query);
  RECOURSE_TRY(name_rectifications(office, report));
  return ClassesFound{std::move(report), read.position, {}};
}

Result<core::Seen<ClassesFound>> find_classes(const Office& office, const ClassQuery& query,
                                              const core::Viewer& viewer, Position at_least) {
  using Answer = core::Seen<ClassesFound>;
  const auto role = class_viewer_role(viewer);
  if (!role) return Answer{core::not_to_be_seen({.rule = "R28"}, viewer)};
  RECOURSE_TRY_ASSIGN(auto found, find_classes(office, query, at_least));
  keep_classes_of(*role, viewer.actor.unit, found.report);
  RECOURSE_TRY(keep_parts_of(office, viewer, *role, found));
  return Answer{std::move(found)};
}

rectification::Open opening_of(const ClassReport& report, const FoundClass& one) {
  return {.matter = one.matter,
          .reason = one.reason,
          .period = rectification::to_string(rectification::Period{report.from, report.to}),
          .stations = one.stations,
          .cases = one.cases,
          .found = one.count,
          .overall = one.overall};
}

Result<core::Seen<rectification::Open>> opening_of(const Office& office, const ClassQuery& query,
                                                   const core::Viewer& viewer, std::size_t number,
                                                   Position at_least) {
  using Answer = core::Seen<rectification::Open>;
  const auto role = class_viewer_role(viewer);
  if (!role) return Answer{core::not_to_be_seen({.rule = "R28"}, viewer)};
  RECOURSE_TRY_ASSIGN(auto found, find_classes(office, query, at_least));
  auto& report = found.report;
  keep_classes_of(*role, viewer.actor.unit, report);
  if (number == 0 || number > report.classes.size()) {
    return Error{Errc::not_found, "there is no class " + std::to_string(number) + "; " +
                                      std::to_string(report.classes.size()) + " were found"};
  }
  const auto& one = report.classes[number - 1];
  auto part = one;
  if (is_station(*role) && keep_of_station(part, viewer.actor.unit)) {
    return Answer{core::not_to_be_seen({.rule = "R28"}, viewer)};
  }
  return Answer{opening_of(report, one)};
}

Result<ClassReport> classes_as_of(const core::EventStore& store,
                                  const rectification::ClassRules& rules, Position position) {
  core::LogRange range{.to = position,
                       .stream_kind = std::string{complaint::ComplaintDecider::kKind}};
  range.types.emplace_back(describe::spec_of<complaint::Received>.type);
  RECOURSE_TRY_ASSIGN(const auto cursor, store.read_all(std::move(range)));
  std::vector<CaseSample> samples;
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return rectification::find_classes(samples, rules);
    const auto& record = cursor->record();
    RECOURSE_TRY_ASSIGN(const auto event,
                        core::Fold<complaint::ComplaintDecider>::event_of(record));
    const auto& e = std::get<complaint::Received>(event);
    if (!is_in_either(rules, local_day(e.reported_at, rules.offset))) continue;
    samples.push_back({e.matter, e.reason, e.station, e.district, e.line, e.reported_at,
                       std::string{record.stream}});
  }
}

}  // namespace recourse
