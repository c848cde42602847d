#include "apps/cli/demo_command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <recourse/describe/json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/demo/shanghai.hpp"
#include "apps/cli/report.hpp"

namespace recourse::cli {
namespace {

constexpr std::string_view kHonesty =
    "The cases are simulated. Published are only the totals: 311 stations, 3,254 matters, and "
    "their\n"
    "split by line, from June to 30 November 2023. Everything else follows from the seed.\n";

/// A directory in full; a log that lies elsewhere as it is shown.
std::string place_of(const Session& session) {
  if (session.is_remote()) return session.place();
  return std::filesystem::absolute(session.directory).lexically_normal().string();
}

/// Names the key of its own that a log which is to begin here is sealed by, and makes it. What was
/// begun goes on as it is.
Result<void> seal(Session& session) {
  namespace fs = std::filesystem;
  if (session.is_remote() || !session.key_file().empty() || !session.keys.empty()) return {};
  const fs::path directory{session.directory};
  std::error_code failed;
  if (fs::exists(directory / "recourse.store", failed)) return {};
  const auto file = session.demo_key();
  // What lies there is for the store to tell.
  const bool empty = !fs::exists(directory, failed) || fs::is_empty(directory, failed);
  if (!fs::exists(file, failed)) {
    if (!empty || failed) return {};
    if (fs::create_directories(file.parent_path(), failed); failed) {
      return Error{Errc::io_error,
                   "creating " + file.parent_path().string() + ": " + failed.message()};
    }
    RECOURSE_TRY(trust::create_master_key(file));
  }
  session.master_key = file.string();
  return {};
}

/// What is said of the key that the log is sealed by.
std::string key_text(const Session& session) {
  const auto file = session.key_file();
  if (file.empty()) return {};
  if (file != session.demo_key()) return "sealed by the master key in " + file.string() + "\n";
  return "sealed by the master key in " + file.string() +
         ", which commands on this folder find by themselves;\n"
         "a real log's key lies elsewhere, and is named by --master-key\n";
}

std::string to_text(const DemoSummary& s, const std::string& place) {
  const auto rate = static_cast<double>(s.fresh) / std::max(s.elapsed.count(), 1e-9);
  std::string text = "“办不成事”反映窗口, Shanghai, June to November 2023\n\n";
  text += kHonesty;
  text += "\n" + figures_text(s.figures) + "\n" + loop_text(s.loop) + "\n";
  text += fmt::format(
      "{} commands, {} of them new, {} refused as they should, in {:.1f} s: {} durable commands a "
      "second\n",
      grouped(s.commands), grouped(s.fresh), grouped(s.refused), s.elapsed.count(),
      grouped(static_cast<std::uint64_t>(rate)));
  text += fmt::format("{} more cases, of the first days of 2024, lie on the desks\n", s.open);
  if (s.resumed) text += "an earlier run was taken up again\n";
  return text + fmt::format("{} events in {} (seed {})\n", grouped(s.head.value), place, s.seed);
}

boost::json::object to_json(const DemoSummary& s, const std::string& place) {
  return item_answer(s.head, boost::json::object{{"simulated", true},
                                                 {"seed", s.seed},
                                                 {"directory", place},
                                                 {"master_key", nullptr},
                                                 {"commands", s.commands},
                                                 {"fresh", s.fresh},
                                                 {"seconds", s.elapsed.count()},
                                                 {"resumed", s.resumed},
                                                 {"events", s.head.value},
                                                 {"refused", s.refused},
                                                 {"open", s.open},
                                                 {"figures", figures_json(s.figures)},
                                                 {"loop", describe::to_json(s.loop)}});
}

}  // namespace

Exit run_demo(const Session& given, const DemoArguments& arguments) {
  auto session = given;
  if (!session.norms.empty()) {
    return fail(session, Error{Errc::invalid_argument,
                               "--norms: this half-year is Shanghai's; leave the option out"});
  }
  if (!arguments.clear) {
    if (const auto sealed = seal(session); !sealed) return fail(session, sealed.error());
  }
  Progress progress{"demo"};
  auto opening = session.opening(stores::Access::write, /*create=*/true);
  if (!opening) return fail(session, opening.error());
  DemoOptions options;
  options.directory = session.directory;
  options.open_store = std::move(opening->open_store);
  options.log = opening->log;
  options.sealing = std::move(opening->sealing);
  options.seed = arguments.seed;
  options.open_work = true;
  options.progress = [&](std::uint64_t done, std::uint64_t total) { progress.show(done, total); };
  const auto summary = run_shanghai_demo(options);
  if (!summary) return fail(session, summary.error());
  const auto place = place_of(session);
  const auto key = session.key_file().string();
  auto json = to_json(*summary, place);
  if (!key.empty()) json["item"].as_object()["master_key"] = boost::json::string{key};
  const bool told = print(session, json, to_text(*summary, place) + key_text(session));
  if (!session.json) note_unsealed(!key.empty());
  return answered(told);
}

}  // namespace recourse::cli
