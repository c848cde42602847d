#include <recourse/core/succession.hpp>

namespace recourse::core {

std::string Succession::fault(const RecordView& r) {
  std::string what;
  const bool follows = r.index == index_ + 1 && r.count == count_ && r.command_id == command_id_ &&
                       r.recorded_at == recorded_at_;
  if (r.position.value != next_) {
    what = "position " + std::to_string(r.position.value) + " stands where " +
           std::to_string(next_) + " belongs";
  } else if (between_appends() ? r.index != 0 : !follows) {
    what = "the append at position " + std::to_string(next_) + " is not whole";
  } else if (r.recorded_at < recorded_at_) {
    what = "recorded_at goes back at position " + std::to_string(next_);
  }
  next_ = r.position.value + 1;
  index_ = r.index;
  count_ = r.count;
  command_id_ = r.command_id;
  recorded_at_ = r.recorded_at;
  return what;
}

}  // namespace recourse::core
