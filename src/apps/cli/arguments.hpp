// What commands make of their options' texts: enumerators, moments, hexadecimal digits.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/base/bytes.hpp>
#include <recourse/base/time.hpp>
#include <recourse/core/decider.hpp>
#include <recourse/describe/spec.hpp>
#include <string>
#include <string_view>

#include "apps/cli/command_line.hpp"

namespace recourse::cli {

/// An unset variable in a script must not pass for an option that was left out.
Check not_empty();

/// A whole number of decimal digits within [from, to]: the parser itself reads -1 as 2^64-1.
Check whole_number(std::uint64_t from, std::uint64_t to = ~std::uint64_t{0});

/// The names of an enum's values, for Option::among.
template <class E>
std::vector<std::string> names_of() {
  std::vector<std::string> names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto d) { names.emplace_back(d.name); });
  return names;
}

/// The value of that name; an empty text is nothing. Requires: Option::among let the name through.
template <class E>
std::optional<E> named(const std::string& name) {
  E value{};
  if (name.empty() || !describe::enum_from_name(name, value)) return std::nullopt;
  return value;
}

/// What a reader found wrong with a text, where that stands on the command line and in no file:
/// invalid_argument, within the option.
Error of_argument(std::string_view option, const Error& error);

/// Who acts, "role:id@unit"; the role by its name or its Chinese label: "反映窗口民警:w7@S001".
core::Actor actor_of(const std::string& text);

/// Which moment of a day is meant where only the day is given.
enum class DayEdge : std::uint8_t { start, end };

/// Reads "2023-11-30" or a moment as parse_timestamp does, without a zone in that of the run
/// (zone.hpp); an empty text is nothing. invalid_argument, naming the option.
Result<std::optional<Timestamp>> moment(std::string_view option, const std::string& text,
                                        DayEdge edge);

/// A JSON document from a file, or from standard input for "-". invalid_argument if it cannot be
/// read, limit_exceeded above limits::kJsonBytesMax.
Result<std::string> read_input(const std::string& path);

/// Bytes as hexadecimal digits.
using base::hex;
/// And back; invalid_argument, naming the option, unless they are pairs of hexadecimal digits.
Result<std::string> unhex(std::string_view option, std::string_view text);

}  // namespace recourse::cli
