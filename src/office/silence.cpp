#include <algorithm>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/figures.hpp>
#include <recourse/office/silence.hpp>
#include <set>

#include "office/fold_log.hpp"

namespace recourse {
namespace {

namespace complaint = casework::complaint;
namespace registry = casework::registry;
namespace supervision = casework::supervision;

using Districts = std::map<std::string, std::string>;  // by station

/// What the cases of the log tell of stations.
struct Reports {
  Districts district_of;           // of every station that ever had a case
  std::set<std::string> reported;  // those that had one in the period
};

Result<Reports> reports_of(const Office& office, const SilenceQuery& query, Position to) {
  Reports reports;
  if (to.value == 0) return reports;
  const auto offset = office.decider().norms.utc_offset;
  RECOURSE_TRY_ASSIGN(const auto cursor,
                      office.store().read_all(
                          {.to = to,
                           .stream_kind = std::string{complaint::ComplaintDecider::kKind},
                           .types = {std::string{describe::spec_of<complaint::Received>.type}}}));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return reports;
    RECOURSE_TRY_ASSIGN(const auto event,
                        core::Fold<complaint::ComplaintDecider>::event_of(cursor->record()));
    const auto& report = std::get<complaint::Received>(event);
    reports.district_of[report.station] = report.district;
    const auto day = local_day(report.reported_at, offset);
    if (query.from <= day && day <= query.to) reports.reported.insert(report.station);
  }
}

/// What the register tells of stations.
struct Registered {
  Districts district_of;       // of every station
  std::set<std::string> open;  // those whose own window took cases at any time of the period
};

Result<Registered> registered_by(const Office& office, const SilenceQuery& query, Position to) {
  const auto offset = office.decider().norms.utc_offset;
  const auto start = start_of(query.from, offset);
  const auto end = end_of(query.to, offset);
  std::set<std::string, std::less<>> was_open;  // streams
  // Open since its last event, and until the next.
  const auto look = [&](std::string_view stream, const core::Loaded<registry::State>& until,
                        Timestamp at) {
    const bool open = until.state.phases.window == registry::Phase::open;
    if (open && until.at <= end && at > start) was_open.emplace(stream);
  };
  RECOURSE_TRY_ASSIGN(const auto streams, fold_log<registry::RegistryDecider>(office, to, look));
  Registered registered;
  for (const auto& one : streams) {
    const auto& now = one.second;
    if (now.state.kind != registry::PlaceKind::station) continue;
    registered.district_of[now.state.code] = now.state.district;
    look(one.first, now, Timestamp::max());
    if (was_open.contains(one.first)) registered.open.insert(now.state.code);
  }
  return registered;
}

/// The stations that could have reported, each with its district if anything tells it.
Districts stations_asked(const SilenceQuery& query, const Reports& reports,
                         const Registered& registered) {
  Districts asked;
  for (const auto& one : query.stations) asked[one.station] = one.district;
  if (query.stations.empty() && registered.district_of.empty()) return reports.district_of;
  if (query.stations.empty()) {
    for (const auto& station : registered.open) asked[station] = {};
  }
  for (auto& one : asked) {
    for (const auto* known : {&registered.district_of, &reports.district_of}) {
      const auto found = known->find(one.first);
      if (one.second.empty() && found != known->end()) one.second = found->second;
    }
  }
  return asked;
}

Result<void> check_period(const Office& office, const SilenceQuery& query) {
  const auto today = local_day(office.clock().now(), office.decider().norms.utc_offset);
  if (query.from <= query.to && query.to < today) return {};
  return Error{
      Errc::invalid_argument,
      "the period ends behind its first day and before today; until then nobody was silent "
      "in it"};
}

/// Departments, and who supervises others.
bool may_ask(const core::Viewer& viewer) {
  using casework::Role;
  Role role{};
  if (!describe::enum_from_name(viewer.actor.role, role)) return false;
  return role == Role::district_officer || role == Role::city_officer || role == Role::supervisor;
}

}  // namespace

Result<Silence> silent_stations(const Office& office, const SilenceQuery& query) {
  RECOURSE_TRY(check_period(office, query));
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  RECOURSE_TRY_ASSIGN(const auto reports, reports_of(office, query, head));
  RECOURSE_TRY_ASSIGN(const auto registered, registered_by(office, query, head));
  Silence silence{query.from, query.to, !registered.district_of.empty(), {}, head};
  const auto asked = stations_asked(query, reports, registered);
  std::vector<std::string> stations;
  for (const auto& one : asked) stations.push_back(one.first);
  for (auto& station : supervision::silent_stations(
           std::move(stations), {reports.reported.begin(), reports.reported.end()})) {
    auto key = supervision::silence_key(station, query.from, query.to);
    auto district = asked.at(station);
    silence.stations.push_back({std::move(station), std::move(district), std::move(key)});
  }
  return silence;
}

Result<core::Seen<Silence>> silent_stations(const Office& office, const SilenceQuery& query,
                                            const core::Viewer& viewer) {
  using Answer = core::Seen<Silence>;
  if (!may_ask(viewer)) return Answer{core::not_to_be_seen({.rule = "R24"}, viewer)};
  RECOURSE_TRY_ASSIGN(auto silence, silent_stations(office, query));
  return Answer{std::move(silence)};
}

Result<std::optional<core::Outcome>> open_silence(const Office& office, const Silence& silence,
                                                  const SilentStation& station,
                                                  const core::Context& context) {
  using Answer = std::optional<core::Outcome>;
  constexpr auto kKind = supervision::SupervisionDecider::kKind;
  RECOURSE_TRY_ASSIGN(const auto stream, StreamId::of(kKind, station.key));
  const auto& port = *office.engine().workflow(kKind);
  const auto give = [&](std::string_view step, supervision::Command command) {
    auto one = context;
    one.command_id = derived_command_id("silent " + std::string{step} + " " + stream.text());
    return port.handle(stream, &command, one);
  };
  const auto period = to_string(silence.from) + "至" + to_string(silence.to);
  RECOURSE_TRY_ASSIGN(const auto version, office.store().version_of(stream));
  if (version.value == 0) {
    RECOURSE_TRY_ASSIGN(
        auto planned,
        give("plan",
             supervision::Plan{.unit = station.station,
                               .district = station.district,
                               .kind = supervision::InspectionKind::data,
                               .online = true,
                               .day = local_day(context.now, office.decider().norms.utc_offset),
                               .reason = period + "无反映事项"}));
    if (planned.refused()) return Answer{std::move(planned)};
  }
  RECOURSE_TRY_ASSIGN(const auto found, port.find_any(stream));
  const auto& now = *static_cast<const supervision::State*>(found.state.get());
  if (now.phases.stage != supervision::Phase::planned) return Answer{};
  const supervision::Finding finding{supervision::FindingKind::silence,
                                     period + "未登记任何反映事项",
                                     "R24",
                                     supervision::Weight::ordinary,
                                     {}};
  RECOURSE_TRY_ASSIGN(auto recorded, give("find", supervision::RecordFindings{{finding}}));
  return Answer{std::move(recorded)};
}

}  // namespace recourse
