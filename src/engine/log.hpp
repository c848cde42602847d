// The engine's own log: rotating files of one line an event, as key=value pairs, never personal
// data: names of the program's own, stream ids, positions. What user code said when it failed stays
// out; it is in the status of what failed.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <recourse/engine.hpp>

namespace recourse::engine {

/// io_error if the file cannot be opened.
Result<std::shared_ptr<spdlog::logger>> make_logger(const LogOptions& options);

/// One event of the log: `event=opened store=rocksdb position=7`. Values with anything but letters,
/// digits and -_./:@+ are put in quotes.
class LogEntry {
 public:
  explicit LogEntry(std::string_view event);
  LogEntry& with(std::string_view key, std::string_view value);
  LogEntry& with(std::string_view key, std::uint64_t value);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace recourse::engine
