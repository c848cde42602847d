#include "apps/cli/lookup_commands.hpp"

#include <fmt/format.h>

#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/complaint/views/places.hpp>
#include <recourse/office/answer_json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/served_workflow.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using casework::Catalogue;
using casework::Line;
using casework::Role;

using Rows = std::vector<std::vector<std::string>>;

// --- matters and reasons -------------------------------------------------------------------------

Exit run_matters(const Session& session, const std::string& line) {
  const auto only = named<Line>(line);
  Rows rows{{"code", "事项", "matter", "条线 line", "时限 limit", "材料 papers"}};
  for (const auto& m : Catalogue::builtin().matters()) {
    if (only && m.line != *only) continue;
    rows.push_back(
        {m.code, m.zh, m.en,
         std::string{casework::zh(m.line)} + " " + std::string{describe::enum_name(m.line)},
         m.limit, m.materials.empty() ? "" : std::to_string(m.materials.size())});
  }
  auto items = matters_json(Catalogue::builtin(), only);
  return answered(print(session, list_answer(std::move(items)), table(rows, "<<<<<>")));
}

Exit run_reasons(const Session& session) {
  Rows rows{{"code", "原因", "reason", "usual route"}};
  for (const auto& r : Catalogue::builtin().reasons()) {
    rows.push_back({r.code, r.zh, r.en, r.usual_route});
  }
  auto items = reasons_json(Catalogue::builtin());
  return answered(print(session, list_answer(std::move(items)), table(rows, "<<<<")));
}

// --- districts and stations ----------------------------------------------------------------------

/// Those that a new report may name.
Exit run_districts(const Session& session) {
  const auto options = session.options();
  if (!options) return fail(session, options.error());
  array items;
  Rows rows{{"code", "分局 district"}};
  for (const auto& one : options->norms.district_list()) {
    items.push_back(object{{"code", one.code}, {"name", one.name}});
    rows.push_back({one.code, one.name});
  }
  const auto text = items.empty()
                        ? "any: the norms '" + options->norms.name + "' list no districts\n"
                        : table(rows, "<<");
  return answered(print(session, list_answer(std::move(items)), text));
}

Exit run_stations(const Session& session) {
  namespace complaint = casework::complaint;
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->store().head();
  if (!head) return fail(session, head.error());
  const auto rows = (*office)->engine().rows(complaint::CasesView::kName, *head);
  if (!rows) return fail(session, rows.error());
  const auto stations = complaint::listed_stations(**rows);
  if (!stations) return fail(session, stations.error());
  const auto position = (*rows)->position();
  array items;
  std::string text;
  for (const auto& station : *stations) {
    items.push_back(object{{"code", station}});
    text += station + "\n";
  }
  text += fmt::format("{} stations 派出所, true at position {}\n", grouped(stations->size()),
                      grouped(position.value));
  return answered(print(session, list_answer(position, std::move(items)), text));
}

// --- phases and roles ----------------------------------------------------------------------------

/// A field of a state that says where a stream is.
struct PhaseField {
  std::string name;
  std::string_view doc;
  const describe::EnumInfo* words;
};

/// The state's own enumerations, and those of a member `phases` that has one for each region.
std::vector<PhaseField> phase_fields(const describe::TypeInfo& state) {
  std::vector<PhaseField> fields;
  for (const auto& field : state.fields) {
    const auto& value = *field.value;
    if (value.shape == describe::Shape::enumeration) {
      fields.push_back({std::string{field.name}, field.doc, value.words});
    }
    if (field.name != "phases" || value.shape != describe::Shape::object) continue;
    for (const auto& region : value.object->fields) {
      if (region.value->shape != describe::Shape::enumeration) continue;
      fields.push_back({std::string{region.name}, region.doc, region.value->words});
    }
  }
  return fields;
}

void add_phases(const core::WorkflowInfo& workflow, array& items, Rows& rows) {
  if (workflow.state == nullptr) return;
  for (const auto& field : phase_fields(*workflow.state)) {
    for (const auto& word : field.words->words) {
      items.push_back(object{{"workflow", string{workflow.kind}},
                             {"field", field.name},
                             {"name", string{word.name}},
                             {"zh", string{word.zh}}});
      rows.push_back(
          {std::string{workflow.kind}, field.name, std::string{word.name}, std::string{word.zh}});
    }
  }
}

Exit run_phases(const Session& session, const std::string& kind) {
  array items;
  Rows rows{{"workflow", "field", "phase", "阶段"}};
  for (const auto& workflow : office_workflows()) {
    if (kind.empty() || workflow.info->kind == kind) add_phases(*workflow.info, items, rows);
  }
  const auto text =
      items.empty() ? "no phases: the workflow's state has no enumeration\n" : table(rows, "<<<<");
  return answered(print(session, list_answer(std::move(items)), text));
}

Exit run_roles(const Session& session) {
  array items;
  Rows rows{{"role", "角色"}};
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    const auto zh = casework::zh(d.value);
    items.push_back(object{{"name", d.name}, {"zh", string{zh}}});
    rows.push_back({d.name, std::string{zh}});
  });
  return answered(print(session, list_answer(std::move(items)), table(rows, "<<")));
}

}  // namespace

void add_lookup_commands(CommandLine& app, const Session& session, std::function<Exit()>& chosen) {
  const auto line = std::make_shared<std::string>();
  auto* matters = app.add_subcommand("matters", "Lists what people come for, with codes.");
  matters->add_option("--line", *line, "Only those of this business line, say population.")
      ->among("line", describe::enum_info<Line>);
  matters->callback([&session, &chosen, line] {
    chosen = [&session, line] { return run_matters(session, *line); };
  });
  auto* reasons = app.add_subcommand("reasons", "Lists why it could not be done, with codes.");
  reasons->callback([&session, &chosen] { chosen = [&session] { return run_reasons(session); }; });
  auto* districts =
      app.add_subcommand("districts", "Lists the districts that a report may name, with codes.");
  districts->callback(
      [&session, &chosen] { chosen = [&session] { return run_districts(session); }; });
  auto* stations = app.add_subcommand("stations", "Lists the stations that have a case.");
  stations->callback(
      [&session, &chosen] { chosen = [&session] { return run_stations(session); }; });
  const auto kind = std::make_shared<std::string>();
  auto* phases = app.add_subcommand("phases", "Lists where a stream can be, workflow by workflow.");
  phases->add_option("kind", *kind, "Only this workflow, say case.")
      ->among("workflow", workflow_kinds());
  phases->callback([&session, &chosen, kind] {
    chosen = [&session, kind] { return run_phases(session, *kind); };
  });
  auto* roles = app.add_subcommand("roles", "Lists who may act.");
  roles->callback([&session, &chosen] { chosen = [&session] { return run_roles(session); }; });
}

}  // namespace recourse::cli
