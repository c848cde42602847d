// A rectification as it stands.
#pragma once

#include <recourse/casework/rectification/lifecycle.hpp>

namespace recourse::casework::rectification {

/// A measure, from its proposal on.
struct Measure {
  std::uint32_t number = 0;
  std::uint32_t round = 0;
  MeasureKind kind{};
  std::string text{};
  std::string owner{};
  Due due{};
  MeasureStatus status{};
  std::string decided_by{};
  std::string reason{};
  std::string report{};
  bool late = false;
  friend bool operator==(const Measure&, const Measure&) = default;
};
BOOST_DESCRIBE_STRUCT(Measure, (),
                      (number, round, kind, text, owner, due, status, decided_by, reason, report,
                       late))
constexpr auto recourse_spec(const Measure*) {
  return describe::spec("rectification.measure", 1, "A measure, from its proposal on.",
                        {{"number", 1, "Its number, from 1.", kOpen},
                         {"round", 1, "The round in which it was proposed, from 1.", kOpen},
                         {"kind", 1, "What sort of measure it is.", kOpen},
                         {"text", 1, "What is to be done.", kOpen},
                         {"owner", 1, "Unit that carries it out.", kOpen},
                         {"due", 1, "Until when.", kOpen},
                         {"status", 1, "Where it is.", kOpen},
                         {"decided_by", 1, "Department that decided on it.", kOpen},
                         {"reason", 1, "Why it was rejected.", kInternal},
                         {"report", 1, "What was done.", kInternal},
                         {"late", 1, "Its limit passed before it was carried out.", kInternal}});
}

struct State {
  Phase phase = Phase::none;
  std::uint32_t round = 0;
  std::string lead{};
  std::string matter{};
  std::string reason{};
  Line line{};
  LocalDay from{};
  LocalDay to{};
  std::vector<std::string> stations{};
  std::vector<std::string> cases{};
  std::uint64_t found = 0;
  std::uint64_t overall = 0;
  std::string month{};
  std::string cause{};
  std::vector<Measure> measures{};
  std::vector<std::string> catalogues{};
  std::optional<LocalDay> observe_from{};
  std::optional<LocalDay> observe_to{};
  std::vector<Recurrence> recurrences{};
  std::optional<Due> until{};
  bool late = false;
  std::uint32_t missed = 0;
  std::vector<std::string> involved{};
  std::string ending{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (phase, round, lead, matter, reason, line, from, to, stations, cases, found,
                       overall, month, cause, measures, catalogues, observe_from, observe_to,
                       recurrences, until, late, missed, involved, ending))
constexpr auto recourse_spec(const State*) {
  return describe::spec(
      "rectification.state", 1, "A rectification as it stands.",
      {{"phase", 1, "Where it is in its lifecycle.", kOpen},
       {"round", 1, "The round that it is in, from 1.", kOpen},
       {"lead", 1, "Unit that is in charge of it.", kOpen},
       {"matter", 1, "Code of the matter; empty: every matter of the line.", kOpen},
       {"reason", 1, "Code of the failure reason.", kOpen},
       {"line", 1, "Business line of the class.", kOpen},
       {"from", 1, "First day of the period in which it was found.", kOpen},
       {"to", 1, "Last day of that period.", kOpen},
       {"stations", 1, "Stations in which it was found.", kInternal},
       {"cases", 1, "Numbers of cases behind it.", kInternal},
       {"found", 1, "Cases of the class in the period, as found.", kOpen},
       {"overall", 1, "Cases of every class in the period, as found.", kOpen},
       {"month", 1, "The month whose topic it is part of; empty: of none.", kOpen},
       {"cause", 1, "The cause, as it was found in this round.", kBasis},
       {"measures", 1, "All measures, by their numbers.", kOpen},
       {"catalogues", 1, "Versions of the catalogue that it published.", kOpen},
       {"observe_from", 1, "First day of the last observation; none before.", kOpen},
       {"observe_to", 1, "Its last day.", kOpen},
       {"recurrences", 1, "What each judgement compared.", kOpen},
       {"until", 1, "The limit of what is to be done next, measures apart.", kOpen},
       {"late", 1, "That limit has passed.", kInternal},
       {"missed", 1, "Limits that passed so far.", kInternal},
       {"involved", 1, "Accounts of those who had a part in it: they do not judge it.", kInternal},
       {"ending", 1, "Why it was closed; empty where the effect was proved.", kOpen}});
}

/// The measure of that number; nullptr if there is none.
const Measure* find_measure(const State& state, std::uint32_t number);
/// How many measures of this round are there.
std::uint32_t count(const State& state, MeasureStatus status);
/// A measure of that kind is adopted in this round, or carried out.
bool is_adopted(const State& state, MeasureKind kind);
/// A measure of this round that is adopted, or carried out, changes the catalogue.
bool changes_catalogue(const State& state);
/// What is to be done next; nothing while it is observed, and at the end.
std::optional<Step> step_of(Phase phase);
/// A class for people: "RK01 × M1"; of a whole line, "population × M1".
std::string class_name(std::string_view matter, std::string_view reason, Line line);
/// The class and the period, as the tag of the one rectification that it has: "RK01|M1|population|
/// 2023-07-01|2023-09-30".
std::string class_tag(std::string_view matter, std::string_view reason, Line line, LocalDay from,
                      LocalDay to);

/// The limits that run, and may count working days: where they are in the state.
std::vector<Due*> limits_of(State& state);

}  // namespace recourse::casework::rectification
