// Open311 GeoReport v2 as values: its documents of our catalogue, its forms as our reports.
//
//     auto form = open311::parse_form(request.body).value();
//     auto sent = open311::submission_of(form, catalogue).value();      // sent.report
//     open311::service_json(matter)        → {"service_code": "RK01", …}
//
// A service is a matter of the catalogue, its group the business line; a request is a case that a
// citizen reported online. docs/open311.md has the whole mapping. Pure functions; from any thread.
#pragma once

#include <boost/json.hpp>
#include <recourse/casework/complaint/commands/intake.hpp>
#include <recourse/casework/complaint/events.hpp>
#include <recourse/office.hpp>
#include <recourse/office/ledger_entry.hpp>

#include "apps/server/http.hpp"

namespace recourse::server::open311 {

inline constexpr std::string_view kRoot = "/open311/";

/// Fields of a form, decoded, in their order.
using Form = std::vector<std::pair<std::string, std::string>>;
inline constexpr std::size_t kFormFieldsMax = 100;

/// Reads application/x-www-form-urlencoded. Line breaks and tabs are text. Errors: malformed (a
/// percent sign without two digits, another control character, no UTF-8), invalid_argument (a name
/// that stands twice), limit_exceeded (more than kFormFieldsMax).
Result<Form> parse_form(std::string_view body);
/// Null: it is not there.
const std::string* field(const Form& form, std::string_view name);
/// invalid_argument, naming it, for a field that is none of these; attribute[…] counts as known
/// where `attributes`.
Result<void> check_fields(const Form& form, std::initializer_list<std::string_view> known,
                          bool attributes);

/// The document about the endpoint. `base`: "https://window.example/open311/v2".
boost::json::object discovery_json(std::string_view base, bool demo);
boost::json::object service_json(const casework::Matter& matter);
/// A service with what is asked for besides, districts and reasons as they are now.
boost::json::object definition_json(const casework::Matter& matter,
                                    const casework::Catalogue& catalogue,
                                    const casework::Norms& norms);

/// What a citizen's tool sent: the report, and which fields were not kept.
struct Submission {
  casework::complaint::Report report = {};
  std::vector<std::string> dropped = {};
};
/// The names of fields that submission_of knows are checked here too. Errors: invalid_argument,
/// naming the field.
Result<Submission> submission_of(const Form& form, const casework::Catalogue& catalogue);

/// A request as it stands. `row` is redacted for who asks.
struct Request311 {
  const LedgerEntry& row;
  const casework::Matter* matter = nullptr;  ///< Null: none was named.
  std::optional<Timestamp> updated = {};
  std::string description = {};  ///< Empty: not for who asks.
};
boost::json::object request_json(const Request311& request, UtcOffset offset);
bool is_closed(casework::complaint::Phase phase);

/// What happened in a case as `visibility` has it: an event of which nothing is for the viewer is
/// left out. The entries are redacted.
boost::json::array updates_json(std::string_view key, const std::vector<HistoryEntry>& entries,
                                const core::Visibility& visibility, UtcOffset offset);

/// Moments of a list of requests: at most kDaysMax; where none is given, the last kDaysMax.
struct Span {
  Timestamp from;
  Timestamp to;
};
inline constexpr int kDaysMax = 90;
/// invalid_argument: it ends before it begins, or is longer.
Result<Span> span_of(std::optional<Timestamp> from, std::optional<Timestamp> to, Timestamp now);

/// A reply that is a problem (problem.hpp), in the errors of GeoReport: [{code, description}];
/// others as they are. 401 becomes 403, what else is not of the standard 400; 404, 405, 413, 429
/// and 5xx stay.
Reply in_its_errors(Reply reply, std::string_view target);
/// The JSON Schema of such errors.
boost::json::object errors_schema();

}  // namespace recourse::server::open311
