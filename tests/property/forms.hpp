// Forms: what makes a command acceptable, as far as random fields do not.
#pragma once

#include "tests/property/drafts.hpp"
#include "tests/property/scribe.hpp"

namespace recourse::property {

class Forms {
 public:
  Forms(sim::Random& dice, Timestamp now, const casework::complaint::State& state,
        const core::Actor& actor, const std::string& other)
      : dice_(&dice), now_(now), state_(&state), actor_(&actor), other_(&other) {}

  /// Most commands need no more than random fields, but for how the citizen was told.
  void suit(casework::complaint::Command& command);

 private:
  void suit(casework::complaint::Report& c);
  void suit(casework::complaint::FinishOnSpot& c);
  void suit(casework::complaint::RouteExplain& c);
  void suit(casework::complaint::RouteExpedite& c);
  void suit(casework::complaint::RouteLacking& c);
  void suit(casework::complaint::RouteNotice& c);
  void suit(casework::complaint::Escalate& c);
  void suit(casework::complaint::SupplementPart& c);
  void suit(casework::complaint::DemandMore& c);
  void suit(casework::complaint::ObjectToLine& c);
  void suit(casework::complaint::Extend& c);
  void suit(casework::complaint::ExtendPromise& c);
  void suit(casework::complaint::AskSupport& c);
  void suit(casework::complaint::Close& c);
  void suit(casework::complaint::Withdraw& c);
  void suit(casework::complaint::Merge& c);
  void suit(casework::complaint::Unmerge& c);
  void suit(casework::complaint::Rate& c);
  void suit(casework::complaint::Reassign& c);
  void suit(casework::complaint::Recuse& c);
  void suit(casework::complaint::Reinstate& c);

  bool station_staff() const;
  casework::complaint::Told told();
  /// Papers of the matter: main ones, or those that may be lacking for a while.
  std::vector<casework::complaint::NoticeItem> papers(bool main, std::size_t most) const;

  sim::Random* dice_;
  Timestamp now_;
  const casework::complaint::State* state_;
  const core::Actor* actor_;
  const std::string* other_;
};

}  // namespace recourse::property
