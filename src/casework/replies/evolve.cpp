// How events become the state of a standard reply. It decides nothing.
#include <algorithm>
#include <recourse/casework/replies/decider.hpp>

namespace recourse::casework::replies {
namespace {

/// The cases that cite the version that held are to be looked at again, and are kept apart from
/// those that will cite the next.
void look_again(State& state, LookCause cause, const std::optional<Due>& due) {
  for (const auto& citation : state.citing) {
    if (!due) break;
    state.look_again.push_back({citation.cited_in, citation.version, cause, *due, false});
  }
  state.citing.clear();
}

void end_drafting(State& state) {
  state.draft = {};
  state.step.reset();
  state.step_missed = false;
}

/// The reply holds no more, and nothing is owed but what its cases ask for.
void end(State& state, LocalDay from) {
  end_drafting(state);
  state.ended_from = from;
  state.validity.reset();
  state.look_through.reset();
  state.looking_through.reset();
  state.renewal.reset();
  state.renewal_missed = false;
}

struct Evolving {
  State& state;
  const core::Facts& facts;

  void step(const Due& due) const {
    state.step = due;
    state.step_missed = false;
  }

  void operator()(const Proposed& e) const {
    state.line = e.line, state.matter = e.matter, state.reason = e.reason, state.unit = e.unit;
    step(e.due);
  }
  void operator()(const Drafted& e) const {
    state.line = e.line, state.matter = e.matter, state.reason = e.reason, state.unit = e.unit;
    auto& draft = state.draft;
    draft.number = e.number;
    draft.wording = e.wording, draft.basis = e.basis;
    draft.valid_from = e.valid_from, draft.valid_until = e.valid_until;
    draft.wrong.clear();
    if (std::ranges::find(draft.authors, e.by) == draft.authors.end())
      draft.authors.push_back(e.by);
    step(e.due);
  }
  void operator()(const Submitted& e) const {
    state.draft.wrong.clear();
    step(e.due);
  }
  void operator()(const ReviewPassed& e) const {
    state.draft.reviewer = e.by;
    step(e.due);
  }
  void operator()(const SentBack& e) const {
    state.draft.wrong = e.wrong;
    state.draft.reviewer.clear();
    step(e.due);
  }
  void operator()(const Approved& e) const {
    state.draft.approver = e.by;
    step(e.due);
  }
  void operator()(const Published& e) const {
    look_again(state, LookCause::revised, e.look_again);
    state.versions.push_back({e.number, e.wording, e.basis, e.valid_from, e.valid_until, e.authors,
                              e.reviewer, e.approver, facts.occurred_at});
    state.place = e.place;
    end_drafting(state);
    state.validity = e.validity;
    state.look_through = e.look_through;
    state.looking_through.reset();
    state.renewal.reset();
    state.renewal_missed = false;
  }
  void operator()(const Superseded& e) const {
    look_again(state, LookCause::superseded, e.look_again);
    state.successor = e.by_reply;
    end(state, e.from);
  }
  void operator()(const Withdrawn& e) const {
    look_again(state, LookCause::withdrawn, e.look_again);
    end(state, e.from);
  }
  void operator()(const Abandoned&) const {
    end_drafting(state);
    if (!state.versions.empty()) return;
    // What was never published may become a reply for something else.
    state.matter.clear(), state.reason.clear(), state.unit.clear();
  }
  void operator()(const Renewed& e) const {
    if (!state.versions.empty()) state.versions.back().valid_until = e.until;
    state.validity = e.validity;
    state.look_through = e.look_through;
    state.looking_through.reset();
  }
  void operator()(const LookThroughBegan& e) const { state.looking_through = e.due; }
  void operator()(const Lapsed& e) const {
    state.look_through.reset();
    state.looking_through.reset();
    state.validity.reset();
    state.renewal = e.renewal;
  }
  void operator()(const UseNoted& e) const {
    ++state.uses;
    if (e.look_again) {
      const auto cause = e.valid ? LookCause::superseded : LookCause::not_valid;
      state.look_again.push_back({e.cited_in, e.version, cause, *e.look_again, false});
    }
    if (e.look_again || !e.valid) return;
    if (state.citing.size() == kCitingMax) state.citing.erase(state.citing.begin());
    state.citing.push_back({e.cited_in, e.version, facts.occurred_at});
  }
  void operator()(const RatingNoted& e) const {
    auto found = std::ranges::lower_bound(state.ratings, e.grade, {}, &GradeCount::grade);
    if (found == state.ratings.end() || found->grade != e.grade) {
      found = state.ratings.insert(found, {e.grade, 0});
    }
    ++found->count;
  }
  void operator()(const CaseLookedAt& e) const {
    std::erase_if(state.look_again,
                  [&](const LookAgain& one) { return one.cited_in == e.cited_in; });
  }
  void operator()(const LimitMissed& e) const {
    if (e.limit == LimitKind::step) state.step_missed = true;
    if (e.limit == LimitKind::renewal) state.renewal_missed = true;
    for (auto& one : state.look_again) {
      if (e.limit == LimitKind::look_again && one.due.at <= e.due.at) one.missed = true;
    }
  }
  void operator()(const LimitsRecomputed& e) const { recount(limits_of(state), e.limits); }
  void operator()(const TimerDeclined&) const {}
};

}  // namespace

void RepliesDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  state.drafting = replies::drafting().follow(state.drafting, event).value_or(state.drafting);
  state.standing = replies::standing().follow(state.standing, event).value_or(state.standing);
  std::visit(Evolving{state, facts}, event);
}

}  // namespace recourse::casework::replies
