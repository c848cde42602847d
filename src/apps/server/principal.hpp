// Principal: who sent a request, as the transport found out. Nothing that a request says of its
// sender counts: neither role nor unit is taken from a body, a query or a header (R16, R18).
//
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/core/actor.hpp>
#include <string>

namespace recourse::server {

/// What a token may be used for; a session may do all that its actor may.
enum class Scope : std::uint8_t {
  read = 1,     ///< Queries.
  write = 2,    ///< Commands.
  feed = 4,     ///< The events of the log.
  operate = 8,  ///< Views, backups, accounts.
};
constexpr std::uint8_t kAllScopes = 15;

enum class Means : std::uint8_t {
  session,  ///< A cookie; unsafe methods need the CSRF token as well.
  token,    ///< An API token.
  proxy,    ///< A reverse proxy that is trusted said so.
  inquiry,  ///< A citizen's session: case number and inquiry code (R18).
};

struct Principal {
  core::Actor actor = {};    ///< Role and unit as the account and the register have them.
  std::string account = {};  ///< Key of the account; empty: a citizen.
  std::string name = {};
  Means means = Means::session;
  std::uint8_t scopes = kAllScopes;
  std::string csrf = {};     ///< What unsafe methods of a session must repeat; else empty.
  std::string session = {};  ///< Key of the session, so that it can be ended; else empty.
  /// Of a citizen: the one stream that he may ask for, "case/S001-1", and the code that proves it.
  std::string stream = {};
  std::string inquiry_code = {};

  bool may(Scope scope) const { return (scopes & static_cast<std::uint8_t>(scope)) != 0; }
  bool is_citizen() const { return means == Means::inquiry; }
};

}  // namespace recourse::server
