#include "results.hpp"

#include "complaint.hpp"
#include "convert.hpp"

namespace recourse::python {
namespace {

/// The fields of a result by name, then the result.
class Fields {
 public:
  Fields& put(const char* name, py::object value) {
    fields_[name] = std::move(value);
    return *this;
  }
  Fields& put(const char* name, std::uint64_t value) { return put(name, py::int_(value)); }
  Fields& put(const char* name, std::uint32_t value) { return put(name, py::int_(value)); }
  Fields& put(const char* name, bool value) { return put(name, py::bool_(value)); }
  Fields& put(const char* name, std::string_view value) { return put(name, text_to_python(value)); }
  Fields& put(const char* name, Timestamp value) { return put(name, moment_to_python(value)); }
  Fields& put(const char* name, const std::optional<Timestamp>& value) {
    return put(name, value ? moment_to_python(*value) : py::none());
  }
  Fields& put(const char* name, const std::optional<LocalDay>& value) {
    return put(name, value ? day_to_python(*value) : py::none());
  }
  Fields& put(const char* name, Position value) { return put(name, value.value); }
  Fields& put(const char* name, Version value) { return put(name, value.value); }

  py::object as(const char* name) const {
    const auto type = package_attribute("recourse.results", name);
    static PyObject* const no_arguments = PyTuple_New(0);
    auto made =
        py::reinterpret_steal<py::object>(PyObject_Call(type.ptr(), no_arguments, fields_.ptr()));
    if (!made) throw py::error_already_set();
    return made;
  }

 private:
  py::dict fields_;
};

template <class T>
py::object tuple_of(const std::vector<T>& list, py::object (*one)(const T&)) {
  py::tuple items(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) items[i] = one(list[i]);
  return py::object{std::move(items)};
}

py::object entry_to_python(const casework::complaint::CaseEntry& entry) {
  const auto& next = entry.next_deadline;
  return Fields{}
      .put("id", entry.id.text())
      .put("station", entry.station)
      .put("unit", entry.unit)
      .put("line", entry.line ? to_python(*entry.line) : py::none())
      .put("phases", to_python(entry.phases))
      .put("reported_at", entry.reported_at)
      .put("overdue", entry.overdue)
      .put("next_deadline", next ? std::string_view{next->name} : std::string_view{})
      .put("next_due", next ? std::optional{next->due} : std::nullopt)
      .as("CaseEntry");
}

py::object deadline_to_python(const casework::complaint::Deadline& deadline) {
  return Fields{}
      .put("id", deadline.id.text())
      .put("kind", to_python(deadline.kind))
      .put("due", deadline.due)
      .put("fires", deadline.fires)
      .put("station", deadline.station)
      .put("unit", deadline.unit)
      .put("phases", to_python(deadline.phases))
      .as("Deadline");
}

py::object agenda_entry_to_python(const casework::AgendaEntry& entry) {
  return Fields{}
      .put("stream", entry.stream)
      .put("duty", entry.duty)
      .put("zh", entry.zh)
      .put("rule", entry.rule)
      .put("unit", entry.unit)
      .put("due", entry.due)
      .put("provisional", entry.provisional)
      .as("AgendaEntry");
}

py::object days_to_python(const casework::complaint::WorkingDays& days) {
  return Fields{}
      .put("cases", days.cases)
      .put("median", days.median)
      .put("p90", days.p90)
      .put("most", days.most)
      .put("within_1", days.within_1)
      .put("within_5", days.within_5)
      .put("within_10", days.within_10)
      .put("within_15", days.within_15)
      .as("WorkingDays");
}

/// {word: count}; the words are numbered from 1, in the order of the counts.
template <class Word, std::size_t N>
py::object by_word(const std::array<std::uint64_t, N>& counts) {
  py::dict result;
  for (std::size_t i = 0; i < N; ++i) {
    result[to_python(static_cast<Word>(i + 1))] = py::int_(counts[i]);
  }
  return py::object{std::move(result)};
}

}  // namespace

py::object to_python(const core::Appended& appended) {
  return Fields{}
      .put("first", appended.first)
      .put("last", appended.last)
      .put("version", appended.version)
      .put("recorded_at", appended.recorded_at)
      .put("repeated", appended.repeated)
      .as("Appended");
}

py::object to_python(const casework::complaint::EarlierCase& earlier) {
  return Fields{}
      .put("stream", earlier.stream)
      .put("matter", earlier.matter)
      .put("reported_at", earlier.reported_at)
      .put("known_by", earlier.known_by)
      .as("EarlierCase");
}

py::object to_python(const OpenedCase& opened) {
  py::list earlier;
  for (const auto& one : opened.earlier) earlier.append(to_python(one));
  return Fields{}
      .put("id", opened.id.text())
      .put("inquiry_code", opened.inquiry_code)
      .put("appended", to_python(opened.outcome.appended()))
      .put("earlier", py::object{py::tuple{earlier}})
      .as("OpenedCase");
}

py::object to_python(const core::LookTaken& look) {
  return Fields{}
      .put("position", look.position)
      .put("version", look.version)
      .put("at", look.at)
      .put("actor", look.actor)
      .put("purpose", look.purpose)
      .as("LookTaken");
}

py::object to_python(const notary::Receipt& receipt, bool cose) {
  return Fields{}
      .put("data", py::bytes(cose ? notary::to_cose(receipt) : notary::to_tlog_proof(receipt)))
      .put("record", py::bytes(receipt.record))
      .put("position", receipt.index.value + 1)
      .put("origin", receipt.head.origin)
      .put("size", receipt.head.size.value)
      .as("Receipt");
}

py::object to_python(const notary::Verdict& verdict) {
  return Fields{}
      .put("proven", verdict.proven())
      .put("fault", verdict.fault)
      .put("record", py::bytes(verdict.record))
      .put("position", verdict.proven() ? verdict.index.value + 1 : std::uint64_t{0})
      .put("origin", verdict.head.origin)
      .put("size", verdict.head.size.value)
      .put("key", verdict.key)
      .as("Verdict");
}

py::object to_python(const ErasureProof& proof) {
  py::list usable;
  for (const auto& key : proof.usable) usable.append(py::str{key.to_string()});
  py::list unreached;
  for (const auto& copy : proof.unreached) unreached.append(py::str{copy.string()});
  return Fields{}
      .put("holds", proof.holds())
      .put("position", proof.position)
      .put("erasures", std::uint64_t{proof.erasures.size()})
      .put("fields", proof.fields)
      .put("opening", proof.opening)
      .put("later", proof.later)
      .put("rows", proof.rows)
      .put("usable", py::object{py::tuple{usable}})
      .put("unreached", py::object{py::tuple{unreached}})
      .as("ErasureProof");
}

py::object to_python(const casework::complaint::Document& paper) {
  return Fields{}
      .put("kind", describe::enum_name(paper.kind))
      .put("number", paper.number)
      .put("title", paper.title)
      .put("text", document_text(paper))
      .put("html", document_html(paper))
      .put("recorded", paper.recorded)
      .put("draft", paper.draft)
      .as("Document");
}

py::object to_python(const CaseView& view) {
  return Fields{}
      .put("id", view.id.text())
      .put("state", to_python(view.state))
      .put("version", view.version)
      .put("definition", view.definition)
      .as("CaseView");
}

py::object to_python(const HistoryEntry& entry) {
  return Fields{}
      .put("position", entry.position)
      .put("version", entry.version)
      .put("occurred_at", entry.occurred_at)
      .put("recorded_at", entry.recorded_at)
      .put("actor", entry.actor)
      .put("command_id", entry.command_id.to_string())
      .put("event", to_python(entry.event))
      .as("HistoryEntry");
}

py::object stream_event(const core::RecordView& record, std::string_view actor,
                        std::string_view type, py::object event) {
  return Fields{}
      .put("position", record.position)
      .put("version", record.version)
      .put("occurred_at", record.occurred_at)
      .put("recorded_at", record.recorded_at)
      .put("actor", actor)
      .put("command_id", record.command_id.to_string())
      .put("type", type)
      .put("event", std::move(event))
      .as("StreamEvent");
}

py::object to_python(const casework::complaint::DueTime& due) {
  return Fields{}
      .put("kind", to_python(due.kind))
      .put("due", to_python(due.due))
      .put("met_at", due.met_at)
      .put("command", due.command)
      .as("DueTime");
}

py::object to_python(const CaseCopy& copy) {
  py::list left_out;
  for (const auto& word : describe::enum_info<describe::Access>.words) {
    if (copy.left_out.contains(static_cast<describe::Access>(word.value))) {
      left_out.append(text_to_python(word.name));
    }
  }
  return Fields{}
      .put("now", to_python(copy.now))
      .put("history", tuple_of<HistoryEntry>(copy.history, &to_python))
      .put("looks", tuple_of<core::LookTaken>(copy.looks, &to_python))
      .put("left_out", py::object{py::tuple(std::move(left_out))})
      .as("CaseCopy");
}

py::object to_python(const casework::complaint::CasePage& page) {
  return Fields{}
      .put("cases", tuple_of(page.cases, &entry_to_python))
      .put("next", py::bytes(page.next))
      .put("position", page.position)
      .as("CasePage");
}

py::object to_python(const casework::complaint::DeadlineList& list) {
  return Fields{}
      .put("deadlines", tuple_of(list.deadlines, &deadline_to_python))
      .put("more", list.more)
      .put("next", py::bytes(list.next))
      .put("position", list.position)
      .as("DeadlineList");
}

py::object to_python(const casework::Agenda& agenda) {
  return Fields{}
      .put("entries", tuple_of(agenda.entries, &agenda_entry_to_python))
      .put("more", agenda.more)
      .put("position", agenda.position)
      .as("Agenda");
}

py::object to_python(const core::TimersStatus& status) {
  return Fields{}
      .put("fired", status.fired)
      .put("declined", status.declined)
      .put("stale", status.stale)
      .put("failing", std::uint64_t{status.failing})
      .put("last_error", status.last_error)
      .put("next_due", status.next_due)
      .as("TimersStatus");
}

py::object to_python(const casework::complaint::Figures& figures) {
  py::dict lines;
  for (const auto& line : figures.lines) {
    lines[to_python(line.line)] = Fields{}
                                      .put("cases", line.cases)
                                      .put("closed", line.closed)
                                      .put("concluded", line.concluded)
                                      .put("done", line.done)
                                      .as("LineFigures");
  }
  return Fields{}
      .put("cases", figures.cases)
      .put("open", figures.open)
      .put("closed", figures.closed)
      .put("concluded", figures.concluded)
      .put("duplicates", figures.duplicates)
      .put("withdrawn", figures.withdrawn)
      .put("open_overdue", figures.open_overdue)
      .put("done", figures.done)
      .put("on_time", figures.on_time)
      .put("same_day", figures.same_day)
      .put("escalated", figures.escalated)
      .put("overdue", figures.overdue)
      .put("reopened", figures.reopened)
      .put("historical", figures.historical)
      .put("stations", std::uint64_t{figures.stations})
      .put("districts", std::uint64_t{figures.districts})
      .put("rated", figures.rated)
      .put("first_report", figures.first_report)
      .put("last_report", figures.last_report)
      .put("lines", std::move(lines))
      .put("outcomes", by_word<casework::complaint::Outcome>(figures.outcomes))
      .put("grades", by_word<casework::complaint::Grade>(figures.grades))
      .put("services", by_word<casework::complaint::Grade>(figures.services))
      .put("policies", by_word<casework::complaint::Grade>(figures.policies))
      .put("rated_badly", figures.rated_badly)
      .put("missed", figures.missed)
      .put("working_days", days_to_python(figures.working_days))
      .as("Figures");
}

}  // namespace recourse::python
