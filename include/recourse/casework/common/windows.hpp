// Windows: whether a station's window takes cases at a moment, and who serves there (R1, R5).
//
//     const auto window = reference.windows->at("PD01", now);
//     if (window && !window->open) say(window->why_not);
//
// What the casework asks of the register of windows, without knowing it: the office answers from
// the register's streams. A decision that it went into is not made again when events are replayed.
// Thread-safety: every member from any thread.
#pragma once

#include <optional>
#include <recourse/base/result.hpp>
#include <recourse/base/time.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework {

/// A station's window at a moment.
struct Window {
  std::string station;              ///< Code of the station, or of the centre that it shares.
  bool open = false;                ///< It takes cases.
  std::string why_not;              ///< Word for why it does not: "suspended"; empty if it does.
  std::string why_not_zh;           ///< The same in Chinese.
  std::vector<std::string> roster;  ///< Staff numbers of those who serve there then.
};

class Windows {
 public:
  virtual ~Windows() = default;
  /// The window of a station; nothing: the register does not know the station. Errors: those of
  /// reading the register.
  virtual Result<std::optional<Window>> at(std::string_view station, Timestamp moment) const = 0;
  /// Code of the district bureau of a registered station or centre; nothing: the register does not
  /// know it. Errors: as `at`.
  virtual Result<std::optional<std::string>> district_of(std::string_view code) const = 0;
  /// Stations are registered at all: from then on a case needs a window (R1).
  virtual bool in_use() const = 0;
};

}  // namespace recourse::casework
