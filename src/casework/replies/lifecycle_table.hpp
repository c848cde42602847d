// The transition table of a standard reply, region by region. What an event means that both have,
// both must take.
#pragma once

#include <recourse/casework/replies/lifecycle.hpp>

namespace recourse::casework::replies {

using D = Drafting;
using S = Standing;

// clang-format off
using DraftingRows = boost::mp11::mp_list<
    lifecycle::Row<D::none, Proposed, D::proposed>,
    lifecycle::Row<D::none, Drafted, D::draft>,
    lifecycle::Row<D::proposed, Drafted, D::draft>,
    lifecycle::Row<D::draft, Drafted, D::draft>,
    lifecycle::Row<D::draft, Submitted, D::in_review>,
    lifecycle::Row<D::in_review, ReviewPassed, D::reviewed>,
    lifecycle::Row<D::in_review, SentBack, D::draft>,
    lifecycle::Row<D::reviewed, SentBack, D::draft>,
    lifecycle::Row<D::reviewed, Approved, D::approved>,
    lifecycle::Row<D::approved, Published, D::none>,
    lifecycle::Row<D::proposed, Abandoned, D::none>,
    lifecycle::Row<D::draft, Abandoned, D::none>,
    lifecycle::Row<D::in_review, Abandoned, D::none>,
    lifecycle::Row<D::reviewed, Abandoned, D::none>,
    lifecycle::Row<D::approved, Abandoned, D::none>,
    // With the reply ends what was drafted for it.
    lifecycle::Row<D::none, Superseded, D::none>,
    lifecycle::Row<D::draft, Superseded, D::none>,
    lifecycle::Row<D::in_review, Superseded, D::none>,
    lifecycle::Row<D::reviewed, Superseded, D::none>,
    lifecycle::Row<D::approved, Superseded, D::none>,
    lifecycle::Row<D::none, Withdrawn, D::none>,
    lifecycle::Row<D::draft, Withdrawn, D::none>,
    lifecycle::Row<D::in_review, Withdrawn, D::none>,
    lifecycle::Row<D::reviewed, Withdrawn, D::none>,
    lifecycle::Row<D::approved, Withdrawn, D::none>>;

using StandingRows = boost::mp11::mp_list<
    lifecycle::Row<S::none, Proposed, S::none>,
    lifecycle::Row<S::none, Drafted, S::none>,
    lifecycle::Row<S::published, Drafted, S::published>,
    lifecycle::Row<S::lapsed, Drafted, S::lapsed>,
    lifecycle::Row<S::none, Published, S::published>,
    lifecycle::Row<S::published, Published, S::published>,
    lifecycle::Row<S::lapsed, Published, S::published>,
    lifecycle::Row<S::published, Renewed, S::published>,
    lifecycle::Row<S::published, LookThroughBegan, S::published>,
    lifecycle::Row<S::published, Lapsed, S::lapsed>,
    lifecycle::Row<S::published, Superseded, S::superseded>,
    lifecycle::Row<S::lapsed, Superseded, S::superseded>,
    lifecycle::Row<S::published, Withdrawn, S::withdrawn>,
    lifecycle::Row<S::lapsed, Withdrawn, S::withdrawn>,
    lifecycle::Row<S::published, UseNoted, S::published>,
    lifecycle::Row<S::lapsed, UseNoted, S::lapsed>,
    lifecycle::Row<S::superseded, UseNoted, S::superseded>,
    lifecycle::Row<S::withdrawn, UseNoted, S::withdrawn>,
    lifecycle::Row<S::published, RatingNoted, S::published>,
    lifecycle::Row<S::lapsed, RatingNoted, S::lapsed>,
    lifecycle::Row<S::superseded, RatingNoted, S::superseded>,
    lifecycle::Row<S::withdrawn, RatingNoted, S::withdrawn>,
    lifecycle::Row<S::published, CaseLookedAt, S::published>,
    lifecycle::Row<S::lapsed, CaseLookedAt, S::lapsed>,
    lifecycle::Row<S::superseded, CaseLookedAt, S::superseded>,
    lifecycle::Row<S::withdrawn, CaseLookedAt, S::withdrawn>>;
// clang-format on

lifecycle::Steps<Drafting> drafting_steps();  // lifecycle_drafting.cpp
lifecycle::Steps<Standing> standing_steps();  // lifecycle_standing.cpp

}  // namespace recourse::casework::replies
