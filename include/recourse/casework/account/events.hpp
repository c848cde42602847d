// What can be recorded of an account. Nothing here is secret.
#pragma once

#include <recourse/base/time.hpp>
#include <recourse/casework/account/values.hpp>
#include <variant>

namespace recourse::casework::account {

/// An account was opened.
struct Opened {
  std::string name{};
  Role role = Role::auxiliary;
  std::string unit{};
  std::string staff{};
  std::string by{};
  friend bool operator==(const Opened&, const Opened&) = default;
};
BOOST_DESCRIBE_STRUCT(Opened, (), (name, role, unit, staff, by))
constexpr auto recourse_spec(const Opened*) {
  return describe::spec("account.opened", 1, "An account was opened.",
                        {{"name", 1, "Name that is displayed."},
                         {"role", 1, "Role in which it acts."},
                         {"unit", 1, "Unit that it acts for; may be empty."},
                         {"staff", 1, "Staff number under which it acts."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const Opened*) { return "开通账号"; }

/// An account was changed.
struct Changed {
  std::string name{};
  Role role = Role::auxiliary;
  std::string unit{};
  std::string by{};
  friend bool operator==(const Changed&, const Changed&) = default;
};
BOOST_DESCRIBE_STRUCT(Changed, (), (name, role, unit, by))
constexpr auto recourse_spec(const Changed*) {
  return describe::spec("account.changed", 1, "An account was changed; this is how it is now.",
                        {{"name", 1, "Name that is displayed."},
                         {"role", 1, "Role in which it acts."},
                         {"unit", 1, "Unit that it acts for; may be empty."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const Changed*) { return "变更账号"; }

/// An account was closed.
struct Closed {
  std::string reason{};
  std::string by{};
  friend bool operator==(const Closed&, const Closed&) = default;
};
BOOST_DESCRIBE_STRUCT(Closed, (), (reason, by))
constexpr auto recourse_spec(const Closed*) {
  return describe::spec("account.closed", 1, "An account was closed.",
                        {{"reason", 1, "Why."}, {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const Closed*) { return "停用账号"; }

/// A closed account was opened again.
struct Reopened {
  std::string by{};
  friend bool operator==(const Reopened&, const Reopened&) = default;
};
BOOST_DESCRIBE_STRUCT(Reopened, (), (by))
constexpr auto recourse_spec(const Reopened*) {
  return describe::spec("account.reopened", 1, "A closed account was opened again.",
                        {{"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const Reopened*) { return "重新启用账号"; }

/// A password was set.
struct PasswordSet {
  std::string by{};
  friend bool operator==(const PasswordSet&, const PasswordSet&) = default;
};
BOOST_DESCRIBE_STRUCT(PasswordSet, (), (by))
constexpr auto recourse_spec(const PasswordSet*) {
  return describe::spec("account.password_set", 1, "A password was set.",
                        {{"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const PasswordSet*) { return "设置密码"; }

/// An API token was issued.
struct TokenIssued {
  std::string token{};
  std::vector<Scope> scopes{};
  Timestamp until{};
  std::string by{};
  friend bool operator==(const TokenIssued&, const TokenIssued&) = default;
};
BOOST_DESCRIBE_STRUCT(TokenIssued, (), (token, scopes, until, by))
constexpr auto recourse_spec(const TokenIssued*) {
  return describe::spec("account.token_issued", 1, "An API token was issued.",
                        {{"token", 1, "Id of the token; not its secret."},
                         {"scopes", 1, "What it may be used for."},
                         {"until", 1, "Until when it is good."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const TokenIssued*) { return "签发令牌"; }

/// An API token was revoked.
struct TokenRevoked {
  std::string token{};
  std::string by{};
  friend bool operator==(const TokenRevoked&, const TokenRevoked&) = default;
};
BOOST_DESCRIBE_STRUCT(TokenRevoked, (), (token, by))
constexpr auto recourse_spec(const TokenRevoked*) {
  return describe::spec(
      "account.token_revoked", 1, "An API token was revoked.",
      {{"token", 1, "Id of the token."}, {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const TokenRevoked*) { return "吊销令牌"; }

using Event =
    std::variant<Opened, Changed, Closed, Reopened, PasswordSet, TokenIssued, TokenRevoked>;

}  // namespace recourse::casework::account
