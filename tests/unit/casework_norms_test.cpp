// Norms: files of them, the ones built in, and cases that keep the numbers they began with.
#include <gtest/gtest.h>

#include <recourse/casework/common/limits.hpp>
#include <recourse/casework/common/profiles.hpp>
#include <recourse/core/upgrade.hpp>
#include <recourse/core/workflow.hpp>
#include <recourse/office.hpp>
#include <recourse/stores/memory.hpp>
#include <set>

#include "tests/unit/casework_scene.hpp"

namespace recourse::casework::complaint {
namespace {

using testing::a_report;
using testing::kCitizen;
using testing::kOfficer;
using testing::Scene;

constexpr std::string_view kHead = "name = \"own\"\nversion = 2\nbase = \"shanghai\"\n";

Norms own(std::int64_t ordinary = 7, std::uint32_t version = 1) {
  auto norms = Norms::shanghai();
  norms.name = "own";
  norms.version = version;
  norms.ordinary = ordinary;
  return norms;
}

/// Another value that the field may have.
NormValue another(const NormField& field, const NormValue& value) {
  if (field.key == "callback_share") return std::int64_t{100};  // A part needs a seed as well.
  if (const auto* yes = std::get_if<bool>(&value)) return !*yes;
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return *number == field.most ? *number - 1 : *number + 1;
  }
  if (field.key == "callback_seed") return std::string(32, 'a');
  if (field.key == "service_hours") return "09:00-12:00";
  if (field.key == "urging") return "notice:+1:district";
  return "x" + std::get<std::string>(value);
}

/// A file of Shanghai's norms with one line replaced.
std::string with_line(std::string_view key, std::string_view line) {
  auto text = Norms::shanghai().to_toml();
  const auto begin = text.find("\n" + std::string{key} + " = ") + 1;
  EXPECT_NE(begin, 0u) << key;
  return text.replace(begin, text.find('\n', begin) - begin, line);
}

std::size_t line_of(const std::string& text, std::string_view what) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(text.find(what));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

/// What from_toml says of a bad file.
std::string fault(const std::string& text) {
  const auto norms = Norms::from_toml(text);
  EXPECT_FALSE(norms) << text;
  if (norms) return {};
  EXPECT_EQ(norms.error().code(), Errc::malformed);
  return norms.error().message();
}

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

TEST(Norms, EachKeyIsWrittenAndReadBack) {
  const Norms shanghai;
  for (const auto& field : norm_fields()) {
    const auto value = another(field, value_of(shanghai, field));
    const auto text = with_line(field.key, std::string{field.key} + " = " + to_text(value));
    const auto read = Norms::from_toml(text);
    ASSERT_TRUE(read) << field.key << ": " << read.error().message();
    for (const auto& other : norm_fields()) {
      const bool changed = other.key == field.key;
      EXPECT_EQ(value_of(*read, other), changed ? value : value_of(shanghai, other)) << other.key;
    }
    const auto again = Norms::from_toml(read->to_toml());
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, *read) << field.key;
    EXPECT_NE(*again, shanghai) << field.key;
  }
}

TEST(Norms, TheListHasEachKeyOnceWithItsSentence) {
  std::set<std::string_view> keys;
  for (const auto& field : norm_fields()) {
    EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    EXPECT_TRUE(field.meaning.ends_with('.')) << field.key;
    EXPECT_FALSE(field.source.ends_with('.')) << field.key;
    if (std::holds_alternative<std::int64_t>(value_of(Norms{}, field))) {
      EXPECT_LT(field.least, field.most) << field.key;
    }
  }
  EXPECT_EQ(keys.size(), 58u);
}

TEST(Norms, TheBuiltInFilesAreWhatTheySay) {
  const auto& builtin = Profiles::builtin();
  ASSERT_EQ(builtin.all().size(), 8u);
  EXPECT_EQ(*builtin.find("shanghai", 1), Norms::shanghai());
  EXPECT_EQ(Profiles::default_profile(), Norms::shanghai());
  EXPECT_TRUE(Profiles::builtin_text("shanghai", 1) == Norms::shanghai().to_toml())
      << "src/casework/common/norms/shanghai.toml is what `recourse norms show` would write";
  EXPECT_EQ(builtin.find("jiangsu", 1)->difficult, 15);
  EXPECT_EQ(builtin.find("beijing", 1)->ordinary, 3);
  EXPECT_EQ(builtin.find("beijing", 1)->difficult, 7);
  EXPECT_EQ(builtin.find("beijing", 2), nullptr);
  EXPECT_EQ(builtin.newest("beijing"), builtin.find("beijing", 1));
  EXPECT_EQ(builtin.newest("nowhere"), nullptr);
  EXPECT_EQ(Profiles::builtin_text("nowhere", 1), "");
}

TEST(Norms, ProfilesOfOtherPlacesHaveTheirPublishedNumbers) {  // R35, R36
  const auto& builtin = Profiles::builtin();
  const auto& guangdong = *builtin.find("guangdong", 1);
  EXPECT_EQ(guangdong.ordinary_for(Demand::consultation), 2);
  EXPECT_EQ(guangdong.ordinary_for(Demand::help), 10);
  EXPECT_EQ(guangdong.ordinary_for(Demand::suggestion), 10);
  EXPECT_EQ(guangdong.ordinary_for(Demand::complaint), 15);
  EXPECT_EQ(guangdong.ordinary_for(Demand::report), 15);
  EXPECT_EQ(guangdong.difficult_for(Demand::consultation), 15);
  const auto& tianjin = *builtin.find("tianjin", 1);
  EXPECT_EQ(tianjin.receive_danger, 15);
  EXPECT_EQ(tianjin.receive_supply, 30);
  EXPECT_EQ(tianjin.receive_ordinary, 1);
  const auto& shandong = *builtin.find("shandong", 1);
  EXPECT_EQ(shandong.ordinary, 5);
  EXPECT_EQ(shandong.extension_cap, 10);
  EXPECT_EQ(shandong.line_objection, 2);
  EXPECT_EQ(builtin.find("suzhou_ah_police", 1)->ordinary, 3);
  EXPECT_EQ(builtin.find("suzhou_ah_police", 1)->difficult, 7);
  const auto& lgsco = *builtin.find("lgsco_2026", 1);
  EXPECT_EQ(lgsco.utc_offset, UtcOffset{0});
  EXPECT_EQ(lgsco.contact, 5);
  EXPECT_EQ(lgsco.ordinary, 10);
  EXPECT_EQ(lgsco.extension_cap, 10);
  EXPECT_EQ(lgsco.review_working, 20);
}

/// Whoever wrote a complete file before a key came reads it as it was meant.
TEST(Norms, AKeyThatCameLaterMayBeMissing) {
  for (const auto& field : norm_fields()) {
    const auto read = Norms::from_toml(with_line(field.key, ""));
    EXPECT_EQ(static_cast<bool>(read), field.later) << field.key;
    if (read) {
      EXPECT_EQ(*read, Norms::shanghai()) << field.key;
    }
  }
  for (const auto* name : {"jiangsu", "beijing"}) {
    const auto& older = *Profiles::builtin().find(name, 1);
    for (const auto& field : norm_fields()) {
      if (!field.later) continue;
      EXPECT_EQ(value_of(older, field), value_of(Norms{}, field)) << field.key;
    }
  }
}

TEST(Norms, ServiceHoursAreTwoTimesOfADay) {
  const auto hours = [](const std::string& text) {
    return with_line("service_hours", "service_hours = \"" + text + '"');
  };
  for (const auto* bad : {"8:30-17:30", "08:30", "08:60-17:30", "08:30-24:01", "17:30-08:30",
                          "08:30-08:30", "08:30-17:30 ", "08.30-17.30", "-", "08:30-17:30-18:00"}) {
    EXPECT_SAYS(fault(hours(bad)), "'service_hours': '" + std::string{bad} + "'");
  }
  const auto read = Norms::from_toml(hours("00:00-24:00")).value();
  EXPECT_EQ(read.hours(), (ServiceHours{std::chrono::minutes{0}, std::chrono::hours{24}}));
  EXPECT_EQ(Norms{}.hours(), std::nullopt);
}

TEST(Norms, AnUrgingLadderIsReadStrictly) {  // R38
  const auto ladder = [](const std::string& text) {
    return with_line("urging", "urging = \"" + text + '"');
  };
  const std::vector<std::pair<std::string, std::string>> bad{
      {"remind", "is no step"},
      {"remind:-1", "is no step"},
      {"warn:-1:station", "names no rung"},
      {"remind:1:station", "has no such days"},
      {"remind:-0:station", "has no such days"},
      {"notice:+01:station", "has no such days"},
      {"notice:+251:station", "has no such days"},
      {"notice:+x:station", "has no such days"},
      {"remind:+1:station", "is on the wrong side"},
      {"notice:-1:station", "is on the wrong side"},
      {"notice:+1:", "names no receiver"},
      {"notice:+1:mayor", "names no receiver"},
      {"notice:+1:station notice:+2:station", "for the second time"},
      {"circular:+3:district notice:+1:station", "does not come after"},
      {"notice:+1:station circular:+1:district", "does not come after"},
      {std::string(300, 'x'), "bytes are wanted"}};
  for (const auto& [text, what] : bad) EXPECT_SAYS(fault(ladder(text)), what);
  const auto read =
      Norms::from_toml(ladder("remind:-1:station  notice:+1:station circular:+3:district")).value();
  const std::vector<UrgingStep> steps{{Rung::remind, -1, Level::station},
                                      {Rung::notice, 1, Level::station},
                                      {Rung::circular, 3, Level::district}};
  EXPECT_EQ(read.urging_steps(), steps);
  EXPECT_TRUE(Norms{}.urging_steps().empty());
}

/// Nobody takes a number for the law that we only guessed.
TEST(Norms, EachNumberOfTheOthersSaysWhereItComesFrom) {
  for (const auto* name : {"jiangsu", "beijing", "guangdong", "tianjin", "shandong",
                           "suzhou_ah_police", "lgsco_2026"}) {
    const std::string text{Profiles::builtin_text(name, 1)};
    for (const auto& field : norm_fields()) {
      if (field.source.empty()) continue;  // the name and the version
      const auto at = text.find("\n" + std::string{field.key} + " = ");
      if (field.later && at == std::string::npos) continue;  // an older file
      ASSERT_NE(at, std::string::npos) << name << " " << field.key;
      const auto above = text.substr(text.rfind("\n\n", at), at - text.rfind("\n\n", at));
      const bool said = above.find("Source: ") != above.npos ||
                        above.find("nferred") != above.npos ||
                        above.find("Our rule") != above.npos || field.key == "utc_offset";
      EXPECT_TRUE(said) << name << " " << field.key << above;
    }
  }
}

TEST(Norms, ABaseGivesWhatTheFileLeavesOut) {
  const auto norms = Norms::from_toml(std::string{kHead} + "ordinary = 7\n");
  ASSERT_TRUE(norms) << norms.error().message();
  EXPECT_EQ(*norms, own(7, 2));
  const auto beijing = Norms::from_toml(
      "base = 'beijing'\nbase_version = 1\nname = 'own'\nversion = 1\nnotice_for_every_line = "
      "false");
  ASSERT_TRUE(beijing) << beijing.error().message();
  EXPECT_EQ(beijing->difficult, 7);
  EXPECT_FALSE(beijing->notice_for_every_line);
}

TEST(Norms, WhatIsMissingIsNamed) {
  const auto all = fault("name = \"own\"\nversion = 1\n");
  EXPECT_SAYS(all, "missing: utc_offset, districts, contact, ordinary");
  EXPECT_SAYS(all, "base = \"shanghai\"");
  const auto one = fault(with_line("pause_cap", ""));
  EXPECT_SAYS(one, "keys are missing: pause_cap;");
  const auto name = fault("base = \"shanghai\"\nordinary = 4\n");
  EXPECT_SAYS(name, "keys are missing: name, version;");
}

TEST(Norms, WhatIsUnknownIsNamedWithItsPlace) {
  const auto key = fault(std::string{kHead} + "  ordinry = 7\n");
  EXPECT_SAYS(key, "line 4, column 3: there is no key 'ordinry': correct or remove it");
  EXPECT_SAYS(key, "recourse norms show shanghai");
  EXPECT_SAYS(fault(std::string{kHead} + "[limits]\nordinary = 7\n"),
              "line 4, column 2: there is no table 'limits'");
  // The first in the file, not the first in the alphabet.
  EXPECT_SAYS(fault(std::string{kHead} + "zeal = 1\nanger = 2\n"), "line 4, column 1");
}

TEST(Norms, AValueOfAnotherTypeIsNamed) {
  EXPECT_SAYS(fault(with_line("contact", "contact = \"1\"")), "'contact' must be a whole number");
  EXPECT_SAYS(fault(with_line("contact", "contact = 1.0")), "'contact' must be a whole number");
  EXPECT_SAYS(fault(with_line("contact", "contact = true")), "'contact' must be a whole number");
  EXPECT_SAYS(fault(with_line("contact", "contact = [1]")), "'contact' must be a whole number");
  EXPECT_SAYS(fault(with_line("name", "name = 7")), "'name' must be a text in quotes");
  EXPECT_SAYS(fault(with_line("notice_for_every_line", "notice_for_every_line = 1")),
              "'notice_for_every_line' must be true or false");
  const auto text = with_line("settling_days", "settling_days = 2024-01-01");
  EXPECT_SAYS(fault(text),
              "line " + std::to_string(line_of(text, "settling_days")) + ", column 17");
}

TEST(Norms, AValueOutOfItsRangeIsNamed) {
  const auto out = [](std::string_view key, const std::string& value) {
    return fault(with_line(key, std::string{key} + " = " + value));
  };
  EXPECT_SAYS(out("contact", "-1"), "'contact': -1 is out of its range, 0 to 1500 working days");
  EXPECT_SAYS(out("difficult", "1501"), "1501 is out of its range, 1 to 1500 working days");
  EXPECT_SAYS(out("version", "0"), "'version': 0 is out of its range, 1 to 4294967295");
  EXPECT_SAYS(out("version", "4294967296"), "4294967296 is out of its range");
  EXPECT_SAYS(out("utc_offset", "841"), "-720 to 840 minutes");
  EXPECT_SAYS(out("contact_attempts", "0"), "1 to 100 attempts");
  EXPECT_SAYS(out("support_minutes", "1441"), "1 to 1440 minutes");
  EXPECT_SAYS(out("rating_days", "3651"), "0 to 3650 calendar days");
  for (const auto* name : {"", "Shanghai", "1a", "上海", "a b", "a\\nb"}) {
    EXPECT_SAYS(out("name", '"' + std::string{name} + '"'), "'name': a small letter");
  }
  EXPECT_SAYS(out("name", '"' + std::string(33, 'a') + '"'), "'name': a small letter");
  EXPECT_TRUE(Norms::from_toml(with_line("name", "name = \"" + std::string(32, 'a') + '"')));
}

TEST(Norms, DistrictsAreCodesEachOnce) {
  const auto listed = [](const std::string& list) {
    return with_line("districts", "districts = \"" + list + '"');
  };
  EXPECT_SAYS(fault(listed("PD=浦东 P.D")), "'P.D' is no code");
  EXPECT_SAYS(fault(listed("=浦东")), "'' is no code");
  EXPECT_SAYS(fault(listed("PD HP PD=浦东")), "the code PD is there twice");
  EXPECT_SAYS(fault(listed(std::string(limits::kDistrictsBytesMax + 1, 'A'))), "bytes are wanted");
  const auto two = Norms::from_toml(listed("PD=浦东  HP")).value();
  EXPECT_EQ(two.district_list(), (std::vector<District>{{"PD", "浦东"}, {"HP", ""}}));
  EXPECT_TRUE(two.knows_district("HP"));
  EXPECT_FALSE(two.knows_district("XH"));
  const auto any = Norms::from_toml(listed("")).value();
  EXPECT_TRUE(any.knows_district("XH"));
  EXPECT_FALSE(any.knows_district(""));
}

TEST(Norms, NumbersThatContradictEachOtherAreNamed) {
  const auto text = with_line("ordinary", "ordinary = 16");
  EXPECT_SAYS(fault(text), "ordinary (16) must not be more than difficult (15)");
  EXPECT_SAYS(fault(text), "line " + std::to_string(line_of(text, "\ndifficult = ") + 1));
  EXPECT_SAYS(fault(with_line("contact", "contact = 6")),
              "contact (6) must not be more than ordinary (5)");
  EXPECT_SAYS(fault(with_line("plan_total", "plan_total = 14")),
              "plan_cap (15) must not be more than plan_total (14)");
  // Only what is in the file can be pointed at.
  EXPECT_SAYS(fault(std::string{kHead} + "contact = 6\n"), "line 4, column 11: contact (6)");
}

TEST(Norms, WhatIsNoTomlIsNamedWithItsPlace) {
  EXPECT_SAYS(fault("name = \"own\"\nversion =\n"), "line 2, column 10: this is not TOML: ");
  EXPECT_SAYS(fault(std::string{kHead} + "contact = 1\ncontact = 2\n"), "line 5");
  EXPECT_SAYS(fault("\xff"), "this is not TOML");
  EXPECT_SAYS(fault("contact = 99999999999999999999"), "this is not TOML");
  EXPECT_SAYS(fault("a = " + std::string(2000, '[')), "this is not TOML");
  EXPECT_SAYS(fault(std::string(300'000, '#')), "300000 bytes");
  EXPECT_SAYS(fault(""), "keys are missing");
}

TEST(Norms, ABaseThatIsNoneIsNamed) {
  EXPECT_SAYS(fault("base = \"nowhere\"\n"),
              "no built-in profile 'nowhere' of version 1; there are: ");
  EXPECT_SAYS(fault("base = \"nowhere\"\n"), "beijing 1, guangdong 1, jiangsu 1");
  EXPECT_SAYS(fault("base = \"shanghai\"\nbase_version = 9\n"), "'shanghai' of version 9");
  EXPECT_SAYS(fault("base = \"shanghai\"\nbase_version = -1\n"), "of version -1");
  EXPECT_SAYS(fault("base = 1\n"), "'base' must be a text in quotes");
  EXPECT_SAYS(fault("base = \"shanghai\"\nbase_version = \"1\"\n"),
              "'base_version' must be a whole");
  EXPECT_SAYS(fault("base_version = 1\n"), "'base_version' needs a 'base'");
}

TEST(NormProfiles, ANameAndAVersionMeanTheSameForEver) {
  const auto profiles = Profiles::builtin().with(own(7, 2)).value().with(own(6, 1)).value();
  EXPECT_EQ(profiles.all().size(), 10u);
  EXPECT_EQ(Profiles::builtin().all().size(), 8u);
  EXPECT_EQ(profiles.newest("own")->version, 2u);
  EXPECT_EQ(profiles.find("own", 1)->ordinary, 6);
  EXPECT_EQ(profiles.with(own(7, 2)).value().all().size(), 10u);

  const auto other = profiles.with(own(8, 2));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code(), Errc::invalid_argument);
  EXPECT_SAYS(other.error().message(), "ordinary is 7 there and 8 here; a changed number needs");

  auto bad = own();
  bad.pause_cap = -1;
  EXPECT_SAYS(profiles.with(bad).error().message(), "pause_cap: -1 is out of its range");
  bad = own(16);
  EXPECT_SAYS(profiles.with(bad).error().message(), "ordinary (16) must not be more than");
}

// --- Cases and their norms -----------------------------------------------------------------------

Scene a_case_under(const Norms& norms) {
  Scene scene;
  scene.decider.norms = norms;
  scene.received();
  return scene;
}

std::string finish_of(const Scene& scene) {
  return to_string(local_day(scene.state.deadlines.resolution->at, kShanghaiOffset));
}

TEST(CaseNorms, ACaseKeepsTheNumbersThatItBeganWith) {
  auto scene = a_case_under(own(7));
  EXPECT_EQ(scene.state.intake.profile, "own");
  EXPECT_EQ(finish_of(scene), "2023-06-12");

  // The deployment goes over to version 2, and keeps the old file.
  scene.decider.norms = own(3, 2);
  scene.decider.profiles = Profiles::builtin().with(own(7)).value();
  EXPECT_EQ(*scene.decider.norms_of(scene.state), own(7));
  scene.accepts(kOfficer, Accept{.present = true});
  scene.accepts(kOfficer, RouteExplain{.law = "户口登记条例第十条"});
  scene.accepts(kOfficer, Scene::a_closing());
  scene.at("2023-06-02T09:00:00+08:00");
  scene.accepts(testing::kChief, Reopen{.reason = "仍未办成"});
  EXPECT_EQ(finish_of(scene), "2023-06-13");  // 7 working days again, not 3

  const auto fresh = a_case_under(own(3, 2));
  EXPECT_EQ(finish_of(fresh), "2023-06-06");
  EXPECT_EQ(fresh.state.intake.profile_version, 2u);
}

TEST(CaseNorms, NormsOfTheSameNameAndVersionAreTheDeployments) {
  auto scene = a_case_under(own());
  scene.decider.profiles = Profiles::builtin();  // which have no "own"
  EXPECT_EQ(scene.decider.norms_of(scene.state), &scene.decider.norms);
  EXPECT_EQ(scene.refusal(kOfficer, Accept{.present = true}), "");
}

TEST(CaseNorms, WithoutItsNumbersACaseTakesNoCommand) {
  auto scene = a_case_under(own(7, 4));
  scene.decider.norms = Norms::shanghai();
  EXPECT_EQ(scene.decider.norms_of(scene.state), nullptr);
  EXPECT_EQ(scene.refusal(kOfficer, Accept{.present = true}), "profile_unknown");
  EXPECT_EQ(scene.refusal(kCitizen, Message{.text = testing::personal("再问")}), "profile_unknown");
  scene.at("2023-08-01T09:00:00+08:00");  // late, and nobody has said so
  const auto decision = scene.decide(kOfficer, Accept{.present = true});
  ASSERT_TRUE(decision.is_refusal());
  EXPECT_EQ(decision.refusal().name, "profile_unknown");
  EXPECT_EQ(decision.refusal().rule, "norms");
  EXPECT_SAYS(decision.refusal().en, "the norms 'own' version 4");
  EXPECT_SAYS(decision.refusal().en, "--norms");
  EXPECT_SAYS(decision.refusal().zh, "“own”第4版");
  // What needs no numbers comes first.
  EXPECT_EQ(scene.refusal(kOfficer, a_report()), "already_reported");
  EXPECT_EQ(scene.refusal("nobody:x", Accept{}), "unknown_role");
}

TEST(CaseNorms, ACaseIsNotMergedIntoOneWhoseNumbersAreUnknown) {
  auto target = a_case_under(own());
  auto scene = a_case_under(Norms::shanghai());
  scene.accepts(kOfficer, Accept{.present = true});
  scene.related = {{StreamId::of("case", "B").value(), Version{1}, target.state, 1}};
  const Merge merge{.target = "B", .reason = "同一事项", .same_person = true};
  const auto decision = scene.decide(kOfficer, merge);
  ASSERT_TRUE(decision.is_refusal());
  EXPECT_EQ(decision.refusal().name, "profile_unknown");
  EXPECT_SAYS(decision.refusal().en, "The case case/B is pinned");
}

/// Each case goes by its own numbers, also inside another.
TEST(CaseNorms, WhatACitizenWasToldGoesByTheNumbersOfThatCase) {
  Scene earlier{"2023-06-01T09:00:00+08:00"};
  earlier.accepted();
  Scene target{"2023-06-08T09:00:00+08:00"};
  target.decider.norms = own(10);
  target.accepted();
  earlier.now = target.now;
  earlier.decider.profiles = Profiles::builtin().with(own(10)).value();
  earlier.related = {{StreamId::of("case", "B").value(), Version{1}, target.state, 1}};
  earlier.accepts(kOfficer, Merge{.target = "B", .reason = "同一事项", .same_person = true});
  ASSERT_EQ(earlier.elsewhere.size(), 1u);
  const auto taken = std::get<Absorbed>(earlier.elsewhere[0].events.at(0));
  ASSERT_TRUE(taken.limit);
  EXPECT_EQ(to_string(local_day(taken.limit->at, kShanghaiOffset)), "2023-06-08");
}

class CaseNormsInAnEngine : public ::testing::Test {
 protected:
  static constexpr std::string_view kId = "A";
  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  std::unique_ptr<core::EventStore> store = stores::open_memory(clock);

  core::Workflow<ComplaintDecider> workflow(const Norms& norms) {
    ComplaintDecider decider;
    decider.norms = norms;
    return core::Workflow<ComplaintDecider>{*store, decider};
  }
  StreamId id() const { return StreamId::of("case", kId).value(); }
  void report_under(const Norms& norms) {
    const core::Context context{clock.now(), core::Actor::parse(kOfficer), random_command_id()};
    const auto outcome = workflow(norms).handle(id(), a_report(), context).value();
    ASSERT_FALSE(outcome.refused());
  }
};

TEST_F(CaseNormsInAnEngine, ATimerOfUnknownNormsIsNotSpent) {
  report_under(own());
  const auto head = store->head().value();
  clock.advance(std::chrono::days{60});
  const auto without = workflow(Norms::shanghai());
  const auto fired = without.fire(id(), "resolution", Version{1}, clock.now());
  ASSERT_FALSE(fired);
  EXPECT_EQ(fired.error().code(), Errc::user_code_failed);
  EXPECT_SAYS(fired.error().message(), "the norms 'own' version 1 are not loaded here");
  EXPECT_EQ(store->head().value(), head);

  EXPECT_EQ(workflow(own()).fire(id(), "resolution", Version{1}, clock.now()).value(),
            core::Firing::fired);
  EXPECT_EQ(store->head().value().value, head.value + 2);  // Late, and under supervision.
}

TEST_F(CaseNormsInAnEngine, ACheckOfABuildNamesNormsThatItLacks) {
  report_under(own());
  const auto report = core::check_upgrade(*store, ComplaintDecider{}, {}).value();
  EXPECT_EQ(report.count(core::UpgradeProblem::step_refused), report.timers);
  ASSERT_FALSE(report.examples.empty());
  EXPECT_SAYS(report.examples[0].what, "the norms 'own' version 1 are not loaded here");
}

TEST(OfficeNorms, TheyAreCheckedWhenItIsOpened) {
  OfficeOptions options;
  options.store = "memory";
  options.norms = own(3, 2);
  options.profiles = {own(), own(3, 2)};
  const auto office = Office::open(options);
  ASSERT_TRUE(office) << office.error().message();
  EXPECT_EQ((*office)->decider().profiles.all().size(), 10u);

  options.profiles = {own(9, 2)};
  EXPECT_SAYS(Office::open(options).error().message(), "ordinary is 3 there and 9 here");
  options.profiles = {};
  options.norms = Norms::shanghai();
  options.norms.ordinary = 6;
  EXPECT_SAYS(Office::open(options).error().message(), "a changed number needs a new version");
}

}  // namespace
}  // namespace recourse::casework::complaint
