// The case in a sealed log: earlier cases of the same person by keyed hashes, names compared at a
// merge, and what is erased when.
#include <gtest/gtest.h>

#include <recourse/casework/complaint/refusals.hpp>
#include <recourse/office.hpp>

#include "tests/support/temporary_folder.hpp"

namespace recourse {
namespace {

using namespace casework::complaint;  // NOLINT(google-build-using-namespace)

const core::Actor kOfficer{"w7", "window_officer", "S001"};
const core::Actor kAdministrator{"a1", "administrator", ""};

class OfficeSealing : public testing::Test {
 protected:
  std::unique_ptr<Office> open(bool with_keys = true) const {
    OfficeOptions options{.directory = folder.path() / "store", .clock = &clock};
    if (with_keys) options.sealing = SealingOptions{.master = master};
    return Office::open(std::move(options)).value();
  }
  static Report report(std::string name, std::string phone) {
    Report r;
    r.category = Category::difficult;
    r.line = casework::Line::population;
    r.district = "PD";
    r.matter = "";
    r.name = std::move(name);
    if (!phone.empty()) r.phone = std::move(phone);
    r.narrative = std::string{"三次都没办成"};
    return r;
  }
  OpenedCase begin(const Office& office, Report r) const {
    return office.open_case(std::move(r), office.context(kOfficer)).value();
  }
  static std::vector<std::string> streams(const std::vector<EarlierCase>& cases) {
    std::vector<std::string> all;
    for (const auto& one : cases) all.push_back(one.stream);
    return all;
  }
  std::vector<std::string> found(const Office& office, const PersonQuery& query) const {
    return streams(office.earlier_cases(query, office.store().head().value()).value());
  }
  void withdraw(const Office& office, const StreamId& id) const {
    const auto accepted =
        office.handle(id, Accept{.present = true}, office.context(kOfficer)).value();
    ASSERT_FALSE(accepted.refused()) << accepted.refusal().en;
    const Withdraw away{WithdrawProof::signature, "QM-1", "已办好"};
    const auto done = office.handle(id, away, office.context(kOfficer)).value();
    ASSERT_FALSE(done.refused()) << done.refusal().en;
  }
  Result<core::Outcome> erase(const Office& office, const StreamId& id,
                              const core::Actor& actor = kAdministrator) const {
    return office.engine().erase({.stream = id}, office.context(actor));
  }

  testing_support::TemporaryFolder folder;
  ManualClock clock{parse_timestamp("2024-03-04T02:00:00Z").value()};
  trust::MasterKey master = trust::random_master_key();
};

TEST_F(OfficeSealing, TheSamePersonIsHintedAtIntakeAndFoundHoweverTheNumberIsWritten) {
  const auto office = open();
  const auto first = begin(*office, report("张三", "139 1234 5678"));
  EXPECT_TRUE(first.earlier.empty());
  const auto other = begin(*office, report("李四", "13900000000"));
  EXPECT_TRUE(other.earlier.empty());
  office->views()
      .wait_for("persons", office->store().head().value(), std::chrono::seconds{10})
      .value();
  const auto again = begin(*office, report("张 三", "+86-139-1234-5678"));
  ASSERT_EQ(streams(again.earlier), std::vector{first.id.text()});
  EXPECT_EQ(again.earlier[0].known_by, "phone");

  EXPECT_EQ(found(*office, {.phone = "0086 13912345678"}).size(), 2u);
  EXPECT_EQ(found(*office, {.phone = "13900000000"}), std::vector{other.id.text()});
  EXPECT_TRUE(found(*office, {.name = "张三"}).empty()) << "a name alone is many people's";
  EXPECT_TRUE(found(*office, {}).empty());
}

TEST_F(OfficeSealing, NameAndAddressTogetherAreAPersonToo) {
  const auto office = open();
  auto there = report("王五", "");
  there.address = std::string{"浦东新区 张江路1号"};
  const auto first = begin(*office, there);
  EXPECT_EQ(found(*office, {.name = "王 五", .address = "浦东新区张江路1号"}),
            std::vector{first.id.text()});
  EXPECT_TRUE(found(*office, {.name = "王五", .address = "张江路2号"}).empty());
}

TEST_F(OfficeSealing, WhatLiesTooLongAgoIsNoRepeatedDemand) {
  const auto office = open();
  const auto first = begin(*office, report("张三", "13912345678"));
  clock.advance(std::chrono::hours{24 * 91});
  office->views()
      .wait_for("persons", office->store().head().value(), std::chrono::seconds{10})
      .value();
  EXPECT_TRUE(begin(*office, report("张三", "13912345678")).earlier.empty());
  EXPECT_EQ(found(*office, {.phone = "13912345678", .until = clock.now(), .days = 92}).size(), 2u);
  EXPECT_EQ(found(*office, {.phone = "13912345678", .until = clock.now(), .days = 90}).size(), 1u);
}

TEST_F(OfficeSealing, TheIndexHoldsNothingThatOpensAndGoesWithThePerson) {
  StreamId id = StreamId::of("case", "none").value();
  {
    const auto office = open();
    id = begin(*office, report("张三", "13912345678")).id;
    const auto other = begin(*office, report("张三", "13912345678")).id;
    const auto rows = office->engine().rows("persons", office->store().head().value()).value();
    const auto row = rows->scan({}, {});
    int count = 0;
    while (row->next().value()) {
      ++count;
      EXPECT_EQ(row->key().find("13912345678"), std::string_view::npos);
      EXPECT_EQ(row->value().find("13912345678"), std::string_view::npos);
    }
    EXPECT_EQ(count, 4) << "a hash and a list for each";
    withdraw(*office, id);
    ASSERT_FALSE(erase(*office, id).value().refused());
    EXPECT_EQ(found(*office, {.phone = "13912345678"}), std::vector{other.text()});
  }
  // Built anew it comes out the same: what is erased opens for nobody.
  const auto office = open();
  office->views().rebuild("persons").value();
  EXPECT_EQ(found(*office, {.phone = "13912345678"}).size(), 1u);
}

TEST_F(OfficeSealing, WithoutKeysNobodyIsFound) {
  { begin(*open(), report("张三", "13912345678")); }
  const auto office = open(false);
  EXPECT_EQ(office->earlier_cases({.phone = "13912345678"}).error().code(), Errc::keys_unavailable);
}

TEST_F(OfficeSealing, TwoNamesAreToldApartAtAMergeWhileTheyAreThere) {
  const auto office = open();
  const auto first = begin(*office, report("张三", "13912345678")).id;
  const auto other = begin(*office, report("李四", "13912345678")).id;
  const auto same = begin(*office, report("张 三", "13912345678")).id;
  const auto merge = [&](const StreamId& from) {
    return office
        ->handle(from, Merge{.target = first.text(), .reason = "同一人同一事", .same_person = true},
                 office->context(kOfficer))
        .value();
  };
  const auto told_apart = merge(other);
  ASSERT_TRUE(told_apart.refused());
  EXPECT_TRUE(told_apart.refusal().is(refusals::names_differ));
  const auto merged = merge(same);
  EXPECT_FALSE(merged.refused()) << merged.refusal().en;
}

TEST_F(OfficeSealing, ACaseThatIsHeldOrGoesOnIsNotErasedAndWhoMayAskIsChecked) {
  const auto office = open();
  const auto id = begin(*office, report("张三", "13912345678")).id;
  EXPECT_TRUE(erase(*office, id).value().refusal().is(refusals::erasure_while_open));
  withdraw(*office, id);
  EXPECT_TRUE(erase(*office, id, kOfficer).value().refusal().is(refusals::erasure_not_yours));
  const core::Actor supervisor{"v1", "supervisor", ""};
  const auto held = office->handle(id, PlaceHold{.reason = "诉讼"}, office->context(supervisor));
  ASSERT_FALSE(held.value().refused()) << held->refusal().en;
  EXPECT_TRUE(erase(*office, id).value().refusal().is(refusals::erasure_while_held));
  EXPECT_EQ(office->find_case(id).value().state.intake.name->clear(), "张三");
  ASSERT_FALSE(office->handle(id, LiftHold{.reason = "结案"}, office->context(supervisor))
                   .value()
                   .refused());
  ASSERT_FALSE(erase(*office, id).value().refused());
  EXPECT_FALSE(office->find_case(id).value().state.intake.name->is_clear());
}

TEST_F(OfficeSealing, WhatHasPassedFiresBeforeTheCaseIsAsked) {
  const auto office = open();
  auto begun = report("张三", "13912345678");
  begun.matter = "RK10";
  const auto id = begin(*office, begun).id;
  ASSERT_FALSE(
      office->handle(id, Accept{.present = true}, office->context(kOfficer)).value().refused());
  RouteLacking lacking;
  lacking.missing = {{"6", "", ""}};
  lacking.main_papers_complete = true;
  lacking.exclusion_checked = true;
  lacking.promise = "三日内补交";
  lacking.signature = "CN-1";
  lacking.promise_day = local_day(clock.now(), kShanghaiOffset) + std::chrono::days{1};
  const auto routed = office->handle(id, lacking, office->context(kOfficer)).value();
  ASSERT_FALSE(routed.refused()) << routed.refusal().en;
  EXPECT_TRUE(erase(*office, id).value().refusal().is(refusals::erasure_while_open));
  // The promise lapses, which ends the case; no timers run here.
  clock.advance(std::chrono::hours{24 * 60});
  const auto erased = erase(*office, id).value();
  EXPECT_FALSE(erased.refused()) << erased.refusal().en;
}

TEST_F(OfficeSealing, WhatIsPastItsTermIsErasedAndWhatIsHeldStays) {
  const auto office = open();
  const auto old = begin(*office, report("张三", "13912345678")).id;
  const auto held = begin(*office, report("李四", "13900000000")).id;
  withdraw(*office, old);
  withdraw(*office, held);
  const core::Actor supervisor{"v1", "supervisor", ""};
  ASSERT_FALSE(office->handle(held, PlaceHold{.reason = "诉讼"}, office->context(supervisor))
                   .value()
                   .refused());
  const auto at_once = office->engine()
                           .erase({.stream = old, .ground = trust::ErasureGround::retention},
                                  office->context(kAdministrator))
                           .value();
  ASSERT_TRUE(at_once.refused());
  EXPECT_TRUE(at_once.refusal().is(refusals::retention_runs));
  EXPECT_NE(at_once.refusal().en.find("2027-03-05"), std::string::npos) << at_once.refusal().en;

  clock.advance(std::chrono::hours{24 * 1097});
  const auto fresh = begin(*office, report("王五", "13911111111")).id;
  withdraw(*office, fresh);
  const auto dry = office->erase_past_retention(office->context(kAdministrator), true).value();
  EXPECT_EQ(dry.cases, std::vector{old});
  EXPECT_EQ(dry.erased, 0u);
  EXPECT_TRUE(office->find_case(old).value().state.intake.name->is_clear());

  EXPECT_EQ(office->erase_past_retention(office->context(kAdministrator)).value().erased, 1u);
  EXPECT_FALSE(office->find_case(old).value().state.intake.name->is_clear());
  EXPECT_TRUE(office->find_case(held).value().state.intake.name->is_clear());
  EXPECT_TRUE(office->find_case(fresh).value().state.intake.name->is_clear());
  EXPECT_EQ(office->erase_past_retention(office->context(kAdministrator)).value().erased, 0u)
      << "once";
  EXPECT_EQ(office->erase_past_retention(office->context(kOfficer)).value().erased, 0u)
      << "who may not ask erases nobody";
}

TEST_F(OfficeSealing, APaperLeavesALineWhereTheNameWas) {
  const auto office = open();
  const auto id = begin(*office, report("张三", "13912345678")).id;
  withdraw(*office, id);
  ASSERT_FALSE(erase(*office, id).value().refused());
  const auto events = office->history(id).value();
  const auto& received = std::get<Received>(events.front().event);
  EXPECT_FALSE(received.name->is_clear());
  EXPECT_FALSE(received.narrative->is_clear());
}

}  // namespace
}  // namespace recourse
