#include "apps/cli/supervision_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/figures.hpp>
#include <recourse/casework/supervision/sample.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/office/silence.hpp>
#include <recourse/office/spot_checks.hpp>
#include <sstream>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/served_workflow.hpp"
#include "apps/cli/viewer.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using namespace casework::supervision;

constexpr auto kKind = SupervisionDecider::kKind;

Served inspections() { return served(*office_workflow(kKind)); }

array to_json(const std::vector<std::string>& texts) {
  array list;
  for (const auto& text : texts) list.push_back(string{text});
  return list;
}

std::string lines(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += "  " + text + "\n";
  return all;
}

/// The inspection, if it is the viewer's to see. Refusals and errors: as core::look.
Result<core::Seen<Found>> look_at(const Office& office, const StreamId& stream,
                                  const std::string& actor) {
  return find(office, inspections(), stream, {actor_of(actor)});
}

// --- samples -------------------------------------------------------------------------------------

Exit run_seed(const Session& session) {
  const auto seed = random_command_id().to_string();
  const auto commitment = commitment_of(seed);
  const object item{{"seed", string{seed}}, {"commitment", string{commitment}}};
  return answered(print(session, item_answer(item),
                        fmt::format("seed 种子        {}   keep it to yourself 保密\n"
                                    "commitment 封存值 {}\n",
                                    seed, commitment)));
}

object sample_json(const SampleEntry& sample) {
  return {{"position", sample.position},
          {"population", sample.population},
          {"digest", string{sample.digest}},
          {"cases", to_json(sample.cases)}};
}

Exit run_draw(const Session& session, const std::string& key, const std::string& seed,
              const std::string& actor) {
  const auto stream = stream_of(inspections(), key);
  if (!stream) return fail(session, stream.error());
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto drawn = draw_sample(**office, *stream, seed, (*office)->context(actor_of(actor)));
  if (!drawn) return fail(session, drawn.error());
  if (drawn->refused()) return refuse(session, drawn->refusal());
  const auto seen = look_at(**office, *stream, actor);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& found = std::get<Found>(*seen);
  const auto& sample = static_cast<const State*>(found.shown.now.state.get())->sample;
  const auto text =
      fmt::format("{} of {} cases, as of position {}\n{}", sample.cases.size(),
                  grouped(sample.population), grouped(sample.position), lines(sample.cases));
  return answered(print(session, item_answer(found.position, sample_json(sample)), text));
}

Exit run_verify(const Session& session, const std::string& key, const std::string& actor) {
  const auto stream = stream_of(inspections(), key);
  if (!stream) return fail(session, stream.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto seen = look_at(**office, *stream, actor);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto check = verify_sample(**office, *stream);
  if (!check) return fail(session, check.error());
  object item{{"same", check->same()},
              {"seed_fits", check->seed_fits},
              {"position_fits", check->position_fits},
              {"recorded", sample_json(check->recorded)},
              {"population", check->population.size()},
              {"digest", string{check->digest}},
              {"cases", to_json(check->cases)}};
  const auto text = fmt::format(
      "{}: the seed is {}the committed one; {} cases counted again, {} recorded\n{}",
      check->same() ? "the same 一致" : "it differs 不一致", check->seed_fits ? "" : "not ",
      grouped(check->population.size()), grouped(check->recorded.population), lines(check->cases));
  const auto exit =
      answered(print(session, item_answer(std::get<Found>(*seen).position, std::move(item)), text));
  return exit == Exit::ok && !check->same() ? Exit::problems : exit;
}

// --- silence -------------------------------------------------------------------------------------

struct SilentArguments {
  std::string from;
  std::string to;
  std::string stations;
  std::string actor;
  bool open = false;
};

/// A station a line, "PD01" or "PD01 PD" with its district.
Result<std::vector<NamedStation>> read_stations(const std::string& path) {
  std::vector<NamedStation> stations;
  if (path.empty()) return stations;
  RECOURSE_TRY_ASSIGN(const auto text, read_input(path));
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    std::istringstream words{line};
    NamedStation one;
    if (!(words >> one.station)) continue;
    words >> one.district;
    stations.push_back(std::move(one));
  }
  if (stations.empty()) {
    return Error{Errc::invalid_argument, "--stations: " + path + " names no station"};
  }
  return stations;
}

struct Opening {
  std::string outcome;   ///< Empty: nothing was to be opened.
  bool refused = false;  ///< Then `outcome` says why.
};

Result<Opening> open_one(const Office& office, const Silence& silence, const SilentStation& one,
                         const std::string& actor) {
  RECOURSE_TRY_ASSIGN(const auto outcome,
                      open_silence(office, silence, one, office.context(actor_of(actor))));
  if (!outcome) return Opening{"open already", false};
  if (outcome->refused()) return Opening{outcome->refusal().en, true};
  return Opening{"opened", false};
}

Exit run_silent(const Session& session, const SilentArguments& a) {
  const auto from = parse_day(a.from);
  if (!from) return fail(session, of_argument("--from", from.error()));
  const auto to = parse_day(a.to);
  if (!to) return fail(session, of_argument("--to", to.error()));
  const auto stations = read_stations(a.stations);
  if (!stations) return fail(session, stations.error());
  const auto office = a.open ? session.open_existing() : session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto seen =
      silent_stations(**office, {*from, *to, *stations}, core::Viewer{actor_of(a.actor)});
  if (!seen) {
    const bool period = seen.error().code() == Errc::invalid_argument;
    return fail(session, period ? of_argument("--to", seen.error()) : seen.error());
  }
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& silence = std::get<Silence>(*seen);
  array items;
  bool refused = false;
  std::vector<std::vector<std::string>> rows{{"station 派出所", "district 分局", "inspection", ""}};
  for (const auto& one : silence.stations) {
    auto done = a.open ? open_one(**office, silence, one, a.actor) : Result<Opening>{Opening{}};
    if (!done) return fail(session, Error{done.error()}.within(one.key));
    auto item = describe::to_json(one).as_object();
    item["outcome"] = done->outcome;
    items.push_back(std::move(item));
    rows.push_back({one.station, one.district, one.key, done->outcome});
    refused = refused || done->refused;
  }
  const auto text = silence.stations.empty()
                        ? std::string{"no station is silent 无长期无反映单位\n"}
                        : table(rows, "<<<<");
  const auto exit = answered(print(session, list_answer(silence.position, std::move(items)), text));
  return exit == Exit::ok && refused ? Exit::refused : exit;
}

// --- figures -------------------------------------------------------------------------------------

/// Of every unit whose inspections the viewer may see.
Result<std::map<std::string, UnitFigures>> figures_of(const Office& office,
                                                      const core::TableSnapshot& rows,
                                                      const core::Viewer& viewer) {
  const auto& port = inspections().port(office);
  std::map<std::string, UnitFigures> units;
  const auto cursor = rows.scan("s", "t");
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return units;
    RECOURSE_TRY_ASSIGN(const auto loaded, core::decode_loaded<State>(cursor->value()));
    RECOURSE_TRY_ASSIGN(const auto seen, port.sees(&loaded.state, viewer));
    if (seen.listed()) add(units[loaded.state.unit], loaded.state);
  }
}

Exit run_figures(const Session& session, const ViewerArguments& a) {
  const auto viewer = viewer_of(session, a);
  if (!viewer) return fail(session, viewer.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->engine().follow();
  if (!head) return fail(session, head.error());
  const auto rows = (*office)->engine().rows(kKind, *head);
  if (!rows) return fail(session, rows.error());
  const auto units = figures_of(**office, **rows, *viewer);
  if (!units) return fail(session, units.error());
  array items;
  std::vector<std::vector<std::string>> cells{
      {"unit 单位", "检查", "未结", "问题", "通报", "再次通报", "逾期", "不予收件", "其中无据"}};
  for (const auto& [unit, f] : *units) {
    items.push_back(object{{"unit", string{unit}},
                           {"inspections", f.inspections},
                           {"open", f.open},
                           {"clean", f.clean},
                           {"findings", f.findings},
                           {"circulars", f.circulars},
                           {"repeated", f.repeated},
                           {"missed", f.missed},
                           {"refusals", f.refusals},
                           {"refusals_without_ground", f.refusals_without_ground}});
    cells.push_back({unit, grouped(f.inspections), grouped(f.open), grouped(f.findings),
                     grouped(f.circulars), grouped(f.repeated), grouped(f.missed),
                     grouped(f.refusals), grouped(f.refusals_without_ground)});
  }
  return answered(print(session, list_answer(*head, std::move(items)), table(cells, "<>>>>>>>>")));
}

// --- options -------------------------------------------------------------------------------------

void add_actor(CommandLine& command, std::string& to, const std::string& help) {
  command.add_option("--as", to, help + ": role:id@unit (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
}

void add_samples(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  auto* fresh = parent.add_subcommand(
      "seed", "Makes a random seed and its commitment, for commit-sample 生成抽样种子.");
  fresh->callback([&session, &chosen] { chosen = [&session] { return run_seed(session); }; });

  const auto key = std::make_shared<std::string>();
  const auto seed = std::make_shared<std::string>();
  const auto actor = std::make_shared<std::string>();
  auto* draw = parent.add_subcommand(
      "draw", "Shows the committed seed, counts the population from the log and draws 抽样.");
  add_key(*draw, inspections(), *key);
  draw->add_option("--seed", *seed, "The seed.")->required()->check(not_empty());
  add_actor(*draw, *actor, "Who acts");
  draw->callback([&session, &chosen, key, seed, actor] {
    chosen = [&session, key, seed, actor] { return run_draw(session, *key, *seed, *actor); };
  });

  auto* verify = parent.add_subcommand(
      "verify-sample",
      "Draws a sample again from the log, and says whether it is the same 复核抽样.");
  add_key(*verify, inspections(), *key);
  add_actor(*verify, *actor, "Who looks");
  verify->callback([&session, &chosen, key, actor] {
    chosen = [&session, key, actor] { return run_verify(session, *key, *actor); };
  });
}

void add_silent(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<SilentArguments>();
  auto* command = parent.add_subcommand(
      "silent", "Lists the stations without a case in a period; --open inspects them 零反映单位.");
  command->add_option("--from", a->from, "First day of the period, 2023-06-01.")->required();
  command->add_option("--to", a->to, "Last day of it.")->required();
  command
      ->add_option("--stations", a->stations,
                   "File of the stations, one a line, its district behind it (- for standard "
                   "input); missing: those whose window was open in the period, by the register; "
                   "without a register those that ever had a case.")
      ->check(not_empty());
  command->add_flag("--open", a->open, "Opens an inspection with that finding for each, once.");
  add_actor(*command, a->actor, "Who acts");
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_silent(session, *a); }; });
}

void add_figures(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ViewerArguments>();
  auto* command =
      parent.add_subcommand("figures", "Counts inspections, circulars and refusals by unit 统计.");
  add_viewer(*command, *a);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_figures(session, *a); }; });
}

}  // namespace

WorkflowExtension supervision_extension() {
  WorkflowExtension extension{kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    add_samples(parent, session, chosen);
    add_silent(parent, session, chosen);
    add_figures(parent, session, chosen);
  };
  return extension;
}

}  // namespace recourse::cli
