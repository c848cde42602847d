// A standard reply as it stands, and what follows from it. Pure functions; safe from any thread.
#pragma once

#include <recourse/casework/replies/limits.hpp>
#include <recourse/casework/replies/values.hpp>

namespace recourse::casework::replies {

/// A standard reply as it stands.
struct State {
  Drafting drafting{};
  Standing standing{};
  Line line{};
  std::string matter{};
  std::string reason{};
  std::string unit{};
  DraftVersion draft{};
  std::optional<Due> step{};
  bool step_missed = false;
  std::vector<PublishedVersion> versions{};
  std::uint32_t place = 0;
  std::optional<LocalDay> ended_from{};
  std::string successor{};
  std::optional<Due> validity{};
  std::optional<Due> look_through{};
  std::optional<Due> looking_through{};
  std::optional<Due> renewal{};
  bool renewal_missed = false;
  std::uint32_t uses = 0;
  std::vector<GradeCount> ratings{};
  std::vector<Citation> citing{};
  std::vector<LookAgain> look_again{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (drafting, standing, line, matter, reason, unit, draft, step, step_missed,
                       versions, place, ended_from, successor, validity, look_through,
                       looking_through, renewal, renewal_missed, uses, ratings, citing, look_again))
constexpr auto recourse_spec(const State*) {
  return describe::spec(
      "replies.state", 1, "A standard reply as it stands.",
      {{"drafting", 1, "The version that is being made."},
       {"standing", 1, "What is published.", describe::Access::open},
       {"line", 1, "Business line of the matter.", describe::Access::open},
       {"matter", 1, "Code of the matter in the catalogue.", describe::Access::open},
       {"reason", 1, "Code of the failure reason in the catalogue; may be empty.",
        describe::Access::open},
       {"unit", 1, "The department that answers for it.", describe::Access::open},
       {"draft", 1, "The version that is being made."},
       {"step", 1, "Until when the next step of drafting is due."},
       {"step_missed", 1, "That has passed."},
       {"versions", 1, "Those that were published, the last one last.", describe::Access::open},
       {"place", 1, "Which publication of its matter, reason and bureau the last one was."},
       {"ended_from", 1,
        "The first day on which it does not hold any more, if it was superseded or withdrawn.",
        describe::Access::open},
       {"successor", 1, "Stream of the reply that took its place.", describe::Access::open},
       {"validity", 1, "End of its validity; none: no end is set.", describe::Access::open},
       {"look_through", 1, "After this it is to be looked through."},
       {"looking_through", 1, "It is being looked through, until then."},
       {"renewal", 1, "Its validity has ended: until when the department revises or withdraws it."},
       {"renewal_missed", 1, "That has passed."},
       {"uses", 1, "How often cases have cited it."},
       {"ratings", 1, "Of cases that cite it, by grade."},
       {"citing", 1, "Cases that cite the version that holds, the latest kCitingMax."},
       {"look_again", 1, "Cases that are to be looked at again."}});
}

/// The version that holds on a day; nullptr if none does. Of two that were published the later one
/// holds from its first day on, also where the earlier would have held longer.
const PublishedVersion* valid_on(const State& state, LocalDay day);
/// The version of that number; nullptr if it was not published.
const PublishedVersion* version_of(const State& state, std::uint32_t number);
/// The version that was published last; nullptr if none was.
const PublishedVersion* last_version(const State& state);
/// The earliest day by which a case is to be looked at again, of those that have not passed.
std::optional<Due> next_look(const State& state);
/// Nothing can be published in the stream any more.
bool is_over(const State& state);

/// The limits that run, and may count working days: where they are in the state.
std::vector<Due*> limits_of(State& state);

}  // namespace recourse::casework::replies
