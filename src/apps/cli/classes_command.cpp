#include "apps/cli/classes_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <recourse/describe/json.hpp>
#include <recourse/office/phrases.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/place_names.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/viewer.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;
using namespace casework::rectification;
using Rows = std::vector<std::vector<std::string>>;

struct ClassesArguments {
  ClassQuery query;
  ViewerArguments viewer;
  std::string from;
  std::string to;
  std::string line;
  std::uint64_t before_days = 91;
  std::uint64_t open = 0;  ///< Number in the list; 0: none is taken up.
  bool phrases = false;
};

Result<std::optional<LocalDay>> day_of(const char* option, const std::string& text) {
  if (text.empty()) return std::optional<LocalDay>{};
  const auto day = parse_day(text);
  if (!day) {
    return Error{Errc::invalid_argument,
                 std::string{option} + ": '" + text + "' is no day; write 2023-10-01"};
  }
  return std::optional{*day};
}

Result<ClassQuery> query_of(const ClassesArguments& a) {
  auto query = a.query;
  RECOURSE_TRY_ASSIGN(query.from, day_of("--from", a.from));
  RECOURSE_TRY_ASSIGN(query.to, day_of("--to", a.to));
  query.line = named<casework::Line>(a.line);
  query.before_days = static_cast<std::int64_t>(a.before_days);
  return query;
}

std::string interval_text(const ClassFinding& f) {
  const auto upper = f.upper ? fmt::format("{:.2f}", *f.upper) : "∞";
  return fmt::format("{} ({:.2f} to {})", f.ratio ? fmt::format("{:.2f}", *f.ratio) : "∞", f.lower,
                     upper);
}

std::string course_text(const FoundClass& one) {
  std::string text{casework::zh(one.direction)};
  text += " " + std::string{describe::enum_name(one.direction)};
  if (one.per_week) {
    text += fmt::format(", {:.2f} a week ({:.2f} to {:.2f})", *one.per_week, *one.per_week_lower,
                        *one.per_week_upper);
  }
  if (one.began) {
    text += fmt::format("; began {} ({} to {})", to_string(*one.began),
                        to_string(*one.began_earliest), to_string(*one.began_latest));
  }
  return text;
}

std::string to_text(const FoundClass& one, std::size_t number) {
  auto text = fmt::format("\n{}. {} × {}  {}: {} of {} cases", number, one.matter, one.reason,
                          casework::zh(one.line), grouped(one.count), grouped(one.overall));
  if (!one.account.empty()) text += fmt::format("; 挂账 on account, waiting for: {}", one.account);
  text += "\n";
  Rows rows;
  for (const auto& f : one.findings) {
    rows.push_back({"  " + std::string{casework::zh(f.scope)} + " " + f.unit,
                    std::string{casework::zh(f.against)},
                    fmt::format("{} of {}", grouped(f.count), grouped(f.overall)),
                    fmt::format("{:.1f} expected", f.expected), interval_text(f),
                    fmt::format("q {:.2g}", f.q)});
  }
  if (!rows.empty()) text += table(rows, "<<>><<") + "  " + course_text(one) + "\n";
  text += "  stations:";
  for (const auto& station : one.stations) text += " " + station;
  text += "\n  cases:";
  for (const auto& key : one.cases) text += " " + key;
  return text + "\n";
}

/// What becomes of a class, by its place in the list.
std::string taking_up_text(const ClassesFound& found, std::size_t place) {
  const auto& one = found.report.classes[place];
  if (!one.rectification.empty()) return "  taken up: " + one.rectification;
  if (std::ranges::count(found.partly, place) == 0) {
    return fmt::format("  take up: the same with --open {}", place + 1);
  }
  return "  is at other stations, too: its line or a supervisor takes it up";
}

std::string to_text(const ClassesFound& found) {
  const auto& r = found.report;
  auto text = fmt::format(
      "{} to {}, {} cases ({} of no class), compared with {} to {}, {} cases\n"
      "{} comparisons; share of false findings held at {}\n",
      to_string(r.from), to_string(r.to), grouped(r.cases), grouped(r.unnamed),
      to_string(r.before_from), to_string(r.before_to), grouped(r.cases_before), grouped(r.tests),
      r.false_discovery);
  if (r.classes.empty()) text += "no class was found\n";
  std::size_t number = 0;
  for (const auto& one : r.classes) {
    text += to_text(one, ++number);
    text += taking_up_text(found, number - 1) + "\n";
  }
  return text + fmt::format("\ntrue at position {}\n", grouped(found.position.value));
}

std::string to_text(const PhraseReport& r) {
  auto text = fmt::format(
      "\n新出现的说法 emerging phrases, in the words of {} cases and of {} before: {} could be "
      "found,\n"
      "with a chance of {} at most of any false one\n",
      grouped(r.cases), grouped(r.cases_before), grouped(r.phrases_tested), r.false_alarm);
  if (r.phrases.empty()) return text + "none was found\n";
  for (const auto& one : r.phrases) {
    const auto ratio = one.ratio ? fmt::format("{:.2f}", *one.ratio) : "∞";
    text += fmt::format(
        "  {}  {} cases, {} before ({:.1f} expected), {} times the share, p {:.2g}\n"
        "   ",
        one.text, grouped(one.count), grouped(one.count_before), one.expected, ratio, one.p);
    for (const auto& key : one.cases) text += " " + key;
    text += "\n";
  }
  return text;
}

Exit list(const Session& session, const ClassQuery& query, const core::Viewer& viewer,
          bool phrases) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto unknown = unknown_place(**office, {{query.station}, {query.district}, {}, {}});
  if (!unknown) return fail(session, unknown.error());
  if (*unknown) return fail(session, **unknown);
  const auto head = (*office)->engine().follow();
  if (!head) return fail(session, head.error());
  const auto seen = find_classes(**office, query, viewer, *head);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& found = std::get<ClassesFound>(*seen);
  auto json = describe::to_json(&found.report, describe::type_info<ClassReport>, {});
  auto text = to_text(found);
  if (phrases) {
    const auto words = find_phrases(**office, query, viewer, found.position);
    if (!words) return fail(session, words.error());
    if (const auto* no = core::refused(*words)) return refuse(session, *no);
    const auto& report = std::get<PhrasesFound>(*words).report;
    json["phrases"] = describe::to_json(&report, describe::type_info<PhraseReport>, {});
    text += to_text(report);
  }
  return answered(print(session, item_answer(found.position, std::move(json)), text));
}

/// Takes up one of the list that the actor sees, as a whole.
Exit open(const Session& session, const ClassQuery& query, const core::Viewer& viewer,
          std::uint64_t number) {
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto unknown = unknown_place(**office, {{query.station}, {query.district}, {}, {}});
  if (!unknown) return fail(session, unknown.error());
  if (*unknown) return fail(session, **unknown);
  const auto head = (*office)->store().head();
  if (!head) return fail(session, head.error());
  const auto seen = opening_of(**office, query, viewer, number, *head);
  if (!seen) return fail(session, seen.error().within("--open"));
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto opened =
      open_rectification(**office, std::get<Open>(*seen), (*office)->context(viewer.actor));
  if (!opened) return fail(session, opened.error());
  if (opened->outcome.refused()) return refuse(session, opened->outcome.refusal());
  const object json{{"key", string{opened->id.key()}}};
  return answered(print(session, item_answer(opened->outcome.appended().last, json),
                        fmt::format("{}\n", opened->id.key())));
}

Exit run(const Session& session, const ClassesArguments& a) {
  if (session.reveal) {
    return fail(session, Error{Errc::invalid_argument, "--reveal: classes hold no personal data"});
  }
  const auto query = query_of(a);
  if (!query) return fail(session, query.error());
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  if (a.open > 0 && a.phrases) {
    return fail(session, Usage{"--open takes one class up, --phrases lists: one of them"});
  }
  if (a.open > 0) return open(session, *query, *viewer, a.open);
  return list(session, *query, *viewer, a.phrases);
}

}  // namespace

void add_classes_command(CommandLine& app, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ClassesArguments>();
  auto* command = app.add_subcommand(
      "classes", "Finds what fails for one reason more often than before, or than elsewhere.");
  command->add_option("--from", a->from, "First day; missing: of the last month that is over.");
  command->add_option("--to", a->to, "Last day; missing: the end of the month that --from begins.");
  command->add_option("--before-days", a->before_days, "So many days before are compared with.")
      ->check(whole_number(7, 731));
  command
      ->add_option("--district", a->query.district, "Only classes with a station of this district.")
      ->check(not_empty());
  command->add_option("--station", a->query.station, "Only classes with this station.")
      ->check(not_empty());
  command->add_option("--line", a->line, "Only classes of this business line.")
      ->among("line", describe::enum_info<casework::Line>);
  command->add_option("--count-least", a->query.count_least, "The fewest cases of a finding.")
      ->check(whole_number(1));
  command->add_flag("--phrases", a->phrases,
                    "Also what people begin to write about, in texts that you may read.");
  command->add_option("--open", a->open, "Takes the class of this number up by a rectification.")
      ->check(whole_number(1));
  add_viewer(*command, a->viewer);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run(session, *a); }; });
}

}  // namespace recourse::cli
