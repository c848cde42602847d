#include "apps/server/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace recourse::server {
namespace {

using Bytes = std::array<std::uint8_t, 16>;
constexpr unsigned kMapped = 96;  ///< Bits before an IPv4 address in IPv6.

std::optional<Bytes> read_address(const std::string& text) {
  Bytes bytes{};
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
  bytes[10] = bytes[11] = 0xFF;
  if (::inet_pton(AF_INET, text.c_str(), bytes.data() + kMapped / 8) == 1) return bytes;
  return std::nullopt;
}

/// The bits behind the prefix are zero.
Bytes masked(Bytes bytes, unsigned prefix) {
  for (unsigned i = 0; i < bytes.size(); ++i) {
    const unsigned kept = std::min(8U, prefix - std::min(prefix, 8 * i));
    bytes[i] = static_cast<std::uint8_t>(bytes[i] & (0xFF00U >> kept));
  }
  return bytes;
}

Error no_network(std::string_view text, std::string_view why) {
  return {Errc::invalid_argument,
          "'" + std::string{text} + "' is no address or network: " + std::string{why}};
}

}  // namespace

Result<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const std::string address{text.substr(0, slash)};
  const auto bytes = read_address(address);
  if (!bytes) return no_network(text, "write it as 10.1.0.0/16 or fd00::/8");
  const bool short_form = address.find(':') == std::string::npos;
  const unsigned longest = short_form ? 32 : 128;
  unsigned prefix = longest;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, prefix);
    if (read.ec != std::errc{} || read.ptr != end || prefix > longest) {
      return no_network(text, "the prefix is 0 to " + std::to_string(longest));
    }
  }
  Network network;
  network.bytes_ = *bytes;
  network.prefix_ = short_form ? kMapped + prefix : prefix;
  if (masked(*bytes, network.prefix_) != *bytes) {
    return no_network(text, "bits are set behind the prefix");
  }
  return network;
}

bool Network::contains(std::string_view address) const {
  const auto bytes = read_address(std::string{address});
  return bytes && masked(*bytes, prefix_) == bytes_;
}

}  // namespace recourse::server
