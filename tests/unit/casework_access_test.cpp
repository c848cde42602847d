// Who sees which class of a case's fields: every role, in every relation to the case, by a table.
#include <gtest/gtest.h>

#include <recourse/casework/complaint/read_permissions.hpp>
#include <sstream>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint::testing {
namespace {

using describe::Access;

/// The classes as letters, and U where personal data is clear with a purpose: "oibdwrcaU"; "-":
/// nothing at all. o open, i internal, b basis, d identity, w words, r rater, c comment, a accused,
/// s secret.
std::string letters(const core::Visibility& v) {
  static constexpr std::string_view kLetters = "oibdwrcas";
  static constexpr Access kOrder[]{Access::open,     Access::internal, Access::basis,
                                   Access::identity, Access::words,    Access::rater,
                                   Access::comment,  Access::accused,  Access::secret};
  if (!v.any) return "-";
  std::string text;
  for (std::size_t i = 0; i < std::size(kOrder); ++i) {
    if (v.classes.contains(kOrder[i])) text.push_back(kLetters[i]);
  }
  return text + (v.clear ? "U" : "");
}

std::string seen_by(const Scene& scene, std::string_view actor, bool wants_clear = true) {
  const auto who = core::Actor::parse(actor);
  return letters(
      core::visibility_of(scene.decider, scene.state,
                          {who, wants_clear ? "回访" : "", core::StandingOf::role(who.role)}));
}

/// How a case stands to those who look at it.
enum class Setting { ordinary, confidential, barred, consulted, meant, chief_barred, rated_badly };

/// A line for each who looks: what he sees in each of the settings, in their order.
///
/// ordinary: escalated to PD.RK; handled by w1 of PD01. confidential: the same, and the name stays
/// within the window. barred: the same, and this very person is recused. consulted: the same, and
/// PD.JJ was asked for its opinion. meant: somebody of the counter is accused, nobody knows who.
/// chief_barred: the chief is recused, the district stands in. rated_badly: closed by w1, rated
/// badly, not looked into yet.
constexpr const char* kTable = R"(
citizen:c1                   odwrc     odwrc    odwrc  odwrc     odwrc     odwrc     odwrc
window_officer:w1@PD01       oibdwaU   oibdwaU  -      oibdwaU   -         oibdwaU   oibdwaU
window_officer:w2@PD01       oibdwa    oibdwa   -      oibdwa    -         oibdwa    oibdwa
window_officer:w1@PD02       -         -        -      -         -         -         -
counter_lead:l1@PD01         oibdwa    oibdwa   -      oibdwa    -         oibdwa    oibdwca
counter_lead:l1@PD02         -         -        -      -         -         -         -
station_chief:s1@PD01        oibdwaU   oibdwaU  -      oibdwaU   oibdwaU   -         oibdwcaU
station_chief:s1@PD02        -         -        -      -         -         -         -
district_officer:d1@PD.RK    oibdwrcaU oibwrcaU -      oibdwrcaU oibdwrcaU oibdwcaU  oibdwrca
district_officer:j1@PD.JJ    -         -        -      oibwa     -         oibdwcaU  -
district_officer:d1@XH.RK    -         -        -      -         -         -         -
city_officer:m1@city.RK      oibdwrca  oibwrca  -      oibdwrca  oibdwrca  oibdwrca  oibdwrca
city_officer:m1@city.JJ      -         -        -      -         -         -         -
liaison:x1@PD.RK             oibdwrca  oibwrca  -      oibdwrca  oibdwrca  oibdwrca  oibdwrca
liaison:x1@PD.JJ             -         -        -      oibwa     -         -         -
supervisor:v1                oibdwrcaU oibwrcaU -      oibdwrcaU oibdwrcaU oibdwrcaU oibdwrcaU
administrator:a1             -         -        -      -         -         -         -
timer:engine                 oidwrc    oiwrc    oidwrc oidwrc    oidwrc    oidwrc    oidwrc
importer:hotline             oidwrc    oiwrc    oidwrc oidwrc    oidwrc    oidwrc    oidwrc
receiver:r1@民政局              -         -        -      -         -         -         -
civilian:z1@PD01             -         -        -      -         -         -         -
auxiliary:z1@PD01            -         -        -      -         -         -         -
w1                           -         -        -      -         -         -         -
chief_of_everything:w1@PD01  -         -        -      -         -         -         -
)";

struct Expected {
  std::string actor;
  std::string seen[7];
  const std::string& in(Setting setting) const { return seen[static_cast<std::size_t>(setting)]; }
};

std::vector<Expected> table() {
  std::vector<Expected> rows;
  std::istringstream in{kTable};
  for (Expected row; in >> row.actor;) {
    for (auto& one : row.seen) in >> one;
    rows.push_back(row);
  }
  return rows;
}

Scene scene_of(Setting setting, std::string_view actor) {
  Scene scene;
  if (setting == Setting::rated_badly) {
    scene.rated_badly();
    return scene;
  }
  scene.escalated();
  switch (setting) {
    case Setting::confidential:
      scene.state.intake.confidential = true;
      break;
    case Setting::barred:
      scene.state.access.recused.push_back({core::Actor::parse(actor).id, "", std::nullopt});
      break;
    case Setting::consulted:
      scene.accepts(kDistrict, Consult{.with = "PD.JJ", .question = "请出具意见"});
      break;
    case Setting::meant:
      scene.state.access.recused.push_back({"", "三号窗口", std::nullopt});
      break;
    case Setting::chief_barred:
      scene.state.access.recused.push_back({"s1", "", Role::station_chief});
      break;
    case Setting::ordinary:
    case Setting::rated_badly:
      break;
  }
  return scene;
}

void expect_column(Setting setting) {
  ASSERT_EQ(table().size(), 24u);
  for (const auto& row : table()) {
    EXPECT_EQ(seen_by(scene_of(setting, row.actor), row.actor), row.in(setting)) << row.actor;
  }
}

TEST(CaseVisibility, OfAnOrdinaryCase) { expect_column(Setting::ordinary); }
TEST(CaseVisibility, OfAConfidentialCaseTheNameStaysWithinTheWindow) {
  expect_column(Setting::confidential);
}
TEST(CaseVisibility, WhoIsRecusedSeesNothing) { expect_column(Setting::barred); }
TEST(CaseVisibility, WhoIsAskedFromTheSideSeesWhatHeMustAnswerAndNotWhoIsBehindIt) {
  expect_column(Setting::consulted);
}
TEST(CaseVisibility, WhoMightBeMeantSeesNothing) { expect_column(Setting::meant); }
TEST(CaseVisibility, WhoStandsInForTheChiefSeesWhatTheChiefSees) {
  expect_column(Setting::chief_barred);
}
TEST(CaseVisibility, OfABadRatingWhoVerifiesItReadsTheWords) {
  expect_column(Setting::rated_badly);
}

TEST(CaseVisibility, TheTableHasEveryRole) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([](auto role) {
    const auto rows = table();
    EXPECT_TRUE(std::ranges::any_of(rows, [&](const Expected& row) {
      return core::Actor::parse(row.actor).role == role.name;
    })) << role.name;
  });
}

TEST(CaseVisibility, WithoutAPurposeNothingIsClear) {
  for (const auto& row : table()) {
    EXPECT_EQ(seen_by(scene_of(Setting::ordinary, row.actor), row.actor, false).find('U'),
              std::string::npos)
        << row.actor;
  }
}

TEST(CaseVisibility, NobodyEverSeesADigest) {
  for (const auto& row : table()) {
    for (const auto setting : {Setting::ordinary, Setting::rated_badly}) {
      EXPECT_EQ(seen_by(scene_of(setting, row.actor), row.actor).find('s'), std::string::npos)
          << row.actor;
    }
  }
}

/// What may be seen in clear is what the command that records the look would take.
TEST(CaseVisibility, IsClearExactlyWhereAnUnmaskIsTaken) {
  for (const auto setting : {Setting::ordinary, Setting::confidential, Setting::barred,
                             Setting::consulted, Setting::meant, Setting::rated_badly}) {
    for (const auto& row : table()) {
      const auto who = core::Actor::parse(row.actor);
      if (core::kind_of_role(who.role) != core::ActorKind::person) continue;
      const auto scene = scene_of(setting, row.actor);
      const bool clear = seen_by(scene, row.actor).ends_with('U');
      EXPECT_EQ(clear, scene.refusal(row.actor, Unmask{"回访"}).empty())
          << row.actor << " in setting " << static_cast<int>(setting) << ": "
          << scene.refusal(row.actor, Unmask{"回访"});
    }
  }
}

TEST(CaseVisibility, TheBodyOfAReferralSeesNoInternalText) {
  Scene scene;
  scene.received();
  scene.accepts(kOfficer, Refer{.kind = ReferKind::other_body, .to = "民政局", .reason = "r"});
  EXPECT_EQ(seen_by(scene, kReceiver), "odw");
  EXPECT_EQ(seen_by(scene, "receiver:r1@信访办"), "-");
}

TEST(CaseVisibility, SaysWhichRuleShutsIt) {
  const auto scene = scene_of(Setting::barred, kOfficer);
  const auto why = [&](const char* actor) {
    return scene.decider.sees(scene.state, {core::Actor::parse(actor)}).rule;
  };
  EXPECT_EQ(why(kOfficer), "bars");
  EXPECT_EQ(why("window_officer:w9@PD02"), "R16");
  EXPECT_EQ(why("nobody:n"), "authority");
}

// --- what that comes to in values ----------------------------------------------------------------

TEST(CaseRedaction, TakesOutOfEventsWhatTheViewerMayNotSee) {
  const auto scene = scene_of(Setting::ordinary, "");
  const auto seen = [&](const char* actor, Event event) {
    core::redact(event, scene.decider.sees(scene.state, {core::Actor::parse(actor)}));
    return event;
  };
  DepartmentAnswered answered;
  answered.wording = "可以办";
  answered.internal_basis = "内部意见";
  const auto to_citizen = std::get<DepartmentAnswered>(seen(kCitizen, answered));
  EXPECT_EQ(to_citizen.internal_basis, "");
  EXPECT_EQ(to_citizen.wording, "可以办");
  EXPECT_EQ(std::get<DepartmentAnswered>(seen(kOfficer, answered)).internal_basis, "内部意见");
  Rated rated;
  rated.by = "code-1";
  rated.grade = Grade::dissatisfied;
  rated.comment = personal("推来推去");
  const auto to_officer = std::get<Rated>(seen(kOfficer, rated));
  EXPECT_EQ(to_officer.by, "");
  EXPECT_FALSE(to_officer.comment);
  EXPECT_EQ(to_officer.grade, Grade::dissatisfied);
  EXPECT_EQ(std::get<Rated>(seen(kSupervisor, rated)).by, "code-1");
  Recused recused;
  recused.person = {"w7", "三号窗口", std::nullopt};
  recused.reason = "被反映";
  const auto of_bars = std::get<Recused>(seen(kCitizen, recused));
  EXPECT_EQ(of_bars, Recused{});
  Received received;
  received.inquiry = "0123";
  received.name = personal("张三");
  EXPECT_EQ(std::get<Received>(seen(kSupervisor, received)).inquiry, "");
  EXPECT_EQ(std::get<Received>(seen(kSupervisor, received)).name->clear(), "张*");
}

/// The names of members that read_permissions.cpp listed before classes did.
TEST(CaseRedaction, WhatWasShutBeforeIsShut) {
  std::size_t checked = 0;
  const auto check = [&](const describe::TypeInfo& type) {
    for (const auto& field : type.fields) {
      for (const std::string_view name :
           {"internal_basis", "finding", "accused", "person", "opinion", "inquiry", "name_mark"}) {
        if (field.name != name) continue;
        ++checked;
        EXPECT_NE(field.seen_as(), Access::open) << type.type << "." << name;
        EXPECT_NE(field.seen_as(), Access::internal) << type.type << "." << name;
      }
    }
  };
  for (const auto* type : describe::set_info<Event>().types) check(*type);
  EXPECT_GE(checked, 9u);
}

}  // namespace
}  // namespace recourse::casework::complaint::testing
