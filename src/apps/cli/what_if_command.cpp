#include "apps/cli/what_if_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <recourse/describe/json.hpp>
#include <recourse/office/what_if.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/norms_commands.hpp"
#include "apps/cli/selection.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {
namespace {

struct WhatIfArguments {
  SelectionArguments selection;
  std::string under;
  std::vector<std::string> calendar;
  std::uint64_t most = 50;
};

std::string kind_text(casework::complaint::DeadlineKind kind) {
  return std::string{casework::zh(kind)} + " " + std::string{describe::enum_name(kind)};
}

std::string due_text(const std::optional<Timestamp>& due) { return due ? local_time(*due) : "–"; }

bool differs(const LateCase& one) { return one.late_now != one.late_then; }

/// Those that differ come first among the late ones, of which there are at most so many.
boost::json::value to_item(WhatIf w, std::uint64_t most) {
  const auto late = w.late.size();
  const auto differing = std::ranges::count_if(w.late, differs);
  std::stable_partition(w.late.begin(), w.late.end(), differs);
  if (late > most) w.late.resize(most);
  auto item = describe::to_json(w);
  item.as_object()["late_cases"] = late;
  item.as_object()["differing"] = differing;
  return item;
}

std::string to_text(const WhatIf& w, std::uint64_t most) {
  std::vector<std::vector<std::string>> rows{
      {"时限 limit", "事项 cases", "现 late now", "另 late then", "both", "only now", "only then"}};
  for (const auto& one : w.limits) {
    rows.push_back({kind_text(one.kind), grouped(one.cases), grouped(one.late_now),
                    grouped(one.late_then), grouped(one.both), grouped(one.only_now),
                    grouped(one.only_then)});
  }
  auto text = table(rows, "<>>>>>>");
  std::vector<std::vector<std::string>> differing{
      {"case", "时限 limit", "", "due now", "due then"}};
  std::uint64_t differ = 0;
  for (const auto& one : w.late) {
    if (!differs(one) || ++differ > most) continue;
    differing.push_back({one.key, kind_text(one.kind),
                         one.late_then ? "late then only" : "late now only", due_text(one.due_now),
                         due_text(one.due_then)});
  }
  if (differ > 0) text += "\n" + table(differing, "<<<<<");
  if (differ > most)
    text += fmt::format("and {} more: --most shows them\n", grouped(differ - most));
  return text +
         fmt::format(
             "{} cases under {} version {}, calendar {}, true at position {}; open ones are "
             "judged at {}; times are {}\nwhat people did, and when, is as it was recorded\n",
             grouped(w.cases), w.norms, w.version, w.calendar, grouped(w.position.value),
             local_time(w.moment), zone_name());
}

/// A profile of --norms by its name, a built-in one, or a file.
Result<casework::Norms> norms_of(const Session& session, const std::string& named) {
  RECOURSE_TRY_ASSIGN(const auto profiles, session.profiles());
  if (const auto* known = profiles.newest(named)) return *known;
  return load_norms(named);
}

Result<std::variant<WhatIf, Usage>> asked(const Session& session, const WhatIfArguments& a) {
  using Answer = std::variant<WhatIf, Usage>;
  WhatIfOptions options;
  RECOURSE_TRY_ASSIGN(const auto viewer, selector_of(session, a.selection));
  if (!a.under.empty()) {
    RECOURSE_TRY_ASSIGN(const auto profiles, session.profiles());
    if (auto wrong = unknown_norms(profiles, a.under, "--under")) return Answer{std::move(*wrong)};
    RECOURSE_TRY_ASSIGN(options.norms, norms_of(session, a.under));
  }
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  RECOURSE_TRY_ASSIGN(auto selection, selection_of(*office, a.selection));
  if (auto* const wrong = std::get_if<Usage>(&selection)) return Answer{std::move(*wrong)};
  options.selection = std::get<CaseSelection>(std::move(selection));
  if (a.under.empty()) options.norms = office->decider().norms;
  std::optional<Calendar> calendar;
  if (!a.calendar.empty()) {
    RECOURSE_TRY_ASSIGN(auto with, calendar_with(office->calendar(), a.calendar));
    calendar = std::move(with);
    options.calendar = &*calendar;
  }
  RECOURSE_TRY_ASSIGN(auto answer, what_if(*office, options, viewer));
  return Answer{std::move(answer)};
}

Exit run(const Session& session, const WhatIfArguments& a) {
  if (a.under.empty() && a.calendar.empty() && session.norms.empty()) {
    return fail(session, Error{Errc::invalid_argument,
                               "what if what? --under (or --norms) names other norms, --calendar "
                               "other notices"});
  }
  const auto found = asked(session, a);
  if (!found) return fail(session, found.error());
  if (const auto* wrong = std::get_if<Usage>(&*found)) return fail(session, *wrong);
  const auto& answer = std::get<WhatIf>(*found);
  return answered(print(session, item_answer(answer.position, to_item(answer, a.most)),
                        to_text(answer, a.most)));
}

}  // namespace

void add_what_if_command(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<WhatIfArguments>();
  auto* command = app.add_subcommand(
      "whatif", "What would have been late under other norms or another calendar; writes nothing.");
  command
      ->add_option(
          "--under", a->under,
          "The other norms: a profile's name or a TOML file; missing: the first of --norms.")
      ->check(not_empty());
  command
      ->add_option("--calendar", a->calendar,
                   "A notice of a year (holiday-cn) upon the calendar. Repeatable.")
      ->allow_extra_args(false)
      ->check(not_empty());
  command
      ->add_option("--most", a->most,
                   "List at most so many cases that differ; with --json late ones, "
                   "those that differ first.")
      ->check(whole_number(0));
  add_selection(*command, a->selection);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run(session, *a); }; });
}

}  // namespace recourse::cli
