// Forms: what makes a command acceptable, as far as random fields do not.
#pragma once

#include "tests/property/drafts.hpp"
#include "tests/property/scribe.hpp"

namespace recourse::property {

class Forms {
 public:
  Forms(sim::Random& dice, Timestamp now, const casework::State& state, const core::Actor& actor,
        const std::string& other)
      : dice_(&dice), now_(now), state_(&state), actor_(&actor), other_(&other) {}

  /// Most commands need no more than random fields, but for how the citizen was told.
  void suit(casework::Command& command);

 private:
  void suit(casework::Report& c);
  void suit(casework::FinishOnSpot& c);
  void suit(casework::RouteExplain& c);
  void suit(casework::RouteExpedite& c);
  void suit(casework::RouteLacking& c);
  void suit(casework::RouteNotice& c);
  void suit(casework::Escalate& c);
  void suit(casework::SupplementPart& c);
  void suit(casework::DemandMore& c);
  void suit(casework::ObjectToLine& c);
  void suit(casework::Extend& c);
  void suit(casework::ExtendPromise& c);
  void suit(casework::AskSupport& c);
  void suit(casework::Close& c);
  void suit(casework::Withdraw& c);
  void suit(casework::Merge& c);
  void suit(casework::Unmerge& c);
  void suit(casework::Rate& c);
  void suit(casework::Reassign& c);
  void suit(casework::Bar& c);
  void suit(casework::Unbar& c);

  bool station_staff() const;
  casework::Told told();
  /// Papers of the matter: main ones, or those that may be lacking for a while.
  std::vector<casework::NoticeItem> papers(bool main, std::size_t most) const;

  sim::Random* dice_;
  Timestamp now_;
  const casework::State* state_;
  const core::Actor* actor_;
  const std::string* other_;
};

}  // namespace recourse::property
