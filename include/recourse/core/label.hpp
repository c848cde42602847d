// Label: what people call something that the engine runs, beside its permanent name.
//
//     static constexpr core::Label kLabel{"Lockers", "寄存柜"};      // of a decider: its view
//     core::Label label() const override { return {"Lockers by door", "按柜门"}; }
//
// A value; its texts live as long as the process.
#pragma once

#include <string_view>

namespace recourse::core {

struct Label {
  std::string_view en = {};
  std::string_view zh = {};
  bool empty() const { return en.empty() && zh.empty(); }
};

}  // namespace recourse::core
