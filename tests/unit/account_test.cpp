// Accounts: who may open, change and close one, what is noted of passwords and tokens, who sees it.
#include <gtest/gtest.h>

#include <recourse/casework/account/decider.hpp>
#include <recourse/testing/gtest.hpp>
#include <recourse/testing/scenario.hpp>

namespace recourse::casework::account {
namespace {

using Names = std::vector<std::string_view>;

constexpr const char* kAdministrator = "administrator:a1";
constexpr const char* kOfficer = "window_officer:w7@PD01";

struct AccountTest : testing::Test {
  AccountTest() { account.at("2024-01-05 09:00").on("w7").actor(kAdministrator); }
  const Open open{"王五", Role::window_officer, "PD01", ""};
  test::Scenario<AccountDecider> account{AccountDecider{}, test::to_gtest()};
};

TEST_F(AccountTest, IsOpenedUnderItsKeyAsStaffNumber) {
  account.when(open).then(Opened{"王五", Role::window_officer, "PD01", "w7", "a1"});
  EXPECT_EQ(account.state().phase, Phase::open);
  EXPECT_EQ(account.state().staff, "w7");
  EXPECT_EQ(account.state().since, parse_timestamp("2024-01-05 09:00").value());
  EXPECT_FALSE(account.state().password_at);
  account.when(open).then_refused("not_allowed_in_phase", "lifecycle");
}

TEST_F(AccountTest, MayActUnderAnotherStaffNumberThanItsKey) {
  account.on("wang.wu").when(Open{"王五", Role::supervisor, "", "v1"});
  account.then(Opened{"王五", Role::supervisor, "", "v1", "a1"});
}

TEST_F(AccountTest, IsOpenedByAdministratorsAlone) {
  account.actor("supervisor:v1").when(open).then_refused("not_your_role", "authority");
  account.actor("clerk:x").when(open).then_refused("not_your_role", "authority");
  account.actor("").when(open).then_refused("not_your_role", "authority");
  account.actor("administrator:").when(open).then_refused("no_actor", "authority");
  account.actor(kAdministrator).when(open).then_types({"account.opened"});
  account.actor(kOfficer).when(Change{"王六", {}, ""}).then_refused("not_your_role", "authority");
  account.when(Close{"x"}).then_refused("not_your_role", "authority");
}

TEST_F(AccountTest, SaysWhoItIsOfAStaffRoleWithItsUnit) {
  account.when(Open{" ", Role::supervisor, "", ""}).then_refused("name_missing", "authority");
  account.when(Open{"王五", {}, "PD01", ""}).then_refused("role_missing", "authority");
  for (const auto role : {Role::citizen, Role::timer, Role::importer}) {
    account.when(Open{"王五", role, "PD01", ""}).then_refused("no_staff_role", "authority");
  }
  for (const auto role :
       {Role::window_officer, Role::counter_lead, Role::station_chief, Role::district_officer,
        Role::city_officer, Role::liaison, Role::receiver, Role::civilian, Role::auxiliary}) {
    account.when(Open{"王五", role, "", ""}).then_refused("unit_missing", "authority");
  }
  for (const char* const staff : {"w 7", "w7@PD02", "w/7", "王五"}) {
    account.when(Open{"王五", Role::supervisor, "", staff});
    account.then_refused("bad_staff_number", "authority");
  }
  account.when(Open{"王五", Role::administrator, "", ""}).then_types({"account.opened"});
}

TEST_F(AccountTest, KeepsWhatAChangeLeavesOut) {
  account.when(open).when(Change{"", {}, "PD02"});
  account.then(Changed{"王五", Role::window_officer, "PD02", "a1"});
  account.when(Change{"", Role::station_chief, ""});
  account.then(Changed{"王五", Role::station_chief, "PD02", "a1"});
  account.when(Change{"", Role::station_chief, "PD02"}).then_refused("nothing_changes");
  account.when(Change{"", Role::timer, ""}).then_refused("no_staff_role");
  EXPECT_EQ(account.state().role, Role::station_chief);
  EXPECT_EQ(account.state().unit, "PD02");
}

TEST_F(AccountTest, NeedsAUnitOnceItsRoleHasOne) {
  account.when(Open{"王五", Role::supervisor, "", ""}).then_types({"account.opened"});
  account.when(Change{"", Role::window_officer, ""}).then_refused("unit_missing", "authority");
  account.when(Change{"", Role::window_officer, "PD01"}).then_types({"account.changed"});
}

TEST_F(AccountTest, IsClosedWithAReasonAndBeginsAnewWhenItIsReopened) {
  account.when(open).when(Close{""}).then_refused("reason_missing", "authority");
  account.when(Reopen{}).then_refused("not_allowed_in_phase", "lifecycle");
  account.when(Close{"调离"}).then(Closed{"调离", "a1"});
  EXPECT_EQ(account.state().reason, "调离");
  account.when(NotePassword{}).then_refused("not_allowed_in_phase", "lifecycle");
  account.at("2024-02-01 09:00").when(Reopen{}).then(Reopened{"a1"});
  EXPECT_EQ(account.state().phase, Phase::open);
  EXPECT_EQ(account.state().reason, "");
  EXPECT_EQ(account.state().since, parse_timestamp("2024-02-01 09:00").value());
}

TEST_F(AccountTest, NotesPasswordsAndTokensOfItsOwnOrByAnAdministrator) {
  const auto until = parse_timestamp("2024-06-01 00:00").value();
  account.when(open).when(NotePassword{}).then(PasswordSet{"a1"});
  account.actor(kOfficer).when(NotePassword{}).then(PasswordSet{"w7"});
  EXPECT_EQ(account.state().password_at, account.now());
  account.when(NoteToken{"", {Scope::read}, until}).then_refused("token_missing", "authority");
  account.when(NoteToken{"0a", {}, until}).then_refused("scopes_missing", "authority");
  account.when(NoteToken{"0a", {Scope::read, Scope::feed}, until});
  account.then(TokenIssued{"0a", {Scope::read, Scope::feed}, until, "w7"});
  account.actor("window_officer:w8@PD01").when(NoteTokenRevoked{"0a"});
  account.then_refused("not_your_account", "authority");
  account.actor("citizen:w7").when(NoteTokenRevoked{"0a"}).then_refused("not_your_role");
  account.actor(kOfficer).when(NoteTokenRevoked{""}).then_refused("token_missing", "authority");
  account.actor(kAdministrator).when(Close{"调离"}).then_types({"account.closed"});
  account.when(NoteTokenRevoked{"0a"}).then(TokenRevoked{"0a", "a1"});
}

TEST_F(AccountTest, SaysWhatMayComeNext) {
  const AccountDecider accounts;
  EXPECT_EQ(accounts.next({}), (Names{"account.open"}));
  account.when(open).then_types({"account.opened"});
  const auto next_for = [&](const char* who) {
    return accounts.next_for(account.state(), {account.now(), core::Actor::parse(who), {}});
  };
  EXPECT_EQ(next_for(kOfficer),
            (Names{"account.note_password", "account.note_token", "account.note_token_revoked"}));
  EXPECT_EQ(next_for(kAdministrator).size(), 5U);
  EXPECT_TRUE(next_for("supervisor:v1").empty());
}

TEST_F(AccountTest, IsSeenByAdministratorsSupervisorsAndItself) {
  account.when(open).then_types({"account.opened"});
  const auto sees = [&](const char* who) {
    return AccountDecider{}.sees(account.state(), {core::Actor::parse(who)}).any;
  };
  EXPECT_TRUE(sees(kAdministrator));
  EXPECT_TRUE(sees("supervisor:v1"));
  EXPECT_TRUE(sees(kOfficer));
  EXPECT_FALSE(sees("window_officer:w8@PD01"));
  EXPECT_FALSE(sees("station_chief:c1@PD01"));
  EXPECT_FALSE(sees("citizen:w7"));
  EXPECT_FALSE(sees("importer:w7"));
}

}  // namespace
}  // namespace recourse::casework::account
