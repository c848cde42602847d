// A small workflow that lives through changes, for tests of upgrades: a permit is asked for,
// granted (or expedited), used and closed, and lapses when it is not used in time.
//
// `before` is the code that wrote the streams. `after` is what it may be changed into: with the
// faults that a check must find, and done right.
#pragma once

#include <algorithm>
#include <recourse/core/timer.hpp>
#include <stdexcept>

namespace permit {

using recourse::Timestamp;
using recourse::core::ArmedTimer;
using recourse::core::Context;
using recourse::core::Decision;
using recourse::core::Facts;
using recourse::core::Refusal;
using recourse::core::Timer;
using recourse::describe::spec;

inline constexpr std::chrono::hours kUseWithin{24};

enum class Phase : std::uint8_t {
  none = 0,
  asked = 1,
  granted = 2,
  expedited = 3,
  used = 4,
  closed = 5,
  lapsed = 6,
};
BOOST_DESCRIBE_ENUM(Phase, none, asked, granted, expedited, used, closed, lapsed)

struct Asked {};
BOOST_DESCRIBE_STRUCT(Asked, (), ())
constexpr auto recourse_spec(const Asked*) { return spec("permit.asked", 1, "Asked for."); }
struct Noted {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Noted, (), (text))
constexpr auto recourse_spec(const Noted*) {
  return spec("permit.noted", 1, "A note.", {{"text", 1, "What."}});
}
struct Expedited {};
BOOST_DESCRIBE_STRUCT(Expedited, (), ())
constexpr auto recourse_spec(const Expedited*) { return spec("permit.expedited", 1, "At once."); }
struct Used {};
BOOST_DESCRIBE_STRUCT(Used, (), ())
constexpr auto recourse_spec(const Used*) { return spec("permit.used", 1, "Used."); }
struct Closed {};
BOOST_DESCRIBE_STRUCT(Closed, (), ())
constexpr auto recourse_spec(const Closed*) { return spec("permit.closed", 1, "Closed."); }
struct Lapsed {};
BOOST_DESCRIBE_STRUCT(Lapsed, (), ())
constexpr auto recourse_spec(const Lapsed*) { return spec("permit.lapsed", 1, "Not used."); }
struct Declined {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(Declined, (), (reason))
constexpr auto recourse_spec(const Declined*) {
  return spec("permit.declined", 1, "A timer was declined.", {{"reason", 1, "Why."}});
}
/// Granted and used in one: the code after splits it.
struct Issued {
  std::string by;
};
BOOST_DESCRIBE_STRUCT(Issued, (), (by))
constexpr auto recourse_spec(const Issued*) {
  return spec("permit.issued", 1, "Granted and used.", {{"by", 1, "Who."}});
}

struct Ask {};
BOOST_DESCRIBE_STRUCT(Ask, (), ())
constexpr auto recourse_spec(const Ask*) { return spec("permit.ask", 1, "Ask."); }
struct Note {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text))
constexpr auto recourse_spec(const Note*) {
  return spec("permit.note", 1, "Note.", {{"text", 1, "What."}});
}
struct Grant {
  std::uint32_t fee = 0;
};
BOOST_DESCRIBE_STRUCT(Grant, (), (fee))
constexpr auto recourse_spec(const Grant*) {
  return spec("permit.grant", 1, "Grant.", {{"fee", 1, "Paid, in cents."}});
}
struct Issue {};
BOOST_DESCRIBE_STRUCT(Issue, (), ())
constexpr auto recourse_spec(const Issue*) { return spec("permit.issue", 1, "Issue."); }
struct Expedite {};
BOOST_DESCRIBE_STRUCT(Expedite, (), ())
constexpr auto recourse_spec(const Expedite*) { return spec("permit.expedite", 1, "Expedite."); }
struct Use {};
BOOST_DESCRIBE_STRUCT(Use, (), ())
constexpr auto recourse_spec(const Use*) { return spec("permit.use", 1, "Use."); }
struct Close {};
BOOST_DESCRIBE_STRUCT(Close, (), ())
constexpr auto recourse_spec(const Close*) { return spec("permit.close", 1, "Close."); }
struct Lapse {};
BOOST_DESCRIBE_STRUCT(Lapse, (), ())
constexpr auto recourse_spec(const Lapse*) { return spec("permit.lapse", 1, "Timer."); }

/// One row of a lifecycle: in which phase a command is taken, by its event, and where that leads.
struct Row {
  Phase from;
  std::string_view command;
  std::string_view event;
  Phase to;
};
inline constexpr Row kTable1[] = {
    {Phase::none, "permit.ask", "permit.asked", Phase::asked},
    {Phase::asked, "permit.grant", "permit.granted", Phase::granted},
    {Phase::asked, "permit.issue", "permit.issued", Phase::used},
    {Phase::asked, "permit.expedite", "permit.expedited", Phase::expedited},
    {Phase::granted, "permit.use", "permit.used", Phase::used},
    {Phase::granted, "permit.lapse", "permit.lapsed", Phase::lapsed},
    {Phase::expedited, "permit.use", "permit.used", Phase::used},
    {Phase::expedited, "permit.lapse", "permit.lapsed", Phase::lapsed},
    {Phase::used, "permit.close", "permit.closed", Phase::closed},
};
/// Without what is expedited, and without what is issued.
inline constexpr Row kTable2[] = {
    {Phase::none, "permit.ask", "permit.asked", Phase::asked},
    {Phase::asked, "permit.grant", "permit.granted", Phase::granted},
    {Phase::granted, "permit.use", "permit.used", Phase::used},
    {Phase::granted, "permit.lapse", "permit.lapsed", Phase::lapsed},
    {Phase::used, "permit.close", "permit.closed", Phase::closed},
};
using Table = std::span<const Row>;

inline const Row* row_of(Table table, Phase from, std::string_view name) {
  for (const auto& row : table) {
    if (row.from == from && (row.event == name || row.command == name)) return &row;
  }
  return nullptr;
}
inline Refusal refusal(std::string name) { return {std::move(name), "test", "No.", "不行。", {}}; }
inline bool is_over(Phase p) { return p == Phase::closed || p == Phase::lapsed; }

namespace before {

struct Granted {
  std::string by;
};
BOOST_DESCRIBE_STRUCT(Granted, (), (by))
constexpr auto recourse_spec(const Granted*) {
  return spec("permit.granted", 1, "Granted.", {{"by", 1, "Who."}});
}

struct State {
  Phase phase{};
  std::uint32_t notes = 0;
  Timestamp use_by{};
};
BOOST_DESCRIBE_STRUCT(State, (), (phase, notes, use_by))
constexpr auto recourse_spec(const State*) {
  return spec("permit.state", 1, "How it stands.",
              {{"phase", 1, "Where."}, {"notes", 1, "How many."}, {"use_by", 1, "By when."}});
}

struct Permit {
  using State = before::State;
  using Event =
      std::variant<Asked, Noted, Granted, Issued, Expedited, Used, Closed, Lapsed, Declined>;
  using Command = std::variant<Ask, Note, Grant, Issue, Expedite, Use, Close, Lapse>;
  static constexpr std::string_view kKind = "permit";
  static constexpr std::uint32_t kDefinition = 1;

  Decision<Event> decide(const State& s, const Command& command, const Context& context) const {
    if (const auto* note = std::get_if<Note>(&command))
      return Decision<Event>::of(Noted{note->text});
    const auto* row = row_of(kTable1, s.phase, recourse::describe::type_of(command));
    if (row == nullptr) return refusal("not_now");
    if (row->event == "permit.asked") return Decision<Event>::of(Asked{});
    if (row->event == "permit.granted") return Decision<Event>::of(Granted{context.actor.id});
    if (row->event == "permit.issued") return Decision<Event>::of(Issued{context.actor.id});
    if (row->event == "permit.expedited") return Decision<Event>::of(Expedited{});
    if (row->event == "permit.used") return Decision<Event>::of(Used{});
    if (row->event == "permit.closed") return Decision<Event>::of(Closed{});
    return Decision<Event>::of(Lapsed{});
  }
  void evolve(State& s, const Event& event, const Facts& facts) const {
    if (std::holds_alternative<Noted>(event)) ++s.notes;
    const auto* row = row_of(kTable1, s.phase, recourse::describe::type_of(event));
    if (row != nullptr) s.phase = row->to;
    if (row != nullptr && row->from == Phase::asked) s.use_by = facts.occurred_at + kUseWithin;
  }
  std::vector<Timer> timers(const State& s) const {
    if (s.phase != Phase::granted && s.phase != Phase::expedited) return {};
    return {{"use_by", s.use_by}};
  }
  Command on_timer(const State&, std::string_view) const { return Lapse{}; }
  Event timer_declined(const ArmedTimer&, const Refusal& no) const { return Declined{no.name}; }

  std::optional<std::string> state_error(const State&) const { return std::nullopt; }
  bool accepts(const State& s, const Event& e, const Facts&) const {
    return std::holds_alternative<Noted>(e) || std::holds_alternative<Declined>(e) ||
           row_of(kTable1, s.phase, recourse::describe::type_of(e)) != nullptr;
  }
  bool finished(const State& s) const { return is_over(s.phase); }
  std::vector<std::string_view> next(const State& s) const {
    std::vector<std::string_view> names;
    for (const auto& row : kTable1) {
      if (row.from == s.phase) names.push_back(row.command);
    }
    return names;
  }
};
static_assert(recourse::core::TimedDecider<Permit>);

}  // namespace before

namespace after {

/// The fee is new.
struct Granted {
  std::string by;
  std::uint32_t fee = 0;
};
BOOST_DESCRIBE_STRUCT(Granted, (), (by, fee))
constexpr auto recourse_spec(const Granted*) {
  return spec("permit.granted", 2, "Granted.", {{"by", 1, "Who."}, {"fee", 2, "Paid, in cents."}});
}

/// Two members are new, and the order is another.
struct State {
  std::uint32_t definition = 0;
  Phase phase{};
  Timestamp use_by{};
  std::uint32_t fee = 0;
  std::uint32_t notes = 0;
};
BOOST_DESCRIBE_STRUCT(State, (), (definition, phase, use_by, fee, notes))
constexpr auto recourse_spec(const State*) {
  return spec("permit.state", 1, "How it stands.",
              {{"definition", 1, "As it began."},
               {"phase", 1, "Where."},
               {"use_by", 1, "By when."},
               {"fee", 1, "Paid, in cents."},
               {"notes", 1, "How many."}});
}

/// What is wrong with the code after, if anything.
enum class Fault : std::uint8_t {
  none,
  row_removed,      ///< Nobody is expedited any more, those who were included.
  guard_tightened,  ///< Without a fee nothing is used, and nothing lapses.
  throws,           ///< evolve does not take a note without text.
  half_split,       ///< What was issued is granted, but not used.
  split_into_none,  ///< What was issued is forgotten.
};

/// Streams of definition 1 keep table 1; with kNewest 2 new streams begin under table 2.
template <std::uint32_t kNewest>
struct Permit {
  using State = after::State;
  using Event = std::variant<Asked, Noted, Granted, Expedited, Used, Closed, Lapsed, Declined>;
  using Retired = std::variant<Issued>;
  using Command = std::variant<Ask, Note, Grant, Issue, Expedite, Use, Close, Lapse>;
  static constexpr std::string_view kKind = "permit";
  static constexpr std::uint32_t kDefinition = kNewest;

  Fault fault = Fault::none;

  std::vector<Event> upcast(const Retired& old) const {
    if (fault == Fault::split_into_none) return {};
    const Granted granted{std::get<Issued>(old).by, 0};
    if (fault == Fault::half_split) return {granted};
    return {granted, Used{}};
  }

  Table law(std::uint32_t definition) const {
    return definition >= 2 || fault == Fault::row_removed ? Table{kTable2} : Table{kTable1};
  }
  /// From definition 2 on a permit is paid for before it is used.
  bool unpaid(const State& s, std::uint32_t definition) const {
    const bool to_be_paid = definition >= 2 || fault == Fault::guard_tightened;
    return to_be_paid && s.phase == Phase::granted && s.fee == 0;
  }

  Decision<Event> decide(const State& s, const Command& command, const Context& context) const {
    if (const auto* note = std::get_if<Note>(&command))
      return Decision<Event>::of(Noted{note->text});
    const auto* row =
        row_of(law(context.definition), s.phase, recourse::describe::type_of(command));
    if (row == nullptr) return refusal("not_now");
    if (unpaid(s, context.definition)) return refusal("unpaid");
    if (const auto* grant = std::get_if<Grant>(&command)) {
      return Decision<Event>::of(Granted{context.actor.id, grant->fee});
    }
    // The step stays what it was; it is told by two events now.
    if (std::holds_alternative<Issue>(command)) {
      return Decision<Event>::of(Granted{context.actor.id, 0}, Used{});
    }
    if (row->event == "permit.asked") return Decision<Event>::of(Asked{});
    if (row->event == "permit.expedited") return Decision<Event>::of(Expedited{});
    if (row->event == "permit.used") return Decision<Event>::of(Used{});
    if (row->event == "permit.closed") return Decision<Event>::of(Closed{});
    return Decision<Event>::of(Lapsed{});
  }
  void evolve(State& s, const Event& event, const Facts& facts) const {
    s.definition = facts.definition;
    if (const auto* noted = std::get_if<Noted>(&event)) {
      if (fault == Fault::throws && noted->text.empty()) throw std::runtime_error{"no text"};
      ++s.notes;
    }
    if (const auto* granted = std::get_if<Granted>(&event)) s.fee = granted->fee;
    // What was recorded is followed by the widest table, whatever the law is now.
    const auto* row = row_of(kTable1, s.phase, recourse::describe::type_of(event));
    if (row != nullptr) s.phase = row->to;
    if (row != nullptr && row->from == Phase::asked) s.use_by = facts.occurred_at + kUseWithin;
  }
  std::vector<Timer> timers(const State& s) const {
    if (s.phase != Phase::granted && s.phase != Phase::expedited) return {};
    return {{"use_by", s.use_by}};
  }
  Command on_timer(const State&, std::string_view) const { return Lapse{}; }
  Event timer_declined(const ArmedTimer&, const Refusal& no) const { return Declined{no.name}; }

  std::optional<std::string> state_error(const State& s) const {
    for (const auto& row : law(s.definition)) {
      if (row.from == s.phase || row.to == s.phase) return std::nullopt;
    }
    return "phase '" + std::string{recourse::describe::enum_name(s.phase)} +
           "' is not in the lifecycle";
  }
  bool accepts(const State& s, const Event& e, const Facts& facts) const {
    if (std::holds_alternative<Noted>(e) || std::holds_alternative<Declined>(e)) return true;
    return row_of(law(facts.definition), s.phase, recourse::describe::type_of(e)) != nullptr &&
           !unpaid(s, facts.definition);
  }
  bool finished(const State& s) const { return is_over(s.phase); }
  std::vector<std::string_view> next(const State& s) const {
    std::vector<std::string_view> names;
    for (const auto& row : law(s.definition)) {
      if (row.from == s.phase && !unpaid(s, s.definition)) names.push_back(row.command);
    }
    return names;
  }
};
static_assert(recourse::core::TimedDecider<Permit<2>>);
static_assert(recourse::core::UpcastingDecider<Permit<2>>);
static_assert(recourse::core::upcasts_soundly<Permit<2>>());

/// Dropped what was issued without a word about those that were.
struct Forgetful : before::Permit {
  using Event =
      std::variant<Asked, Noted, before::Granted, Expedited, Used, Closed, Lapsed, Declined>;
  using Command = std::variant<Lapse>;
  Decision<Event> decide(const State&, const Command&, const Context&) const {
    return Decision<Event>::of(Lapsed{});
  }
  void evolve(State& s, const Event& event, const Facts& facts) const {
    std::visit([&](const auto& e) { before::Permit::evolve(s, e, facts); }, event);
  }
  Command on_timer(const State&, std::string_view) const { return Lapse{}; }
  Event timer_declined(const ArmedTimer&, const Refusal& no) const { return Declined{no.name}; }
  bool accepts(const State& s, const Event& event, const Facts& facts) const {
    return std::visit([&](const auto& e) { return before::Permit::accepts(s, e, facts); }, event);
  }
};
static_assert(recourse::core::TimedDecider<Forgetful>);

}  // namespace after
}  // namespace permit
