#include <recourse/office/begin_stream.hpp>
#include <recourse/office/rectification.hpp>

namespace recourse {
namespace {

namespace complaint = casework::complaint;
namespace rectification = casework::rectification;

}  // namespace

bool makes_key(const core::WorkflowInfo& workflow, std::string_view command) {
  const bool makes = workflow.kind == complaint::ComplaintDecider::kKind ||
                     workflow.kind == rectification::RectificationDecider::kKind;
  return makes && workflow.begins_stream(command);
}

Result<BegunStream> begin_stream(const Office& office, const core::WorkflowPort& workflow,
                                 const std::optional<StreamId>& under, const void* command,
                                 const core::Context& context) {
  const auto& info = workflow.info();
  const auto type = info.commands->type_of(command).type;
  if (makes_key(info, type) && info.kind == complaint::ComplaintDecider::kKind) {
    RECOURSE_TRY_ASSIGN(
        auto opened,
        office.open_case(*static_cast<const complaint::Command*>(command), context, under));
    return BegunStream{std::move(opened.id), std::move(opened.outcome),
                       std::move(opened.inquiry_code), std::move(opened.earlier)};
  }
  if (makes_key(info, type)) {
    const auto& open =
        std::get<rectification::Open>(*static_cast<const rectification::Command*>(command));
    RECOURSE_TRY_ASSIGN(auto opened, open_rectification(office, open, context, under));
    return BegunStream{std::move(opened.id), std::move(opened.outcome)};
  }
  if (!under) {
    return Error{Errc::invalid_argument,
                 "key: " + std::string{type} + " makes none, so one must be given"};
  }
  RECOURSE_TRY_ASSIGN(auto outcome, office.handle_any(workflow, *under, command, context));
  return BegunStream{*under, std::move(outcome)};
}

}  // namespace recourse
