// What is taken up, and the topic that it belongs to (R28, R29, R42).
#include <algorithm>
#include <recourse/casework/rectification/period.hpp>

#include "casework/common/choice.hpp"
#include "casework/rectification/decision_context.hpp"

namespace recourse::casework::rectification {
namespace {

/// Where the class belongs: with the line of its matter, by what rulings have made of it (R41).
/// Requires: it has a matter that the catalogue knows, or a line.
Line line_of(const DecisionContext& ctx, const Open& c, const Matter* matter) {
  if (matter == nullptr) return *c.line;
  return line_by_rulings(ctx.rules.current_dispatch.get(), matter->code, matter->line);
}

std::optional<core::Refusal> check_class(const DecisionContext& ctx, const Open& c) {
  if (blank(c.reason)) return refuse<refusals::open_reason_missing>();
  if (blank(c.matter) && !c.line) return refuse<refusals::class_missing>();
  const Matter* matter = ctx.catalogue.matter(c.matter);
  if (!blank(c.matter) && matter == nullptr) {
    const auto all = choice_of_matters(ctx.catalogue);
    return refuse<refusals::unknown_matter>(Put<"matter">{c.matter},
                                            Put<"matters">{all.en, all.zh});
  }
  if (ctx.catalogue.reason(c.reason) == nullptr) {
    const auto all = choice_of_reasons(ctx.catalogue);
    return refuse<refusals::unknown_reason>(Put<"reason">{c.reason},
                                            Put<"reasons">{all.en, all.zh});
  }
  if (matter == nullptr || !c.line) return std::nullopt;
  const Line line = line_of(ctx, c, matter);
  if (*c.line == line) return std::nullopt;
  return refuse<refusals::line_and_matter_differ>(Put<"matter">{c.matter},
                                                  Put<"line">{en(line), zh(line)});
}

std::optional<core::Refusal> check_period(const DecisionContext& ctx, const Open& c) {
  if (blank(c.period)) return refuse<refusals::period_missing>();
  const auto period = read_period(c.period);
  if (!period) return refuse<refusals::period_unreadable>(Put<"period">{c.period});
  if (period->to >= ctx.today()) {
    return refuse<refusals::period_not_over>(Put<"end">{recourse::to_string(period->to)});
  }
  const auto most = ctx.rules.limits.period_most;
  if (period->days() <= most) return std::nullopt;
  return refuse<refusals::period_too_long>(Put<"most">{std::to_string(most)},
                                           Put<"days">{std::to_string(period->days())});
}

std::optional<core::Refusal> check_each_once(std::vector<std::string> names) {
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  if (twice == names.end()) return std::nullopt;
  return refuse<refusals::named_twice>(Put<"name">{*twice});
}

std::optional<core::Refusal> check_found(const Open& c) {
  if (c.stations.empty() || std::ranges::any_of(c.stations, blank)) {
    return refuse<refusals::stations_missing>();
  }
  if (auto no = check_each_once(c.stations)) return no;
  if (auto no = check_each_once(c.cases)) return no;
  if (c.found == 0) return refuse<refusals::found_missing>();
  if (c.found > c.overall) {
    return refuse<refusals::found_more_than_all>(Put<"all">{std::to_string(c.overall)},
                                                 Put<"some">{std::to_string(c.found)});
  }
  if (c.cases.size() <= c.found) return std::nullopt;
  return refuse<refusals::cases_and_count_differ>(Put<"named">{std::to_string(c.cases.size())},
                                                  Put<"found">{std::to_string(c.found)});
}

/// Where there is a register, the stations stand in it.
std::optional<core::Refusal> check_stations_exist(const DecisionContext& ctx, const Open& c) {
  const auto& windows = ctx.rules.windows;
  if (windows == nullptr || !windows->in_use()) return std::nullopt;
  for (const auto& station : c.stations) {
    const auto known = windows->district_of(station);
    if (!known) {
      return refuse<refusals::windows_unreadable>(Put<"error">{known.error().message()});
    }
    if (!*known) return refuse<refusals::no_such_station>(Put<"station">{station});
  }
  return std::nullopt;
}

/// The cases are there, and of the stations.
std::optional<core::Refusal> check_cases_exist(const DecisionContext& ctx, const Open& c) {
  if (ctx.rules.known_cases == nullptr) return std::nullopt;
  for (const auto& key : c.cases) {
    const auto station = ctx.rules.known_cases->station_of(key);
    if (!station) {
      return refuse<refusals::cases_unreadable>(Put<"error">{station.error().message()});
    }
    if (!*station) return refuse<refusals::no_such_case>(Put<"key">{key});
    if (std::ranges::find(c.stations, **station) == c.stations.end()) {
      return refuse<refusals::case_of_unnamed_station>(Put<"key">{key}, Put<"station">{**station});
    }
  }
  return std::nullopt;
}

/// A department takes up its own line, a chief the own station; supervisors, and reactions, any.
std::optional<core::Refusal> check_may_open(const DecisionContext& ctx, const Open& c, Line line) {
  if (ctx.role == Role::district_officer || ctx.role == Role::city_officer) {
    return check_own_line(ctx, line);
  }
  const auto& own = ctx.unit();
  const bool elsewhere =
      std::ranges::any_of(c.stations, [&](const auto& one) { return one != own; });
  if (ctx.role != Role::station_chief || !elsewhere) return std::nullopt;
  return refuse<refusals::not_your_station>(Put<"own">{own});
}

std::string lead_of(const DecisionContext& ctx, const Open& c, Line line) {
  if (!blank(c.lead)) return c.lead;
  const bool own = ctx.role == Role::district_officer || ctx.role == Role::city_officer ||
                   ctx.role == Role::station_chief;
  return own ? ctx.unit() : department_unit(kCityBureau, line);
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Open& c) {
  if (auto no = check_class(ctx, c)) return *no;
  if (auto no = check_period(ctx, c)) return *no;
  if (auto no = check_found(c)) return *no;
  if (auto no = check_stations_exist(ctx, c)) return *no;
  if (auto no = check_cases_exist(ctx, c)) return *no;
  const Matter* matter = ctx.catalogue.matter(c.matter);
  const Line line = line_of(ctx, c, matter);
  if (auto no = check_may_open(ctx, c, line)) return *no;
  const auto period = *read_period(c.period);
  const std::string code = matter != nullptr ? c.matter : std::string{};
  auto taken = refuse<refusals::already_open>(Put<"class">{class_name(code, c.reason, line)},
                                              Put<"period">{to_string(period)});
  return Decision::of(Opened{ctx.by(), lead_of(ctx, c, line), code, c.reason, line, period.from,
                             period.to, c.stations, c.cases, c.found, c.overall,
                             ctx.after(ctx.rules.limits.analyse)})
      .unless_tagged(std::string{describe::spec_of<Opened>.type},
                     class_tag(code, c.reason, matter != nullptr ? matter->line : line, period.from,
                               period.to),
                     std::move(taken));
}

Decision decide(const DecisionContext& ctx, const SetTopic& c) {
  if (!is_month(c.month)) return refuse<refusals::month_unreadable>(Put<"month">{c.month});
  if (c.month == ctx.state.month) return refuse<refusals::month_set>(Put<"month">{c.month});
  return Decision::of(TopicSet{ctx.by(), c.month});
}

}  // namespace recourse::casework::rectification
