// Receipts for somebody: the record goes along only where nothing of it is closed or masked.
#include <gtest/gtest.h>

#include <recourse/core/record.hpp>
#include <recourse/notary/base64.hpp>
#include <recourse/notary/notary.hpp>
#include <recourse/notary/tree_view.hpp>
#include <recourse/office/receipts.hpp>

#include "tests/support/fill.hpp"
#include "tests/unit/casework_scene.hpp"

namespace recourse {
namespace {

using namespace casework::complaint;
using casework::complaint::testing::a_report;
using casework::complaint::testing::personal;
using casework::complaint::testing::Scene;
using describe::Access;

// --- every event, every visibility ---------------------------------------------------------------

/// What the roles of the table in casework_access_test.cpp see, and nothing, and everything.
std::vector<core::AccessSet> sets_of_classes() {
  const core::AccessSet citizen{Access::open, Access::identity, Access::words, Access::rater,
                                Access::comment};
  const core::AccessSet station{Access::open,     Access::internal, Access::basis,
                                Access::identity, Access::words,    Access::accused};
  const core::AccessSet department{Access::open,  Access::internal, Access::basis,  Access::words,
                                   Access::rater, Access::comment,  Access::accused};
  const core::AccessSet asked{Access::open, Access::internal, Access::basis, Access::words,
                              Access::accused};
  auto everything = department;
  everything.add(Access::identity);
  return {{}, {Access::open}, citizen, station, department, asked, everything};
}

/// Whether what redact leaves of a value that is filled everywhere is all of it.
bool loses_nothing(const describe::SetInfo& events, const std::shared_ptr<void>& set,
                   const std::shared_ptr<void>& copy, std::size_t at, core::Visibility seen) {
  const auto& type = *events.types[at];
  auto* const whole = events.emplace(set.get(), at);
  auto* const redacted = events.emplace(copy.get(), at);
  test::Filler{}.fill(whole, type);
  test::Filler{}.fill(redacted, type);
  if (seen.clear) seen.classes.add(Access::secret);
  core::redact(redacted, type, seen);
  return describe::equal(whole, redacted, type);
}

TEST(WholeEvents, AreThoseOfWhichNothingIsTakenOutForTheViewer) {
  std::size_t whole = 0;
  std::size_t judged = 0;
  for (const auto& workflow : office_workflows()) {
    const auto& info = *workflow.info;
    const auto set = info.new_event();
    const auto copy = info.new_event();
    for (std::size_t at = 0; at < info.events->types.size(); ++at) {
      const auto& type = *info.events->types[at];
      for (const auto& classes : sets_of_classes()) {
        for (const bool clear : {false, true}) {
          const core::Visibility seen{.any = true, .classes = classes, .clear = clear};
          const bool kept = loses_nothing(*info.events, set, copy, at, seen);
          const bool sees = core::sees_whole(type, seen);
          whole += sees ? 1 : 0;
          ++judged;
          // Names in clear text are masked where they are known: a filled text holds none.
          if (clear && !seen.sees(Access::identity)) {
            EXPECT_TRUE(kept || !sees) << type.type;
          } else {
            EXPECT_EQ(sees, kept) << type.type << (clear ? " in clear" : " masked");
          }
        }
      }
      EXPECT_FALSE(core::sees_whole(type, {})) << type.type;
    }
  }
  EXPECT_GT(whole, 0u);
  EXPECT_GT(judged, whole);
}

TEST(WholeEvents, TextThatMayNameSomebodyIsNotWholeForWhoMayNotKnowWho) {
  const core::Visibility seen{
      .any = true, .classes = {Access::open, Access::internal, Access::basis}, .clear = true};
  EXPECT_FALSE(core::sees_whole(describe::type_info<DepartmentAnswered>, seen));
}

// --- receipts of a case --------------------------------------------------------------------------

class OfficeReceipts : public ::testing::Test {
 protected:
  void SetUp() override {
    auto report = a_report();
    report.present = true;
    report.name = personal("蒋五");
    report.phone = personal("13700000000");
    handle(report, "window_officer:w1@PD01");
    handle(Scene::an_escalation(), "window_officer:w1@PD01");
    handle(AnswerAsDepartment{.kind = AnswerKind::do_it_so,
                              .wording = "可以办理",
                              .internal_basis = "SECRET internal basis"},
           "district_officer:d1@PD.RK");
    const auto add = notary::AddKey{key.public_key().name(), key.public_key().algorithm(),
                                    notary::base64(key.public_key().bytes())};
    notarize(add);
    const auto rows = tree();
    notarize(
        notary::make_head(notary::TileTree{*rows}, office->store().identity(), {&key, 1}).value());
  }
  void handle(const Command& command, std::string_view actor) {
    const auto context = office->context(core::Actor::parse(actor));
    const auto outcome = office->handle(id, command, context).value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().name;
  }
  void notarize(const notary::Command& command) const {
    const auto* const workflow = office->engine().workflow(notary::NotaryDecider::kKind);
    const auto outcome =
        workflow->handle(notary::stream(), &command, office->context({"a1", "administrator", ""}));
    ASSERT_FALSE(outcome.value().refused()) << outcome->refusal().name;
  }
  std::unique_ptr<core::TableSnapshot> tree() const {
    return office->engine().rows(notary::kTreeView, office->store().head().value()).value();
  }
  static core::Viewer viewer(std::string_view actor, std::string purpose = {}) {
    return {core::Actor::parse(actor), std::move(purpose)};
  }
  /// The version of the first event of a type.
  Version version_of(std::string_view type) const {
    const auto cursor = office->store().read_stream(id).value();
    while (cursor->next().value()) {
      if (cursor->record().type == type) return cursor->record().version;
    }
    return {};
  }
  Position position_of(std::string_view type) const {
    const auto version = version_of(type);
    const auto cursor = office->store().read_stream(id, {.from = version, .to = version}).value();
    return cursor->next().value() ? cursor->record().position : Position{};
  }
  Result<core::Seen<IssuedReceipt>> ask(std::string_view type, const core::Viewer& who) const {
    return issue_receipt(*office, {.stream = id, .version = version_of(type)}, who);
  }
  /// "record", "proof", or the refusal's name.
  static std::string got(const Result<core::Seen<IssuedReceipt>>& answer) {
    if (const auto* no = core::refused(answer.value())) return no->name;
    const auto& issued = std::get<IssuedReceipt>(*answer);
    EXPECT_EQ(issued.withheld, issued.receipt.record.empty());
    return issued.withheld ? "proof" : "record";
  }
  std::uint32_t looks() const { return office->find_case(id)->state.access.unmaskings; }

  ManualClock clock{parse_timestamp("2024-01-05T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  StreamId id = StreamId::of("case", "PD01-1").value();
  notary::PrivateKey key =
      notary::PrivateKey::generate(notary::key_name_of(office->store().identity().id),
                                   notary::Algorithm::ed25519)
          .value();
  const std::string chief = "station_chief:s1@PD01";
  const std::string citizen = "citizen:c1";
};

TEST_F(OfficeReceipts, TheBasisOfADepartmentIsNotInWhatACitizenGets) {
  const auto seen = ask("case.department_answered", viewer(citizen)).value();
  const auto& issued = std::get<IssuedReceipt>(seen);
  EXPECT_TRUE(issued.withheld);
  const auto text = notary::to_tlog_proof(issued.receipt);
  EXPECT_EQ(text.find("\nextra "), std::string::npos);
  EXPECT_EQ(issued.type, "case.department_answered");
  EXPECT_EQ(issued.stream, "case/PD01-1");
  // The proof stands: with the record beside it, which whoever may see it has.
  const auto whole =
      std::get<IssuedReceipt>(ask("case.department_answered", viewer(chief, "核对")).value());
  const std::vector keys{key.public_key()};
  EXPECT_FALSE(notary::verify_tlog_proof(text, {keys}).value().proven());
  EXPECT_TRUE(notary::verify_tlog_proof(text, {keys}, whole.receipt.record).value().proven());
  EXPECT_NE(whole.receipt.record.find("SECRET internal basis"), std::string::npos);
  EXPECT_EQ(issued.leaf, notary::leaf_hash(whole.receipt.record));
}

TEST_F(OfficeReceipts, WhoGetsTheRecordOfWhichEvent) {
  struct Row {
    const char* type;
    const char* actor;
    const char* masked;
    const char* in_clear;
  };
  for (const auto& row : std::initializer_list<Row>{
           {"case.received", "station_chief:s1@PD01", "proof", "record"},
           {"case.received", "window_officer:w2@PD01", "proof", "not_your_case"},
           {"case.received", "citizen:c1", "proof", "not_to_be_seen"},
           {"case.received", "supervisor:v1", "proof", "record"},
           {"case.accepted", "station_chief:s1@PD01", "record", "record"},
           {"case.accepted", "citizen:c1", "proof", "not_to_be_seen"},
           {"case.accepted", "supervisor:v1", "record", "record"},
           {"case.department_answered", "citizen:c1", "proof", "not_to_be_seen"},
           {"case.received", "window_officer:w1@PD02", "not_to_be_seen", "not_to_be_seen"},
           {"case.accepted", "administrator:a1", "not_to_be_seen", "not_to_be_seen"},
           {"case.accepted", "timer:engine", "not_to_be_seen", "not_to_be_seen"},
           {"case.accepted", "", "not_to_be_seen", "not_to_be_seen"},
       }) {
    const auto before = looks();
    EXPECT_EQ(got(ask(row.type, viewer(row.actor))), row.masked) << row.type << " " << row.actor;
    EXPECT_EQ(looks(), before) << "without a purpose nothing is recorded";
    EXPECT_EQ(got(ask(row.type, viewer(row.actor, "核对"))), row.in_clear)
        << row.type << " " << row.actor;
    const bool taken = std::string_view{row.in_clear} == "record";
    EXPECT_EQ(looks(), before + (taken ? 1u : 0u)) << row.type << " " << row.actor;
  }
}

TEST_F(OfficeReceipts, APositionReachesNoStreamThatIsNotTheViewers) {
  const auto at = [&](Position position, std::string_view actor) {
    return got(issue_receipt(*office, {.position = position}, viewer(actor)));
  };
  const auto accepted = position_of("case.accepted");
  EXPECT_EQ(at(accepted, chief), "record");
  EXPECT_EQ(at(accepted, "window_officer:w1@PD02"), "not_to_be_seen");
  EXPECT_EQ(at(accepted, citizen), "not_to_be_seen") << "a citizen names the case";
}

TEST_F(OfficeReceipts, WhatIsMissingIsSaidAndNoLookIsRecorded) {
  const auto code = [&](const ReceiptQuery& query) {
    return issue_receipt(*office, query, viewer(chief, "核对")).error().code();
  };
  EXPECT_EQ(code({.stream = id, .version = Version{0}}), Errc::invalid_argument);
  EXPECT_EQ(code({.position = Position{0}}), Errc::invalid_argument);
  EXPECT_EQ(code({.stream = id, .version = Version{99}}), Errc::not_found);
  EXPECT_EQ(code({.stream = StreamId::of("case", "none").value()}), Errc::not_found);
  EXPECT_EQ(code({.position = Position{999}}), Errc::not_found);
  EXPECT_EQ(code({.stream = id, .algorithm = notary::Algorithm::es256}), Errc::not_found);
  EXPECT_EQ(looks(), 0u);
}

TEST_F(OfficeReceipts, AStreamThatRecordsNoLooksHasWhatIsOpenAndNothingInClear) {
  const auto of_notary = [&](const core::Viewer& who) {
    return got(issue_receipt(*office, {.stream = notary::stream()}, who));
  };
  EXPECT_EQ(of_notary(viewer("supervisor:v1")), "record");
  EXPECT_EQ(of_notary(viewer("supervisor:v1", "核对")), "looks_not_recorded");
}

}  // namespace
}  // namespace recourse
