#include <algorithm>
#include <recourse/casework/complaint/views/case_facts.hpp>

namespace recourse::casework::complaint {
namespace {

/// Ends a case: the event carries how.
template <class E>
concept Ends = requires(const E& e) {
  { e.resolution } -> std::convertible_to<const Resolution&>;
};

/// Takes an ended case up again.
template <class E>
inline constexpr bool kResumes =
    std::is_same_v<E, Reopened> || std::is_same_v<E, ReviewOverturned> ||
    std::is_same_v<E, DeclineOverturned> || std::is_same_v<E, ReviewLapsed> ||
    std::is_same_v<E, Unmerged>;

/// Sends it on a route, which is told (R12).
template <class E>
constexpr std::optional<Route> kRoute = std::nullopt;
template <>
constexpr std::optional<Route> kRoute<RoutedOnSpot> = Route::on_spot;
template <>
constexpr std::optional<Route> kRoute<RoutedExplain> = Route::explain;
template <>
constexpr std::optional<Route> kRoute<RoutedExpedite> = Route::expedite;
template <>
constexpr std::optional<Route> kRoute<RoutedLacking> = Route::lacking;
template <>
constexpr std::optional<Route> kRoute<RoutedNotice> = Route::notice;
template <>
constexpr std::optional<Route> kRoute<Escalated> = Route::escalate;

/// Tells the citizen something, and how.
template <class E>
concept Tells = requires(const E& e) {
  { e.told } -> std::convertible_to<std::optional<Told>>;
};

class Taking {
 public:
  Taking(CaseFacts& facts, Timestamp when) : f_(facts), when_(when) {}

  template <class E>
  void operator()(const E& e) {
    const bool open = !f_.outcome;
    if constexpr (Tells<E>) told(e.told, open);
    if constexpr (kRoute<E>.has_value()) {
      f_.route = kRoute<E>;
      answered();
    }
    if constexpr (Ends<E>) {
      ended(e.resolution);
      // One that goes on in another case has not been late by its end.
      if (!std::is_same_v<E, Merged> && !e.resolution.on_time) f_.overdue = true;
    }
    if constexpr (kResumes<E>) resumed();
    // Papers that came in time, told after the lapse.
    if constexpr (requires { e.lapsed_from; }) {
      if (e.lapsed_from != Phase::none) resumed();
    }
    on(e);
  }

 private:
  void resumed() {
    f_.outcome.reset();
    f_.closed_at.reset();
  }
  void told(const std::optional<Told>& how, bool open) {
    if (open && (how == Told::in_person || how == Told::phone)) contacted();
  }
  void contacted() {
    if (!f_.contacted_at) f_.contacted_at = when_;
  }
  void answered() {
    if (!f_.answered_at) f_.answered_at = when_;
  }
  void ended(const Resolution& r) {
    f_.outcome = r.outcome;
    f_.on_time = r.on_time;
    f_.same_day = r.same_day;
    f_.working_days = r.working_days;
    f_.closed_at = when_;
    if (is_concluded(r.outcome)) answered();
  }

  template <class E>
  void on(const E&) {}
  void on(const Received& e);
  void on(const Accepted& e) {
    if (e.demand) f_.demand = *e.demand;
    if (e.present) contacted();
  }
  void on(const Declined&) { answered(); }
  void on(const Escalated& e) {
    f_.escalated = true;
    f_.department = e.department;
  }
  void on(const ForwardedToCity& e) { f_.department = e.department; }
  void on(const CouldNotApply& e) { f_.department = e.department; }
  void on(const LineObjected& e) {
    // While two departments dispute it, the first one has it.
    if (!e.disputed) f_.department = e.department;
  }
  void on(const Contacted& e) {
    if (e.reached) contacted();
  }
  void on(const ReferralConfirmed& e) {
    // It was received in time, and known only after its limit.
    if (e.resolution.on_time) f_.overdue = false;
  }
  void on(const WentOverdue&) { f_.overdue = true; }
  void on(const Released& e) {
    if (f_.absorbed > 0) --f_.absorbed;
    if (e.in_time) f_.overdue = false;
  }
  void on(const Absorbed&) { ++f_.absorbed; }
  void on(const Reopened& e) {
    ++f_.reopened;
    if (e.redo) ++f_.redos;
    f_.drawn = false;
  }
  void on(const ReviewOverturned&) { f_.drawn = false; }
  /// A rating stands until another one is given: a new round does not take it away.
  void on(const Rated& e) { rated(e.grade, e.service, e.policy); }
  void on(const ExclusionDecided& e) {
    // Still shown with the case, not scored.
    if (e.excluded && !e.superseded) rated({}, {}, {});
  }
  void on(const NewDemandMade& e) {
    if (!e.breach) return;
    ++f_.breaches;
    ++f_.repeated_trips;
  }
  void on(const NoticeMissed&) { ++f_.breaches; }
  void on(const LimitMissed&) { ++f_.missed; }
  void on(const SupervisionRaised&) { ++f_.missed; }
  void on(const Supervised&) { ++f_.supervised; }
  void on(const SupportAsked&) { ++f_.supported; }
  void on(const Urged&) { ++f_.urged; }
  void on(const AccountOpened& e) { f_.account = e.reason; }
  void on(const AccountStruck&) { f_.account.reset(); }
  void on(const CallbackDrawn& e) { f_.drawn = e.chosen; }
  void on(const OutcomeConfirmed& e);

  void rated(std::optional<Grade> grade, std::optional<Grade> service,
             std::optional<Grade> policy) {
    f_.grade = grade;
    f_.service = service;
    f_.policy = policy;
  }

  CaseFacts& f_;
  Timestamp when_;
};

void Taking::on(const Received& e) {
  f_.station = e.station;
  f_.district = e.district;
  f_.matter = e.matter;
  f_.reason = e.reason;
  f_.line = e.line;
  f_.category = e.category;
  f_.channel = e.channel;
  f_.applicant = e.applicant;
  f_.demand = e.demand;
  f_.urgency = e.urgency;
  f_.reported_at = e.reported_at;
  f_.historical = e.historical;
  f_.earlier_trips = e.earlier_trips;
}

void Taking::on(const OutcomeConfirmed& e) {
  if (!e.finished || !f_.drawn) return;
  ++f_.calls;
  if (!e.contacted) return;
  ++f_.calls_reached;
  if (e.solved.value_or(false)) ++f_.calls_solved;
  if (e.satisfied.value_or(false)) ++f_.calls_satisfied;
}

std::int64_t day_number(Timestamp t, UtcOffset offset) {
  return local_day(t, offset).time_since_epoch().count();
}

std::int64_t minutes(const CaseFacts& f, const std::optional<Timestamp>& until) {
  if (!until) return -1;
  const auto passed = std::chrono::floor<std::chrono::minutes>(*until - f.reported_at).count();
  return std::max<std::int64_t>(passed, 0);
}

template <class E>
std::int64_t number(const std::optional<E>& value) {
  return value ? static_cast<std::int64_t>(*value) : 0;
}
template <class E>
requires std::is_enum_v<E> std::int64_t number(E value) { return static_cast<std::int64_t>(value); }
std::int64_t number(std::uint32_t value) { return value; }
std::int64_t number(bool value) { return value ? 1 : 0; }

}  // namespace

bool is_concluded(Outcome outcome) {
  return outcome != Outcome::duplicate && outcome != Outcome::withdrawn;
}

bool is_rated_badly(const CaseFacts& facts) {
  return (facts.grade && is_bad(*facts.grade)) || (facts.service && is_bad(*facts.service));
}

void take(CaseFacts& facts, const Event& event, Timestamp when) {
  std::visit(Taking{facts, when}, event);
}

FactRow numbers(const CaseFacts& f, UtcOffset offset) {
  const bool concluded = f.outcome && is_concluded(*f.outcome);
  FactRow row{};
  const auto set = [&](Fact fact, std::int64_t value) { row[column_of(fact)] = value; };
  set(Fact::line, number(f.line));
  set(Fact::category, number(f.category));
  set(Fact::channel, number(f.channel));
  set(Fact::applicant, number(f.applicant));
  set(Fact::demand, number(f.demand));
  set(Fact::urgency, number(f.urgency));
  set(Fact::route, number(f.route));
  set(Fact::outcome, number(f.outcome));
  set(Fact::grade, number(f.grade));
  set(Fact::service, number(f.service));
  set(Fact::policy, number(f.policy));
  set(Fact::account, number(f.account));
  set(Fact::reported_day, day_number(f.reported_at, offset));
  set(Fact::closed_day, f.closed_at ? day_number(*f.closed_at, offset) : 0);
  set(Fact::closed, number(f.outcome.has_value()));
  set(Fact::concluded, number(concluded));
  set(Fact::on_time, number(concluded && f.on_time));
  set(Fact::same_day, number(concluded && f.same_day));
  set(Fact::escalated, number(f.escalated));
  set(Fact::overdue, number(f.overdue));
  set(Fact::open_overdue, number(f.overdue && !f.outcome));
  set(Fact::timed, number(concluded || (f.overdue && !f.outcome)));
  set(Fact::historical, number(f.historical));
  set(Fact::rated_badly, number(is_rated_badly(f)));
  set(Fact::reopened, number(f.reopened));
  set(Fact::missed, number(f.missed));
  set(Fact::repeated_trips, number(f.repeated_trips));
  set(Fact::breaches, number(f.breaches));
  set(Fact::earlier_trips, number(f.earlier_trips));
  set(Fact::urged, number(f.urged));
  set(Fact::supervised, number(f.supervised));
  set(Fact::supported, number(f.supported));
  set(Fact::absorbed, number(f.absorbed));
  set(Fact::redos, number(f.redos));
  set(Fact::calls, number(f.calls));
  set(Fact::calls_reached, number(f.calls_reached));
  set(Fact::calls_solved, number(f.calls_solved));
  set(Fact::calls_satisfied, number(f.calls_satisfied));
  set(Fact::working_days, concluded ? std::int64_t{f.working_days} : -1);
  set(Fact::contact_minutes, minutes(f, f.contacted_at));
  set(Fact::answer_minutes, minutes(f, f.answered_at));
  set(Fact::close_minutes, concluded ? minutes(f, f.closed_at) : -1);
  return row;
}

std::string_view word_of(const CaseFacts& facts, std::size_t column) {
  switch (static_cast<Fact>(column)) {
    case Fact::station:
      return facts.station;
    case Fact::district:
      return facts.district;
    case Fact::department:
      return facts.department;
    case Fact::matter:
      return facts.matter;
    case Fact::reason:
      return facts.reason;
    default:
      return {};
  }
}

}  // namespace recourse::casework::complaint
