// CredentialStore: the SQLite file of what is secret: hashes of passwords, sessions and tokens.
//
//     auto store = CredentialStore::open("var/window/accounts.sqlite").value();
//     store->set_password("w7", hash);
//     store->session(digest_of(cookie, "session"))                → whose session, since when
//
// An acknowledged change outlives a crash of the process and of the machine (FULL); what is deleted
// is overwritten. The file is its owner's alone (0600). Several processes may have it open.
//
// Errors of all members: io_error (the file; another process holds it for longer than kPatience),
// corruption. Thread-safety: all members from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <recourse/base/time.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::server {

/// A session of an account.
struct StoredSession {
  std::string digest;  ///< Of the cookie's value.
  std::string account;
  Timestamp began{};
  Timestamp seen{};
};

struct StoredToken {
  std::string id;
  std::string digest;  ///< Of the secret.
  std::string account;
  std::uint8_t scopes = 0;
  std::string note;
  Timestamp issued{};
  Timestamp until{};
};

class CredentialStore {
 public:
  static constexpr std::chrono::seconds kPatience{5};

  /// Makes the file if it is not there; empty: in memory. format_too_new: a later build made it.
  static Result<std::unique_ptr<CredentialStore>> open(const std::filesystem::path& file);
  ~CredentialStore();

  /// Nothing: it has none.
  Result<std::optional<std::string>> password(std::string_view account) const;
  /// Sessions of the account end, but for the one of the digest `kept`.
  Result<void> set_password(std::string_view account, std::string_view hash,
                            std::string_view kept = {}) const;
  /// The same password hashed anew; sessions go on. Nothing happens unless `old` is stored.
  Result<void> replace_hash(std::string_view account, std::string_view old,
                            std::string_view hash) const;

  Result<void> add_session(const StoredSession& session) const;
  Result<std::optional<StoredSession>> session(std::string_view digest) const;
  Result<void> saw_session(std::string_view digest, Timestamp at) const;
  Result<void> end_session(std::string_view digest) const;
  /// Those that began, or were seen last, before these moments.
  Result<void> end_sessions_before(Timestamp began, Timestamp seen) const;

  Result<void> add_token(const StoredToken& token) const;
  Result<std::optional<StoredToken>> token(std::string_view id) const;
  /// By when they were issued.
  Result<std::vector<StoredToken>> tokens(std::string_view account) const;
  /// False: the account has no such token.
  Result<bool> remove_token(std::string_view account, std::string_view id) const;
  /// Those that were good until before a moment.
  Result<void> remove_tokens_before(Timestamp until) const;

 private:
  class Database;
  explicit CredentialStore(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

}  // namespace recourse::server
