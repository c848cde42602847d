#include <algorithm>
#include <map>
#include <recourse/casework/liaison/decider.hpp>
#include <recourse/office.hpp>
#include <tuple>

#include "acts.hpp"
#include "cast.hpp"
#include "script.hpp"

namespace recourse::cli {
namespace {

using namespace casework::liaison;
using casework::Level;
using casework::Line;

/// What the reaction will collect: a case that became difficult, or was escalated.
struct Difficulty {
  Timestamp at;
  std::string stream;  ///< Of the case.
};

/// By station; and when the last case's script ends.
struct Difficulties {
  std::map<std::size_t, std::vector<Difficulty>> of;
  LocalDay end{};
};

bool is_difficult(const casework::complaint::Command& command) {
  if (std::holds_alternative<casework::complaint::SetDifficult>(command)) return true;
  const auto* const c = std::get_if<casework::complaint::Escalate>(&command);
  return c != nullptr && c->line.value_or(Line::population) == Line::population;
}

Difficulties difficulties_of(const Plan& plan) {
  Difficulties found;
  for (std::size_t i = 0; i < plan.cases.size(); ++i) {
    const auto& planned = plan.cases[i];
    for (const auto& action : script_of(plan, i)) {
      found.end = std::max(found.end, day_of(action.at));
      if (planned.line != Line::population || !is_difficult(action.command)) continue;
      found.of[planned.station].push_back({action.at, stream_of(planned).text()});
    }
  }
  for (auto& [station, list] : found.of) {
    std::ranges::sort(list, {}, [](const Difficulty& one) { return std::tie(one.at, one.stream); });
  }
  return found;
}

/// The post of the population line for one station.
class LiaisonPost {
 public:
  LiaisonPost(const Plan& plan, std::size_t index)
      : station_(plan.stations[index]),
        unit_(casework::complaint::department_of(Level::district, station_.district,
                                                 Line::population)),
        dice_(plan.seed, 4000 + index),
        stream_(
            StreamId::of(LiaisonDecider::kKind, post_key(Line::population, station_.code)).value()),
        appointed_(start_of(station_.opens, kShanghaiOffset) + std::chrono::hours{8} +
                   std::chrono::seconds{index}) {
    give(appointed_, {unit_ + "-1", "district_officer", unit_}, Appoint{liaison(), unit_ + "-x2"});
  }

  /// Each matter is answered after the digest that it stands in, most in time; none after `end`.
  void answer(const std::vector<Difficulty>& difficulties, LocalDay end) {
    std::map<std::string, Timestamp> open_until;
    for (const auto& one : difficulties) {
      auto& until = open_until[one.stream];
      if (one.at < until) continue;  // it is open, and stays one matter
      const auto wait = dice_.percent(8) ? 8 : dice_.between(1, 4);
      const auto day = working_day_after(digest_after(day_of(one.at)), wait);
      until = Timestamp::max();
      if (day > end) continue;
      until = free_moment(day);
      answer_one(until, one.stream);
    }
    std::ranges::stable_sort(acts_, {}, &Act::at);
  }

  std::vector<Act> acts() && { return std::move(acts_); }

 private:
  std::string liaison() const { return unit_ + "-x1"; }

  void give(Timestamp at, core::Actor actor, Command command) {
    acts_.push_back(
        {at, std::move(actor), core::intent<LiaisonDecider>(stream_, std::move(command))});
  }
  /// The day of the digest that a matter of that day stands in.
  LocalDay digest_after(LocalDay day) const {
    const auto interval = Limits{}.digest;
    auto digest = working_day_after(day_of(appointed_), interval);
    while (digest < day) digest = working_day_after(digest, interval);
    return digest;
  }
  /// In the morning of that day, behind what was answered then already.
  Timestamp free_moment(LocalDay day) {
    auto at = start_of(day, kShanghaiOffset) + std::chrono::hours{10};
    for (const auto& act : acts_) {
      if (day_of(act.at) == day) at = std::max(at, act.at + std::chrono::minutes{6});
    }
    return at;
  }
  void answer_one(Timestamp at, const std::string& of_case) {
    const bool solved = dice_.percent(80);
    Answer answer;
    (solved ? answer.solution : answer.next_step) =
        solved ? "已会同经办所研判，按现行口径补齐证明后即可办理。"
               : "报市局人口办明确，答复后书面告知派出所。";
    give(at, {liaison(), "liaison", unit_}, answer);
    acts_.back().counted = [stream = stream_, of_case,
                            answer](const Office& office) -> Result<core::Intent> {
      const auto* const port = office.engine().workflow(LiaisonDecider::kKind);
      RECOURSE_TRY_ASSIGN(const auto now, port->find_any(stream));
      const auto& state = *static_cast<const State*>(now.state.get());
      auto command = answer;
      const auto matter = std::ranges::find(state.matters, of_case, &OpenMatter::from_case);
      if (matter != state.matters.end()) command.number = matter->number;
      return core::intent<LiaisonDecider>(stream, std::move(command));
    };
  }

  const Station& station_;
  std::string unit_;
  Random dice_;
  StreamId stream_;
  Timestamp appointed_;
  std::vector<Act> acts_;
};

}  // namespace

std::vector<Act> liaison_acts(const Plan& plan) {
  const auto difficulties = difficulties_of(plan);
  std::vector<Act> all;
  for (std::size_t i = 0; i < plan.stations.size(); ++i) {
    LiaisonPost post{plan, i};
    const auto found = difficulties.of.find(i);
    if (found != difficulties.of.end()) post.answer(found->second, difficulties.end);
    auto acts = std::move(post).acts();
    std::ranges::move(acts, std::back_inserter(all));
  }
  return all;
}

}  // namespace recourse::cli
