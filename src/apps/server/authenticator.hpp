// Authenticator: who sent a request; signing in and out.
//
//     auto who = authenticator.identify(request);       // null: nobody; an error: not now
//     auto session = authenticator.sign_in({"w7", "correct horse"}, request);
//
// Passwords: argon2id (libsodium). Sessions, tokens and password hashes lie in an SQLite file of
// their own beside the store, readable by its owner alone; of sessions and tokens only hashes. They
// are no events: what is secret must go when it is revoked. Who may be what is in the log: the
// workflow `account` says role and unit, and of an officer of a window the register's roster.
//
// A session ends after `idle` without activity. What a client sends by itself is none: a live
// answer (Accept: text/event-stream), whose session is looked at with each heartbeat, and requests
// that say `X-Background: 1`, as the console's do while nobody touches it.
//
// Guessing: after wrong passwords or codes for one account or case, and after ten from one address,
// the next try waits, twice as long each time, up to a minute; the answer is 429 with Retry-After.
// Behind a trusted proxy the address is the last one of X-Forwarded-For. What was tried is written
// nowhere.
//
// Thread-safety: all members from any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <recourse/office.hpp>

#include "apps/server/http.hpp"
#include "apps/server/principal.hpp"

namespace recourse::server {

struct AuthenticatorOptions {
  std::filesystem::path file;  ///< The SQLite file; empty: in memory.
  std::chrono::minutes idle{30};
  std::chrono::hours longest{12};
  /// Header in which a reverse proxy names the account, say "X-Remote-User"; empty: none is heeded.
  std::string proxy_header = {};
  /// Addresses and networks that such a proxy has: "127.0.0.1", "10.1.0.0/16".
  std::vector<std::string> proxies = {};
  /// Anybody may become anybody: for the demonstration.
  bool demo = false;
  /// libsodium's; tests take less.
  unsigned long long password_operations = 3;
  std::size_t password_memory = std::size_t{64} << 20;
};

struct Credentials {
  std::string account;
  std::string password;
};
struct Inquiry {
  std::string stream;  ///< "case/S001-1", or the case's number alone.
  std::string code;
};
/// A session that begins: what the cookie says, and who it is.
struct SignedIn {
  std::string cookie;
  Principal principal;
};
struct IssuedToken {
  std::string id;
  std::string secret;  ///< Shown once.
};
struct TokenInfo {
  std::string id;
  std::string note;
  std::uint8_t scopes = 0;
  Timestamp issued{};
  Timestamp until{};
};

class Authenticator {
 public:
  /// Errors: io_error (the file), invalid_argument (a network that is none).
  static Result<std::unique_ptr<Authenticator>> open(const Office& office,
                                                     AuthenticatorOptions options);
  ~Authenticator();

  /// Who sent it: by bearer token, cookie, or a trusted proxy's header, in this order; null:
  /// nobody. An account that was closed, or an officer who is on no roster any more, is nobody from
  /// the next request on.
  Result<std::unique_ptr<Principal>> identify(const Request& request) const;

  /// What came of signing in: a session, or the reply that says why not (401, 429).
  struct Answer {
    std::optional<SignedIn> session = {};
    Reply refusal = {};
  };
  Result<Answer> sign_in(const Credentials& given, const Request& request) const;
  Result<Answer> sign_in(const Inquiry& given, const Request& request) const;
  /// invalid_argument: without AuthenticatorOptions::demo, or in a role that is not of staff.
  Result<SignedIn> become(const core::Actor& actor) const;
  Result<void> sign_out(const Principal& principal) const;

  /// Sets a password; other sessions of the account end. Errors: those of check_password;
  /// not_found: there is no such account that is open.
  Result<void> set_password(std::string_view account, std::string_view password) const;
  /// One's own, with the old one. False: the old one is wrong, or wrong ones were tried just
  /// before: as with signing in.
  Result<bool> change_password(const Principal& principal, std::string_view old_password,
                               std::string_view new_password, const Request& request) const;

  /// A token for an account, at most a year. invalid_argument: no scope, or longer; a scope that
  /// the principal has not; a token asks for another; a note of more than 200 bytes.
  /// limit_exceeded: the account has kTokensMax.
  Result<IssuedToken> issue_token(const Principal& principal, std::uint8_t scopes,
                                  std::chrono::hours lasts, std::string_view note) const;
  Result<std::vector<TokenInfo>> tokens(std::string_view account) const;
  /// not_found.
  Result<void> revoke_token(std::string_view account, std::string_view id) const;

 private:
  struct Impl;
  explicit Authenticator(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// invalid_argument: shorter than 10 characters, longer than 1,024 bytes, no UTF-8, or the
/// account's own name.
Result<void> check_password(std::string_view account, std::string_view password);
inline constexpr std::size_t kTokensMax = 100;

/// The Set-Cookie of a session: HttpOnly, SameSite=Strict, Path=/, Secure over TLS; and one that
/// ends it.
std::string session_cookie(std::string_view value, bool secure);
std::string ended_cookie(bool secure);
inline constexpr std::string_view kSessionCookie = "recourse_session";
inline constexpr std::string_view kCsrfHeader = "X-CSRF-Token";
inline constexpr std::string_view kBackgroundHeader = "X-Background";

}  // namespace recourse::server
