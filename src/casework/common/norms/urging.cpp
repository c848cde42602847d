#include <algorithm>
#include <charconv>
#include <recourse/casework/common/limits.hpp>
#include <recourse/casework/common/urging.hpp>

namespace recourse::casework {
namespace {

Error wrong(std::string_view step, std::string_view what) {
  return {Errc::invalid_argument, "'" + std::string{step} + "' " + std::string{what}};
}

/// "+3", "-1": a sign, and no zero before the number.
std::optional<std::int64_t> signed_days(std::string_view text) {
  const bool formed = text.size() >= 2 && text.size() <= 5 && (text[0] == '+' || text[0] == '-') &&
                      text[1] >= '1' && text[1] <= '9';
  if (!formed) return std::nullopt;
  std::int64_t days = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + 1, end, days);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return text[0] == '-' ? -days : days;
}

Result<UrgingStep> step_in(std::string_view text) {
  const auto first = text.find(':');
  const auto second = first == text.npos ? text.npos : text.find(':', first + 1);
  if (second == text.npos) {
    return wrong(text, "is no step: rung, days and receiver are wanted, as remind:-1:station");
  }
  UrgingStep step;
  if (!describe::enum_from_name(text.substr(0, first), step.rung)) {
    return wrong(text, "names no rung: remind, notice or circular is wanted");
  }
  const auto days = signed_days(text.substr(first + 1, second - first - 1));
  if (!days || *days > limits::kUrgingDaysMax || *days < -limits::kUrgingDaysMax) {
    return wrong(text, "has no such days: a sign and 1 to " +
                           std::to_string(limits::kUrgingDaysMax) + " are wanted, as -1 or +3");
  }
  step.days = *days;
  if ((step.rung == Rung::remind) != (step.days < 0)) {
    return wrong(text, "is on the wrong side: remind comes before the limit, the others after it");
  }
  if (!describe::enum_from_name(text.substr(second + 1), step.receiver)) {
    return wrong(text, "names no receiver: station, district or city is wanted");
  }
  return step;
}

}  // namespace

Result<std::vector<UrgingStep>> parse_urging(std::string_view text) {
  if (text.size() > limits::kUrgingBytesMax) {
    return Error{Errc::invalid_argument,
                 "at most " + std::to_string(limits::kUrgingBytesMax) + " bytes are wanted"};
  }
  std::vector<UrgingStep> steps;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto one = text.substr(at, end - at);
    at = end + 1;
    if (one.empty()) continue;
    RECOURSE_TRY_ASSIGN(const auto step, step_in(one));
    if (std::ranges::find(steps, step.rung, &UrgingStep::rung) != steps.end()) {
      return wrong(one, "names a rung for the second time");
    }
    if (!steps.empty() && steps.back().days >= step.days) {
      return wrong(one, "does not come after the step before it");
    }
    steps.push_back(step);
  }
  return steps;
}

}  // namespace recourse::casework
