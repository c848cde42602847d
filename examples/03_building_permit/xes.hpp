// Reads an event log of a permit office in the XES format (IEEE 1849), plain or gzipped.
//
//     auto cases = read_xes("receipt.xes.gz");      // errors name the file, the line, the case
//
// A case is a <trace> with the attributes that the office keeps of it, and its steps in their
// order. What a case needs and does not have is an error; attributes that nobody asked for are
// passed over. No shared state.
#pragma once

#include <filesystem>
#include <optional>
#include <recourse/base/time.hpp>
#include <vector>

namespace permit {

struct XesEvent {
  std::string activity;  ///< concept:name
  std::string task;      ///< concept:instance
  std::string resource;  ///< org:resource
  std::string group;     ///< org:group
  recourse::Timestamp at{};
};

struct XesCase {
  std::string name;  ///< concept:name
  std::string channel;
  std::string department;
  std::string group;  ///< Empty: the log names none.
  std::string responsible;
  recourse::Timestamp start{};
  recourse::Timestamp deadline{};
  std::optional<recourse::Timestamp> end;  ///< Nothing: it was open when the log was made.
  std::vector<XesEvent> events;
};

/// Errors: not_found; io_error (unreadable, not gzip to its end); malformed (not XML, no time, no
/// name).
recourse::Result<std::vector<XesCase>> read_xes(const std::filesystem::path& file);

}  // namespace permit
