// Confirmed, not declared: the call-back after closing (回访, R37).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// A closed case took part in the draw of call-backs.
struct CallbackDrawn {
  std::uint32_t round = 0;
  std::uint32_t share = 0;
  std::uint32_t draw = 0;
  bool chosen = false;
  std::optional<Due> due{};
  friend bool operator==(const CallbackDrawn&, const CallbackDrawn&) = default;
};
BOOST_DESCRIBE_STRUCT(CallbackDrawn, (), (round, share, draw, chosen, due))
constexpr auto recourse_spec(const CallbackDrawn*) {
  return describe::spec(
      "case.callback_drawn", 1, "A closed case took part in the draw of call-backs.",
      {{"round", 1, "Round that was closed."},
       {"share", 1, "Share of the programme, in percent."},
       {"draw", 1,
        "What the keyed hash of stream and round gave, 0 to 99: chosen below the share."},
       {"chosen", 1, "The citizen is called back."},
       {"due", 1, "Until when."}});
}
constexpr std::string_view recourse_zh(const CallbackDrawn*) { return "回访抽取"; }
/// The citizen was called back, or an attempt was made.
struct OutcomeConfirmed {
  std::string by{};
  Told how{};
  bool contacted = false;
  std::optional<bool> solved{};
  std::optional<bool> satisfied{};
  std::optional<bool> own_cause{};
  std::optional<Sealed<std::string>> words{};
  std::uint32_t attempt = 0;
  std::uint32_t days = 0;
  bool finished = false;
  friend bool operator==(const OutcomeConfirmed&, const OutcomeConfirmed&) = default;
};
BOOST_DESCRIBE_STRUCT(OutcomeConfirmed, (),
                      (by, how, contacted, solved, satisfied, own_cause, words, attempt, days,
                       finished))
constexpr auto recourse_spec(const OutcomeConfirmed*) {
  return describe::spec(
      "case.outcome_confirmed", 1, "The citizen was called back, or an attempt was made.",
      {{"by", 1, "Staff number or account of who did it."},
       {"how", 1, "By what means.", describe::Access::open},
       {"contacted", 1, "The citizen was reached.", describe::Access::open},
       {"solved", 1, "The citizen says that it is solved.", describe::Access::open},
       {"satisfied", 1, "The citizen is satisfied.", describe::Access::open},
       {"own_cause", 1, "What is not solved is the unit's own fault: it is done again.",
        describe::Access::open},
       {"words", 1, "What the citizen said besides.", describe::Access::identity,
        describe::Subject::reporter, describe::Access::comment},
       {"attempt", 1, "Number of the attempt, from 1.", describe::Access::open},
       {"days", 1, "Different days on which it was tried so far."},
       {"finished", 1, "The citizen was asked, or given up after enough attempts.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const OutcomeConfirmed*) { return "办结回访"; }

}  // namespace recourse::casework::complaint
