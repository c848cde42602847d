// Bytes as hexadecimal digits and back, for golden files.
#pragma once

#include <recourse/base/bytes.hpp>

namespace recourse::test {

using base::hex;

/// A golden file that is not made of digits fails the test that reads it.
inline std::string unhex(std::string_view digits) { return base::unhex(digits).value(); }

}  // namespace recourse::test
