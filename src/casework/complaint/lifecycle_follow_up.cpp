// The machine of the follow-up of a bad rating (R17). Facts of the event choose between rows.
#include "casework/complaint/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework::complaint {
namespace {

using lifecycle::Row;
using C = FollowUpPhase;

// What chooses between rows; each has the words for the diagrams.
struct BadAndNamed {
  static constexpr std::string_view kWords = "follow_up";
  static bool holds(const Rated& e) { return e.follow_up; }
};
struct Discharged {
  static constexpr std::string_view kWords = "discharged";
  static bool holds(const RaterContacted& e) { return e.discharged; }
};
struct NotDischarged {
  static constexpr std::string_view kWords = "attempt";
  static bool holds(const RaterContacted& e) { return !e.discharged; }
};
struct OfService {
  static constexpr std::string_view kWords = "service, mixed";
  static bool holds(const RatingVerified& e) {
    return e.cause == RatingCause::service || e.cause == RatingCause::mixed;
  }
};
struct OfPolicy {
  static constexpr std::string_view kWords = "policy";
  static bool holds(const RatingVerified& e) { return e.cause == RatingCause::policy; }
};
struct Mistaken {
  static constexpr std::string_view kWords = "mistaken";
  static bool holds(const RatingVerified& e) { return e.cause == RatingCause::mistaken; }
};
struct Solved {
  static constexpr std::string_view kWords = "solved";
  static bool holds(const Revisited& e) { return e.solved; }
};
struct NotSolved {
  static constexpr std::string_view kWords = "not solved";
  static bool holds(const Revisited& e) { return !e.solved; }
};
struct Excluded {
  static constexpr std::string_view kWords = "excluded";
  static bool holds(const ExclusionDecided& e) { return e.excluded; }
};
struct Counts {
  static constexpr std::string_view kWords = "counts";
  static bool holds(const ExclusionDecided& e) { return !e.excluded; }
};

// clang-format off
using Rows = boost::mp11::mp_list<
    Row<C::none, Rated, C::contact_due, BadAndNamed>,
    Row<C::done, Rated, C::contact_due, BadAndNamed>,
    Row<C::excluded, Rated, C::contact_due, BadAndNamed>,
    Row<C::contact_due, Rated, C::contact_due, BadAndNamed>,
    Row<C::verify_due, Rated, C::contact_due, BadAndNamed>,
    Row<C::correction_due, Rated, C::contact_due, BadAndNamed>,
    Row<C::feedback_due, Rated, C::contact_due, BadAndNamed>,
    Row<C::revisit_due, Rated, C::contact_due, BadAndNamed>,
    Row<C::exclusion_asked, Rated, C::contact_due, BadAndNamed>,
    Row<C::contact_due, RaterContacted, C::contact_due, NotDischarged>,
    Row<C::contact_due, RaterContacted, C::verify_due, Discharged>,
    Row<C::verify_due, RatingVerified, C::correction_due, OfService>,
    Row<C::verify_due, RatingVerified, C::feedback_due, OfPolicy>,
    Row<C::verify_due, RatingVerified, C::exclusion_asked, Mistaken>,
    Row<C::correction_due, CorrectionPlanned, C::correction_due>,
    Row<C::correction_due, Corrected, C::feedback_due>,
    Row<C::feedback_due, FedBack, C::revisit_due>,
    Row<C::revisit_due, Revisited, C::done, Solved>,
    Row<C::revisit_due, Revisited, C::contact_due, NotSolved>,
    Row<C::exclusion_asked, ExclusionDecided, C::excluded, Excluded>,
    Row<C::exclusion_asked, ExclusionDecided, C::verify_due, Counts>>;
// clang-format on

}  // namespace

const lifecycle::Region<FollowUpPhase>& follow_up_region() {
  static const lifecycle::Region<FollowUpPhase> region{
      describe::set_info<Event>(), lifecycle::rows<Rows>(), {lifecycle::steps<Rows>()}};
  return region;
}

}  // namespace recourse::casework::complaint
