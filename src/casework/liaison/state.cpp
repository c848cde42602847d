#include <algorithm>
#include <recourse/casework/liaison/state.hpp>

namespace recourse::casework::liaison {

bool is_away(const State& state, const std::string& staff, LocalDay day) {
  return std::ranges::any_of(state.absences, [&](const Absence& one) {
    return one.staff == staff && one.from <= day && day <= one.until;
  });
}

std::string on_duty(const State& state, LocalDay day) {
  if (state.post != Post::served) return {};
  return is_away(state, state.staff, day) ? state.stand_in : state.staff;
}

const OpenMatter* open_matter(const State& state, std::uint32_t number) {
  const auto found = std::ranges::find(state.matters, number, &OpenMatter::number);
  return found == state.matters.end() ? nullptr : &*found;
}

std::optional<PostName> post_name(std::string_view key) {
  const auto dot = key.find('.');
  if (dot == std::string_view::npos || dot + 1 == key.size()) return std::nullopt;
  Line line{};
  if (!describe::enum_from_name(key.substr(0, dot), line) || line == Line::other) {
    return std::nullopt;
  }
  return PostName{line, std::string{key.substr(dot + 1)}};
}

std::string post_key(Line line, std::string_view station) {
  return std::string{describe::enum_name(line)}.append(".").append(station);
}

}  // namespace recourse::casework::liaison
