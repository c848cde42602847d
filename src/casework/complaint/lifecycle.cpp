// The lifecycle of a case: four regions side by side, and what an event means that several know.
//
// Each region is a Boost.MSM machine of its own (lifecycle_<name>.cpp). An event that the stage
// knows is legal if the stage takes it; the others may ignore it.
#include <algorithm>

#include "casework/complaint/lifecycle_facts.hpp"
#include "casework/complaint/lifecycle_regions.hpp"

namespace recourse::casework::complaint {
namespace {

template <class... E>
constexpr std::array<std::string_view, sizeof...(E)> names(boost::mp11::mp_list<E...>) {
  return {describe::spec_of<E>.type...};
}
constexpr auto kInternal = names(table::Internal{});
constexpr auto kAnytime = names(table::Anytime{});
constexpr auto kDuties = names(table::Duties{});

template <class Names>
bool among(const Names& names, std::string_view event) {
  return std::ranges::find(names, event) != names.end();
}

/// Which of the lists an event is on.
enum class Kind : std::uint8_t { of_rows, internal, anytime, duty };

Kind kind_of(std::string_view event) {
  if (among(kDuties, event)) return Kind::duty;
  if (among(kAnytime, event)) return Kind::anytime;
  return among(kInternal, event) ? Kind::internal : Kind::of_rows;
}

/// The same for an event itself: every fold asks, so that it is looked up by its number.
Kind kind_of(const Event& event) {
  static const auto kKinds = [] {
    std::vector<Kind> kinds;
    for (const auto* type : describe::set_info<Event>().types) kinds.push_back(kind_of(type->type));
    return kinds;
  }();
  return kKinds[event.index()];
}

/// What the regions of the stage and the clock make of an event; they are tried in this order.
struct StageAndClock {
  bool judges;

  template <class P>
  std::optional<P> take(const lifecycle::Region<P>& region, P from, const Event& event) const {
    return judges ? region.advance(from, event) : region.follow(from, event);
  }

  std::optional<Phases> operator()(Phases phases, const Event& event) const {
    const auto& stage = stage_region();
    const auto& clock = clock_region();
    const bool of_clock = clock.knows(&event);
    if (stage.knows(&event)) {
      const auto next = take(stage, phases.stage, event);
      if (!next) return std::nullopt;
      phases.stage = *next;
      if (of_clock) phases.clock = take(clock, phases.clock, event).value_or(phases.clock);
      return phases;
    }
    if (of_clock) {
      const auto next = take(clock, phases.clock, event);
      if (!next) return std::nullopt;
      phases.clock = *next;
      return phases;
    }
    const auto kind = kind_of(event);
    const bool here = kind == Kind::anytime || (kind == Kind::internal && is_open(phases.stage));
    return here ? std::optional{phases} : std::nullopt;
  }
};

/// Follow-up and supervision, whose events are their own.
std::optional<Phases> duties_after(Phases phases, const Event& event) {
  if (const auto care = follow_up_region().advance(phases.rating_follow_up, event)) {
    phases.rating_follow_up = *care;
    return phases;
  }
  if (const auto supervision = supervision_region().advance(phases.supervision, event)) {
    phases.supervision = *supervision;
    return phases;
  }
  return std::nullopt;
}

std::optional<Phases> go(Phases phases, const Event& event, bool judges) {
  if (!in_range(phases)) return std::nullopt;
  const bool begins = std::holds_alternative<Received>(event);
  if (!begins && phases.stage == Phase::none) return std::nullopt;
  if (kind_of(event) == Kind::duty) return duties_after(phases, event);
  auto after = StageAndClock{judges}(phases, event);
  if (after && std::holds_alternative<Rated>(event)) {
    after->rating_follow_up = follow_up_region()
                                  .advance(after->rating_follow_up, event)
                                  .value_or(after->rating_follow_up);
  }
  return after;
}

}  // namespace

std::span<const lifecycle::RowInfo> stage_rows() {
  return lifecycle::rows<boost::mp11::mp_transform<table::judged, table::Stage>>();
}

const lifecycle::Region<Phase>& stage_region() {
  static const lifecycle::Region<Phase> region{
      describe::set_info<Event>(),
      stage_rows(),
      {intake_steps(), route_steps(), paper_steps(), department_steps(), closing_steps()}};
  return region;
}

const lifecycle::Region<ClockPhase>& clock_region() {
  static const lifecycle::Region<ClockPhase> region{
      describe::set_info<Event>(), clock_rows(), {clock_steps()}};
  return region;
}

bool in_range(Phases phases) {
  return stage_region().contains(phases.stage) && clock_region().contains(phases.clock) &&
         follow_up_region().contains(phases.rating_follow_up) &&
         supervision_region().contains(phases.supervision);
}

bool takes(Phases phases, std::string_view event) {
  if (!in_range(phases)) return false;
  if (phases.stage == Phase::none) return stage_region().takes(phases.stage, event);
  switch (kind_of(event)) {
    case Kind::duty:
      return follow_up_region().takes(phases.rating_follow_up, event) ||
             supervision_region().takes(phases.supervision, event);
    case Kind::anytime:
      return true;
    case Kind::internal:
      return is_open(phases.stage);
    case Kind::of_rows:
      break;
  }
  const auto of_stage = [&](const auto& row) { return row.event == event; };
  const bool known = std::ranges::any_of(stage_rows(), of_stage);
  return known ? stage_region().takes(phases.stage, event)
               : clock_region().takes(phases.clock, event);
}

std::optional<Phases> advance(Phases phases, const Event& event) { return go(phases, event, true); }

std::optional<Phases> follow(Phases phases, const Event& event) { return go(phases, event, false); }

}  // namespace recourse::casework::complaint
