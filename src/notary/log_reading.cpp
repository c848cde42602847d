#include "notary/log_reading.hpp"

#include <recourse/core/fold.hpp>

namespace recourse::notary {
namespace {

/// What `use` makes of the one record.
template <class Use>
auto at(const core::EventLog& log, Position position, Use use)
    -> decltype(use(std::declval<const core::Cursor&>())) {
  RECOURSE_TRY_ASSIGN(const auto cursor, log.read_all({.from = position, .to = position}));
  RECOURSE_TRY_ASSIGN(const bool found, cursor->next());
  if (found) return use(*cursor);
  return Error{Errc::corruption,
               "the log has no record at position " + std::to_string(position.value)};
}

}  // namespace

Result<std::string> record_at(const core::EventLog& log, Position position) {
  return at(log, position,
            [](const core::Cursor& c) { return Result<std::string>{std::string{c.bytes()}}; });
}

Result<HeadSigned> head_at(const core::EventLog& log, Position position) {
  return at(log, position, [&](const core::Cursor& c) -> Result<HeadSigned> {
    RECOURSE_TRY_ASSIGN(auto event, core::Fold<NotaryDecider>::event_of(c.record()));
    if (auto* const head = std::get_if<HeadSigned>(&event)) return std::move(*head);
    return Error{Errc::corruption,
                 "position " + std::to_string(position.value) + " is no head of the tree"};
  });
}

}  // namespace recourse::notary
