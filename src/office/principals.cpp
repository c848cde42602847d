#include <algorithm>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/registry/window.hpp>
#include <recourse/office/principals.hpp>

namespace recourse {
namespace {

using casework::Role;
using AccountState = casework::account::State;
namespace registry = casework::registry;

/// The state of a stream of a workflow; null: there is none, or the office has no such workflow.
template <class D>
Result<std::shared_ptr<const typename D::State>> state_of(const Office& office,
                                                          std::string_view key) {
  using Found = std::shared_ptr<const typename D::State>;
  const auto* const workflow = office.engine().workflow(D::kKind);
  const auto stream = StreamId::of(D::kKind, key);
  if (workflow == nullptr || !stream) return Found{};
  const auto found = workflow->find_any(*stream);
  if (found) return std::static_pointer_cast<const typename D::State>(found->state);
  if (found.error().code() == Errc::not_found) return Found{};
  return found.error();
}

using Place = std::shared_ptr<const registry::State>;

/// Whose window it is: the station's own, or that of the centre that it shares.
Result<Place> window_of(const Office& office, Place station) {
  if (station->centre.empty()) return station;
  return state_of<registry::RegistryDecider>(office, station->centre);
}

/// The register says who serves there, or once did.
bool has_roster(const registry::State& place) {
  return place.form.has_value() || !place.officers.empty();
}

/// What the register says of somebody at a station.
Result<bool> has_him(const Office& office, const AccountState& account) {
  RECOURSE_TRY_ASSIGN(const auto station,
                      state_of<registry::RegistryDecider>(office, account.unit));
  if (station == nullptr) return true;
  if (account.role == Role::station_chief) {
    return station->chief.empty() || station->chief == account.staff;
  }
  RECOURSE_TRY_ASSIGN(const auto window, window_of(office, station));
  if (window == nullptr || !has_roster(*window)) return true;
  const auto roster = registry::window_at(*window, office.clock().now()).roster;
  return std::ranges::find(roster, account.staff) != roster.end();
}

}  // namespace

Result<std::optional<AccountState>> open_account(const Office& office, std::string_view account) {
  RECOURSE_TRY_ASSIGN(const auto state,
                      state_of<casework::account::AccountDecider>(office, account));
  std::optional<AccountState> open;
  if (state != nullptr && state->phase == casework::account::Phase::open) open = *state;
  return open;
}

Result<std::optional<core::Actor>> actor_of_account(const Office& office,
                                                    std::string_view account) {
  RECOURSE_TRY_ASSIGN(const auto state, open_account(office, account));
  if (!state) return std::optional<core::Actor>{};
  return actor_of_account(office, *state);
}

Result<std::optional<core::Actor>> actor_of_account(const Office& office,
                                                    const AccountState& account) {
  const bool registered =
      account.role == Role::window_officer || account.role == Role::station_chief;
  if (registered) {
    RECOURSE_TRY_ASSIGN(const bool has, has_him(office, account));
    if (!has) return std::optional<core::Actor>{};
  }
  return std::optional{
      core::Actor{account.staff, std::string{describe::enum_name(*account.role)}, account.unit}};
}

}  // namespace recourse
