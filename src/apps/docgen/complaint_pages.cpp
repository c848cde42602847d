#include "complaint_pages.hpp"

#include <fmt/format.h>

#include <recourse/casework/complaint/authority.hpp>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/views/figure_list.hpp>
#include <span>

#include "effort.hpp"

namespace recourse::docgen {
namespace {

using namespace casework;

std::string lifecycle_page() {
  std::string text{kNote};
  text += "# The life of a case\n\n```mermaid\n" + complaint::lifecycle_mermaid() + "```\n";
  text += "\n| from | command | event | to |\n|---|---|---|---|\n";
  for (const auto& t : complaint::transitions()) {
    text += fmt::format("| {} {} | `{}` {} | `{}` | {} {} |\n", describe::enum_name(t.from),
                        complaint::zh(t.from), t.command, t.zh, t.event, describe::enum_name(t.to),
                        complaint::zh(t.to));
  }
  text +=
      "\nThe clock of the deadline for resolution runs beside it:\n\n| from | event | to "
      "|\n|---|---|---|\n";
  for (const auto& t : complaint::clock_transitions()) {
    text += fmt::format("| {} {} | `{}` {} | {} {} |\n", describe::enum_name(t.from),
                        complaint::zh(t.from), t.event, t.zh, describe::enum_name(t.to),
                        complaint::zh(t.to));
  }
  const auto duties = [&](std::string_view title, std::span<const complaint::DutyTransition> rows) {
    text += fmt::format("\n{}\n\n| from | event | when | to |\n|---|---|---|---|\n", title);
    for (const auto& t : rows) {
      text += fmt::format("| {} | `{}` {} | {} | {} |\n", t.from, t.event, t.zh, t.when, t.to);
    }
  };
  duties("The follow-up of a bad rating (R17):", complaint::follow_up_transitions());
  duties("The supervision, which moves neither owner nor clock:",
         complaint::supervision_transitions());
  return text;
}

/// The columns of the table.
constexpr Role kColumns[] = {Role::citizen,       Role::window_officer,   Role::counter_lead,
                             Role::station_chief, Role::district_officer, Role::city_officer,
                             Role::liaison,       Role::supervisor,       Role::administrator,
                             Role::timer,         Role::importer,         Role::receiver};

std::string authority_page() {
  std::string text{kNote};
  text +=
      "# Authority\n\nWho may give which command: `Y` wherever the phase takes it, a name on that "
      "condition, `-` never. Roles of the station\nact for their own station only. Whoever is "
      "barred may give nothing but `case.recuse` and `case.answer_supervision`;\ncivilian and "
      "auxiliary staff nothing at all (R5). Phases are in [lifecycle.md](lifecycle.md).\n\n"
      "| command |";
  for (const auto role : kColumns) text += fmt::format(" {} |", describe::enum_name(role));
  text += "\n|---|";
  for (std::size_t i = 0; i < std::size(kColumns); ++i) text += "---|";
  text += "\n";
  for (const auto* const command : describe::set_info<complaint::Command>().types) {
    const auto name = command->type;
    text += fmt::format("| `{}` {} |", name, command->zh);
    for (const auto role : kColumns) {
      const bool may = contains(complaint::roles_anywhere(name), role);
      std::string names;
      for (const auto condition : complaint::conditions_for(name, role)) {
        names += (names.empty() ? "" : ", ") + std::string{describe::enum_name(condition)};
      }
      text += fmt::format(" {} |", !may ? "-" : names.empty() ? "Y" : names);
    }
    text += "\n";
  }
  text += "\n| condition | rule | meaning | |\n|---|---|---|---|\n";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<complaint::Condition>>(
      [&](auto d) {
        text += fmt::format("| `{}` | {} | {} | {} |\n", d.name, complaint::rule_of(d.value),
                            complaint::en(d.value), complaint::zh(d.value));
      });
  return text;
}

std::string figures_page() {
  std::string text{kNote};
  text +=
      "# Figures\n\nEvery figure of the cases, and the dimensions by which it can be asked; "
      "[figures.md](../figures.md) says how. Each is defined once, in "
      "`casework/complaint/views/figure_list.cpp`, which computes it and finds the cases behind "
      "it.\n\n| figure | | rule | formula | meaning | unit |\n|---|---|---|---|---|---|\n";
  for (const auto& one : complaint::figure_list()) {
    text += fmt::format(
        "| `{}` {} | {} | {} | {} | {} | {} |\n", one.name, one.zh, one.en, one.rule, one.formula,
        one.sentence,
        one.form == complaint::FigureForm::median || one.form == complaint::FigureForm::p90
            ? fmt::format("{}, exact, nearest rank", one.unit)
            : std::string{one.unit});
  }
  const auto dimensions = [&](std::span<const complaint::DimensionInfo> list) {
    text += "\n| dimension | | meaning |\n|---|---|---|\n";
    for (const auto& one : list) {
      text += fmt::format("| `{}` {} | {} | {} |\n", one.name, one.zh, one.en, one.sentence);
    }
  };
  text += "\n## Dimensions of cases\n";
  dimensions(complaint::dimension_list());
  text += "\n## Dimensions of events\n";
  dimensions(complaint::event_dimension_list());
  return text;
}

}  // namespace

std::vector<Page> complaint_pages() {
  const auto folder = std::string{complaint::ComplaintDecider::kName} + "/";
  return {
      {folder + "lifecycle.md", "the life of a case as a diagram and as tables", lifecycle_page()},
      {folder + "lifecycle.puml", "the same diagram for PlantUML", complaint::lifecycle_plantuml()},
      {folder + "authority.md", "who may give which command, and on which condition",
       authority_page()},
      {"figures.md", "every figure with its formula, and the dimensions", figures_page()},
      {folder + "effort.md", "how many commands and fields each route takes", effort_page()}};
}

}  // namespace recourse::docgen
