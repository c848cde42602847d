#include "office/class_openings.hpp"

#include <recourse/office/classes.hpp>

namespace recourse {
namespace {

namespace rectification = casework::rectification;
using casework::complaint::ComplaintDecider;
using casework::complaint::Received;
using rectification::RectificationDecider;

constexpr std::chrono::days kBefore{91};

LocalDay first_of_month(LocalDay day) {
  const std::chrono::year_month_day date{day};
  return LocalDay{date.year() / date.month() / 1};
}

/// "ZG-202310-RK01-M1".
Result<StreamId> stream_of(const rectification::FoundClass& one, LocalDay month) {
  const std::chrono::year_month_day date{month};
  const auto number =
      static_cast<int>(date.year()) * 100 + static_cast<int>(static_cast<unsigned>(date.month()));
  return StreamId::of(RectificationDecider::kKind,
                      "ZG-" + std::to_string(number) + "-" + one.matter + "-" + one.reason);
}

/// The first record that was recorded at a moment or later; `end` if all before it are earlier.
Result<Position> first_since(const core::EventStore& store, Timestamp moment, Position end) {
  std::uint64_t low = 1;
  std::uint64_t high = end.value;
  while (low < high) {
    const auto middle = Position{low + (high - low) / 2};
    RECOURSE_TRY_ASSIGN(const auto cursor, store.read_all({.from = middle, .to = middle}));
    RECOURSE_TRY_ASSIGN(const bool there, cursor->next());
    if (!there) return Error{Errc::corruption, "a record is not in the log"};
    if (cursor->record().recorded_at < moment) {
      low = middle.value + 1;
    } else {
      high = middle.value;
    }
  }
  return Position{low};
}

}  // namespace

core::ReactionSpec ClassesAreOpened::spec() const {
  return {.name = "class_openings",
          .stream_kind = std::string{ComplaintDecider::kKind},
          .types = {std::string{describe::spec_of<Received>.type}}};
}

Result<bool> ClassesAreOpened::begins_month(const core::RecordView& record, LocalDay first) const {
  const auto month = first.time_since_epoch().count();
  if (begun_.load() >= month) return false;
  const Timestamp begin = Timestamp{first.time_since_epoch()} - offset_;
  RECOURSE_TRY_ASSIGN(const auto from, first_since(engine_->store(), begin, record.position));
  core::LogRange range{.from = from,
                       .to = record.position,
                       .stream_kind = std::string{ComplaintDecider::kKind},
                       .types = {std::string{describe::spec_of<Received>.type}}};
  RECOURSE_TRY_ASSIGN(const auto cursor, engine_->store().read_all(std::move(range)));
  RECOURSE_TRY_ASSIGN(const bool there, cursor->next());
  if (!there) return Error{Errc::corruption, "a record is not in the log"};
  const bool begins = cursor->record().position == record.position;
  // The one that begins it may be given again, after a failure.
  if (!begins) begun_.store(month);
  return begins;
}

Result<std::vector<core::Intent>> ClassesAreOpened::react(const core::RecordView& record) const {
  std::vector<core::Intent> asked;
  const auto first = first_of_month(local_day(record.recorded_at, offset_));
  RECOURSE_TRY_ASSIGN(const bool begins, begins_month(record, first));
  if (!begins) return asked;
  const rectification::Period month{first_of_month(first - std::chrono::days{1}),
                                    first - std::chrono::days{1}};
  const rectification::ClassRules rules{
      .period = month,
      .before = {month.from - kBefore, month.from - std::chrono::days{1}},
      .offset = offset_};
  RECOURSE_TRY_ASSIGN(const auto report, classes_as_of(engine_->store(), rules, record.position));
  for (const auto& one : report.classes) {
    RECOURSE_TRY_ASSIGN(auto stream, stream_of(one, month.from));
    asked.push_back(core::intent<RectificationDecider>(std::move(stream), opening_of(report, one)));
  }
  return asked;
}

}  // namespace recourse
