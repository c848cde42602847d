// PermitsView: every case as it stands, listed by the group that is responsible and by where its
// confirmation of receipt is.
//
//     engine->add(Permit{}, [] { return std::make_unique<PermitsView>(); });
//     auto rows = engine->rows(PermitsView::kName, at_least).value();
//     for (const auto& entry : by_group(*rows, "Group 5").value()) …
//
//     's' stream                                →  the case's state (core::StateView)
//     'd' …                                     →  its deadline, while it runs
//     'x' 'g' group \0 stream                   →  PermitEntry
//     'x' 'p' confirmation \0 stream            →  PermitEntry
//
// Thread-safety: as Projection; the functions from any thread.
#pragma once

#include <recourse/core/state_view.hpp>

#include "permit.hpp"

namespace permit {

/// A case in a list.
struct PermitEntry {
  std::string stream;
  std::string group;
  Phases phases;
  Timestamp deadline{};
  std::optional<Timestamp> ended_at;
  bool late = false;      ///< It ended after its deadline.
  bool unlawful = false;  ///< It ended after the statutory term.
  bool overdue() const { return phases.term == Term::passed; }
};
BOOST_DESCRIBE_STRUCT(PermitEntry, (), (stream, group, phases, deadline, ended_at, late, unlawful))
constexpr auto recourse_spec(const PermitEntry*) {
  return spec("permit.entry", 1, "A case in a list.",
              {{"stream", 1, "Which."},
               {"group", 1, "Group that is responsible."},
               {"phases", 1, "Where it is."},
               {"deadline", 1, "As the office set it."},
               {"ended_at", 1, "When it ended, if it has."},
               {"late", 1, "It ended after its deadline."},
               {"unlawful", 1, "It ended after the statutory term."}});
}
static_assert(recourse::describe::well_formed<PermitEntry>());

class PermitsView final : public recourse::core::StateView<Permit> {
 public:
  static constexpr std::string_view kName = "permits";
  /// Goes up with every change of these rows or of State.
  static constexpr std::uint32_t kVersion = 1;

  PermitsView() : StateView({.name = std::string{kName}, .version = kVersion}, Permit{}) {}

 private:
  void rows_of(std::string_view stream, const recourse::core::Loaded<State>& now,
               recourse::core::RowSink& rows) const override;
};

/// Cases of one group, sorted by stream; without a group, all, sorted by group.
recourse::Result<std::vector<PermitEntry>> by_group(const recourse::core::TableSnapshot& rows,
                                                    std::optional<std::string_view> group = {});
/// Cases whose confirmation of receipt is there.
recourse::Result<std::vector<PermitEntry>> by_confirmation(
    const recourse::core::TableSnapshot& rows, Confirmation confirmation);

}  // namespace permit
