#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/base/text.hpp>
#include <recourse/core/event_store.hpp>

namespace recourse::core {
namespace {

Error too_many(std::string_view what, std::size_t found, std::size_t most) {
  return Error{Errc::limit_exceeded, std::string{what} + ": " + std::to_string(found) +
                                         ", at most " + std::to_string(most) + " are accepted"};
}

Result<void> check_text(std::string_view what, std::string_view text, std::size_t most) {
  if (text.size() > most) return too_many(std::string{what} + " in bytes", text.size(), most);
  if (const auto bad = base::first_invalid_utf8(text)) {
    return Error{Errc::malformed,
                 std::string{what} + ": byte " + std::to_string(*bad) + " is not UTF-8"};
  }
  return {};
}

Result<void> check_event(const StreamEvents& s, const NewEvent& e) {
  if (e.type.empty() || e.schema_version == 0) {
    return Error{Errc::invalid_argument,
                 "an event of stream " + s.stream.text() + " has no type or schema version 0"};
  }
  RECOURSE_TRY(check_text("the event type", e.type, limits::kEventTypeBytesMax));
  RECOURSE_TRY(check_text("an event's actor", e.actor, limits::kActorBytesMax));
  if (!in_range(e.occurred_at)) {
    return Error{Errc::invalid_argument,
                 "an event of stream " + s.stream.text() + " occurred outside the years 1 to 9999"};
  }
  if (e.payload.size() > limits::kPayloadBytesMax) {
    return too_many("payload bytes of " + e.type, e.payload.size(), limits::kPayloadBytesMax);
  }
  return {};
}

}  // namespace

std::string ExpectedVersion::to_string() const {
  if (kind_ == Kind::any) return "any";
  return version_.value == 0 ? "none yet" : std::to_string(version_.value);
}

Result<void> validate(const Append& append) {
  if (append.command_id.is_nil()) {
    return Error{Errc::invalid_argument, "an append needs a command id that is not all zeros"};
  }
  RECOURSE_TRY(check_text("the actor", append.actor, limits::kActorBytesMax));
  if (append.streams.empty()) {
    return Error{Errc::invalid_argument, "an append needs at least one stream"};
  }
  if (append.streams.size() > limits::kStreamsPerAppendMax) {
    return too_many("streams of an append", append.streams.size(), limits::kStreamsPerAppendMax);
  }
  std::size_t events = 0;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < append.streams.size(); ++i) {
    const auto& s = append.streams[i];
    if (s.events.empty()) {
      return Error{Errc::invalid_argument, "stream " + s.stream.text() + " is given no event"};
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (append.streams[j].stream == s.stream) {
        return Error{Errc::invalid_argument,
                     "stream " + s.stream.text() + " is named twice in one append"};
      }
    }
    for (const auto& e : s.events) {
      RECOURSE_TRY(check_event(s, e));
      bytes += e.payload.size();
    }
    events += s.events.size();
  }
  if (events > limits::kEventsPerAppendMax) {
    return too_many("events of an append", events, limits::kEventsPerAppendMax);
  }
  if (bytes > limits::kAppendBytesMax) {
    return too_many("payload bytes of an append", bytes, limits::kAppendBytesMax);
  }
  return {};
}

std::uint64_t content_fingerprint(const Append& append) {
  std::uint64_t combined = 0x9E3779B97F4A7C15u;
  const auto mix_in = [&](std::string_view part) {
    combined = (combined ^ fingerprint_of(part)) * 0xFF51AFD7ED558CCDu;
    combined ^= combined >> 32;
  };
  mix_in(append.actor);
  for (const auto& s : append.streams) {
    mix_in(s.stream.text());
    for (const auto& e : s.events) {
      mix_in(e.type);
      mix_in(e.payload);
    }
  }
  return combined == 0 ? 1 : combined;
}

EncodedBodies encode_bodies(const Append& append, std::uint64_t fingerprint) {
  EncodedBodies out;
  encode_bodies(append, fingerprint, out);
  return out;
}

void encode_bodies(const Append& append, std::uint64_t fingerprint, EncodedBodies& out) {
  std::uint32_t count = 0;
  std::size_t bytes = 0;
  for (const auto& s : append.streams) {
    count += static_cast<std::uint32_t>(s.events.size());
    for (const auto& e : s.events) bytes += e.payload.size() + e.type.size() + 160;
  }
  out.bytes.clear();
  out.lengths.clear();
  out.bytes.reserve(bytes);
  out.lengths.reserve(count);
  RecordBody body;
  body.command_id = append.command_id;
  body.correlation = append.correlation;
  body.fingerprint = fingerprint;
  body.count = count;
  for (const auto& s : append.streams) {
    body.stream = s.stream.text();
    body.definition = s.definition;
    for (const auto& e : s.events) {
      body.actor = e.actor.empty() ? append.actor : e.actor;
      body.causation = e.causation ? e.causation : append.causation;
      body.type = e.type;
      body.schema_version = e.schema_version;
      body.occurred_at = e.occurred_at;
      body.payload = e.payload;
      const auto before = out.bytes.size();
      encode_body(body, out.bytes);
      out.lengths.push_back(static_cast<std::uint32_t>(out.bytes.size() - before));
      ++body.index;
    }
  }
}

Error version_conflict(std::string_view stream, ExpectedVersion expected, Version actual) {
  return Error{Errc::version_conflict, "stream " + std::string{stream} + " is at version " +
                                           std::to_string(actual.value) + ", expected " +
                                           expected.to_string()};
}

Error command_id_reused(const CommandId& id, Position first) {
  return Error{Errc::command_id_reused, "command id " + id.to_string() + " was used at position " +
                                            std::to_string(first.value) + " for something else"};
}

}  // namespace recourse::core
