#include "apps/cli/registry_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/registry/overlay.hpp>
#include <recourse/casework/registry/refusals.hpp>
#include <recourse/casework/registry/stability.hpp>
#include <recourse/describe/json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/registry_list.hpp"
#include "apps/cli/workflow_text.hpp"

namespace recourse::cli {
namespace {

namespace registry = casework::registry;

struct ImportStations {
  std::string file;
  std::string actor;
};

struct Imported {
  Position position;  ///< Where the log ended afterwards.
  std::size_t places = 0;
  std::size_t given = 0;
  std::size_t known = 0;  ///< Commands that an import before has given.
};

/// The same line asks the same under the same id: an import that is repeated gives nothing twice.
CommandId id_of(const ListOrder& order) {
  return derived_command_id("registry import " + order.stream.text() + " " +
                            std::string{describe::type_of(order.command)} + " " +
                            serialize(describe::to_json(order.command)));
}

/// Looks what all commands come to, one after the other, before any of them is given.
class Rehearsal {
 public:
  Rehearsal(const Office& office, const core::Actor& actor)
      : port_(office.engine().workflow(registry::Decider::kKind)) {
    decider_.norms = office.decider().norms;
    decider_.current_calendar = office.decider().current_calendar;
    context_ = office.context(actor);
  }

  /// The refusal that the command would meet. Errors: those of the store.
  Result<std::optional<core::Refusal>> give(const ListOrder& order) {
    context_.stream = order.stream.text();
    RECOURSE_TRY_ASSIGN(auto* const state, state_of(order.stream));
    std::vector<core::Related<registry::State>> related;
    for (const auto& other : decider_.related(order.command)) {
      RECOURSE_TRY_ASSIGN(const auto* const its, state_of(other));
      related.push_back({other, Version{}, *its});
    }
    const auto decision = decider_.decide(*state, order.command, context_, related);
    if (decision.is_refusal()) return std::optional{decision.refusal()};
    evolve(*state, decision.events());
    for (const auto& others : decision.related_events()) {
      RECOURSE_TRY_ASSIGN(auto* const its, state_of(others.stream));
      evolve(*its, others.events);
    }
    return std::optional<core::Refusal>{};
  }

 private:
  void evolve(registry::State& state, const std::vector<registry::Event>& events) const {
    for (const auto& event : events) {
      decider_.evolve(state, event, {Version{}, context_.now, registry::Decider::kDefinition});
    }
  }
  /// As the log has it, and the commands before have made it.
  Result<registry::State*> state_of(const StreamId& stream) {
    const auto known = states_.find(stream.text());
    if (known != states_.end()) return &known->second;
    registry::State state;
    const auto found = port_->find_any(stream);
    if (found) {
      state = *static_cast<const registry::State*>(found->state.get());
    } else if (found.error().code() != Errc::not_found) {
      return found.error();
    }
    return &states_.emplace(stream.text(), std::move(state)).first->second;
  }

  const core::WorkflowPort* port_;
  registry::Decider decider_;
  core::Context context_;
  std::map<std::string, registry::State> states_;
};

/// All that is wrong, a line each.
Error error_of(const std::string& file, const std::vector<ListFault>& faults) {
  auto text = file + ": nothing was imported";
  const auto shown = std::min(faults.size(), limits::kFindingsMax);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& one = faults[i];
    text += fmt::format("\n  line {}, column {}: {}", one.line, one.column, one.what);
  }
  if (shown < faults.size()) text += fmt::format("\n  and {} more", faults.size() - shown);
  return {Errc::malformed, std::move(text)};
}

/// Nothing is given unless all of it can be.
Result<Imported> import_all(const Session& session, const ImportStations& a) {
  RECOURSE_TRY_ASSIGN(const auto text, read_input(a.file));
  auto list = read_registry_list(text);
  if (!list) return list.error().within(a.file);
  if (!list->faults.empty()) return error_of(a.file, list->faults);
  RECOURSE_TRY_ASSIGN(const auto office, session.open_or_create());
  const auto actor = actor_of(a.actor);
  Imported imported{{}, list->places, 0, 0};
  Rehearsal rehearsal{*office, actor};
  std::vector<const ListOrder*> wanted;
  for (const auto& order : list->orders) {
    RECOURSE_TRY_ASSIGN(const auto before, office->store().find(id_of(order)));
    if (before) {
      ++imported.known;
      continue;
    }
    RECOURSE_TRY_ASSIGN(const auto no, rehearsal.give(order));
    // Of a place that could not be registered that is told alone, and not what follows from it.
    if (no && no->is(registry::refusals::not_registered)) continue;
    if (no) {
      list->faults.push_back({order.line, column_of(order.command, no->name), no->en});
    } else {
      wanted.push_back(&order);
    }
  }
  if (!list->faults.empty()) return error_of(a.file, list->faults);
  const auto& port = *office->engine().workflow(registry::Decider::kKind);
  for (const auto* const order : wanted) {
    auto context = office->context(actor);
    context.command_id = id_of(*order);
    const auto at = fmt::format("{}, line {}", a.file, order->line);
    const auto outcome = port.handle(order->stream, &order->command, context);
    if (!outcome) return outcome.error().within(at + "; import it again to go on");
    // Somebody else was at it since the rehearsal.
    if (outcome->refused()) {
      return Error{Errc::version_conflict,
                   at + ": " + outcome->refusal().en + " Import it again to go on."};
    }
    ++imported.given;
  }
  RECOURSE_TRY_ASSIGN(imported.position, office->store().head());
  return imported;
}

Exit run_import(const Session& session, const ImportStations& a) {
  const auto imported = import_all(session, a);
  if (!imported) return fail(session, imported.error());
  const boost::json::object item{
      {"places", imported->places}, {"given", imported->given}, {"known", imported->known}};
  const auto text =
      fmt::format("{} places: {} commands given, {} known already\n", grouped(imported->places),
                  grouped(imported->given), grouped(imported->known));
  return answered(print(session, item_answer(imported->position, item), text));
}

void add_import(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ImportStations>();
  auto* import = parent.add_subcommand(
      "import", "Registers the stations of a list, with counters, plans and officers.");
  import->add_option("file", a->file, "CSV with a header (docs/registry.md); - is standard input.")
      ->required();
  import
      ->add_option("--as", a->actor,
                   "Who acts: role:id@unit, say supervisor:v1 (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
  import->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_import(session, *a);
};
}  // namespace
);
}  // namespace recourse::cli

// --- figures -------------------------------------------------------------------------------------

const registry::State& state_of(const ShownStream& shown) {
  return *static_cast<const registry::State*>(shown.now.state.get());
}

/// How fixed the roster is (R6); none for who may not see who served.
std::optional<registry::Stability> stability_of(const ShownStream& shown) {
  if (!shown.visibility.sees(describe::Access::internal)) return std::nullopt;
  return registry::stability_at(state_of(shown), shown.moment);
}

boost::json::object registry_figures(const ShownStream& shown) {
  boost::json::object figures{{"overlay_load", nullptr}, {"stability", nullptr}};
  if (const auto load = registry::overlay_load(state_of(shown))) figures["overlay_load"] = *load;
  if (const auto stability = stability_of(shown)) {
    figures["stability"] = boost::json::object{
        {"days", registry::kStabilityDays}, {"served", stability->served},
        {"through", stability->through},    {"share_through", stability->share_through()},
        {"swaps", stability->swaps},        {"median_days", stability->median_days}};
  }
  return figures;
}

std::string registry_text(const ShownStream& shown) {
  std::string text;
  if (const auto load = registry::overlay_load(state_of(shown))) {
    text += fmt::format("叠加负荷 overlay load: {} minutes of work a day on {}\n", grouped(*load),
                        state_of(shown).counter);
  }
  if (const auto stability = stability_of(shown)) {
    text += fmt::format(
        "人员稳定 stability: {} of {} who served in the last {} days served all of them ({}); "
        "{} changes approved; median service {:.1f} days\n",
        stability->through, stability->served, registry::kStabilityDays,
        share(stability->through, stability->served), stability->swaps, stability->median_days);
  }
  // Behind the figures, as it redacts the state.
  return text_of(shown).append(text);
}

}  // namespace

WorkflowExtension registry_extension() {
  WorkflowExtension extension{registry::Decider::kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    add_import(parent, session, chosen);
  };
  extension.figures = registry_figures;
  extension.text = registry_text;
  return extension;
}

}  // namespace recourse::cli
