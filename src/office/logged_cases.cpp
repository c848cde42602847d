#include "office/logged_cases.hpp"

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/core/fold.hpp>

namespace recourse {

Result<std::optional<std::string>> LoggedCases::station_of(std::string_view key) const {
  using casework::complaint::ComplaintDecider;
  using casework::complaint::Received;
  std::optional<std::string> nothing;
  const auto stream = StreamId::of(ComplaintDecider::kKind, key);
  if (!stream || store_ == nullptr) return nothing;
  RECOURSE_TRY_ASSIGN(const auto cursor, store_->read_stream(*stream, {}));
  RECOURSE_TRY_ASSIGN(const bool found, cursor->next());
  if (!found) return nothing;
  RECOURSE_TRY_ASSIGN(const auto event, core::Fold<ComplaintDecider>::event_of(cursor->record()));
  const auto* report = std::get_if<Received>(&event);
  if (report == nullptr) {
    return Error{Errc::corruption, stream->text() + " does not begin with a report"};
  }
  return std::optional{report->station};
}

}  // namespace recourse
