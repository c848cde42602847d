// Making a version: proposal, draft, review, approval.
#include <algorithm>

#include "casework/replies/basis_check.hpp"
#include "casework/replies/deciding.hpp"

namespace recourse::casework::replies {
namespace {

/// Nobody does a second thing to a version.
std::optional<core::Refusal> check_other_person(const State& state, const std::string& who) {
  const auto& draft = state.draft;
  const bool wrote = std::ranges::find(draft.authors, who) != draft.authors.end();
  if (!wrote && who != draft.reviewer) return std::nullopt;
  return refuse<refusals::same_person>(Put<"who">{who});
}

/// The text that a version begins with: what was drafted, else what was published last.
Drafted draft_so_far(const Deciding& ctx) {
  const auto& state = ctx.state;
  Drafted text;
  const auto* const last = last_version(state);
  text.number = last == nullptr ? 1 : last->number + 1;
  if (state.draft.number != 0) {
    text.wording = state.draft.wording, text.basis = state.draft.basis;
    text.valid_from = state.draft.valid_from, text.valid_until = state.draft.valid_until;
  } else if (last != nullptr) {
    text.wording = last->wording, text.basis = last->basis;
    if (last->valid_until && *last->valid_until >= ctx.today()) {
      text.valid_until = last->valid_until;
    }
  }
  return text;
}

std::optional<core::Refusal> check_days(const Drafted& text, LocalDay today) {
  for (const auto& day : {text.valid_from, text.valid_until}) {
    if (day && *day < today) return refuse<refusals::day_over>(Put<"day">{to_string(*day)});
  }
  if (text.valid_from && text.valid_until && *text.valid_until < *text.valid_from) {
    return refuse<refusals::days_reversed>(Put<"to">{to_string(*text.valid_until)},
                                           Put<"from">{to_string(*text.valid_from)});
  }
  return std::nullopt;
}

std::optional<core::Refusal> check_text(const Deciding& ctx, const Drafted& text) {
  if (blank(text.wording)) return refuse<refusals::wording_missing>();
  if (blank(text.basis)) return refuse<refusals::basis_missing>();
  const auto run = common_run(text.basis, text.wording, ctx.rules.limits.basis_run);
  if (!run.empty()) return refuse<refusals::basis_in_wording>(Put<"run">{run});
  if (auto no = check_days(text, ctx.today())) return no;
  const auto* const last = last_version(ctx.state);
  const bool same = last != nullptr && ctx.state.standing == Standing::published &&
                    last->wording == text.wording && last->basis == text.basis &&
                    last->valid_until == text.valid_until;
  if (!same) return std::nullopt;
  return refuse<refusals::nothing_changed>(Put<"number">{std::to_string(last->number)});
}

/// Which matter and department a draft is of.
std::optional<core::Refusal> settle_subject(const Deciding& ctx, const Draft& c, Drafted& text) {
  const auto& state = ctx.state;
  if (!state.matter.empty()) {
    const bool other = (!c.matter.empty() && c.matter != state.matter) ||
                       (!c.reason.empty() && c.reason != state.reason);
    if (other) return refuse<refusals::matter_fixed>(Put<"matter">{subject_of(state)});
    text.line = state.line, text.matter = state.matter;
    text.reason = state.reason, text.unit = state.unit;
    return std::nullopt;
  }
  if (auto no = ctx.check_matter(c.matter, c.reason)) return no;
  text.line = ctx.line_of(c.matter);
  text.matter = c.matter, text.reason = c.reason;
  text.unit = ctx.context.actor.unit;
  const auto expected = department_unit(bureau_of_unit(text.unit), text.line);
  if (text.unit == expected) return std::nullopt;
  return refuse<refusals::not_your_line>(Put<"unit">{expected}, Put<"own">{text.unit});
}

}  // namespace

Line Deciding::line_of(const std::string& matter) const {
  return line_by_rulings(rules.current_dispatch.get(), matter,
                         rules.catalogue->matter(matter)->line);
}

std::optional<core::Refusal> Deciding::check_matter(const std::string& matter,
                                                    const std::string& reason) const {
  if (blank(matter)) return refuse<refusals::matter_missing>();
  const auto* const known = rules.catalogue->matter(matter);
  if (known == nullptr) return refuse<refusals::no_such_matter>(Put<"code">{matter});
  if (line_of(matter) == Line::other) return refuse<refusals::no_department>(Put<"code">{matter});
  if (reason.empty() || rules.catalogue->reason(reason) != nullptr) return std::nullopt;
  return refuse<refusals::no_such_reason>(Put<"code">{reason});
}

Decision Deciding::operator()(const Propose& c) const {
  if (auto no = check_matter(c.matter, c.reason)) return *no;
  if (c.cases == 0) return refuse<refusals::cases_missing>();
  if (!c.from || !c.to) return refuse<refusals::period_missing>();
  if (*c.to < *c.from) {
    return refuse<refusals::days_reversed>(Put<"to">{to_string(*c.to)},
                                           Put<"from">{to_string(*c.from)});
  }
  if (*c.to > today()) return refuse<refusals::day_ahead>(Put<"day">{to_string(*c.to)});
  const Line line = line_of(c.matter);
  const auto unit = c.unit.empty() ? department_unit(kCityBureau, line) : c.unit;
  if (line_of_department(unit) != line) {
    return refuse<refusals::no_such_department>(
        Put<"unit">{unit}, Put<"line">{std::string{describe::enum_name(line)}, zh(line)});
  }
  return Decision::of(Proposed{by(), line, c.matter, c.reason, unit,
                               blank(c.found_by) ? by() : c.found_by, c.cases, *c.from, *c.to,
                               in(rules.limits.draft)});
}

Decision Deciding::operator()(const Draft& c) const {
  auto text = draft_so_far(*this);
  if (auto no = settle_subject(*this, c, text)) return *no;
  text.by = by();
  if (!blank(c.wording)) text.wording = c.wording;
  if (!blank(c.basis)) text.basis = c.basis;
  if (c.valid_from) text.valid_from = c.valid_from;
  if (c.valid_until) text.valid_until = c.valid_until;
  if (auto no = check_text(*this, text)) return *no;
  text.due = in(rules.limits.submit);
  return Decision::of(std::move(text));
}

Decision Deciding::operator()(const Submit&) const {
  return Decision::of(Submitted{by(), in(rules.limits.review)});
}

Decision Deciding::operator()(const PassReview& c) const {
  if (auto no = check_other_person(state, by())) return *no;
  return Decision::of(ReviewPassed{by(), c.note, in(rules.limits.approve)});
}

Decision Deciding::operator()(const SendBack& c) const {
  const auto& authors = state.draft.authors;
  if (std::ranges::find(authors, by()) != authors.end()) {
    return refuse<refusals::same_person>(Put<"who">{by()});
  }
  if (blank(c.wrong)) return refuse<refusals::wrong_missing>();
  return Decision::of(SentBack{by(), c.wrong, in(rules.limits.submit)});
}

Decision Deciding::operator()(const Approve&) const {
  if (auto no = check_other_person(state, by())) return *no;
  return Decision::of(Approved{by(), in(rules.limits.publish)});
}

Decision Deciding::operator()(const Abandon& c) const {
  if (blank(c.why)) return refuse<refusals::why_missing>();
  return Decision::of(Abandoned{by(), c.why});
}

}  // namespace recourse::casework::replies
