// Cast: who acts in the demonstration, each in the role and for the unit that the rules ask for.
//
//     Cast cast{plan, planned};
//     cast.officer()     → window_officer:31010101-w1@31010101
//
// Ids are made up of units and numbers; they name nobody.
#pragma once

#include <recourse/casework/complaint/state.hpp>
#include <recourse/core/decider.hpp>

#include "plan.hpp"

namespace recourse::cli {

/// What a reviewer must not be: two officers of one department never answer and review.
enum class Desk : std::uint8_t { answers, reviews };

class Cast {
 public:
  Cast(const Plan& plan, const PlannedCase& planned);

  core::Actor officer() const;  ///< One of the station's two; the same for the whole case.
  core::Actor lead() const;
  core::Actor chief() const;
  core::Actor district(casework::Line line, Desk desk = Desk::answers) const;
  core::Actor city(casework::Line line, Desk desk = Desk::answers) const;
  core::Actor citizen() const;
  core::Actor receiver(std::string_view body) const;

 private:
  core::Actor of_station(std::string_view role, std::string_view suffix) const;

  std::string station_;
  std::string district_;
  std::string key_;
  bool second_officer_;
};

core::Actor supervisor();
core::Actor business_system();
core::Actor hotline();
core::Actor timer();

}  // namespace recourse::cli
