#include "open_case.hpp"

#include <algorithm>

#include "script.hpp"
#include "words.hpp"

namespace recourse::cli {
namespace {

using namespace casework::complaint;
using casework::Line;

constexpr std::chrono::minutes kAWhile{4};

std::string key_of(const Reported& reported, Timestamp at, int serial) {
  auto date = to_string(day_of(at));
  std::erase(date, '-');
  const auto number = std::to_string(serial);
  return std::string{reported.station} + "-" + date + "-" + std::string(3 - number.size(), '0') +
         number;
}

PlannedCase planned_of(const Plan& plan, LocalDay first, const Reported& reported) {
  PlannedCase made;
  const auto station =
      std::ranges::find(plan.stations, std::string{reported.station}, &Station::code);
  made.station = static_cast<std::size_t>(station - plan.stations.begin());
  made.reported_at = moment_of(first, reported.when);
  made.line = casework::Catalogue::builtin().matter(std::string{reported.matter})->line;
  made.matter = reported.matter;
  made.reason = reported.reason;
  made.category = reported.category;
  made.channel = reported.channel;
  made.applicant = ApplicantKind::person;
  made.present = reported.channel == Channel::window;
  made.seed = 1;  // the first of the two officers: see Cast
  return made;
}

}  // namespace

Timestamp moment_of(LocalDay first, When when) {
  return start_of(working_day_after(first, when.day), kShanghaiOffset) +
         std::chrono::hours{when.hour} + std::chrono::minutes{when.minute};
}

OpenCase::OpenCase(const Plan& plan, LocalDay first, const Reported& reported, int serial,
                   std::uint64_t person)
    : plan_(plan), first_(first), case_(planned_of(plan, first, reported)) {
  case_.key = key_of(reported, case_.reported_at, serial);
  case_.person = Random{plan.seed, 9000 + person}.next();
  script_.key = case_.key;
  Report report;
  report.station = station().code;
  report.station_name = station().name;
  report.district = station().district;
  report.category = case_.category;
  report.channel = case_.channel;
  report.line = case_.line;
  report.matter = case_.matter;
  report.reason = case_.reason;
  report.applicant = case_.applicant;
  report.name = words::name(case_);
  report.phone = words::phone(case_);
  report.narrative = words::Text{std::string{reported.narrative} + "（模拟）"};
  report.present = case_.present;
  if (case_.channel == Channel::hotline) report.reference = "12345-" + case_.key;
  report_ = std::move(report);
}

void OpenCase::after_trips(std::uint32_t trips, std::vector<CounterFault> faults) {
  report_.earlier_trips = trips;
  report_.counter_did = std::move(faults);
}

void OpenCase::with_code(std::string_view code) { report_.inquiry_code = code; }

void OpenCase::give(When when, core::Actor actor, Command command) {
  script_.acts.push_back({moment_of(first_, when), std::move(actor),
                          core::intent<ComplaintDecider>(stream_of(case_), std::move(command))});
}

void OpenCase::then(core::Actor actor, Command command) {
  const auto at = script_.acts.empty() ? case_.reported_at : script_.acts.back().at + kAWhile;
  script_.acts.push_back(
      {at, std::move(actor), core::intent<ComplaintDecider>(stream_of(case_), std::move(command))});
}

void OpenCase::report() {
  const auto by = case_.channel == Channel::hotline  ? hotline()
                  : case_.channel == Channel::online ? cast().citizen()
                                                     : cast().officer();
  then(by, report_);
}

void OpenCase::close(When when, Outcome outcome) {
  Close done;
  done.outcome = outcome;
  done.reply = words::reply(outcome);
  done.told = case_.present && day_of(moment_of(first_, when)) == day_of(case_.reported_at)
                  ? Told::in_person
                  : Told::phone;
  done.next_step = words::next_step(outcome);
  give(when, cast().officer(), std::move(done));
}

void OpenCase::expedite(When when, int needed_by) {
  RouteExpedite route;
  route.why = "子女入学报名在即";
  route.needed_by = working_day_after(first_, needed_by);
  route.promised = route.needed_by;
  route.application = "YW-" + case_.key;
  route.explanation = words::explanation(case_);
  give(when, cast().officer(), std::move(route));
}

void OpenCase::on_spot(When when) {
  give(when, cast().officer(), RouteOnSpot{"YW-" + case_.key, words::explanation(case_)});
}

void OpenCase::escalate(When when, std::string question) {
  Escalate ask;
  ask.line = case_.line == Line::other ? Line::population : case_.line;
  ask.question = words::Text{std::move(question)};
  ask.tried = words::tried(case_);
  ask.explanation = words::explanation(case_);
  give(when, cast().officer(), std::move(ask));
}

}  // namespace recourse::cli
