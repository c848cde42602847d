// The engine's own log: rotating files, never personal data.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <recourse/host.hpp>

namespace recourse::engine {

/// io_error if the file cannot be opened.
Result<std::shared_ptr<spdlog::logger>> make_logger(const LogOptions& options);

}  // namespace recourse::engine
