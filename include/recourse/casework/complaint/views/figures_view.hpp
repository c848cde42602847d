// FiguresView: what counts of every case, and every event, in columns (R31, R33).
//
//     views.add([] { return std::make_unique<FiguresView>(ComplaintDecider{}); });
//     auto rows = views.snapshot("figures").value();
//     auto figures = FiguresView::read(*rows, {.station = "S001"}, rows->position()).value();
//
//     'c' stream          →  the case's facts, and the position of its first event: its subject
//     'o' be64 subject    →  its stream
//     'f' …, 'e' …        →  columns of facts, of events (core/columns.hpp)
//     'F' …, 'E' …        →  their words (core/column_words.hpp)
//     'd'                 →  the first and the last day of which anything tells
//
// Sums can be made as of any position up to the view's own; the functions of
// views/figure_query.hpp do. Nothing here is personal.
//
// Thread-safety: as Projection; `read` from any thread.
#pragma once

#include <recourse/base/limits.hpp>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/views/case_facts.hpp>
#include <recourse/casework/complaint/views/figures.hpp>
#include <recourse/core/column_words.hpp>
#include <recourse/core/columns.hpp>
#include <recourse/core/fold.hpp>
#include <recourse/core/held.hpp>

namespace recourse::casework::complaint {

/// A column of the rows that stand for events. Those up to `role` hold words by number.
enum class EventColumn : std::uint8_t {
  type,     ///< "case.received"
  station,  ///< Of the case, as the four that follow.
  district,
  matter,
  reason,
  unit,  ///< Of who acted.
  role,
  line,  ///< Of the case as it stood after the event, as those up to `outcome`.
  category,
  channel,
  route,
  demand,
  urgency,
  outcome,
  day,     ///< On which it happened, in days since 1970-01-01, local.
  minute,  ///< Of that day.
};
inline constexpr std::size_t kEventColumns = static_cast<std::size_t>(EventColumn::minute) + 1;
inline constexpr std::size_t kEventWords = static_cast<std::size_t>(EventColumn::role) + 1;
constexpr std::size_t column_of(EventColumn column) { return static_cast<std::size_t>(column); }

/// A case in the view.
struct CountedCase {
  CaseFacts facts;
  std::uint64_t subject = 0;
};
BOOST_DESCRIBE_STRUCT(CountedCase, (), (facts, subject))
constexpr auto recourse_spec(const CountedCase*) {
  return describe::spec(
      "case.counted", 1, "What counts of a case, and its number.",
      {{"facts", 1, "What counts of it."}, {"subject", 1, "Position of its first event."}});
}

/// What is summed of each segment of cases: whatever the figures of figure_list.hpp count.
const core::ColumnTotals& figure_totals();

class FiguresView final : public core::Projection {
 public:
  static constexpr std::string_view kName = "figures";
  static constexpr std::uint32_t kVersion = 5;
  static constexpr core::ColumnsSpec kFactColumns{'f', kFacts, true, &figure_totals};
  static constexpr core::ColumnsSpec kEventColumnsSpec{'e', kEventColumns, false};
  static constexpr char kFactWordsPrefix = 'F';
  static constexpr char kEventWordsPrefix = 'E';

  /// `decider`: its norms say in which time zone days begin.
  explicit FiguresView(const ComplaintDecider& decider);

  core::ProjectionSpec spec() const override;
  core::Label label() const override { return {"Figures", "统计指标"}; }
  Result<void> apply(const core::RecordView& record, core::TableWriter& rows) override;
  Result<void> apply_stream(std::span<const core::RecordView> records,
                            core::TableWriter& rows) override;
  Result<void> decode(const core::RecordView& record) const override;
  Result<void> finish(core::TableWriter& rows) override;
  std::size_t held_bytes() const override;
  void forget() override;

  /// The figures of the cases that the filter takes in, as of a position that is not behind the
  /// snapshot's. Errors: corruption, and those of the table.
  static Result<Figures> read(const core::TableSnapshot& rows, const TallyFilter& filter,
                              Position as_of);

 private:
  Result<FactRow> row_of(const CaseFacts& facts, Position at, core::TableWriter& rows);
  Result<void> add_event(const CaseFacts& facts, std::uint64_t subject,
                         const core::RecordView& record, core::TableWriter& rows);
  std::int64_t day_number(Timestamp when) const;
  Result<void> note_days(std::int64_t one, std::int64_t other, core::TableWriter& rows);

  core::Fold<ComplaintDecider> fold() const { return core::Fold<ComplaintDecider>{decider_}; }

  ComplaintDecider decider_;
  core::HeldRows<CountedCase> cases_{limits::kViewCacheBytesMax};
  core::ColumnWriter facts_{kFactColumns};
  core::ColumnWriter events_{kEventColumnsSpec};
  core::ColumnWords fact_words_{kFactWordsPrefix, kFactWords};
  core::ColumnWords event_words_{kEventWordsPrefix, kEventWords};
  std::optional<std::pair<std::int64_t, std::int64_t>> days_;
};

/// The stream of a case by its subject, and the other way round; not_found if there is none.
Result<std::string> stream_of(const core::TableSnapshot& rows, std::uint64_t subject);
Result<std::uint64_t> subject_of(const core::TableSnapshot& rows, std::string_view stream);
/// First and last day that any column of days holds, in days since 1970-01-01; nothing: no case.
Result<std::optional<std::pair<std::int64_t, std::int64_t>>> days_in(
    const core::TableSnapshot& rows);

}  // namespace recourse::casework::complaint
