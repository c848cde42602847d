#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/base/text.hpp>
#include <recourse/core/event_store.hpp>
#include <recourse/describe/wire.hpp>

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

/// What is written as an actor means one actor alone, and may claim a reserved role only with a
/// standing of that kind.
Result<void> check_written(std::string_view what, const std::string& text, Standing standing) {
  RECOURSE_TRY(check_text(what, text, limits::kActorBytesMax));
  return check_actor(Actor::parse(text), standing);
}

Result<void> check_tag(std::string_view what, std::string_view tag) {
  if (tag.empty()) return Error{Errc::invalid_argument, std::string{what} + " is empty"};
  return check_text(what, tag, limits::kTagBytesMax);
}

Result<void> check_tags(const NewEvent& e) {
  if (e.tags.size() > limits::kTagsPerEventMax) {
    return too_many("tags of " + e.type, e.tags.size(), limits::kTagsPerEventMax);
  }
  for (std::size_t i = 0; i < e.tags.size(); ++i) {
    RECOURSE_TRY(check_tag("a tag of " + e.type, e.tags[i]));
    if (i > 0 && e.tags[i] <= e.tags[i - 1]) {
      return Error{Errc::invalid_argument, "the tags of " + e.type + " are not sorted, each once"};
    }
  }
  return {};
}

Result<void> check_given_by(const Append& append, const GivenBy& by) {
  RECOURSE_TRY(check_written("an event's actor", by.actor, by.standing));
  if (!by.command_id.is_nil() && by.command_id != append.command_id) return {};
  return Error{Errc::invalid_argument,
               "an event is given by another command than the append's, which has an id"};
}

Result<void> check_conditions(const Append& append) {
  if (append.conditions.size() > limits::kConditionsPerAppendMax) {
    return too_many("conditions of an append", append.conditions.size(),
                    limits::kConditionsPerAppendMax);
  }
  for (const auto& c : append.conditions) {
    RECOURSE_TRY(check_tag("the tag of a condition", c.tag));
    if (c.type.empty()) return Error{Errc::invalid_argument, "a condition names no event type"};
    RECOURSE_TRY(check_text("the event type of a condition", c.type, limits::kEventTypeBytesMax));
  }
  return {};
}

Result<void> check_event(const StreamEvents& s, const NewEvent& e) {
  if (e.type.empty() || e.schema_version == 0) {
    return Error{Errc::invalid_argument,
                 "an event of stream " + s.stream.text() + " has no type or schema version 0"};
  }
  RECOURSE_TRY(check_text("the event type", e.type, limits::kEventTypeBytesMax));
  RECOURSE_TRY(check_tags(e));
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

Position known_head(const EventLog& log) {
  // Who appends alone knows where it ends, and need not ask a server that may not answer.
  const auto able = log.capabilities();
  if (able.takes_appends && !able.follows) return log.health().head;
  const auto head = log.head();
  return head ? *head : log.health().head;
}

Result<void> validate(const Append& append) {
  if (append.command_id.is_nil()) {
    return Error{Errc::invalid_argument, "an append needs a command id that is not all zeros"};
  }
  RECOURSE_TRY(check_written("the actor", append.actor, append.standing));
  RECOURSE_TRY(check_conditions(append));
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
      if (e.given_by) RECOURSE_TRY(check_given_by(append, *e.given_by));
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

std::uint64_t content_fingerprint(const FingerprintKey& key, const Append& append) {
  std::string content;
  const auto add = [&](std::string_view part) {
    describe::WireWriter{content}.varint(part.size());
    content.append(part);
  };
  add(append.actor);
  for (const auto& s : append.streams) {
    add(s.stream.text());
    for (const auto& e : s.events) {
      add(e.type);
      add(e.payload);
    }
  }
  return fingerprint_of(key, content);
}

namespace {

/// Who gave an event, by which command of which chain.
void tell_giver(const Append& append, const NewEvent& e, RecordBody& body) {
  const bool apart = e.given_by.has_value();
  body.actor = apart ? e.given_by->actor : append.actor;
  body.actor_kind = (apart ? e.given_by->standing : append.standing).kind();
  body.given_by = apart ? std::optional{e.given_by->command_id} : std::nullopt;
  body.correlation = apart ? e.given_by->correlation : append.correlation;
  body.causation = apart ? e.given_by->causation : append.causation;
}

}  // namespace

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
  body.fingerprint = fingerprint;
  body.count = count;
  for (const auto& s : append.streams) {
    body.stream = s.stream.text();
    body.definition = s.definition;
    for (const auto& e : s.events) {
      tell_giver(append, e, body);
      body.tags = e.tags;
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
  return Error{Errc::version_conflict,
               "stream " + std::string{stream} + " is at version " + std::to_string(actual.value) +
                   ", expected " + expected.to_string(),
               actual.value};
}

Error tag_conflict(const TagCondition& condition, Position last) {
  return Error{Errc::tag_conflict,
               "position " + std::to_string(last.value) + " holds a " + condition.type +
                   " with the tag '" + condition.tag + "' already",
               last.value};
}

Error command_id_reused(const CommandId& id, Position first) {
  return Error{Errc::command_id_reused, "command id " + id.to_string() + " was used at position " +
                                            std::to_string(first.value) + " for something else"};
}

}  // namespace recourse::core
