#include <recourse/core/composed_store.hpp>

namespace recourse::core {
namespace {

class ComposedStore final : public EventStore {
 public:
  ComposedStore(std::unique_ptr<EventLog> log, std::unique_ptr<TableStore> tables)
      : log_(std::move(log)), tables_(std::move(tables)) {}

  Capabilities capabilities() const override { return log_->capabilities(); }
  Result<Appended> append(Append append) override { return log_->append(std::move(append)); }
  void async_append(Append append, base::Completion<Result<Appended>> done) override {
    log_->async_append(std::move(append), std::move(done));
  }
  Result<std::optional<Remembered>> find(CommandId id) const override { return log_->find(id); }
  Result<Version> version_of(const StreamId& stream) const override {
    return log_->version_of(stream);
  }
  Result<Position> last_tagged(std::string_view type, std::string_view tag) const override {
    return log_->last_tagged(type, tag);
  }
  Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                              StreamRange range) const override {
    return log_->read_stream(stream, range);
  }
  Result<std::unique_ptr<Cursor>> read_all(LogRange range) const override {
    return log_->read_all(std::move(range));
  }
  Result<Position> head() const override { return log_->head(); }
  LogIdentity identity() const override { return log_->identity(); }
  FingerprintKey fingerprint_key() const override { return log_->fingerprint_key(); }
  Health health() const override { return log_->health(); }
  NotifyHandle notify(std::function<void(Position)> on_append) override {
    return log_->notify(std::move(on_append));
  }
  Result<void> drain() override { return log_->drain(); }
  Result<Position> refresh() override { return log_->refresh(); }
  Checkpoints& checkpoints() override { return log_->checkpoints(); }
  TableStore& tables() override { return *tables_; }

 private:
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<TableStore> tables_;
};

/// How far a table has seen this log; nothing if it has not, or cannot be read: its view says so.
std::optional<Position> seen_by(TableStore& tables, const TableName& name, const LogIdentity& log) {
  const auto table = tables.open(name);
  if (!table) return std::nullopt;
  const auto rows = (*table)->snapshot();
  if (!rows) return std::nullopt;
  const auto at = (*rows)->checkpoint();
  if (!at || at->log != log) return std::nullopt;
  return at->position;
}

Result<void> check_tables(const EventLog& log, TableStore& tables) {
  // One that follows another process may simply not have come so far.
  if (log.capabilities().follows) return {};
  RECOURSE_TRY_ASSIGN(const auto head, log.head());
  RECOURSE_TRY_ASSIGN(const auto names, tables.list());
  for (const auto& name : names) {
    const auto seen = seen_by(tables, name, log.identity());
    if (!seen || *seen <= head) continue;
    return Error{Errc::acknowledged_loss, "the log ends at position " + std::to_string(head.value) +
                                              ", the view " + name.to_string() + " has seen " +
                                              std::to_string(seen->value)};
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<EventStore>> compose(std::unique_ptr<EventLog> log,
                                            std::unique_ptr<TableStore> tables) {
  RECOURSE_TRY(check_tables(*log, *tables));
  return std::unique_ptr<EventStore>{
      std::make_unique<ComposedStore>(std::move(log), std::move(tables))};
}

}  // namespace recourse::core
