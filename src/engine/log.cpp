#include "engine/log.hpp"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>

namespace recourse::engine {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::off:
      return spdlog::level::off;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::debug:
      return spdlog::level::debug;
  }
  return spdlog::level::info;
}

}  // namespace

Result<std::shared_ptr<spdlog::logger>> make_logger(const LogOptions& options) {
  constexpr std::size_t kFileBytes = std::size_t{4} << 20;
  constexpr std::size_t kFiles = 4;
  auto logger = std::make_shared<spdlog::logger>("recourse");
  if (!options.file.empty()) {
    try {
      logger->sinks().push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
          options.file.string(), kFileBytes, kFiles));
    } catch (const spdlog::spdlog_ex& e) {
      return Error{Errc::io_error,
                   "opening the log file " + options.file.string() + ": " + e.what()};
    }
  }
  logger->set_level(options.file.empty() ? spdlog::level::off : level_of(options.level));
  logger->set_pattern("time=%Y-%m-%dT%H:%M:%S.%e%z level=%l %v");
  logger->flush_on(spdlog::level::warn);
  return logger;
}

LogEntry::LogEntry(std::string_view event) : text_("event=") { text_ += event; }

LogEntry& LogEntry::with(std::string_view key, std::string_view value) {
  constexpr std::string_view kPlain = "-_./:@+";
  const bool plain = !value.empty() && std::ranges::all_of(value, [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || kPlain.find(c) != kPlain.npos;
  });
  text_.append(" ").append(key).append("=");
  if (plain) {
    text_ += value;
    return *this;
  }
  text_ += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') text_ += '\\';
    text_ += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;  // one line stays one line
  }
  text_ += '"';
  return *this;
}

LogEntry& LogEntry::with(std::string_view key, std::uint64_t value) {
  return with(key, std::to_string(value));
}

}  // namespace recourse::engine
