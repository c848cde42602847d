// Imports a permit office's event log, lets the deadlines act, and says who was late.
//
//     building_permit LOG [DIRECTORY]
//
// LOG is receipt.xes.gz, or any log of its form; with RECOURSE_DATA set it may be left out.
// DIRECTORY is the store's; importing into it again adds nothing. Default: a folder of its own
// below the temporary one, which goes away.
#include <algorithm>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <map>

#include "import.hpp"
#include "permits_view.hpp"

using namespace recourse;
using namespace permit;

namespace {

/// The last moment that the log speaks of: where the office's clock stands.
Timestamp end_of_log(const std::vector<XesCase>& cases) {
  Timestamp last{};
  for (const auto& c : cases) {
    for (const auto& event : c.events) last = std::max(last, event.at);
    if (c.end) last = std::max(last, *c.end);
  }
  return last;
}

void print(const ImportReport& r, Position head) {
  std::cout << "imported   " << r.cases << " cases, " << r.steps << " steps: " << r.recorded
            << " commands recorded, " << r.known << " known before, " << r.refused
            << " refused; the log ends at " << head.value << "\n";
  for (const auto& refusal : r.refusals) std::cout << "           " << refusal << "\n";
}

void print(const Lateness& l) {
  std::cout << "\nended                              " << l.ended
            << "\n  late, by the log's attributes    " << l.log_late
            << "\n  late, by the workflow            " << l.flow_late << "   they agree in "
            << l.agree << " of " << l.ended << "\nopen                               " << l.open
            << "\n  overdue, by the log's attributes " << l.log_overdue
            << "\n  overdue, as the timer recorded   " << l.flow_overdue << "   they agree in "
            << l.open_agree << " of " << l.open
            << "\n\ndeadline, against the statutory term of eight weeks"
            << "\n  on its last day                  " << l.term_statutory
            << "\n  later (extended, suspended)      " << l.term_longer
            << "\n  earlier                          " << l.term_shorter
            << "\nended after the statutory term     " << l.unlawful << "   " << l.unlawful_only
            << " of them in time by the log; " << l.late_only << " late by the log alone\n";
  for (const auto& name : l.differ) std::cout << "  differs: " << name << "\n";
}

/// Out of the view: how many cases a group has, how many were late, how many are overdue.
Result<void> print(const core::TableSnapshot& rows) {
  struct Sum {
    std::uint64_t cases = 0;
    std::uint64_t late = 0;
    std::uint64_t overdue = 0;
  };
  std::map<std::string, Sum> groups;
  RECOURSE_TRY_ASSIGN(const auto entries, by_group(rows));
  for (const auto& entry : entries) {
    auto& sum = groups[entry.group.empty() ? "(none)" : entry.group];
    ++sum.cases;
    sum.late += entry.late ? 1 : 0;
    sum.overdue += entry.overdue() ? 1 : 0;
  }
  std::cout << "\nresponsible    cases   late  overdue\n";
  for (const auto& [group, sum] : groups) {
    std::cout << std::left << std::setw(12) << group << std::right << std::setw(8) << sum.cases
              << std::setw(7) << sum.late << std::setw(9) << sum.overdue << "\n";
  }
  std::cout << "\nconfirmation   cases\n";
  for (std::size_t i = 0; i < kConfirmations; ++i) {
    const auto phase = static_cast<Confirmation>(i);
    RECOURSE_TRY_ASSIGN(const auto there, by_confirmation(rows, phase));
    if (there.empty()) continue;
    std::cout << std::left << std::setw(12) << describe::enum_name(phase) << std::right
              << std::setw(8) << there.size() << "\n";
  }
  std::cout << "the view is true at position " << rows.position().value << "\n";
  return {};
}

Result<void> run(const std::filesystem::path& log, const std::filesystem::path& directory) {
  RECOURSE_TRY_ASSIGN(const auto cases, read_xes(log));
  ManualClock clock{end_of_log(cases)};
  // Timers do not act by themselves (Services::timers is off): what happened has happened.
  RECOURSE_TRY_ASSIGN(const auto engine, Engine::open({.directory = directory, .clock = &clock}));
  auto& permits = engine->add(Permit{}, [] { return std::make_unique<PermitsView>(); });
  RECOURSE_TRY(engine->start());

  RECOURSE_TRY_ASSIGN(const auto imported, import_cases(permits, cases));
  print(imported, engine->store().head().value());
  // Now it is the last moment of the log: what is open and past its deadline is told so, once.
  RECOURSE_TRY_ASSIGN(const auto timers, engine->fire_due());
  std::cout << "deadlines  " << timers.fired << " passed now\n";

  RECOURSE_TRY_ASSIGN(const auto lateness, compare(permits, cases, clock.now()));
  print(lateness);
  RECOURSE_TRY_ASSIGN(const auto rows,
                      engine->rows(PermitsView::kName, engine->store().head().value()));
  RECOURSE_TRY(print(*rows));
  RECOURSE_TRY_ASSIGN(const auto proof, engine->verify());
  if (!proof.ok()) return Error{Errc::corruption, "the store's log is not sound"};
  if (imported.refused > 0 || !lateness.differ.empty()) {
    return Error{Errc::invalid_argument, "the workflow does not say what the log says"};
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const char* const data = std::getenv("RECOURSE_DATA");
  if (argc > 3 || (argc < 2 && data == nullptr)) {
    std::cerr << "usage: building_permit LOG [DIRECTORY]\n"
                 "LOG may be left out if RECOURSE_DATA names a folder with receipt.xes.gz\n";
    return 2;
  }
  const auto log =
      argc > 1 ? std::filesystem::path{argv[1]} : std::filesystem::path{data} / "receipt.xes.gz";
  const auto own = std::filesystem::temp_directory_path() /
                   ("building-permit-" + random_command_id().to_string());
  const auto done = run(log, argc > 2 ? std::filesystem::path{argv[2]} : own);
  std::error_code ignored;  // there may be none
  std::filesystem::remove_all(own, ignored);
  if (done) return 0;
  std::cerr << done.error().to_string() << "\n";
  return 1;
}
