#include "cast.hpp"

namespace recourse::cli {
namespace {

using casework::Level;
using casework::Line;

core::Actor of_department(std::string_view role, Level level, std::string_view district, Line line,
                          Desk desk) {
  auto unit = casework::complaint::department_of(level, district, line);
  auto id = unit + (desk == Desk::answers ? "-1" : "-2");
  return {std::move(id), std::string{role}, std::move(unit)};
}

}  // namespace

Cast::Cast(const Plan& plan, const PlannedCase& planned)
    : station_(plan.stations[planned.station].code),
      district_(plan.stations[planned.station].district),
      key_(planned.key),
      second_officer_(planned.seed % 3 == 0) {}

core::Actor Cast::of_station(std::string_view role, std::string_view suffix) const {
  return {station_ + std::string{suffix}, std::string{role}, station_};
}

core::Actor Cast::officer() const {
  return of_station("window_officer", second_officer_ ? "-w2" : "-w1");
}
core::Actor Cast::lead() const { return of_station("counter_lead", "-l1"); }
core::Actor Cast::chief() const { return of_station("station_chief", "-c1"); }

core::Actor Cast::district(Line line, Desk desk) const {
  return of_department("district_officer", Level::district, district_, line, desk);
}
core::Actor Cast::city(Line line, Desk desk) const {
  return of_department("city_officer", Level::city, district_, line, desk);
}

core::Actor Cast::citizen() const { return {"code-" + key_, "citizen", ""}; }
core::Actor Cast::receiver(std::string_view body) const {
  return {"received-" + key_, "receiver", std::string{body}};
}

core::Actor supervisor() { return {"supervision-1", "supervisor", "city"}; }
core::Actor business_system() { return {"business-system", "importer", ""}; }
core::Actor hotline() { return {"hotline-12345", "importer", ""}; }
core::Actor timer() { return {"timer", "timer", ""}; }

}  // namespace recourse::cli
