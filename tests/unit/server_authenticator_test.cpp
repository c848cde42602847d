// Who is asking: passwords, sessions, tokens, proxies, citizens' codes; guessing; the register's
// word. All time is the office's clock.
#include "apps/server/authenticator.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <recourse/casework/account/decider.hpp>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/office/principals.hpp>

#include "apps/server/network.hpp"
#include "apps/server/throttle.hpp"
#include "tests/unit/casework_scene.hpp"

namespace recourse::server {
namespace {

namespace account = casework::account;
namespace registry = casework::registry;
using namespace std::chrono_literals;

constexpr const char* kPassword = "correct horse";
constexpr const char* kOther = "battery staple";

/// A folder of the test's own, gone when it ends.
struct Folder {
  Folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "authenticator-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::filesystem::path path;
};

class AuthenticatorTest : public testing::Test {
 protected:
  AuthenticatorTest() { reopen(); }

  AuthenticatorOptions options() const {
    AuthenticatorOptions made;
    made.file = folder.path / "accounts.sqlite";
    made.proxy_header = "X-Remote-User";
    made.proxies = {"127.0.0.1", "10.1.0.0/16"};
    made.password_operations = 1;
    made.password_memory = 8192;
    return made;
  }
  /// As when the service begins anew.
  void reopen() {
    authenticator.reset();
    authenticator = Authenticator::open(*office, options()).value();
  }
  template <class Command>
  void handle(std::string_view kind, std::string_view key, Command command,
              std::string_view actor) {
    const auto& port = *office->engine().workflow(kind);
    const auto id = StreamId::of(kind, key).value();
    typename std::conditional_t<std::is_constructible_v<account::Command, Command>,
                                account::Command, registry::Command>
        any{std::move(command)};
    const auto outcome =
        office->handle_any(port, id, &any, office->context(core::Actor::parse(actor))).value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  }
  void have(std::string_view key, casework::Role role, std::string unit = "") {
    handle("account", key, account::Open{std::string{key}, role, std::move(unit), ""},
           "administrator:a1");
  }
  void have_with_password(std::string_view key, casework::Role role, std::string unit = "") {
    have(key, role, std::move(unit));
    ASSERT_TRUE(authenticator->set_password(key, kPassword));
  }
  Request with_cookie(std::string_view value) const {
    Request request{.peer = "203.0.113.7"};
    request.headers.emplace("Cookie", std::string{kSessionCookie}.append("=").append(value));
    return request;
  }
  Request with_token(const std::string& secret) const {
    Request request{.peer = "203.0.113.7"};
    request.headers.emplace("Authorization", "Bearer " + secret);
    return request;
  }
  Authenticator::Answer try_in(std::string key, std::string password,
                               const Request& request) const {
    return authenticator->sign_in(Credentials{std::move(key), std::move(password)}, request)
        .value();
  }
  Authenticator::Answer try_in(std::string key, std::string password) const {
    return try_in(std::move(key), std::move(password), from("203.0.113.7"));
  }
  static Request from(std::string peer) { return Request{.peer = std::move(peer)}; }
  /// "role:id@unit"; empty: nobody.
  std::string who(const Request& request) const {
    const auto principal = authenticator->identify(request).value();
    return principal ? principal->actor.to_string() : "";
  }
  std::string who(const std::string& cookie) const { return who(with_cookie(cookie)); }

  Folder folder;
  ManualClock clock{parse_timestamp("2024-01-05T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  std::unique_ptr<Authenticator> authenticator;
};

// --- passwords and sessions ----------------------------------------------------------------------

TEST_F(AuthenticatorTest, ASessionIsThatOfTheAccount) {
  have_with_password("v1", casework::Role::supervisor);
  const auto in = try_in("v1", kPassword);
  ASSERT_TRUE(in.session);
  EXPECT_EQ(in.session->cookie.size(), 64U);
  EXPECT_EQ(in.session->principal.actor.to_string(), "supervisor:v1");
  const auto principal = authenticator->identify(with_cookie(in.session->cookie)).value();
  ASSERT_TRUE(principal);
  EXPECT_EQ(principal->account, "v1");
  EXPECT_EQ(principal->name, "v1");
  EXPECT_EQ(principal->means, Means::session);
  EXPECT_EQ(principal->scopes, kAllScopes);
  EXPECT_EQ(principal->csrf, in.session->principal.csrf);
  EXPECT_EQ(principal->csrf.size(), 64U);
  EXPECT_NE(principal->csrf, in.session->cookie);
  EXPECT_NE(principal->session, in.session->cookie);
}

TEST_F(AuthenticatorTest, NobodyIsWhoeverSaysNothingOrNonsense) {
  EXPECT_EQ(who(from("203.0.113.7")), "");
  EXPECT_EQ(who(std::string(64, 'a')), "");
  EXPECT_EQ(who(std::string{"x' OR 1=1 --"}), "");
  EXPECT_EQ(who(with_token("rk_1_2")), "");
  EXPECT_EQ(who(with_token("rk__")), "");
}

TEST_F(AuthenticatorTest, AWrongPasswordAndAnUnknownAccountAreAnsweredAlike) {
  have_with_password("v1", casework::Role::supervisor);
  have("v2", casework::Role::supervisor);
  const auto wrong = try_in("v1", kOther);
  const auto unknown = try_in("nobody", kPassword);
  const auto without = try_in("v2", kPassword);
  const auto no_key = try_in("v 1/", kPassword);
  for (const auto* one : {&wrong, &unknown, &without, &no_key}) {
    EXPECT_FALSE(one->session);
    EXPECT_EQ(one->refusal.status, 401);
    EXPECT_EQ(one->refusal.body, wrong.refusal.body);
  }
  EXPECT_NE(wrong.refusal.body.find("urn:recourse:http:wrong_password"), std::string::npos);
  clock.advance(1s);
  EXPECT_FALSE(try_in("v1", std::string(2000, 'a')).session);
}

TEST_F(AuthenticatorTest, SessionsSurviveARestartAndEndByThemselves) {
  have_with_password("v1", casework::Role::supervisor);
  const auto cookie = try_in("v1", kPassword).session->cookie;
  reopen();
  clock.advance(29min);
  EXPECT_EQ(who(cookie), "supervisor:v1");
  clock.advance(29min);
  EXPECT_EQ(who(cookie), "supervisor:v1") << "it was seen in between";
  clock.advance(30min);
  EXPECT_EQ(who(cookie), "");
  EXPECT_EQ(who(cookie), "");
}

TEST_F(AuthenticatorTest, WhatAPageAsksForByItselfKeepsNoSession) {
  have_with_password("v1", casework::Role::supervisor);
  const std::pair<const char*, const char*> by_itself[] = {
      {"Accept", "text/event-stream, application/json;q=0.5"}, {"X-Background", "1"}};
  for (const auto& [name, value] : by_itself) {
    const auto cookie = try_in("v1", kPassword).session->cookie;
    auto request = with_cookie(cookie);
    request.headers.emplace(name, value);
    for (int i = 0; i < 2; ++i) {
      clock.advance(14min);
      EXPECT_NE(authenticator->identify(request).value(), nullptr) << "it holds still";
    }
    clock.advance(2min);
    EXPECT_EQ(authenticator->identify(request).value(), nullptr) << name;
    EXPECT_EQ(who(cookie), "") << name;
  }
}

TEST_F(AuthenticatorTest, ASessionLastsTwelveHoursAtMost) {
  have_with_password("v1", casework::Role::supervisor);
  const auto cookie = try_in("v1", kPassword).session->cookie;
  for (int i = 0; i < 35; ++i) {
    clock.advance(20min);
    EXPECT_EQ(who(cookie), "supervisor:v1");
  }
  clock.advance(20min);
  EXPECT_EQ(who(cookie), "");
}

TEST_F(AuthenticatorTest, SigningInMakesANewIdAndEndsTheOneBefore) {
  have_with_password("v1", casework::Role::supervisor);
  have_with_password("v2", casework::Role::supervisor);
  const auto first = try_in("v1", kPassword).session->cookie;
  const auto second = try_in("v2", kPassword, with_cookie(first)).session->cookie;
  EXPECT_NE(first, second);
  EXPECT_EQ(who(first), "");
  EXPECT_EQ(who(second), "supervisor:v2");
  const std::string chosen(64, 'b');
  EXPECT_NE(try_in("v1", kPassword, with_cookie(chosen)).session->cookie, chosen);
  EXPECT_EQ(who(chosen), "");
}

TEST_F(AuthenticatorTest, SigningOutEndsThatSessionAlone) {
  have_with_password("v1", casework::Role::supervisor);
  const auto first = try_in("v1", kPassword).session.value();
  const auto second = try_in("v1", kPassword).session.value();
  ASSERT_TRUE(authenticator->sign_out(first.principal));
  EXPECT_EQ(who(first.cookie), "");
  EXPECT_EQ(who(second.cookie), "supervisor:v1");
}

TEST_F(AuthenticatorTest, APasswordIsLongAndNotTheName) {
  have("administrator", casework::Role::administrator);
  const auto fault = [&](std::string_view password) {
    const auto set = authenticator->set_password("administrator", password);
    return set ? std::string_view{} : info(set.error().code()).name;
  };
  EXPECT_EQ(fault("123456789"), "invalid_argument");
  EXPECT_EQ(fault("密码密码密码密码密"), "invalid_argument") << "nine characters";
  EXPECT_EQ(fault("密码密码密码密码密码"), "");
  EXPECT_EQ(fault(std::string(1025, 'a')), "invalid_argument");
  EXPECT_EQ(fault(std::string(1024, 'a')), "");
  EXPECT_EQ(fault("Administrator"), "invalid_argument");
  EXPECT_EQ(fault("correct horse\xFF"), "invalid_argument");
  EXPECT_EQ(authenticator->set_password("nobody", kPassword).error().code(), Errc::not_found);
}

TEST_F(AuthenticatorTest, ANewPasswordEndsTheOtherSessions) {
  have_with_password("v1", casework::Role::supervisor);
  const auto own = try_in("v1", kPassword).session.value();
  const auto other = try_in("v1", kPassword).session.value();
  const auto change = [&](const char* old_password) {
    return authenticator
        ->change_password(own.principal, old_password, kOther, with_cookie(own.cookie))
        .value();
  };
  EXPECT_FALSE(change("wrong password"));
  EXPECT_EQ(who(other.cookie), "supervisor:v1");
  EXPECT_FALSE(change(kPassword)) << "after a wrong one it waits";
  clock.advance(1s);
  EXPECT_TRUE(change(kPassword));
  EXPECT_EQ(who(own.cookie), "supervisor:v1");
  EXPECT_EQ(who(other.cookie), "");
  EXPECT_FALSE(try_in("v1", kPassword).session);
  clock.advance(1s);
  EXPECT_TRUE(try_in("v1", kOther).session);
  ASSERT_TRUE(authenticator->set_password("v1", kPassword));
  EXPECT_EQ(who(own.cookie), "") << "somebody else set it";
}

TEST_F(AuthenticatorTest, TheFileIsItsOwnersAndHoldsNoSecret) {
  have_with_password("v1", casework::Role::supervisor);
  const auto in = try_in("v1", kPassword).session.value();
  const auto token = authenticator->issue_token(in.principal, 1, 24h, "").value();
  const auto file = folder.path / "accounts.sqlite";
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
  std::ifstream stream{file, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
  EXPECT_NE(bytes.find("$argon2id$"), std::string::npos);
  const auto secret = token.secret.substr(token.secret.rfind('_') + 1);
  for (const auto& text : {std::string{kPassword}, in.cookie, in.principal.csrf, secret}) {
    EXPECT_EQ(bytes.find(text), std::string::npos) << text;
  }
}

TEST_F(AuthenticatorTest, AFileThatOthersMayReadBecomesItsOwners) {
  using std::filesystem::perms;
  const auto file = folder.path / "accounts.sqlite";
  std::filesystem::permissions(file, perms::others_read, std::filesystem::perm_options::add);
  reopen();
  EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(AuthenticatorTest, AFileThatIsNoneIsNotUsed) {
  const auto file = folder.path / "other.sqlite";
  std::ofstream{file} << std::string(4096, 'x');
  auto with = options();
  with.file = file;
  EXPECT_EQ(Authenticator::open(*office, with).error().code(), Errc::corruption);
  with.file = folder.path / "missing" / "accounts.sqlite";
  EXPECT_EQ(Authenticator::open(*office, with).error().code(), Errc::io_error);
}

// --- guessing ------------------------------------------------------------------------------------

TEST_F(AuthenticatorTest, EachWrongPasswordMakesTheNextTryWaitLonger) {
  have_with_password("v1", casework::Role::supervisor);
  for (const auto wait : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    EXPECT_EQ(try_in("v1", kOther).refusal.status, 401);
    const auto answer = try_in("v1", kPassword);
    EXPECT_FALSE(answer.session);
    EXPECT_EQ(answer.refusal.status, 429);
    EXPECT_EQ(answer.refusal.header("Retry-After"), std::to_string(wait.count()));
    clock.advance(wait - 1ms);
    EXPECT_EQ(try_in("v1", kPassword).refusal.status, 429);
    clock.advance(1ms);
  }
  EXPECT_TRUE(try_in("v1", kPassword).session);
  EXPECT_EQ(try_in("v1", kOther).refusal.status, 401) << "the right one made all good";
  EXPECT_EQ(try_in("v1", kOther).refusal.header("Retry-After"), "1");
}

TEST_F(AuthenticatorTest, OneAddressDoesNotGuessAtManyAccounts) {
  have_with_password("v1", casework::Role::supervisor);
  for (int i = 0; i < 11; ++i) {
    EXPECT_EQ(try_in("x" + std::to_string(i), kOther).refusal.status, 401);
  }
  EXPECT_EQ(try_in("v1", kPassword).refusal.status, 429);
  EXPECT_TRUE(try_in("v1", kPassword, from("203.0.113.8")).session);
}

TEST_F(AuthenticatorTest, BehindAProxyTheAddressIsWhatItSays) {
  have_with_password("v1", casework::Role::supervisor);
  const auto by_proxy = [](const char* client) {
    auto request = from("10.1.2.3");
    request.headers.emplace("X-Forwarded-For", std::string{"198.51.100.1, "} + client);
    return request;
  };
  for (int i = 0; i < 11; ++i) {
    EXPECT_EQ(try_in("x" + std::to_string(i), kOther, by_proxy("192.0.2.1")).refusal.status, 401);
  }
  EXPECT_EQ(try_in("v1", kPassword, by_proxy("192.0.2.1")).refusal.status, 429);
  EXPECT_TRUE(try_in("v1", kPassword, by_proxy("192.0.2.2")).session);
}

TEST(Throttle, ForgetsTheOldestBeyondItsBound) {
  Throttle throttle;
  const Timestamp now{std::chrono::hours{1}};
  const auto begin = [&](const std::string& name, Timestamp at) {
    const ThrottleKey keys[] = {{name, 0}};
    return throttle.begin(keys, at);
  };
  EXPECT_EQ(begin("first", now), 0s);
  EXPECT_EQ(begin("first", now), 1s);
  for (std::size_t i = 0; i < Throttle::kKeysMax; ++i) (void)begin(std::to_string(i), now);
  EXPECT_EQ(throttle.size(), Throttle::kKeysMax);
  EXPECT_EQ(begin("first", now), 0s);
  EXPECT_EQ(begin("9999", now), 1s);
}

TEST(Throttle, CountsNothingForWhoeverMustWait) {
  Throttle throttle;
  const Timestamp now{std::chrono::hours{1}};
  const ThrottleKey both[] = {{"a", 0}, {"address", 1}};
  const ThrottleKey other[] = {{"b", 0}, {"address", 1}};
  EXPECT_EQ(throttle.begin(both, now), 0s);
  EXPECT_EQ(throttle.begin(both, now), 1s) << "the account waits";
  EXPECT_EQ(throttle.begin(other, now), 0s) << "so the address was counted once";
  EXPECT_EQ(throttle.begin(other, now + 1s), 0s);
  throttle.succeeded(other);
  EXPECT_EQ(throttle.begin(both, now + 1s), 0s);
  EXPECT_EQ(throttle.begin(both, now + 2h), 0s) << "forgotten";
  EXPECT_EQ(throttle.begin(both, now + 2h), 1s) << "and begun anew";
  EXPECT_EQ(throttle.begin(both, now), 0s) << "the clock was set back";
}

// --- what the log and the register say -----------------------------------------------------------

TEST_F(AuthenticatorTest, AClosedAccountIsNobodyAndStaysSignedOut) {
  have_with_password("v1", casework::Role::supervisor);
  const auto in = try_in("v1", kPassword).session.value();
  const auto token = authenticator->issue_token(in.principal, 1, 24h, "").value();
  handle("account", "v1", account::Close{"调离"}, "administrator:a1");
  EXPECT_EQ(who(in.cookie), "");
  EXPECT_EQ(who(with_token(token.secret)), "");
  EXPECT_EQ(try_in("v1", kPassword).refusal.status, 401);
  clock.advance(1min);
  handle("account", "v1", account::Reopen{}, "administrator:a1");
  EXPECT_EQ(who(in.cookie), "") << "what began before the reopening stays ended";
  EXPECT_EQ(who(with_token(token.secret)), "");
  const auto again = try_in("v1", kPassword);
  ASSERT_TRUE(again.session);
  handle("account", "v1", account::Change{"", casework::Role::liaison, "PD.RK"},
         "administrator:a1");
  EXPECT_EQ(who(again.session->cookie), "liaison:v1@PD.RK");
}

TEST_F(AuthenticatorTest, AnOfficerActsWhileHeIsOnTheRoster) {
  have_with_password("w7", casework::Role::window_officer, "PD01");
  const auto cookie = try_in("w7", kPassword).session->cookie;
  EXPECT_EQ(who(cookie), "window_officer:w7@PD01") << "no register: the account's word counts";
  const auto chief = "station_chief:c1@PD01";
  handle("registry", "PD01", registry::Register{"PD", "陆家嘴派出所", "c1"}, chief);
  EXPECT_EQ(who(cookie), "window_officer:w7@PD01") << "nothing is said of its roster";
  handle("registry", "PD01",
         registry::Plan{registry::WindowForm::independent, "一楼大厅东侧", "", ""}, chief);
  EXPECT_EQ(who(cookie), "");
  EXPECT_EQ(try_in("w7", kPassword).refusal.status, 401);
  handle("registry", "PD01",
         registry::AddOfficer{"w7", registry::StaffKind::sworn, registry::PoliceRank::supervisor_3,
                              12, true},
         chief);
  EXPECT_EQ(who(cookie), "window_officer:w7@PD01");
}

TEST_F(AuthenticatorTest, AChiefIsWhomTheRegisterNames) {
  have("c1", casework::Role::station_chief, "PD01");
  have("c2", casework::Role::station_chief, "PD01");
  have("l1", casework::Role::counter_lead, "PD01");
  const auto is = [&](std::string_view key) {
    return actor_of_account(*office, key).value().has_value();
  };
  EXPECT_TRUE(is("c2"));
  handle("registry", "PD01", registry::Register{"PD", "陆家嘴派出所", "c1"},
         "station_chief:c1@PD01");
  EXPECT_TRUE(is("c1"));
  EXPECT_FALSE(is("c2"));
  EXPECT_TRUE(is("l1"));
  EXPECT_FALSE(is("nobody"));
  EXPECT_FALSE(is("no key/"));
}

// --- tokens --------------------------------------------------------------------------------------

TEST_F(AuthenticatorTest, ATokenHasItsScopesUntilItsEnd) {
  have_with_password("v1", casework::Role::supervisor);
  const auto in = try_in("v1", kPassword).session.value();
  const auto token = authenticator->issue_token(in.principal, 5, 48h, "报表").value();
  EXPECT_EQ(token.secret.substr(0, token.id.size() + 4), "rk_" + token.id + "_");
  reopen();
  const auto principal = authenticator->identify(with_token(token.secret)).value();
  ASSERT_TRUE(principal);
  EXPECT_EQ(principal->actor.to_string(), "supervisor:v1");
  EXPECT_EQ(principal->means, Means::token);
  EXPECT_TRUE(principal->may(Scope::read));
  EXPECT_FALSE(principal->may(Scope::write));
  EXPECT_TRUE(principal->may(Scope::feed));
  EXPECT_EQ(principal->csrf, "");
  EXPECT_EQ(principal->session, "");
  auto other = token.secret;
  other.back() = other.back() == '0' ? '1' : '0';
  EXPECT_EQ(who(with_token(other)), "");
  auto both = with_token(other);
  both.headers.emplace("Cookie", std::string{kSessionCookie} + "=" + in.cookie);
  EXPECT_EQ(who(both), "") << "a token that is none is not made good by a cookie";
  const auto listed = authenticator->tokens("v1").value();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].note, "报表");
  EXPECT_EQ(listed[0].until, clock.now() + 48h);
  clock.advance(48h - 1ms);
  EXPECT_EQ(who(with_token(token.secret)), "supervisor:v1");
  clock.advance(1ms);
  EXPECT_EQ(who(with_token(token.secret)), "");
  EXPECT_TRUE(authenticator->tokens("v1").value().empty());
}

TEST_F(AuthenticatorTest, ATokenIsRevokedByItsAccount) {
  have_with_password("v1", casework::Role::supervisor);
  const auto in = try_in("v1", kPassword).session.value();
  const auto token = authenticator->issue_token(in.principal, 1, 24h, "").value();
  EXPECT_EQ(authenticator->revoke_token("v2", token.id).error().code(), Errc::not_found);
  EXPECT_EQ(who(with_token(token.secret)), "supervisor:v1");
  ASSERT_TRUE(authenticator->revoke_token("v1", token.id));
  EXPECT_EQ(who(with_token(token.secret)), "");
  EXPECT_EQ(authenticator->revoke_token("v1", token.id).error().code(), Errc::not_found);
}

TEST_F(AuthenticatorTest, ATokenIsNoMoreThanWhoeverAsksForIt) {
  have_with_password("v1", casework::Role::supervisor);
  const auto in = try_in("v1", kPassword).session.value();
  const auto fault = [&](const Principal& of, std::uint8_t scopes, std::chrono::hours lasts,
                         const std::string& note) {
    const auto issued = authenticator->issue_token(of, scopes, lasts, note);
    return issued ? std::string_view{} : info(issued.error().code()).name;
  };
  EXPECT_EQ(fault(in.principal, 0, 24h, ""), "invalid_argument");
  EXPECT_EQ(fault(in.principal, 16, 24h, ""), "invalid_argument");
  EXPECT_EQ(fault(in.principal, 1, 0h, ""), "invalid_argument");
  EXPECT_EQ(fault(in.principal, 1, 365 * 24h + 1h, ""), "invalid_argument");
  EXPECT_EQ(fault(in.principal, 1, 24h, std::string(201, 'a')), "invalid_argument");
  EXPECT_EQ(fault(in.principal, 1, 365 * 24h, std::string(200, 'a')), "");
  auto by_token = in.principal;
  by_token.means = Means::token;
  EXPECT_EQ(fault(by_token, 1, 24h, ""), "invalid_argument");
  auto narrow = in.principal;
  narrow.scopes = 1;
  EXPECT_EQ(fault(narrow, 3, 24h, ""), "invalid_argument");
  for (std::size_t i = 1; i < kTokensMax; ++i) ASSERT_EQ(fault(in.principal, 1, 24h, ""), "");
  EXPECT_EQ(fault(in.principal, 1, 24h, ""), "limit_exceeded");
}

// --- proxies -------------------------------------------------------------------------------------

TEST_F(AuthenticatorTest, AProxysWordCountsFromItsAddressAlone) {
  have("v1", casework::Role::supervisor);
  const auto with_header = [](std::string peer) {
    auto request = from(std::move(peer));
    request.headers.emplace("x-remote-user", "v1");
    return request;
  };
  EXPECT_EQ(who(with_header("127.0.0.1")), "supervisor:v1");
  EXPECT_EQ(who(with_header("::ffff:127.0.0.1")), "supervisor:v1");
  EXPECT_EQ(who(with_header("10.1.200.3")), "supervisor:v1");
  EXPECT_EQ(who(with_header("10.2.0.1")), "");
  EXPECT_EQ(who(with_header("::1")), "");
  EXPECT_EQ(who(with_header("")), "");
  auto twice = with_header("127.0.0.1");
  twice.headers.emplace("X-Remote-User", "v1");
  EXPECT_EQ(who(twice), "") << "a header that came in beside the proxy's";
  const auto principal = authenticator->identify(with_header("127.0.0.1")).value();
  EXPECT_EQ(principal->means, Means::proxy);
  EXPECT_EQ(principal->csrf, "");
  auto without = options();
  without.proxy_header = "";
  authenticator.reset();
  authenticator = Authenticator::open(*office, without).value();
  EXPECT_EQ(who(with_header("127.0.0.1")), "");
}

TEST_F(AuthenticatorTest, ANetworkThatIsNoneIsAnError) {
  auto with = options();
  with.proxies = {"10.1.0.0/33"};
  EXPECT_EQ(Authenticator::open(*office, with).error().code(), Errc::invalid_argument);
}

TEST(Network, IsAnAddressAndAPrefix) {
  const auto has = [](std::string_view network, std::string_view address) {
    return Network::parse(network).value().contains(address);
  };
  EXPECT_TRUE(has("10.1.0.0/16", "10.1.255.255"));
  EXPECT_FALSE(has("10.1.0.0/16", "10.2.0.0"));
  EXPECT_TRUE(has("10.1.128.0/17", "10.1.128.1"));
  EXPECT_FALSE(has("10.1.128.0/17", "10.1.127.255"));
  EXPECT_TRUE(has("0.0.0.0/0", "203.0.113.7"));
  EXPECT_FALSE(has("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(has("::/0", "2001:db8::1"));
  EXPECT_TRUE(has("2001:db8::/33", "2001:db8:7fff::"));
  EXPECT_FALSE(has("2001:db8::/33", "2001:db8:8000::"));
  EXPECT_FALSE(has("127.0.0.1", "localhost"));
  for (const auto* const bad : {"", "/8", "10.1", "10.1.0.0/", "10.1.0.0/-1", "10.1.0.0/33",
                                "10.1.0.0/8", "10.0.0.0/8x", "::/129", "fe80::1/10", "localhost"}) {
    EXPECT_EQ(Network::parse(bad).error().code(), Errc::invalid_argument) << bad;
  }
}

// --- citizens ------------------------------------------------------------------------------------

class CitizenTest : public AuthenticatorTest {
 protected:
  CitizenTest()
      : opened(office
                   ->open_case(casework::complaint::testing::a_report(),
                               office->context(core::Actor::parse("window_officer:w1@PD01")))
                   .value()) {}
  Authenticator::Answer try_code(std::string stream, std::string code) const {
    return authenticator->sign_in(Inquiry{std::move(stream), std::move(code)}, from("192.0.2.1"))
        .value();
  }
  OpenedCase opened;
};

TEST_F(CitizenTest, HisCodeOpensHisCaseAlone) {
  const auto answer = try_code(std::string{opened.id.key()}, opened.inquiry_code);
  ASSERT_TRUE(answer.session);
  const auto principal = authenticator->identify(with_cookie(answer.session->cookie)).value();
  ASSERT_TRUE(principal);
  EXPECT_TRUE(principal->is_citizen());
  EXPECT_EQ(principal->actor.role, "citizen");
  EXPECT_EQ(principal->account, "");
  EXPECT_EQ(principal->stream, opened.id.text());
  EXPECT_EQ(principal->inquiry_code, opened.inquiry_code);
  EXPECT_NE(principal->csrf, "");
  EXPECT_TRUE(principal->may(Scope::write));
  EXPECT_FALSE(principal->may(Scope::feed));
  EXPECT_FALSE(principal->may(Scope::operate));
  EXPECT_TRUE(try_code(opened.id.text(), opened.inquiry_code).session);
}

TEST_F(CitizenTest, AWrongCodeAndAnUnknownCaseAreAnsweredAlike) {
  const auto wrong = try_code(opened.id.text(), "AAAA-AAAA");
  EXPECT_EQ(wrong.refusal.status, 401);
  for (const auto* const stream : {"case/none", "nothing", "account/v1", "a b", ""}) {
    const auto answer = try_code(stream, opened.inquiry_code);
    EXPECT_FALSE(answer.session);
    EXPECT_EQ(answer.refusal.status, 401);
    EXPECT_EQ(answer.refusal.body, wrong.refusal.body) << stream;
  }
  EXPECT_EQ(try_code(opened.id.text(), opened.inquiry_code).refusal.status, 429);
  clock.advance(1s);
  EXPECT_FALSE(try_code(opened.id.text(), "").session);
}

TEST_F(CitizenTest, ACaseWithoutACodeOpensToNobody) {
  const auto id = StreamId::of("case", "PD01-1").value();
  const auto context = office->context(core::Actor::parse("window_officer:w1@PD01"));
  ASSERT_FALSE(
      office->handle(id, casework::complaint::testing::a_report(), context).value().refused());
  ASSERT_EQ(office->find_case(id)->state.access.inquiry, "");
  EXPECT_EQ(try_code(id.text(), "").refusal.status, 401);
}

TEST_F(CitizenTest, HisSessionEndsWithTheServiceAndByItself) {
  const auto cookie = try_code(opened.id.text(), opened.inquiry_code).session->cookie;
  clock.advance(29min);
  EXPECT_NE(who(cookie), "");
  clock.advance(30min);
  EXPECT_EQ(who(cookie), "");
  const auto open_tab = try_code(opened.id.text(), opened.inquiry_code).session->cookie;
  auto list = with_cookie(open_tab);
  list.headers.emplace("Accept", "text/event-stream");
  clock.advance(20min);
  EXPECT_NE(authenticator->identify(list).value(), nullptr);
  clock.advance(10min);
  EXPECT_EQ(authenticator->identify(list).value(), nullptr) << "a live list is no activity";
  const auto other = try_code(opened.id.text(), opened.inquiry_code).session.value();
  reopen();
  EXPECT_EQ(who(other.cookie), "");
  const auto third = try_code(opened.id.text(), opened.inquiry_code).session.value();
  ASSERT_TRUE(authenticator->sign_out(third.principal));
  EXPECT_EQ(who(third.cookie), "");
  EXPECT_FALSE(authenticator->issue_token(third.principal, 1, 24h, ""));
  EXPECT_FALSE(authenticator->change_password(third.principal, "", kOther, from("192.0.2.1")));
}

// --- the demonstration, cookies ------------------------------------------------------------------

TEST_F(AuthenticatorTest, OnlyInTheDemonstrationSomebodyBecomesAnybody) {
  const auto chief = core::Actor::parse("station_chief:c1@PD01");
  EXPECT_EQ(authenticator->become(chief).error().code(), Errc::invalid_argument);
  auto with = options();
  with.demo = true;
  authenticator.reset();
  authenticator = Authenticator::open(*office, with).value();
  const auto in = authenticator->become(chief).value();
  EXPECT_EQ(who(in.cookie), "station_chief:c1@PD01");
  for (const auto* const nobody : {"timer:timer", "importer:12345", "citizen:c1", "supervisor:"}) {
    EXPECT_FALSE(authenticator->become(core::Actor::parse(nobody))) << nobody;
  }
}

TEST(SessionCookie, IsForTheServiceAlone) {
  EXPECT_EQ(session_cookie("ab", true),
            "recourse_session=ab; Path=/; HttpOnly; SameSite=Strict; Secure");
  EXPECT_EQ(session_cookie("ab", false), "recourse_session=ab; Path=/; HttpOnly; SameSite=Strict");
  EXPECT_EQ(ended_cookie(true),
            "recourse_session=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
}

}  // namespace
}  // namespace recourse::server
