#include <xxhash.h>

#include <recourse/base/bytes.hpp>
#include <recourse/core/record.hpp>
#include <recourse/describe/wire.hpp>

namespace recourse::core {
namespace {

constexpr char kRecordFormat = 1;
constexpr std::uint8_t kHasCorrelation = 1;
constexpr std::uint8_t kHasCausation = 2;

using describe::WireReader;
using describe::WireWriter;

void write_text(WireWriter& w, std::string_view text) {
  w.varint(text.size());
  w.raw(text);
}

void read_id(WireReader& r, CommandId& id) { r& id; }

Error not_a_record(std::string what) {
  return Error{Errc::malformed, "a record's bytes are wrong: " + std::move(what)};
}

}  // namespace

void encode_body(const RecordBody& body, std::string& out) {
  WireWriter w{out};
  write_text(w, body.stream);
  write_text(w, body.type);
  w.varint(body.schema_version);
  w.varint(body.definition);
  w& body.occurred_at;
  write_text(w, body.actor);
  w& body.command_id;
  out.push_back(static_cast<char>((body.correlation ? kHasCorrelation : 0) |
                                  (body.causation ? kHasCausation : 0)));
  if (body.correlation) w&* body.correlation;
  if (body.causation) w&* body.causation;
  base::append_le64(out, body.fingerprint);
  w.varint(body.index);
  w.varint(body.count);
  w.raw(body.payload);
}

void encode_assigned(Position position, Version version, Timestamp recorded_at, std::string& out) {
  out.push_back(kRecordFormat);
  WireWriter w{out};
  w& position& version& recorded_at;
}

Result<RecordView> decode_record(std::string_view bytes) {
  if (bytes.empty()) return not_a_record("there are none");
  if (bytes.front() != kRecordFormat) {
    return Error{Errc::format_too_new,
                 "a record has format " +
                     std::to_string(static_cast<unsigned char>(bytes.front())) +
                     ", this build knows format 1"};
  }
  WireReader r{bytes.substr(1)};
  RecordView v;
  r& v.position& v.version& v.recorded_at;
  v.stream = r.prefixed();
  v.type = r.prefixed();
  r& v.schema_version& v.definition& v.occurred_at;
  v.actor = r.prefixed();
  read_id(r, v.command_id);
  const auto flags = r.raw(1);
  if (!r.ok()) return not_a_record(r.fault());
  const auto bits = static_cast<std::uint8_t>(flags[0]);
  if ((bits & ~(kHasCorrelation | kHasCausation)) != 0) return not_a_record("unknown flags");
  if ((bits & kHasCorrelation) != 0) read_id(r, v.correlation.emplace());
  if ((bits & kHasCausation) != 0) read_id(r, v.causation.emplace());
  const auto fingerprint = r.raw(8);
  if (!r.ok()) return not_a_record(r.fault());
  v.fingerprint = base::read_le64(fingerprint.data());
  r& v.index& v.count;
  if (!r.ok()) return not_a_record(r.fault());
  if (v.count == 0 || v.index >= v.count) return not_a_record("index is not below count");
  v.payload = r.rest();
  return v;
}

std::uint64_t fingerprint_of(std::string_view content) {
  return XXH3_64bits(content.data(), content.size());
}

}  // namespace recourse::core
