#include <recourse/office/position_at.hpp>

namespace recourse {

Result<Position> position_at(const Office& office, Timestamp moment) {
  RECOURSE_TRY_ASSIGN(const auto head, office.engine().follow());
  std::uint64_t before = 0;              // written at the moment or before
  std::uint64_t after = head.value + 1;  // written later, or not at all
  while (after - before > 1) {
    const Position middle{before + (after - before) / 2};
    RECOURSE_TRY_ASSIGN(const auto cursor, office.store().read_all({.from = middle, .to = middle}));
    RECOURSE_TRY_ASSIGN(const bool found, cursor->next());
    if (!found) {
      return Error{Errc::corruption,
                   "the log has no record at position " + std::to_string(middle.value)};
    }
    (cursor->record().recorded_at <= moment ? before : after) = middle.value;
  }
  return Position{before};
}

Result<Position> reached(const Office& office, Position wanted) {
  RECOURSE_TRY_ASSIGN(const auto head, office.engine().follow());
  if (wanted <= head) return wanted;
  return Error{Errc::timed_out, "the log is at position " + std::to_string(head.value) +
                                    ", not yet at " + std::to_string(wanted.value)};
}

}  // namespace recourse
