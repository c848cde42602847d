#include <algorithm>
#include <recourse/casework/hotline/decider.hpp>

#include "acts.hpp"
#include "cast.hpp"
#include "script.hpp"

namespace recourse::cli {
namespace {

using casework::hotline::HotlineDecider;

/// One order of the list; its orders are numbered by their cases.
class OrderScript {
 public:
  OrderScript(const Plan& plan, const PlannedCase& planned, std::string_view prefix)
      : planned_(planned),
        stream_(StreamId::of(HotlineDecider::kKind, std::string{prefix} + planned.key).value()) {
    const auto& station = plan.stations[planned.station];
    facts_ = {planned.reported_at, planned.matter, planned.line, station.code, station.district};
  }

  /// The case was opened for it.
  Act opened() {
    facts_.reported_at -= std::chrono::minutes{20};
    return act(planned_.reported_at + std::chrono::seconds{30}, hotline(),
               casework::hotline::Open{facts_, stream_of(planned_).text()});
  }
  /// About a case that the window has: for certain, or as an officer says.
  std::vector<Act> about(const core::Actor& officer, Random& dice) {
    const auto day = working_day_after(day_of(planned_.reported_at), 1);
    facts_.reported_at = counter_moment(day, dice);
    const auto taken_in = start_of(day, kShanghaiOffset) + std::chrono::hours{18};
    if (dice.percent(50)) {
      return {act(taken_in, hotline(),
                  casework::hotline::Link{facts_, {stream_of(planned_).text(), 100}})};
    }
    const casework::hotline::Candidate likely{stream_of(planned_).text(),
                                              static_cast<std::uint32_t>(dice.between(60, 85))};
    return {act(taken_in, hotline(), casework::hotline::Suggest{facts_, {likely}}),
            act(counter_moment(working_day_after(day, 1), dice), officer,
                casework::hotline::Confirm{likely.stream})};
  }

 private:
  Act act(Timestamp at, core::Actor by, casework::hotline::Command command) const {
    return {at, std::move(by), core::intent<HotlineDecider>(stream_, std::move(command))};
  }

  const PlannedCase& planned_;
  StreamId stream_;
  casework::hotline::OrderFacts facts_;
};

}  // namespace

std::vector<Act> hotline_acts(const Plan& plan) {
  using casework::complaint::ApplicantKind;
  using casework::complaint::Channel;
  std::vector<Act> acts;
  for (const auto& planned : plan.cases) {
    Random dice{planned.seed, 8};
    if (planned.channel == Channel::hotline) {
      acts.push_back(OrderScript{plan, planned, "12345-"}.opened());
      continue;
    }
    const bool calls = planned.applicant == ApplicantKind::person && dice.permille(12);
    if (!calls || planned.merges_into) continue;
    OrderScript order{plan, planned, "12345-W"};
    auto more = order.about(Cast{plan, planned}.officer(), dice);
    std::ranges::move(more, std::back_inserter(acts));
  }
  return acts;
}

}  // namespace recourse::cli
