#include <xxhash.h>

#include <recourse/base/bytes.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/core/record.hpp>
#include <recourse/describe/wire.hpp>

namespace recourse::core {
namespace {

constexpr char kRecordForm = 2;

// The flags: what follows, and of what kind the actor is.
constexpr unsigned kHasGivenBy = 1;
constexpr unsigned kHasCorrelation = 2;
constexpr unsigned kHasCausation = 4;
constexpr unsigned kHasTags = 8;
constexpr unsigned kKindShift = 4;
constexpr unsigned kKindMask = 3U << kKindShift;
constexpr unsigned kKnownFlags =
    kHasGivenBy | kHasCorrelation | kHasCausation | kHasTags | kKindMask;

using describe::WireReader;
using describe::WireWriter;

void write_text(WireWriter& w, std::string_view text) {
  w.varint(text.size());
  w.raw(text);
}

Error not_a_record(std::string what) {
  return Error{Errc::malformed, "a record's bytes are wrong: " + std::move(what)};
}

Error another_form(char form) {
  const auto number = static_cast<unsigned char>(form);
  if (number == 1) {
    return Error{Errc::format_too_old,
                 "a record has form 1, this build reads form 2: use the build that wrote it"};
  }
  return Error{Errc::format_too_new,
               "a record has form " + std::to_string(number) + ", this build knows form 2"};
}

unsigned flags_of(const RecordBody& body) {
  return (body.given_by ? kHasGivenBy : 0U) | (body.correlation ? kHasCorrelation : 0U) |
         (body.causation ? kHasCausation : 0U) | (body.tags.empty() ? 0U : kHasTags) |
         (static_cast<unsigned>(body.actor_kind) << kKindShift);
}

/// Reads the tags, and proves that they are in the one form that they may have.
Result<TagsView> read_tags(WireReader& r, std::string_view bytes) {
  std::uint32_t count = 0;
  r& count;
  if (!r.ok()) return not_a_record(r.fault());
  if (count == 0 || count > limits::kTagsPerEventMax) return not_a_record("its number of tags");
  const auto begin = bytes.size() - r.rest().size();
  std::string_view before;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto tag = r.prefixed();
    if (!r.ok()) return not_a_record(r.fault());
    if (tag.empty() || tag <= before) return not_a_record("its tags are not in order");
    before = tag;
  }
  const auto end = bytes.size() - r.rest().size();
  return TagsView{count, bytes.substr(begin, end - begin)};
}

}  // namespace

std::vector<std::string_view> TagsView::list() const {
  std::vector<std::string_view> tags;
  tags.reserve(count_);
  WireReader r{bytes_};
  for (std::uint32_t i = 0; i < count_; ++i) tags.push_back(r.prefixed());
  return tags;
}

void encode_body(const RecordBody& body, std::string& out) {
  WireWriter w{out};
  write_text(w, body.stream);
  write_text(w, body.type);
  w.varint(body.schema_version);
  w.varint(body.definition);
  w& body.occurred_at;
  write_text(w, body.actor);
  w& body.command_id;
  out.push_back(static_cast<char>(flags_of(body)));
  if (body.given_by) w&* body.given_by;
  if (body.correlation) w&* body.correlation;
  if (body.causation) w&* body.causation;
  base::append_le64(out, body.fingerprint);
  w.varint(body.index);
  w.varint(body.count);
  if (!body.tags.empty()) {
    w.varint(body.tags.size());
    for (const auto& tag : body.tags) write_text(w, tag);
  }
  w.raw(body.payload);
}

void encode_assigned(Position position, Version version, Timestamp recorded_at, std::string& out) {
  out.push_back(kRecordForm);
  WireWriter w{out};
  w& position& version& recorded_at;
}

Result<RecordView> decode_record(std::string_view bytes) {
  if (bytes.empty()) return not_a_record("there are none");
  if (bytes.front() != kRecordForm) return another_form(bytes.front());
  WireReader r{bytes.substr(1)};
  RecordView v;
  r& v.position& v.version& v.recorded_at;
  v.stream = r.prefixed();
  v.type = r.prefixed();
  r& v.schema_version& v.definition& v.occurred_at;
  v.actor = r.prefixed();
  r& v.command_id;
  const auto flags = r.raw(1);
  if (!r.ok()) return not_a_record(r.fault());
  const unsigned bits = static_cast<unsigned char>(flags[0]);
  const unsigned kind = (bits & kKindMask) >> kKindShift;
  if ((bits & ~kKnownFlags) != 0 || kind > static_cast<unsigned>(ActorKind::importer)) {
    return not_a_record("unknown flags");
  }
  v.actor_kind = static_cast<ActorKind>(kind);
  if ((bits & kHasGivenBy) != 0) r& v.given_by.emplace();
  if ((bits & kHasCorrelation) != 0) r& v.correlation.emplace();
  if ((bits & kHasCausation) != 0) r& v.causation.emplace();
  const auto fingerprint = r.raw(8);
  if (!r.ok()) return not_a_record(r.fault());
  v.fingerprint = base::read_le64(fingerprint.data());
  r& v.index& v.count;
  if (!r.ok()) return not_a_record(r.fault());
  if (v.count == 0 || v.index >= v.count) return not_a_record("index is not below count");
  if ((bits & kHasTags) != 0) {
    RECOURSE_TRY_ASSIGN(v.tags, read_tags(r, bytes));
  }
  v.payload = r.rest();
  return v;
}

std::uint64_t hash_of(std::string_view content) {
  return XXH3_64bits(content.data(), content.size());
}

std::uint64_t fingerprint_of(const FingerprintKey& key, std::string_view content) {
  const auto hash = keyed_hash(key, content);
  return hash == 0 ? 1 : hash;
}

}  // namespace recourse::core
