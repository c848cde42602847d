#include "apps/server/parameters.hpp"

#include <algorithm>
#include <recourse/base/bytes.hpp>
#include <recourse/base/text.hpp>
#include <recourse/describe/json.hpp>

namespace recourse::server {
namespace {

/// Of what somebody sent, in a message.
constexpr std::size_t kShownBytes = 60;

Error wrong(std::string_view name, const std::string& what) {
  return {Errc::invalid_argument, std::string{name} + ": " + what};
}

std::string in_quotes(std::string_view given) {
  return "'" + base::excerpt(given, kShownBytes) + "'";
}

}  // namespace

Result<void> check_parameters(const Target& target, std::span<const Parameter> known) {
  for (const auto& [name, value] : target.query) {
    const auto& given = name;
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const Parameter& one) { return one.name == given; });
    if (found == known.end()) {
      std::string names;
      for (const auto& one : known) names.append(names.empty() ? "" : ", ").append(one.name);
      return Error{Errc::invalid_argument, in_quotes(name) + " is no parameter here; there are: " +
                                               (names.empty() ? "none" : names)};
    }
    if (!found->repeated && target.all(name).size() > 1) return wrong(name, "it stands twice");
  }
  for (const auto& one : known) {
    if (one.required && target.find(one.name) == nullptr) return wrong(one.name, "it is missing");
  }
  return {};
}

std::string text(const Call& call, std::string_view name) {
  const auto* const value = call.target.find(name);
  return value == nullptr ? std::string{} : *value;
}

Result<std::optional<std::uint64_t>> number_if(const Call& call, std::string_view name,
                                               std::uint64_t from, std::uint64_t to) {
  const auto* const given = call.target.find(name);
  if (given == nullptr) return std::optional<std::uint64_t>{};
  const auto& digits = *given;
  const bool whole =
      !digits.empty() && digits.size() <= 19 &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto value = whole ? std::stoull(digits) : 0;
  if (!whole || value < from || value > to) {
    return wrong(name, in_quotes(digits) + " is no whole number from " + std::to_string(from) +
                           " to " + std::to_string(to));
  }
  return std::optional<std::uint64_t>{value};
}

Result<std::uint64_t> number(const Call& call, std::string_view name, std::uint64_t from,
                             std::uint64_t to, std::uint64_t otherwise) {
  RECOURSE_TRY_ASSIGN(const auto given, number_if(call, name, from, to));
  return given.value_or(otherwise);
}

Result<bool> flag(const Call& call, std::string_view name) {
  const auto* const given = call.target.find(name);
  if (given == nullptr || *given == "false") return false;
  if (given->empty() || *given == "true") return true;
  return wrong(name, in_quotes(*given) + " is neither true nor false");
}

std::vector<std::string> split(std::string_view values) {
  std::vector<std::string> parts;
  for (;;) {
    const auto comma = values.find(',');
    parts.emplace_back(values.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    values.remove_prefix(comma + 1);
  }
}

std::vector<std::string> list(const Call& call, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& given : call.target.all(name)) {
    for (auto& part : split(given)) values.push_back(std::move(part));
  }
  return values;
}

Result<std::optional<Timestamp>> moment(const Call& call, std::string_view name, Edge edge,
                                        UtcOffset offset) {
  const auto given = text(call, name);
  if (given.empty()) return std::optional<Timestamp>{};
  if (const auto day = parse_day(given)) {
    return std::optional{edge == Edge::start ? start_of(*day, offset) : end_of(*day, offset)};
  }
  const auto t = parse_timestamp(given, offset);
  if (!t) return wrong(name, t.error().message());
  return std::optional{*t};
}

Result<std::string> page_token(const Call& call, std::string_view name) {
  const auto given = text(call, name);
  if (auto bytes = base::unhex(given)) return std::move(*bytes);
  return wrong(name, in_quotes(given) + " is no page's `next`");
}

Error wrong_word(std::string_view name, std::string_view given, const describe::EnumInfo& words) {
  std::string names;
  for (const auto& one : words.words) names.append(names.empty() ? "" : ", ").append(one.name);
  return wrong(name, in_quotes(given) + " is none of: " + names);
}

Result<boost::json::object> json_body(const Request& request) {
  if (request.body.empty()) return boost::json::object{};
  RECOURSE_TRY_ASSIGN(auto json, describe::parse_json(request.body));
  if (json.is_object()) return std::move(json.as_object());
  return Error{Errc::malformed, "/: an object is wanted here"};
}

Result<std::string> text_member(const boost::json::object& body, std::string_view name) {
  const auto* const member = body.if_contains(name);
  if (member != nullptr && member->is_string()) return std::string{member->as_string()};
  return wrong(name, member == nullptr ? "it is missing" : "a text is wanted here");
}

}  // namespace recourse::server
