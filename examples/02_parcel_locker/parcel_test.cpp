// The rules of the locker, told as scenarios: no store, no threads, time that moves when told. The
// kit works with any test framework; here there is none.
#include <iostream>
#include <recourse/testing/scenario.hpp>

#include "parcel.hpp"

namespace {

using namespace parcel;
using Scenario = recourse::test::Scenario<Parcel>;

int failures = 0;

/// Runs one scenario on a parcel that lies in the locker until Monday, 9 March 2026, 09:00.
template <class Story>
void scenario(std::string_view name, Story story) {
  Scenario s{Parcel{}};
  s.zone(recourse::kShanghaiOffset).at("2026-03-02 09:00").actor("courier:c7");
  s.when(Deposit{"A1", "4711"});
  s.then(Deposited{"A1", "4711", recourse::parse_timestamp("2026-03-09T09:00:00+08:00").value()});
  s.actor("addressee:li");
  story(s);
  std::cout << (s.ok() ? "ok      " : "FAILED  ") << name << "\n" << s.report();
  failures += s.ok() ? 0 : 1;
}

}  // namespace

int main() {
  scenario("the right code opens, and ends all limits", [](Scenario& s) {
    s.then_timer("remind", "2026-03-07 09:00").then_timer("send_back", "2026-03-09 09:00");
    s.when(PickUp{"1234"}).then_refused("wrong_code");
    s.when(PickUp{"4711"}).then(PickedUp{}).then_no_timer("remind").then_no_timer("send_back");
    s.until("2027-01-01 00:00").then_nothing();
    s.when(PickUp{"4711"}).then_refused("not_here");
  });
  scenario("after five days somebody is reminded, after seven it goes back", [](Scenario& s) {
    s.until("2026-03-07 09:00").then_nothing();
    s.until("2026-03-07 09:01").then(Reminded{});
    s.until("2026-03-09 09:00").then_nothing();
    s.until("2026-03-09 09:01").then(SentBack{});
    s.then_state([](const State& state) { return state.place == Place::sender; });
  });
  scenario("the last moment is still in time", [](Scenario& s) {
    s.until("2026-03-09 09:00").then(Reminded{}).when(PickUp{"4711"}).then(PickedUp{});
  });
  scenario("kept for longer, once; and reminded again", [](Scenario& s) {
    s.until("2026-03-08 12:00").then(Reminded{});
    s.when(Keep{9}).then_refused("days");
    s.when(Keep{3}).then_types({"parcel.kept"}).then_timer("send_back", "2026-03-12 09:00");
    s.when(Keep{1}).then_refused("kept_once");
    s.until("2026-03-31 00:00").then(Reminded{}, SentBack{});
  });
  scenario("the courier cannot send back what somebody may still take", [](Scenario& s) {
    s.actor("courier:c7").when(SendBack{}).then_refused("too_early");
    s.when(Deposit{"B2", "9999"}).then_refused("used");
  });
  scenario("a door and a code are needed", [](Scenario& s) {
    s.on("2").when(Deposit{"", "4711"}).then_refused("incomplete");
    s.when(Deposit{"A1", "123"}).then_refused("incomplete");
  });
  return failures == 0 ? 0 : 1;
}
