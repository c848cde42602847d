#include "results.hpp"

#include "complaint.hpp"
#include "convert.hpp"
#include "fields.hpp"

namespace recourse::python {
namespace {

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

/// What a record says beside its event.
Fields frame_of(const core::RecordView& record, std::string_view actor) {
  Fields fields;
  fields.put("position", record.position)
      .put("version", record.version)
      .put("occurred_at", record.occurred_at)
      .put("recorded_at", record.recorded_at)
      .put("actor", actor)
      .put("command_id", record.command_id.to_string());
  return fields;
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
  return Fields{}
      .put("id", opened.id.text())
      .put("inquiry_code", opened.inquiry_code)
      .put("appended", to_python(opened.outcome.appended()))
      .put("earlier", tuple_of(opened.earlier, as_python))
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
  return Fields{}
      .put("holds", proof.holds())
      .put("position", proof.position)
      .put("erasures", std::uint64_t{proof.erasures.size()})
      .put("fields", proof.fields)
      .put("opening", proof.opening)
      .put("later", proof.later)
      .put("rows", proof.rows)
      .put("usable",
           tuple_of(proof.usable, [](const auto& key) { return py::str{key.to_string()}; }))
      .put("unreached",
           tuple_of(proof.unreached, [](const auto& copy) { return py::str{copy.string()}; }))
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
  return frame_of(record, actor).put("type", type).put("event", std::move(event)).as("StreamEvent");
}

py::object log_event(const core::RecordView& record, std::string_view actor, std::string_view type,
                     py::object event) {
  return frame_of(record, actor)
      .put("stream", record.stream)
      .put("type", type)
      .put("event", std::move(event))
      .as("LogEvent");
}

py::object event_page(py::list events, Position next, Position head) {
  return Fields{}
      .put("events", py::object{py::tuple{std::move(events)}})
      .put("next", next)
      .put("head", head)
      .as("EventPage");
}

py::object to_python(const core::ArmedTimer& timer) {
  return Fields{}
      .put("name", timer.name)
      .put("due", timer.due)
      .put("fires", timer.fires)
      .put("spent", timer.spent)
      .as("ArmedTimer");
}

py::object to_python(const core::SubscriptionStatus& status) {
  return Fields{}
      .put("id", status.id)
      .put("name", status.name)
      .put("state", core::name_of(status.state))
      .put("position", status.position)
      .put("kept", status.checkpointed)
      .put("lag", status.lag())
      .put("handed", status.handed)
      .put_said("error", status.error)
      .as("SubscriberStatus");
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
      .put("history", tuple_of(copy.history, as_python))
      .put("looks", tuple_of(copy.looks, as_python))
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
      .put_said("last_error", status.last_error)
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
