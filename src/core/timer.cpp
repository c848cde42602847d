#include <algorithm>
#include <recourse/core/table.hpp>
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

Result<void> check_timers(std::string_view kind, const std::vector<Timer>& running) {
  const auto wrong = [kind](const std::string& why) {
    return Error{Errc::user_code_failed, std::string{kind} + ".timers: " + why};
  };
  for (auto timer = running.begin(); timer != running.end(); ++timer) {
    if (const auto named = check_name(timer->name); !named) return wrong(named.error().message());
    if (std::find_if(running.begin(), timer,
                     [&](const Timer& before) { return before.name == timer->name; }) != timer) {
      return wrong("two timers of one state are called '" + std::string{timer->name} + "'");
    }
  }
  return {};
}

bool arms_at_once(const std::vector<ArmedTimer>& armed, Version version, Timestamp at) {
  const auto soon = at > Timestamp::max() - std::chrono::seconds{1} ? Timestamp::max()
                                                                    : at + std::chrono::seconds{1};
  return std::ranges::any_of(armed, [&](const ArmedTimer& timer) {
    return timer.fires && !timer.spent && timer.generation == version && timer.due <= soon;
  });
}

void rearm(std::vector<ArmedTimer>& armed, const std::vector<Timer>& running,
           const ArmingEvent& event) {
  const auto armed_now = [&](const Timer& timer) {
    return ArmedTimer{std::string{timer.name},
                      timer.due,
                      event.version,
                      timer.fires,
                      false,
                      event.giver,
                      event.chain};
  };
  std::erase_if(armed, [&](const ArmedTimer& old) {
    return std::ranges::find(running, old.name, &Timer::name) == running.end();
  });
  for (const auto& timer : running) {
    const auto known = std::ranges::find(armed, timer.name, &ArmedTimer::name);
    if (known == armed.end()) {
      armed.push_back(armed_now(timer));
    } else if (known->due != timer.due || known->fires != timer.fires) {
      *known = armed_now(timer);
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
