#include <recourse/casework/registry/commands.hpp>

namespace recourse::casework::registry {

static_assert(std::is_nothrow_move_constructible_v<CommandAlternatives>);

Command::Command() = default;
Command::Command(const Command& other) : Command(describe::copy_alternative(other)) {}
Command::Command(Command&&) noexcept = default;
Command::~Command() = default;

Command& Command::operator=(const Command& other) { return *this = Command(other); }
Command& Command::operator=(Command&& other) noexcept {
  if (this == &other) return *this;
  // Moving cannot fail, so that it need not be said for each pair of alternatives.
  this->~Command();
  return *::new (static_cast<void*>(this)) Command(std::move(other));
}

bool operator==(const Command& a, const Command& b) {
  return describe::equal_alternatives(&a, &b, describe::set_info<Command>());
}

}  // namespace recourse::casework::registry

namespace recourse::describe {

template const SetInfo& set_info<casework::registry::Command>();
template casework::registry::Command make_alternative<casework::registry::Command>(
    std::size_t alternative);

}  // namespace recourse::describe
