// The transition table of the receiving phase: three regions, each with a machine of its own in
// lifecycle_<region>.cpp. docs/lifecycle.md of the library says how such tables are read.
#pragma once

#include <recourse/lifecycle.hpp>

#include "lifecycle.hpp"

namespace permit {

namespace lifecycle = recourse::lifecycle;

/// The step that was done is this one.
template <Step Which>
struct Is {
  static constexpr std::string_view kWords = recourse::describe::enum_name(Which);
  static bool holds(const StepDone& done) { return done.step == Which; }
};
template <auto From, Step Which, auto To>
using On = lifecycle::Row<From, StepDone, To, Is<Which>>;

using C = Confirmation;
using S = Advice;
using T = Term;

// clang-format off
using ConfirmationRows = boost::mp11::mp_list<
    lifecycle::Row<C::none, Filed, C::filed>,
    On<C::filed, Step::confirm_receipt, C::received>,
    On<C::received, Step::check_confirmation, C::checked>,
    On<C::checked, Step::adjust_confirmation, C::adjusted>,
    On<C::adjusted, Step::check_confirmation, C::checked>,
    On<C::checked, Step::determine_confirmation, C::determined>,
    On<C::determined, Step::adjust_confirmation, C::adjusted>,
    On<C::determined, Step::send_confirmation, C::sent>,
    On<C::checked, Step::send_confirmation, C::sent>>;  // skipped the determination

using AdviceRows = boost::mp11::mp_list<
    On<S::none, Step::confirm_receipt, S::ready>,
    On<S::ready, Step::weigh_stop, S::weighed>,
    On<S::weighed, Step::weigh_stop, S::weighed>,
    On<S::weighed, Step::draft_advice, S::drafting>,
    On<S::weighed, Step::request_advice, S::consulting>,
    On<S::weighed, Step::decide_stop, S::decided>,
    On<S::drafting, Step::draft_advice, S::drafting>,
    On<S::drafting, Step::request_advice, S::consulting>,
    On<S::drafting, Step::weigh_stop, S::weighed>,
    On<S::consulting, Step::draft_advice, S::consulting>,
    On<S::consulting, Step::take_advice, S::consulting>,
    On<S::consulting, Step::weigh_stop, S::weighed>,
    On<S::decided, Step::draft_unlicensed, S::unlicensed_drafted>,
    On<S::unlicensed_drafted, Step::check_unlicensed, S::unlicensed_checked>,
    On<S::unlicensed_checked, Step::adjust_unlicensed, S::unlicensed_adjusted>,
    On<S::unlicensed_adjusted, Step::check_unlicensed, S::unlicensed_checked>,
    On<S::unlicensed_checked, Step::determine_unlicensed, S::unlicensed_determined>,
    On<S::unlicensed_determined, Step::print_unlicensed, S::unlicensed_printed>,
    On<S::decided, Step::report_hold, S::hold_reported>,
    On<S::hold_reported, Step::check_report, S::report_checked>,
    On<S::report_checked, Step::adjust_report, S::report_adjusted>,
    On<S::report_adjusted, Step::check_report, S::report_checked>,
    On<S::report_checked, Step::determine_report, S::report_determined>,
    On<S::report_determined, Step::print_report, S::report_printed>>;

using TermRows = boost::mp11::mp_list<
    lifecycle::Row<T::none, Filed, T::running>,
    lifecycle::Row<T::running, DeadlinePassed, T::passed>,
    lifecycle::Row<T::running, Ended, T::ended>,
    lifecycle::Row<T::passed, Ended, T::ended>>;
// clang-format on

lifecycle::Steps<Confirmation> confirmation_steps();
lifecycle::Steps<Advice> advice_steps();
lifecycle::Steps<Term> term_steps();

}  // namespace permit
