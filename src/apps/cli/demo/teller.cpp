#include "teller.hpp"

#include "words.hpp"

namespace recourse::cli {

using namespace casework;
using namespace casework::complaint;

Teller::Teller(const Plan& plan, std::size_t index)
    : plan_(plan),
      case_(plan.cases[index]),
      cast_(plan, case_),
      dice_(case_.seed, 4),
      now_(case_.reported_at) {}

std::vector<Action> Teller::tell() && {
  report();
  if (case_.course == Course::merged) {
    merge();
    return std::move(actions_);
  }
  if (case_.course == Course::declined || case_.course == Course::decline_overturned) {
    decide_scope();
  } else {
    if (!case_.present) accept();
    handle();
  }
  if (case_.course != Course::withdrawn) archive();
  return std::move(actions_);
}

void Teller::wait_minutes(std::int64_t least, std::int64_t most) {
  now_ += std::chrono::minutes{dice_.between(least, most)};
  now_ += std::chrono::seconds{dice_.between(0, 59)};
}

void Teller::wait_days(std::int64_t n) {
  if (n == 0) {
    wait_minutes(5, 40);
  } else {
    now_ = counter_moment(in_days(n), dice_);
  }
}

void Teller::give(core::Actor actor, Command command) {
  // Two waits may end on the same second; nobody does two things at once.
  if (!actions_.empty() && now_ <= actions_.back().at) {
    now_ = actions_.back().at + std::chrono::seconds{1};
  }
  actions_.push_back({now_, std::move(actor), std::move(command)});
}

void Teller::report() {
  const auto& station = plan_.stations[case_.station];
  Report report;
  report.station = station.code;
  report.station_name = station.name;
  report.district = station.district;
  report.category = case_.category;
  report.channel = case_.channel;
  report.line = case_.line;
  report.matter = case_.matter;
  report.reason = case_.reason;
  report.applicant = case_.applicant;
  if (case_.applicant != ApplicantKind::anonymous) {
    report.name = words::name(case_);
    report.phone = words::phone(case_);
  }
  report.narrative = words::narrative(case_);
  report.by_proxy = dice_.percent(6);
  report.earlier_trips = static_cast<std::uint32_t>(dice_.percent(35) ? dice_.between(1, 3) : 0);
  if (dice_.percent(18)) {
    report.counter_did.push_back(static_cast<CounterFault>(dice_.between(1, 4)));
  }
  report.present = case_.present;
  if (case_.channel == Channel::hotline) report.reference = reference("12345-");
  auto by = case_.channel == Channel::hotline  ? hotline()
            : case_.channel == Channel::online ? cast_.citizen()
                                               : cast_.officer();
  give(std::move(by), std::move(report));
}

void Teller::accept() {
  wait_days(dice_.percent(25) ? 1 : 0);
  give(cast_.officer(), Accept{});
  if (case_.applicant != ApplicantKind::anonymous) contact();
}

void Teller::contact() {
  wait_minutes(2, 15);
  if (dice_.percent(12)) {
    give(cast_.officer(), Contact{Told::phone, false});
    wait_minutes(10, 30);
  }
  give(cast_.officer(), Contact{Told::phone, true});
}

casework::Line Teller::department_line() const {
  // Other queries have no department of their own; most belong to the population department.
  return case_.line == Line::other ? Line::population : case_.line;
}

std::string Teller::reference(std::string_view prefix) const {
  return std::string{prefix} + case_.key;
}

StreamId stream_of(const PlannedCase& planned) { return StreamId::of("case", planned.key).value(); }

std::vector<Action> script_of(const Plan& plan, std::size_t index) {
  return Teller{plan, index}.tell();
}

}  // namespace recourse::cli
