#include <boost/algorithm/hex.hpp>
#include <iterator>
#include <recourse/base/bytes.hpp>

namespace recourse::base {

std::string hex(std::string_view bytes) {
  std::string digits;
  digits.reserve(2 * bytes.size());
  boost::algorithm::hex_lower(bytes.begin(), bytes.end(), std::back_inserter(digits));
  return digits;
}

std::optional<std::string> unhex(std::string_view digits) {
  std::string bytes;
  bytes.reserve(digits.size() / 2);
  try {
    boost::algorithm::unhex(digits.begin(), digits.end(), std::back_inserter(bytes));
  } catch (const boost::algorithm::hex_decode_error&) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace recourse::base
