// The machine of a supervision, which moves neither owner nor clock. Facts of the event choose
// between rows.
#include "casework/complaint/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework::complaint {
namespace {

using lifecycle::Row;
using S = SupervisionPhase;

// What chooses between rows; each has the words for the diagrams.
struct Enough {
  static constexpr std::string_view kWords = "accepted";
  static bool holds(const SupervisionVerified& e) { return e.accepted; }
};
struct NotEnough {
  static constexpr std::string_view kWords = "not accepted";
  static bool holds(const SupervisionVerified& e) { return !e.accepted; }
};

// clang-format off
using Rows = boost::mp11::mp_list<
    Row<S::none, Supervised, S::supervised>,
    Row<S::answered, Supervised, S::supervised>,
    Row<S::supervised, Supervised, S::supervised>,
    Row<S::supervised, SupervisionRaised, S::supervised>,
    Row<S::supervised, SupervisionAnswered, S::answered>,
    Row<S::answered, SupervisionVerified, S::none, Enough>,
    Row<S::answered, SupervisionVerified, S::supervised, NotEnough>>;
// clang-format on

}  // namespace

const lifecycle::Region<SupervisionPhase>& supervision_region() {
  static const lifecycle::Region<SupervisionPhase> region{
      describe::set_info<Event>(), lifecycle::rows<Rows>(), {lifecycle::steps<Rows>()}};
  return region;
}

}  // namespace recourse::casework::complaint
