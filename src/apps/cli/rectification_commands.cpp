#include "apps/cli/rectification_commands.hpp"

#include <fmt/format.h>

#include <recourse/casework/rectification/period.hpp>
#include <recourse/casework/rectification/recurrence.hpp>
#include <recourse/office/rectification.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/served_workflow.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using namespace casework::rectification;

constexpr auto kKind = RectificationDecider::kKind;
using Rows = std::vector<std::vector<std::string>>;

template <class T>
boost::json::value json_of(const T& value) {
  return describe::to_json(&value, describe::type_info<T>, {});
}

/// Of an end of an interval that has none: "∞".
std::string ratio_text(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : "∞";
}

// --- recurrence ----------------------------------------------------------------------------------

Result<State> state_of(const Office& office, const StreamId& id) {
  const auto& port = served(*office_workflow(kKind)).port(office);
  RECOURSE_TRY_ASSIGN(const auto found, port.find_any(id));
  return *static_cast<const State*>(found.state.get());
}

array names(const std::vector<StreamId>& streams) {
  array keys;
  for (const auto& one : streams) keys.push_back(string{one.key()});
  return keys;
}

std::string joined(const std::vector<StreamId>& streams) {
  std::string text;
  for (const auto& one : streams) text.append(text.empty() ? "" : " ").append(one.key());
  return text.empty() ? "–" : text;
}

boost::json::value day_json(const std::optional<LocalDay>& day) {
  if (!day) return nullptr;
  return boost::json::value(string{to_string(*day)});
}

object to_json(const State& state, const RecurrenceCount& count) {
  const auto& c = count.command;
  object json{{"position", c.position.value},
              {"before_from", string{to_string(state.from)}},
              {"before_to", string{to_string(state.to)}},
              {"after_from", day_json(state.observe_from)},
              {"after_to", day_json(state.observe_to)},
              {"before", c.before},
              {"before_all", c.before_all},
              {"after", c.after},
              {"after_all", c.after_all},
              {"ratio", nullptr},
              {"lower", nullptr},
              {"upper", nullptr},
              {"before_cases", names(count.before)},
              {"after_cases", names(count.after)}};
  if (c.before_all == 0 || c.after_all == 0) return json;
  const auto rate = compare({c.before, c.before_all, c.after, c.after_all});
  if (rate.ratio) json["ratio"] = *rate.ratio;
  json["lower"] = rate.lower;
  if (rate.upper) json["upper"] = *rate.upper;
  return json;
}

std::string to_text(const State& state, const RecurrenceCount& count) {
  const auto& c = count.command;
  Rows rows{{"", "from", "to", "of the class 同类", "all 全部", "share"},
            {"before 整改前", to_string(state.from), to_string(state.to), grouped(c.before),
             grouped(c.before_all), share(c.before, c.before_all)}};
  if (state.observe_from) {
    rows.push_back({"after 整改后", to_string(*state.observe_from), to_string(*state.observe_to),
                    grouped(c.after), grouped(c.after_all), share(c.after, c.after_all)});
  }
  auto text = table(rows, "<<<>>>");
  if (c.before_all > 0 && c.after_all > 0) {
    const auto rate = compare({c.before, c.before_all, c.after, c.after_all});
    text +=
        fmt::format("rate ratio {}, 95 % interval {:.3f} to {}\n",
                    rate.ratio ? ratio_text(rate.ratio) : "–", rate.lower, ratio_text(rate.upper));
  }
  text += "before: " + joined(count.before) + "\nafter: " + joined(count.after) + "\n";
  return text + fmt::format("counted as of position {}\n", grouped(c.position.value));
}

struct CountArguments {
  std::string key;
  std::string actor;
  std::uint64_t at = 0;  ///< 0: the log's end.
  bool recorded = false;
};

/// Its last judgement, as what is to be counted.
Result<State> as_judged(State state) {
  if (state.recurrences.empty()) {
    return Error{Errc::invalid_argument, "--recorded: it has not been judged yet"};
  }
  const auto& r = state.recurrences.back();
  state.from = r.before_from;
  state.to = r.before_to;
  state.observe_from = r.after_from;
  state.observe_to = r.after_to;
  return state;
}

bool is_same(const Recurrence& r, const Assess& c) {
  return r.before == c.before && r.before_all == c.before_all && r.after == c.after &&
         r.after_all == c.after_all;
}

Exit count(const Session& session, const CountArguments& a) {
  const auto id = stream_of(served(*office_workflow(kKind)), a.key);
  if (!id) return fail(session, id.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  // Numbers of cases are named: for those who may see the rectification.
  const auto seen = (*office)->engine().look(*id, {actor_of(a.actor)});
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  auto state = state_of(**office, *id);
  if (state && a.recorded) state = as_judged(std::move(*state));
  if (!state) return fail(session, state.error());
  std::optional<Position> as_of;
  if (a.at > 0) as_of = Position{a.at};
  if (a.recorded) as_of = state->recurrences.back().position;
  const auto counted = count_recurrence(**office, *state, as_of);
  if (!counted) return fail(session, counted.error());
  auto json = to_json(*state, *counted);
  auto text = to_text(*state, *counted);
  bool same = true;
  if (a.recorded) {
    same = is_same(state->recurrences.back(), counted->command);
    json["as_recorded"] = same;
    text += same ? "as recorded\n" : "not as recorded\n";
  }
  const auto exit =
      answered(print(session, item_answer(counted->command.position, std::move(json)), text));
  return exit == Exit::ok && !same ? Exit::problems : exit;
}

Exit verify(const Session& session, const CountArguments& a) {
  const auto id = stream_of(served(*office_workflow(kKind)), a.key);
  if (!id) return fail(session, id.error());
  const auto office = session.open_existing();
  if (!office) return fail(session, office.error());
  const auto state = state_of(**office, *id);
  if (!state) return fail(session, state.error());
  const auto counted = count_recurrence(**office, *state);
  if (!counted) return fail(session, counted.error());
  const casework::rectification::Command command{counted->command};
  const auto outcome = served(*office_workflow(kKind))
                           .port(**office)
                           .handle(*id, &command, (*office)->context(actor_of(a.actor)));
  if (!outcome) return fail(session, outcome.error());
  if (outcome->refused()) return refuse(session, outcome->refusal());
  const auto now = state_of(**office, *id);
  if (!now) return fail(session, now.error());
  auto json = to_json(*state, *counted);
  json["phase"] = string{describe::enum_name(now->phase)};
  const auto text =
      to_text(*state, *counted) + fmt::format("{}  {} {}\n", id->key(), casework::zh(now->phase),
                                              describe::enum_name(now->phase));
  return answered(print(session, item_answer(outcome->appended().last, std::move(json)), text));
}

// --- the topic of the month ----------------------------------------------------------------------

std::string figures_text(const Topic& topic) {
  Rows rows{
      {"key", "class 类别", "phase 阶段", "before 整改前", "after 整改后", "ratio", "interval"}};
  for (const auto& one : topic.figures) {
    const auto& r = one.last;
    const auto before = r ? r->before : one.found;
    const auto before_all = r ? r->before_all : one.overall;
    rows.push_back({one.rectification, class_name(one.matter, one.reason, one.line),
                    std::string{casework::zh(one.phase)},
                    grouped(before) + "/" + grouped(before_all),
                    r ? grouped(r->after) + "/" + grouped(r->after_all) : "–",
                    r && r->ratio ? ratio_text(r->ratio) : "–",
                    r ? fmt::format("{:.3f} to {}", r->lower, ratio_text(r->upper)) : "–"});
  }
  return table(rows, "<<<>>>>");
}

std::string to_text(const Topic& topic) {
  auto text = fmt::format("每月一题 topic of {}: {} rectifications\n", topic.month,
                          grouped(topic.figures.size()));
  if (topic.figures.empty()) return text;
  text += figures_text(topic);
  Rows tasks{{"key", "no", "kind 类别", "status 状态", "task 任务"}};
  for (const auto& one : topic.tasks) {
    const auto late = one.late ? " 逾期 late" : "";
    tasks.push_back({one.rectification, std::to_string(one.measure),
                     std::string{casework::zh(one.kind)},
                     std::string{casework::zh(one.status)} + late, one.text});
  }
  text += "\n任务清单 tasks\n" + table(tasks, "<><<<");
  Rows responsible{{"key", "no", "unit 责任单位", "until 期限"}};
  for (const auto& one : topic.responsible) {
    responsible.push_back({one.rectification,
                           one.measure == 0 ? "牵头 lead" : std::to_string(one.measure), one.unit,
                           one.due ? local_time(one.due->at) : ""});
  }
  text += "\n责任清单 responsible\n" + table(responsible, "<><<");
  Rows policy{{"key", "no", "kind 类别", "adopted by 审定", "catalogue 目录", "text 内容"}};
  for (const auto& one : topic.policy) {
    policy.push_back({one.rectification, std::to_string(one.measure),
                      std::string{casework::zh(one.kind)}, one.adopted_by, one.catalogue,
                      one.text});
  }
  return text + "\n政策清单 policy\n" + table(policy, "<><<<<");
}

Exit topic(const Session& session, const std::string& month) {
  if (!is_month(month)) {
    return fail(session, Error{Errc::invalid_argument,
                               "--month: '" + month + "' is no month; write 2023-11"});
  }
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->engine().follow();
  if (!head) return fail(session, head.error());
  const auto found = topic_of(**office, month);
  if (!found) return fail(session, found.error());
  return answered(print(session, item_answer(*head, json_of(*found)), to_text(*found)));
}

// --- the subcommands -----------------------------------------------------------------------------

void add_count(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<CountArguments>();
  auto* command = parent.add_subcommand(
      "count", "Counts a class before and after, and names the cases that it counted.");
  command->add_option("key", a->key, "Key of the rectification.")->required();
  command->add_option("--as", a->actor, "Who looks: role:id@unit (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
  command->add_option("--at", a->at, "As of this position of the log; missing: its end.")
      ->check(whole_number(1));
  command->add_flag("--recorded", a->recorded,
                    "Counts again what was judged last, and says whether it is the same.");
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return count(session, *a); }; });
}

void add_verify(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<CountArguments>();
  auto* command = parent.add_subcommand(
      "verify", "Counts a class before and after, and judges the effect by it (assess).");
  command->add_option("key", a->key, "Key of the rectification.")->required();
  command->add_option("--as", a->actor, "Who acts, uninvolved: role:id@unit (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return verify(session, *a); }; });
}

void add_topic(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto month = std::make_shared<std::string>();
  auto* command = parent.add_subcommand(
      "topic", "Lists the topic of a month: tasks, responsible, policy, figures (R42).");
  command->add_option("--month", *month, "The month, as 2023-11.")->required();
  command->callback([&session, &chosen, month] {
    chosen = [&session, month] { return topic(session, *month); };
  });
}

}  // namespace

WorkflowExtension rectification_extension() {
  WorkflowExtension extension{kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    add_count(parent, session, chosen);
    add_verify(parent, session, chosen);
    add_topic(parent, session, chosen);
  };
  return extension;
}

}  // namespace recourse::cli
