#include <recourse/base/bytes.hpp>
#include <recourse/casework/complaint/views/figure_list.hpp>
#include <recourse/core/workflow_json.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/office/answer_json.hpp>

namespace recourse {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using boost::json::value;
namespace complaint = casework::complaint;

namespace {

template <class E>
string name_of(E one) {
  return string{describe::enum_name(one)};
}

object limit_json(const core::ArmedTimer& timer) {
  return {{"name", timer.name}, {"due", to_string(timer.due)}, {"fires", timer.fires}};
}

object entry_json(const complaint::CaseEntry& c) {
  object json{{"case", string{c.id.key()}},
              {"station", c.station},
              {"unit", c.unit},
              {"line", nullptr},
              {"phase", name_of(c.phases.stage)},
              {"clock", name_of(c.phases.clock)},
              {"reported_at", to_string(c.reported_at)},
              {"overdue", c.overdue},
              {"next_deadline", nullptr}};
  if (c.line) json["line"] = name_of(*c.line);
  if (const auto& next = c.next_deadline) {
    json["next_deadline"] =
        object{{"kind", next->name}, {"due", to_string(next->due)}, {"fires", next->fires}};
  }
  return json;
}

object entry_json(const complaint::Deadline& d, Timestamp now) {
  return {{"case", string{d.id.key()}},
          {"kind", name_of(d.kind)},
          {"due", to_string(d.due)},
          {"passed", now > d.due},
          {"fires", d.fires},
          {"station", d.station},
          {"unit", d.unit},
          {"phase", name_of(d.phases.stage)},
          {"clock", name_of(d.phases.clock)}};
}

object row_json(const LedgerEntry& row, const LedgerColumns& columns) {
  object json;
  for (const auto* column : columns) {
    const bool empty = !ledger_cell(row, *column, UtcOffset{0});
    json[column->name] =
        empty ? value(nullptr) : describe::to_json(column->at(&row), *column->value);
  }
  return json;
}

object material_json(const casework::Material& m) {
  return {{"code", m.code},
          {"zh", m.zh},
          {"en", m.en},
          {"requirement_zh", m.requirement_zh},
          {"requirement_en", m.requirement_en},
          {"main", m.main}};
}

object matter_json(const casework::Matter& m) {
  array materials;
  for (const auto& material : m.materials) materials.push_back(material_json(material));
  object json{
      {"code", m.code},          {"zh", m.zh},           {"en", m.en},
      {"line", name_of(m.line)}, {"limit", m.limit},     {"limit_days", nullptr},
      {"licence", m.licence},    {"lacking", m.lacking}, {"materials", std::move(materials)}};
  if (m.limit_days) json["limit_days"] = *m.limit_days;
  return json;
}

/// An entry for each event that a record means today.
Result<void> add_entries(const core::WorkflowPort& port, const core::RecordView& r,
                         const core::Visibility& visibility, array& entries) {
  RECOURSE_TRY_ASSIGN(auto events, core::events_json(port, r, visibility));
  const auto actor = core::actor_of(port, r, visibility);
  for (auto& event : events) {
    entries.push_back(object{{"position", r.position.value},
                             {"version", r.version.value},
                             {"occurred_at", to_string(r.occurred_at)},
                             {"recorded_at", to_string(r.recorded_at)},
                             {"actor", string{actor}},
                             {"command_id", r.command_id.to_string()},
                             {"event", std::move(event)}});
  }
  return {};
}

/// Null: it has none.
value label_json(const core::Label& label) {
  if (label.empty()) return nullptr;
  return object{{"en", label.en}, {"zh", label.zh}};
}

std::string_view state_of(const core::ViewStatus& s) {
  if (s.stopped) return "stopped";
  if (s.outdated) return "outdated";
  return s.lag() == 0 ? "current" : "behind";
}

object status_json(const core::ViewStatus& s) {
  return {{"version", s.name.version}, {"build", s.name.build}, {"position", s.position.value},
          {"head", s.head.value},      {"lag", s.lag()},        {"state", string{state_of(s)}},
          {"error", s.error}};
}

/// Types of the events that a command came to, in their order.
Result<array> types_of(const core::EventStore& store, const core::Appended& appended) {
  array types;
  if (appended.last.value == 0) return types;
  RECOURSE_TRY_ASSIGN(const auto cursor,
                      store.read_all({.from = appended.first, .to = appended.last}));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return types;
    types.push_back(string{cursor->record().type});
  }
}

void add_dimensions(std::span<const complaint::DimensionInfo> list, std::string_view of,
                    array& to) {
  for (const auto& one : list) {
    to.push_back({{"name", one.name},
                  {"en", one.en},
                  {"zh", one.zh},
                  {"of", of},
                  {"sentence", one.sentence}});
  }
}

}  // namespace

object item_answer(Position position, value item) {
  return {{"position", position.value}, {"item", std::move(item)}};
}

object list_answer(Position position, array items, std::string_view next) {
  object json{{"position", position.value}, {"items", std::move(items)}};
  if (!next.empty()) json["next"] = base::hex(next);
  return json;
}

object item_answer(value item) { return {{"item", std::move(item)}}; }

object list_answer(array items) { return {{"items", std::move(items)}}; }

object to_answer(const complaint::CasePage& page) {
  array items;
  for (const auto& c : page.cases) items.push_back(entry_json(c));
  return list_answer(page.position, std::move(items), page.next);
}

object to_answer(const complaint::DeadlineList& list, Timestamp now) {
  array items;
  for (const auto& d : list.deadlines) items.push_back(entry_json(d, now));
  return list_answer(list.position, std::move(items), list.next);
}

object to_answer(const casework::Agenda& agenda, const casework::AgendaQuery& query,
                 Timestamp now) {
  array items;
  for (const auto& e : agenda.entries) {
    auto item = describe::to_json(e).as_object();
    item["passed"] = e.due && now > *e.due;
    items.push_back(std::move(item));
  }
  auto json = list_answer(agenda.position, std::move(items));
  json["unit"] = query.unit;
  json["more"] = agenda.more;
  return json;
}

object to_answer(const LedgerPage& page, const LedgerColumns& columns) {
  array items;
  for (const auto& row : page.rows) items.push_back(row_json(row, columns));
  auto json = list_answer(page.position, std::move(items));
  if (page.probable) json["probable"] = true;
  if (!page.next.empty()) json["next"] = base::hex(page.next);
  return json;
}

object stream_json(const core::WorkflowPort& workflow, const StreamId& stream,
                   const core::AnyState& now, const core::Visibility& visibility) {
  array timers;
  for (const auto& timer : now.timers) {
    if (!timer.spent) timers.push_back(limit_json(timer));
  }
  return {{"key", string{stream.key()}},
          {"version", now.version.value},
          {"definition", now.definition},
          {"state", core::state_json(workflow, now, visibility)},
          {"timers", std::move(timers)}};
}

Result<array> history_json(const core::WorkflowPort& workflow, const StreamId& stream,
                           const core::Visibility& visibility) {
  array entries;
  RECOURSE_TRY_ASSIGN(const auto cursor, workflow.store().read_stream(stream));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return entries;
    RECOURSE_TRY(add_entries(workflow, cursor->record(), visibility, entries));
  }
}

array looks_json(const std::vector<core::LookTaken>& looks) {
  array items;
  for (const auto& one : looks) {
    items.push_back(object{{"position", one.position.value},
                           {"version", one.version.value},
                           {"at", to_string(one.at)},
                           {"actor", string{one.actor}},
                           {"purpose", string{one.purpose}}});
  }
  return items;
}

array matters_json(const casework::Catalogue& catalogue,
                   const std::optional<casework::Line>& only) {
  array items;
  for (const auto& m : catalogue.matters()) {
    if (!only || m.line == *only) items.push_back(matter_json(m));
  }
  return items;
}

array reasons_json(const casework::Catalogue& catalogue) {
  array items;
  for (const auto& r : catalogue.reasons()) {
    items.push_back(
        object{{"code", r.code}, {"zh", r.zh}, {"en", r.en}, {"usual_route", r.usual_route}});
  }
  return items;
}

object figure_list_json() {
  array figures;
  for (const auto& one : complaint::figure_list()) {
    figures.push_back({{"name", one.name},
                       {"en", one.en},
                       {"zh", one.zh},
                       {"rule", one.rule},
                       {"form", describe::enum_name(one.form)},
                       {"formula", one.formula},
                       {"sentence", one.sentence}});
  }
  array dimensions;
  add_dimensions(complaint::dimension_list(), "cases", dimensions);
  add_dimensions(complaint::event_dimension_list(), "events", dimensions);
  return {{"figures", std::move(figures)}, {"dimensions", std::move(dimensions)}};
}

object to_json(const core::ViewReport& r, const core::Label& label) {
  object json{{"name", r.serving.name.view}, {"label", label_json(label)}};
  for (auto& member : status_json(r.serving)) json[member.key()] = std::move(member.value());
  json["building"] = nullptr;
  if (r.building) {
    const auto& b = *r.building;
    auto building = status_json(b);
    const auto head = static_cast<double>(b.head.value);
    building["progress"] = b.head.value == 0 ? 1.0 : static_cast<double>(b.position.value) / head;
    building["records_per_second"] = b.records_per_second;
    building["eta_seconds"] = nullptr;
    if (const auto eta = b.eta_seconds()) building["eta_seconds"] = *eta;
    json["building"] = std::move(building);
  }
  return json;
}

object to_json(const core::TimersStatus& s) {
  object json{{"fired", s.fired},     {"declined", s.declined}, {"stale", s.stale},
              {"retried", s.retried}, {"failing", s.failing},   {"last_error", s.last_error},
              {"next_due", nullptr}};
  if (s.next_due) json["next_due"] = to_string(*s.next_due);
  return json;
}

object to_json(const core::ReactionStatus& s, const core::Label& label) {
  return {{"name", s.name},
          {"label", label_json(label)},
          {"position", s.position.value},
          {"head", s.head.value},
          {"lag", s.lag()},
          {"stopped", s.stopped},
          {"error", s.error},
          {"taken", s.taken},
          {"refused", s.refused}};
}

Result<object> outcome_json(const Office& office, const BegunStream& done,
                            const CommandId& command_id) {
  const auto& appended = done.outcome.appended();
  RECOURSE_TRY_ASSIGN(auto events, types_of(office.store(), appended));
  auto version = appended.version;
  if (done.outcome.nothing_to_do()) {
    RECOURSE_TRY_ASSIGN(version, office.store().version_of(done.stream));
  }
  object outcome{{"stream", done.stream.text()},         {"version", version.value},
                 {"position", appended.last.value},      {"repeated", appended.repeated},
                 {"command_id", command_id.to_string()}, {"events", std::move(events)}};
  if (!done.inquiry_code.empty()) outcome["inquiry_code"] = done.inquiry_code;
  if (!done.earlier.empty()) {
    array earlier;
    for (const auto& one : done.earlier) earlier.push_back(describe::to_json(one));
    outcome["earlier"] = std::move(earlier);
  }
  return outcome;
}

}  // namespace recourse
