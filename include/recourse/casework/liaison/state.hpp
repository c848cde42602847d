// The liaison of a line for a station as it stands, and what follows from it. Pure functions; safe
// from any thread.
#pragma once

#include <recourse/casework/liaison/values.hpp>

namespace recourse::casework::liaison {

/// The liaison of a line for a station as it stands.
struct State {
  Post post{};
  Collection collection{};
  Line line{};
  std::string station{};
  std::string unit{};
  std::string staff{};
  std::string stand_in{};
  std::vector<Absence> absences{};
  std::optional<Due> vacancy{};
  bool vacancy_missed = false;
  std::vector<OpenMatter> matters{};
  std::uint32_t collected = 0;
  std::uint32_t solved = 0;
  std::uint32_t next_steps = 0;
  std::uint32_t late = 0;
  std::uint32_t digest = 0;
  std::optional<LocalDay> digest_day{};
  std::optional<Due> next_digest{};
  std::optional<Due> answer{};
  bool answer_missed = false;
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (post, collection, line, station, unit, staff, stand_in, absences, vacancy,
                       vacancy_missed, matters, collected, solved, next_steps, late, digest,
                       digest_day, next_digest, answer, answer_missed))
constexpr auto recourse_spec(const State*) {
  return describe::spec(
      "liaison.state", 1, "The liaison of a line for a station as it stands.",
      {{"post", 1, "Whether somebody is the liaison."},
       {"collection", 1, "Where the collection of difficult matters is."},
       {"line", 1, "Business line.", describe::Access::open},
       {"station", 1, "Code of the station.", describe::Access::open},
       {"unit", 1, "The department whose person it is.", describe::Access::open},
       {"staff", 1, "Staff number of the liaison; empty: the post is vacant."},
       {"stand_in", 1, "Staff number of who stands in."},
       {"absences", 1, "Days on which one of them is away."},
       {"vacancy", 1, "Until when the department appoints another."},
       {"vacancy_missed", 1, "That has passed."},
       {"matters", 1, "Difficult matters without an answer, in their order."},
       {"collected", 1, "Matters that were collected so far."},
       {"solved", 1, "Of these, answered with a solution."},
       {"next_steps", 1, "Of these, answered with a next step alone."},
       {"late", 1, "Of these, answered late."},
       {"digest", 1, "Number of the last digest."},
       {"digest_day", 1, "Its date."},
       {"next_digest", 1, "When the next one is issued."},
       {"answer", 1, "Until when the last one is to be answered; none: it is answered."},
       {"answer_missed", 1, "That has passed."}});
}

/// Who is the liaison on a day: the one appointed, or while away who stands in. Empty: nobody.
std::string on_duty(const State& state, LocalDay day);
/// One of the two is away on that day.
bool is_away(const State& state, const std::string& staff, LocalDay day);
/// The matter of that number, if it has no answer; nullptr otherwise.
const OpenMatter* open_matter(const State& state, std::uint32_t number);

/// What a key names: "population.JA012".
struct PostName {
  Line line{};
  std::string station{};
};
/// Nothing if the key is not of that form, or of a line that has no department.
std::optional<PostName> post_name(std::string_view key);
/// The key of a line for a station. Requires: the line is not `other`.
std::string post_key(Line line, std::string_view station);

/// The limits that run, and may count working days: where they are in the state.
std::vector<Due*> limits_of(State& state);

}  // namespace recourse::casework::liaison
