// Succession: what holds between adjacent records of a log: positions have no gaps, appends are
// whole and adjacent, recorded_at never decreases.
//
//     Succession succession{Position{1}};
//     if (auto fault = succession.fault(record); !fault.empty()) …      // for each record in order
//     if (!succession.between_appends()) …                              // behind the last one
//
// Thread-safety: values.
#pragma once

#include <recourse/core/record.hpp>

namespace recourse::core {

class Succession {
 public:
  /// The first record must have position `next` and begin an append.
  explicit Succession(Position next) : next_(next.value) {}
  /// Takes the next record; says what is wrong with it, or nothing.
  std::string fault(const RecordView& record);
  /// The last append is whole.
  bool between_appends() const { return index_ + 1 == count_; }

 private:
  std::uint64_t next_;
  std::uint32_t index_ = 0;
  std::uint32_t count_ = 1;
  CommandId command_id_{};
  Timestamp recorded_at_{Timestamp::min()};
};

}  // namespace recourse::core
