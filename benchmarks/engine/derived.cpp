#include "benchmarks/engine/derived.hpp"

#include <rocksdb/db.h>

#include <map>
#include <stdexcept>
#include <thread>

#include "benchmarks/store/load.hpp"

namespace recourse::bench {

double bare_scan(const std::filesystem::path& store) {
  rocksdb::DB* raw = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  const std::vector<rocksdb::ColumnFamilyDescriptor> wanted{{rocksdb::kDefaultColumnFamilyName, {}},
                                                            {"pages", {}}};
  const auto opened =
      rocksdb::DB::OpenForReadOnly({}, (store / "log").string(), wanted, &families, &raw);
  if (!opened.ok()) throw std::runtime_error{opened.ToString()};
  const std::unique_ptr<rocksdb::DB> db{raw};
  const auto begun = Steady::now();
  rocksdb::ReadOptions options;
  options.readahead_size = 256 * 1024;
  std::uint64_t bytes = 0;
  {
    const std::unique_ptr<rocksdb::Iterator> it{db->NewIterator(options, families[1])};
    for (it->SeekToFirst(); it->Valid(); it->Next()) bytes += it->value().size();
  }
  const auto took = seconds_since(begun);
  for (auto* family : families) db->DestroyColumnFamilyHandle(family);
  if (bytes == 0) throw std::runtime_error{"there are no pages in " + store.string()};
  return took;
}

double replay(const core::EventStore& store) {
  const auto begun = Steady::now();
  const auto cursor = store.read_all().value();
  while (cursor->next().value()) {
    (void)core::Fold<casework::complaint::ComplaintDecider>::event_of(cursor->record()).value();
  }
  return seconds_since(begun);
}

namespace {

/// Throws where the view, or the build that is to take its place, has stopped: none will come.
std::uint64_t serving_build(const Engine& engine, const std::string& view) {
  const auto report = engine.views().report(view).value();
  for (const auto* status : {&report.serving, report.building ? &*report.building : nullptr}) {
    if (status != nullptr && status->stopped) throw std::runtime_error{view + ": " + status->error};
  }
  return report.serving.name.build;
}

}  // namespace

double rebuild(const Engine& engine, const std::vector<std::string>& views) {
  std::map<std::string, std::uint64_t> before;
  for (const auto& view : views) before[view] = serving_build(engine, view);
  const auto begun = Steady::now();
  for (const auto& view : views) engine.views().rebuild(view).value();
  for (const auto& view : views) {
    while (serving_build(engine, view) == before[view]) {
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
  }
  return seconds_since(begun);
}

}  // namespace recourse::bench
