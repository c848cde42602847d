// Reading a call's query parameters. A name that the route has not, a name that stands twice, or a
// value that is none is an error that names it: nothing is accepted and ignored.
//
//     RECOURSE_TRY(check_parameters(call.target, route.query));
//     RECOURSE_TRY_ASSIGN(query.page_size, number(call, "page_size", 1, 1000, 100));
//
// Pure functions. Errors of all: invalid_argument.
#pragma once

#include <recourse/base/time.hpp>
#include <recourse/describe/enums.hpp>
#include <span>

#include "apps/server/router.hpp"

namespace recourse::server {

Result<void> check_parameters(const Target& target, std::span<const Parameter> known);

/// Empty: it is not there.
std::string text(const Call& call, std::string_view name);
Result<std::uint64_t> number(const Call& call, std::string_view name, std::uint64_t from,
                             std::uint64_t to, std::uint64_t otherwise);
/// Nothing: it is not there.
Result<std::optional<std::uint64_t>> number_if(const Call& call, std::string_view name,
                                               std::uint64_t from, std::uint64_t to);
/// "true" and "false"; the name alone is true.
Result<bool> flag(const Call& call, std::string_view name);
/// What stands between commas; of an empty text one that is empty.
std::vector<std::string> split(std::string_view values);
/// Values between commas, of each time that it stands there.
std::vector<std::string> list(const Call& call, std::string_view name);

enum class Edge : std::uint8_t { start, end };
/// A moment, or a day as its first or last one.
Result<std::optional<Timestamp>> moment(const Call& call, std::string_view name, Edge edge,
                                        UtcOffset offset);
/// A page's `next`: hexadecimal digits as bytes.
Result<std::string> page_token(const Call& call, std::string_view name);

Error wrong_word(std::string_view name, std::string_view given, const describe::EnumInfo& words);
template <class E>
Result<std::optional<E>> word(const Call& call, std::string_view name) {
  const auto given = text(call, name);
  if (given.empty()) return std::optional<E>{};
  E value{};
  if (describe::enum_from_name(given, value)) return std::optional{value};
  return wrong_word(name, given, describe::enum_info<E>);
}

/// The request's body as a JSON object; an empty one is {}. Errors: malformed, saying where;
/// limit_exceeded.
Result<boost::json::object> json_body(const Request& request);
/// A text member of it. invalid_argument: it is not there, or no text.
Result<std::string> text_member(const boost::json::object& body, std::string_view name);

}  // namespace recourse::server
