#include "apps/cli/reactions_commands.hpp"

#include <fmt/format.h>

#include <recourse/describe/json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using core::ReactionStatus;

Exit tell(const Session& session, const Engine& engine) {
  array items;
  std::vector<std::vector<std::string>> rows{
      {"reaction", "position", "lag", "taken", "refused", "state", "called"}};
  std::string errors;
  Position head{};
  bool stopped = false;
  for (const auto& s : engine.reactions()) {
    const auto label = engine.reaction_label(s.name);
    items.push_back(to_json(s, label));
    rows.push_back({s.name, grouped(s.position.value), grouped(s.lag()), grouped(s.taken),
                    grouped(s.refused),
                    s.stopped     ? "stopped"
                    : s.lag() > 0 ? "behind"
                                  : "current",
                    in_both_languages(label)});
    if (s.stopped) errors += s.name + ": " + s.error + "\n";
    head = s.head;
    stopped = stopped || s.stopped;
  }
  const bool told =
      print(session, list_answer(head, std::move(items)), table(rows, "<>>>><<") + errors);
  return stopped ? Exit::problems : answered(told);
}

Exit run_list(const Session& session) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  return tell(session, (*office)->engine());
}

Exit run_all(const Session& session) {
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto done = (*office)->engine().react();
  if (!done && done.error().code() != Errc::view_stopped) return fail(session, done.error());
  return tell(session, (*office)->engine());
}

struct RefusedArguments {
  std::string name;
  std::uint64_t most = 100;
};

Result<void> check_reaction(const Office& office, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& one : office.engine().reactions()) names.push_back(one.name);
  if (std::ranges::find(names, name) != names.end()) return {};
  return Error{Errc::not_found, no_such_name("reaction", name, names).message};
}

Exit run_refused(const Session& session, const RefusedArguments& a) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  if (const auto known = check_reaction(**office, a.name); !known)
    return fail(session, known.error());
  const auto refused = (*office)->engine().refused_intents(a.name, a.most);
  if (!refused) return fail(session, refused.error());
  const auto head = (*office)->store().head();
  if (!head) return fail(session, head.error());
  array items;
  std::string text;
  for (const auto& one : *refused) {
    items.push_back(describe::to_json(&one, describe::type_info<core::RefusedIntent>, {}));
    text += fmt::format("{}  {}  {}  {}\n    {}\n    {}\n", grouped(one.position.value), one.stream,
                        one.command, one.refusal, one.en, one.zh);
  }
  if (refused->empty()) text = "nothing was refused\n";
  return answered(print(session, list_answer(*head, std::move(items)), text));
}

struct MoveArguments {
  std::string name;
  std::uint64_t position = 0;
};

Exit run_move(const Session& session, const MoveArguments& a) {
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  if (const auto known = check_reaction(**office, a.name); !known)
    return fail(session, known.error());
  const auto moved = (*office)->engine().move_reaction(a.name, Position{a.position});
  if (!moved) return fail(session, moved.error());
  return tell(session, (*office)->engine());
}

}  // namespace

void add_reactions_commands(CommandLine& reactions, const Session& session,
                            std::function<Exit()>& chosen) {
  auto* list = reactions.add_subcommand("list", "Lists the reactions, and how far each has come.");
  list->callback([&session, &chosen] { chosen = [&session] { return run_list(session); }; });
  auto* run = reactions.add_subcommand(
      "run", "Gives whatever reactions ask for, and waits until nothing is left.");
  run->callback([&session, &chosen] { chosen = [&session] { return run_all(session); }; });
  const auto r = std::make_shared<RefusedArguments>();
  auto* refused =
      reactions.add_subcommand("refused", "Lists what was refused of a reaction, the last first.");
  refused->add_option("name", r->name, "Which reaction.")->required();
  refused->add_option("--most", r->most, "At most so many, 1 to 1000.")
      ->capture_default_str()
      ->check(whole_number(1, 1000));
  refused->callback(
      [&session, &chosen, r] { chosen = [&session, r] { return run_refused(session, *r); }; });
  const auto m = std::make_shared<MoveArguments>();
  auto* move = reactions.add_subcommand(
      "move", "Sets where a reaction goes on; what took effect does not take effect again.");
  move->add_option("name", m->name, "Which reaction.")->required();
  move->add_option("--to", m->position, "Everything up to this position counts as done.")
      ->required()
      ->check(whole_number(0, ~std::uint64_t{0}));
  move->callback(
      [&session, &chosen, m] { chosen = [&session, m] { return run_move(session, *m); }; });
}

}  // namespace recourse::cli
