// Questions to the log, on any of its servers: by command id, stream, tag and position.
//
// A server that follows another may not have come as far as what was read before from one that has:
// a cursor says so (io_error) instead of taking it for damage.
//
// Thread-safety: all members. Ownership: borrows pool and statements; cursors borrow this.
#pragma once

#include "stores/postgres/pool.hpp"
#include "stores/postgres/schema.hpp"

namespace recourse::stores::pg {

class Reads {
 public:
  Reads(Pool& pool, const Sql& sql, std::uint32_t log, std::size_t pages_a_fetch)
      : pool_(&pool), sql_(&sql), log_(log), pages_a_fetch_(pages_a_fetch) {}

  Result<Position> head() const;
  Result<std::optional<core::Remembered>> find(const CommandId& id) const;
  Result<Version> version_of(const StreamId& stream) const;
  Result<Position> last_tagged(std::string_view type, std::string_view tag) const;
  Result<std::unique_ptr<core::Cursor>> read_stream(const StreamId& stream,
                                                    core::StreamRange range) const;
  Result<std::unique_ptr<core::Cursor>> read_all(core::LogRange range) const;

  // For the cursors.
  Result<Rows> pages(std::uint64_t from, bool inside) const;
  Result<Rows> runs(const std::string& stream, const core::StreamRange& range) const;

 private:
  Pool* pool_;
  const Sql* sql_;
  std::uint32_t log_;
  std::size_t pages_a_fetch_;
};

/// Row `row` of Sql::find_commands.
core::Remembered remembered_of(const Rows& rows, int row);

}  // namespace recourse::stores::pg
