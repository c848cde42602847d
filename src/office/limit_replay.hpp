// LimitReplay: one case's events once more, with its limits as they were recorded and as other
// norms would have set them side by side (office/what_if.hpp says what is held fixed).
//
//     LimitReplay replay{rules};
//     for each event: replay.take(event, facts);
//     replay.judge_until(moment);
//     for (const auto& [kind, found] : replay.found()) …
//
// A value for one case; borrows the rules. Not thread-safe.
#pragma once

#include <map>
#include <recourse/casework/common/working_days.hpp>
#include <recourse/office/what_if.hpp>

namespace recourse {

struct OtherRules {
  const casework::complaint::ComplaintDecider* decider;  ///< Folds, and knows the recorded norms.
  const casework::Norms* norms;
  const Calendar* calendar;
  const Calendar* recorded_calendar;  ///< That of the office.
  bool counts_all = false;  ///< Every limit is counted again, also one whose number stays.
};

class LimitReplay {
 public:
  using DeadlineKind = casework::complaint::DeadlineKind;
  using State = casework::complaint::State;
  using Due = casework::Due;

  struct Found {
    bool late_now = false;
    bool late_then = false;
    std::optional<Timestamp> due_now = {};
    std::optional<Timestamp> due_then = {};
  };

  explicit LimitReplay(const OtherRules& rules);

  /// Judges the limits that ran up to the event, and takes it. not_found if the norms that the case
  /// is pinned to are not known.
  Result<void> take(const casework::complaint::Event& event, const core::Facts& facts);
  /// Judges those that run still.
  void judge_until(Timestamp moment);
  const std::map<DeadlineKind, Found>& found() const { return found_; }

 private:
  struct Running {
    DeadlineKind kind;
    std::optional<Due> now;
    std::optional<Due> then;
  };
  struct Counted {
    Due recorded;
    std::optional<Due> then;
    std::int64_t days = 0;  ///< resolution_days() when it was counted.
  };

  const casework::Norms& recorded_norms() const { return *norms_; }
  LocalDay day_of(Timestamp t) const { return local_day(t, rules_.norms->utc_offset); }
  void note_finish_before(const casework::complaint::Event& event);
  void judge(DeadlineKind kind, Timestamp moment);
  /// The limits that run from the event at this moment on.
  void set_running(Timestamp at);
  /// Counts a limit when it is set, whether it runs or rests.
  void note(DeadlineKind kind, const std::optional<Due>& recorded, Timestamp at);
  void add(DeadlineKind kind, const std::optional<Due>& recorded, Timestamp at);
  void add_resolution(Timestamp at);
  void add_beside(Timestamp at);
  void add_receipt(Timestamp at);
  void add_scope(Timestamp at);
  std::optional<Due> counted(DeadlineKind kind, const Due& recorded, Timestamp at) const;
  Due by_days(const Due& recorded, std::int64_t before, std::int64_t after) const;
  Due resolution(const Due& recorded) const;
  /// Of this round by the other norms, with those of its rests.
  std::int64_t resolution_days() const;
  /// The deadline that the day of need cuts: the one until then, unless a rest or its difficulty
  /// moved it.
  Due until_need(const Due& limit) const;
  Due absorbed(Due first) const;
  Due answer(const Due& recorded, Timestamp at) const;
  Due review(const Due& recorded, Timestamp at) const;
  std::optional<Due> receipt(const Due& recorded) const;
  std::optional<Due> receipt_by(const casework::Norms& norms) const;

  OtherRules rules_;
  casework::WorkingDays days_;
  State state_ = {};
  const casework::Norms* norms_ = nullptr;  ///< That the case is pinned to.
  Timestamp since_ = {};                    ///< The moment of the last event.
  bool counts_ = false;                     ///< Also where the number of days is the same.
  bool in_hand_ = false;  ///< A unit has taken it in hand while it was received, or it was merged.
  /// Of this round, by whoever took it on; not what counts as accepted without that.
  std::optional<Timestamp> accepted_ = {};
  std::optional<Due> notice_ = {};  ///< Also when it has passed, while nobody accepts.
  /// Of a difficult matter that is escalated: the deadline until then, which its department's limit
  /// still has to leave room before.
  std::optional<Due> finish_before_ = {};
  std::optional<Due> finish_before_then_ = {};
  std::map<DeadlineKind, Counted> counted_ = {};
  std::vector<Running> running_ = {};
  std::map<DeadlineKind, Found> found_ = {};
};

}  // namespace recourse
