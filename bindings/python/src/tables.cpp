#include "tables.hpp"

#include "arguments.hpp"
#include "arrow_export.hpp"
#include "bulk.hpp"
#include "columns_sources.hpp"
#include "columns_whole.hpp"
#include "convert.hpp"
#include "figures.hpp"
#include "raise.hpp"

namespace recourse::python {
namespace {

using TableObject = Typed<"recourse.table.Table">;
using Names = Typed<"collections.abc.Sequence[str]">;
using Filters = Typed<"collections.abc.Mapping[str, str | collections.abc.Sequence[str]]">;
using Capsule = Typed<"Any">;
using Offices = std::shared_ptr<Session>;

/// An array of one kind of values, which numpy.asarray takes as it is.
struct ColumnBuffer {
  std::shared_ptr<const void> owner;
  const void* data;
  std::size_t count;
  std::size_t width;
  std::string format;  // as Python's `struct` has it
};

template <class T>
ColumnBuffer buffer_of(std::shared_ptr<const void> owner, const std::vector<T>& values,
                       const char* format) {
  return {std::move(owner), values.data(), values.size(), sizeof(T), format};
}

/// A table's rows: where they come from, and how many at a time.
class TableRows {
 public:
  TableRows(Offices session, TableSource source, std::size_t batch_rows)
      : session_(std::move(session)),
        forms_(std::make_shared<const std::vector<ColumnForm>>(std::move(source.forms))),
        begin_(std::move(source.begin)),
        position_(source.position),
        batch_rows_(batch_rows) {}

  const Forms& forms() const { return forms_; }
  Position position() const { return position_; }
  Session& session() const { return *session_; }
  const Offices& shared_session() const { return session_; }
  std::unique_ptr<RowSource> begin() const { return begin_(); }
  std::size_t batch_rows() const { return batch_rows_; }

 private:
  Offices session_;
  Forms forms_;
  std::function<std::unique_ptr<RowSource>()> begin_;
  Position position_;
  std::size_t batch_rows_;
};

// Arrow.

/// Reads batches on whatever thread a library calls it; owns its share of the session.
class StreamReader {
 public:
  explicit StreamReader(const TableRows& rows)
      : session_(rows.shared_session()),
        forms_(rows.forms()),
        source_(rows.begin()),
        batch_rows_(rows.batch_rows()) {}
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;
  ~StreamReader() {
    // Whoever releases a stream when there is no Python any more leaves the session to the process.
    if (Py_IsInitialized() == 0) {
      (void)new Offices{std::move(session_)};
      return;
    }
    const py::gil_scoped_acquire held;
    session_.reset();
  }

  NextBatch next() {
    if (Py_IsInitialized() == 0) return {{}, "Python has ended"};
    const py::gil_scoped_acquire held;
    try {
      return read();
    } catch (const std::exception& failed) {  // a closed office, no memory
      return {{}, failed.what()};
    }
  }

 private:
  NextBatch read() {
    if (!more_) return {};
    auto owned = std::make_shared<OwnedBatch>(forms_);
    const auto filled = session_->use(
        [&](const Office& office) { return source_->fill(office, owned->batch, batch_rows_); });
    if (!filled) return {{}, filled.error().to_string()};
    if (const auto* no = core::refused(*filled)) return {{}, no->name + ": " + no->en};
    more_ = std::get<bool>(*filled);
    if (owned->batch.rows == 0) return {};
    return {std::move(owned), {}};
  }

  Offices session_;
  Forms forms_;
  std::unique_ptr<RowSource> source_;
  std::size_t batch_rows_;
  bool more_ = true;
};

template <class Struct>
void destroy_capsule(PyObject* capsule) {
  auto* const held =
      static_cast<Struct*>(PyCapsule_GetPointer(capsule, PyCapsule_GetName(capsule)));
  if (held->release != nullptr) held->release(held);
  delete held;
}

template <class Struct>
Capsule capsule_of(std::unique_ptr<Struct> held, const char* name) {
  auto capsule =
      py::reinterpret_steal<py::object>(PyCapsule_New(held.get(), name, &destroy_capsule<Struct>));
  if (!capsule) {
    held->release(held.get());
    throw py::error_already_set();
  }
  (void)held.release();
  return capsule;
}

/// A consumer may ask for other types of the same columns; they come as they are, which it must
/// expect. Other columns cannot be had.
void check_request(const TableRows& rows, py::handle requested) {
  if (requested.is_none()) return;
  if (PyCapsule_IsValid(requested.ptr(), "arrow_schema") == 0) {
    wrong_type("an arrow_schema capsule", requested);
  }
  const auto* const schema =
      static_cast<const ArrowSchema*>(PyCapsule_GetPointer(requested.ptr(), "arrow_schema"));
  const auto& forms = *rows.forms();
  bool same = schema->n_children == static_cast<std::int64_t>(forms.size());
  for (std::size_t i = 0; same && i < forms.size(); ++i) {
    same = schema->children[i]->name != nullptr && forms[i].name == schema->children[i]->name;
  }
  if (same) return;
  raise(Error{Errc::invalid_argument,
              "requested_schema has other columns than the table; name those that are wanted when "
              "the table is made"});
}

Capsule stream_capsule(const TableRows& rows, const Capsule& requested_schema) {
  check_request(rows, requested_schema);
  auto stream = std::make_unique<ArrowArrayStream>();
  export_stream(
      rows.forms(), [reader = std::make_shared<StreamReader>(rows)] { return reader->next(); },
      stream.get());
  return capsule_of(std::move(stream), "arrow_array_stream");
}

Capsule schema_capsule(const TableRows& rows) {
  auto schema = std::make_unique<ArrowSchema>();
  export_schema(*rows.forms(), schema.get());
  return capsule_of(std::move(schema), "arrow_schema");
}

// NumPy.

using Whole = std::shared_ptr<const WholeColumns>;

/// All rows at once.
Whole load(const TableRows& rows) {
  const auto whole = std::make_shared<WholeColumns>(*rows.forms());
  const auto source = rows.begin();
  for (bool more = true; more;) {
    Batch batch{*rows.forms()};
    more = seen_of(value_of(rows.session().use([&](const Office& office) {
      auto answer = source->fill(office, batch, rows.batch_rows());
      whole->add(batch);
      return answer;
    })));
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  }
  whole->finish();
  return whole;
}

const WholeColumn& column_of(const WholeColumns& whole, const Text& name) {
  const auto text = parameter("name", [&] { return text_of(name); });
  const auto* const found = whole.find(text);
  if (found != nullptr) return *found;
  throw py::key_error(text);
}

const char* struct_format_of(ColumnType type) {
  switch (type) {
    case ColumnType::truth:
      return "?";
    case ColumnType::natural32:
      return "I";
    case ColumnType::natural64:
      return "Q";
    case ColumnType::whole64:
    case ColumnType::moment:
      return "q";
    case ColumnType::real:
      return "d";
    default:
      return "i";
  }
}

ColumnBuffer data_of(const Whole& whole, const Text& name) {
  const auto& column = column_of(*whole, name);
  if (column.form.type == ColumnType::long_text) return buffer_of(whole, column.texts.offsets, "q");
  const auto width = is_text(column.form.type) ? 4 : width_of(column.form.type);
  return {whole, column.data.data(), column.data.size() / width, width,
          struct_format_of(column.form.type)};
}

ColumnBuffer missing_of(const Whole& whole, const Text& name) {
  return buffer_of(whole, column_of(*whole, name).missing, "?");
}

ColumnBuffer text_bytes_of(const Whole& whole, const Text& name) {
  const auto& text = column_of(*whole, name).texts.text;
  return {whole, text.data(), text.size(), 1, "B"};
}

/// (letters, how many each has) of the different texts or words of a column.
Typed<"tuple[ColumnBuffer, int]"> wide_words_of(const Whole& whole, const Text& name) {
  const auto& column = column_of(*whole, name);
  TextList words;
  if (column.form.type == ColumnType::word) {
    for (const auto& word : column.form.words->words) words.add(word.name);
  }
  const auto& texts = column.form.type == ColumnType::word ? words : column.texts;
  const auto wide = std::make_shared<const WideTexts>(widen(texts));
  const auto width = wide->width;
  return py::object{py::make_tuple(buffer_of(wide, wide->letters, "I"), width)};
}

Typed<"dict[str, str]"> labels_of(const TableRows& rows, const Text& name) {
  const auto text = parameter("name", [&] { return text_of(name); });
  for (const auto& form : *rows.forms()) {
    if (form.name != text) continue;
    py::dict labels;
    if (form.words == nullptr) return py::object{std::move(labels)};
    for (const auto& word : form.words->words) {
      labels[text_to_python(word.name)] = text_to_python(word.zh);
    }
    return py::object{std::move(labels)};
  }
  throw py::key_error(text);
}

const char* name_of(ColumnType type) {
  switch (type) {
    case ColumnType::truth:
      return "truth";
    case ColumnType::natural32:
    case ColumnType::natural64:
    case ColumnType::whole64:
      return "number";
    case ColumnType::real:
      return "real";
    case ColumnType::moment:
      return "moment";
    case ColumnType::word:
      return "word";
    case ColumnType::text:
      return "text";
    case ColumnType::long_text:
      return "long_text";
  }
  return "";
}

/// (name, kind, whether rows may have nothing there) of each column.
Typed<"list[tuple[str, str, bool]]"> forms_of(const TableRows& rows) {
  py::list list;
  for (const auto& form : *rows.forms()) {
    list.append(py::make_tuple(text_to_python(form.name), name_of(form.type), form.nullable));
  }
  return py::object{std::move(list)};
}

// The calls of Office.

std::size_t batch_rows_of(std::size_t given) {
  if (given >= 1 && given <= kBatchRows) return given;
  raise(Error{Errc::invalid_argument, "batch_rows: from 1 to " + std::to_string(kBatchRows) +
                                          ", not " + std::to_string(given)});
}

TableObject table_of(const Offices& session, TableSource source, std::size_t batch_rows) {
  TableRows rows{session, std::move(source), batch_rows_of(batch_rows)};
  return package_attribute("recourse.table", "Table")(py::cast(std::move(rows)));
}

Position head_of(const Offices& session) {
  return value_of(session->use([](const Office& office) { return office.engine().follow(); }));
}

/// The log's end, or the position that was asked for, if the log has come so far.
Position position_of(const Offices& session, const OptionalNumber& as_of) {
  const auto given = position_given("as_of", as_of);
  if (!given) return head_of(session);
  return value_of(session->use([&](const Office& office) { return reached(office, *given); }));
}

std::vector<std::string> texts_of(const char* name, const Names& given) {
  return parameter(name, [&] { return list_of_texts("a list of texts", given); });
}

TableObject ledger_table(const Offices& session, const ActorObject& actor, const Names& where,
                         const Text& text, bool verify, const OptionalText& columns,
                         const OptionalNumber& as_of, std::size_t batch_rows) {
  const auto viewer = known_viewer_of(actor);
  LedgerQuery query;
  for (const auto& one : texts_of("where", where))
    query.where.push_back(value_of(ledger_condition(one)));
  query.text = parameter("text", [&] { return text_of(text); });
  query.verify = verify;
  const auto names = if_given("columns", columns, text_of).value_or("all");
  return table_of(session,
                  value_of(ledger_source(query, viewer, names, position_of(session, as_of))),
                  batch_rows);
}

TableObject figures_table(const Offices& session, const ActorObject& actor, const Names& by,
                          const Names& names, const Filters& where, const Text& period, bool ended,
                          const OptionalNumber& as_of) {
  const auto viewer = known_viewer_of(actor);
  const auto query = figure_query_of(by, names, where, period, ended);
  const auto position = position_given("as_of", as_of);
  auto table = seen_of(value_of(session->use(
      [&](const Office& office) { return figures(office, query, viewer, position); })));
  return table_of(session, figures_source(std::move(table)), kBatchRows);
}

TableObject events_table(const Offices& session, const ActorObject& actor, const Names& by,
                         const Filters& where, const Text& period, const OptionalNumber& as_of) {
  const auto viewer = known_viewer_of(actor);
  const auto asked = figure_query_of(by, py::tuple{}, where, period, false);
  const EventQuery query{.where = asked.where, .from = asked.from, .to = asked.to, .by = asked.by};
  const auto position = position_given("as_of", as_of);
  auto table = seen_of(value_of(
      session->use([&](const Office& office) { return events(office, query, viewer, position); })));
  return table_of(session, figures_source(std::move(table)), kBatchRows);
}

/// Raises what there is if `wanted` is no kind of streams, or one of the types no event.
void check_names(const Offices& session, const LogQuery& query) {
  const auto ports = session->use([](const Office& office) { return office.engine().workflows(); });
  std::vector<std::string_view> kinds;
  std::vector<std::string_view> types;
  for (const auto* port : ports) {
    const auto& info = port->info();
    kinds.push_back(info.kind);
    for (const auto* set : {info.events, info.retired}) {
      if (set == nullptr) continue;
      for (const auto* type : set->types) types.push_back(type->type);
    }
  }
  const auto check = [](const char* what, const std::string& name,
                        const std::vector<std::string_view>& names) {
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    raise_no_such(Errc::invalid_argument, what, name, names);
  };
  if (!query.kind.empty()) check("kind of streams", query.kind, kinds);
  for (const auto& type : query.types) check("type of an event", type, types);
}

TableObject log_table(const Offices& session, const ActorObject& actor, const Text& purpose,
                      std::uint64_t from, const OptionalNumber& to, const Text& kind,
                      const Names& types, const Names& columns, std::size_t batch_rows) {
  const auto viewer = viewer_of(actor, purpose);
  LogQuery query{.from = Position{std::max(from, std::uint64_t{1})}, .to = head_of(session)};
  if (const auto last = if_given("to", to, number_of)) {
    query.to = std::min(query.to, Position{*last});
  }
  query.kind = parameter("kind", [&] { return text_of(kind); });
  query.types = texts_of("types", types);
  check_names(session, query);
  return table_of(session,
                  value_of(log_source(std::move(query), viewer, texts_of("columns", columns))),
                  batch_rows);
}

TableObject history_table(const Offices& session, const Names& keys, const ActorObject& actor,
                          const Text& purpose, const Text& code, const Names& columns,
                          std::size_t batch_rows) {
  const auto viewer = viewer_of(actor, purpose, code);
  std::vector<StreamId> streams;
  for (const auto& key : texts_of("keys", keys)) streams.push_back(stream_called(key));
  return table_of(session,
                  value_of(history_source(std::move(streams), viewer, texts_of("columns", columns),
                                          head_of(session))),
                  batch_rows);
}

void bind_classes(py::module_& module) {
  py::class_<ColumnBuffer>(module, "ColumnBuffer", py::buffer_protocol(), R"(
An array of one kind of values, by the buffer protocol: memoryview and numpy.asarray take it.)")
      .def_buffer([](const ColumnBuffer& buffer) {
        return py::buffer_info(const_cast<void*>(buffer.data),
                               static_cast<py::ssize_t>(buffer.width), buffer.format, 1,
                               {static_cast<py::ssize_t>(buffer.count)},
                               {static_cast<py::ssize_t>(buffer.width)}, true);
      });
  py::class_<WholeColumns, std::shared_ptr<WholeColumns>>(module, "TableColumns", R"(
All rows of a table, an array a column. recourse.Table shows them.)")
      .def_property_readonly(
          "rows", [](const WholeColumns& whole) { return whole.rows(); },
          "How many rows there are.")
      .def_property_readonly(
          "nbytes",
          [](const WholeColumns& whole) {
            std::size_t bytes = 0;
            for (const auto& column : whole.columns()) bytes += column.bytes();
            return bytes;
          },
          "Bytes of memory.")
      .def(
          "data",
          [](const std::shared_ptr<WholeColumns>& whole, const Text& name) {
            return data_of(whole, name);
          },
          py::arg("name"), R"(
Its values; of texts and words places among `wide_words`, -1 where nothing is; of long texts where
each begins in `text_bytes`, and where the last one ends.)")
      .def(
          "missing",
          [](const std::shared_ptr<WholeColumns>& whole, const Text& name) {
            return missing_of(whole, name);
          },
          py::arg("name"), "\nTrue where a row has nothing there.")
      .def(
          "text_bytes",
          [](const std::shared_ptr<WholeColumns>& whole, const Text& name) {
            return text_bytes_of(whole, name);
          },
          py::arg("name"), "\nThe texts one behind the other, in UTF-8.")
      .def(
          "wide_words",
          [](const std::shared_ptr<WholeColumns>& whole, const Text& name) {
            return wide_words_of(whole, name);
          },
          py::arg("name"), R"(
The different words in UCS-4, and how many letters each takes.)");
  py::class_<TableRows>(module, "TableRows", R"(
Rows of an office, to be read from the beginning as often as they are wanted. recourse.Table shows
them.)")
      .def_property_readonly(
          "position", [](const TableRows& rows) { return rows.position().value; },
          "They are true at this position.")
      .def_property_readonly("forms", &forms_of, R"(
(name, kind, whether rows may have nothing there) of each column.)")
      .def("labels", &labels_of, py::arg("name"), R"(
Chinese labels of a column's words; empty if it has none.)")
      .def(
          "load",
          [](const TableRows& rows) { return std::const_pointer_cast<WholeColumns>(load(rows)); },
          "\nReads all rows.")
      .def("stream", &stream_capsule, py::arg("requested_schema") = py::none(), R"(
A capsule "arrow_array_stream" of the Arrow C stream interface.)")
      .def("schema", &schema_capsule, R"(
A capsule "arrow_schema" of the Arrow C data interface.)");
}

using Binding = py::class_<Session, Offices>;

void bind_calls(Binding& office) {
  const py::tuple empty;
  office
      .def("ledger_table", &ledger_table, py::kw_only(), py::arg("actor"), py::arg("where") = empty,
           py::arg("text") = "", py::arg("verify") = true, py::arg("columns") = py::none(),
           py::arg("as_of") = py::none(), py::arg("batch_rows") = kBatchRows, R"(
The ledger as columns, by number (R26); actor, where, text, verify and as_of as in `ledger`.

columns: names between commas; "": the usual ones; None: all.
batch_rows: rows of a batch at most, from 1 to 16384.
Reading raises as `ledger`.)")
      .def("figures_table", &figures_table, py::kw_only(), py::arg("actor"), py::arg("by") = empty,
           py::arg("figures") = empty, py::arg("where") = py::dict{}, py::arg("period") = "",
           py::arg("ended") = false, py::arg("as_of") = py::none(), R"(
Figures of groups of cases as columns (R31), with the arguments of `figures`: the dimensions, and of
each figure a column. Of a share or mean it is the quotient, beside <name>_value and <name>_of; of a
percentile <name>_of says of how many cases. Raises as `figures`.)")
      .def("events_table", &events_table, py::kw_only(), py::arg("actor"), py::arg("by") = empty,
           py::arg("where") = py::dict{}, py::arg("period") = "", py::arg("as_of") = py::none(), R"(
How many events of cases there are, as columns; as `events`.)")
      .def("log_table", &log_table, py::kw_only(), py::arg("actor"), py::arg("purpose") = "",
           py::arg("from_") = std::uint64_t{1}, py::arg("to") = py::none(), py::arg("kind") = "",
           py::arg("types") = empty, py::arg("columns") = empty, py::arg("batch_rows") = kBatchRows,
           R"(
The log as columns, an event a row; `event` is its JSON, as somebody may see it.

actor, purpose: as in `history`; streams that are not theirs to see are left out, and with a purpose
    a look is recorded in each of the others, every time that the table is read.
from_, to: positions, both inclusive; None: up to what the log holds now.
kind, types: only streams of that kind, only events of those types; empty: all.
columns: their names; empty: all. Without `event` few records are decoded.
Raises InvalidArgumentError.)")
      .def("history_table", &history_table, py::arg("keys"), py::kw_only(), py::arg("actor"),
           py::arg("purpose") = "", py::arg("code") = "", py::arg("columns") = empty,
           py::arg("batch_rows") = kBatchRows,
           R"(
All events of many streams as columns, one stream after the other, as `log_table`.

keys: of cases, "S001-1", or whole streams, "case/S001-1". code: as in `state`.
Reading raises NotFoundError or Refused (not_to_be_seen) at the first such stream.)");
}

}  // namespace

void bind_tables(py::module_& module) {
  bind_classes(module);
  Binding office{module.attr("Office")};
  bind_calls(office);
  bind_bulk(module, office);
}

}  // namespace recourse::python
