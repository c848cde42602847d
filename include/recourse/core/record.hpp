// Record: one event as the log keeps it, for ever.
//
// Its canonical bytes are what is stored, hashed and proved (docs/format/record.md):
//
//     u8 1 | varint position | varint version | zigzag recorded_at          assigned at commit
//     str stream | str type | varint schema | varint definition | zigzag occurred_at | str actor
//     16 command id | u8 flags | [16 correlation] | [16 causation] | 8 fingerprint (LE)
//     varint index | varint count | payload to the end                     known to the caller
//
//     (str: varint length, bytes; times: milliseconds UTC)
//
// Ranges: position and version are gapless from 1. recorded_at never decreases along the log;
// occurred_at is free (an import may report the past). index is this event's place in its append,
// 0 ≤ index < count.
#pragma once

#include <optional>
#include <recourse/base/ids.hpp>
#include <recourse/base/time.hpp>
#include <string>
#include <string_view>

namespace recourse::core {

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
  CommandId command_id;
  std::optional<CommandId> correlation;
  std::optional<CommandId> causation;
  std::uint64_t fingerprint = 0;  ///< Of what the command asked; tells a retry from a clash.
  std::uint32_t index = 0;
  std::uint32_t count = 1;
  std::string_view payload;

  /// `case` of `case/7K3M`.
  std::string_view stream_kind() const { return stream.substr(0, stream.find('/')); }
};

/// The fields that the caller knows; the rest is assigned at commit.
struct RecordBody {
  std::string_view stream;
  std::string_view type;
  std::uint16_t schema_version = 1;
  std::uint32_t definition = 0;
  Timestamp occurred_at;
  std::string_view actor;
  CommandId command_id;
  std::optional<CommandId> correlation;
  std::optional<CommandId> causation;
  std::uint64_t fingerprint = 0;
  std::uint32_t index = 0;
  std::uint32_t count = 1;
  std::string_view payload;
};

/// Appends the part of the canonical bytes that the caller knows.
void encode_body(const RecordBody& body, std::string& out);

/// Appends the part that is assigned at commit; the body's bytes must follow it.
void encode_assigned(Position position, Version version, Timestamp recorded_at, std::string& out);

/// Reads canonical bytes. malformed if they are not a record; format_too_new for another format.
/// The view points into `bytes`.
Result<RecordView> decode_record(std::string_view bytes);

/// A 64-bit hash (XXH3) of content; the same on every machine. Not for secrets.
std::uint64_t fingerprint_of(std::string_view content);

}  // namespace recourse::core
