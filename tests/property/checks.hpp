// Checks: what holds of a case whatever anybody does, each with its name and its rule.
#pragma once

#include <span>

#include "tests/property/walk.hpp"

namespace recourse::property {

std::span<const Check> checks();

}  // namespace recourse::property
