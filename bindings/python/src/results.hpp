// What the office answers with, as the classes of recourse.results.
#pragma once

#include <recourse/notary/receipt.hpp>
#include <recourse/office.hpp>

#include "sequences.hpp"
#include "typed.hpp"

namespace recourse::python {

py::object to_python(const core::Appended& appended);
py::object to_python(const OpenedCase& opened);
py::object to_python(const casework::complaint::EarlierCase& earlier);
py::object to_python(const ErasureProof& proof);
py::object to_python(const core::LookTaken& look);
/// In one of its forms.
py::object to_python(const notary::Receipt& receipt, bool cose);
py::object to_python(const notary::Verdict& verdict);
py::object to_python(const casework::complaint::Document& paper);
py::object to_python(const CaseView& view);
py::object to_python(const CaseCopy& copy);
py::object to_python(const HistoryEntry& entry);
/// recourse.StreamEvent: an event of a record, which is called `type`.
py::object stream_event(const core::RecordView& record, std::string_view actor,
                        std::string_view type, py::object event);
/// recourse.LogEvent: the same with its stream; None for what no workflow reads.
py::object log_event(const core::RecordView& record, std::string_view actor, std::string_view type,
                     py::object event);
/// recourse.EventPage.
py::object event_page(py::list events, Position next, Position head);
py::object to_python(const core::ArmedTimer& timer);
py::object to_python(const core::SubscriptionStatus& status);
py::object to_python(const casework::complaint::DueTime& due);
py::object to_python(const casework::complaint::CasePage& page);
py::object to_python(const casework::complaint::DeadlineList& list);
py::object to_python(const casework::Agenda& agenda);
py::object to_python(const core::TimersStatus& status);
py::object to_python(const casework::complaint::Figures& figures);

/// Any of these, for tuple_of and list_of.
inline constexpr auto as_python = [](const auto& one) { return to_python(one); };

}  // namespace recourse::python
