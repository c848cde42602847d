#include <recourse/stores/rocksdb.hpp>

#include "stores/rocksdb/directory.hpp"
#include "stores/rocksdb/secondary.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

/// A writer may replace a file between two looks at the folder; that passes, real damage stays.
constexpr int kAttempts = 3;

}  // namespace
}  // namespace rocks

Result<std::unique_ptr<core::TableStore>> open_rocksdb_tables_reader(
    const std::filesystem::path& directory, std::size_t memory_bytes) {
  using namespace rocks;
  RECOURSE_TRY(check_memory(memory_bytes));
  std::error_code failed;
  if (!std::filesystem::exists(directory / kTablesMarker, failed)) {
    return Error{Errc::not_a_store, directory.string() + " holds no tables"};
  }
  RECOURSE_TRY(examine_tables(directory));
  const Budget budget{memory_bytes};
  for (int attempt = 1;; ++attempt) {
    auto views = newest_views(directory, budget, nullptr);
    if (!views && attempt < kAttempts) continue;
    if (!views) return std::move(views).error();
    return std::unique_ptr<core::TableStore>{
        std::make_unique<SecondaryTables>([seen = std::move(*views)] { return seen; })};
  }
}

}  // namespace recourse::stores
