#include <recourse/casework/case/commands.hpp>

namespace recourse::casework {

static_assert(std::is_nothrow_move_constructible_v<CommandAlternatives>);
static_assert(std::is_nothrow_move_assignable_v<CommandAlternatives>);

Command::Command() = default;
Command::Command(const Command&) = default;
Command::Command(Command&&) noexcept = default;
Command& Command::operator=(const Command&) = default;
Command& Command::operator=(Command&&) noexcept = default;
Command::~Command() = default;

bool operator==(const Command& a, const Command& b) {
  return static_cast<const CommandAlternatives&>(a) == static_cast<const CommandAlternatives&>(b);
}

}  // namespace recourse::casework
