#include "stores/postgres/group.hpp"

namespace recourse::stores::pg {

using namespace core;

namespace {

constexpr const char* kBegin = "BEGIN";
constexpr const char* kCommit = "COMMIT";

const std::vector<Oid> kAdvanceTypes = {kInt4, kInt8, kInt8, kInt8, kInt8};
const std::vector<Oid> kCommandTypes = {kInt4,      kInt8,      kUuidArray, kInt8Array,
                                        kInt4Array, kInt8Array, kInt8Array};

}  // namespace

void Group::take(Request request, Known& known) {
  auto verdict = judge(request, known);
  if (!verdict) {
    auto answer = write(request, known);
    answer.repeated = false;  // only this once
    verdict.emplace(answer);
  }
  answers_.push_back({std::move(request.done), std::move(*verdict)});
}

std::optional<Result<Appended>> Group::judge(const Request& request, Known& known) const {
  const auto& append = request.append;
  if (const auto* done = known.commands.find(append.command_id)) {
    if (done->fingerprint == request.fingerprint) return Result<Appended>{done->appended};
    return Result<Appended>{command_id_reused(append.command_id, done->appended.first)};
  }
  for (const auto& s : append.streams) {
    const auto* version = known.versions.find(s.stream.text());
    const Version actual{version == nullptr ? 0 : *version};
    if (!s.expected.admits(actual)) {
      return Result<Appended>{version_conflict(s.stream.text(), s.expected, actual)};
    }
  }
  for (const auto& c : append.conditions) {
    const auto* position = known.tags.find(tag_key(c.type, c.tag));
    const Position last{position == nullptr ? 0 : *position};
    if (last > c.since) return Result<Appended>{tag_conflict(c, last)};
  }
  return std::nullopt;
}

Appended Group::write(const Request& request, Known& known) {
  Appended answer{Position{head() + 1}, {}, {}, at_, /*repeated=*/true};
  std::string assigned;
  std::size_t event = 0;
  std::size_t offset = 0;
  for (const auto& s : request.append.streams) {
    const auto* before = known.versions.find(s.stream.text());
    std::uint64_t version = before == nullptr ? 0 : *before;
    rows_.begin_run(s.stream.text(), version + 1);
    for (const auto& e : s.events) {
      assigned.clear();
      encode_assigned(Position{head() + 1}, Version{++version}, at_, assigned);
      const auto length = request.bodies.lengths[event++];
      rows_.add_record(assigned, std::string_view{request.bodies.bytes}.substr(offset, length));
      offset += length;
      for (const auto& tag : e.tags) {
        auto key = tag_key(e.type, tag);
        known.tags.set(key, head());
        tagged_.set(std::move(key), head());
      }
    }
    rows_.end_run();
    known.versions.set(s.stream.text(), version);
    if (&s == &request.append.streams.front()) answer.version = Version{version};
  }
  answer.last = Position{head()};
  known.commands.set(request.append.command_id, Remembered{answer, request.fingerprint});
  ids_.push_back(request.append.command_id);
  command_ids_.bytes(bytes_of(request.append.command_id));
  command_firsts_.int8(answer.first.value);
  command_events_.int4(static_cast<std::uint32_t>(event));
  command_versions_.int8(answer.version.value);
  command_fingerprints_.int8(request.fingerprint);
  return answer;
}

void Group::finish(std::uint32_t log) {
  rows_.finish(log);
  commands_.int4(log)
      .int8(millis(at_))
      .array(kUuidArray, command_ids_.finish())
      .array(kInt8Array, command_firsts_.finish())
      .array(kInt4Array, command_events_.finish())
      .array(kInt8Array, command_versions_.finish())
      .array(kInt8Array, command_fingerprints_.finish());
  if (!tagged_.empty()) tags_ = tagged_.parameters(log);
}

Result<void> Group::prepare(Connection& connection, const Sql& sql, Deadline deadline) {
  RECOURSE_TRY(connection.prepare(kBegin, {}, deadline));
  RECOURSE_TRY(connection.prepare(sql.advance, kAdvanceTypes, deadline));
  RECOURSE_TRY(connection.prepare(sql.add_pages, PageRows::page_types(), deadline));
  RECOURSE_TRY(connection.prepare(sql.add_runs, PageRows::run_types(), deadline));
  RECOURSE_TRY(connection.prepare(sql.add_commands, kCommandTypes, deadline));
  RECOURSE_TRY(connection.prepare(sql.add_tags, TagRows::types(), deadline));
  return connection.prepare(kCommit, {}, deadline);
}

Result<void> Group::send(Connection& connection, const Sql& sql, std::uint32_t log,
                         std::uint64_t epoch) const {
  const auto fence = Parameters{}.int4(log).int8(epoch).int8(seen_).int8(head()).int8(millis(at_));
  RECOURSE_TRY(connection.send(kBegin, {}));
  RECOURSE_TRY(connection.send(sql.advance, fence));
  RECOURSE_TRY(connection.send(sql.add_pages, rows_.pages()));
  RECOURSE_TRY(connection.send(sql.add_runs, rows_.runs()));
  RECOURSE_TRY(connection.send(sql.add_commands, commands_));
  if (!tagged_.empty()) RECOURSE_TRY(connection.send(sql.add_tags, tags_));
  RECOURSE_TRY(connection.send(kCommit, {}));
  return connection.sync();
}

}  // namespace recourse::stores::pg
