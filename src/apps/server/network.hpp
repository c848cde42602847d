// Network: addresses of IPv4 and IPv6 in CIDR notation.
//
//     auto network = Network::parse("10.1.0.0/16").value();      // an address alone is itself
//     network.contains("10.1.4.7")                               → true
//
// An IPv4 address that IPv6 carries (::ffff:10.1.4.7) is the IPv4 address. Pure; values.
#pragma once

#include <array>
#include <cstdint>
#include <recourse/base/result.hpp>
#include <string_view>

namespace recourse::server {

class Network {
 public:
  /// invalid_argument: no address, a prefix that is too long, or bits set behind the prefix.
  static Result<Network> parse(std::string_view text);
  /// False as well for what is no address.
  bool contains(std::string_view address) const;

 private:
  std::array<std::uint8_t, 16> bytes_{};  // IPv4 as ::ffff:a.b.c.d
  unsigned prefix_ = 0;                   // of 128
};

}  // namespace recourse::server
