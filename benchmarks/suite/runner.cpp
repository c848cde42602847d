#include "benchmarks/suite/runner.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <optional>
#include <set>

#include "benchmarks/suite/earlier.hpp"
#include "benchmarks/suite/machine.hpp"
#include "benchmarks/suite/operation.hpp"
#include "benchmarks/suite/rivals.hpp"
#include "benchmarks/suite/text.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEarlier = "earlier";

bool is_ours(const Operation& operation) {
  return operation.subject == "recourse" || operation.subject == "limit";
}

/// What is measured of one operation by one subject, round by round.
struct Series {
  const Operation* operation = nullptr;
  std::string subject;
  std::vector<Run> runs;
  Histogram latency;
  std::string left_out;  ///< Why, once it failed.
};

/// A folder that is removed with all that is in it.
class Scratch {
 public:
  explicit Scratch(fs::path folder) : folder_(std::move(folder)) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Scratch() {
    std::error_code stays;  // the next run with this pid removes it
    fs::remove_all(folder_, stays);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

/// Removes what runs left behind that were killed: folders named by a process that is no more.
void remove_orphans(const fs::path& directory) {
  for (const auto& entry : fs::directory_iterator{directory}) {
    const auto name = entry.path().filename().string();
    pid_t pid = 0;
    const auto* const end = name.data() + name.size();
    const auto read = std::from_chars(name.data(), end, pid);
    if (read.ec != std::errc{} || read.ptr != end || pid <= 0) continue;
    if (::kill(pid, 0) == 0 || errno != ESRCH) continue;
    std::error_code stays;  // somebody else's; it is in nobody's way
    fs::remove_all(entry.path(), stays);
  }
}

class Runner {
 public:
  Runner(const Arguments& arguments, fs::path program, std::optional<Earlier> earlier,
         std::function<void(const std::string&)> say)
      : arguments_(&arguments),
        program_(std::move(program)),
        earlier_(std::move(earlier)),
        say_(std::move(say)),
        scratch_(arguments.directory / std::to_string(::getpid())),
        rivals_(scratch_.folder() / "rivals",
                arguments.peers.empty() ? default_peers() : arguments.peers) {}

  void choose(const std::vector<std::string>& names) {
    for (const auto& name : names) {
      const auto* const operation = find_operation(name);
      series_.push_back({operation, operation->subject, {}, {}, {}});
      if (earlier_ && operation->subject == "recourse") {
        series_.push_back({operation, kEarlier, {}, {}, {}});
      }
    }
  }

  void run() {
    for (std::size_t round = 0; round <= arguments_->runs; ++round) {
      run_ours(round);
      run_rivals(round);
    }
  }

  Report report() const {
    Report report{.build = build_facts(),
                  .machine = machine_facts(scratch_.folder()),
                  .options = options(),
                  .measurements = {},
                  .rivals = {},
                  .left_out = {}};
    std::set<std::string> noted;
    for (const auto& s : series_) {
      if (!s.left_out.empty()) {
        report.left_out.push_back({s.operation->name, s.left_out});
        continue;
      }
      report.measurements.push_back(measurement_of(s));
      if (!is_ours(*s.operation) && noted.insert(s.subject).second) {
        report.rivals.push_back(rivals_.note(s.subject));
      }
    }
    return report;
  }

 private:
  std::vector<Fact> options() const {
    std::vector<Fact> all{{"runs", std::to_string(arguments_->runs)},
                          {"seconds", figure(arguments_->seconds)},
                          {"events", std::to_string(arguments_->events)},
                          {"warm-up", "one round that does not count, and a fifth of each run"},
                          {"directory", arguments_->directory.string()}};
    if (earlier_) all.emplace_back("against", earlier_->folder().string());
    return all;
  }

  Measurement measurement_of(const Series& s) const {
    const auto& o = *s.operation;
    return {o.name,
            s.subject,
            o.work,
            o.counts,
            o.unit,
            o.more_is_better,
            o.payload_bytes,
            rivals_.durability(o),
            o.load,
            s.runs,
            latency_of(s.latency, loop_of(o))};
  }

  void run_ours(std::size_t round) {
    for (std::size_t i = 0; i < series_.size(); ++i) {
      if (!is_ours(*series_[i].operation)) continue;
      const bool paired = i + 1 < series_.size() && series_[i + 1].subject == kEarlier;
      if (paired && round % 2 == 1) {
        once(series_[i + 1], round, "");
        once(series_[i], round, "");
      } else {
        once(series_[i], round, "");
        if (paired) once(series_[i + 1], round, "");
      }
      if (paired) ++i;
    }
  }

  void run_rivals(std::size_t round) {
    std::vector<std::string> subjects;
    for (const auto& s : series_) {
      const bool known = std::ranges::find(subjects, s.subject) != subjects.end();
      if (!is_ours(*s.operation) && s.left_out.empty() && !known) subjects.push_back(s.subject);
    }
    for (const auto& subject : subjects) {
      const auto server = rivals_.start(subject);
      for (auto& s : series_) {
        if (s.subject != subject) continue;
        if (server) {
          once(s, round, *server);
        } else {
          s.left_out = server.error().message();
          say_(s.operation->name + ": left out: " + s.left_out);
        }
      }
      rivals_.stop();
    }
  }

  Setting setting_of(const Series& s, std::size_t round, const std::string& server) const {
    const bool warming = round == 0;
    return {.seconds = warming ? std::min(1.0, arguments_->seconds) : arguments_->seconds,
            .events = arguments_->events,
            .directory = scratch_.folder() / (s.subject == kEarlier ? "earlier" : "ours"),
            .server = server};
  }

  Result<Measured> measure(const Series& s, const Setting& setting, Run& run) {
    const auto log = scratch_.folder() / "child.log";
    std::error_code none;
    fs::remove(log, none);
    fs::create_directories(setting.directory);
    if (s.subject == kEarlier) return earlier_->measure(*s.operation, setting, log);
    const bool own = s.operation->measure != nullptr;
    if (!own && (s.subject == "postgres" || s.subject == "message-db" || s.subject == "nats")) {
      return Error{Errc::io_error, "its client library was not there when this was built"};
    }
    auto command =
        own ? Command{.words = words_to_measure(program_, *s.operation, setting), .log = log}
            : rivals_.driver(*s.operation, setting.server, setting.seconds);
    command.log = log;
    RECOURSE_TRY_ASSIGN(const auto ended, run_to_end(command, std::chrono::minutes{20}));
    run.peak_mib = ended.peak_mib;
    if (ended.exit_code != 0) {
      return Error{Errc::io_error,
                   "it ended with " + std::to_string(ended.exit_code) + ": " + tail_of(log)};
    }
    return measured_of_line(ended.out);
  }

  void once(Series& s, std::size_t round, const std::string& server) {
    if (!s.left_out.empty()) return;
    Run run{.load = load_average()};
    const auto measured = measure(s, setting_of(s, round, server), run);
    const auto name = s.operation->name + (s.subject == kEarlier ? " (earlier)" : "");
    if (!measured) {
      s.left_out = measured.error().message();
      say_(name + ": left out: " + s.left_out);
      return;
    }
    if (round == 0) {
      say_("warmed up " + name);
      return;
    }
    run.value = measured->value;
    run.processor_us = measured->processor_us;
    s.runs.push_back(run);
    s.latency.add(measured->latency);
    say_(std::to_string(round) + "/" + std::to_string(arguments_->runs) + " " + name + ": " +
         figure(run.value) + " " + s.operation->unit);
  }

  const Arguments* arguments_;
  fs::path program_;
  std::optional<Earlier> earlier_;
  std::function<void(const std::string&)> say_;
  Scratch scratch_;
  Rivals rivals_;
  std::vector<Series> series_;
};

}  // namespace

Result<Report> run_all(const Arguments& arguments, const fs::path& program,
                       const std::function<void(const std::string&)>& say) {
  std::vector<std::string> names;
  for (const auto& operation : operations()) {
    if (arguments.rivals || is_ours(operation)) names.push_back(operation.name);
  }
  RECOURSE_TRY_ASSIGN(const auto chosen, select(arguments.only, names));
  std::optional<Earlier> earlier;
  if (!arguments.against.empty()) {
    RECOURSE_TRY_ASSIGN(earlier, Earlier::find(arguments.against));
  }
  std::error_code failed;
  fs::create_directories(arguments.directory, failed);
  if (failed) {
    return Error{Errc::io_error, arguments.directory.string() + ": " + failed.message()};
  }
  RECOURSE_TRY(check_on_disk(arguments.directory));
  remove_orphans(arguments.directory);
  Runner runner{arguments, program, std::move(earlier), say};
  runner.choose(chosen);
  runner.run();
  return runner.report();
}

}  // namespace recourse::bench
