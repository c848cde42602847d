// Boost.JSON is here for the column `event` alone.
#include <recourse/core/workflow_json.hpp>

#include "columns_sources.hpp"
#include "looks.hpp"

namespace recourse::python {
namespace {

using core::RecordView;

/// An event of a record, as one row.
struct RecordRow {
  const RecordView* record;
  std::string_view type;
  std::string_view actor;
  const std::string* event;  ///< Its JSON; null: it was not asked for, or no workflow reads it.
};

void add_moment(Timestamp moment, Column& column) {
  column.add_whole(moment.time_since_epoch().count());
}
void add_number(std::uint64_t number, Column& column) {
  column.add_whole(static_cast<std::int64_t>(number));
}
void add_id(const std::optional<CommandId>& id, Column& column) {
  id ? column.add_text(id->to_string()) : column.add_missing();
}

struct RecordColumn {
  std::string_view name;
  ColumnType type;
  bool nullable;
  void (*add)(const RecordRow& row, Column& column);
};

constexpr std::string_view kEvent = "event";

constexpr RecordColumn kRecordColumns[]{
    {"position", ColumnType::natural64, false,
     [](const RecordRow& row, Column& c) { add_number(row.record->position.value, c); }},
    {"stream", ColumnType::text, false,
     [](const RecordRow& row, Column& c) { c.add_text(row.record->stream); }},
    {"version", ColumnType::natural64, false,
     [](const RecordRow& row, Column& c) { add_number(row.record->version.value, c); }},
    {"type", ColumnType::text, false,
     [](const RecordRow& row, Column& c) { c.add_text(row.type); }},
    {"occurred_at", ColumnType::moment, false,
     [](const RecordRow& row, Column& c) { add_moment(row.record->occurred_at, c); }},
    {"recorded_at", ColumnType::moment, false,
     [](const RecordRow& row, Column& c) { add_moment(row.record->recorded_at, c); }},
    {"actor", ColumnType::text, false,
     [](const RecordRow& row, Column& c) { c.add_text(row.actor); }},
    {"actor_kind", ColumnType::word, false,
     [](const RecordRow& row, Column& c) {
       c.add_word(static_cast<std::uint64_t>(row.record->actor_kind));
     }},
    {"command_id", ColumnType::long_text, false,
     [](const RecordRow& row, Column& c) { c.add_text(row.record->command_id.to_string()); }},
    {"given_by", ColumnType::text, true,
     [](const RecordRow& row, Column& c) { add_id(row.record->given_by, c); }},
    {"correlation", ColumnType::text, true,
     [](const RecordRow& row, Column& c) { add_id(row.record->correlation, c); }},
    {"causation", ColumnType::text, true,
     [](const RecordRow& row, Column& c) { add_id(row.record->causation, c); }},
    {"schema_version", ColumnType::natural32, false,
     [](const RecordRow& row, Column& c) { add_number(row.record->schema_version, c); }},
    {"definition", ColumnType::natural32, false,
     [](const RecordRow& row, Column& c) { add_number(row.record->definition, c); }},
    {"payload_bytes", ColumnType::natural32, false,
     [](const RecordRow& row, Column& c) { add_number(row.record->payload.size(), c); }},
    {kEvent, ColumnType::long_text, true,
     [](const RecordRow& row, Column& c) {
       row.event != nullptr ? c.add_text(*row.event) : c.add_missing();
     }},
};

using RecordColumns = std::vector<const RecordColumn*>;

Error no_such_column(const std::string& name) {
  std::string all;
  for (const auto& one : kRecordColumns) all.append(all.empty() ? "" : ", ").append(one.name);
  return Error{Errc::invalid_argument, "there is no column '" + name + "'; there are " + all};
}

Result<RecordColumns> columns_of(const std::vector<std::string>& names) {
  RecordColumns columns;
  for (const auto& one : kRecordColumns) {
    if (names.empty()) columns.push_back(&one);
  }
  for (const auto& name : names) {
    const auto* const found =
        std::find_if(std::begin(kRecordColumns), std::end(kRecordColumns),
                     [&](const RecordColumn& one) { return one.name == name; });
    if (found == std::end(kRecordColumns)) return no_such_column(name);
    if (std::find(columns.begin(), columns.end(), found) != columns.end()) {
      return Error{Errc::invalid_argument,
                   "the column " + name + " is named twice: give each once"};
    }
    columns.push_back(found);
  }
  return columns;
}

std::vector<ColumnForm> forms_of(const RecordColumns& columns) {
  std::vector<ColumnForm> forms;
  for (const auto* one : columns) {
    const bool word = one->type == ColumnType::word;
    forms.push_back({std::string{one->name}, one->type, one->nullable,
                     word ? &describe::enum_info<core::ActorKind> : nullptr});
  }
  return forms;
}

/// Adds records to a batch as somebody may see them.
class RecordWriter {
 public:
  explicit RecordWriter(RecordColumns columns)
      : columns_(std::move(columns)),
        with_events_(std::any_of(columns_.begin(), columns_.end(),
                                 [](const auto* one) { return one->name == kEvent; })) {}

  /// `workflow` null: no workflow reads such streams, and only the frame is told.
  Result<void> add(const core::WorkflowPort* workflow, const RecordView& record,
                   const core::Visibility& visibility, Batch& batch) const {
    if (workflow == nullptr) {
      add_row({&record, record.type, record.actor, nullptr}, batch);
      return {};
    }
    const auto actor = core::actor_of(*workflow, record, visibility);
    if (!with_events_ && !is_retired(*workflow, record)) {
      add_row({&record, record.type, actor, nullptr}, batch);
      return {};
    }
    RECOURSE_TRY_ASSIGN(const auto events, core::events_json(*workflow, record, visibility));
    for (const auto& event : events) {
      const auto& type = event.as_object().at("type").as_string();
      const std::string text = with_events_ ? boost::json::serialize(event) : std::string{};
      add_row({&record, {type.data(), type.size()}, actor, with_events_ ? &text : nullptr}, batch);
    }
    return {};
  }

 private:
  /// Only what no code writes any more can mean other events today.
  static bool is_retired(const core::WorkflowPort& workflow, const RecordView& record) {
    const auto* const retired = workflow.info().retired;
    return retired != nullptr && retired->find(record.type) < retired->types.size();
  }

  void add_row(const RecordRow& row, Batch& batch) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i]->add(row, batch.columns[i]);
    ++batch.rows;
  }

  RecordColumns columns_;
  bool with_events_;
};

class LogRows final : public RowSource {
 public:
  LogRows(LogQuery query, core::Viewer viewer, RecordColumns columns)
      : query_(std::move(query)), looks_(std::move(viewer)), writer_(std::move(columns)) {}

  Result<core::Seen<bool>> fill(const Office& office, Batch& batch,
                                std::size_t most_rows) override {
    if (query_.from > query_.to) return core::Seen<bool>{false};
    RECOURSE_TRY_ASSIGN(const auto cursor, office.store().read_all({.from = query_.from,
                                                                    .to = query_.to,
                                                                    .stream_kind = query_.kind,
                                                                    .types = query_.types}));
    while (!batch.full(most_rows)) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) {
        query_.from = query_.to.next();
        return core::Seen<bool>{false};
      }
      const auto& record = cursor->record();
      query_.from = record.position.next();
      const auto* const workflow = office.engine().workflow(record.stream_kind());
      RECOURSE_TRY_ASSIGN(const auto* const seen,
                          looks_.at(office.engine(), workflow, record.stream));
      if (seen->listed()) RECOURSE_TRY(writer_.add(workflow, record, *seen, batch));
    }
    return core::Seen<bool>{query_.from <= query_.to};
  }

 private:
  LogQuery query_;
  Looks looks_;
  RecordWriter writer_;
};

class HistoryRows final : public RowSource {
 public:
  HistoryRows(std::vector<StreamId> streams, core::Viewer viewer, RecordColumns columns,
              Position position)
      : streams_(std::move(streams)),
        viewer_(std::move(viewer)),
        writer_(std::move(columns)),
        position_(position) {}

  Result<core::Seen<bool>> fill(const Office& office, Batch& batch,
                                std::size_t most_rows) override {
    for (; next_ < streams_.size() && !batch.full(most_rows);) {
      if (!seen_) {
        RECOURSE_TRY_ASSIGN(auto looked, office.engine().look(streams_[next_], viewer_));
        if (const auto* no = core::refused(looked)) return core::Seen<bool>{*no};
        seen_ = std::get<core::Look>(std::move(looked)).visibility;
      }
      RECOURSE_TRY_ASSIGN(const bool done, add_stream(office, batch, most_rows));
      if (!done) break;
      seen_.reset();
      version_ = Version{1};
      ++next_;
    }
    return core::Seen<bool>{next_ < streams_.size()};
  }

 private:
  /// True: the stream has no more.
  Result<bool> add_stream(const Office& office, Batch& batch, std::size_t most_rows) {
    const auto& stream = streams_[next_];
    const auto* const workflow = office.engine().workflow(stream.kind());
    RECOURSE_TRY_ASSIGN(const auto cursor, office.store().read_stream(stream, {.from = version_}));
    while (!batch.full(most_rows)) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more || cursor->record().position > position_) return true;
      version_ = cursor->record().version.next();
      RECOURSE_TRY(writer_.add(workflow, cursor->record(), *seen_, batch));
    }
    return false;
  }

  std::vector<StreamId> streams_;
  core::Viewer viewer_;
  RecordWriter writer_;
  Position position_;
  std::size_t next_ = 0;
  Version version_{1};
  std::optional<core::Visibility> seen_;  // of the stream whose rows come next
};

}  // namespace

Result<TableSource> log_source(LogQuery query, core::Viewer viewer,
                               const std::vector<std::string>& columns) {
  RECOURSE_TRY_ASSIGN(auto chosen, columns_of(columns));
  TableSource source;
  source.forms = forms_of(chosen);
  source.position = query.to;
  source.begin = [query = std::move(query), viewer = std::move(viewer),
                  chosen = std::move(chosen)]() -> std::unique_ptr<RowSource> {
    return std::make_unique<LogRows>(query, viewer, chosen);
  };
  return source;
}

Result<TableSource> history_source(std::vector<StreamId> streams, core::Viewer viewer,
                                   const std::vector<std::string>& columns, Position position) {
  RECOURSE_TRY_ASSIGN(auto chosen, columns_of(columns));
  TableSource source;
  source.forms = forms_of(chosen);
  source.position = position;
  source.begin = [streams = std::move(streams), viewer = std::move(viewer),
                  chosen = std::move(chosen), position]() -> std::unique_ptr<RowSource> {
    return std::make_unique<HistoryRows>(streams, viewer, chosen, position);
  };
  return source;
}

}  // namespace recourse::python
