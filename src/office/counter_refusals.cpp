#include "office/counter_refusals.hpp"

#include <algorithm>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/figures.hpp>
#include <recourse/core/fold.hpp>

namespace recourse {

namespace complaint = casework::complaint;
namespace supervision = casework::supervision;

core::ReactionSpec RefusalsAreVerified::spec() const {
  return {.name = "counter_refusals",
          .stream_kind = std::string{complaint::ComplaintDecider::kKind},
          .types = {std::string{describe::spec_of<complaint::Received>.type}}};
}

Result<std::vector<core::Intent>> RefusalsAreVerified::react(const core::RecordView& record) const {
  std::vector<core::Intent> asked;
  RECOURSE_TRY_ASSIGN(const auto event, core::Fold<complaint::ComplaintDecider>::event_of(record));
  const auto* report = std::get_if<complaint::Received>(&event);
  if (report == nullptr || report->historical) return asked;
  const auto& did = report->counter_did;
  if (std::ranges::find(did, complaint::CounterFault::refused) == did.end()) return asked;
  RECOURSE_TRY_ASSIGN(const auto reported, StreamId::parse(record.stream));
  const std::string key{reported.key()};
  RECOURSE_TRY_ASSIGN(auto stream, StreamId::of(supervision::SupervisionDecider::kKind,
                                                supervision::refusal_key(key)));
  // A report without a district is the city's to look at.
  asked.push_back(core::intent<supervision::SupervisionDecider>(
      std::move(stream),
      supervision::Plan{.unit = report->station,
                        .district = report->district.empty() ? "city" : report->district,
                        .kind = supervision::InspectionKind::counter_refusal,
                        .line = report->line,
                        .reason = "窗口不予收件核查",
                        .cases = {key}}));
  return asked;
}

}  // namespace recourse
