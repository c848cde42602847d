#include "engine/log.hpp"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

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
  logger->flush_on(spdlog::level::warn);
  return logger;
}

}  // namespace recourse::engine
