#include "apps/cli/upgrade.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <recourse/base/limits.hpp>
#include <recourse/core/upgrade.hpp>

#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

using core::UpgradeFinding;
using core::UpgradeProblem;
using core::UpgradeReport;

constexpr std::uint64_t kExamples = 10;

/// Calls f(problem, name) for each problem, in order.
template <class F>
void for_each_problem(F&& f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<UpgradeProblem>>(
      [&](auto d) { f(d.value, std::string_view{d.name}); });
}

/// A new baseline on its way: it gets its name only when it is whole.
class NewBaseline {
 public:
  explicit NewBaseline(std::string name) : name_(std::move(name)), part_(name_ + ".part") {}
  NewBaseline(const NewBaseline&) = delete;
  NewBaseline& operator=(const NewBaseline&) = delete;
  ~NewBaseline() {
    if (file_ == nullptr) return;
    std::fclose(file_);
    std::remove(part_.c_str());
  }

  Result<void> open() {
    file_ = std::fopen(part_.c_str(), "wb");
    if (file_ != nullptr) return {};
    return Error{Errc::invalid_argument,
                 "the baseline " + part_ + " cannot be written: " + std::strerror(errno)};
  }
  Result<void> add(std::string_view line) {
    const bool whole = std::fwrite(line.data(), 1, line.size(), file_) == line.size();
    return whole && std::fputc('\n', file_) != EOF ? Result<void>{} : failed();
  }
  Result<void> finish() {
    if (std::fflush(file_) != 0) return failed();
    const int closed = std::fclose(std::exchange(file_, nullptr));
    if (closed != 0 || std::rename(part_.c_str(), name_.c_str()) != 0) {
      const auto error = failed();
      std::remove(part_.c_str());
      return error;
    }
    return {};
  }

 private:
  Result<void> failed() const {
    return Error{Errc::io_error,
                 "the baseline " + name_ + " cannot be written: " + std::strerror(errno)};
  }
  std::string name_;
  std::string part_;
  std::FILE* file_ = nullptr;
};

/// An older baseline, line by line.
class OldBaseline {
 public:
  explicit OldBaseline(const std::string& name) : name_(name), file_(name, std::ios::binary) {}

  /// Whoever waited for a whole city to be read should not learn only then that it was cut off.
  Result<void> look_at_its_end() {
    std::error_code ec;
    if (!file_ || !std::filesystem::is_regular_file(name_, ec)) {
      return Error{Errc::invalid_argument, "the baseline " + name_ + " cannot be read"};
    }
    constexpr std::streamoff kEnd = 256;
    file_.seekg(0, std::ios::end);
    file_.seekg(-std::min<std::streamoff>(kEnd, file_.tellg()), std::ios::end);
    const std::string end{std::istreambuf_iterator<char>{file_}, {}};
    file_.clear();
    file_.seekg(0);
    const bool whole = end.ends_with("}\n") && end.find("baseline.end") != std::string::npos;
    if (whole || end.empty()) return {};
    return Error{Errc::malformed,
                 name_ + " is not a baseline, or was cut off: its last line is no baseline.end"};
  }

  /// A line without its end is none: what follows says that it was cut off.
  Result<std::optional<std::string>> next() {
    std::string line;
    for (int c = file_.get(); c != std::ifstream::traits_type::eof(); c = file_.get()) {
      if (c == '\n') return std::optional{std::move(line)};
      if (line.size() > limits::kJsonBytesMax) break;  // the reader says that it is too long
      line.push_back(static_cast<char>(c));
    }
    if (file_.bad()) return Error{Errc::io_error, "the baseline " + name_ + " cannot be read on"};
    if (line.size() > limits::kJsonBytesMax) return std::optional{std::move(line)};
    return std::optional<std::string>{};
  }

 private:
  std::string name_;
  std::ifstream file_;
};

/// Findings as they come, one a line.
class JsonLines {
 public:
  explicit JsonLines(std::optional<std::uint64_t> limit) : limit_(limit) {}
  void add(const UpgradeFinding& finding) {
    auto& told = told_[static_cast<std::size_t>(finding.problem) - 1];
    if (limit_ && told >= *limit_) return;
    ++told;
    const auto line = core::to_json_line(finding) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
  }

 private:
  std::optional<std::uint64_t> limit_;
  std::array<std::uint64_t, core::kUpgradeProblems> told_{};
};

boost::json::object to_json(const UpgradeReport& r) {
  boost::json::object found;
  for_each_problem([&](UpgradeProblem p, std::string_view name) { found[name] = r.count(p); });
  boost::json::array not_compared;
  for (const auto& name : r.not_compared) not_compared.push_back(boost::json::string{name});
  return {{"ok", r.ok()},
          {"head", r.head.value},
          {"cases", r.streams},
          {"events", r.events},
          {"unfinished", r.unfinished},
          {"timers", r.timers},
          {"saved", r.saved},
          {"compared", r.compared},
          {"behind", r.behind},
          {"not_compared", std::move(not_compared)},
          {"problems", r.problems()},
          {"found", std::move(found)}};
}

std::string to_text(const UpgradeReport& r, const UpgradeArguments& a) {
  auto text = fmt::format(
      "{} events of {} cases read, {} unfinished; {} limits tried; head at {}\n", grouped(r.events),
      grouped(r.streams), grouped(r.unfinished), grouped(r.timers), r.head.value);
  if (!a.against.empty()) {
    text += fmt::format("{} cases compared with {}\n", grouped(r.compared), a.against);
  }
  if (r.behind > 0) {
    text += fmt::format(
        "{} cases of the baseline are not here, or not as far: the log was "
        "restored since\n",
        grouped(r.behind));
  }
  for (const auto& name : r.not_compared) {
    text += fmt::format("not compared: {} is no more in the state\n", name);
  }
  for_each_problem([&](UpgradeProblem problem, std::string_view name) {
    if (r.count(problem) == 0) return;
    text += fmt::format("{}: {}\n", name, grouped(r.count(problem)));
    for (const auto& f : r.examples) {
      if (f.problem != problem) continue;
      text += fmt::format("  {} version {}, position {}{}{}: {}\n", f.stream, f.version.value,
                          f.position.value, f.step.empty() ? "" : ", ", f.step, f.what);
    }
  });
  if (!a.save.empty()) text += fmt::format("{} cases saved in {}\n", grouped(r.saved), a.save);
  if (r.ok()) return text + "nothing found: this build does right by every case\n";
  return text + fmt::format("{} problems. Do not let this build write to the store.\n",
                            grouped(r.problems()));
}

Result<UpgradeReport> check(const Session& session, const UpgradeArguments& a) {
  std::optional<OldBaseline> old;
  std::optional<NewBaseline> fresh;
  core::UpgradeOptions options;
  if (!a.against.empty()) {
    old.emplace(a.against);
    RECOURSE_TRY(old->look_at_its_end());
    options.against = [&old] { return old->next(); };
  }
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  if (!a.save.empty()) {
    fresh.emplace(a.save);
    RECOURSE_TRY(fresh->open());
    options.save = [&fresh](std::string_view line) { return fresh->add(line); };
  }
  Progress progress{"check-upgrade"};
  options.progress = [&progress](Position at, Position head) {
    progress.show(at.value, head.value);
    return true;
  };
  JsonLines lines{a.limit};
  if (session.json) options.found = [&lines](const UpgradeFinding& f) { lines.add(f); };
  options.examples_max = session.json ? 0 : a.limit.value_or(kExamples);
  auto report = core::check_upgrade(office->store(), office->decider(), options);
  if (report && fresh) RECOURSE_TRY(fresh->finish());
  const auto code = report ? Errc{} : report.error().code();
  const bool of_baseline = code == Errc::malformed || code == Errc::invalid_argument;
  if (old && of_baseline) return report.error().within(a.against);
  return report;
}

}  // namespace

Exit run_check_upgrade(const Session& session, const UpgradeArguments& arguments) {
  const auto report = check(session, arguments);
  if (!report) return fail(session, report.error());
  const auto text =
      session.json ? boost::json::serialize(to_json(*report)) + "\n" : to_text(*report, arguments);
  std::fwrite(text.data(), 1, text.size(), stdout);
  const bool told = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return report->ok() || !told ? answered(told) : Exit::problems;
}

}  // namespace recourse::cli
