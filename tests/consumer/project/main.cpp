// A user of the installed package: a case on the memory store and one on disk, a working day, a
// refusal, an error.
#include <filesystem>
#include <iostream>
#include <recourse/base/exceptions.hpp>
#include <recourse/office.hpp>

int main() {
  using namespace recourse;
  const auto directory = std::filesystem::temp_directory_path() /
                         ("recourse-consumer-" + random_command_id().to_string());
  for (const char* store : {"memory", "rocksdb"}) {
    auto office = Office::open({.directory = directory, .store = store}).value();
    const auto id = StreamId::of("case", "S001-1").value();
    casework::complaint::Report report;
    report.station = "S001";
    report.district = "PD";
    report.category = casework::complaint::Category::difficult;
    report.line = casework::Line::population;
    report.present = true;
    const core::Actor officer{"w7", "window_officer", "S001"};
    const auto taken = office->handle(id, report, office->context(officer)).value();
    if (taken.refused()) {
      std::cerr << store << ": " << taken.refusal().en << "\n";
      return 1;
    }
    const auto early =
        office->handle(id, casework::complaint::Rate{}, office->context(officer)).value();
    if (!early.refused() || early.refusal().allowed.empty()) return 2;
    if (office->find_case(id).value().version != Version{2}) return 3;
    try {
      (void)office->find_case(StreamId::of("case", "nobody").value()).value();
      return 4;
    } catch (const NotFound&) {
    }
    if (!office->verify().value().ok()) return 5;
  }
  std::filesystem::remove_all(directory);
  const auto due = Calendar::china().add_working_days(parse_day("2023-04-28").value(), 1).value();
  return to_string(due.day) == "2023-05-04" ? 0 : 6;
}
