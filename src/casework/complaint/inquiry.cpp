#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <cctype>
#include <recourse/base/bytes.hpp>
#include <recourse/casework/complaint/inquiry.hpp>

namespace recourse::casework::complaint {
namespace {

constexpr std::string_view kSigns = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Crockford's: no I, L, O, U.
constexpr std::string_view kCodeSigns = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char upper(char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); }

/// ISO 7064 MOD 37-36 over the letters and digits; what separates them does not count.
char check_letter(std::string_view text) {
  std::size_t sum = 36;
  for (const char c : text) {
    const auto value = kSigns.find(upper(c));
    if (value == std::string_view::npos) continue;
    sum += value;
    if (sum > 36) sum -= 36;
    sum = sum * 2 % 37;
  }
  return kSigns[(37 - sum) % 36];
}

bool is_station_sign(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == ':';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<std::string> make_case_number(std::string_view station, LocalDay day, std::uint64_t serial) {
  if (station.empty() || !std::ranges::all_of(station, is_station_sign)) {
    return Error{Errc::invalid_argument,
                 "a case number begins with a station's code of letters "
                 "and digits, not with '" +
                     std::string{station} + "'"};
  }
  if (serial == 0) return Error{Errc::invalid_argument, "the serial of a case begins with 1"};
  auto date = to_string(day);
  std::erase(date, '-');
  auto count = std::to_string(serial);
  if (count.size() < 4) count.insert(0, 4 - count.size(), '0');
  std::string number = std::string{station} + "-" + date + "-" + count;
  return number + "-" + check_letter(number);
}

Result<void> check_case_number(std::string_view number) {
  const auto last = number.rfind('-');
  if (last == std::string_view::npos || last + 2 != number.size()) return {};
  const auto serial = number.rfind('-', last - 1);
  if (last == 0 || serial == std::string_view::npos || serial == 0) return {};
  const auto date = number.rfind('-', serial - 1);
  if (date == std::string_view::npos) return {};
  if (!all_digits(number.substr(serial + 1, last - serial - 1))) return {};
  if (!all_digits(number.substr(date + 1, serial - date - 1)) || serial - date != 9) return {};
  const char wanted = check_letter(number.substr(0, last));
  if (upper(number.back()) == wanted) return {};
  return Error{Errc::invalid_argument, "'" + std::string{number} + "' is mistyped: a number " +
                                           std::string{number.substr(0, last)} + " would end in -" +
                                           wanted};
}

std::string inquiry_code_from(std::uint64_t random) {
  std::string code;
  for (int i = 0; i < 8; ++i) {
    if (i == 4) code.push_back('-');
    code.push_back(kCodeSigns[(random >> (5 * i)) % 32]);
  }
  return code;
}

std::string inquiry_digest(std::string_view stream, std::string_view code) {
  std::string named{stream};
  named.push_back('\n');
  for (const char c : code) {
    if (c != '-' && c != ' ') named.push_back(upper(c));
  }
  // Ours, drawn once; it keeps these digests apart from every other use of SHA-1.
  constexpr boost::uuids::uuid kSpace{0x5d, 0x31, 0xa8, 0x0e, 0x7c, 0x44, 0x4f, 0x19,
                                      0x9a, 0x02, 0xe6, 0x7b, 0x13, 0xd8, 0x55, 0x60};
  const auto digest = boost::uuids::name_generator_sha1{kSpace}(named.data(), named.size());
  return base::hex({reinterpret_cast<const char*>(digest.data), digest.size()});
}

}  // namespace recourse::casework::complaint
