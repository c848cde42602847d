#include "apps/cli/arguments.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <recourse/base/limits.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/describe/typed_words.hpp>

#include "apps/cli/zone.hpp"

namespace recourse::cli {

Check not_empty() {
  return [](const std::string& text) {
    return text.empty() ? std::string{"it is empty"} : std::string{};
  };
}

Check whole_number(std::uint64_t from, std::uint64_t to) {
  return [from, to](const std::string& text) {
    std::uint64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [read, wrong] = std::from_chars(text.data(), end, number);
    if (wrong == std::errc{} && read == end && number >= from && number <= to) return std::string{};
    return "'" + text + "' is not a whole number from " + std::to_string(from) + " to " +
           std::to_string(to);
  };
}

core::Actor actor_of(const std::string& text) {
  auto actor = core::Actor::parse(text);
  const auto* role = describe::find_typed(describe::enum_info<casework::Role>, actor.role);
  if (role != nullptr) actor.role = role->name;
  return actor;
}

Error of_argument(std::string_view option, const Error& error) {
  return Error{Errc::invalid_argument, error.message()}.within(option);
}

Result<std::optional<Timestamp>> moment(std::string_view option, const std::string& text,
                                        DayEdge edge) {
  if (text.empty()) return std::optional<Timestamp>{};
  if (const auto day = parse_day(text)) {
    return std::optional{edge == DayEdge::start ? start_of(*day, zone()) : end_of(*day, zone())};
  }
  const auto t = parse_timestamp(text, zone());
  if (!t) return of_argument(option, t.error());
  return std::optional{*t};
}

Result<std::string> unhex(std::string_view option, std::string_view text) {
  if (auto bytes = base::unhex(text)) return std::move(*bytes);
  return Error{Errc::invalid_argument, std::string{option} + ": '" + std::string{text} +
                                           "' is not made of pairs of hexadecimal digits"};
}

Result<std::string> read_input(const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    std::error_code ignored;
    if (!file || std::filesystem::is_directory(path, ignored)) {
      return Error{Errc::invalid_argument, "the input file " + path + " cannot be read"};
    }
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string text;
  char buffer[65536];
  while (in.read(buffer, sizeof buffer) || in.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(in.gcount()));
    if (text.size() > limits::kJsonBytesMax) {
      return Error{Errc::limit_exceeded,
                   "the input has more than " + std::to_string(limits::kJsonBytesMax) + " bytes"};
    }
  }
  return text;
}

}  // namespace recourse::cli
