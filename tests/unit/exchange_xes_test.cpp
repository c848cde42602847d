// XES: what is written is read back equal, other people's logs are read, and what is wrong is said.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <recourse/exchange/cases.hpp>
#include <set>

#include "apps/cli/demo/shanghai.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/casework_scene.hpp"

namespace recourse::exchange {
namespace {

namespace fs = std::filesystem;

Sink into(std::string& text) {
  return [&text](std::string_view bytes) -> Result<void> {
    text += bytes;
    return {};
  };
}

std::string xes_of(const EventLog& log) {
  std::string text;
  XesWriter writer{into(text)};
  EXPECT_TRUE(writer.begin(log.head));
  for (const auto& trace : log.traces) EXPECT_TRUE(writer.write(trace));
  EXPECT_TRUE(writer.end());
  return text;
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& one : fs::directory_iterator{folder}) {
    names.insert(one.path().filename().string());
  }
  return names;
}

class Xes : public testing::Test {
 protected:
  fs::path file(const std::string& text, const std::string& name = "log.xes") const {
    const auto path = folder.path() / name;
    std::ofstream{path, std::ios::binary} << text;
    return path;
  }
  Error error_of(const std::string& text) const {
    const auto log = read_xes(file(text));
    EXPECT_FALSE(log) << text;
    return log ? Error{Errc::cancelled, "it was read"} : log.error();
  }
  std::string words_of(const std::string& text) const { return error_of(text).message(); }

  testing_support::TemporaryFolder folder;
};

std::string log_with(const std::string& inside) {
  return "<?xml version=\"1.0\"?>\n<log xes.version=\"1.0\">\n<trace>\n<event>\n" + inside +
         "\n</event>\n</trace>\n</log>\n";
}

EventLog a_nested_log() {
  EventLog log{standard_head(), {}};
  Trace trace{"案-1 <&\"'>", {{.key = "station", .value = "S001"}}, {}};
  Event event{.activity = "case.closed",
              .at = parse_timestamp("2023-06-01T09:30:00.123+08:00").value(),
              .transition = "complete",
              .resource = "w7",
              .role = "window_officer",
              .group = "S001"};
  using T = AttributeType;
  event.attributes = {{0, T::string, "text", "line one\nline two\ttab\r ]]> \xF0\x9F\x9A\x93"},
                      {0, T::list, "papers", ""},
                      {1, T::string, "about", "beside the list's values"},
                      {1, T::string, "papers", "1", true},
                      {2, T::boolean, "main", "true"},
                      {2, T::list, "inner", ""},
                      {3, T::integer, "inner", "-4", true},
                      {1, T::string, "papers", "2", true},
                      {0, T::container, "box", ""},
                      {1, T::real, "weight", "0.25"},
                      {0, T::id, "id", "0a"},
                      {0, T::list, "empty", ""},
                      {0, T::date, "due", "2023-06-08T15:59:59.999Z"}};
  trace.events.push_back(std::move(event));
  trace.events.push_back({.activity = "case.rated"});
  log.traces.push_back(std::move(trace));
  log.traces.push_back({"without events", {}, {}});
  return log;
}

TEST_F(Xes, IsReadBackEqualWhateverLiesInWhat) {
  const auto log = a_nested_log();
  const auto text = xes_of(log);
  EXPECT_EQ(read_xes(file(text)).value(), log) << text;
  EXPECT_NE(text.find("<extension name=\"Concept\" prefix=\"concept\""), std::string::npos);
  const auto packed = folder.path() / "log.xes.gz";
  const auto gz = gzopen(packed.c_str(), "wb");
  gzwrite(gz, text.data(), static_cast<unsigned>(text.size()));
  gzclose(gz);
  EXPECT_EQ(read_xes(packed).value(), log) << "gzipped";
  const auto whole = fs::file_size(packed);
  fs::resize_file(packed, whole / 2);
  EXPECT_EQ(read_xes(packed).error().code(), Errc::io_error) << "cut off";
}

TEST_F(Xes, WhatXmlCannotHoldIsReplaced) {
  EventLog log;
  log.traces.push_back({std::string{"a\x01"} + "b\xFF" + "c\xED\xA0\x80", {}, {}});
  const auto read = read_xes(file(xes_of(log))).value();
  EXPECT_EQ(read.traces[0].name,
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD"
            "c\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_F(Xes, OtherPeoplesLogsAreRead) {
  const auto log = read_xes(file(R"(<?xml version="1.0" encoding="ISO-8859-1"?>
<log xmlns="http://www.xes-standard.org/" openxes.version="1.0RC7">
  <extension name="Foo" prefix="foo" uri="http://example.org/foo.xesext"/>
  <global><string key="concept:name" value="x"/></global>
  <something><trace><event/></trace></something>
  <string key="meta" value="m"><int key="in" value="1"/></string>
  <trace><string key="concept:name" value="1"/>
    <event><date key="time:timestamp" value="2011-10-11T13:45:40.27612+02:00"/>
      <boolean key="b" value="1"/><float key="f" value=" 1e3 "/><unknown key="u" value="v"/>
    </event></trace>
</log>)"))
                       .value();
  ASSERT_EQ(log.traces.size(), 1u) << "what nobody knows is passed over with what is in it";
  EXPECT_EQ(log.head.extensions[0].prefix, "foo");
  EXPECT_EQ(log.head.of_events.size(), 1u);
  EXPECT_EQ(log.head.attributes.size(), 2u);
  const auto& event = log.traces[0].events[0];
  EXPECT_EQ(to_string(*event.at), "2011-10-11T11:45:40.276Z");
  EXPECT_EQ(event.attributes.size(), 2u);
  EXPECT_EQ(event.attributes[0].value, "true");
}

TEST_F(Xes, WhatIsWrongIsSaidWithItsLine) {
  EXPECT_EQ(read_xes(folder.path() / "none").error().code(), Errc::not_found);
  EXPECT_EQ(read_xes(folder.path()).error().code(), Errc::io_error);
  EXPECT_EQ(error_of("").code(), Errc::malformed);
  EXPECT_NE(words_of("<html/>").find("no XES log"), std::string::npos);
  EXPECT_NE(words_of("<log><trace>").find("line 1"), std::string::npos);
  const auto number = words_of(log_with("<int key=\"n\" value=\"many\"/>"));
  EXPECT_NE(number.find("line 5"), std::string::npos) << number;
  EXPECT_NE(number.find("'many' is no whole number"), std::string::npos) << number;
  for (const auto* wrong :
       {"<int key=\"n\" value=\"99999999999999999999\"/>", "<int key=\"n\" value=\"1.5\"/>",
        "<float key=\"n\" value=\"x\"/>", "<boolean key=\"n\" value=\"maybe\"/>",
        "<date key=\"n\" value=\"yesterday\"/>", "<string value=\"x\"/>", "<string key=\"x\"/>"}) {
    EXPECT_EQ(error_of(log_with(wrong)).code(), Errc::malformed) << wrong;
  }
  std::string deep = "<log>";
  for (int i = 0; i < 100; ++i) deep += "<string key=\"k\" value=\"v\">";
  EXPECT_EQ(error_of(deep).code(), Errc::limit_exceeded);
  EXPECT_NE(words_of("<!DOCTYPE log [<!ENTITY a \"aaaa\">]><log>&a;</log>").find("entity"),
            std::string::npos);
}

TEST_F(Xes, AnErrorOfWhoeverSeesOrTakesEndsIt) {
  const auto path = file(xes_of(a_nested_log()));
  const auto read = read_xes(path, [](const Trace&) {
    return Result<void>{Error{Errc::cancelled, "enough"}};
  });
  EXPECT_EQ(read.error().code(), Errc::cancelled);
  XesWriter writer{[](std::string_view) { return Result<void>{Error{Errc::io_error, "full"}}; }};
  EXPECT_EQ(writer.begin({}).error().code(), Errc::io_error);
  const auto whole = folder.path() / "whole";
  std::ofstream{whole} << "before";
  EXPECT_FALSE(write_file(whole, [](const Sink& sink) -> Result<void> {
    EXPECT_TRUE(sink("half"));
    return Error{Errc::io_error, "no more"};
  }));
  std::ifstream in{whole};
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>{in}, {}), "before");
  EXPECT_EQ(names_in(folder.path()), (std::set<std::string>{"log.xes", "whole"}));
}

TEST_F(Xes, AFileTakesItsPlaceWholeAndNothingElseOfThatName) {
  const auto with = [](std::string_view text) {
    return [text](const Sink& sink) -> Result<void> { return sink(text); };
  };
  const auto text_in = [](const fs::path& path) {
    std::ifstream in{path};
    return std::string(std::istreambuf_iterator<char>{in}, {});
  };
  const auto target = folder.path() / "target";
  const auto part = folder.path() / "target.part";
  std::ofstream{part} << "another's";
  ASSERT_TRUE(write_file(target, with("one")));
  ASSERT_TRUE(write_file(target, with("two")));
  EXPECT_EQ(text_in(target), "two");
  EXPECT_EQ(text_in(part), "another's") << "never cut off";
  const auto link = folder.path() / "link";
  fs::create_symlink("target", link);
  ASSERT_TRUE(write_file(link, with("three")));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(text_in(target), "three");
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const auto& no_file : {pipe, folder.path(), fs::path{"/dev/null"}}) {
    const auto refused = write_file(no_file, with("four"));
    ASSERT_FALSE(refused) << no_file;
    EXPECT_EQ(refused.error().code(), Errc::io_error);
  }
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_EQ(names_in(folder.path()),
            (std::set<std::string>{"link", "pipe", "target", "target.part"}));
}

TEST_F(Xes, AnEventOutsideOfAnyTraceIsSaidWithItsLine) {
  const auto words = words_of("<log>\n<trace/>\n<event/>\n</log>");
  EXPECT_NE(words.find("line 3"), std::string::npos) << words;
  EXPECT_NE(words.find("outside of any trace"), std::string::npos) << words;
}

TEST_F(Xes, TheFirstHoursOf1970EastOfGreenwichAreReadBack) {
  EventLog log;
  log.traces.push_back({"old", {}, {}});
  log.traces[0].events.push_back(
      {.activity = "a", .at = parse_timestamp("1970-01-01T00:00:00+08:00").value()});
  log.traces[0].events.push_back(
      {.activity = "b", .at = parse_timestamp("1970-01-01T00:00:00.001+14:00").value()});
  log.traces[0].events.push_back(
      {.activity = "c", .at = parse_timestamp("1970-01-01T00:00:00Z").value()});
  EXPECT_EQ(read_xes(file(xes_of(log))).value().traces, log.traces);
}

// --- the window's cases --------------------------------------------------------------------------

class OfficeAsXes : public Xes {
 protected:
  OfficeAsXes() {
    const auto played =
        cli::play_shanghai_demo(*office, clock, {.seed = 7, .cases = 120, .store = "memory"});
    EXPECT_TRUE(played.has_value()) << played.error().message();
  }
  std::string xes(const CaseSelection& selection, const core::Viewer& viewer) const {
    std::string text;
    exported = export_xes(*office, selection, viewer, into(text)).value();
    return text;
  }
  std::string demo_names() const {
    // Whatever clear text the log holds of persons.
    std::string all;
    const auto cursor = office->store().read_all({.stream_kind = "case"}).value();
    const auto& events = *office->cases_workflow().info().events;
    std::vector<std::string> names;
    while (cursor->next().value()) {
      EXPECT_TRUE(office->cases_workflow().each_event(
          cursor->record(), [&](const void* event) -> Result<void> {
            core::add_names(events.get(event), events.type_of(event), names);
            return {};
          }));
    }
    for (const auto& name : names) all += name + "\n";
    return all;
  }

  ManualClock clock{parse_timestamp("2023-05-31T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  core::Viewer supervisor{core::Actor::parse("supervisor:v1@city")};
  mutable Exported exported;
};

TEST_F(OfficeAsXes, EveryCaseAndEventIsThereAndNothingPersonal) {
  const auto text = xes({}, supervisor);
  const auto log = read_xes(file(text)).value();
  EXPECT_EQ(log.traces.size(), 120u);
  std::uint64_t records = 0;
  const auto cursor = office->store().read_all({.stream_kind = "case"}).value();
  while (cursor->next().value()) ++records;
  EXPECT_EQ(exported.events, records);
  std::uint64_t events = 0;
  for (const auto& trace : log.traces) {
    events += trace.events.size();
    const auto history = office->history(StreamId::of("case", trace.name).value()).value();
    ASSERT_EQ(trace.events.size(), history.size());
    for (std::size_t i = 0; i < history.size(); ++i) {
      EXPECT_EQ(trace.events[i].activity, describe::type_of(history[i].event));
      EXPECT_EQ(trace.events[i].at, history[i].occurred_at);
      EXPECT_EQ(trace.events[i].role, core::Actor::parse(history[i].actor).role);
      if (trace.events[i].role == "citizen") {
        EXPECT_EQ(trace.events[i].resource, "");
      }
    }
  }
  EXPECT_EQ(events, records);
  std::istringstream names{demo_names()};
  std::size_t looked_for = 0;
  for (std::string name; std::getline(names, name);) {
    if (name.size() < 6) continue;  // shorter than two characters of Chinese: a number in a code
    ++looked_for;
    EXPECT_EQ(text.find(name), std::string::npos) << name;
  }
  EXPECT_GT(looked_for, 100u);
  EXPECT_EQ(text.find("\"narrative\""), std::string::npos);
  EXPECT_NE(text.find("\"resolution.outcome\""), std::string::npos);
}

TEST_F(OfficeAsXes, ASelectionIsWhatItSaysAndWhatTheViewerMaySee) {
  const auto all = read_xes(file(xes({}, supervisor))).value();
  const auto value = [](const Trace& trace, std::string_view key) {
    for (const auto& one : trace.attributes) {
      if (one.key == key) return one.value;
    }
    return std::string{};
  };
  const auto station = value(all.traces[5], "station");
  const auto of_station = read_xes(file(xes({.station = station}, supervisor))).value();
  ASSERT_FALSE(of_station.traces.empty());
  for (const auto& trace : of_station.traces) EXPECT_EQ(value(trace, "station"), station);
  const core::Viewer chief{{"s1", "station_chief", station}};
  EXPECT_EQ(read_xes(file(xes({}, chief))).value().traces.size(), of_station.traces.size());
  const core::Viewer citizen{core::Actor::parse("citizen:c1")};
  EXPECT_TRUE(read_xes(file(xes({}, citizen))).value().traces.empty());
  const auto key = all.traces[7].name;
  EXPECT_EQ(read_xes(file(xes({.keys = {key}}, supervisor))).value().traces.size(), 1u);
  EXPECT_TRUE(read_xes(file(xes({.keys = {key}}, citizen))).value().traces.empty());
  // Of the log as it was when half of the cases' records were there.
  std::vector<Position> positions;
  const auto cursor = office->store().read_all({.stream_kind = "case"}).value();
  while (cursor->next().value()) positions.push_back(cursor->record().position);
  const auto half = positions[positions.size() / 2];
  const auto early = read_xes(file(xes({.as_of = half}, supervisor))).value();
  EXPECT_EQ(exported.events, positions.size() / 2 + 1);
  EXPECT_EQ(exported.position, half);
  EXPECT_LT(early.traces.size(), all.traces.size());
}

// The interface that imports is called as the station in whose name it does.
TEST_F(OfficeAsXes, AnImportedCaseKeepsItsStation) {
  namespace complaint = casework::complaint;
  complaint::Report report;
  report.station = "permits";
  report.category = complaint::Category::other;
  report.channel = complaint::Channel::imported;
  report.line = casework::Line::other;
  report.applicant = complaint::ApplicantKind::anonymous;
  report.reference = "1";
  report.reported_at = clock.now() - std::chrono::days{1};
  report.historical = true;
  const auto id = StreamId::of("case", "permits-1").value();
  const core::Actor importer{"permits", "importer", "permits"};
  const std::vector<core::Step<complaint::ComplaintDecider>> steps{
      {report, *report.reported_at, importer, core::StandingOf::importer()}};
  const auto outcome = office->handle_all(id, steps, derived_command_id("import/permits/1"));
  ASSERT_TRUE(outcome) << outcome.error().to_string();
  ASSERT_FALSE(outcome->refused()) << outcome->refusal().en;
  const auto log = read_xes(file(xes({.station = "permits"}, supervisor))).value();
  ASSERT_EQ(log.traces.size(), 1u);
  const auto& fields = log.traces[0].events.at(0).attributes;
  const auto station = std::ranges::find(fields, "station", &Attribute::key);
  ASSERT_NE(station, fields.end());
  EXPECT_EQ(station->value, "permits");
  EXPECT_EQ(log.traces[0].events[0].resource, "") << "no staff number";
  const auto objects = ocel_of(*office, {.station = "permits"}, supervisor).value().log.objects;
  EXPECT_NE(std::ranges::find(objects, "station/permits", &OcelObject::id), objects.end());
}

TEST_F(OfficeAsXes, StepsOfTheOfficeAreThoseOfItsExport) {
  auto direct = steps_of(*office, {}, supervisor).value();
  auto of_file = steps_of(file(xes({}, supervisor))).value();
  EXPECT_EQ(direct.cases, 120u);
  const auto bare = [](std::string& name) {
    if (name.starts_with("case.")) name.erase(0, 5);
  };
  for (auto& one : of_file.activities) bare(one.name);
  for (auto& one : of_file.edges) bare(one.from), bare(one.to);
  for (auto& one : direct.edges) one.median_days.reset(), one.p90_days.reset();
  EXPECT_EQ(direct, of_file);
}

// --- a real log ----------------------------------------------------------------------------------

TEST(Receipt, TheRealLogHasItsCasesEventsAndSteps) {
  const char* data = std::getenv("RECOURSE_DATA");
  const auto path = fs::path{data == nullptr ? "" : data} / "receipt.xes.gz";
  if (data == nullptr || !fs::exists(path)) GTEST_SKIP() << "RECOURSE_DATA has no receipt.xes.gz";
  const auto log = read_xes(path).value();
  EXPECT_EQ(log.traces.size(), 1434u);
  const auto steps = steps_of(path).value();
  EXPECT_EQ(steps.cases, 1434u);
  EXPECT_EQ(steps.events, 8577u);
  EXPECT_EQ(steps.activities.size(), 27u);
  std::uint64_t follows = 0;
  for (const auto& edge : steps.edges) follows += edge.count;
  EXPECT_EQ(follows, 8577u - 1434u) << "every event but a case's first follows one";
  // As counted by a program that shares no code with this one.
  EXPECT_EQ(steps.edges[0].from, "T04 Determine confirmation of receipt");
  EXPECT_EQ(steps.edges[0].to, "T05 Print and send confirmation of receipt");
  EXPECT_EQ(steps.edges[0].count, 1177u);
  EXPECT_EQ(steps.edges[0].median_ms / 1000, 31);
  EXPECT_EQ(steps.edges[0].p90_ms / 1000, 174604);
  const testing_support::TemporaryFolder folder;
  const auto again = folder.path() / "again.xes";
  ASSERT_TRUE(
      write_file(again, [&](const Sink& sink) -> Result<void> { return sink(xes_of(log)); }));
  EXPECT_EQ(read_xes(again).value(), log) << "real data is written and read back equal";
}

}  // namespace
}  // namespace recourse::exchange
