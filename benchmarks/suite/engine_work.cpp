// The engine's operations: commands on cases, and what follows from a log of them.
#include <algorithm>
#include <recourse/office/figures.hpp>
#include <recourse/office/ledger.hpp>
#include <recourse/stores/rocksdb.hpp>

#include "benchmarks/engine/commands.hpp"
#include "benchmarks/engine/derived.hpp"
#include "benchmarks/suite/phase.hpp"
#include "benchmarks/suite/result.hpp"
#include "benchmarks/suite/work.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<Office> fresh_office(const Setting& setting, bool views) {
  const auto folder = setting.directory / "office";
  fs::remove_all(folder);
  fs::create_directories(setting.directory);
  return Office::open({.directory = folder, .services = {.views = views}}).value();
}

/// Commands become events at the store: some make two. Counted between the settled moments.
class Heads {
 public:
  Heads(const Office& office, bool views) : office_(&office), views_(views) {}
  void settled() {
    settle(office_->engine(), views_);
    before_ = after_;
    after_ = office_->store().head().value().value;
  }
  /// The same measured, as events a second.
  Measured in_events(Measured measured) const {
    const auto events = static_cast<double>(after_ - before_);
    const auto each = events / static_cast<double>(measured.latency.count());
    measured.value *= each;
    measured.processor_us /= each;
    return measured;
  }

 private:
  const Office* office_;
  bool views_;
  std::uint64_t before_ = 0;
  std::uint64_t after_ = 0;
};

Measured commands_of(const Operation& operation, const Setting& setting, bool views) {
  const auto office = fresh_office(setting, views);
  CityCommands load{office->cases_workflow(), operation.clients};
  Heads heads{*office, views};
  return heads.in_events(
      phase([&](double seconds) { return in_flight(load.load(), operation.clients, seconds); },
            [&] { heads.settled(); }, setting.seconds));
}

/// A city's log on disk, made once; its events.
struct CityLog {
  fs::path folder;
  double events = 0;
};
CityLog city_on_disk(const Setting& setting) {
  CityLog log{setting.directory / "city", 0};
  const auto mark = setting.directory / "city.complete";
  const auto cases = std::max<std::uint64_t>(1, setting.events / kCityEvents);
  if (!fs::exists(mark)) {
    fs::remove_all(log.folder);
    fs::create_directories(setting.directory);
    const auto store =
        stores::open_rocksdb({.directory = log.folder, .wait_when_full = true}).value();
    (void)fill(*store, {.cases = cases});
    write_text(mark, "").value();
  }
  log.events = static_cast<double>(cases * kCityEvents);
  return log;
}

/// An office whose views have caught up.
std::unique_ptr<Office> city_office(const Setting& setting) {
  auto office = Office::open({.directory = city_on_disk(setting).folder, .create = false}).value();
  settle(office->engine(), true);
  return office;
}

Measured rate_of(double events, double seconds) {
  Measured measured;
  measured.value = events / seconds;
  return measured;
}

}  // namespace

Result<Measured> commands(const Operation& operation, const Setting& setting) {
  return commands_of(operation, setting, false);
}

Result<Measured> commands_with_views(const Operation& operation, const Setting& setting) {
  return commands_of(operation, setting, true);
}

Result<Measured> commands_open(const Operation& operation, const Setting& setting) {
  const auto office = fresh_office(setting, true);
  CityCommands load{office->cases_workflow(), operation.clients};
  return at_p99(phase(
      [&](double seconds) {
        return open_loop(load.load(), operation.clients, operation.rate, seconds);
      },
      [&] { settle(office->engine(), true); }, setting.seconds));
}

Result<Measured> replay_decoded(const Operation&, const Setting& setting) {
  const auto log = city_on_disk(setting);
  const auto store = stores::open_rocksdb({.directory = log.folder, .create = false}).value();
  (void)replay(*store);
  return rate_of(log.events, replay(*store));
}

Result<Measured> rebuild_views(const Operation&, const Setting& setting) {
  const auto log = city_on_disk(setting);
  const auto office = city_office(setting);
  std::vector<std::string> names;
  for (const auto& view : office->views().names()) names.emplace_back(view);
  return rate_of(log.events, rebuild(office->engine(), names));
}

Result<Measured> list_ledger(const Operation&, const Setting& setting) {
  const auto office = city_office(setting);
  const core::Viewer viewer{.actor = {"s1", "supervisor", ""}};
  std::uint64_t next = 0;
  std::optional<Error> failed;
  auto measured = timed_loop(setting.seconds, [&] {
    LedgerQuery query{.where = {ledger_condition("station=" + station_of(next++)).value()},
                      .sort = "reported_at",
                      .descending = true,
                      .page_size = 20};
    const auto page = ledger(*office, query, viewer);
    if (!page) {
      failed = page.error();
    } else if (page->rows.empty()) {
      failed = Error{Errc::not_found, "a station of the city has no cases"};
    }
  });
  if (failed) return *failed;
  return at_median_ms(std::move(measured));
}

Result<Measured> figures_by_station(const Operation&, const Setting& setting) {
  const auto office = city_office(setting);
  const FigureQuery query{.by = {"station"}, .figures = {"cases", "done_rate", "days_p90"}};
  std::optional<Error> failed;
  auto measured = timed_loop(setting.seconds, [&] {
    const auto table = figures(*office, query);
    if (!table) {
      failed = table.error();
    } else if (table->rows.empty()) {
      failed = Error{Errc::not_found, "there are no figures of any station"};
    }
  });
  if (failed) return *failed;
  return at_median_ms(std::move(measured));
}

Result<Measured> scan_pages(const Operation&, const Setting& setting) {
  const auto log = city_on_disk(setting);
  (void)bare_scan(log.folder);
  return rate_of(log.events, bare_scan(log.folder));
}

}  // namespace recourse::bench
