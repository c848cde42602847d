#include <algorithm>
#include <recourse/lifecycle.hpp>
#include <stdexcept>

namespace recourse::lifecycle {
namespace {

std::string body(std::string_view name, std::initializer_list<std::string> regions) {
  std::string out = "  state " + std::string{name} + " {\n";
  bool first = true;
  for (const auto& region : regions) {
    if (!first) out += "    --\n";
    first = false;
    out += region;
  }
  return out + "  }\n";
}

}  // namespace

namespace detail {

std::size_t index_in(const describe::SetInfo& events, std::string_view event) {
  const auto index = events.find(event);
  if (index == events.types.size()) {
    throw std::logic_error{"the region's set has no event " + std::string{event}};
  }
  return index;
}

void no_step_for(const RowInfo& row) {
  throw std::logic_error{"no machine of the region has the event " + std::string{row.event} +
                         ", which leaves its phase " + std::string{row.from_name}};
}

void two_steps_for(std::string_view event) {
  throw std::logic_error{"two machines of the region have the event " + std::string{event}};
}

bool leaves(std::span<const RowInfo> rows, std::uint64_t from, std::string_view event) {
  return std::ranges::any_of(
      rows, [&](const RowInfo& row) { return row.from == from && row.event == event; });
}

std::string diagram(const describe::EnumInfo& phases, std::span<const RowInfo> rows,
                    std::string_view prefix) {
  // Mermaid wants [*] for the beginning.
  const auto node = [&](std::uint64_t phase, std::string_view name) {
    if (phase == 0) return std::string{"[*]"};
    return prefix.empty() ? std::string{name} : std::string{prefix} + "_" + std::string{name};
  };
  std::string out;
  for (const auto& phase : phases.words) {
    if (phase.value == 0) continue;
    out.append("    state \"").append(phase.name);
    if (!phase.zh.empty()) out.append(" ").append(phase.zh);
    out.append("\" as ").append(node(phase.value, phase.name)).append("\n");
  }
  for (const auto& row : rows) {
    out.append("    ").append(node(row.from, row.from_name)).append(" --> ");
    out.append(node(row.to, row.to_name)).append(" : ");
    out.append(row.event.substr(row.event.find('.') + 1));
    if (!row.zh.empty()) out.append(" ").append(row.zh);
    if (!row.when.empty()) out.append(" (").append(row.when).append(")");
    out.append("\n");
  }
  return out;
}

}  // namespace detail

std::string mermaid(std::string_view name, std::initializer_list<std::string> regions) {
  return "stateDiagram-v2\n" + body(name, regions);
}

std::string plantuml(std::string_view name, std::initializer_list<std::string> regions) {
  return "@startuml\n" + body(name, regions) + "@enduml\n";
}

}  // namespace recourse::lifecycle
