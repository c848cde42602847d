// Accounts as a workflow: who may sign in, in which role and for which unit.
//
//     AccountDecider accounts;
//     accounts.decide(state, Open{"王五", Role::window_officer, "PD01"}, context);   // "account/w7"
//
// One stream an account; its key is the name to sign in with, of staff the staff number. What is
// secret (passwords, sessions, tokens) is not here: the log keeps everything for ever, and a secret
// must go when it is revoked. That a password was set, and tokens issued or revoked, is noted.
// Administrators open, change and close accounts; an account notes what is its own.
//
// Pure: no clock, no I/O, no randomness. Safe from any thread.
#pragma once

#include <recourse/casework/account/commands.hpp>
#include <recourse/casework/account/events.hpp>
#include <recourse/core/viewer.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::casework::account {

/// An account as it stands.
struct State {
  Phase phase = Phase::none;
  std::string name{};
  std::optional<Role> role{};
  std::string unit{};
  std::string staff{};
  std::string reason{};
  std::optional<Timestamp> since{};
  std::optional<Timestamp> password_at{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (phase, name, role, unit, staff, reason, since, password_at))
constexpr auto recourse_spec(const State*) {
  return describe::spec("account.state", 1, "An account as it stands.",
                        {{"phase", 1, "Where it is in its lifecycle."},
                         {"name", 1, "Name that is displayed."},
                         {"role", 1, "Role in which it acts."},
                         {"unit", 1, "Unit that it acts for; may be empty."},
                         {"staff", 1, "Staff number under which it acts."},
                         {"reason", 1, "Why it was closed."},
                         {"since", 1,
                          "When it was opened, or opened again: sessions and tokens of before are "
                          "ended."},
                         {"password_at", 1, "When its password was last set; none: never."}});
}

struct AccountDecider {
  using State = account::State;
  using Command = account::Command;
  using Event = account::Event;

  static constexpr std::string_view kKind = "account";
  static constexpr std::string_view kDoc = "An account: who may sign in, as what and for whom.";
  static constexpr core::Label kLabel{"Accounts", "账号"};
  static constexpr std::uint32_t kDefinition = 1;

  /// What is said no to: refusals.def.
  static std::span<const core::RefusalInfo> refusals();
  /// Its lifecycle as a Mermaid diagram, made of the table.
  static std::string diagram();

  /// Checks come in this order: does the phase take it; may this role do it, and to this account;
  /// are the facts complete.
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;
  /// The commands that the phase takes.
  std::vector<std::string_view> next(const State& state) const;
  /// Of these, those that the actor may give.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;
  /// Administrators, supervisors, and the account itself.
  core::Visibility sees(const State& state, const core::Viewer& viewer) const;
};
static_assert(core::SingleStreamDecider<AccountDecider>);
static_assert(core::ViewJudgingDecider<AccountDecider>);

using Decider = AccountDecider;

/// The one region of its lifecycle.
const lifecycle::Region<Phase>& stages();

}  // namespace recourse::casework::account
