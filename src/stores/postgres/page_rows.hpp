// The rows that a transaction writes for its records: pages, the runs of streams in them, and the
// last positions of tags.
//
//     rows.begin_run("case/1", 7);            // the stream, and the version of what comes
//     rows.add_record(assigned, body);
//     rows.end_run();
//     rows.finish(log);                       // then rows.pages() and rows.runs() are complete
//
// Thread-safety: one thread's.
#pragma once

#include <unordered_map>

#include "stores/postgres/known.hpp"
#include "stores/postgres/schema.hpp"

namespace recourse::stores::pg {

class PageRows {
 public:
  /// The first record will be behind `seen`.
  explicit PageRows(std::uint64_t seen) : last_(seen) {}

  /// The position that was given out last.
  std::uint64_t last() const { return last_; }
  void begin_run(std::string_view stream, std::uint64_t version);
  /// Requires: a run was begun. Both parts together are canonical bytes.
  void add_record(std::string_view assigned, std::string_view body);
  void end_run();

  /// Ends the pages. The parameters are then complete.
  void finish(std::uint32_t log);
  const Parameters& pages() const { return pages_; }
  const Parameters& runs() const { return runs_; }

  static const std::vector<Oid>& page_types();
  static const std::vector<Oid>& run_types();

 private:
  void close_page();

  std::uint64_t last_;
  std::string page_;
  std::uint64_t page_first_ = 0;
  struct Run {
    std::string stream;
    std::uint64_t version = 0;
    std::uint64_t position = 0;
    std::uint32_t events = 0;
    std::size_t start = 0;
  } run_;
  ArrayValue page_firsts_{kInt8}, page_lasts_{kInt8}, page_bytes_{kBytea};
  ArrayValue run_streams_{kText}, run_versions_{kInt8}, run_positions_{kInt8}, run_events_{kInt4},
      run_pages_{kInt8}, run_starts_{kInt4}, run_lengths_{kInt4};
  Parameters pages_, runs_;
};

/// The last position of each tag.
class TagRows {
 public:
  void set(std::string key, std::uint64_t position) { last_[std::move(key)] = position; }
  bool empty() const { return last_.empty(); }
  Parameters parameters(std::uint32_t log) const;
  static const std::vector<Oid>& types();

 private:
  std::unordered_map<std::string, std::uint64_t> last_;  // tag_key → position
};

}  // namespace recourse::stores::pg
