#include "apps/cli/usage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <recourse/describe/json.hpp>

#include "apps/cli/nearest.hpp"

namespace recourse::cli {
namespace {

constexpr std::size_t kOffered = 3;
constexpr std::string_view kCure = "--help behind the command says what it takes.";

std::vector<std::string_view> views_of(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

/// Slips that a word of so many letters may have: of a short one two make another word.
std::size_t slips_in(std::size_t letters) {
  constexpr std::size_t kShort = 5;
  return letters <= kShort ? 1 : std::max<std::size_t>(2, letters / 3);
}

/// So many slips, but not all of its letters; or what was left out stands behind.
bool may_be_meant(std::string_view wanted, std::string_view name) {
  // Dashes are no letters: every option has them.
  const auto letters = wanted.size() - std::min(wanted.size(), wanted.find_first_not_of('-'));
  const auto slips = distance(wanted, name);
  if (slips < letters && slips <= slips_in(letters)) return true;
  return wanted.size() > 1 && name.starts_with(wanted);
}

}  // namespace

std::vector<std::string> meant(std::string_view wanted, const std::vector<std::string>& names) {
  std::vector<std::string> offered;
  for (const auto name : nearest_first(wanted, views_of(names))) {
    if (offered.size() == kOffered) break;
    if (may_be_meant(wanted, name)) offered.emplace_back(name);
  }
  return offered;
}

Usage no_such_name(std::string_view what, std::string_view wanted,
                   const std::vector<std::string>& names, std::string_view option) {
  const auto place = option.empty() ? std::string{} : std::string{option} + ": ";
  return {place + no_such(what, wanted, views_of(names)), meant(wanted, names)};
}

Exit tell(bool json, const Usage& usage) {
  std::string text;
  if (json) {
    boost::json::array names;
    for (const auto& name : usage.did_you_mean) names.emplace_back(name);
    text = describe::pretty(boost::json::object{{"error",
                                                 {{"code", "usage"},
                                                  {"message", usage.message},
                                                  {"cure", boost::json::string{kCure}},
                                                  {"retryable", false},
                                                  {"did_you_mean", std::move(names)}}}});
  } else {
    text = fmt::format("recourse: {}\n", usage.message);
    if (!usage.did_you_mean.empty()) {
      text += fmt::format("  did you mean: {}?\n", fmt::join(usage.did_you_mean, ", "));
    }
    text += fmt::format("  {}\n", kCure);
  }
  std::fwrite(text.data(), 1, text.size(), stderr);
  return Exit::usage;
}

}  // namespace recourse::cli
