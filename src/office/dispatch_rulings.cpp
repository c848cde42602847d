#include "office/dispatch_rulings.hpp"

#include <recourse/casework/dispatch/decider.hpp>

namespace recourse {

namespace dispatch = casework::dispatch;
using casework::complaint::ComplaintDecider;
using casework::complaint::LineObjected;
using dispatch::DispatchDecider;

core::ReactionSpec RulingsAreProposed::spec() const {
  return {.name = "dispatch_rulings",
          .stream_kind = std::string{ComplaintDecider::kKind},
          .types = {std::string{describe::spec_of<LineObjected>.type}}};
}

Result<std::vector<core::Intent>> RulingsAreProposed::react(const core::RecordView& record) const {
  std::vector<core::Intent> asked;
  RECOURSE_TRY_ASSIGN(const auto event, core::Fold<ComplaintDecider>::event_of(record));
  const auto& ruling = std::get<LineObjected>(event);
  if (!ruling.decided) return asked;
  RECOURSE_TRY_ASSIGN(const auto found, find_case_(record.stream, record.position));
  if (found.intake.matter.empty() || found.intake.historical) return asked;
  // Whether that changes anything is decided where the catalogue is known; a refusal says that it
  // goes there already. Why the supervisor ruled so stays in the case.
  asked.push_back(core::intent<DispatchDecider>(
      dispatch::stream(), dispatch::Propose{.from_case = std::string{record.stream},
                                            .matter = found.intake.matter,
                                            .line = ruling.line,
                                            .reason = "治安总队指定条线",
                                            .ruled_by = ruling.by}));
  return asked;
}

core::ReactionSpec DispatchFollowsAdoptions::spec() const {
  return {.name = "dispatch_catalogue",
          .stream_kind = std::string{DispatchDecider::kKind},
          .types = {std::string{describe::spec_of<dispatch::Adopted>.type}}};
}

Result<std::vector<core::Intent>> DispatchFollowsAdoptions::react(const core::RecordView&) const {
  RECOURSE_TRY(look_());
  return std::vector<core::Intent>{};
}

}  // namespace recourse
