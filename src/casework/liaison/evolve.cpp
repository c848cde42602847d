// How events become the state of a liaison's post. It decides nothing.
#include <algorithm>
#include <recourse/casework/liaison/decider.hpp>

namespace recourse::casework::liaison {
namespace {

struct Evolving {
  State& state;
  const core::Facts& facts;

  /// Who has no part in the post any more is not away from it either.
  void forget_absences() const {
    std::erase_if(state.absences, [&](const Absence& one) {
      return one.staff != state.staff && one.staff != state.stand_in;
    });
  }

  void operator()(const Appointed& e) const {
    state.line = e.line, state.station = e.station, state.unit = e.unit;
    state.staff = e.staff, state.stand_in = e.stand_in;
    state.vacancy.reset();
    state.vacancy_missed = false;
    if (e.next) state.next_digest = e.next;
  }
  void operator()(const Replaced& e) const {
    state.staff = e.staff, state.stand_in = e.stand_in;
    forget_absences();
  }
  void operator()(const AbsenceNoted& e) const {
    // A day behind the last one, wherever on earth it is counted, nobody asks for it any more.
    const auto today = std::chrono::floor<std::chrono::days>(facts.occurred_at).time_since_epoch();
    std::erase_if(state.absences, [&](const Absence& one) {
      return one.until.time_since_epoch() < today - std::chrono::days{1};
    });
    state.absences.push_back(e.absence);
  }
  void operator()(const Left& e) const {
    state.staff.clear(), state.stand_in.clear();
    state.absences.clear();
    state.vacancy = e.due;
  }
  void operator()(const Collected& e) const {
    ++state.collected;
    if (e.next) state.next_digest = e.next;
    state.matters.push_back(
        {e.number, e.from_case, e.matter, e.what, facts.occurred_at, 0, std::nullopt});
  }
  void operator()(const DigestIssued& e) const {
    state.digest = e.digest;
    state.digest_day = e.day;
    state.next_digest = e.next;
    if (e.matters.empty()) return;
    state.answer = e.answer;
    state.answer_missed = false;
    for (auto& matter : state.matters) {
      if (matter.digest != 0) continue;
      matter.digest = e.digest;
      matter.due = e.answer;
    }
  }
  void operator()(const MatterAnswered& e) const {
    std::erase_if(state.matters, [&](const OpenMatter& one) { return one.number == e.number; });
    ++(e.solution.empty() ? state.next_steps : state.solved);
    if (e.late) ++state.late;
  }
  void operator()(const DigestAnswered&) const {
    state.answer.reset();
    state.answer_missed = false;
  }
  void operator()(const LimitMissed& e) const {
    if (e.limit == LimitKind::answer) state.answer_missed = true;
    if (e.limit == LimitKind::vacancy) state.vacancy_missed = true;
  }
  void operator()(const LimitsRecomputed& e) const { recount(limits_of(state), e.limits); }
  void operator()(const TimerDeclined&) const {}
};

}  // namespace

void LiaisonDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  state.post = posts().follow(state.post, event).value_or(state.post);
  state.collection = collections().follow(state.collection, event).value_or(state.collection);
  std::visit(Evolving{state, facts}, event);
}

}  // namespace recourse::casework::liaison
