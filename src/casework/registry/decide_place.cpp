// Registering places, and stations that share the window of a centre (R1).
#include <algorithm>

#include "casework/common/choice.hpp"
#include "casework/registry/decision_context.hpp"

namespace recourse::casework::registry {
namespace {

/// The signs that a case number can begin with (casework/complaint/inquiry.hpp).
bool is_code(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == ':';
  });
}

std::string code_of(const core::Context& context) {
  const auto stream = StreamId::parse(context.stream);
  return stream ? std::string{stream->key()} : std::string{};
}

/// What is known of who registers is not typed again (R20).
template <class C>
C filled(const DecisionContext& ctx, C c) {
  if (blank(c.chief) && ctx.role == Role::station_chief) c.chief = ctx.by();
  if (blank(c.district) && ctx.role == Role::district_officer) {
    c.district = bureau_of_unit(ctx.context.actor.unit);
  }
  return c;
}

/// What both sorts of places need.
template <class C>
std::optional<core::Refusal> check_place(const DecisionContext& ctx, const std::string& code,
                                         const C& c) {
  if (!is_code(code)) return refuse<refusals::code_malformed>(Put<"code">{code});
  const auto& unit = ctx.context.actor.unit;
  const Put<"own"> own{unit.empty() ? "no unit" : unit, unit.empty() ? "（未注明单位）" : unit};
  if (ctx.role == Role::station_chief && unit != code) {
    return refuse<refusals::not_your_station>(Put<"place">{code}, own);
  }
  if (blank(c.district)) return refuse<refusals::district_missing>();
  if (!ctx.rules.norms.knows_district(c.district)) {
    const auto all = choice_of_districts(ctx.rules.norms);
    return refuse<refusals::unknown_district>(Put<"district">{c.district},
                                              Put<"districts">{all.en, all.zh});
  }
  if (ctx.role == Role::district_officer && bureau_of_unit(unit) != c.district) {
    return refuse<refusals::not_your_district>(Put<"district">{c.district}, own);
  }
  if (blank(c.name)) return refuse<refusals::name_missing>();
  if (blank(c.chief)) return refuse<refusals::chief_missing>();
  return std::nullopt;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Register& given) {
  const auto c = filled(ctx, given);
  const auto code = code_of(ctx.context);
  if (auto no = check_place(ctx, code, c)) return *no;
  return Decision::of(StationRegistered{code, c.district, c.name, c.chief, ctx.by()});
}

Decision decide(const DecisionContext& ctx, const RegisterCentre& given) {
  const auto c = filled(ctx, given);
  const auto code = code_of(ctx.context);
  if (auto no = check_place(ctx, code, c)) return *no;
  return Decision::of(CentreRegistered{code, c.district, c.name, c.chief, ctx.by()});
}

Decision decide(const DecisionContext& ctx, const JoinCentre& c) {
  if (ctx.state.kind != PlaceKind::station) return refuse<refusals::not_a_station>();
  if (blank(c.centre)) return refuse<refusals::centre_missing>();
  const auto* const centre = ctx.related.empty() ? nullptr : &ctx.related.front();
  const bool is_there = centre != nullptr && centre->state.kind == PlaceKind::centre &&
                        is_live(centre->state.phases.window);
  if (!is_there) return refuse<refusals::no_such_centre>(Put<"centre">{c.centre});
  if (centre->state.district != ctx.state.district) {
    return refuse<refusals::centre_elsewhere>(Put<"centre">{c.centre},
                                              Put<"district">{centre->state.district});
  }
  return Decision::of(CentreJoined{c.centre, ctx.by()})
      .append_to(centre->stream, {MemberAdded{ctx.state.code}});
}

Decision decide(const DecisionContext& ctx, const LeaveCentre& c) {
  if (blank(c.centre)) return refuse<refusals::centre_missing>();
  if (c.centre != ctx.state.centre || ctx.related.empty()) {
    return refuse<refusals::not_in_that_centre>(Put<"centre">{ctx.state.centre});
  }
  if (blank(c.reason)) return refuse<refusals::leaving_reason_missing>();
  return Decision::of(CentreLeft{c.centre, c.reason, ctx.by()})
      .append_to(ctx.related.front().stream, {MemberRemoved{ctx.state.code}});
}

}  // namespace recourse::casework::registry
