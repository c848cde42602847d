#include "apps/cli/import_xes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <recourse/exchange/xes.hpp>
#include <set>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

using casework::complaint::ComplaintDecider;
using Steps = std::vector<core::Step<ComplaintDecider>>;

/// Cases that the text names; --json names all.
constexpr std::size_t kNamed = 20;

struct XesArguments {
  std::string file;
  std::string source;
  std::string reported;
  std::string closed;
  std::string line = "other";
  std::string district;
};

/// A trace as a case of the past.
struct PastCase {
  StreamId stream;
  std::string name;
  Timestamp reported;
  std::optional<Timestamp> closed;
};

struct PastCases {
  std::vector<PastCase> cases = {};
  std::uint64_t traces = 0;
  std::uint64_t unmapped = 0;  ///< Without the activity that reports.
  bool closes = false;         ///< An event has the activity that closes.
};

bool has(const exchange::Trace& trace, const std::string& activity) {
  return std::ranges::any_of(trace.events,
                             [&](const exchange::Event& e) { return e.activity == activity; });
}

/// Nothing: it was never reported.
Result<std::optional<PastCase>> past_of(const exchange::Trace& trace, const XesArguments& a) {
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

/// All of the file, before anything is written.
Result<PastCases> read_all(const XesArguments& a) {
  PastCases all;
  std::set<std::string> names;
  const auto see = [&](const exchange::Trace& trace) -> Result<void> {
    ++all.traces;
    all.closes = all.closes || has(trace, a.closed);
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
  RECOURSE_TRY(exchange::read_xes(a.file, see));
  if (all.traces == 0) return all;
  const auto nowhere = [](const char* option, const std::string& activity) {
    return Error{Errc::invalid_argument,
                 std::string{option} + ": no trace has an event '" + activity + "'"};
  };
  if (all.cases.empty()) return nowhere("--reported", a.reported);
  if (!all.closes) return nowhere("--closed", a.closed);
  return all;
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

Steps steps_of(const PastCase& one, const XesArguments& a) {
  const core::Actor adapter{a.source, "importer", a.source};
  const core::Actor office{a.source, "station_chief", a.source};
  casework::complaint::Report report;
  report.station = a.source;
  report.district = a.district;
  report.category = casework::complaint::Category::other;
  report.channel = casework::complaint::Channel::imported;
  report.line = named<casework::Line>(a.line);
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

struct Summary {
  std::uint64_t imported = 0;
  std::uint64_t known = 0;
  std::uint64_t open = 0;  ///< Of both: without the activity that closes.
  /// Names of those that an earlier import took in with other events; they stay as they are.
  std::vector<std::string> differing = {};
  Position head{};
};

Result<Summary> import_all(const Session& session, const XesArguments& a, const PastCases& all) {
  RECOURSE_TRY_ASSIGN(const auto office, session.open_or_create());
  for (const auto& one : all.cases) {
    if (auto past = check_past(*office, one); !past) return past.error().within(one.name);
  }
  Summary summary;
  Progress progress{"import"};
  std::uint64_t done = 0;
  for (const auto& one : all.cases) {
    const auto id = derived_command_id("import/" + a.source + "/" + one.name);
    const auto outcome = office->handle_all(one.stream, steps_of(one, a), id);
    progress.show(++done, all.cases.size());
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
  RECOURSE_TRY_ASSIGN(summary.head, office->store().head());
  return summary;
}

std::string text_of(const PastCases& all, const Summary& summary, const XesArguments& a) {
  auto text = fmt::format(
      "{} traces: {} imported, {} known already; {} of them open, {} without '{}' left out\n",
      grouped(all.traces), grouped(summary.imported), grouped(summary.known), grouped(summary.open),
      grouped(all.unmapped), a.reported);
  const auto& differing = summary.differing;
  if (differing.empty()) return text;
  const auto named = std::min(differing.size(), kNamed);
  text += fmt::format(
      "{} known with other content stay as they are: {}", grouped(differing.size()),
      fmt::join(differing.begin(), differing.begin() + static_cast<std::ptrdiff_t>(named), ", "));
  const auto more = differing.size() - named;
  return text + (more > 0 ? fmt::format(" and {} more\n", grouped(more)) : "\n");
}

Exit run(const Session& session, const XesArguments& a) {
  if (const auto form = StreamId::of(ComplaintDecider::kKind, a.source + "-1"); !form) {
    return fail(session, of_argument("--source", form.error()));
  }
  const auto all = read_all(a);
  if (!all) return fail(session, all.error());
  const auto summary = import_all(session, a, *all);
  if (!summary) return fail(session, summary.error());
  boost::json::object item{{"traces", all->traces},
                           {"imported", summary->imported},
                           {"known", summary->known},
                           {"open", summary->open},
                           {"unmapped", all->unmapped}};
  item["differing"] = boost::json::value_from(summary->differing);
  const bool told =
      print(session, item_answer(summary->head, std::move(item)), text_of(*all, *summary, a));
  return answered(told);
}

}  // namespace

void add_import_xes(CommandLine& import, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<XesArguments>();
  auto* command = import.add_subcommand(
      "xes", "Imports the cases of an XES log (plain or gzipped) as historical cases.");
  command->add_option("file", a->file, "The file.")->required()->check(not_empty());
  command
      ->add_option("--source", a->source, "Name of the source: the station, and begins the keys.")
      ->required()
      ->check(not_empty());
  command->add_option("--reported", a->reported, "Activity (concept:name) by which a case begins.")
      ->required()
      ->check(not_empty());
  command->add_option("--closed", a->closed, "Activity by which it is closed.")
      ->required()
      ->check(not_empty());
  command->add_option("--line", a->line, "Business line of all of them.")
      ->among("line", describe::enum_info<casework::Line>)
      ->capture_default_str();
  command->add_option("--district", a->district, "District of all of them.")->check(not_empty());
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run(session, *a); }; });
}

}  // namespace recourse::cli
