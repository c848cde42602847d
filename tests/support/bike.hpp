// A bicycle in a workshop: a lifecycle of two regions. docs/lifecycle.md shows it.
#pragma once

#include <boost/mp11/list.hpp>
#include <recourse/core/decider.hpp>
#include <recourse/lifecycle.hpp>

namespace bike {

using boost::mp11::mp_list;
using recourse::describe::spec;
namespace lifecycle = recourse::lifecycle;

struct BroughtIn {};
BOOST_DESCRIBE_STRUCT(BroughtIn, (), ())
constexpr auto recourse_spec(const BroughtIn*) { return spec("bike.brought_in", 1, "It came."); }
struct Examined {
  std::uint32_t euros = 0;
};
BOOST_DESCRIBE_STRUCT(Examined, (), (euros))
constexpr auto recourse_spec(const Examined*) {
  return spec("bike.examined", 1, "Looked at.", {{"euros", 1, "What it will cost."}});
}
struct Approved {
  std::string by;
};
BOOST_DESCRIBE_STRUCT(Approved, (), (by))
constexpr auto recourse_spec(const Approved*) {
  return spec("bike.approved", 1, "The owner agreed.", {{"by", 1, "Who said so."}});
}
struct Repaired {};
BOOST_DESCRIBE_STRUCT(Repaired, (), ())
constexpr auto recourse_spec(const Repaired*) { return spec("bike.repaired", 1, "It runs."); }
struct Paid {};
BOOST_DESCRIBE_STRUCT(Paid, (), ())
constexpr auto recourse_spec(const Paid*) { return spec("bike.paid", 1, "It is paid."); }
struct Noted {};
BOOST_DESCRIBE_STRUCT(Noted, (), ())
constexpr auto recourse_spec(const Noted*) { return spec("bike.noted", 1, "A remark."); }
using Event = std::variant<BroughtIn, Examined, Approved, Repaired, Paid, Noted>;

enum class Work : std::uint8_t { none = 0, waiting = 1, asked = 2, working = 3, ready = 4 };
BOOST_DESCRIBE_ENUM(Work, none, waiting, asked, working, ready)
enum class Bill : std::uint8_t { none = 0, open = 1, paid = 2 };
BOOST_DESCRIBE_ENUM(Bill, none, open, paid)

struct Cheap {
  static constexpr std::string_view kWords = "up to 50 euros";
  static bool holds(const Examined& e) { return e.euros <= 50; }
};
struct Dear {
  static constexpr std::string_view kWords = "above 50 euros";
  static bool holds(const Examined& e) { return e.euros > 50; }
};
struct Signed {
  static constexpr std::string_view kWords = "with a name";
  static constexpr bool kJudges = true;
  static bool holds(const Approved& e) { return !e.by.empty(); }
};

using WorkRows = mp_list<lifecycle::Row<Work::none, BroughtIn, Work::waiting>,
                         lifecycle::Row<Work::waiting, Examined, Work::working, Cheap>,
                         lifecycle::Row<Work::waiting, Examined, Work::asked, Dear>,
                         lifecycle::Row<Work::asked, Approved, Work::working, Signed>,
                         lifecycle::Row<Work::working, Repaired, Work::ready>>;
using BillRows = mp_list<lifecycle::Row<Bill::none, Repaired, Bill::open>,
                         lifecycle::Row<Bill::open, Paid, Bill::paid>>;

lifecycle::Steps<Work> work_steps();  // lifecycle_work.cpp
lifecycle::Steps<Bill> bill_steps();  // lifecycle_bill.cpp

inline const lifecycle::Region<Work>& work() {
  static const lifecycle::Region<Work> region{
      recourse::describe::set_info<Event>(), lifecycle::rows<WorkRows>(), {work_steps()}};
  return region;
}
inline const lifecycle::Region<Bill>& bill() {
  static const lifecycle::Region<Bill> region{
      recourse::describe::set_info<Event>(), lifecycle::rows<BillRows>(), {bill_steps()}};
  return region;
}

struct Bike {
  struct State {
    Work work = Work::none;
    Bill bill = Bill::none;
  };
  using Command = bike::Event;  // what is asked for is the event itself
  using Event = bike::Event;
  using Decision = recourse::core::Decision<Event>;
  static constexpr std::string_view kKind = "bike";
  static constexpr std::uint32_t kDefinition = 1;

  Decision decide(const State& s, const Command& event, const recourse::core::Context&) const {
    const bool refused = (work().knows(&event) && !work().advance(s.work, event)) ||
                         (bill().knows(&event) && !bill().advance(s.bill, event));
    if (refused) return recourse::core::Refusal{"not_now", "lifecycle", "Not now.", "", {}};
    return std::vector<Event>{event};
  }
  void evolve(State& s, const Event& event, const recourse::core::Facts&) const {
    s.work = work().follow(s.work, event).value_or(s.work);
    s.bill = bill().follow(s.bill, event).value_or(s.bill);
  }
};
static_assert(recourse::core::SingleStreamDecider<Bike>);

}  // namespace bike
