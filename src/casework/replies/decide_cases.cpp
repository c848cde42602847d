// Cases that cite the reply: uses, ratings, and looking at them again.
#include <algorithm>

#include "casework/replies/deciding.hpp"

namespace recourse::casework::replies {
namespace {

/// "PD01-1" names "case/PD01-1", as its stream does.
bool names(std::string_view given, std::string_view stream) {
  if (given == stream) return true;
  const auto slash = stream.find('/');
  return slash != std::string_view::npos && given == stream.substr(slash + 1);
}

bool is_noted(const State& state, const std::string& cited_in, std::uint32_t version) {
  const auto same = [&](const auto& one) {
    return one.cited_in == cited_in && one.version == version;
  };
  return std::ranges::any_of(state.citing, same) || std::ranges::any_of(state.look_again, same);
}

}  // namespace

Decision Deciding::operator()(const NoteUse& c) const {
  const auto* const holds = valid_on(state, today());
  const auto* const last = last_version(state);
  const auto version = c.version != 0 ? c.version : (holds != nullptr ? holds : last)->number;
  if (version_of(state, version) == nullptr) {
    return refuse<refusals::no_such_version>(Put<"number">{std::to_string(version)});
  }
  // A case cites it when it explains, and again when it closes: that is one use.
  if (is_noted(state, c.cited_in, version)) return Decision::nothing();
  const bool valid = holds != nullptr && holds->number == version;
  UseNoted e{c.cited_in, c.position, version, valid, std::nullopt};
  // What follows it is published already, for a later day: there is no further list to come onto.
  const bool followed = version != last->number || state.standing != Standing::published;
  if (!valid || followed) e.look_again = in(rules.limits.look_again);
  return Decision::of(std::move(e));
}

Decision Deciding::operator()(const NoteRating& c) const {
  const auto grade = describe::enum_info<Grade>.find(static_cast<std::uint64_t>(c.grade));
  if (grade == nullptr) return refuse<refusals::no_grade>();
  return Decision::of(RatingNoted{c.cited_in, c.position, c.grade});
}

Decision Deciding::operator()(const LookAtCase& c) const {
  const auto found = std::ranges::find_if(
      state.look_again, [&](const LookAgain& one) { return names(c.cited_in, one.cited_in); });
  if (found == state.look_again.end()) {
    return refuse<refusals::no_such_case>(Put<"case">{c.cited_in});
  }
  if (blank(c.result)) return refuse<refusals::result_missing>();
  return Decision::of(CaseLookedAt{by(), found->cited_in, c.result});
}

}  // namespace recourse::casework::replies
