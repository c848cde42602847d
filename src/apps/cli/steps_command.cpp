#include "apps/cli/steps_command.hpp"

#include <fmt/format.h>

#include <recourse/describe/json.hpp>
#include <recourse/exchange/cases.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/selection.hpp"

namespace recourse::cli {
namespace {

using exchange::duration_text;
using exchange::StepEdge;
using exchange::Steps;

struct StepsArguments {
  SelectionArguments selection;
  std::string xes;
  bool mermaid = false;
  std::uint64_t at_least = 1;
};

std::string mark_of(const StepEdge& edge) {
  if (edge.most_waiting && edge.slowest) return "瓶颈 waiting, slow";
  if (edge.most_waiting) return "瓶颈 waiting";
  return edge.slowest ? "瓶颈 slow" : "";
}

std::string days_text(const std::optional<std::uint32_t>& days) {
  return days ? fmt::format("{}", *days) : "–";
}

std::string to_text(const Steps& steps, std::uint64_t at_least) {
  std::vector<std::vector<std::string>> rows{{"from", "to", "次数 times", "事项 cases",
                                              "中位 median", "90 %", "最长 longest", "工作日 days",
                                              "90 %", ""}};
  std::uint64_t left_out = 0;
  for (const auto& e : steps.edges) {
    if (e.count < at_least) {
      ++left_out;
      continue;
    }
    rows.push_back({e.from, e.to, grouped(e.count), grouped(e.cases), duration_text(e.median_ms),
                    duration_text(e.p90_ms), duration_text(e.most_ms), days_text(e.median_days),
                    days_text(e.p90_days), mark_of(e)});
  }
  auto text = table(rows, "<<>>>>>>><");
  text += fmt::format("{} cases, {} events; wall time between, and whole working days\n",
                      grouped(steps.cases), grouped(steps.events));
  if (left_out > 0) text += fmt::format("{} rarer ones are left out\n", grouped(left_out));
  return text;
}

bool selects(const SelectionArguments& a) {
  const auto& s = a.selection;
  return !s.station.empty() || !s.district.empty() || !s.matter.empty() || !s.keys.empty() ||
         !a.line.empty() || !a.from.empty() || !a.to.empty() || !a.as_of.empty();
}

struct Counted {
  Steps steps;
  std::optional<Position> position = {};  ///< None: of a file.
};

Result<std::variant<Counted, Usage>> counted(const Session& session, const StepsArguments& a) {
  using Answer = std::variant<Counted, Usage>;
  if (!a.xes.empty()) {
    if (selects(a.selection)) {
      return Error{Errc::invalid_argument, "--xes takes the whole file: no selection beside it"};
    }
    if (session.reveal || !a.selection.viewer.purpose.empty()) {
      return Error{Errc::invalid_argument,
                   "--xes: of a file there is nothing to see in clear: no --reveal, no --purpose"};
    }
    RECOURSE_TRY_ASSIGN(auto steps, exchange::steps_of(a.xes));
    return Answer{Counted{std::move(steps)}};
  }
  RECOURSE_TRY_ASSIGN(const auto viewer, selector_of(session, a.selection));
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  RECOURSE_TRY_ASSIGN(auto asked, selection_of(*office, a.selection));
  if (auto* const wrong = std::get_if<Usage>(&asked)) return Answer{std::move(*wrong)};
  auto& selection = std::get<CaseSelection>(asked);
  // One position for what is counted and what is said of it.
  if (!selection.as_of) {
    RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
    if (head.value > 0) selection.as_of = head;
  }
  RECOURSE_TRY_ASSIGN(auto steps, exchange::steps_of(*office, selection, viewer));
  return Answer{Counted{std::move(steps), selection.as_of.value_or(Position{})}};
}

Exit run(const Session& session, const StepsArguments& a) {
  const auto found = counted(session, a);
  if (!found) return fail(session, found.error());
  if (const auto* wrong = std::get_if<Usage>(&*found)) return fail(session, *wrong);
  const auto& answer = std::get<Counted>(*found);
  auto steps = answer.steps;
  const auto text =
      a.mermaid ? exchange::to_mermaid(steps, a.at_least) : to_text(steps, a.at_least);
  std::erase_if(steps.edges, [&](const StepEdge& e) { return e.count < a.at_least; });
  auto item = describe::to_json(steps);
  if (a.mermaid) item = boost::json::object{{"mermaid", text}};
  return answered(print(session,
                        answer.position ? item_answer(*answer.position, std::move(item))
                                        : item_answer(std::move(item)),
                        text));
}

}  // namespace

void add_steps_command(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<StepsArguments>();
  auto* steps = app.add_subcommand(
      "steps", "Which step of a case follows which, how often, and how long it takes.");
  add_selection(*steps, a->selection);
  steps->add_option("--xes", a->xes, "Of this XES file (plain or gzipped) instead of the log.")
      ->check(not_empty());
  steps->add_flag("--mermaid", a->mermaid, "As a Mermaid flowchart.");
  steps->add_option("--at-least", a->at_least, "Only what follows so often.")
      ->check(whole_number(1));
  steps->callback([&session, &chosen, a] { chosen = [&session, a] { return run(session, *a); }; });
}

}  // namespace recourse::cli
