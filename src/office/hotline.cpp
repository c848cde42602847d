// Orders of the hotline: matched, taken in, told back, trended.
#include <algorithm>
#include <map>
#include <recourse/casework/common/terms.hpp>
#include <recourse/casework/complaint/inquiry.hpp>
#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/casework/hotline/matching.hpp>
#include <recourse/office/hotline.hpp>
#include <set>

namespace recourse {
namespace {

namespace complaint = casework::complaint;
namespace hotline = casework::hotline;
using casework::Line;
using hotline::HotlineDecider;

const Hosted<HotlineDecider>& hosted(const Office& office) {
  return dynamic_cast<const Hosted<HotlineDecider>&>(
      *office.engine().workflow(HotlineDecider::kKind));
}

// --- matching ------------------------------------------------------------------------------------

/// What of a case an order is compared with: of one that is open, or that an order will open.
struct Known {
  std::string stream;
  std::string order;  ///< That will open it; empty: it is open.
  std::string matter;
  std::string station;
  std::string district;
  Line line{};
  Timestamp reported_at{};
  std::string reference;  ///< The number of the order that it came from, as numbers are compared.
};

/// The digits of a telephone number, without what stands before a mobile's eleven.
std::string digits_of(const std::string& phone) {
  constexpr std::size_t kMobile = 11;
  std::string digits;
  std::ranges::copy_if(phone, std::back_inserter(digits),
                       [](char c) { return c >= '0' && c <= '9'; });
  return digits.size() > kMobile ? digits.substr(digits.size() - kMobile) : digits;
}

bool of_same_person(const hotline::Order& a, const hotline::Order& b) {
  const auto phone = digits_of(a.phone);
  if (!phone.empty() && phone == digits_of(b.phone)) return true;
  return !a.name.empty() && !a.address.empty() && a.name == b.name && a.address == b.address;
}

/// All cases, and those that orders of the list will open, found by what orders say of them.
class Cases {
 public:
  static Result<Cases> read(const Office& office, Position at_least) {
    Cases cases;
    cases.knows_persons_ = office.engine().keyring() != nullptr;
    RECOURSE_TRY_ASSIGN(const auto rows,
                        office.engine().rows(complaint::CasesView::kName, at_least));
    RECOURSE_TRY(core::each_state<complaint::State>(
        *rows, [&](std::string_view stream, const complaint::State& state) {
          cases.add(stream, state.intake);
        }));
    return cases;
  }

  /// The cases that are likely, the best first. `of_person`: streams of the same person.
  std::vector<HotlineCandidate> candidates(const hotline::Order& order, Line line,
                                           const std::set<std::string>& of_person) const {
    std::vector<HotlineCandidate> found;
    const auto number = casework::number_key(order.number);
    for (const auto& one : all_) {
      const auto apart = std::chrono::abs(one.reported_at - order.reported_at);
      hotline::Resemblance alike;
      alike.order = !one.reference.empty() && one.reference == number;
      alike.days = std::chrono::floor<std::chrono::days>(apart).count();
      if (!alike.order && alike.days > hotline::kDaysMost) continue;
      alike.person = one.order.empty()
                         ? of_person.contains(one.stream)
                         : knows_persons_ && of_same_person(*orders_.at(one.order), order);
      alike.matter = !order.matter.empty() && one.matter == order.matter;
      alike.line = one.line == line;
      alike.station = one.station == order.station;
      alike.district = !order.district.empty() && one.district == order.district;
      const auto score = hotline::score_of(alike);
      if (score < hotline::kLikely) continue;
      found.push_back({one.stream, one.order, score, alike.order});
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, [](const HotlineCandidate& one) {
      return std::pair{one.by_order, one.score};
    });
    return found;
  }
  /// A case is to be opened for it: later orders of the list are compared with it. Requires: it
  /// outlives this.
  void will_open(const hotline::Order& order, Line line) {
    orders_[order.number] = &order;
    all_.push_back({{},
                    order.number,
                    order.matter,
                    order.station,
                    order.district,
                    line,
                    order.reported_at,
                    {}});
  }

 private:
  void add(std::string_view stream, const complaint::Intake& intake) {
    const bool from_hotline = intake.channel == complaint::Channel::hotline;
    all_.push_back({std::string{stream},
                    {},
                    intake.matter,
                    intake.station,
                    intake.district,
                    intake.line.value_or(Line::other),
                    intake.reported_at,
                    from_hotline ? casework::number_key(intake.reference) : std::string{}});
  }
  std::vector<Known> all_;
  std::map<std::string, const hotline::Order*> orders_;  ///< That will open a case.
  bool knows_persons_ = false;
};

/// The line that an order goes to: its matter's by the dispatch catalogue (R41), else what it says.
Line line_of(const Office& office, const hotline::Order& order) {
  const auto* matter = office.catalogues().current().matter(order.matter);
  if (matter == nullptr) return order.line.value_or(Line::other);
  const auto* const rulings = office.decider().current_dispatch.get();
  return casework::line_by_rulings(rulings, matter->code, matter->line);
}

Result<std::set<std::string>> streams_of_person(const Office& office, const hotline::Order& order) {
  std::set<std::string> streams;
  if (office.engine().keyring() == nullptr) return streams;
  if (order.phone.empty() && (order.name.empty() || order.address.empty())) return streams;
  complaint::PersonQuery query;
  query.name = order.name;
  query.phone = order.phone;
  query.address = order.address;
  query.days = 0;
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  RECOURSE_TRY_ASSIGN(const auto earlier, office.earlier_cases(query, head));
  for (const auto& one : earlier) streams.insert(one.stream);
  return streams;
}

/// Requires: the best first.
HotlineStep step_for(const std::vector<HotlineCandidate>& candidates) {
  if (candidates.empty()) return HotlineStep::fresh;
  const auto& best = candidates[0];
  if (!best.order.empty() || best.score < hotline::kMatched) return HotlineStep::likely;
  if (candidates.size() == 1) return HotlineStep::linked;
  // The order's number says it alone; two cases that fit for certain say nothing.
  const auto& next = candidates[1];
  const bool alone = best.by_order ? !next.by_order : next.score < hotline::kMatched;
  return alone ? HotlineStep::linked : HotlineStep::likely;
}

// --- taking in -----------------------------------------------------------------------------------

complaint::Report report_of(const Office& office, const hotline::Order& order) {
  complaint::Report report;
  report.station = order.station;
  report.district = order.district;
  report.category = complaint::Category::other;
  report.channel = complaint::Channel::hotline;
  report.matter = order.matter;
  if (order.matter.empty()) report.line = line_of(office, order);
  if (!order.name.empty()) report.name = order.name;
  if (!order.phone.empty()) report.phone = order.phone;
  if (!order.address.empty()) report.address = order.address;
  if (!order.narrative.empty()) report.narrative = order.narrative;
  if (order.name.empty() && order.phone.empty()) {
    report.applicant = complaint::ApplicantKind::anonymous;
  }
  report.reference = order.number;
  report.reported_at = order.reported_at;
  return report;
}

hotline::OrderFacts facts_of(const Office& office, const hotline::Order& order) {
  return {order.reported_at, order.matter, line_of(office, order), order.station, order.district};
}

/// A stream of a case of the order's station that no case has: its number is beyond those of a day.
Result<StreamId> unused_case(const Office& office, const hotline::Order& order,
                             const core::Context& context) {
  constexpr std::uint64_t kNone = 99'999'999;
  const auto day = local_day(context.now, office.decider().norms.utc_offset);
  RECOURSE_TRY_ASSIGN(const auto number, complaint::make_case_number(order.station, day, kNone));
  return StreamId::of(complaint::ComplaintDecider::kKind, number);
}

/// Why no case could be opened; empty: one could.
Result<std::string> refusal_of(const Office& office, const hotline::Order& order,
                               const core::Context& context) {
  const auto id = unused_case(office, order, context);
  if (!id) return id.error().message();
  RECOURSE_TRY_ASSIGN(const auto rehearsal,
                      office.cases_workflow().rehearse(*id, report_of(office, order), context));
  return rehearsal.refusal ? rehearsal.refusal->en : std::string{};
}

/// Somebody has said that it is none of the suggested cases; the one that was opened for it since,
/// with its number, may be there.
void keep_opened_since(std::vector<HotlineCandidate>& candidates, const hotline::State& dismissed) {
  std::erase_if(candidates, [&](const HotlineCandidate& one) {
    const auto& ruled_out = dismissed.candidates;
    return !one.by_order ||
           std::ranges::count(ruled_out, one.stream, &hotline::Candidate::stream) > 0;
  });
}

Result<HotlinePlan> plan_of(const Office& office, Cases& cases, const hotline::Order& order,
                            const core::Context& context) {
  HotlinePlan plan{.order = order.number};
  const auto id = StreamId::of(HotlineDecider::kKind, order.number);
  if (!id) {
    plan.refusal = id.error().message();
    return plan;
  }
  const auto there = hosted(office).find(*id);
  if (!there && there.error().code() != Errc::not_found) return there.error();
  if (there && there->state.phase != hotline::Phase::dismissed) {
    plan.step = HotlineStep::known;
    return plan;
  }
  RECOURSE_TRY_ASSIGN(const auto of_person, streams_of_person(office, order));
  const auto line = line_of(office, order);
  plan.candidates = cases.candidates(order, line, of_person);
  if (there) keep_opened_since(plan.candidates, there->state);
  plan.step = there ? HotlineStep::fresh : step_for(plan.candidates);
  const bool opens = plan.step == HotlineStep::fresh && plan.candidates.empty();
  // What is there is linked without a district, but not in one that does not exist.
  const bool nowhere =
      !order.district.empty() && !office.decider().norms.knows_district(order.district);
  if (opens || nowhere) {
    RECOURSE_TRY_ASSIGN(plan.refusal, refusal_of(office, order, context));
  }
  if (opens && plan.refusal.empty()) cases.will_open(order, line);
  return plan;
}

/// A command of an order, once whatever happens.
Result<core::Outcome> give(const Office& office, const StreamId& id,
                           const hotline::Command& command, core::Context context) {
  context.command_id = derived_command_id("hotline/" + std::string{id.key()} + "/" +
                                          std::string{describe::type_of(command)});
  return hosted(office).handle(id, command, context);
}

hotline::Candidate recorded(const HotlineCandidate& one) { return {one.stream, one.score}; }

/// The suggested cases, with the streams of those that earlier orders of the list have opened.
Result<std::vector<hotline::Candidate>> open_now(const Office& office, const HotlinePlan& plan) {
  std::vector<hotline::Candidate> found;
  for (auto one : plan.candidates) {
    if (!one.order.empty()) {
      RECOURSE_TRY_ASSIGN(const auto id, StreamId::of(HotlineDecider::kKind, one.order));
      const auto earlier = hosted(office).find(id);
      if (!earlier && earlier.error().code() != Errc::not_found) return earlier.error();
      if (earlier) one.stream = earlier->state.match.stream;
    }
    if (!one.stream.empty()) found.push_back(recorded(one));
  }
  return found;
}

/// The case of an order: one that was opened before, or a new one.
Result<core::Outcome> open_for(const Office& office, const StreamId& id,
                               const hotline::Order& order, const HotlinePlan& plan,
                               const core::Context& context) {
  std::string stream;
  if (plan.step == HotlineStep::fresh && !plan.candidates.empty()) {
    stream = plan.candidates[0].stream;
  }
  if (stream.empty()) {
    RECOURSE_TRY_ASSIGN(auto opened, office.open_case(report_of(office, order), context));
    if (opened.outcome.refused()) return std::move(opened.outcome);
    stream = opened.id.text();
  }
  return give(office, id, hotline::Open{facts_of(office, order), stream}, context);
}

Result<core::Outcome> take_in(const Office& office, const StreamId& id, const hotline::Order& order,
                              const HotlinePlan& plan, const core::Context& context) {
  const auto facts = facts_of(office, order);
  if (plan.step == HotlineStep::linked) {
    return give(office, id, hotline::Link{facts, recorded(plan.candidates.at(0))}, context);
  }
  if (plan.step == HotlineStep::likely) {
    RECOURSE_TRY_ASSIGN(auto candidates, open_now(office, plan));
    if (!candidates.empty()) {
      return give(office, id, hotline::Suggest{facts, std::move(candidates)}, context);
    }
  }
  return open_for(office, id, order, plan, context);
}

// --- telling back --------------------------------------------------------------------------------

/// The case of that stream, or the last one that it was merged into; nothing: there is none.
Result<std::optional<core::Loaded<complaint::State>>> last_case(const core::TableSnapshot& cases,
                                                                std::string stream) {
  std::set<std::string> seen;
  std::optional<core::Loaded<complaint::State>> found;
  while (!stream.empty() && seen.insert(stream).second) {
    RECOURSE_TRY_ASSIGN(auto next, core::state_in<complaint::State>(cases, stream));
    if (!next) break;
    found = std::move(next);
    stream = found->state.ending.merged_into;
  }
  return found;
}

HotlineStatus status_of(std::string_view order, const hotline::State& of_order,
                        const complaint::State* of_case, UtcOffset offset) {
  HotlineStatus status{.order = std::string{order}};
  if (of_case == nullptr) {
    status.state = describe::enum_name(of_order.phase);
    status.wording = "该工单已收到，正在核对。";
    return status;
  }
  const auto day = [&](Timestamp t) { return to_string(local_day(t, offset)); };
  const auto& ending = of_case->ending;
  status.state = describe::enum_name(of_case->phases.stage);
  status.reported_on = day(of_case->intake.reported_at);
  const auto due = complaint::resolution_deadline(*of_case);
  if (due) status.due_on = day(due->at);
  if (ending.closed_at && ending.outcome) {
    status.outcome = describe::enum_name(*ending.outcome);
    status.ended_on = day(*ending.closed_at);
    status.wording = "该事项已于" + status.ended_on + "办结，办理结果：" +
                     std::string{casework::zh(*ending.outcome)} + "。";
  } else {
    status.wording =
        "该事项正在办理" + (due ? "，办理期限至" + status.due_on : std::string{}) + "。";
  }
  return status;
}

// --- trends --------------------------------------------------------------------------------------

std::string month_of(Timestamp t, UtcOffset offset) {
  return to_string(local_day(t, offset)).substr(0, 7);
}

/// Supervisors, departments and the administrator see all orders; nothing: the viewer is one.
std::optional<core::Refusal> check_sees_all(const core::Viewer& viewer) {
  using casework::Role;
  Role role{};
  const bool known = describe::enum_from_name(viewer.actor.role, role);
  const bool all = known && (role == Role::supervisor || role == Role::district_officer ||
                             role == Role::city_officer || role == Role::administrator);
  if (all && !viewer.actor.id.empty()) return std::nullopt;
  return core::not_to_be_seen({.rule = "R27"}, viewer);
}

void count(HotlineTrend& trend, const hotline::State& state) {
  ++trend.orders;
  const auto phase = state.phase;
  if (phase == hotline::Phase::linked || phase == hotline::Phase::confirmed) ++trend.matched;
  if (phase == hotline::Phase::opened) ++trend.opened;
  if (phase == hotline::Phase::likely || phase == hotline::Phase::dismissed) ++trend.waiting;
}

}  // namespace

Result<std::vector<HotlinePlan>> plan_hotline(const Office& office,
                                              std::span<const hotline::Order> orders,
                                              const core::Context& context) {
  RECOURSE_TRY_ASSIGN(const auto head, office.store().head());
  RECOURSE_TRY_ASSIGN(auto cases, Cases::read(office, head));
  std::vector<HotlinePlan> plans;
  std::set<std::string> numbers;
  for (const auto& order : orders) {
    if (!numbers.insert(order.number).second) {
      return Error{Errc::invalid_argument, "the order " + order.number + " is there twice"};
    }
    RECOURSE_TRY_ASSIGN(auto plan, plan_of(office, cases, order, context));
    plans.push_back(std::move(plan));
  }
  return plans;
}

Result<core::Outcome> import_order(const Office& office, const hotline::Order& order,
                                   const HotlinePlan& plan, const core::Context& context) {
  RECOURSE_TRY_ASSIGN(const auto id, StreamId::of(HotlineDecider::kKind, order.number));
  if (plan.step == HotlineStep::known || plan.order != order.number) {
    return Error{Errc::invalid_argument,
                 "the plan asks for nothing to be done for the order " + order.number};
  }
  RECOURSE_TRY_ASSIGN(auto outcome, take_in(office, id, order, plan, context));
  if (!outcome.refused()) return outcome;
  return Error{Errc::invalid_argument, "the order " + order.number + " was refused by " +
                                           outcome.refusal().rule + ": " + outcome.refusal().en};
}

Result<std::vector<HotlineStatus>> hotline_statuses(const Office& office, Position at_least) {
  const auto offset = office.decider().norms.utc_offset;
  RECOURSE_TRY_ASSIGN(const auto rows, office.engine().rows(HotlineDecider::kKind, at_least));
  RECOURSE_TRY_ASSIGN(const auto cases,
                      office.engine().rows(complaint::CasesView::kName, at_least));
  std::vector<std::pair<std::string, hotline::State>> orders;
  RECOURSE_TRY(core::each_state<hotline::State>(
      *rows, [&](std::string_view stream, const hotline::State& state) {
        orders.emplace_back(stream.substr(stream.find('/') + 1), state);
      }));
  std::vector<HotlineStatus> statuses;
  for (const auto& [number, state] : orders) {
    RECOURSE_TRY_ASSIGN(const auto found, last_case(*cases, state.match.stream));
    statuses.push_back(status_of(number, state, found ? &found->state : nullptr, offset));
  }
  std::ranges::sort(statuses, {}, &HotlineStatus::order);
  return statuses;
}

Result<core::Seen<std::vector<HotlineStatus>>> hotline_statuses(const Office& office,
                                                                const core::Viewer& viewer,
                                                                Position at_least) {
  using Answer = core::Seen<std::vector<HotlineStatus>>;
  if (auto no = check_sees_all(viewer)) return Answer{std::move(*no)};
  RECOURSE_TRY_ASSIGN(auto statuses, hotline_statuses(office, at_least));
  return Answer{std::move(statuses)};
}

Result<core::Seen<std::vector<HotlineTrend>>> hotline_trends(const Office& office,
                                                             const core::Viewer& viewer,
                                                             Position at_least) {
  using Answer = core::Seen<std::vector<HotlineTrend>>;
  if (auto no = check_sees_all(viewer)) return Answer{std::move(*no)};
  RECOURSE_TRY_ASSIGN(auto trends, hotline_trends(office, at_least));
  return Answer{std::move(trends)};
}

Result<std::vector<HotlineTrend>> hotline_trends(const Office& office, Position at_least) {
  const auto offset = office.decider().norms.utc_offset;
  std::map<std::pair<std::string, Line>, HotlineTrend> months;
  const auto at = [&](Timestamp t, Line line) -> HotlineTrend& {
    auto month = month_of(t, offset);
    auto& trend = months[{month, line}];
    trend.month = std::move(month);
    trend.line = line;
    return trend;
  };
  RECOURSE_TRY_ASSIGN(const auto orders, office.engine().rows(HotlineDecider::kKind, at_least));
  RECOURSE_TRY(
      core::each_state<hotline::State>(*orders, [&](std::string_view, const hotline::State& state) {
        count(at(state.facts.reported_at, state.facts.line), state);
      }));
  RECOURSE_TRY_ASSIGN(const auto cases,
                      office.engine().rows(complaint::CasesView::kName, at_least));
  RECOURSE_TRY(core::each_state<complaint::State>(
      *cases, [&](std::string_view, const complaint::State& state) {
        const auto& intake = state.intake;
        if (intake.channel == complaint::Channel::hotline) return;
        ++at(intake.reported_at, intake.line.value_or(Line::other)).own;
      }));
  std::vector<HotlineTrend> trends;
  for (auto& [key, trend] : months) trends.push_back(std::move(trend));
  return trends;
}

}  // namespace recourse
