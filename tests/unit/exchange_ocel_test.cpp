// OCEL 2.0 and CloudEvents of the window's log. That the files keep the standard's rules is tested
// from outside, in Python (tests/cli/test_export.py); here is what goes into them.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <recourse/exchange/cases.hpp>
#include <recourse/exchange/cloud_events.hpp>
#include <set>
#include <sstream>

#include "apps/cli/demo/shanghai.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/casework_scene.hpp"

namespace recourse::exchange {
namespace {

namespace json = boost::json;

Sink into(std::string& text) {
  return [&text](std::string_view bytes) -> Result<void> {
    text += bytes;
    return {};
  };
}

OcelLog a_log() {
  OcelLog log;
  log.event_types.push_back({"opened", {{"by", OcelType::string}, {"n", OcelType::integer}}});
  log.object_types.push_back({"door", {{"open", OcelType::boolean}}});
  log.objects.push_back({"d1", "door", {{"open", "true", {}}}, {}});
  log.events.push_back({"e1", "opened", {}, {{"by", "w", {}}, {"n", "1", {}}}, {{"d1", "of"}}});
  return log;
}

TEST(Ocel, ALogThatBreaksARuleIsNotWritten) {
  EXPECT_TRUE(check(a_log()));
  const auto refused = [](const std::function<void(OcelLog&)>& breaks) {
    auto log = a_log();
    breaks(log);
    std::string text;
    const bool none = !write_ocel_json(log, into(text)) && !write_ocel_xml(log, into(text)) &&
                      !write_ocel_sqlite(log, "/nonexistent/x.sqlite") && text.empty();
    return none && check(log).error().code() == Errc::invalid_argument;
  };
  EXPECT_TRUE(refused([](auto& l) { l.events[0].type = "closed"; }));
  EXPECT_TRUE(refused([](auto& l) { l.events[0].relations[0].object = "d2"; }));
  EXPECT_TRUE(refused([](auto& l) { l.events[0].relations.clear(); }));
  EXPECT_TRUE(refused([](auto& l) { l.events[0].relations.push_back({"d1", "of"}); }));
  EXPECT_TRUE(refused([](auto& l) { l.events[0].attributes[1].value = "one"; }));
  EXPECT_TRUE(refused([](auto& l) { l.events[0].attributes[1].name = "by"; }));
  EXPECT_TRUE(refused([](auto& l) { l.events[0].attributes[1].name = "m"; }));
  EXPECT_TRUE(refused([](auto& l) { l.events.push_back(l.events[0]); }));
  EXPECT_TRUE(refused([](auto& l) { l.objects.push_back(l.objects[0]); }));
  EXPECT_TRUE(refused([](auto& l) { l.objects[0].id.clear(); }));
  EXPECT_TRUE(refused([](auto& l) { l.objects[0].attributes[0].value = "yes"; }));
  EXPECT_TRUE(refused([](auto& l) { l.event_types.push_back(l.event_types[0]); }));
  EXPECT_TRUE(refused([](auto& l) { l.object_types[0].attributes.push_back({"open"}); }));
}

TEST(Ocel, ADatabaseTakesTheFilesPlaceWhole) {
  const testing_support::TemporaryFolder folder;
  const auto file = folder.path() / "log.sqlite";
  ASSERT_TRUE(write_ocel_sqlite(a_log(), file));
  ASSERT_TRUE(write_ocel_sqlite(a_log(), file)) << "again, over the one before";
  const std::filesystem::directory_iterator files{folder.path()};
  EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "nothing lies beside it";
  EXPECT_EQ(write_ocel_sqlite(a_log(), folder.path() / "no" / "x").error().code(), Errc::io_error);
  EXPECT_EQ(write_ocel_sqlite(a_log(), "/dev/null").error().code(), Errc::io_error);
}

class OfficeAsFeed : public testing::Test {
 protected:
  OfficeAsFeed() {
    EXPECT_TRUE(
        cli::play_shanghai_demo(*office, clock, {.seed = 7, .cases = 60, .store = "memory"}));
  }
  ManualClock clock{parse_timestamp("2023-05-31T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  core::Viewer supervisor{core::Actor::parse("supervisor:v1@city")};
  json::array feed(const CloudEventOptions& options, const core::Viewer& viewer,
                   CloudEventsWritten* written = nullptr) const {
    std::string text;
    const auto done = write_cloud_events(*office, options, viewer, into(text)).value();
    if (written != nullptr) *written = done;
    if (options.batch) return json::parse(text).as_array();
    json::array events;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) events.push_back(json::parse(line));
    return events;
  }
  Errc refused(const CloudEventOptions& options) const {
    std::string text;
    const auto done = write_cloud_events(*office, options, supervisor, into(text));
    EXPECT_EQ(text, "");
    return done ? Errc::cancelled : done.error().code();
  }
};

/// What records of citizens must not tell, by the record's position.
std::map<std::string, core::Actor> citizens_of(const Office& office) {
  std::map<std::string, core::Actor> found;
  const auto cursor = office.store().read_all({}).value();
  while (cursor->next().value()) {
    const auto& r = cursor->record();
    const auto actor = core::Actor::parse(r.actor);
    if (actor.role == "citizen") found.emplace(std::to_string(r.position.value), actor);
  }
  return found;
}

TEST_F(OfficeAsFeed, AnObjectCentricLogHasEveryEventAndWhatItIsAbout) {
  const auto [log, exported] = ocel_of(*office, {}, supervisor).value();
  ASSERT_TRUE(check(log)) << check(log).error().message();
  std::set<std::string> kinds;
  std::size_t cases = 0;
  for (const auto& object : log.objects) {
    kinds.insert(object.type);
    cases += object.type == "case" ? 1u : 0u;
    if (object.type != "case") continue;
    ASSERT_EQ(object.relations.size(), 1u) << object.id;
    EXPECT_EQ(object.relations[0].qualifier, "registered at");
  }
  EXPECT_EQ(cases, 60u);
  EXPECT_EQ(kinds, (std::set<std::string>{"case", "district", "officer", "station", "unit"}));
  std::uint64_t records = 0;
  const auto cursor = office->store().read_all({.stream_kind = "case"}).value();
  while (cursor->next().value()) ++records;
  EXPECT_EQ(log.events.size(), records);
  EXPECT_EQ(exported.events, records);
  EXPECT_EQ(exported.cases, 60u);
  EXPECT_EQ(exported.position, office->store().head().value());
  for (const auto& event : log.events) {
    EXPECT_EQ(event.relations.front().qualifier, "of");
    for (const auto& to : event.relations) {
      EXPECT_EQ(to.object.starts_with("officer/"), to.qualifier == "by");
    }
  }
}

TEST_F(OfficeAsFeed, AnObjectCentricLogDoesNotSayWhatCitizensAreCalled) {
  const auto log = ocel_of(*office, {}, supervisor).value().log;
  const auto citizens = citizens_of(*office);
  ASSERT_FALSE(citizens.empty());
  std::size_t looked_at = 0;
  for (const auto& event : log.events) {
    const auto who = citizens.find(event.id.substr(0, event.id.find('.')));
    if (who == citizens.end()) continue;
    ++looked_at;
    EXPECT_EQ(event.relations.size(), 1u) << event.id << ": by nobody, in no unit";
    for (const auto& one : event.attributes) EXPECT_NE(one.value, who->second.id) << one.name;
  }
  EXPECT_EQ(looked_at, citizens.size());
  for (const auto& object : log.objects) {
    for (const auto& [position, citizen] : citizens) {
      EXPECT_EQ(object.id.find(citizen.id), std::string::npos) << object.id;
    }
  }
}

TEST_F(OfficeAsFeed, AFeedHasWhatCloudEventsAsksAndGoesOnWhereItEnded) {
  const auto all = feed({}, supervisor);
  ASSERT_GT(all.size(), 100u);
  std::set<std::string> ids;
  std::string before;
  for (const auto& value : all) {
    const auto& event = value.as_object();
    EXPECT_EQ(event.at("specversion"), "1.0");
    for (const auto* name : {"id", "source", "type", "subject", "time", "sequence"}) {
      EXPECT_FALSE(event.at(name).as_string().empty()) << name;
    }
    EXPECT_TRUE(ids.insert(std::string{event.at("id").as_string()}).second);
    const std::string sequence{event.at("sequence").as_string()};
    EXPECT_LT(before, sequence);
    before = sequence;
    EXPECT_TRUE(event.at("time").as_string().ends_with("Z"));
    EXPECT_TRUE(event.at("data").is_object());
    for (const auto& member : event) {
      for (const char c : member.key()) EXPECT_TRUE((c >= 'a' && c <= 'z')) << member.key();
    }
  }
  json::array pieces;
  CloudEventsWritten at;
  at.next = Position{1};
  do {
    for (auto& one : feed({.from = at.next, .limit = 37}, supervisor, &at)) pieces.push_back(one);
  } while (at.events == 37);
  EXPECT_EQ(pieces, all) << "in pieces it is the same";
  EXPECT_TRUE(feed({.from = at.next}, supervisor).empty());
  EXPECT_EQ(feed({.batch = true}, supervisor), all);
  EXPECT_TRUE(feed({.from = at.next, .batch = true}, supervisor).empty());
  const auto closed = feed({.kind = "case", .types = {"case.closed"}}, supervisor);
  EXPECT_FALSE(closed.empty());
  for (const auto& one : closed) EXPECT_EQ(one.as_object().at("type"), "case.closed");
}

TEST_F(OfficeAsFeed, WhatNamesNothingInTheLogIsNoEmptyFeed) {
  const auto head = office->store().head().value();
  EXPECT_EQ(refused({.from = Position{0}}), Errc::invalid_argument);
  EXPECT_TRUE(feed({.from = head.next()}, supervisor).empty()) << "where it goes on";
  EXPECT_EQ(refused({.from = head.next().next(), .batch = true}), Errc::invalid_argument);
  EXPECT_EQ(refused({.kind = "cse"}), Errc::invalid_argument);
  EXPECT_EQ(refused({.types = {"case.closed", "case.clsoed"}}), Errc::invalid_argument);
  EXPECT_EQ(refused({.kind = "calendar", .types = {"case.closed"}}), Errc::invalid_argument);
}

/// A window of its own, where a citizen acts who is known by his telephone number.
class CitizenInTheFeed : public testing::Test {
 protected:
  CitizenInTheFeed() {
    namespace complaint = casework::complaint;
    handle(complaint::testing::a_report(), complaint::testing::kOfficer);
    handle(complaint::Accept{.present = true}, complaint::testing::kOfficer);
    handle(complaint::RouteExplain{.explanation = "请带原件。", .understood = true},
           complaint::testing::kOfficer);
    handle(complaint::testing::Scene::a_closing(), complaint::testing::kOfficer);
    handle(complaint::Rate{.way = casework::complaint::RatingWay::tablet,
                           .grade = casework::complaint::Grade::satisfied},
           "citizen:13800001111@13800002222");
  }
  void handle(const casework::complaint::Command& command, std::string_view actor) {
    const auto outcome =
        office->handle(id, command, office->context(core::Actor::parse(actor))).value();
    ASSERT_FALSE(outcome.refused()) << outcome.refusal().en;
  }
  std::string feed(std::string_view viewer) const {
    std::string text;
    EXPECT_TRUE(write_cloud_events(*office, {.kind = "case"},
                                   core::Viewer{core::Actor::parse(viewer)}, into(text)));
    return text;
  }

  ManualClock clock{parse_timestamp("2026-03-02T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  StreamId id = StreamId::of("case", "A").value();
};

TEST_F(CitizenInTheFeed, IsNamedByTheRoleAloneInActorAndData) {
  const auto cursor = office->store().read_all({.types = {"case.rated"}}).value();
  ASSERT_TRUE(cursor->next().value());
  ASSERT_NE(cursor->record().payload.find("13800001111"), std::string_view::npos)
      << "the log has it, so that there is something to hide";
  const auto text = feed("supervisor:v1@city");
  EXPECT_EQ(text.find("1380000"), std::string::npos) << text;
  std::istringstream lines{text};
  json::object rated;
  for (std::string line; std::getline(lines, line);) {
    auto event = json::parse(line).as_object();
    if (event.at("type") == "case.rated") rated = std::move(event);
  }
  ASSERT_FALSE(rated.empty());
  EXPECT_EQ(rated.at("actor"), "citizen");
  EXPECT_TRUE(rated.at("data").as_object().at("by").is_null());
  EXPECT_NE(text.find("window_officer:w1@PD01"), std::string::npos) << "officers are named";
}

TEST_F(CitizenInTheFeed, IsHiddenInTheOtherFormsToo) {
  const core::Viewer supervisor{core::Actor::parse("supervisor:v1@city")};
  std::string text;
  ASSERT_TRUE(export_xes(*office, {}, supervisor, into(text)));
  EXPECT_NE(text.find("\"citizen\""), std::string::npos) << "the role is there";
  EXPECT_EQ(text.find("1380000"), std::string::npos) << "neither what he is called nor his unit";
  text.clear();
  ASSERT_TRUE(write_ocel_json(ocel_of(*office, {}, supervisor).value().log, into(text)));
  EXPECT_EQ(text.find("1380000"), std::string::npos) << text;
}

TEST_F(CitizenInTheFeed, GetsNoCaseOfTheFeed) {
  EXPECT_EQ(feed("citizen:13800001111@13800002222"), "");
  EXPECT_EQ(feed("citizen:c1"), "");
}

TEST_F(OfficeAsFeed, AFeedHoldsNothingInClearAndOnlyWhatItsViewerMaySee) {
  const core::Viewer curious{core::Actor::parse("supervisor:v1@city"), "callback"};
  const auto all = feed({.kind = "case", .types = {"case.received"}}, curious);
  for (const auto& one : all) {
    const auto& name = one.as_object().at("data").as_object().at("name");
    const bool masked = name.is_null() || name.as_string().find('*') != json::string::npos;
    EXPECT_TRUE(masked) << name;
  }
  const core::Viewer stranger{core::Actor::parse("window_officer:w1@NONE")};
  EXPECT_TRUE(feed({.kind = "case"}, stranger).empty());
}

}  // namespace
}  // namespace recourse::exchange
