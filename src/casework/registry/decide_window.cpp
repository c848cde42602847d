// How a window stands (R2), its room (R3), its sign (R4), and whether it is open.
#include <algorithm>

#include "casework/registry/decision_context.hpp"

namespace recourse::casework::registry {

Decision decide(const DecisionContext& ctx, const RecordCounter& c) {
  if (blank(c.counter)) return refuse<refusals::counter_missing>();
  if (c.items_per_day == 0 || c.minutes_per_item == 0) return refuse<refusals::figures_missing>();
  if (c.items_per_day > kItemsPerDayMax || c.minutes_per_item > kMinutesPerItemMax) {
    return refuse<refusals::figures_impossible>(Put<"items">{std::to_string(kItemsPerDayMax)},
                                                Put<"minutes">{std::to_string(kMinutesPerItemMax)});
  }
  return Decision::of(CounterRecorded{{c.counter, c.items_per_day, c.minutes_per_item}, ctx.by()});
}

namespace {

/// A limit that runs already keeps its end: planning or finding a fault again gives no new time.
Due due_again(const DecisionContext& ctx, const std::optional<OpenLimit>& running,
              std::int64_t working_days) {
  return running ? running->due : ctx.in_working_days(working_days);
}

/// The counter that an overlay goes to. Requires: there are counters.
Result<const Counter*> chosen_counter(const State& state, const std::string& named) {
  if (blank(named)) return proposed_counter(state.counters);
  const auto found = std::ranges::find(state.counters, named, &Counter::name);
  if (found == state.counters.end()) return Error{Errc::not_found, named};
  return &*found;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Plan& c) {
  if (!c.form) return refuse<refusals::form_missing>();
  if (blank(c.place)) return refuse<refusals::plan_place_missing>();
  Planned planned{*c.form, c.place, {}, {}, 0, {}, {}, {}, ctx.by()};
  if (*c.form == WindowForm::independent) {
    if (!blank(c.counter)) return refuse<refusals::counter_of_its_own>();
  } else {
    const auto* const proposed = proposed_counter(ctx.state.counters);
    if (proposed == nullptr) return refuse<refusals::no_counters>();
    const auto counter = chosen_counter(ctx.state, c.counter);
    if (!counter) return refuse<refusals::unknown_counter>(Put<"counter">{c.counter});
    planned.counter = (*counter)->name;
    planned.proposed = proposed->name;
    planned.load = static_cast<std::uint32_t>(load_of(**counter));
    if (planned.counter != planned.proposed && blank(c.reason)) {
      return refuse<refusals::choice_reason_missing>();
    }
  }
  planned.reason = c.reason;
  planned.sign_due = due_again(ctx, ctx.state.sign_check, ctx.rules.limits.sign_check);
  if (roster_of(ctx.state).empty()) {
    planned.staffing_due = due_again(ctx, ctx.state.staffing, ctx.rules.limits.staffing);
  }
  return Decision::of(std::move(planned));
}

namespace {

/// Of the room while a matter is there; null: it is free.
const RoomUse* in_room(const State& state) {
  return state.room_use && state.room_use->since ? &*state.room_use : nullptr;
}

/// "PD01-20231201-0001-S" or "case/PD01-…" → the stream; nothing: it is no number of a case.
std::optional<std::string> case_stream(const std::string& named) {
  constexpr std::string_view kCase = "case";
  const bool whole = named.find('/') != std::string::npos;
  const auto id = whole ? StreamId::parse(named) : StreamId::of(kCase, named);
  if (!id || id->kind() != kCase) return std::nullopt;
  return id->text();
}

/// There is such a case, and it is of this station, or of one that shares this centre's window.
std::optional<core::Refusal> check_case_of_place(const DecisionContext& ctx,
                                                 const std::string& stream) {
  if (ctx.rules.known_cases == nullptr) return std::nullopt;
  const auto key = stream.substr(stream.find('/') + 1);
  const auto station = ctx.rules.known_cases->station_of(key);
  if (!station) return refuse<refusals::cases_unreadable>(Put<"error">{station.error().message()});
  if (!*station) return refuse<refusals::no_such_case>(Put<"name">{key});
  const auto& members = ctx.state.members;
  const bool ours =
      **station == ctx.state.code || std::ranges::find(members, **station) != members.end();
  if (ours) return std::nullopt;
  return refuse<refusals::case_elsewhere>(Put<"name">{key}, Put<"station">{**station},
                                          Put<"own">{ctx.state.code});
}

}  // namespace

Decision decide(const DecisionContext& ctx, const AttachRoom& c) {
  if (ctx.state.room) {
    return refuse<refusals::room_attached_already>(Put<"name">{ctx.state.room->name});
  }
  if (blank(c.name)) return refuse<refusals::room_name_missing>();
  if (blank(c.place)) return refuse<refusals::room_place_missing>();
  return Decision::of(RoomAttached{{c.name, c.place}, ctx.by()});
}

Decision decide(const DecisionContext& ctx, const DetachRoom& c) {
  if (!ctx.state.room) return refuse<refusals::no_room>();
  if (const auto* const use = in_room(ctx.state)) {
    return refuse<refusals::room_in_use>(Put<"case">{use->from_case});
  }
  if (blank(c.reason)) return refuse<refusals::room_reason_missing>();
  return Decision::of(RoomDetached{ctx.state.room->name, c.reason, ctx.by()});
}

Decision decide(const DecisionContext& ctx, const TakeRoom& c) {
  if (!ctx.state.room) return refuse<refusals::no_room>();
  if (ctx.state.phases.window != Phase::open) return refuse<refusals::window_not_open>();
  if (const auto* const use = in_room(ctx.state)) {
    return refuse<refusals::room_in_use>(Put<"case">{use->from_case});
  }
  const auto from = case_stream(c.from_case);
  if (!from) return refuse<refusals::no_case>(Put<"name">{c.from_case});
  if (auto no = check_case_of_place(ctx, *from)) return *no;
  if (blank(c.why)) return refuse<refusals::room_why_missing>();
  return Decision::of(RoomTaken{*from, c.why, ctx.by()});
}

Decision decide(const DecisionContext& ctx, const FreeRoom&) {
  const auto* const use = in_room(ctx.state);
  if (use == nullptr) return refuse<refusals::room_is_free>();
  const auto there = std::max(ctx.now() - *use->since, std::chrono::milliseconds{0});
  const auto minutes = std::chrono::floor<std::chrono::minutes>(there).count();
  return Decision::of(RoomFreed{use->from_case, static_cast<std::uint32_t>(minutes), ctx.by()});
}

Decision decide(const DecisionContext& ctx, const CheckSign& c) {
  if (blank(c.place)) return refuse<refusals::sign_place_missing>();
  if (!c.clear_position) return refuse<refusals::clear_position_missing>();
  if (!c.unobstructed) return refuse<refusals::unobstructed_missing>();
  SignChecked checked{c.place, *c.clear_position, *c.unobstructed, c.note, {}, ctx.by()};
  if (!*c.clear_position || !*c.unobstructed) {
    checked.due = due_again(ctx, ctx.state.sign_check, ctx.rules.limits.sign_check);
  }
  return Decision::of(std::move(checked));
}

Decision decide(const DecisionContext& ctx, const InspectSign& c) {
  if (!c.clear_position) return refuse<refusals::clear_position_missing>();
  if (!c.unobstructed) return refuse<refusals::unobstructed_missing>();
  SignInspected seen{*c.clear_position, *c.unobstructed, c.finding, {}, ctx.by()};
  if (!*c.clear_position || !*c.unobstructed) {
    if (blank(c.finding)) return refuse<refusals::finding_missing>();
    seen.due = due_again(ctx, ctx.state.sign_correction, ctx.rules.limits.sign_correction);
  }
  return Decision::of(std::move(seen));
}

Decision decide(const DecisionContext& ctx, const CorrectSign& c) {
  if (blank(c.how)) return refuse<refusals::sign_how_missing>();
  return Decision::of(SignCorrected{c.how, ctx.by()});
}

Decision decide(const DecisionContext& ctx, const Open&) {
  const auto sign = ctx.state.phases.sign;
  if (sign != SignPhase::clear) {
    return refuse<refusals::sign_not_passed>(Put<"sign">{describe::enum_name(sign), zh(sign)});
  }
  auto roster = roster_of(ctx.state);
  if (roster.empty()) return refuse<refusals::nobody_serves>();
  return Decision::of(Opened{std::move(roster), ctx.by()});
}

Decision decide(const DecisionContext& ctx, const Suspend& c) {
  const auto& shut = ctx.state.suspension;
  const bool of_station = ctx.role == Role::station_chief;
  if (shut && shut->missed && of_station) return refuse<refusals::district_decides>();
  if (blank(c.reason)) return refuse<refusals::suspension_reason_missing>();
  if (!c.until) return refuse<refusals::until_missing>();
  if (*c.until < ctx.today()) {
    return refuse<refusals::until_in_past>(Put<"day">{to_string(*c.until)});
  }
  // Day after day would be a closure without end; a chief's own days count from the first.
  const auto first = shut && of_station ? ctx.day_of(shut->since) : ctx.today();
  const auto end = first + std::chrono::days{ctx.rules.limits.suspension};
  if (*c.until > end) return refuse<refusals::until_too_far>(Put<"end">{to_string(end)});
  return Decision::of(Suspended{c.reason, ctx.last_day(*c.until), ctx.by()});
}

Decision decide(const DecisionContext& ctx, const Move& c) {
  if (blank(c.place)) return refuse<refusals::move_place_missing>();
  if (blank(c.reason)) return refuse<refusals::move_reason_missing>();
  const auto& shut = ctx.state.suspension;
  if (shut && shut->missed && ctx.role == Role::station_chief) {
    return refuse<refusals::district_decides>();
  }
  const auto due = due_again(ctx, ctx.state.sign_check, ctx.rules.limits.sign_check);
  return Decision::of(Moved{c.place, c.reason, due, ctx.by()});
}

Decision decide(const DecisionContext& ctx, const Close& c) {
  if (!ctx.state.members.empty()) {
    std::string members;
    for (const auto& one : ctx.state.members) members += (members.empty() ? "" : ", ") + one;
    return refuse<refusals::members_left>(Put<"members">{members});
  }
  if (blank(c.reason)) return refuse<refusals::closing_reason_missing>();
  if (blank(c.instead)) return refuse<refusals::instead_missing>();
  return Decision::of(Closed{c.reason, c.instead, ctx.by()});
}

}  // namespace recourse::casework::registry
