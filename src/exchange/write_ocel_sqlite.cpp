// An OCEL log as a relational database: a table of events and one of objects, a table for each type
// with its attributes, and the relations.
#include <sqlite3.h>

#include <map>
#include <memory>
#include <set>

#include "exchange/ocel_text.hpp"
#include "exchange/place_file.hpp"

namespace recourse::exchange {
namespace {

/// A name in SQL's quotes.
std::string in_quotes(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    text += c;
    if (c == '"') text += c;
  }
  return text + "\"";
}

/// "case.closed" → "CaseClosed": what is no letter or digit begins a word.
std::string table_name(std::string_view type) {
  std::string name;
  bool upper = true;
  for (const char c : type) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool plain = lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) name += upper && lower ? static_cast<char>(c - 'a' + 'A') : c;
    upper = !plain;
  }
  return name;
}

std::string_view sql_type(OcelType type) {
  switch (type) {
    case OcelType::time:
      return "TIMESTAMP";
    case OcelType::integer:
      return "INTEGER";
    case OcelType::real:
      return "REAL";
    case OcelType::boolean:
      return "BOOLEAN";
    case OcelType::string:
      break;
  }
  return "TEXT";
}

class Database {
 public:
  static Result<Database> open(const std::filesystem::path& file) {
    sqlite3* raw = nullptr;
    const int status =
        sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    Database opened{raw};
    if (status != SQLITE_OK) return opened.error();
    return opened;
  }

  Result<void> run(const std::string& sql) {
    if (sqlite3_exec(base_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return error().within(sql.substr(0, 80));
  }

  using Values = std::vector<std::optional<std::string>>;
  /// Adds a row; nothing: NULL. The column's type makes a number of a text that is one.
  Result<void> insert(const std::string& table, const Values& values) {
    auto& statement = statements_[table];
    if (!statement) {
      std::string sql = "INSERT INTO " + in_quotes(table) + " VALUES (";
      for (std::size_t i = 0; i < values.size(); ++i) sql += i > 0 ? ",?" : "?";
      sqlite3_stmt* raw = nullptr;
      const int status = sqlite3_prepare_v2(base_.get(), (sql + ")").c_str(), -1, &raw, nullptr);
      if (status != SQLITE_OK) return error();
      statement.reset(raw);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      const int at = static_cast<int>(i) + 1;
      const auto& value = values[i];
      const int bound = value ? sqlite3_bind_text64(statement.get(), at, value->data(),
                                                    value->size(), SQLITE_STATIC, SQLITE_UTF8)
                              : sqlite3_bind_null(statement.get(), at);
      if (bound != SQLITE_OK) return error();
    }
    const bool done = sqlite3_step(statement.get()) == SQLITE_DONE;
    const auto fault = done ? std::optional<Error>{} : error().within(table);
    sqlite3_reset(statement.get());
    if (fault) return *fault;
    return {};
  }

  /// Ends it; an error that closing brings is not lost.
  Result<void> close() {
    statements_.clear();
    if (sqlite3_close(base_.get()) != SQLITE_OK) return error();
    (void)base_.release();
    return {};
  }

 private:
  explicit Database(sqlite3* base) : base_(base) {}
  Error error() const {
    return Error{Errc::io_error, base_ ? sqlite3_errmsg(base_.get()) : "no memory for a database"};
  }

  struct Close {
    void operator()(sqlite3* base) const { sqlite3_close_v2(base); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3, Close> base_;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

/// Which table a type has. Two names that come to one get a number behind.
using Tables = std::map<std::string, std::string, std::less<>>;

Tables tables_of(const std::vector<OcelKind>& kinds) {
  Tables tables;
  // Those of the relations have names of this form, too; SQL does not tell capitals apart.
  std::set<std::string> used{"object", "maptype"};
  for (const auto& kind : kinds) {
    const auto base = table_name(kind.name);
    auto name = base;
    const auto folded = [](std::string text) {
      for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      return text;
    };
    for (int n = 2; name.empty() || !used.insert(folded(name)).second; ++n) {
      name = base + std::to_string(n);
    }
    tables.emplace(kind.name, name);
  }
  return tables;
}

constexpr const char* kShared = R"(
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT,
  FOREIGN KEY (ocel_type) REFERENCES event_map_type (ocel_type));
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT,
  FOREIGN KEY (ocel_type) REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT,
  PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier),
  FOREIGN KEY (ocel_event_id) REFERENCES event (ocel_id),
  FOREIGN KEY (ocel_object_id) REFERENCES object (ocel_id));
CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT,
  PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier),
  FOREIGN KEY (ocel_source_id) REFERENCES object (ocel_id),
  FOREIGN KEY (ocel_target_id) REFERENCES object (ocel_id));
)";

Result<void> make_tables(Database& base, const std::string& what, const Tables& tables,
                         const std::vector<OcelKind>& kinds) {
  const bool objects = what == "object";
  for (const auto& kind : kinds) {
    const auto& name = tables.at(kind.name);
    RECOURSE_TRY(base.insert(what + "_map_type", {kind.name, name}));
    auto sql = "CREATE TABLE " + in_quotes(what + "_" + name) +
               (objects ? " (ocel_id TEXT, ocel_time TIMESTAMP"
                        : " (ocel_id TEXT PRIMARY KEY, ocel_time TIMESTAMP");
    for (const auto& one : kind.attributes) {
      sql += ", " + in_quotes(one.name) + " " + std::string{sql_type(one.type)};
    }
    if (objects) sql += ", ocel_changed_field TEXT";
    RECOURSE_TRY(base.run(sql + ", FOREIGN KEY (ocel_id) REFERENCES " + what + " (ocel_id))"));
  }
  return {};
}

const OcelKind& kind_of(const std::vector<OcelKind>& kinds, const std::string& name) {
  for (const auto& kind : kinds) {
    if (kind.name == name) return kind;
  }
  return kinds.front();  // `check` has seen that it is there
}

std::optional<std::string> value_in(const std::vector<OcelValue>& values, const std::string& name,
                                    OcelType type, const std::optional<Timestamp>& at) {
  for (const auto& one : values) {
    if (one.name != name || (at && one.at != *at)) continue;
    if (type == OcelType::boolean) return std::string{one.value == "true" ? "1" : "0"};
    return one.value;
  }
  return std::nullopt;
}

Result<void> add_event(Database& base, const OcelLog& log, const Tables& tables,
                       const OcelEvent& e) {
  RECOURSE_TRY(base.insert("event", {e.id, e.type}));
  Database::Values row{e.id, to_string(e.at)};
  for (const auto& one : kind_of(log.event_types, e.type).attributes) {
    row.push_back(value_in(e.attributes, one.name, one.type, std::nullopt));
  }
  RECOURSE_TRY(base.insert("event_" + tables.at(e.type), row));
  for (const auto& to : e.relations) {
    RECOURSE_TRY(base.insert("event_object", {e.id, to.object, to.qualifier}));
  }
  return {};
}

/// The first row has what holds from the first moment on; each later value is a row of its own,
/// which names the field that has changed.
Result<void> add_object(Database& base, const OcelLog& log, const Tables& tables,
                        const OcelObject& o) {
  const auto& kind = kind_of(log.object_types, o.type);
  const auto table = "object_" + tables.at(o.type);
  std::optional<Timestamp> first;
  for (const auto& one : o.attributes) first = std::min(first.value_or(one.at), one.at);
  const Timestamp begin = first.value_or(Timestamp{});
  Database::Values row{o.id, to_string(begin)};
  for (const auto& one : kind.attributes) {
    row.push_back(value_in(o.attributes, one.name, one.type, begin));
  }
  row.push_back(std::nullopt);
  RECOURSE_TRY(base.insert(table, row));
  for (const auto& later : o.attributes) {
    if (later.at == begin) continue;
    Database::Values change{o.id, to_string(later.at)};
    for (const auto& one : kind.attributes) {
      change.push_back(one.name == later.name ? value_in({later}, one.name, one.type, std::nullopt)
                                              : std::nullopt);
    }
    change.push_back(later.name);
    RECOURSE_TRY(base.insert(table, change));
  }
  return {};
}

Result<void> fill(Database& base, const OcelLog& log) {
  RECOURSE_TRY(base.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN"));
  RECOURSE_TRY(base.run(kShared));
  const auto events = tables_of(log.event_types);
  const auto objects = tables_of(log.object_types);
  RECOURSE_TRY(make_tables(base, "event", events, log.event_types));
  RECOURSE_TRY(make_tables(base, "object", objects, log.object_types));
  for (const auto& one : log.objects) RECOURSE_TRY(add_object(base, log, objects, one));
  for (const auto& one : log.objects) {
    RECOURSE_TRY(base.insert("object", {one.id, one.type}));
    for (const auto& to : one.relations) {
      RECOURSE_TRY(base.insert("object_object", {one.id, to.object, to.qualifier}));
    }
  }
  for (const auto& one : log.events) RECOURSE_TRY(add_event(base, log, events, one));
  return base.run("COMMIT");
}

}  // namespace

Result<void> write_ocel_sqlite(const OcelLog& log, const std::filesystem::path& file) {
  RECOURSE_TRY(check(log));
  return place_file(file, [&](const std::filesystem::path& beside) -> Result<void> {
    const auto written = [&]() -> Result<void> {
      RECOURSE_TRY_ASSIGN(auto base, Database::open(beside));
      RECOURSE_TRY(fill(base, log));
      return base.close();
    }();
    if (!written) return written.error().within(file.string());
    return {};
  });
}

}  // namespace recourse::exchange
