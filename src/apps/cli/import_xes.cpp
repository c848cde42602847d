#include "apps/cli/import_xes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <recourse/describe/json.hpp>
#include <recourse/exchange/past_cases.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

/// Cases that the text names; --json names all.
constexpr std::size_t kNamed = 20;

struct XesArguments {
  std::string file;
  exchange::PastCaseMap map{};
  std::string line = "other";
};

struct Imported {
  exchange::PastCaseImport cases;
  Position head{};  ///< The log's end when it was done.
};

Result<Imported> import_all(const Session& session, const exchange::PastCases& found,
                            const exchange::PastCaseMap& map) {
  RECOURSE_TRY_ASSIGN(const auto office, session.open_or_create());
  Progress progress{"import"};
  const auto show = [&](std::size_t done, std::size_t all) { progress.show(done, all); };
  RECOURSE_TRY_ASSIGN(auto cases, exchange::import_past_cases(*office, found, map, show));
  RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
  return Imported{std::move(cases), head};
}

std::string text_of(const exchange::PastCaseImport& done, const std::string& reported) {
  auto text = fmt::format(
      "{} traces: {} imported, {} known already; {} of them open, {} without '{}' left out\n",
      grouped(done.traces), grouped(done.imported), grouped(done.known), grouped(done.open),
      grouped(done.unmapped), reported);
  const auto& differing = done.differing;
  if (differing.empty()) return text;
  const auto named = std::min(differing.size(), kNamed);
  text += fmt::format(
      "{} known with other content stay as they are: {}", grouped(differing.size()),
      fmt::join(differing.begin(), differing.begin() + static_cast<std::ptrdiff_t>(named), ", "));
  const auto more = differing.size() - named;
  return text + (more > 0 ? fmt::format(" and {} more\n", grouped(more)) : "\n");
}

Exit run(const Session& session, const XesArguments& a) {
  const auto found = exchange::read_past_cases(a.file, a.map);
  if (!found) {
    // What is wrong with the map is said of the option: "--closed: no trace has …".
    const bool of_map = found.error().code() == Errc::invalid_argument;
    return fail(session, of_map ? Error{Errc::invalid_argument, "--" + found.error().message()}
                                : found.error());
  }
  const auto done = import_all(session, *found, a.map);
  if (!done) return fail(session, done.error());
  auto item = describe::to_json(done->cases);
  return answered(print(session, item_answer(done->head, std::move(item)),
                        text_of(done->cases, a.map.reported)));
}

}  // namespace

void add_import_xes(CommandLine& import, const Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<XesArguments>();
  auto* command = import.add_subcommand(
      "xes", "Imports the cases of an XES log (plain or gzipped) as historical cases.");
  command->add_option("file", a->file, "The file.")->required()->check(not_empty());
  command
      ->add_option("--source", a->map.source,
                   "Name of the source: the station, and begins the keys.")
      ->required()
      ->check(not_empty());
  command
      ->add_option("--reported", a->map.reported, "Activity (concept:name) by which a case begins.")
      ->required()
      ->check(not_empty());
  command->add_option("--closed", a->map.closed, "Activity by which it is closed.")
      ->required()
      ->check(not_empty());
  command->add_option("--line", a->line, "Business line of all of them.")
      ->among("line", describe::enum_info<casework::Line>)
      ->capture_default_str();
  command->add_option("--district", a->map.district, "District of all of them.")
      ->check(not_empty());
  command->callback([&session, &chosen, a] {
    a->map.line = *named<casework::Line>(a->line);  // one of them, as `among` has checked
    chosen = [&session, a] { return run(session, *a); };
  });
}

}  // namespace recourse::cli
