#include "apps/cli/training_commands.hpp"

#include <fmt/format.h>

#include <recourse/casework/training/decider.hpp>
#include <recourse/office/training_effect.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/served_workflow.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;
using namespace casework::training;

constexpr auto kKind = TrainingDecider::kKind;

Served trainings() { return served(*office_workflow(kKind)); }

std::string percent(std::int32_t hundredths) {
  return fmt::format("{:+.2f} %", hundredths / 100.0);
}

std::string change_text(std::string_view what, const std::optional<Change>& change) {
  if (!change) return fmt::format("  {}: a period has none 无可比数据\n", what);
  const bool shown = change->low > 0 || change->high < 0;
  return fmt::format("  {}: {} (95 %: {} … {}){}\n", what, percent(change->difference),
                     percent(change->low), percent(change->high),
                     shown ? "" : " no effect shown 未见显著变化");
}

Exit evaluate(const Session& session, const std::string& key, const std::string& actor) {
  const auto stream = stream_of(trainings(), key);
  if (!stream) return fail(session, stream.error());
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  auto effect = training_effect(**office, *stream);
  if (!effect) return fail(session, effect.error());
  const Command command{std::move(*effect)};
  const auto outcome =
      trainings().port(**office).handle(*stream, &command, (*office)->context(actor_of(actor)));
  if (!outcome) return fail(session, outcome.error());
  if (outcome->refused()) return refuse(session, outcome->refusal());
  const auto seen = find(**office, trainings(), *stream, {actor_of(actor)});
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& found = std::get<Found>(*seen);
  const auto& now = *static_cast<const State*>(found.shown.now.state.get());
  const auto text = fmt::format("{}  {} cases before, {} after\n", stream->key(),
                                grouped(now.before->cases), grouped(now.after->cases)) +
                    change_text("repeated trips 反复跑", now.repeated) +
                    change_text("bad ratings 差评", now.bad);
  return answered(print(session, item_answer(found.position, item_of(found.shown)), text));
}

}  // namespace

WorkflowExtension training_extension() {
  WorkflowExtension extension{kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    const auto key = std::make_shared<std::string>();
    const auto actor = std::make_shared<std::string>();
    auto* command = parent.add_subcommand(
        "evaluate",
        "Counts the attendees' cases before and after, and records the effect 评估效果.");
    add_key(*command, trainings(), *key);
    command->add_option("--as", *actor, "Who acts: role:id@unit (or RECOURSE_ACTOR).")
        ->envname("RECOURSE_ACTOR")
        ->required();
    command->callback([&session, &chosen, key, actor] {
      chosen = [&session, key, actor] { return evaluate(session, *key, *actor); };
    });
  };
  return extension;
}

}  // namespace recourse::cli
