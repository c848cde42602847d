// The smallest use of the engine: one complaint is taken, handled and closed, then read back.
//
//     01_first_case [directory]          default: a folder below the system's temporary one
#include <filesystem>
#include <iostream>
#include <recourse/office.hpp>

int main(int argc, char** argv) {
  using namespace recourse;
  const std::filesystem::path directory =
      argc > 1 ? argv[1] : std::filesystem::temp_directory_path() / random_command_id().to_string();
  auto office = Office::open({.directory = directory}).value();

  const auto id = StreamId::of("case", "S001-" + random_command_id().to_string()).value();
  const core::Actor officer{"w7", "window_officer", "S001"};
  casework::complaint::Report report;
  report.district = "PD";
  report.category = casework::complaint::Category::difficult;
  report.line = casework::Line::population;
  report.narrative = "三次都没办成";
  report.present = true;
  casework::complaint::Close close;
  close.outcome = casework::complaint::Outcome::done;
  close.reply = "已当场办结";
  close.told = casework::complaint::Told::in_person;

  for (const casework::complaint::Command& command :
       std::initializer_list<casework::complaint::Command>{
           report, casework::complaint::RouteOnSpot{}, close}) {
    const auto outcome = office->handle(id, command, office->context(officer)).value();
    if (outcome.refused()) {
      std::cerr << outcome.refusal().en << "\n" << outcome.refusal().zh << "\n";
      return 1;
    }
  }
  const auto events = office->history(id).value();
  for (const auto& entry : events) {
    std::cout << entry.version.value << " " << to_string(entry.occurred_at, kShanghaiOffset) << " "
              << describe::type_of(entry.event) << "\n";
  }
  return events.size() == 4 ? 0 : 1;
}
