// The rules of the permit, the reader of logs, and the import: with a small invented log, and with
// the real one.
//
//     permit_test <small log>
//     permit_test --real          the log that RECOURSE_DATA leads to; without it, left out (77)
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <recourse/testing/scenario.hpp>
#include <sstream>

#include "import.hpp"
#include "permits_view.hpp"

using namespace recourse;
using namespace permit;
using Scenario = test::Scenario<Permit>;

namespace {

int failures = 0;

template <class A, class B>
void expect_equal(std::string_view what, const A& found, const B& expected) {
  if (found == expected) return;
  std::cout << "FAILED  " << what << ": expected " << expected << ", found " << found << "\n";
  ++failures;
}

/// A case that was filed on 1 March 2011, 10:00 in the Netherlands.
template <class Story>
void scenario(std::string_view name, Story story) {
  Scenario s{Permit{}};
  s.zone(std::chrono::hours{1}).at("2011-03-01 10:00").actor("officer:r1@Group 1");
  s.when(File{"Desk", "General", "Group 5", "r1", {}}).then_types({"permit.filed"});
  story(s);
  std::cout << (s.ok() ? "ok      " : "FAILED  ") << name << "\n" << s.report();
  failures += s.ok() ? 0 : 1;
}

void done(Scenario& s, std::initializer_list<Step> steps) {
  for (const auto step : steps) s.when(Do{step, {}});
}

// --- Rules ---------------------------------------------------------------------------------------

void test_the_order_of_steps() {
  scenario("a confirmation goes round until it is right", [](Scenario& s) {
    done(s, {Step::confirm_receipt, Step::check_confirmation, Step::adjust_confirmation});
    s.when(Do{Step::send_confirmation, {}}).then_refused("not_now");
    done(s, {Step::check_confirmation, Step::determine_confirmation, Step::send_confirmation});
    s.when(Do{Step::adjust_confirmation, {}}).then_refused("not_now");
    s.then_state([](const State& state) { return state.steps == 6; });
  });
  scenario("advice is asked for before it comes, and weighed before it decides", [](Scenario& s) {
    s.when(Do{Step::weigh_stop, {}}).then_refused("not_now");
    done(s, {Step::confirm_receipt, Step::weigh_stop});
    s.when(Do{Step::take_advice, 3}).then_refused("not_now");
    s.when(Do{Step::draft_advice, {}}).then_refused("number");
    s.when(Do{Step::draft_advice, 2}).then(StepDone{Step::draft_advice, 2});
    done(s, {Step::request_advice});
    s.when(Do{Step::take_advice, 3}).then(StepDone{Step::take_advice, 3});
    s.when(Do{Step::decide_stop, {}}).then_refused("not_now");
    done(s, {Step::weigh_stop, Step::decide_stop});
    s.when(Do{Step::weigh_stop, {}}).then_refused("not_now");
  });
  scenario("nothing is done twice that is done once", [](Scenario& s) {
    s.when(File{"Desk", "General", "", "r1", {}}).then_refused("filed_before");
    s.when(permit::End{}).then(Ended{false, false});
    s.when(permit::End{}).then_refused("not_open");
    s.when(Do{static_cast<Step>(77), {}}).then_refused("unknown_step");
  });
}

void test_the_deadline() {
  scenario("the statutory term ends with its last day, in summer time", [](Scenario& s) {
    s.then_timer("deadline", parse_timestamp("2011-04-26T23:59:59.999+02:00").value());
    s.until("2011-04-26 22:59:59.999").then_nothing();
    s.when(permit::End{}).then(Ended{false, false});
    s.elapse(std::chrono::days{900}).then_nothing();
  });
  scenario("past the deadline it says so, once, and ends late", [](Scenario& s) {
    s.elapse(std::chrono::days{900}).then(DeadlinePassed{}).then_no_timer("deadline");
    s.when(PassDeadline{}).then_refused("not_open");
    s.when(permit::End{}).then(Ended{true, true});
  });
  scenario("paperwork may follow the end", [](Scenario& s) {
    s.when(permit::End{}).then(Ended{false, false});
    s.when(Do{Step::confirm_receipt, {}}).then(StepDone{Step::confirm_receipt, {}});
  });
}

/// Each region takes what its rows say, and nothing else: the table is no wildcard.
void test_how_much_the_table_takes() {
  std::size_t confirmation = 0;
  std::size_t advice = 0;
  for (std::size_t i = 0; i < kConfirmations; ++i) {
    // No step is of the second region alone once it is done.
    const Phases phases{static_cast<Confirmation>(i), Advice::report_printed, Term::running};
    confirmation += next_steps(phases).size();
  }
  for (std::size_t i = 0; i < kAdvices; ++i) {
    const Phases phases{Confirmation::sent, static_cast<Advice>(i), Term::running};
    advice += next_steps(phases).size();
  }
  expect_equal("steps that the confirmation takes, of 7 x 20", confirmation, 8u);
  expect_equal("steps that the advice takes, of 16 x 20", advice, 24u);
}

// --- Reading -------------------------------------------------------------------------------------

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / random_command_id().to_string()) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;  // a test that failed says more
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void expect_error(std::string_view what, const std::filesystem::path& file, std::string_view text) {
  const auto read = read_xes(file);
  const auto found = read ? "no error" : read.error().to_string();
  if (found.find(text) != std::string::npos && found.find(file.string()) != std::string::npos) {
    return;
  }
  std::cout << "FAILED  " << what << ": expected '" << text << "', found '" << found << "'\n";
  ++failures;
}

void test_reading(const std::filesystem::path& small) {
  const Folder folder;
  const auto text = text_of(small);
  const auto write = [&](std::string_view name, std::string_view bytes) {
    std::ofstream{folder / name, std::ios::binary} << bytes;
    return folder / name;
  };
  const auto without = [&](std::string_view part) {
    auto changed = text;
    const auto at = changed.find(part);
    return at == std::string::npos ? changed : changed.erase(at, part.size());
  };
  const auto zipped = folder / "small.xes.gz";
  const gzFile out = gzopen(zipped.c_str(), "wb");
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  expect_equal("cases in a zipped log", read_xes(zipped).value().size(), 7u);
  expect_equal("nested attributes are not the case's", read_xes(small).value()[0].channel,
               "Internet");

  const auto bytes = text_of(zipped);
  expect_error("cut zip", write("cut.gz", bytes.substr(0, bytes.size() / 2)), "io_error");
  expect_error("cut text", write("cut.xes", text.substr(0, text.size() / 2)), "malformed");
  expect_error("no log", folder / "none.xes", "not_found");
  expect_error("empty", write("empty.xes", ""), "malformed");
  expect_error("no deadline",
               write("a.xes", without("<date key=\"deadline\" "
                                      "value=\"2011-04-25T10:00:00.000+02:00\"/>")),
               "case-1: the attribute 'deadline' is missing");
  expect_error("no time",
               write("b.xes", without("<date key=\"time:timestamp\" "
                                      "value=\"2011-03-01T09:00:00.000+01:00\"/>")),
               "case-1: event 1: the attribute 'time:timestamp' is missing");
  auto cases = read_xes(small).value();
  cases[0].events[0].activity = "T21 Dance";
  const auto told = commands_of(cases[0]);
  expect_equal("unknown step", told ? "no error" : told.error().message(),
               "case-1: 'T21 Dance' is no step of the office");
}

// --- Importing -----------------------------------------------------------------------------------

/// What an import must come to.
struct Expected {
  std::uint64_t cases, steps, commands;
  std::uint64_t ended, late, open, overdue;
  std::uint64_t statutory, longer, shorter, unlawful, unlawful_only, late_only;
  std::uint64_t out_of_order;  ///< Cases that the log starts after their first step or their end.
};

Timestamp end_of(const std::vector<XesCase>& cases) {
  Timestamp last{};
  for (const auto& c : cases) {
    for (const auto& event : c.events) last = std::max(last, event.at);
    if (c.end) last = std::max(last, *c.end);
  }
  return last;
}

void expect_import(const ImportReport& r, const Expected& e, bool first) {
  expect_equal("cases", r.cases, e.cases);
  expect_equal("steps", r.steps, e.steps);
  expect_equal("recorded", r.recorded, first ? e.commands : 0);
  expect_equal("known", r.known, first ? 0 : e.commands);
  expect_equal("refused", r.refused, 0u);
}

void expect_lateness(const Lateness& l, const Expected& e) {
  expect_equal("ended", l.ended, e.ended);
  expect_equal("late by the log", l.log_late, e.late);
  expect_equal("late by the workflow", l.flow_late, e.late);
  expect_equal("cases in which they agree", l.agree, e.ended);
  expect_equal("open", l.open, e.open);
  expect_equal("overdue by the log", l.log_overdue, e.overdue);
  expect_equal("overdue by the timer", l.flow_overdue, e.overdue);
  expect_equal("open cases in which they agree", l.open_agree, e.open);
  expect_equal("deadline as the law has it", l.term_statutory, e.statutory);
  expect_equal("deadline later", l.term_longer, e.longer);
  expect_equal("deadline earlier", l.term_shorter, e.shorter);
  expect_equal("ended after the statutory term", l.unlawful, e.unlawful);
  expect_equal("of them in time by the log", l.unlawful_only, e.unlawful_only);
  expect_equal("late by the log alone", l.late_only, e.late_only);
}

/// The view's lists hold each case once, and say of it what its events say.
void expect_view(const core::TableSnapshot& rows, const Expected& e) {
  const auto all = by_group(rows).value();
  expect_equal("cases in the view", all.size(), e.cases);
  const auto count = [&](auto&& test) {
    return static_cast<std::uint64_t>(std::ranges::count_if(all, test));
  };
  expect_equal("late in the view", count([](const PermitEntry& p) { return p.late; }), e.late);
  expect_equal("overdue in the view", count([](const PermitEntry& p) { return p.overdue(); }),
               e.overdue);
  std::uint64_t by_phase = 0;
  for (std::size_t i = 0; i < kConfirmations; ++i) {
    by_phase += by_confirmation(rows, static_cast<Confirmation>(i)).value().size();
  }
  expect_equal("cases by phase", by_phase, e.cases);
}

/// Each stream goes on in time, and names who did what.
void expect_history(const std::filesystem::path& store, const std::vector<XesCase>& cases,
                    const Expected& e) {
  auto engine = Engine::open({.directory = store}).value();
  auto& permits = engine->add(Permit{});
  engine->start().value();
  std::uint64_t out_of_order = 0;
  std::uint64_t found = 0;
  for (const auto& from : cases) {
    const auto history = permits.history(stream_of(from).value()).value();
    const auto by_time = [](const auto& a, const auto& b) { return a.occurred_at < b.occurred_at; };
    out_of_order += std::ranges::is_sorted(history, by_time) ? 0 : 1;
    const auto& last = from.events.back();
    const core::Actor actor{last.resource, "officer", last.group == "EMPTY" ? "" : last.group};
    found += std::ranges::any_of(history, [&](const auto& r) {
      return r.occurred_at == last.at && r.actor == actor.to_string();
    });
  }
  expect_equal("cases out of order", out_of_order, e.out_of_order);
  expect_equal("last steps at their time, by their officer", found, e.cases);
}

/// Cases in which something was done, or that ended, after a deadline that had not been met: there
/// it acts before what was done, as the engine.
std::uint64_t worked_on_late(const std::vector<XesCase>& cases) {
  return static_cast<std::uint64_t>(std::ranges::count_if(cases, [](const XesCase& c) {
    if (c.end) return *c.end > c.deadline;
    return std::ranges::any_of(c.events, [&](const auto& event) { return event.at > c.deadline; });
  }));
}

/// Twice into one directory, by two lives of an engine; deadlines act in each, and once in all.
void test_import(const std::vector<XesCase>& cases, const Expected& e) {
  const Folder folder;
  ManualClock clock{end_of(cases)};
  const auto at_once = worked_on_late(cases);
  std::uint64_t head = 0;
  for (const bool first : {true, false}) {
    auto engine = Engine::open({.directory = folder / "store", .clock = &clock}).value();
    auto& permits = engine->add(Permit{}, [] { return std::make_unique<PermitsView>(); });
    engine->start().value();
    expect_import(import_cases(permits, cases).value(), e, first);
    if (first) {
      expect_equal("events before timers run", engine->store().head().value().value,
                   e.commands + at_once);
    }
    const auto left = first ? e.late + e.overdue - at_once : 0;
    expect_equal("timers that fired", engine->fire_due().value().fired, left);
    expect_lateness(compare(permits, cases, clock.now()).value(), e);
    expect_view(*engine->rows(PermitsView::kName, engine->store().head().value()).value(), e);
    expect_equal("a sound log", engine->verify().value().ok(), true);
    if (!first)
      expect_equal("the second import adds nothing", engine->store().head().value().value, head);
    head = engine->store().head().value().value;
  }
  expect_history(folder / "store", cases, e);
}

/// How many commands are refused if each case's steps come in the opposite order.
std::uint64_t refused_backwards(std::vector<XesCase> cases) {
  ManualClock clock{end_of(cases)};
  for (auto& c : cases) {
    std::vector<Timestamp> times;
    for (const auto& event : c.events) times.push_back(event.at);
    std::ranges::reverse(c.events);
    for (std::size_t i = 0; i < times.size(); ++i) c.events[i].at = times[i];
  }
  auto engine = Engine::open({.store = "memory", .clock = &clock}).value();
  auto& permits = engine->add(Permit{}, [] { return std::make_unique<PermitsView>(); });
  engine->start().value();
  return import_cases(permits, cases).value().refused;
}

int result() {
  std::cout << (failures == 0 ? "all is as expected\n" : "there are failures\n");
  return failures == 0 ? 0 : 1;
}

int test_small(const std::filesystem::path& small) {
  test_the_order_of_steps();
  test_the_deadline();
  test_how_much_the_table_takes();
  test_reading(small);
  const auto cases = read_xes(small).value();
  test_import(cases, {.cases = 7,
                      .steps = 55,
                      .commands = 67,
                      .ended = 5,
                      .late = 2,
                      .open = 2,
                      .overdue = 1,
                      .statutory = 4,
                      .longer = 2,
                      .shorter = 1,
                      .unlawful = 2,
                      .unlawful_only = 1,
                      .late_only = 1,
                      .out_of_order = 0});
  expect_equal("refused backwards", refused_backwards(cases), 48u);
  return result();
}

int test_real() {
  const char* const data = std::getenv("RECOURSE_DATA");
  const auto log = std::filesystem::path{data == nullptr ? "" : data} / "receipt.xes.gz";
  if (data == nullptr || !std::filesystem::exists(log)) {
    std::cout << "left out: RECOURSE_DATA names no folder with receipt.xes.gz\n";
    return 77;
  }
  const auto cases = read_xes(log).value();
  // Counted by a program that knows nothing of this workflow.
  test_import(cases, {.cases = 1434,
                      .steps = 8577,
                      .commands = 11340,
                      .ended = 1329,
                      .late = 377,
                      .open = 105,
                      .overdue = 39,
                      .statutory = 1080,
                      .longer = 331,
                      .shorter = 23,
                      .unlawful = 479,
                      .unlawful_only = 153,
                      .late_only = 51,
                      .out_of_order = 4});
  expect_equal("refused backwards", refused_backwards(cases), 7143u);
  return result();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: permit_test <small log> | --real\n";
    return 2;
  }
  try {
    return std::string_view{argv[1]} == "--real" ? test_real() : test_small(argv[1]);
  } catch (const std::exception& e) {
    std::cerr << e.what() << "\n";
    return 2;
  }
}
