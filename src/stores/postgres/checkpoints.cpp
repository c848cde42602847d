#include "stores/postgres/checkpoints.hpp"

namespace recourse::stores::pg {

using namespace core;

namespace {

Result<Checkpoint> decoded(std::string_view name, std::string_view bytes) {
  if (const auto at = Checkpoint::decode(bytes)) return *at;
  return Error{Errc::corruption, "the checkpoint " + std::string{name} + " is unreadable"};
}

}  // namespace

Result<void> LogCheckpoints::save(std::string_view name, const Checkpoint& at) {
  RECOURSE_TRY(check_name(name, /*dots=*/true));
  if (!owner_) return for_reading_only();
  RECOURSE_TRY_ASSIGN(
      const auto saved,
      pool_->change(sql_->save_checkpoint,
                    Parameters{}.int4(log_).text(name).bytea(at.encode()).uuid(*owner_)));
  if (saved.size() == 1) return {};
  return Error{Errc::store_stopped, "another appender has taken over the log"};
}

Result<void> LogCheckpoints::remove(std::string_view name) {
  if (check_name(name, /*dots=*/true).has_error()) return {};  // there is none
  if (!owner_) return for_reading_only();
  RECOURSE_TRY(
      pool_->change(sql_->remove_checkpoint, Parameters{}.int4(log_).text(name).uuid(*owner_)));
  return {};
}

Result<std::optional<Checkpoint>> LogCheckpoints::load(std::string_view name) const {
  if (check_name(name, /*dots=*/true).has_error()) return std::optional<Checkpoint>{};
  RECOURSE_TRY_ASSIGN(const auto rows,
                      pool_->ask(sql_->load_checkpoint, Parameters{}.int4(log_).text(name)));
  if (rows.size() == 0) return std::optional<Checkpoint>{};
  RECOURSE_TRY_ASSIGN(const auto at, decoded(name, rows.bytes(0, 0)));
  return std::optional{at};
}

Result<std::vector<Checkpoints::Named>> LogCheckpoints::list() const {
  RECOURSE_TRY_ASSIGN(const auto rows, pool_->ask(sql_->list_checkpoints, Parameters{}.int4(log_)));
  std::vector<Named> all;
  for (int i = 0; i < rows.size(); ++i) {
    RECOURSE_TRY_ASSIGN(const auto at, decoded(rows.bytes(i, 0), rows.bytes(i, 1)));
    all.push_back({std::string{rows.bytes(i, 0)}, at});
  }
  return all;
}

}  // namespace recourse::stores::pg
