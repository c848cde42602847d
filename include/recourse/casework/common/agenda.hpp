// Agenda: what a unit must do, of all workflows, the most urgent first (R16, R24).
//
//     auto list = list_duties(*rows, {.unit = "PD01", .until = tonight}).value();   // of one view
//
// A decider with `duties(state)` (duty.hpp) has a DutiesView: its states, its due times, and
//
//     'x' 'a' unit \0 be64 due name \0 stream \0 number   →  the entry
//
// for each duty that is open. Where no limit runs `due` is the end of time. Holds nothing personal.
// Thread-safety: as Projection; the functions from any thread.
#pragma once

#include <recourse/casework/common/duty.hpp>
#include <recourse/core/state_view.hpp>

namespace recourse::casework {

/// A duty that is open.
struct AgendaEntry {
  std::string stream{};            ///< "supervision/DC-2023-0007".
  std::string duty{};              ///< Duty::name.
  std::string zh{};                ///< "核实整改".
  std::string rule{};              ///< "R24".
  std::string unit{};              ///< Who owes it; empty: whoever the roles of its command allow.
  std::optional<Timestamp> due{};  ///< Until when, if a limit runs.
  bool provisional = false;        ///< The limit waits for a year's notice.
  friend bool operator==(const AgendaEntry&, const AgendaEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(AgendaEntry, (), (stream, duty, zh, rule, unit, due, provisional))
constexpr auto recourse_spec(const AgendaEntry*) {
  using describe::Access;
  return describe::spec(
      "agenda.entry", 1, "A duty that is open.",
      {{"stream", 1, "What it is a duty of: kind and key.", Access::internal},
       {"duty", 1, "Permanent name of the duty.", Access::internal},
       {"zh", 1, "The duty in Chinese.", Access::internal},
       {"rule", 1, "The rule that makes it one.", Access::internal},
       {"unit", 1, "Who owes it; empty: whoever the command's roles allow.", Access::internal},
       {"due", 1, "Until when; none: no limit runs.", Access::internal},
       {"provisional", 1, "The limit waits for the notice of a year.", Access::internal}});
}

struct AgendaQuery {
  std::string unit = {};  ///< Whose; empty: of nobody in particular, for whoever may.
  /// Only what is due by then, and what has no limit; nothing: all.
  std::optional<Timestamp> until = {};
  std::size_t most = 1000;  ///< From 1 to limits::kListPageMax.
};

/// The agenda of a unit at a position of the log.
struct Agenda {
  std::vector<AgendaEntry> entries;  ///< By due time, those without one last; then by stream.
  bool more = false;                 ///< There are more than `most`.
  Position position{};
};

/// Puts the row of a duty, which is the `number`th of its stream: two may be alike.
void put_duty(std::string_view stream, const Duty& duty, std::uint32_t number, core::RowSink& rows);
/// The duties that put_duty has put, of one view. Errors: invalid_argument (most), corruption, and
/// those of the table.
Result<Agenda> list_duties(const core::TableSnapshot& rows, const AgendaQuery& query);
/// A duty as an entry.
AgendaEntry entry_of(std::string_view stream, const Duty& duty);
/// Sorts the entries, and leaves out what is beyond `most`.
void order(Agenda& agenda, std::size_t most);
/// invalid_argument if `most` is not in its range.
Result<void> check_query(const AgendaQuery& query);

template <class D>
concept DutyBoundDecider = core::Decider<D> &&
    requires(const D& decider, const typename D::State& state) {
  { decider.duties(state) } -> std::same_as<std::vector<Duty>>;
};

/// The states of a workflow's streams, their due times, and their open duties by unit.
template <DutyBoundDecider D>
class DutiesView final : public core::StateView<D> {
 public:
  /// Called as its kind, as Engine::add calls the view of a workflow that has none of its own.
  explicit DutiesView(D decider)
      : core::StateView<D>({.name = std::string{D::kKind}}, std::move(decider)) {}

 private:
  void rows_of(std::string_view stream, const core::Loaded<typename D::State>& now,
               core::RowSink& rows) const override {
    std::uint32_t number = 0;
    for (const auto& duty : this->decider().duties(now.state)) {
      put_duty(stream, duty, number++, rows);
    }
  }
};

}  // namespace recourse::casework
