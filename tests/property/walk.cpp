#include "tests/property/walk.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <recourse/casework/complaint/json.hpp>

namespace recourse::property {
namespace {

using namespace casework;
using namespace casework::complaint;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

/// One limit's timer may arm another that is due; a chain this long is a loop.
constexpr int kFiringsMax = 64;

std::string words_of(const core::Decision<Event>& decision) {
  if (decision.is_refusal()) return "refused: " + decision.refusal().name;
  std::string words;
  for (const auto& event : decision.events()) {
    words.append(words.empty() ? "" : ", ").append(describe::type_of(event));
  }
  for (const auto& other : decision.related_events()) {
    for (const auto& event : other.events) {
      words.append(", ").append(describe::type_of(event)).append(" in " + other.stream.text());
    }
  }
  return words;
}

}  // namespace

Walk::Walk(const Check& check, std::size_t cases, Timestamp start, ComplaintDecider rules)
    : check_(&check), rules_(std::move(rules)), now_(start) {
  for (std::size_t i = 0; i < cases; ++i) {
    const std::string key(1, static_cast<char>('A' + i));
    lives_.push_back({StreamId::parse("case/" + key).value()});
  }
}

void Walk::take(const std::vector<std::uint64_t>& dice) {
  for (const auto word : dice) {
    sim::Random random{word};
    step(random);
    if (!objection_.empty()) return;
  }
}

void Walk::step(sim::Random& dice) {
  auto& life = lives_[dice.below(lives_.size())];
  time_passes(dice, life);
  if (dice.chance(60)) {
    for (auto& one : lives_) fire_due(one, dice);
  }
  if (!objection_.empty()) return;
  give(life, draft(dice, life), dice);
}

void Walk::time_passes(sim::Random& dice, const Life& life) {
  const auto kind = dice.below(100);
  const auto much = static_cast<int>(dice.below(20));
  if (kind < 35) return;
  if (kind < 60) {
    now_ += minutes{1 + much * 10};
  } else if (kind < 75) {
    now_ += hours{1 + much};
  } else if (kind < 88) {
    now_ += days{1 + much % 4};
  } else if (kind < 93) {
    now_ += days{5 + much};
  } else if (kind < 94) {
    now_ += days{50 + 10 * much};
  } else if (!life.armed.empty()) {
    // To the last moment of a limit, or just behind it.
    const auto due = life.armed[dice.below(life.armed.size())].due;
    now_ = std::max(now_, due + milliseconds{dice.below(2)});
  }
}

Draft Walk::draft(sim::Random& dice, const Life& life) {
  // The next one; B also where there is none.
  const auto next = static_cast<char>(life.stream.key()[0] + 1 + static_cast<int>(dice.below(2)));
  const auto past = static_cast<std::size_t>(next - 'A') >= std::max<std::size_t>(2, lives_.size());
  const std::string other(1, past ? 'A' : next);
  const auto& state = life.state;
  // Rests and merges would be rare by chance, and twice the same one rarer.
  if (is_open(state.phases.stage) && dice.chance(8)) {
    const bool rests = state.phases.clock == ClockPhase::paused;
    const auto type = rests ? describe::spec_of<Resume>.type : describe::spec_of<Pause>.type;
    return sensible(dice, now_, state, other, type);
  }
  if (lives_.size() > 1 && dice.chance(10)) {
    const bool gone = state.phases.stage == Phase::merged;
    const auto type = gone ? describe::spec_of<Unmerge>.type : describe::spec_of<Merge>.type;
    return sensible(dice, now_, state, other, type);
  }
  const auto how = dice.below(100);
  if (how >= 85) return anything(dice, now_);
  auto made = something_sensible(dice, now_, state, other);
  if (how >= 70) made.actor = anybody(dice);
  if (how >= 55 && how < 70) {
    made.command = any_fields(dice, now_, describe::type_of(made.command));
  }
  return made;
}

core::Round<ComplaintDecider> Walk::new_round() {
  return core::Round<ComplaintDecider>{
      rules_, [this](const StreamId& stream) -> Result<core::Round<ComplaintDecider>::LoadedState> {
        core::Loaded<State> loaded;
        if (const auto* life = find(stream)) {
          loaded = {.state = life->state,
                    .version = Version{life->log.size()},
                    .definition = ComplaintDecider::kDefinition,
                    .at = life->at,
                    .timers = life->armed};
        }
        return std::make_shared<const core::Loaded<State>>(std::move(loaded));
      }};
}

void Walk::give(Life& life, const Draft& draft, sim::Random& dice) {
  const core::Context context{now_, draft.actor, CommandId{}, life.stream.text(),
                              ComplaintDecider::kDefinition};
  std::vector<Taken> taken;
  auto round = new_round();
  const auto decision = round.decide(life.stream, draft.command, context, into(taken));
  if (!decision) return object(decision.error().to_string());
  ++(decision->is_refusal() ? refused_ : accepted_);
  lines_.push_back({now_, life.stream.text(), draft.actor, draft.command, words_of(*decision)});
  if (decision->is_refusal()) taken.clear();
  passed_first(taken);
  const State before = life.state;
  all_happen(taken, *decision);
  if (check_->decided == nullptr || !objection_.empty()) return;
  object(check_->decided({rules_, life, before, draft.command, context, *decision, dice}));
}

void Walk::passed_first(std::vector<Taken>& taken) {
  const auto by_people = [](const Taken& one) { return one.by.actor != core::timer_actor(); };
  const auto first = std::find_if(taken.begin(), taken.end(), by_people);
  for (auto one = taken.begin(); one != first; ++one) {
    if (!objection_.empty()) return;
    happen(*one);
  }
  taken.erase(taken.begin(), first);
}

std::vector<Walk::Line> Walk::given() const {
  std::vector<Line> lines;
  for (const auto& line : lines_) {
    // Who claims to be a timer is left out too: a timer's command is not kept waiting by others.
    if (line.actor.role != core::timer_actor().role) lines.push_back(line);
  }
  return lines;
}

void Walk::give_again(const std::vector<Line>& lines, bool up) {
  sim::Random dice{1};
  for (const auto& line : lines) {
    if (up) wait_until(line.at);
    now_ = line.at;
    if (!objection_.empty()) return;
    give(*find(StreamId::parse(line.stream).value()), Draft{line.command, line.actor}, dice);
  }
}

void Walk::wait_until(Timestamp moment) {
  sim::Random dice{1};
  now_ = moment;
  for (auto& life : lives_) fire_due(life, dice);
}

void Walk::fire_due(Life& life, sim::Random& dice) {
  for (int i = 0; objection_.empty(); ++i) {
    const core::ArmedTimer* first = nullptr;
    for (const auto& timer : life.armed) {
      if (!timer.fires || timer.spent || now_ <= timer.due) continue;
      const auto key = [](const core::ArmedTimer& t) { return std::tie(t.due, t.name); };
      if (first == nullptr || key(timer) < key(*first)) first = &timer;
    }
    if (first == nullptr) return;
    if (i == kFiringsMax) return object("timers fire for ever, now " + first->name);
    fire(life, *first, dice);
  }
}

void Walk::fire(Life& life, core::ArmedTimer timer, sim::Random& dice) {
  std::vector<Taken> taken;
  auto round = new_round();
  auto fired = round.fire(life.stream, timer.name, timer.generation, now_, into(taken));
  if (!fired) return object(fired.error().to_string());
  if (!fired->command) return object(timer.name + " was due, and did not fire");
  const core::Context context{fired->at, core::timer_actor(), fired->command_id, life.stream.text(),
                              ComplaintDecider::kDefinition};
  core::Decision<Event> decision{std::move(fired->events)};
  for (auto& other : fired->elsewhere) {
    decision = std::move(decision).append_to(other.stream, std::move(other.events));
  }
  lines_.push_back(
      {context.now, life.stream.text(), context.actor, *fired->command, words_of(decision)});
  const bool again =
      !fired_.insert({life.stream.text(), timer.name, timer.generation.value}).second;
  const State before = life.state;
  const auto length = life.log.size();
  all_happen(taken, decision);
  if (!objection_.empty()) return;
  if (check_->fired != nullptr) {
    object(check_->fired({life, timer, life.log.size() - length, again}));
  }
  if (check_->decided == nullptr || !objection_.empty()) return;
  object(check_->decided({rules_, life, before, *fired->command, context, decision, dice}));
}

void Walk::all_happen(const std::vector<Taken>& taken, const core::Decision<Event>& decision) {
  auto decided = decision.events();
  for (const auto& other : decision.related_events()) {
    decided.insert(decided.end(), other.events.begin(), other.events.end());
  }
  const bool same = std::ranges::equal(taken, decided, {}, &Taken::event);
  if (!same) return object("what was stored is read back as something else");
  for (const auto& one : taken) happen(one);
}

void Walk::happen(const Taken& taken) {
  auto* const found = find(taken.stream);
  if (found == nullptr) return object("events for " + taken.stream.text() + ", unasked");
  auto& life = *found;
  const auto& now = taken.after;
  const core::Facts facts{now.version, now.at, now.definition};
  const State before = std::exchange(life.state, now.state);
  life.log.emplace_back(taken.event, facts);
  life.actors.push_back(taken.by.actor.to_string());
  life.at = now.at;
  life.armed = now.timers;
  phases_.insert(life.state.phases.stage);
  if (check_->happened != nullptr) {
    object(check_->happened({life, before, taken.event, facts, life.state, taken.by.actor.id}));
  }
  remember(life, before, taken.event);
}

void Walk::remember(Life& life, const State& before, const Event& event) {
  const bool other_round = life.state.ending.rounds != before.ending.rounds;
  if (other_round) life.late_round = false;
  if (std::holds_alternative<WentOverdue>(event)) life.late_round = true;
  const auto* released = std::get_if<Released>(&event);
  if (released != nullptr && released->in_time) life.late_round = false;
}

void Walk::object(std::string words) {
  if (objection_.empty()) objection_ = std::move(words);
}

Life* Walk::find(const StreamId& stream) {
  const auto known = std::ranges::find(lives_, stream, &Life::stream);
  return known == lives_.end() ? nullptr : &*known;
}

std::string Walk::transcript() const {
  std::string text;
  for (const auto& line : lines_) {
    text.append(to_string(line.at, kShanghaiOffset)).append("  ").append(line.stream).append("  ");
    text.append(line.actor.to_string()).append("  ");
    text.append(
        boost::json::serialize(casework::complaint::to_json(line.command, {.reveal = true})));
    text.append("\n    ").append(line.outcome).append("\n");
  }
  return text;
}

}  // namespace recourse::property
