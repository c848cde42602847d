#include <recourse/exchange/past_cases.hpp>

#include <algorithm>
#include <recourse/exchange/xes.hpp>
#include <set>

namespace recourse::exchange {
namespace {

using casework::complaint::ComplaintDecider;
using Steps = std::vector<core::Step<ComplaintDecider>>;

bool has(const Trace& trace, const std::string& activity) {
  return std::ranges::any_of(trace.events, [&](const Event& e) { return e.activity == activity; });
}

/// Nothing: it was never reported.
Result<std::optional<PastCase>> past_of(const Trace& trace, const PastCaseMap& a) {
  std::optional<Timestamp> reported;
  std::optional<Timestamp> closed;
  for (const auto& event : trace.events) {
    const bool reports = event.activity == a.reported && !reported;
    const bool closes = event.activity == a.closed;
    if (!reports && !closes) continue;
    if (!event.at) {
      return Error{Errc::malformed, "an event '" + event.activity + "' has no time:timestamp"};
    }
    if (reports) reported = event.at;
    if (closes) closed = event.at;
  }
  if (!reported) return std::optional<PastCase>{};
  if (trace.name.empty()) return Error{Errc::malformed, "it has no concept:name"};
  if (closed && *closed < *reported) {
    return Error{Errc::malformed, "it is closed before it is reported"};
  }
  auto stream = StreamId::of(ComplaintDecider::kKind, a.source + "-" + trace.name);
  if (!stream) return Error{Errc::malformed, stream.error().message()};
  return std::optional{PastCase{std::move(*stream), trace.name, *reported, closed}};
}

/// What is told of the past lies there, and not further back than the norms let.
Result<void> check_past(const Office& office, const PastCase& one) {
  const auto& norms = office.decider().norms;
  const auto now = office.clock().now();
  const auto oldest = local_day(now, norms.utc_offset) - std::chrono::days{norms.days_back};
  if (one.reported > now || one.closed.value_or(one.reported) > now) {
    return Error{Errc::malformed, "it lies in the future; only the past is imported"};
  }
  if (local_day(one.reported, norms.utc_offset) >= oldest) return {};
  return Error{Errc::malformed, "it lies before " + to_string(oldest) +
                                    ", further back than the norm days_back allows"};
}

Steps steps_of(const PastCase& one, const PastCaseMap& a) {
  const core::Actor adapter{a.source, "importer", a.source};
  const core::Actor office{a.source, "station_chief", a.source};
  casework::complaint::Report report;
  report.station = a.source;
  report.district = a.district;
  report.category = casework::complaint::Category::other;
  report.channel = casework::complaint::Channel::imported;
  report.line = a.line;
  report.applicant = casework::complaint::ApplicantKind::anonymous;
  report.reference = one.name;
  report.reported_at = one.reported;
  report.historical = true;
  Steps steps{{report, one.reported, adapter, core::StandingOf::importer()}};
  if (!one.closed) return steps;
  casework::complaint::RouteExplain explain;
  explain.explanation = "历史数据";
  explain.understood = true;
  casework::complaint::Close close;
  close.outcome = casework::complaint::Outcome::answered;
  close.reply = "历史数据";
  close.told = casework::complaint::Told::online;
  close.next_step = "历史数据";
  close.late_reason = "历史数据";
  steps.push_back({casework::complaint::Accept{}, *one.closed, office});
  steps.push_back({explain, *one.closed, office});
  steps.push_back({close, *one.closed, office});
  return steps;
}

}  // namespace

Result<PastCases> read_past_cases(const std::filesystem::path& file, const PastCaseMap& a) {
  if (const auto form = StreamId::of(ComplaintDecider::kKind, a.source + "-1"); !form) {
    return form.error().within("source");
  }
  PastCases all;
  bool closes = false;
  std::set<std::string> names;
  const auto see = [&](const Trace& trace) -> Result<void> {
    ++all.traces;
    closes = closes || has(trace, a.closed);
    auto past = past_of(trace, a);
    const auto where = "trace " + std::to_string(all.traces) + " '" + trace.name + "'";
    if (!past) return past.error().within(where);
    if (!*past) {
      ++all.unmapped;
      return {};
    }
    if (!names.insert(trace.name).second) {
      return Error{Errc::malformed, "its name is that of an earlier trace"}.within(where);
    }
    all.cases.push_back(std::move(**past));
    return {};
  };
  RECOURSE_TRY(read_xes(file, see));
  if (all.traces == 0) return all;
  const auto nowhere = [](const char* what, const std::string& activity) {
    return Error{Errc::invalid_argument,
                 std::string{what} + ": no trace has an event '" + activity + "'"};
  };
  if (all.cases.empty()) return nowhere("reported", a.reported);
  if (!closes) return nowhere("closed", a.closed);
  return all;
}

Result<PastCaseImport> import_past_cases(
    const Office& office, const PastCases& found, const PastCaseMap& a,
    const std::function<void(std::size_t done, std::size_t all)>& progress) {
  for (const auto& one : found.cases) {
    if (auto past = check_past(office, one); !past) return past.error().within(one.name);
  }
  PastCaseImport summary{.traces = found.traces, .unmapped = found.unmapped};
  std::uint64_t done = 0;
  for (const auto& one : found.cases) {
    const auto id = derived_command_id("import/" + a.source + "/" + one.name);
    const auto outcome = office.handle_all(one.stream, steps_of(one, a), id);
    if (progress) progress(++done, found.cases.size());
    if (!outcome && outcome.error().code() == Errc::command_id_reused) {
      summary.differing.push_back(one.name);
      continue;
    }
    if (!outcome) return outcome.error().within(one.name);
    if (outcome->refused()) {
      return Error{Errc::invalid_argument,
                   "refused by " + outcome->refusal().rule + ": " + outcome->refusal().en}
          .within(one.name);
    }
    ++(outcome->appended().repeated ? summary.known : summary.imported);
    if (!one.closed) ++summary.open;
  }
  return summary;
}

}  // namespace recourse::exchange
