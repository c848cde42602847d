// Personal data whose term has run out.
#include <recourse/office.hpp>
#include <recourse/trust/sealing.hpp>

#include "office/each_case.hpp"
#include "office/no_keys.hpp"

namespace recourse {
namespace {

using casework::complaint::State;

/// The same while the case has not moved on: a run that is repeated erases nothing twice.
CommandId id_of(const StreamId& stream, describe::Subject subject, Version version) {
  return derived_command_id("erase_expired " + stream.text() + " " +
                            std::string{describe::enum_name(subject)} + " " +
                            std::to_string(version.value));
}

/// Erases all persons of one case. False: there was nothing left.
Result<bool> erase_all(const Office& office, const StreamId& stream, const core::Context& by) {
  bool any = false;
  RECOURSE_TRY_ASSIGN(const auto found, office.find_case(stream));
  for (const auto subject :
       {describe::Subject::reporter, describe::Subject::accused, describe::Subject::third_party}) {
    auto context = by;
    context.command_id = id_of(stream, subject, found.version);
    RECOURSE_TRY_ASSIGN(
        const auto outcome,
        office.engine().erase(
            {.stream = stream, .subject = subject, .ground = trust::ErasureGround::retention},
            context));
    any = any || (!outcome.refused() && !outcome.appended().repeated);
  }
  return any;
}

}  // namespace

Result<RetentionReport> Office::erase_past_retention(const core::Context& by, bool dry_run) const {
  if (engine().keyring() == nullptr) {
    return no_keys(*this, "who is erased loses a key");
  }
  RECOURSE_TRY_ASSIGN(const auto head, engine().follow());
  RECOURSE_TRY_ASSIGN(const auto rows, engine().rows(casework::complaint::CasesView::kName, head));
  RetentionReport report;
  RECOURSE_TRY_ASSIGN(report.cases, cases_where(*rows, [&](const State& state) {
                        return decider().is_past_retention(state, by.now);
                      }));
  if (dry_run) return report;
  for (const auto& stream : report.cases) {
    RECOURSE_TRY_ASSIGN(const bool erased, erase_all(*this, stream, by));
    if (erased) ++report.erased;
  }
  return report;
}

}  // namespace recourse
