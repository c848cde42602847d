// The store's own operations.
#include <recourse/stores/rocksdb.hpp>

#include "benchmarks/store/our_store.hpp"
#include "benchmarks/store/recovery.hpp"
#include "benchmarks/store/report.hpp"
#include "benchmarks/suite/phase.hpp"
#include "benchmarks/suite/result.hpp"
#include "benchmarks/suite/work.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

fs::path fresh(const Setting& setting) {
  const auto folder = setting.directory / "store";
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

/// Cases of six events on disk, interleaved; made once.
fs::path cases_on_disk(const Setting& setting) {
  const auto folder = setting.directory / "cases";
  const auto mark = setting.directory / "cases.complete";
  if (fs::exists(mark)) return folder;
  fs::remove_all(folder);
  fs::create_directories(folder);
  fill_packed(*open_ours(folder), setting.events / kEventsPerCase);
  { const auto sink = open_ours(folder); }  // what was in the write-ahead log is in tables
  write_text(mark, "").value();
  return folder;
}

/// Random cases, one after the other, until the time is up.
Result<Measured> read_cases(Sink& sink, std::uint64_t cases, double seconds, std::uint64_t seed) {
  Noise noise{seed};
  bool whole = true;
  auto measured = timed_loop(seconds, [&] {
    whole = whole && sink.read_case(1 + noise.next() % cases) == kEventsPerCase;
  });
  if (!whole) return Error{Errc::corruption, "a case has not all its events"};
  return measured;
}

}  // namespace

Result<Measured> append_blocked(const Operation& operation, const Setting& setting) {
  const auto sink = open_ours(fresh(setting));
  CaseLoad cases{*sink, operation.clients};
  return phase([&](double seconds) { return blocked(cases.load(), operation.clients, seconds); },
               [&] { sink->drain(); }, setting.seconds);
}

Result<Measured> append_in_flight(const Operation& operation, const Setting& setting) {
  const auto sink = open_ours(fresh(setting));
  CaseLoad cases{*sink, operation.clients};
  return phase([&](double seconds) { return in_flight(cases.load(), operation.clients, seconds); },
               [&] { sink->drain(); }, setting.seconds);
}

Result<Measured> append_six(const Operation& operation, const Setting& setting) {
  const auto sink = open_ours(fresh(setting));
  CaseLoad cases{*sink, operation.clients, kEventsPerCase};
  return phase([&](double seconds) { return in_flight(cases.load(), operation.clients, seconds); },
               [&] { sink->drain(); }, setting.seconds, kEventsPerCase);
}

Result<Measured> append_open(const Operation& operation, const Setting& setting) {
  const auto sink = open_ours(fresh(setting));
  CaseLoad cases{*sink, operation.clients};
  return at_p99(phase(
      [&](double seconds) {
        return open_loop(cases.load(), operation.clients, operation.rate, seconds);
      },
      [&] { sink->drain(); }, setting.seconds));
}

Result<Measured> replay_checked(const Operation&, const Setting& setting) {
  const auto sink = open_ours(cases_on_disk(setting));
  std::uint64_t events = 0;
  auto measured = timed_loop(setting.seconds, [&] { events += sink->replay(Replay::checksums); });
  const auto passes = static_cast<double>(measured.latency.count());
  measured.value *= static_cast<double>(events) / passes;
  return measured;
}

Result<Measured> read_cold(const Operation&, const Setting& setting) {
  const auto folder = cases_on_disk(setting);
  forget_cached(folder);
  const auto sink = open_ours(folder);
  return read_cases(*sink, setting.events / kEventsPerCase, setting.seconds, 11);
}

Result<Measured> read_hot(const Operation&, const Setting& setting) {
  constexpr std::uint64_t kHot = 1000;
  const auto sink = open_ours(cases_on_disk(setting));
  RECOURSE_TRY(read_cases(*sink, kHot, 0.3, 7));
  return read_cases(*sink, kHot, setting.seconds, 11);
}

Result<Measured> open_killed(const Operation&, const Setting& setting) {
  const auto events = setting.events / kEventsPerCase * kEventsPerCase;
  const auto recovery = recover(setting.directory / "killed", events);
  if (recovery.killed.head < events) {
    return Error{Errc::acknowledged_loss, "the store lost acknowledged events"};
  }
  Measured measured;
  measured.value = recovery.killed.seconds * 1000;
  return measured;
}

}  // namespace recourse::bench
