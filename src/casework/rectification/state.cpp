#include <algorithm>
#include <recourse/casework/rectification/state.hpp>

namespace recourse::casework::rectification {

const Measure* find_measure(const State& state, std::uint32_t number) {
  const auto found = std::ranges::find(state.measures, number, &Measure::number);
  return found == state.measures.end() ? nullptr : &*found;
}

std::uint32_t count(const State& state, MeasureStatus status) {
  const auto is = [&](const Measure& one) {
    return one.round == state.round && one.status == status;
  };
  return static_cast<std::uint32_t>(std::ranges::count_if(state.measures, is));
}

bool is_adopted(const State& state, MeasureKind kind) {
  return std::ranges::any_of(state.measures, [&](const Measure& one) {
    const bool holds =
        one.status == MeasureStatus::adopted || one.status == MeasureStatus::carried_out;
    return one.round == state.round && holds && one.kind == kind;
  });
}

bool changes_catalogue(const State& state) {
  return is_adopted(state, MeasureKind::notice) || is_adopted(state, MeasureKind::material_list);
}

std::optional<Step> step_of(Phase phase) {
  switch (phase) {
    case Phase::opened:
      return Step::analyse;
    case Phase::analysed:
      return Step::propose;
    case Phase::proposed:
      return Step::adopt;
    case Phase::adopted:
      return Step::carry_out;
    case Phase::carried_out:
      return Step::publish;
    case Phase::measured:
      return Step::verify;
    case Phase::effective:
    case Phase::unproven:
      return Step::conclude;
    case Phase::none:
    case Phase::observed:
    case Phase::closed:
      break;
  }
  return std::nullopt;
}

std::string class_name(std::string_view matter, std::string_view reason, Line line) {
  std::string name{matter.empty() ? describe::enum_name(line) : matter};
  return name.append(" × ").append(reason);
}

std::string class_tag(std::string_view matter, std::string_view reason, Line line, LocalDay from,
                      LocalDay to) {
  std::string tag{matter};
  tag.append("|").append(reason).append("|").append(describe::enum_name(line));
  return tag.append("|").append(to_string(from)).append("|").append(to_string(to));
}

}  // namespace recourse::casework::rectification
