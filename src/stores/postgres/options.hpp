// Checks options. Thread-safety: values.
#pragma once

#include <recourse/stores/postgres.hpp>

namespace recourse::stores::pg {

/// malformed or invalid_argument, naming the option.
Result<void> check(const PostgresOptions& options);

}  // namespace recourse::stores::pg
