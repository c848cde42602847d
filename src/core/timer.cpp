#include <algorithm>
#include <recourse/core/timer.hpp>

namespace recourse::core {

const Actor& timer_actor() {
  static const Actor actor{"engine", "timer", ""};
  return actor;
}

CommandId timer_command_id(std::string_view stream, std::string_view name, Version generation) {
  std::string text{"timer "};
  text.append(stream).append(1, ' ').append(name).append(1, ' ');
  text.append(std::to_string(generation.value));
  return derived_command_id(text);
}

void rearm(std::vector<ArmedTimer>& armed, const std::vector<Timer>& running, Version version) {
  std::erase_if(armed, [&](const ArmedTimer& old) {
    return std::ranges::find(running, old.name, &Timer::name) == running.end();
  });
  for (const auto& timer : running) {
    const auto known = std::ranges::find(armed, timer.name, &ArmedTimer::name);
    if (known == armed.end()) {
      armed.push_back({std::string{timer.name}, timer.due, version, timer.fires, false});
    } else if (known->due != timer.due || known->fires != timer.fires) {
      *known = {std::string{timer.name}, timer.due, version, timer.fires, false};
    }
  }
}

void spend(std::vector<ArmedTimer>& armed, std::string_view stream, const CommandId& command_id) {
  for (auto& timer : armed) {
    if (timer.fires && !timer.spent &&
        timer_command_id(stream, timer.name, timer.generation) == command_id) {
      timer.spent = true;
    }
  }
}

}  // namespace recourse::core
