// Record: one event as the log keeps it, for ever.
//
// Its canonical bytes are what is stored, hashed and proved (docs/format/record.md):
//
//     u8 2 | varint position | varint version | zigzag recorded_at          assigned at commit
//     str stream | str type | varint schema | varint definition | zigzag occurred_at | str actor
//     16 command id | u8 flags | [16 given by] | [16 correlation] | [16 causation]
//     8 fingerprint (LE) | varint index | varint count | [varint n, n × str tag]
//     payload to the end                                                   known to the caller
//
//     (str: varint length, bytes; times: milliseconds UTC)
//
// Which command a record comes from. `command_id` is the append's: what a repetition is known by.
// In most records it is also the command that the event was decided by; a timer that had passed
// before somebody's command fires in that command's append, and its events name the timer's command
// as `given_by`. `causation` is the command because of which that one was given (of a timer: the
// one whose event armed it), `correlation` the first command of the whole chain.
//
// Ranges: position and version are gapless from 1. recorded_at never decreases along the log;
// occurred_at is free (an import may report the past). index is this event's place in its append,
// 0 ≤ index < count. Tags are sorted, each once.
#pragma once

#include <optional>
#include <recourse/base/ids.hpp>
#include <recourse/base/keyed_hash.hpp>
#include <recourse/base/time.hpp>
#include <recourse/core/actor.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::core {

/// A record's tags as they stand in its bytes. Valid as long as those are.
class TagsView {
 public:
  TagsView() = default;
  /// `bytes` are `count` texts, each behind its length. Requires: they were read once without
  /// fault.
  TagsView(std::uint32_t count, std::string_view bytes) : count_(count), bytes_(bytes) {}

  std::uint32_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  /// In their order.
  std::vector<std::string_view> list() const;
  std::string_view bytes() const { return bytes_; }

 private:
  std::uint32_t count_ = 0;
  std::string_view bytes_;
};

class SharedEvent;

/// A record as a view into its canonical bytes. Valid as long as those bytes are.
struct RecordView {
  Position position;
  Version version;
  Timestamp recorded_at;
  std::string_view stream;
  std::string_view type;
  std::uint16_t schema_version = 0;
  std::uint32_t definition =
      0;  ///< Workflow definition pinned by the stream's first event; 0: none.
  Timestamp occurred_at;
  std::string_view actor;
  ActorKind actor_kind = ActorKind::person;
  CommandId command_id;
  std::optional<CommandId> given_by;     ///< The command that decided it, if that is another.
  std::optional<CommandId> correlation;  ///< First command of the chain, if that is another.
  std::optional<CommandId> causation;    ///< The command because of which that one was given.
  std::uint64_t fingerprint = 0;         ///< Of what the command asked; tells a retry from a clash.
  std::uint32_t index = 0;
  std::uint32_t count = 1;
  TagsView tags;
  std::string_view payload;
  /// What the payload is decoded to, shared by all who read this copy (core/shared_event.hpp);
  /// null: it is nobody else's.
  const SharedEvent* shared = nullptr;

  /// `case` of `case/7K3M`.
  std::string_view stream_kind() const { return stream.substr(0, stream.find('/')); }
  /// The command that the event was decided by.
  const CommandId& giver() const { return given_by ? *given_by : command_id; }
  /// The first command of the chain.
  const CommandId& chain() const { return correlation ? *correlation : giver(); }
};

/// The fields that the caller knows; the rest is assigned at commit.
struct RecordBody {
  std::string_view stream;
  std::string_view type;
  std::uint16_t schema_version = 1;
  std::uint32_t definition = 0;
  Timestamp occurred_at;
  std::string_view actor;
  ActorKind actor_kind = ActorKind::person;
  CommandId command_id;
  std::optional<CommandId> given_by;
  std::optional<CommandId> correlation;
  std::optional<CommandId> causation;
  std::uint64_t fingerprint = 0;
  std::uint32_t index = 0;
  std::uint32_t count = 1;
  std::span<const std::string> tags;  ///< Sorted, each once.
  std::string_view payload;
};

/// Appends the part of the canonical bytes that the caller knows.
void encode_body(const RecordBody& body, std::string& out);

/// Appends the part that is assigned at commit; the body's bytes must follow it.
void encode_assigned(Position position, Version version, Timestamp recorded_at, std::string& out);

/// Reads canonical bytes. malformed if they are not a record; format_too_new and format_too_old for
/// another form. The view points into `bytes`.
Result<RecordView> decode_record(std::string_view bytes);

/// A 64-bit hash (XXH3) of content, which anybody can compute: not for what a person may be known
/// by. The same on every machine.
std::uint64_t hash_of(std::string_view content);

/// The fingerprint of a command's content under the log's key; never 0.
std::uint64_t fingerprint_of(const FingerprintKey& key, std::string_view content);

}  // namespace recourse::core
