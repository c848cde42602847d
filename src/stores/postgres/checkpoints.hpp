// Subscribers' positions, beside the log. Thread-safety: all members.
#pragma once

#include "stores/postgres/pool.hpp"
#include "stores/postgres/schema.hpp"

namespace recourse::stores::pg {

class LogCheckpoints final : public core::Checkpoints {
 public:
  /// Without an owner, which is the log's appender, they can only be read.
  LogCheckpoints(Pool& pool, const Sql& sql, std::uint32_t log, std::optional<LogId> owner)
      : pool_(&pool), sql_(&sql), log_(log), owner_(owner) {}

  Result<void> save(std::string_view name, const core::Checkpoint& at) override;
  Result<std::optional<core::Checkpoint>> load(std::string_view name) const override;
  Result<std::vector<Named>> list() const override;
  Result<void> remove(std::string_view name) override;

 private:
  Pool* pool_;
  const Sql* sql_;
  std::uint32_t log_;
  std::optional<LogId> owner_;
};

/// The answer to a write of whoever opened the log for reading.
inline Error for_reading_only() {
  return Error{Errc::store_stopped, "the log was opened for reading only"};
}

}  // namespace recourse::stores::pg
