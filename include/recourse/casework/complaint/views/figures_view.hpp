// FiguresView: the sums behind `recourse report`, kept up to date (R31, R32, R34).
//
//     views.add([] { return std::make_unique<FiguresView>(); });
//     auto figures = FiguresView::read(*views.snapshot("figures").value(), {.station = "S001"});
//
//     'c' stream                                         →  the case's facts
//     'g' district \0 station \0 u8 line u8 channel      →  the group's counts
//
// Thread-safety: as Projection; `read` from any thread.
#pragma once

#include <recourse/base/limits.hpp>
#include <recourse/casework/complaint/views/figures.hpp>
#include <recourse/core/held.hpp>

namespace recourse::casework::complaint {

class FiguresView final : public core::Projection {
 public:
  static constexpr std::string_view kName = "figures";
  static constexpr std::uint32_t kVersion = 3;

  core::ProjectionSpec spec() const override;
  Result<void> apply(const core::RecordView& record, core::TableWriter& rows) override;
  Result<void> apply_stream(std::span<const core::RecordView> records,
                            core::TableWriter& rows) override;
  Result<void> decode(const core::RecordView& record) const override;
  Result<void> finish(core::TableWriter& rows) override;
  std::size_t held_bytes() const override;
  void forget() override;

  /// The figures of the cases that the filter takes in, at the snapshot's position.
  /// Errors: corruption, and those of the table.
  static Result<Figures> read(const core::TableSnapshot& rows, const TallyFilter& filter);

 private:
  core::HeldRows<CaseFacts> facts_{limits::kViewCacheBytesMax};
  core::HeldRows<Counts> counts_{limits::kViewCacheBytesMax};
};

}  // namespace recourse::casework::complaint
