#include "stores/postgres/schema.hpp"

namespace recourse::stores::pg {
namespace {

std::string replaced(std::string text, std::string_view what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
    at += with.size();
  }
  return text;
}

/// `{s}` stands for the schema's quoted name.
std::string with_schema(std::string text, const std::string& schema) {
  return replaced(std::move(text), "{s}", schema);
}

/// One at a time makes or changes tables, over all schemas of the database.
constexpr const char* kAlone =
    "SELECT pg_advisory_xact_lock(hashtextextended('recourse schema', 0));\n";

// The log's row is updated by each group: much room in its block lets each update stay there, and
// vacuum looks at it often. Pages are not compressed, so that a run is read without its page.
constexpr const char* kCreate = R"(
CREATE SCHEMA IF NOT EXISTS {s};
CREATE TABLE {s}.recourse_form (form int4 NOT NULL);
INSERT INTO {s}.recourse_form VALUES (1);
CREATE TABLE {s}.log (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  log_id uuid NOT NULL,
  incarnation int8 NOT NULL,
  fingerprint_key bytea NOT NULL,
  epoch int8 NOT NULL DEFAULT 0,
  appender uuid,
  head int8 NOT NULL DEFAULT 0,
  recorded_at int8 NOT NULL DEFAULT 0
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
CREATE TABLE {s}.page (
  log int4 NOT NULL,
  first int8 NOT NULL,
  last int8 NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (log, first)
) PARTITION BY RANGE (first);
ALTER TABLE {s}.page ALTER bytes SET STORAGE EXTERNAL;
CREATE TABLE {s}.run (
  log int4 NOT NULL,
  events int4 NOT NULL,
  version int8 NOT NULL,
  position int8 NOT NULL,
  page int8 NOT NULL,
  start int4 NOT NULL,
  length int4 NOT NULL,
  stream text COLLATE "C" NOT NULL,
  PRIMARY KEY (log, stream, version)
);
CREATE TABLE {s}.command (
  log int4 NOT NULL,
  events int4 NOT NULL,
  id uuid NOT NULL,
  first int8 NOT NULL,
  version int8 NOT NULL,
  recorded_at int8 NOT NULL,
  fingerprint int8 NOT NULL,
  PRIMARY KEY (log, id)
);
CREATE TABLE {s}.tag (
  log int4 NOT NULL,
  type bytea NOT NULL,
  tag bytea NOT NULL,
  position int8 NOT NULL,
  PRIMARY KEY (log, type, tag)
);
CREATE TABLE {s}.checkpoint (
  log int4 NOT NULL,
  name text COLLATE "C" NOT NULL,
  at bytea NOT NULL,
  PRIMARY KEY (log, name)
);
CREATE FUNCTION {s}.advance(log int4, mine int8, seen int8, next int8, at int8) RETURNS void
LANGUAGE plpgsql AS $f$
BEGIN
  UPDATE {s}.log AS l SET head = next, recorded_at = at
    WHERE l.id = advance.log AND l.epoch = mine AND l.head = seen;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the log has another appender, or another head' USING ERRCODE = 'RE001';
  END IF;
END $f$;
)";

constexpr const char* kPartition = R"(
CREATE TABLE IF NOT EXISTS {s}.page_{n} (LIKE {s}.page INCLUDING STORAGE,
  CONSTRAINT page_{n}_first CHECK (first >= {from} AND first < {to}));
DO $f$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = '{s}.page_{n}'::regclass) THEN
    ALTER TABLE {s}.page ATTACH PARTITION {s}.page_{n} FOR VALUES FROM ({from}) TO ({to});
  END IF;
END $f$;
)";

/// What is in the schema: nothing, our tables, or others.
Result<bool> has_form(Connection& connection, const Sql& sql, Deadline deadline) {
  const auto schema = sql.schema.substr(1, sql.schema.size() - 2);
  RECOURSE_TRY_ASSIGN(
      const auto found,
      connection.ask("SELECT count(*), count(*) FILTER (WHERE c.relname = 'recourse_form') "
                     "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                     "WHERE n.nspname = $1",
                     Parameters{}.text(schema), deadline));
  if (found.int8(0, 1) > 0) return true;
  if (found.int8(0, 0) == 0) return false;
  return Error{Errc::not_a_store, "the schema " + sql.schema + " holds tables of something else"};
}

Result<void> check_form(Connection& connection, const Sql& sql, Deadline deadline) {
  RECOURSE_TRY_ASSIGN(
      const auto rows,
      connection.ask("SELECT form FROM " + sql.schema + ".recourse_form", {}, deadline));
  const auto form = rows.size() == 1 ? rows.int4(0, 0) : 0;
  if (form == kForm) return {};
  const auto text = "the schema " + sql.schema + " has form " + std::to_string(form) +
                    ", this build knows form " + std::to_string(kForm);
  return Error{form > kForm ? Errc::format_too_new : Errc::format_too_old, text};
}

}  // namespace

void Sql::set_of_copies() {
  const auto s = [&](const char* text) { return with_schema(text, schema); };
  add_copy =
      s("INSERT INTO {s}.log (name, log_id, incarnation, fingerprint_key) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING");
  by_log_id = s("SELECT name FROM {s}.log WHERE log_id = $1");
  rename = s("UPDATE {s}.log SET name = $2 WHERE id = $1 RETURNING 1");
  list_logs = s(
      "SELECT l.name, l.log_id, l.incarnation, l.epoch, l.head, l.recorded_at, "
      "pg_is_in_recovery(), held.pid IS NOT NULL, "
      "coalesce(host(a.client_addr), CASE WHEN a.backend_start IS NULL THEN '' ELSE 'local' END), "
      "(extract(epoch FROM a.backend_start) * 1000)::int8 FROM {s}.log l "
      "LEFT JOIN LATERAL (SELECT pid FROM pg_locks k WHERE k.locktype = 'advisory' AND k.granted "
      "AND k.objsubid = 1 AND k.database = "
      "(SELECT oid FROM pg_database WHERE datname = current_database()) "
      "AND ((k.classid::int8 << 32) | k.objid::int8) = "
      "hashtextextended($1 || replace(l.name, $2, ''), 0) LIMIT 1) held ON true "
      "LEFT JOIN pg_stat_activity a ON a.pid = held.pid ORDER BY l.name");
  add_copied_commands =
      s("INSERT INTO {s}.command (log, recorded_at, id, first, events, version, fingerprint) "
        "SELECT $1, * FROM unnest($2::int8[], $3::uuid[], $4::int8[], $5::int4[], $6::int8[], "
        "$7::int8[])");
  clear_checkpoints = s("DELETE FROM {s}.checkpoint WHERE log = $1");
  add_checkpoint = s("INSERT INTO {s}.checkpoint (log, name, at) VALUES ($1, $2, $3)");
}

Sql::Sql(const std::string& name) : schema("\"" + name + "\"") {
  set_of_copies();
  const auto s = [&](const char* text) { return with_schema(text, schema); };
  log_by_name =
      s("SELECT id, log_id, incarnation, fingerprint_key, epoch, head, recorded_at "
        "FROM {s}.log WHERE name = $1");
  add_log =
      s("INSERT INTO {s}.log (name, log_id, incarnation, fingerprint_key) "
        "VALUES ($1, $2, 1, $3) ON CONFLICT (name) DO NOTHING");
  take_over =
      s("UPDATE {s}.log SET epoch = epoch + 1, appender = $2 WHERE id = $1 "
        "RETURNING epoch, head, recorded_at");
  go_on =
      s("UPDATE {s}.log SET epoch = epoch + 1 WHERE id = $1 AND appender = $2 "
        "RETURNING epoch, head, recorded_at");
  owner = s("SELECT appender FROM {s}.log WHERE id = $1");
  notify = "SELECT pg_notify($1, '')";
  epoch_and_head = s("SELECT epoch, head FROM {s}.log WHERE id = $1");
  head = s("SELECT head FROM {s}.log WHERE id = $1");
  advance = s("SELECT {s}.advance($1, $2, $3, $4, $5)");
  add_pages =
      s("INSERT INTO {s}.page (log, first, last, bytes) "
        "SELECT $1, * FROM unnest($2::int8[], $3::int8[], $4::bytea[])");
  add_runs =
      s("INSERT INTO {s}.run (log, stream, version, position, events, page, start, length) "
        "SELECT $1, * FROM unnest($2::text[], $3::int8[], $4::int8[], $5::int4[], $6::int8[], "
        "$7::int4[], $8::int4[])");
  add_commands =
      s("INSERT INTO {s}.command (log, recorded_at, id, first, events, version, fingerprint) "
        "SELECT $1, $2, * FROM unnest($3::uuid[], $4::int8[], $5::int4[], $6::int8[], $7::int8[])");
  add_tags =
      s("INSERT INTO {s}.tag (log, type, tag, position) "
        "SELECT $1, * FROM unnest($2::bytea[], $3::bytea[], $4::int8[]) "
        "ON CONFLICT (log, type, tag) DO UPDATE SET position = excluded.position");
  find_commands =
      s("SELECT id, first, events, version, recorded_at, fingerprint FROM {s}.command "
        "WHERE log = $1 AND id = ANY($2::uuid[])");
  find_versions =
      s("SELECT coalesce((SELECT r.version + r.events - 1 FROM {s}.run r WHERE r.log = $1 "
        "AND r.stream = asked.stream ORDER BY r.version DESC LIMIT 1), 0) "
        "FROM unnest($2::text[]) WITH ORDINALITY AS asked(stream, n) ORDER BY n");
  find_tags =
      s("SELECT coalesce((SELECT t.position FROM {s}.tag t WHERE t.log = $1 "
        "AND t.type = asked.type AND t.tag = asked.tag), 0) "
        "FROM unnest($2::bytea[], $3::bytea[]) WITH ORDINALITY AS asked(type, tag, n) ORDER BY n");
  pages_from =
      s("SELECT first, last, bytes FROM {s}.page WHERE log = $1 AND first >= $2 "
        "ORDER BY first LIMIT $3");
  page_before =
      s("SELECT first, last, bytes FROM {s}.page WHERE log = $1 AND first <= $2 "
        "ORDER BY first DESC LIMIT 1");
  const std::string run =
      s("SELECT r.version, r.position, r.events, substring(p.bytes FROM r.start + 1 FOR r.length) "
        "FROM {s}.run r JOIN {s}.page p ON p.log = r.log AND p.first = r.page "
        "WHERE r.log = $1 AND r.stream = $2 AND r.version <= $4 AND r.version >= coalesce("
        "(SELECT max(f.version) FROM {s}.run f WHERE f.log = $1 AND f.stream = $2 "
        "AND f.version <= $3), 0) ");
  runs_forward = run + "ORDER BY r.version LIMIT $5";
  runs_backward = run + "ORDER BY r.version DESC LIMIT $5";
  save_checkpoint =
      s("INSERT INTO {s}.checkpoint (log, name, at) SELECT $1, $2, $3 WHERE EXISTS "
        "(SELECT FROM {s}.log WHERE id = $1 AND appender = $4) "
        "ON CONFLICT (log, name) DO UPDATE SET at = excluded.at RETURNING 1");
  load_checkpoint = s("SELECT at FROM {s}.checkpoint WHERE log = $1 AND name = $2");
  list_checkpoints = s("SELECT name, at FROM {s}.checkpoint WHERE log = $1 ORDER BY name");
  remove_checkpoint =
      s("DELETE FROM {s}.checkpoint WHERE log = $1 AND name = $2 AND EXISTS "
        "(SELECT FROM {s}.log WHERE id = $1 AND appender = $3)");
}

Result<void> ensure_schema(Connection& connection, const Sql& sql, bool create, Deadline deadline) {
  RECOURSE_TRY_ASSIGN(const bool there, has_form(connection, sql, deadline));
  if (!there && !create) {
    return Error{Errc::not_a_store, "there is no log in the schema " + sql.schema};
  }
  if (!there) {
    // Somebody may have made it meanwhile: then the whole of this fails, and it is there.
    const auto made =
        connection.run(std::string{kAlone} + with_schema(kCreate, sql.schema), deadline);
    if (!made) {
      if (connection.broken()) return made.error();
      RECOURSE_TRY_ASSIGN(const bool now, has_form(connection, sql, deadline));
      if (!now) return made.error();
    }
  }
  return check_form(connection, sql, deadline);
}

std::string half_copy_of(const std::string& name) { return name + std::string{kHalfCopy}; }

Result<std::optional<LogRow>> find_row(Connection& connection, const Sql& sql,
                                       const std::string& name, Deadline deadline) {
  RECOURSE_TRY_ASSIGN(const auto rows,
                      connection.ask(sql.log_by_name, Parameters{}.text(name), deadline));
  if (rows.size() == 0) return std::optional<LogRow>{};
  LogRow row;
  row.id = rows.int4(0, 0);
  row.identity = {rows.id<LogId>(0, 1), Incarnation{rows.int8(0, 2)}};
  row.fingerprint_key = rows.id<FingerprintKey>(0, 3);
  row.epoch = rows.int8(0, 4);
  row.head = Position{rows.int8(0, 5)};
  row.recorded_at =
      Timestamp{std::chrono::milliseconds{static_cast<std::int64_t>(rows.int8(0, 6))}};
  if (!row.identity.id.is_nil() && !row.fingerprint_key.is_nil()) return std::optional{row};
  return Error{Errc::corruption, "the log " + name + " has lost its identity"};
}

Result<LogRow> find_log(Connection& connection, const Sql& sql, const std::string& name,
                        bool create, Deadline deadline) {
  RECOURSE_TRY_ASSIGN(auto row, find_row(connection, sql, name, deadline));
  if (row) return *row;
  RECOURSE_TRY_ASSIGN(const auto half, find_row(connection, sql, half_copy_of(name), deadline));
  if (half) {
    return Error{Errc::not_a_store,
                 "a copy into the log " + name + " is at work or was interrupted at position " +
                     std::to_string(half->head.value) + ": copy again, and it goes on"};
  }
  if (create) {
    const auto key = random_fingerprint_key();
    const std::string_view key_bytes{reinterpret_cast<const char*>(key.bytes.data()), 16};
    RECOURSE_TRY(connection.ask(
        sql.add_log, Parameters{}.text(name).uuid(random_log_id()).bytea(key_bytes), deadline));
    RECOURSE_TRY_ASSIGN(row, find_row(connection, sql, name, deadline));
  }
  if (row) return *row;
  return Error{Errc::not_a_store, "the schema " + sql.schema + " holds no log of the name " + name};
}

Result<void> ensure_partition(Connection& connection, const Sql& sql, std::uint64_t position,
                              Deadline deadline) {
  const auto n = position / kPartitionPositions;
  auto text = with_schema(kPartition, sql.schema);
  text = replaced(std::move(text), "{n}", std::to_string(n));
  text = replaced(std::move(text), "{from}", std::to_string(n * kPartitionPositions));
  text = replaced(std::move(text), "{to}", std::to_string((n + 1) * kPartitionPositions));
  return connection.run(kAlone + text, deadline);
}

}  // namespace recourse::stores::pg
