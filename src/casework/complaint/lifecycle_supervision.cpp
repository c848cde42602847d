// The machine of the supervisions, which move neither owner nor clock. Facts of the event choose
// between rows.
#include "casework/complaint/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework::complaint {
namespace {

using lifecycle::Row;
using S = SupervisionPhase;

// The phase is what all supervisions of the case come to, each of which stands in the list of the
// state: somebody must answer; all have, and one is to be verified; none is open. The events say
// which of these holds after them; `decide` has it from the list.

// What chooses between rows; each has the words for the diagrams.
template <class E, S Then>
struct Comes {
  static constexpr std::string_view kWords = describe::enum_name(Then);
  static bool holds(const E& e) { return e.then == Then; }
};
template <S Then>
struct Comes<SupervisionVerified, Then> {
  static constexpr std::string_view kWords = describe::enum_name(Then);
  /// Whoever's answer is not enough has to answer again.
  static bool holds(const SupervisionVerified& e) {
    return (e.accepted ? e.then : S::supervised) == Then;
  }
};
using Waits = Comes<SupervisionAnswered, S::supervised>;
using AllAnswered = Comes<SupervisionAnswered, S::answered>;
using StillWaits = Comes<SupervisionVerified, S::supervised>;
using StillAnswered = Comes<SupervisionVerified, S::answered>;
using Settled = Comes<SupervisionVerified, S::none>;

// clang-format off
using Rows = boost::mp11::mp_list<
    Row<S::none, Supervised, S::supervised>,
    Row<S::answered, Supervised, S::supervised>,
    Row<S::supervised, Supervised, S::supervised>,
    Row<S::supervised, SupervisionRaised, S::supervised>,
    Row<S::answered, SupervisionRaised, S::answered>,
    Row<S::supervised, SupervisionAnswered, S::supervised, Waits>,
    Row<S::supervised, SupervisionAnswered, S::answered, AllAnswered>,
    Row<S::supervised, SupervisionVerified, S::supervised, StillWaits>,
    Row<S::answered, SupervisionVerified, S::none, Settled>,
    Row<S::answered, SupervisionVerified, S::answered, StillAnswered>,
    Row<S::answered, SupervisionVerified, S::supervised, StillWaits>>;
// clang-format on

}  // namespace

const lifecycle::Region<SupervisionPhase>& supervision_region() {
  static const lifecycle::Region<SupervisionPhase> region{
      describe::set_info<Event>(), lifecycle::rows<Rows>(), {lifecycle::steps<Rows>()}};
  return region;
}

}  // namespace recourse::casework::complaint
