// What queries answer, as JSON: the same on the command line and over HTTP.
//
//     {"position": 7, "item": {…}}                    one thing
//     {"position": 7, "items": […], "next": "0a3f"}  a list; `next` if it ends early
//
// An answer that no log is behind, say a schema, has no position. `next` is a page's in hexadecimal
// digits. What is shown is what the page or row holds: redacted before it comes here.
//
// Pure functions. Heavy include (Boost.JSON).
#pragma once

#include <boost/json.hpp>
#include <recourse/core/look.hpp>
#include <recourse/office.hpp>
#include <recourse/office/begin_stream.hpp>
#include <recourse/office/ledger.hpp>
#include <recourse/office/ledger_export.hpp>

namespace recourse {

boost::json::object item_answer(Position position, boost::json::value item);
boost::json::object list_answer(Position position, boost::json::array items,
                                std::string_view next = {});
boost::json::object item_answer(boost::json::value item);
boost::json::object list_answer(boost::json::array items);

boost::json::object to_answer(const casework::complaint::CasePage& page);
/// `now`: whether a limit has passed.
boost::json::object to_answer(const casework::complaint::DeadlineList& list, Timestamp now);
boost::json::object to_answer(const casework::Agenda& agenda, const casework::AgendaQuery& query,
                              Timestamp now);
boost::json::object to_answer(const LedgerPage& page, const LedgerColumns& columns);

/// A stream as it stands: key, version, definition, state, and the limits that run.
boost::json::object stream_json(const core::WorkflowPort& workflow, const StreamId& stream,
                                const core::AnyState& now, const core::Visibility& visibility);
/// Every event of a stream, as the visibility has it: where and when, by whom, and what. Errors:
/// as Fold::each_event.
Result<boost::json::array> history_json(const core::WorkflowPort& workflow, const StreamId& stream,
                                        const core::Visibility& visibility);
boost::json::array looks_json(const std::vector<core::LookTaken>& looks);

/// Matters, with their papers, or of one line alone; and reasons why it could not be done.
boost::json::array matters_json(const casework::Catalogue& catalogue,
                                const std::optional<casework::Line>& only = {});
boost::json::array reasons_json(const casework::Catalogue& catalogue);
/// Every figure and dimension, explained.
boost::json::object figure_list_json();

/// `label`: what people call it.
boost::json::object to_json(const core::ViewReport& report, const core::Label& label);
boost::json::object to_json(const core::TimersStatus& status);
boost::json::object to_json(const core::ReactionStatus& status, const core::Label& label);

/// What a command came to: stream, version, position, whether it was repeated, its id, the types of
/// its events; of a case that it began the inquiry code, and earlier cases of the same person.
/// Requires: it was not refused. Errors: those of reading the log.
Result<boost::json::object> outcome_json(const Office& office, const BegunStream& done,
                                         const CommandId& command_id);

}  // namespace recourse
