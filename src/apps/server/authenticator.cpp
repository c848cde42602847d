#include "apps/server/authenticator.hpp"

#include <sodium/core.h>

#include <algorithm>
#include <array>
#include <recourse/base/text.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/complaint/inquiry.hpp>
#include <recourse/office/principals.hpp>

#include "apps/server/credentials.hpp"
#include "apps/server/live_sessions.hpp"
#include "apps/server/network.hpp"
#include "apps/server/passwords.hpp"
#include "apps/server/problem.hpp"
#include "apps/server/throttle.hpp"

namespace recourse::server {
namespace {

using casework::complaint::inquiry_digest;

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kTokenIdBytes = 8;
constexpr std::string_view kTokenPrefix = "rk_";
constexpr std::size_t kNoteBytesMax = 200;
constexpr std::chrono::hours kTokenLongest{365 * 24};
/// Wrong tries of an address before it waits: many people may share one.
constexpr unsigned kTriesOfAddress = 10;
/// A session that was seen so short a while ago is not written again: a part of the idle time.
constexpr int kPartsOfIdle = 30;

bool is_hex(std::string_view text, std::size_t bytes) {
  return text.size() == 2 * bytes && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

/// What the cookie of a session says, made into what is kept of it.
std::string session_key(std::string_view cookie) { return digest_of(cookie, "session"); }
std::string csrf_of(std::string_view cookie) { return digest_of(cookie, "csrf"); }
std::string token_digest(std::string_view secret) { return digest_of(secret, "token"); }

/// The token of "Bearer …"; empty: there is none.
std::string_view bearer_of(const Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  auto text = request.header("Authorization");
  if (!begins_without_case(text, kScheme)) return {};
  text.remove_prefix(kScheme.size());
  return text;
}

/// "rk_<id>_<secret>" → id and secret; empty: it is none.
std::pair<std::string_view, std::string_view> parts_of_token(std::string_view text) {
  if (!text.starts_with(kTokenPrefix)) return {};
  text.remove_prefix(kTokenPrefix.size());
  const auto line = text.find('_');
  if (line == std::string_view::npos) return {};
  const auto id = text.substr(0, line);
  const auto secret = text.substr(line + 1);
  if (!is_hex(id, kTokenIdBytes) || !is_hex(secret, kSecretBytes)) return {};
  return {id, secret};
}

/// What a client sends by itself, with nobody at it: a list that goes on, and what a page asks for
/// anew while nothing is touched. It ends no rest of a session.
bool is_background(const Request& request) {
  return wants_stream(request) || request.header(kBackgroundHeader) == "1";
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Reply wrong_password() {
  return problem(401, "wrong_password", "Account or password is wrong.",
                 "The account may also be closed, or on no roster.");
}
Reply wrong_code() { return problem(401, "wrong_code", "Number or inquiry code is wrong."); }
Reply too_many_tries(std::chrono::seconds wait) {
  const auto count = std::to_string(wait.count());
  auto reply =
      problem(429, "too_many_tries", "Too many wrong tries.", "Try again in " + count + " s.");
  reply.headers.emplace_back("Retry-After", count);
  return reply;
}

/// "case/S001-1" or the number alone; nothing: it cannot be a case.
std::optional<StreamId> case_of(const std::string& named) {
  const auto kind = casework::complaint::ComplaintDecider::kKind;
  const bool whole = named.find('/') != std::string::npos;
  auto id = whole ? StreamId::parse(named) : StreamId::of(kind, named);
  if (!id || id->kind() != kind) return std::nullopt;
  return *std::move(id);
}

Error no_account(std::string_view account) {
  return {Errc::not_found, "there is no open account '" + base::excerpt(account, 64) + "'"};
}

}  // namespace

struct Authenticator::Impl {
  Impl(const Office& of, AuthenticatorOptions given)
      : office(of),
        options(std::move(given)),
        passwords({options.password_operations, options.password_memory}),
        live(options.idle, options.longest) {}

  Timestamp now() const { return office.clock().now(); }

  bool comes_from_proxy(const Request& request) const {
    return std::ranges::any_of(proxies,
                               [&](const Network& one) { return one.contains(request.peer); });
  }
  /// Whose wrong tries are counted together; empty: nobody's.
  std::string address_of(const Request& request) const {
    if (!comes_from_proxy(request)) return request.peer;
    const auto all = request.header("X-Forwarded-For");
    const auto comma = all.rfind(',');
    return std::string{trimmed(comma == std::string_view::npos ? all : all.substr(comma + 1))};
  }
  std::vector<ThrottleKey> keys_of(std::string_view what, std::string_view name,
                                   const Request& request) const {
    std::vector<ThrottleKey> keys{{std::string{what}.append(" ").append(name), 0}};
    auto address = address_of(request);
    if (!address.empty()) keys.push_back({"address " + std::move(address), kTriesOfAddress});
    return keys;
  }

  /// Null: the account is not open, was closed since `from`, or stands for nobody.
  Result<std::unique_ptr<Principal>> principal_of(std::string_view account, Means means,
                                                  Timestamp from) const {
    RECOURSE_TRY_ASSIGN(auto state, open_account(office, account));
    if (!state || from < state->since) return std::unique_ptr<Principal>{};
    RECOURSE_TRY_ASSIGN(auto actor, actor_of_account(office, *state));
    if (!actor) return std::unique_ptr<Principal>{};
    auto principal = std::make_unique<Principal>();
    principal->actor = *std::move(actor);
    principal->account = account;
    principal->name = std::move(state->name);
    principal->means = means;
    return principal;
  }

  Result<std::unique_ptr<Principal>> of_token(std::string_view text) const {
    const auto parts = parts_of_token(text);
    RECOURSE_TRY_ASSIGN(const auto token, store->token(parts.first));
    // Whether there is such an id is no secret; what is compared is.
    const bool good = token && equal_in_constant_time(token->digest, token_digest(parts.second)) &&
                      now() < token->until;
    if (!good) return std::unique_ptr<Principal>{};
    RECOURSE_TRY_ASSIGN(auto principal, principal_of(token->account, Means::token, token->issued));
    if (principal) principal->scopes = token->scopes;
    return principal;
  }

  Result<std::unique_ptr<Principal>> of_cookie(std::string_view cookie, bool background) const {
    if (!is_hex(cookie, kSecretBytes)) return std::unique_ptr<Principal>{};
    const auto key = session_key(cookie);
    if (auto found = live.find(key, now(), !background)) return found;
    RECOURSE_TRY_ASSIGN(const auto session, store->session(key));
    if (!session) return std::unique_ptr<Principal>{};
    const auto idle = now() - session->seen;
    if (idle >= options.idle || now() - session->began >= options.longest) {
      RECOURSE_TRY(store->end_session(key));
      return std::unique_ptr<Principal>{};
    }
    RECOURSE_TRY_ASSIGN(auto principal,
                        principal_of(session->account, Means::session, session->began));
    if (!principal) return std::unique_ptr<Principal>{};
    if (!background && idle >= Timestamp::duration{options.idle} / kPartsOfIdle) {
      RECOURSE_TRY(store->saw_session(key, now()));
    }
    principal->session = key;
    principal->csrf = csrf_of(cookie);
    return principal;
  }

  Result<std::unique_ptr<Principal>> of_proxy(const Request& request) const {
    const bool heeded = !options.proxy_header.empty() && comes_from_proxy(request);
    const auto account = heeded ? request.header(options.proxy_header) : std::string_view{};
    if (account.empty()) return std::unique_ptr<Principal>{};
    return principal_of(account, Means::proxy, now());
  }

  /// Null: it is wrong. Takes as long where there is no such account.
  Result<std::unique_ptr<Principal>> check(const Credentials& given) const {
    RECOURSE_TRY_ASSIGN(auto principal, principal_of(given.account, Means::session, now()));
    RECOURSE_TRY_ASSIGN(const auto hash, store->password(given.account));
    const bool fits = given.password.size() <= Passwords::kBytesMax;
    const bool known = principal && hash && fits;
    const auto& against = known ? *hash : nobodys_hash;
    const bool matches = passwords.matches(against, fits ? given.password : std::string{});
    if (!known || !matches) return std::unique_ptr<Principal>{};
    if (passwords.is_outdated(*hash)) {
      RECOURSE_TRY_ASSIGN(const auto anew, passwords.hash(given.password));
      RECOURSE_TRY(store->replace_hash(given.account, *hash, anew));
    }
    return principal;
  }

  /// Null: it is wrong, or there is no such case.
  Result<std::unique_ptr<Principal>> check(const Inquiry& given) const {
    const auto id = case_of(given.stream);
    if (!id) return std::unique_ptr<Principal>{};
    const auto found = office.find_case(*id);
    if (!found && found.error().code() != Errc::not_found) return found.error();
    const auto wanted = found ? found->state.access.inquiry : std::string{};
    const bool right = equal_in_constant_time(inquiry_digest(id->text(), given.code), wanted);
    if (!right) return std::unique_ptr<Principal>{};
    auto principal = std::make_unique<Principal>();
    principal->actor = {"citizen", "citizen", ""};
    principal->means = Means::inquiry;
    principal->scopes =
        static_cast<std::uint8_t>(Scope::read) | static_cast<std::uint8_t>(Scope::write);
    principal->stream = id->text();
    principal->inquiry_code = given.code;
    return principal;
  }

  Result<void> end(std::string_view session) const {
    live.end(session);
    return store->end_session(session);
  }
  /// Whoever signs in leaves the session that he came with: an id that somebody else gave him is
  /// worth nothing then.
  Result<void> end_presented(const Request& request) const {
    const auto cookie = request.cookie(kSessionCookie);
    if (!is_hex(cookie, kSecretBytes)) return {};
    return end(session_key(cookie));
  }

  SignedIn began(Principal principal) const {
    SignedIn in{random_hex(kSecretBytes), std::move(principal)};
    in.principal.session = session_key(in.cookie);
    in.principal.csrf = csrf_of(in.cookie);
    return in;
  }
  /// One that outlives the process.
  Result<SignedIn> keep(Principal principal) const {
    auto in = began(std::move(principal));
    RECOURSE_TRY(store->end_sessions_before(now() - options.longest, now() - options.idle));
    RECOURSE_TRY(store->add_session({in.principal.session, in.principal.account, now(), now()}));
    return in;
  }
  SignedIn keep_in_memory(Principal principal) const {
    auto in = began(std::move(principal));
    live.add(in.principal, now());
    return in;
  }

  const Office& office;
  const AuthenticatorOptions options;
  const Passwords passwords;
  std::vector<Network> proxies = {};
  std::unique_ptr<CredentialStore> store = {};
  std::string nobodys_hash = {};  ///< Of a password that nobody knows.
  mutable LiveSessions live;
  mutable Throttle throttle = {};
};

Authenticator::Authenticator(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Authenticator::~Authenticator() = default;

Result<std::unique_ptr<Authenticator>> Authenticator::open(const Office& office,
                                                           AuthenticatorOptions options) {
  if (sodium_init() < 0) return Error{Errc::io_error, "libsodium found no source of randomness"};
  auto impl = std::make_unique<Impl>(office, std::move(options));
  for (const auto& text : impl->options.proxies) {
    RECOURSE_TRY_ASSIGN(const auto network, Network::parse(text));
    impl->proxies.push_back(network);
  }
  RECOURSE_TRY_ASSIGN(impl->store, CredentialStore::open(impl->options.file));
  RECOURSE_TRY_ASSIGN(impl->nobodys_hash, impl->passwords.hash(random_hex(kSecretBytes)));
  return std::unique_ptr<Authenticator>{new Authenticator{std::move(impl)}};
}

Result<std::unique_ptr<Principal>> Authenticator::identify(const Request& request) const {
  const auto bearer = bearer_of(request);
  if (!bearer.empty()) return impl_->of_token(bearer);
  const auto cookie = request.cookie(kSessionCookie);
  if (!cookie.empty()) {
    RECOURSE_TRY_ASSIGN(auto principal, impl_->of_cookie(cookie, is_background(request)));
    if (principal) return principal;
  }
  return impl_->of_proxy(request);
}

Result<Authenticator::Answer> Authenticator::sign_in(const Credentials& given,
                                                     const Request& request) const {
  const auto keys = impl_->keys_of("account", given.account, request);
  const auto wait = impl_->throttle.begin(keys, impl_->now());
  if (wait.count() > 0) return Answer{.refusal = too_many_tries(wait)};
  RECOURSE_TRY_ASSIGN(auto principal, impl_->check(given));
  if (!principal) return Answer{.refusal = wrong_password()};
  impl_->throttle.succeeded(keys);
  RECOURSE_TRY(impl_->end_presented(request));
  RECOURSE_TRY_ASSIGN(auto in, impl_->keep(*std::move(principal)));
  return Answer{.session = std::move(in)};
}

Result<Authenticator::Answer> Authenticator::sign_in(const Inquiry& given,
                                                     const Request& request) const {
  const auto id = case_of(given.stream);
  const auto keys = impl_->keys_of("case", id ? id->text() : given.stream, request);
  const auto wait = impl_->throttle.begin(keys, impl_->now());
  if (wait.count() > 0) return Answer{.refusal = too_many_tries(wait)};
  RECOURSE_TRY_ASSIGN(auto principal, impl_->check(given));
  if (!principal) return Answer{.refusal = wrong_code()};
  impl_->throttle.succeeded(keys);
  RECOURSE_TRY(impl_->end_presented(request));
  return Answer{.session = impl_->keep_in_memory(*std::move(principal))};
}

Result<SignedIn> Authenticator::become(const core::Actor& actor) const {
  casework::Role role{};
  const bool staff =
      describe::enum_from_name(actor.role, role) && casework::is_staff(role) && !actor.id.empty();
  if (!impl_->options.demo || !staff) {
    return Error{Errc::invalid_argument, impl_->options.demo
                                             ? "'" + actor.to_string() + "' is no member of staff"
                                             : "nobody becomes anybody but in the demonstration"};
  }
  Principal principal;
  principal.actor = actor;
  principal.account = principal.name = actor.id;
  return impl_->keep_in_memory(std::move(principal));
}

Result<void> Authenticator::sign_out(const Principal& principal) const {
  if (principal.session.empty()) return {};
  return impl_->end(principal.session);
}

Result<void> Authenticator::set_password(std::string_view account,
                                         std::string_view password) const {
  RECOURSE_TRY(check_password(account, password));
  RECOURSE_TRY_ASSIGN(const auto state, open_account(impl_->office, account));
  if (!state) return no_account(account);
  RECOURSE_TRY_ASSIGN(const auto hash, impl_->passwords.hash(password));
  return impl_->store->set_password(account, hash);
}

Result<bool> Authenticator::change_password(const Principal& principal,
                                            std::string_view old_password,
                                            std::string_view new_password,
                                            const Request& request) const {
  const auto& account = principal.account;
  if (account.empty()) return Error{Errc::invalid_argument, "a citizen has no password"};
  RECOURSE_TRY(check_password(account, new_password));
  const auto keys = impl_->keys_of("account", account, request);
  if (impl_->throttle.begin(keys, impl_->now()).count() > 0) return false;
  RECOURSE_TRY_ASSIGN(const auto who,
                      impl_->check(Credentials{account, std::string{old_password}}));
  if (!who) return false;
  impl_->throttle.succeeded(keys);
  RECOURSE_TRY_ASSIGN(const auto hash, impl_->passwords.hash(new_password));
  RECOURSE_TRY(impl_->store->set_password(account, hash, principal.session));
  return true;
}

namespace {

/// Whether such a token may be issued at all.
Result<void> check_token(const Principal& principal, std::uint8_t scopes, std::chrono::hours lasts,
                         std::string_view note) {
  const auto no = [](std::string why) { return Error{Errc::invalid_argument, std::move(why)}; };
  if (principal.account.empty()) return no("a citizen has no tokens");
  if (principal.means == Means::token) return no("a token issues no tokens: sign in");
  if (scopes == 0) return no("say what the token may be used for");
  if ((scopes & ~principal.scopes) != 0) return no("a token has no scope that its account has not");
  if (lasts <= std::chrono::hours{0} || lasts > kTokenLongest) {
    return no("a token lasts from an hour to 365 days");
  }
  if (note.size() > kNoteBytesMax || base::first_invalid_utf8(note)) {
    return no("a note is text of at most 200 bytes");
  }
  return {};
}

}  // namespace

Result<IssuedToken> Authenticator::issue_token(const Principal& principal, std::uint8_t scopes,
                                               std::chrono::hours lasts,
                                               std::string_view note) const {
  RECOURSE_TRY(check_token(principal, scopes, lasts, note));
  const auto& account = principal.account;
  RECOURSE_TRY_ASSIGN(const auto state, open_account(impl_->office, account));
  if (!state) return no_account(account);
  const auto now = impl_->now();
  RECOURSE_TRY(impl_->store->remove_tokens_before(now));
  RECOURSE_TRY_ASSIGN(const auto others, impl_->store->tokens(account));
  if (others.size() >= kTokensMax) {
    return Error{Errc::limit_exceeded,
                 "the account has " + std::to_string(others.size()) + " tokens: revoke some"};
  }
  IssuedToken issued{random_hex(kTokenIdBytes), {}};
  const auto secret = random_hex(kSecretBytes);
  issued.secret = std::string{kTokenPrefix}.append(issued.id).append("_").append(secret);
  RECOURSE_TRY(impl_->store->add_token(
      {issued.id, token_digest(secret), account, scopes, std::string{note}, now, now + lasts}));
  return issued;
}

Result<std::vector<TokenInfo>> Authenticator::tokens(std::string_view account) const {
  RECOURSE_TRY_ASSIGN(const auto stored, impl_->store->tokens(account));
  const auto now = impl_->now();
  std::vector<TokenInfo> all;
  for (const auto& one : stored) {
    if (now < one.until) all.push_back({one.id, one.note, one.scopes, one.issued, one.until});
  }
  return all;
}

Result<void> Authenticator::revoke_token(std::string_view account, std::string_view id) const {
  RECOURSE_TRY_ASSIGN(const bool removed, impl_->store->remove_token(account, id));
  if (removed) return {};
  return Error{Errc::not_found, "the account has no token '" + base::excerpt(id, 32) + "'"};
}

Result<void> check_password(std::string_view account, std::string_view password) {
  const auto no = [](std::string why) { return Error{Errc::invalid_argument, std::move(why)}; };
  if (password.size() > Passwords::kBytesMax) {
    return no("a password has at most " + std::to_string(Passwords::kBytesMax) + " bytes");
  }
  if (base::first_invalid_utf8(password)) return no("a password is text in UTF-8");
  const auto characters = static_cast<std::size_t>(std::ranges::count_if(
      password, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  if (characters < Passwords::kCharactersMin) {
    return no("a password has at least " + std::to_string(Passwords::kCharactersMin) +
              " characters");
  }
  if (equal_without_case(account, password)) return no("a password is not the account's name");
  return {};
}

std::string session_cookie(std::string_view value, bool secure) {
  auto text = std::string{kSessionCookie}.append("=").append(value);
  text += "; Path=/; HttpOnly; SameSite=Strict";
  if (secure) text += "; Secure";
  return text;
}

std::string ended_cookie(bool secure) { return session_cookie("", secure) + "; Max-Age=0"; }

}  // namespace recourse::server
