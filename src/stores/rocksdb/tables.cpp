#include "stores/rocksdb/tables.hpp"

#include <array>
#include <atomic>

#include "stores/rocksdb/uncounted.hpp"

namespace recourse::stores::rocks {

using namespace core;

namespace {

constexpr std::string_view kCheckpointKey = "k";
constexpr std::string_view kRowPrefix = "r";
constexpr std::string_view kBehindRows = "s";

rocksdb::Slice slice(std::string_view v) { return {v.data(), v.size()}; }

std::string family_name(const TableName& table) {
  return std::string{kTableFamilyPrefix} + table.to_string();
}

std::string row_key(std::string_view key) { return std::string{kRowPrefix}.append(key); }

/// A moment of the whole database, for as long as it lives.
class SnapshotGuard {
 public:
  explicit SnapshotGuard(rocksdb::DB& db) : db_(&db), snapshot_(db.GetSnapshot()) {}
  SnapshotGuard(const SnapshotGuard&) = delete;
  SnapshotGuard& operator=(const SnapshotGuard&) = delete;
  ~SnapshotGuard() { db_->ReleaseSnapshot(snapshot_); }
  const rocksdb::Snapshot* get() const { return snapshot_; }

 private:
  rocksdb::DB* db_;
  const rocksdb::Snapshot* snapshot_;
};

class FamilyCursor final : public RowCursor {
 public:
  FamilyCursor(const Family& family, rocksdb::ReadOptions options, std::string_view from,
               std::string_view to)
      : family_(&family),
        from_(row_key(from)),
        to_(to.empty() ? std::string{kBehindRows} : row_key(to)),
        bound_(to_) {
    options.iterate_upper_bound = &bound_;
    if (from_ < to_) it_.reset(family.db().NewIterator(options, family.handle()));
  }

  Result<bool> next() override {
    if (!it_) return false;
    if (begun_) {
      it_->Next();
    } else {
      it_->Seek(from_);
      begun_ = true;
    }
    if (it_->Valid()) return true;
    const auto status = it_->status();
    it_.reset();
    if (!status.ok()) return family_->failed(status, "reading");
    return false;
  }
  std::string_view key() const override {
    return it_->key().ToStringView().substr(kRowPrefix.size());
  }
  std::string_view value() const override { return it_->value().ToStringView(); }

 private:
  const Family* family_;
  std::string from_;
  std::string to_;
  rocksdb::Slice bound_;
  std::unique_ptr<rocksdb::Iterator> it_;  // none: there are no more rows
  bool begun_ = false;
};

class FamilySnapshot final : public TableSnapshot {
 public:
  FamilySnapshot(std::shared_ptr<const void> keep, std::shared_ptr<const Family> family,
                 std::unique_ptr<SnapshotGuard> snapshot_guard)
      : keep_(std::move(keep)),
        family_(std::move(family)),
        snapshot_guard_(std::move(snapshot_guard)) {
    if (snapshot_guard_) options_.snapshot = snapshot_guard_->get();
  }
  Result<void> start() {
    RECOURSE_TRY_ASSIGN(at_, family_->checkpoint(options_));
    return {};
  }

  std::optional<Checkpoint> checkpoint() const override { return at_; }
  Result<std::optional<std::string>> get(std::string_view key) const override {
    return family_->get(options_, key);
  }
  std::unique_ptr<RowCursor> scan(std::string_view from, std::string_view to) const override {
    return std::make_unique<FamilyCursor>(*family_, options_, from, to);
  }

 private:
  std::shared_ptr<const void> keep_;  // released last
  std::shared_ptr<const Family> family_;
  std::unique_ptr<SnapshotGuard> snapshot_guard_;
  rocksdb::ReadOptions options_;
  std::optional<Checkpoint> at_;
};

Result<std::unique_ptr<TableSnapshot>> started(std::unique_ptr<FamilySnapshot> snapshot) {
  RECOURSE_TRY(snapshot->start());
  return std::unique_ptr<TableSnapshot>{std::move(snapshot)};
}

}  // namespace

Error Family::failed(const rocksdb::Status& status, std::string_view what) const {
  return from_status(status, std::string{what} + " the table of " + handle_->GetName());
}

Result<std::optional<std::string>> Family::get(const rocksdb::ReadOptions& options,
                                               std::string_view key) const {
  std::string value;
  const Uncounted uncounted;
  const auto status = db_->Get(options, handle_, row_key(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>{};
  if (!status.ok()) return failed(status, "reading");
  return std::optional{std::move(value)};
}

Result<std::optional<Checkpoint>> Family::checkpoint(const rocksdb::ReadOptions& options) const {
  std::string value;
  const auto status = db_->Get(options, handle_, slice(kCheckpointKey), &value);
  if (status.IsNotFound()) return std::optional<Checkpoint>{};
  if (!status.ok()) return failed(status, "reading");
  const auto at = Checkpoint::decode(value);
  if (!at) return Error{Errc::corruption, handle_->GetName() + " has an unreadable checkpoint"};
  return at;
}

Families take_families(Database& views) {
  Families families;
  for (auto* handle : views.release_families(kFirstTableFamily)) {
    auto family = std::make_shared<Family>(*views.operator->(), handle);
    const std::string_view name = handle->GetName();
    auto table = TableName::parse(name.substr(kTableFamilyPrefix.size()));
    if (table) families.emplace(std::move(*table), std::move(family));
  }
  return families;
}

std::optional<Furthest> furthest(const Families& families, const LogIdentity& log) {
  std::optional<Furthest> most;
  for (const auto& [name, family] : families) {
    const auto at = family->checkpoint({});
    if (!at || !*at || (*at)->log != log) continue;
    if (!most || (*at)->position > most->position) most = Furthest{name, (*at)->position};
  }
  return most;
}

Result<std::unique_ptr<TableSnapshot>> snapshot_of(std::shared_ptr<const Family> family,
                                                   std::shared_ptr<const void> keep) {
  return started(std::make_unique<FamilySnapshot>(std::move(keep), std::move(family), nullptr));
}

// --- Of the process that writes ------------------------------------------------------------------

class Tables::OwnTable final : public Table {
 public:
  OwnTable(std::shared_ptr<Family> family, std::shared_ptr<const TableDamage> damage)
      : family_(std::move(family)), damage_(std::move(damage)) {}
  const std::shared_ptr<Family>& family() const { return family_; }
  void mark_dropped(bool dropped) { dropped_ = dropped; }

  Result<std::unique_ptr<TableSnapshot>> snapshot() const override {
    auto snapshot_guard = std::make_unique<SnapshotGuard>(family_->db());
    return started(std::make_unique<FamilySnapshot>(nullptr, family_, std::move(snapshot_guard)));
  }
  Result<std::optional<std::string>> get(std::string_view key) const override {
    return family_->get({}, key);
  }

  Result<void> write(std::span<const RowChange> rows, const Checkpoint& at) override {
    batch_.Clear();
    for (const auto& row : rows) {
      const std::array key{slice(kRowPrefix), slice(row.key)};
      const rocksdb::SliceParts parts{key.data(), static_cast<int>(key.size())};
      if (row.value) {
        const auto value = slice(*row.value);
        (void)batch_.Put(family_->handle(), parts, {&value, 1});
      } else {
        (void)batch_.Delete(family_->handle(), parts);
      }
    }
    (void)batch_.Put(family_->handle(), slice(kCheckpointKey), at.encode());
    return apply("writing");
  }

  Result<void> clear() override {
    batch_.Clear();
    // From the checkpoint to behind the last row: both go as one.
    (void)batch_.DeleteRange(family_->handle(), slice(kCheckpointKey), slice(kBehindRows));
    return apply("emptying");
  }

  Result<void> flush() override {
    if (dropped_) return dropped();
    const auto status = family_->db().Flush(rocksdb::FlushOptions{}, family_->handle());
    if (status.ok()) return {};
    if (dropped_) return dropped();
    return family_->failed(status, "flushing");
  }

 private:
  Result<void> apply(std::string_view what) {
    if (dropped_) return dropped();
    if (const auto& name = family_->handle()->GetName(); damage_->met_in(name)) {
      return Error{Errc::corruption,
                   "the table of " + name + " is damaged: drop it, build it anew"};
    }
    rocksdb::WriteOptions unlogged;
    unlogged.disableWAL = true;
    // Another thread may drop it at this very moment. RocksDB would refuse every later write to the
    // database, the index included, rather than this one alone.
    unlogged.ignore_missing_column_families = true;
    const Uncounted uncounted;
    const auto status = family_->db().Write(unlogged, &batch_);
    if (dropped_) return dropped();
    if (!status.ok()) return family_->failed(status, what);
    return {};
  }
  Error dropped() const {
    return Error{Errc::closed, "the table of " + family_->handle()->GetName() + " was dropped"};
  }

  std::shared_ptr<Family> family_;
  std::shared_ptr<const TableDamage> damage_;
  std::atomic<bool> dropped_{false};
  rocksdb::WriteBatch batch_;  // the writing thread's
};

Tables::Tables(Database& views, rocksdb::ColumnFamilyOptions options,
               std::shared_ptr<TableDamage> damage)
    : db_(views.operator->()), options_(std::move(options)), damage_(std::move(damage)) {
  for (auto& [name, family] : take_families(views)) {
    tables_.emplace(name, std::make_shared<OwnTable>(family, damage_));
  }
}

Tables::~Tables() = default;

Result<std::vector<TableName>> Tables::list() const {
  std::lock_guard lock{mutex_};
  std::vector<TableName> names;
  for (const auto& [name, table] : tables_) names.push_back(name);
  return names;
}

Result<std::shared_ptr<Table>> Tables::open(const TableName& name) {
  RECOURSE_TRY(TableName::parse(name.to_string()));
  std::lock_guard lock{mutex_};
  const auto found = tables_.find(name);
  if (found != tables_.end()) return std::shared_ptr<Table>{found->second};
  rocksdb::ColumnFamilyHandle* handle = nullptr;
  const auto status = db_->CreateColumnFamily(options_, family_name(name), &handle);
  if (!status.ok()) return from_status(status, "making the table " + name.to_string());
  auto table = std::make_shared<OwnTable>(std::make_shared<Family>(*db_, handle), damage_);
  tables_.emplace(name, table);
  return std::shared_ptr<Table>{std::move(table)};
}

Result<void> Tables::drop(const TableName& name) {
  std::lock_guard lock{mutex_};
  const auto found = tables_.find(name);
  if (found == tables_.end()) return {};
  auto& table = *found->second;
  table.mark_dropped(true);  // first: no write may be taken and vanish
  const auto status = db_->DropColumnFamily(table.family()->handle());
  if (!status.ok()) {
    table.mark_dropped(false);
    return from_status(status, "dropping the table " + name.to_string());
  }
  damage_->forget(family_name(name));
  tables_.erase(found);
  return {};
}

Families Tables::families() const {
  std::lock_guard lock{mutex_};
  Families all;
  for (const auto& [name, table] : tables_) all.emplace(name, table->family());
  return all;
}

}  // namespace recourse::stores::rocks
