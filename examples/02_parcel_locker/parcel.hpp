// A parcel in a locker: put in with a code, taken out with it; after five days somebody is
// reminded, after seven it goes back to the sender.
//
// This is the whole workflow: what can be asked (commands), what can happen (events), what is known
// (state), and the decider that ties them. It knows no store, no thread and no clock.
#pragma once

#include <recourse/core/timer.hpp>

namespace parcel {

using recourse::Timestamp;
using recourse::describe::Access;
using recourse::describe::spec;

// --- Events: what happened. Their names and fields stay for ever. --------------------------------

struct Deposited {
  std::string door;
  recourse::Sealed<std::string> code;
  Timestamp pick_up_by{};
};
BOOST_DESCRIBE_STRUCT(Deposited, (), (door, code, pick_up_by))
constexpr auto recourse_spec(const Deposited*) {
  return spec("parcel.deposited", 1, "A courier put it in.",
              {{"door", 1, "Where it lies."},
               {"code", 1, "What opens the door.", Access::identity},
               {"pick_up_by", 1, "The last moment to take it out."}});
}

struct Reminded {};
BOOST_DESCRIBE_STRUCT(Reminded, (), ())
constexpr auto recourse_spec(const Reminded*) {
  return spec("parcel.reminded", 1, "The addressee was told that time is running out.");
}

struct Kept {
  Timestamp pick_up_by{};
};
BOOST_DESCRIBE_STRUCT(Kept, (), (pick_up_by))
constexpr auto recourse_spec(const Kept*) {
  return spec("parcel.kept", 1, "It is kept for longer.",
              {{"pick_up_by", 1, "The last moment to take it out."}});
}

struct PickedUp {};
BOOST_DESCRIBE_STRUCT(PickedUp, (), ())
constexpr auto recourse_spec(const PickedUp*) {
  return spec("parcel.picked_up", 1, "The addressee took it out.");
}

struct SentBack {};
BOOST_DESCRIBE_STRUCT(SentBack, (), ())
constexpr auto recourse_spec(const SentBack*) {
  return spec("parcel.sent_back", 1, "Nobody came; the sender gets it back.");
}

struct TimerDeclined {
  std::string timer;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(TimerDeclined, (), (timer, reason))
constexpr auto recourse_spec(const TimerDeclined*) {
  return spec("parcel.timer_declined", 1, "A limit passed, and the rules refused what it asks.",
              {{"timer", 1, "Which limit."}, {"reason", 1, "Name of the refusal."}});
}

using Event = std::variant<Deposited, Reminded, Kept, PickedUp, SentBack, TimerDeclined>;

// --- Commands: what is asked. --------------------------------------------------------------------

struct Deposit {
  std::string door;
  recourse::Sealed<std::string> code;
};
BOOST_DESCRIBE_STRUCT(Deposit, (), (door, code))
constexpr auto recourse_spec(const Deposit*) {
  return spec(
      "parcel.deposit", 1, "Put it in.",
      {{"door", 1, "Where it lies."}, {"code", 1, "What opens the door.", Access::identity}});
}

struct Keep {
  std::uint32_t days = 0;
};
BOOST_DESCRIBE_STRUCT(Keep, (), (days))
constexpr auto recourse_spec(const Keep*) {
  return spec("parcel.keep", 1, "Keep it for longer, once.", {{"days", 1, "How many, 1 to 7."}});
}

struct PickUp {
  recourse::Sealed<std::string> code;
};
BOOST_DESCRIBE_STRUCT(PickUp, (), (code))
constexpr auto recourse_spec(const PickUp*) {
  return spec("parcel.pick_up", 1, "Take it out.",
              {{"code", 1, "What opens the door.", Access::identity}});
}

struct Remind {};
BOOST_DESCRIBE_STRUCT(Remind, (), ())
constexpr auto recourse_spec(const Remind*) { return spec("parcel.remind", 1, "A timer's."); }

struct SendBack {};
BOOST_DESCRIBE_STRUCT(SendBack, (), ())
constexpr auto recourse_spec(const SendBack*) {
  return spec("parcel.send_back", 1, "A timer's, or the courier's.");
}

using Command = std::variant<Deposit, Keep, PickUp, Remind, SendBack>;

// --- State: what the decider needs to know. ------------------------------------------------------

enum class Place : std::uint8_t { nowhere, locker, addressee, sender };
BOOST_DESCRIBE_ENUM(Place, nowhere, locker, addressee, sender)

struct State {
  Place place = Place::nowhere;
  std::string door;
  recourse::Sealed<std::string> code;
  Timestamp pick_up_by{};
  bool reminded = false;
  bool kept = false;
};
BOOST_DESCRIBE_STRUCT(State, (), (place, door, code, pick_up_by, reminded, kept))
constexpr auto recourse_spec(const State*) {
  return spec("parcel.state", 1, "Where a parcel is.",
              {{"place", 1, "Where it is."},
               {"door", 1, "Behind which door, while it is in the locker."},
               {"code", 1, "What opens it.", Access::identity},
               {"pick_up_by", 1, "The last moment to take it out."},
               {"reminded", 1, "The addressee was reminded."},
               {"kept", 1, "It was kept for longer once."}});
}
static_assert(recourse::describe::well_formed<State>());

// --- The decider. --------------------------------------------------------------------------------

class Parcel {
 public:
  using State = parcel::State;
  using Command = parcel::Command;
  using Event = parcel::Event;
  using Decision = recourse::core::Decision<Event>;
  static constexpr std::string_view kKind = "parcel";
  static constexpr std::uint32_t kDefinition = 1;

  static constexpr std::chrono::days kKeptFor{7};
  static constexpr std::chrono::days kReminder{2};  ///< Before the last moment.

  Decision decide(const State& s, const Command& command,
                  const recourse::core::Context& context) const {
    return std::visit([&](const auto& c) { return answer(s, c, context); }, command);
  }

  void evolve(State& s, const Event& event, const recourse::core::Facts&) const {
    if (const auto* e = std::get_if<Deposited>(&event)) {
      s = {Place::locker, e->door, e->code, e->pick_up_by, false, false};
    } else if (const auto* k = std::get_if<Kept>(&event)) {
      s.pick_up_by = k->pick_up_by;
      s.kept = true;
      s.reminded = false;
    } else if (std::holds_alternative<Reminded>(event)) {
      s.reminded = true;
    } else if (std::holds_alternative<PickedUp>(event)) {
      s.place = Place::addressee;
    } else if (std::holds_alternative<SentBack>(event)) {
      s.place = Place::sender;
    }
  }

  /// The limits that run in a state. That is all there is to setting and cancelling them.
  std::vector<recourse::core::Timer> timers(const State& s) const {
    if (s.place != Place::locker) return {};
    std::vector<recourse::core::Timer> running{{"send_back", s.pick_up_by}};
    if (!s.reminded) running.push_back({"remind", s.pick_up_by - kReminder});
    return running;
  }
  Command on_timer(const State&, std::string_view name) const {
    if (name == "remind") return Remind{};
    return SendBack{};
  }
  Event timer_declined(const recourse::core::ArmedTimer& timer,
                       const recourse::core::Refusal& refusal) const {
    return TimerDeclined{timer.name, refusal.name};
  }

 private:
  static Decision refuse(std::string name, std::string en, std::string zh,
                         std::vector<std::string> allowed = {}) {
    return recourse::core::Refusal{std::move(name), "locker", std::move(en), std::move(zh),
                                   std::move(allowed)};
  }
  static Decision not_here() {
    return refuse("not_here", "It is not in the locker.", "不在柜中。");
  }

  Decision answer(const State& s, const Deposit& c, const recourse::core::Context& context) const {
    if (s.place != Place::nowhere) {
      return refuse("used", "This parcel was put in before.", "此件已存过。");
    }
    if (c.door.empty() || c.code.clear().size() < 4) {
      return refuse("incomplete", "A door, and a code of four characters, are needed.",
                    "需要柜门和至少四位的取件码。");
    }
    return Decision::of(Deposited{c.door, c.code, context.now + kKeptFor});
  }
  Decision answer(const State& s, const Keep& c, const recourse::core::Context&) const {
    if (s.place != Place::locker) return not_here();
    if (s.kept) return refuse("kept_once", "It was kept for longer once.", "已延期一次。");
    if (c.days < 1 || c.days > 7) {
      return refuse("days", "It can be kept for 1 to 7 days more.", "可延期1至7天。");
    }
    return Decision::of(Kept{s.pick_up_by + std::chrono::days{c.days}});
  }
  Decision answer(const State& s, const PickUp& c, const recourse::core::Context&) const {
    if (s.place != Place::locker) return not_here();
    if (c.code != s.code) {
      return refuse("wrong_code", "That is not the code.", "取件码不对。",
                    {"parcel.pick_up", "parcel.keep"});
    }
    return Decision::of(PickedUp{});
  }
  Decision answer(const State& s, const Remind&, const recourse::core::Context&) const {
    if (s.place != Place::locker) return not_here();
    return s.reminded ? Decision::nothing() : Decision::of(Reminded{});
  }
  Decision answer(const State& s, const SendBack&, const recourse::core::Context& context) const {
    if (s.place != Place::locker) return not_here();
    if (context.now <= s.pick_up_by) {
      return refuse("too_early", "The addressee may still come.", "取件期限未到。");
    }
    return Decision::of(SentBack{});
  }
};
static_assert(recourse::core::SingleStreamDecider<Parcel>);
static_assert(recourse::core::TimedDecider<Parcel>);

}  // namespace parcel
