// Lifecycle: the order in which a workflow's events may come, as tables that Boost.MSM obeys.
//
//     enum class Door : std::uint8_t { none, closed, open };            // with BOOST_DESCRIBE_ENUM
//     using DoorRows = mp_list<
//         lifecycle::Row<Door::none, Built, Door::closed>,
//         lifecycle::Row<Door::closed, Opened, Door::open>,
//         lifecycle::Row<Door::open, Closed, Door::closed>>;
//
//     // lifecycle_door.cpp, the one file that pays for MSM (recourse/lifecycle_machine.hpp):
//     lifecycle::Steps<Door> door_steps() { return lifecycle::steps<DoorRows>(); }
//
//     // where it is asked:
//     static const lifecycle::Region<Door> door{describe::set_info<Event>(),
//                                               lifecycle::rows<DoorRows>(), {door_steps()}};
//     door.advance(Door::closed, event)     → Door::open, or nothing: not allowed here
//     door.takes(Door::closed, "door.opened")
//     door.mermaid("Door")
//
// A workflow may have several regions side by side, each with phases of its own; what an event
// means that several know is for the workflow to say. Rows of one phase and event are told apart by
// a guard on the event's facts. Phases are the caller's numbers and may be stored; MSM's never
// leave lifecycle_machine.hpp. Actions do nothing; queues, exceptions and completion rows are not
// used: an event meets its own rows and no others, so that a large region may be compiled in parts.
//
// Rows once released are never taken away nor narrowed: streams that were recorded follow them.
//
// Thread-safety: a Region is immutable. Pure functions; safe from any thread.
#pragma once

#include <boost/mp11/list.hpp>
#include <optional>
#include <recourse/describe/event_set.hpp>

namespace recourse::lifecycle {

/// No guard: the row holds whatever the event says.
struct Always {
  static constexpr std::string_view kWords = "";  ///< For diagrams: when the row holds.
  template <class E>
  static bool holds(const E&) {
    return true;
  }
};

/// From one phase to another by an event, if the guard holds for its facts. A guard has kWords and
/// a static holds(const E&). One that also has `kJudges = true` says whether the facts are whole,
/// not which row is meant: Region::follow passes it over. One with a kZh labels its row by that,
/// and not by the event's label.
template <auto From, class E, auto To, class Guard = Always>
struct Row {};

/// A row as data.
struct RowInfo {
  std::uint64_t from;
  std::uint64_t to;
  std::string_view from_name;
  std::string_view event;  ///< Permanent name: "door.opened".
  std::string_view to_name;
  std::string_view zh;    ///< Chinese label of the event; empty: it has none.
  std::string_view when;  ///< Guard::kWords.
};

/// What a region does with one type of event. `judges`: guards with kJudges are asked.
template <class P>
struct Step {
  std::string_view event;
  std::optional<P> (*take)(P from, const void* event, bool judges);
};
template <class P>
using Steps = std::span<const Step<P>>;

namespace detail {

template <class Guard>
constexpr bool judges() {
  if constexpr (requires { Guard::kJudges; }) return Guard::kJudges;
  return false;
}

template <class E, class Guard>
constexpr std::string_view zh_of_row() {
  if constexpr (requires { Guard::kZh; }) return Guard::kZh;
  return describe::detail::zh_of_type<E>();
}
template <auto From, class E, auto To, class Guard>
constexpr RowInfo info_of(Row<From, E, To, Guard>) {
  return {static_cast<std::uint64_t>(From),
          static_cast<std::uint64_t>(To),
          describe::enum_name(From),
          describe::spec_of<E>.type,
          describe::enum_name(To),
          zh_of_row<E, Guard>(),
          Guard::kWords};
}
template <class... R>
constexpr std::array<RowInfo, sizeof...(R)> infos_of(boost::mp11::mp_list<R...>) {
  return {info_of(R{})...};
}

/// No phase has two rows for one event, unless guards of different words tell them apart.
template <std::size_t N>
constexpr bool deterministic(const std::array<RowInfo, N>& rows) {
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = i + 1; j < N; ++j) {
      const bool alike = rows[i].from == rows[j].from && rows[i].event == rows[j].event;
      const bool apart =
          !rows[i].when.empty() && !rows[j].when.empty() && rows[i].when != rows[j].when;
      if (alike && !apart) return false;
    }
  }
  return true;
}

/// Where the set has the event. Throws std::logic_error, naming the event, if it has none such.
std::size_t index_in(const describe::SetInfo& events, std::string_view event);
/// Throws std::logic_error, naming the row, if no machine has its event.
[[noreturn]] void no_step_for(const RowInfo& row);
/// Throws std::logic_error: two machines of a region have the event.
[[noreturn]] void two_steps_for(std::string_view event);
template <class Take>
void require_step(Take take, const RowInfo& row) {
  if (take == nullptr) no_step_for(row);
}
/// Whether a region's rows leave a phase by an event.
bool leaves(std::span<const RowInfo> rows, std::uint64_t from, std::string_view event);
/// A region of a state diagram: a label for every phase but the first, then the rows.
std::string diagram(const describe::EnumInfo& phases, std::span<const RowInfo> rows,
                    std::string_view prefix);

}  // namespace detail

/// The rows as data, in the order in which they are written.
template <class Rows>
std::span<const RowInfo> rows() {
  static constexpr auto kRows = detail::infos_of(Rows{});
  static_assert(detail::deterministic(kRows), "a phase has two rows for one event, not told apart");
  return kRows;
}

/// One region of a lifecycle. P is a described enum whose value 0 is the beginning.
template <describe::DescribedEnum P>
class Region {
 public:
  /// `parts` are the steps of all event types that the rows name, from one machine or from several.
  /// Throws std::logic_error if a row has no step, if two parts have one for an event, or if a
  /// row's or step's event is not in the set.
  Region(const describe::SetInfo& events, std::span<const RowInfo> rows,
         std::initializer_list<Steps<P>> parts)
      : events_(&events), rows_(rows), steps_(events.types.size(), nullptr) {
    for (const auto& part : parts) {
      for (const auto& step : part) {
        auto& take = steps_[detail::index_in(events, step.event)];
        if (take != nullptr) detail::two_steps_for(step.event);
        take = step.take;
      }
    }
    for (const auto& row : rows) {
      detail::require_step(steps_[detail::index_in(events, row.event)], row);
    }
  }

  /// Some row of the region names the event's type.
  bool knows(const void* event) const { return steps_[events_->index(event)] != nullptr; }
  /// Where the event leads, or nothing: it is not allowed here, or its facts are incomplete.
  /// `event` is a set of the type that the region was made for.
  template <describe::EventSet V>
  std::optional<P> advance(P from, const V& event) const {
    return take(from, &event, true);
  }
  /// The same without judging the facts: what was recorded under an older, laxer rule stays
  /// readable.
  template <describe::EventSet V>
  std::optional<P> follow(P from, const V& event) const {
    return take(from, &event, false);
  }
  /// Some row leaves the phase by an event of that type, whatever its facts.
  bool takes(P from, std::string_view event) const {
    return detail::leaves(rows_, static_cast<std::uint64_t>(from), event);
  }
  bool contains(P phase) const {
    return describe::enum_info<P>.find(static_cast<std::uint64_t>(phase)) != nullptr;
  }
  std::span<const RowInfo> rows() const { return rows_; }
  /// The region's part of a Mermaid or PlantUML diagram; `prefix` keeps the names of phases apart
  /// from those of other regions.
  std::string diagram(std::string_view prefix = {}) const {
    return detail::diagram(describe::enum_info<P>, rows_, prefix);
  }

 private:
  std::optional<P> take(P from, const void* event, bool judges) const {
    const auto step = steps_[events_->index(event)];
    if (step == nullptr || !contains(from)) return std::nullopt;
    return step(from, events_->get(event), judges);
  }

  const describe::SetInfo* events_;
  std::span<const RowInfo> rows_;
  std::vector<std::optional<P> (*)(P, const void*, bool)> steps_;  // by alternative; null: unknown
};

/// Whole diagrams out of regions' parts, ending with a newline.
std::string mermaid(std::string_view name, std::initializer_list<std::string> regions);
std::string plantuml(std::string_view name, std::initializer_list<std::string> regions);

}  // namespace recourse::lifecycle
