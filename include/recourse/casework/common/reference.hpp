// Reference: what the workflows of one deployment go by together.
//
//     casework::Reference reference{.norms = norms, .profiles = profiles};
//     auto decider = complaint::ComplaintDecider::with(reference);
//
// Thread-safety: immutable but for the current calendar, the current catalogues, the windows
// and the cases, which are thread-safe themselves.
#pragma once

#include <recourse/casework/common/current_calendar.hpp>
#include <recourse/casework/common/current_catalogue.hpp>
#include <recourse/casework/common/dispatch_catalogue.hpp>
#include <recourse/casework/common/known_cases.hpp>
#include <recourse/casework/common/profiles.hpp>
#include <recourse/casework/common/windows.hpp>

namespace recourse::casework {

struct Reference {
  /// The deployment's numbers: what begins now is pinned to them.
  Norms norms = Norms::shanghai();
  /// Where streams find the numbers that they are pinned to.
  Profiles profiles = Profiles::builtin();
  /// The calendar that holds when a decision begins; null: the built-in one.
  std::shared_ptr<const CurrentCalendar> current_calendar = {};
  /// Where cases may be taken; null: anywhere.
  std::shared_ptr<const Windows> windows = {};
  /// Which cases there are; null: nobody knows.
  std::shared_ptr<const KnownCases> known_cases = {};
  /// The catalogue that holds when a decision begins, and those before it; null: the built-in one.
  std::shared_ptr<const CurrentCatalogue> current_catalogue = {};
  /// The dispatch catalogue that holds when a decision begins; null: nothing was adopted.
  std::shared_ptr<const CurrentDispatch> current_dispatch = {};
};

}  // namespace recourse::casework
