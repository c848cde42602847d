// OCEL 2.0 and CloudEvents of the window's log. That the files keep the standard's rules is tested
// from outside, in Python (tests/cli/test_export.py); here is what goes into them.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <recourse/exchange/cases.hpp>
#include <recourse/exchange/cloud_events.hpp>
#include <set>

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
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "log.sqlite.part"));
  EXPECT_EQ(write_ocel_sqlite(a_log(), folder.path() / "no" / "x").error().code(), Errc::io_error);
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
};

TEST_F(OfficeAsFeed, AnObjectCentricLogHasEveryEventAndWhatItIsAbout) {
  const auto log = ocel_of(*office, {}, supervisor).value();
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
  for (const auto& event : log.events) {
    EXPECT_EQ(event.relations.front().qualifier, "of");
    for (const auto& to : event.relations) {
      EXPECT_EQ(to.object.find("citizen"), std::string::npos);
      EXPECT_EQ(to.object.starts_with("officer/"), to.qualifier == "by");
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
  EXPECT_TRUE(feed({.from = Position{1'000'000}, .batch = true}, supervisor).empty());
  const auto closed = feed({.kind = "case", .types = {"case.closed"}}, supervisor);
  EXPECT_FALSE(closed.empty());
  for (const auto& one : closed) EXPECT_EQ(one.as_object().at("type"), "case.closed");
  EXPECT_FALSE(write_cloud_events(*office, {.from = Position{0}}, supervisor,
                                  [](std::string_view) { return Result<void>{}; }));
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
