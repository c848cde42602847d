#include "apps/cli/upgrade.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <recourse/describe/json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/baseline_files.hpp"
#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

using boost::json::string;
using core::UpgradeFinding;
using core::UpgradeProblem;
using core::UpgradeReport;
using core::WorkflowPort;

constexpr std::uint64_t kExamples = 10;

/// What was found of one kind of streams.
struct Checked {
  std::string_view kind;
  bool in_baseline;  ///< Compared with what another build made of them.
  UpgradeReport report;
};

/// Calls f(problem, name) for each problem, in order.
template <class F>
void for_each_problem(F&& f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<UpgradeProblem>>(
      [&](auto d) { f(d.value, std::string_view{d.name}); });
}

/// Findings as they come, one a line.
class JsonLines {
 public:
  JsonLines(std::string_view kind, std::optional<std::uint64_t> limit)
      : kind_(kind), limit_(limit) {}
  void add(const UpgradeFinding& finding) {
    auto& told = told_[static_cast<std::size_t>(finding.problem) - 1];
    if (limit_ && told >= *limit_) return;
    ++told;
    boost::json::object json{{"kind", string{kind_}}};
    const auto members = describe::to_json(finding);
    for (const auto& member : members.get_object()) json[member.key()] = member.value();
    const auto line = boost::json::serialize(json) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
  }

 private:
  std::string_view kind_;
  std::optional<std::uint64_t> limit_;
  std::array<std::uint64_t, core::kUpgradeProblems> told_{};
};

boost::json::object to_json(const Checked& checked) {
  const auto& r = checked.report;
  boost::json::object found;
  for_each_problem([&](UpgradeProblem p, std::string_view name) { found[name] = r.count(p); });
  boost::json::array not_compared;
  for (const auto& name : r.not_compared) not_compared.push_back(string{name});
  return {{"kind", string{checked.kind}},
          {"ok", r.ok()},
          {"streams", r.streams},
          {"events", r.events},
          {"unfinished", r.unfinished},
          {"timers", r.timers},
          {"saved", r.saved},
          {"in_baseline", checked.in_baseline},
          {"compared", r.compared},
          {"behind", r.behind},
          {"not_compared", std::move(not_compared)},
          {"problems", r.problems()},
          {"found", std::move(found)}};
}

std::uint64_t problems_in(const std::vector<Checked>& all) {
  std::uint64_t problems = 0;
  for (const auto& checked : all) problems += checked.report.problems();
  return problems;
}

boost::json::object to_json(const std::vector<Checked>& all) {
  boost::json::array items;
  Position position = all.front().report.head;
  for (const auto& checked : all) {
    position = std::min(position, checked.report.head);
    items.push_back(to_json(checked));
  }
  auto json = list_answer(position, std::move(items));
  json["ok"] = problems_in(all) == 0;
  json["problems"] = problems_in(all);
  return json;
}

std::string findings_text(const UpgradeReport& r) {
  std::string text;
  for_each_problem([&](UpgradeProblem problem, std::string_view name) {
    if (r.count(problem) == 0) return;
    text += fmt::format("  {}: {}\n", name, grouped(r.count(problem)));
    for (const auto& f : r.examples) {
      if (f.problem != problem) continue;
      text += fmt::format("    {} version {}, position {}{}{}: {}\n", f.stream, f.version.value,
                          f.position.value, f.step.empty() ? "" : ", ", f.step, f.what);
    }
  });
  return text;
}

std::string to_text(const Checked& checked, const UpgradeArguments& a) {
  const auto& r = checked.report;
  auto text =
      fmt::format("{}: {} events of {} streams read, {} unfinished; {} limits tried; head at {}\n",
                  checked.kind, grouped(r.events), grouped(r.streams), grouped(r.unfinished),
                  grouped(r.timers), r.head.value);
  if (checked.in_baseline) {
    text += fmt::format("  {} streams compared with {}\n", grouped(r.compared), a.against);
  } else if (!a.against.empty()) {
    text += fmt::format("  not compared: {} has no streams of this kind\n", a.against);
  }
  if (r.behind > 0) {
    text += fmt::format(
        "  {} streams of the baseline are not here, or not as far: the log was restored since\n",
        grouped(r.behind));
  }
  for (const auto& name : r.not_compared) {
    text += fmt::format("  not compared: {} is no more in the state\n", name);
  }
  text += findings_text(r);
  if (!a.save.empty()) text += fmt::format("  {} streams saved in {}\n", grouped(r.saved), a.save);
  return text;
}

std::string to_text(const std::vector<Checked>& all, const UpgradeArguments& a) {
  std::string text;
  for (const auto& checked : all) text += to_text(checked, a);
  const auto problems = problems_in(all);
  if (problems == 0) return text + "nothing found: this build does right by every stream\n";
  return text +
         fmt::format("{} problems. Do not let this build write to the store.\n", grouped(problems));
}

/// The workflows that are checked: all, or the one of that kind.
Result<std::vector<const WorkflowPort*>> chosen(const Engine& engine, const std::string& kind) {
  auto all = engine.workflows();
  if (kind.empty()) return all;
  std::erase_if(all, [&](const auto* workflow) { return workflow->info().kind != kind; });
  return all;
}

/// What a baseline has and nobody looks at would pass for checked.
Result<void> check_kinds(const OldBaselines& old, const Engine& engine, const UpgradeArguments& a) {
  if (!a.kind.empty()) {
    if (old.has(a.kind)) return {};
    return Error{Errc::malformed, a.against + ": it has no streams '" + a.kind + "/…'"};
  }
  for (const auto kind : old.kinds()) {
    if (engine.workflow(kind) != nullptr) continue;
    return Error{Errc::malformed,
                 fmt::format("{}: it is of streams '{}/…', and this build has no such workflow; "
                             "--kind compares one kind alone",
                             a.against, kind)};
  }
  return {};
}

/// Checks one kind of streams.
Result<Checked> check_one(const Session& session, const UpgradeArguments& a,
                          const WorkflowPort& workflow, OldBaselines* old, NewBaselines* fresh) {
  const auto kind = workflow.info().kind;
  const bool known = old != nullptr && old->has(kind);
  core::UpgradeOptions options;
  if (known) {
    old->go_to(kind);
    options.against = [old] { return old->next(); };
  }
  if (fresh != nullptr) {
    options.save = [fresh](std::string_view line) { return fresh->add(line); };
  }
  Progress progress{"check-upgrade " + std::string{kind}};
  options.progress = [&progress](Position at, Position head) {
    progress.show(at.value, head.value);
    return true;
  };
  JsonLines lines{kind, a.limit};
  if (session.json) options.found = [&lines](const UpgradeFinding& f) { lines.add(f); };
  options.examples_max = session.json ? 0 : a.limit.value_or(kExamples);
  auto report = workflow.check_upgrade(options);
  if (report) return Checked{kind, known, std::move(*report)};
  const auto code = report.error().code();
  const bool of_baseline = code == Errc::malformed || code == Errc::invalid_argument;
  if (known && of_baseline) {
    return Error{Errc::malformed, report.error().message()}.within(a.against + ", " +
                                                                   std::string{kind});
  }
  return report.error();
}

Result<std::vector<Checked>> check(const Session& session, const UpgradeArguments& a) {
  std::optional<OldBaselines> old;
  std::optional<NewBaselines> fresh;
  if (!a.against.empty()) {
    old.emplace(a.against);
    RECOURSE_TRY(old->look_through());
  }
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  RECOURSE_TRY_ASSIGN(const auto workflows, chosen(office->engine(), a.kind));
  if (old) RECOURSE_TRY(check_kinds(*old, office->engine(), a));
  if (!a.save.empty()) {
    fresh.emplace(a.save);
    RECOURSE_TRY(fresh->open());
  }
  std::vector<Checked> all;
  for (const auto* workflow : workflows) {
    RECOURSE_TRY_ASSIGN(auto checked, check_one(session, a, *workflow, old ? &*old : nullptr,
                                                fresh ? &*fresh : nullptr));
    all.push_back(std::move(checked));
  }
  if (fresh) RECOURSE_TRY(fresh->finish());
  return all;
}

}  // namespace

Exit run_check_upgrade(const Session& session, const UpgradeArguments& arguments) {
  const auto all = check(session, arguments);
  if (!all) return fail(session, all.error());
  const auto text =
      session.json ? boost::json::serialize(to_json(*all)) + "\n" : to_text(*all, arguments);
  std::fwrite(text.data(), 1, text.size(), stdout);
  const bool told = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return problems_in(*all) == 0 || !told ? answered(told) : Exit::problems;
}

}  // namespace recourse::cli
