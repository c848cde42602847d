// What can be asked of an account.
#pragma once

#include <optional>
#include <recourse/base/time.hpp>
#include <recourse/casework/account/values.hpp>
#include <variant>

namespace recourse::casework::account {

/// Opens an account.
struct Open {
  std::string name{};
  std::optional<Role> role{};
  std::string unit{};
  std::string staff{};
  friend bool operator==(const Open&, const Open&) = default;
};
BOOST_DESCRIBE_STRUCT(Open, (), (name, role, unit, staff))
constexpr auto recourse_spec(const Open*) {
  return describe::spec(
      "account.open", 1, "Opens an account.",
      {describe::needed({"name", 1, "Name that is displayed."}),
       describe::needed({"role", 1, "Role in which it acts."}),
       {"unit", 1, "Unit that it acts for; supervisors and administrators need none."},
       {"staff", 1, "Staff number; empty: the account's key."}});
}
constexpr std::string_view recourse_zh(const Open*) { return "开通账号"; }

/// Changes an account; what is left out stays as it was.
struct Change {
  std::string name{};
  std::optional<Role> role{};
  std::string unit{};
  friend bool operator==(const Change&, const Change&) = default;
};
BOOST_DESCRIBE_STRUCT(Change, (), (name, role, unit))
constexpr auto recourse_spec(const Change*) {
  return describe::spec("account.change", 1,
                        "Changes an account; what is left out stays as it was.",
                        {{"name", 1, "Name that is displayed; empty: stays."},
                         {"role", 1, "Role in which it acts; none: stays."},
                         {"unit", 1, "Unit that it acts for; empty: stays."}});
}
constexpr std::string_view recourse_zh(const Change*) { return "变更账号"; }

/// Closes an account: whoever has it is nobody from then on.
struct Close {
  std::string reason{};
  friend bool operator==(const Close&, const Close&) = default;
};
BOOST_DESCRIBE_STRUCT(Close, (), (reason))
constexpr auto recourse_spec(const Close*) {
  return describe::spec("account.close", 1,
                        "Closes an account: whoever has it is nobody from then on.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Close*) { return "停用账号"; }

/// Opens a closed account again.
struct Reopen {
  friend bool operator==(const Reopen&, const Reopen&) = default;
};
BOOST_DESCRIBE_STRUCT(Reopen, (), ())
constexpr auto recourse_spec(const Reopen*) {
  return describe::spec("account.reopen", 1,
                        "Opens a closed account again; its sessions and tokens stay ended.");
}
constexpr std::string_view recourse_zh(const Reopen*) { return "重新启用账号"; }

/// Notes that a password is set. The password itself is nowhere in the log.
struct NotePassword {
  friend bool operator==(const NotePassword&, const NotePassword&) = default;
};
BOOST_DESCRIBE_STRUCT(NotePassword, (), ())
constexpr auto recourse_spec(const NotePassword*) {
  return describe::spec("account.note_password", 1,
                        "Notes that a password is set. The password itself is nowhere in the log.");
}
constexpr std::string_view recourse_zh(const NotePassword*) { return "记录设置密码"; }

/// Notes that an API token is issued.
struct NoteToken {
  std::string token{};
  std::vector<Scope> scopes{};
  Timestamp until{};
  friend bool operator==(const NoteToken&, const NoteToken&) = default;
};
BOOST_DESCRIBE_STRUCT(NoteToken, (), (token, scopes, until))
constexpr auto recourse_spec(const NoteToken*) {
  return describe::spec("account.note_token", 1, "Notes that an API token is issued.",
                        {describe::needed({"token", 1, "Id of the token; not its secret."}),
                         describe::needed({"scopes", 1, "What it may be used for."}),
                         {"until", 1, "Until when it is good."}});
}
constexpr std::string_view recourse_zh(const NoteToken*) { return "记录签发令牌"; }

/// Notes that an API token is revoked.
struct NoteTokenRevoked {
  std::string token{};
  friend bool operator==(const NoteTokenRevoked&, const NoteTokenRevoked&) = default;
};
BOOST_DESCRIBE_STRUCT(NoteTokenRevoked, (), (token))
constexpr auto recourse_spec(const NoteTokenRevoked*) {
  return describe::spec("account.note_token_revoked", 1, "Notes that an API token is revoked.",
                        {describe::needed({"token", 1, "Id of the token."})});
}
constexpr std::string_view recourse_zh(const NoteTokenRevoked*) { return "记录吊销令牌"; }

using Command =
    std::variant<Open, Change, Close, Reopen, NotePassword, NoteToken, NoteTokenRevoked>;

}  // namespace recourse::casework::account
