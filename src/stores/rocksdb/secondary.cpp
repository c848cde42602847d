#include "stores/rocksdb/secondary.hpp"

#include <fstream>

namespace recourse::stores::rocks {

using namespace core;

namespace fs = std::filesystem;

namespace {

/// The writer may flush while its files are being opened; it takes longer than that in between.
constexpr int kAttempts = 20;

/// Changes whenever the database is made of other files: each change of them extends the manifest
/// that CURRENT names, or begins another.
Result<std::string> files_of(const fs::path& database) {
  std::ifstream file{database / "CURRENT"};
  std::string manifest;
  std::getline(file, manifest);
  std::error_code failed;
  const auto size = fs::file_size(database / manifest, failed);
  if (manifest.empty() || failed) {
    return Error{Errc::io_error, "reading which files are in " + database.string() + ": " +
                                     (failed ? failed.message() : "CURRENT is missing or empty")};
  }
  return manifest + " " + std::to_string(size);
}

Error no_such_table(const TableName& name) {
  return Error{Errc::not_found, "there is no table " + name.to_string()};
}

}  // namespace

Error for_reading_only() {
  return Error{Errc::store_stopped, "this process has opened the store for reading only"};
}

Result<ViewsPtr> newest_views(const fs::path& directory, const Budget& budget, ViewsPtr known) {
  const auto folder = directory / "views";
  RECOURSE_TRY_ASSIGN(auto files, files_of(folder));
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    if (known && known->made_of == files) return known;
    auto opened = open_views_beside(directory, budget);
    RECOURSE_TRY_ASSIGN(auto now, files_of(folder));
    if (now == files && !opened) return opened.error();
    if (now == files) {
      return ViewsPtr{std::make_shared<const Views>(std::move(*opened), std::move(files))};
    }
    files = std::move(now);
  }
  return Error{Errc::io_error, "the files in " + folder.string() + " keep changing"};
}

class SecondaryTables::SecondaryTable final : public Table {
 public:
  SecondaryTable(const std::function<ViewsPtr()>& current, TableName name)
      : current_(current), name_(std::move(name)) {}

  Result<std::unique_ptr<TableSnapshot>> snapshot() const override {
    const auto views = current_();
    const auto found = views->families.find(name_);
    if (found == views->families.end()) return no_such_table(name_);
    return snapshot_of(found->second, views);
  }
  Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto views = current_();
    const auto found = views->families.find(name_);
    if (found == views->families.end()) return no_such_table(name_);
    return found->second->get({}, key);
  }
  Result<void> write(std::span<const RowChange>, const Checkpoint&) override {
    return for_reading_only();
  }
  Result<void> clear() override { return for_reading_only(); }
  Result<void> flush() override { return {}; }

 private:
  std::function<ViewsPtr()> current_;
  TableName name_;
};

SecondaryTables::~SecondaryTables() = default;

Result<std::vector<TableName>> SecondaryTables::list() const {
  std::vector<TableName> names;
  for (const auto& [name, family] : current_()->families) names.push_back(name);
  return names;
}

Result<std::shared_ptr<Table>> SecondaryTables::open(const TableName& name) {
  RECOURSE_TRY(TableName::parse(name.to_string()));
  if (!current_()->families.contains(name)) return no_such_table(name);
  std::lock_guard lock{mutex_};
  auto& table = opened_[name];
  if (!table) table = std::make_shared<SecondaryTable>(current_, name);
  return std::shared_ptr<Table>{table};
}

Result<void> SecondaryTables::drop(const TableName&) { return for_reading_only(); }

}  // namespace recourse::stores::rocks
