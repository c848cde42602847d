#include "stores/postgres/page_rows.hpp"

#include <recourse/base/limits.hpp>
#include <recourse/core/page.hpp>

namespace recourse::stores::pg {

const std::vector<Oid>& PageRows::page_types() {
  static const std::vector<Oid> types = {kInt4, kInt8Array, kInt8Array, kByteaArray};
  return types;
}

const std::vector<Oid>& PageRows::run_types() {
  static const std::vector<Oid> types = {kInt4,      kTextArray, kInt8Array, kInt8Array,
                                         kInt4Array, kInt8Array, kInt4Array, kInt4Array};
  return types;
}

const std::vector<Oid>& TagRows::types() {
  static const std::vector<Oid> types = {kInt4, kByteaArray, kByteaArray, kInt8Array};
  return types;
}

void PageRows::begin_run(std::string_view stream, std::uint64_t version) {
  run_.stream = stream;
  run_.version = version;
  run_.events = 0;
}

void PageRows::add_record(std::string_view assigned, std::string_view body) {
  if (page_.size() >= limits::kPageBytes) close_page();
  ++last_;
  if (page_.empty()) page_first_ = last_;
  const auto before = page_.empty() ? 1 : page_.size();  // behind the format byte
  core::add_to_page(page_, assigned, body);
  if (run_.events++ > 0) return;
  run_.position = last_;
  run_.start = before;
}

void PageRows::end_run() {
  if (run_.events == 0) return;
  run_streams_.bytes(run_.stream);
  run_versions_.int8(run_.version);
  run_positions_.int8(run_.position);
  run_events_.int4(run_.events);
  run_pages_.int8(page_first_);
  run_starts_.int4(static_cast<std::uint32_t>(run_.start));
  run_lengths_.int4(static_cast<std::uint32_t>(page_.size() - run_.start));
  run_.version += run_.events;  // its stream may go on in the next page
  run_.events = 0;
}

void PageRows::close_page() {
  if (page_.empty()) return;
  end_run();
  page_firsts_.int8(page_first_);
  page_lasts_.int8(last_);
  page_bytes_.bytes(page_);
  page_.clear();
}

void PageRows::finish(std::uint32_t log) {
  close_page();
  pages_.int4(log)
      .array(kInt8Array, page_firsts_.finish())
      .array(kInt8Array, page_lasts_.finish())
      .array(kByteaArray, page_bytes_.finish());
  page_bytes_.clear();
  runs_.int4(log)
      .array(kTextArray, run_streams_.finish())
      .array(kInt8Array, run_versions_.finish())
      .array(kInt8Array, run_positions_.finish())
      .array(kInt4Array, run_events_.finish())
      .array(kInt8Array, run_pages_.finish())
      .array(kInt4Array, run_starts_.finish())
      .array(kInt4Array, run_lengths_.finish());
}

Parameters TagRows::parameters(std::uint32_t log) const {
  ArrayValue types{kBytea};
  ArrayValue tags{kBytea};
  ArrayValue positions{kInt8};
  for (const auto& [key, position] : last_) {
    const auto end = key.find('\xff');
    types.bytes(std::string_view{key}.substr(0, end));
    tags.bytes(std::string_view{key}.substr(end + 1));
    positions.int8(position);
  }
  Parameters parameters;
  parameters.int4(log)
      .array(kByteaArray, types.finish())
      .array(kByteaArray, tags.finish())
      .array(kInt8Array, positions.finish());
  return parameters;
}

}  // namespace recourse::stores::pg
