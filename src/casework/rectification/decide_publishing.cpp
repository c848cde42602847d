// Publication: what becomes of the catalogue, and how long it is observed (R30).
#include <algorithm>
#include <recourse/casework/rectification/catalogue_change.hpp>
#include <recourse/casework/rectification/period.hpp>

#include "casework/common/catalogue/catch_all.hpp"
#include "casework/common/choice.hpp"
#include "casework/rectification/decision_context.hpp"

namespace recourse::casework::rectification {
namespace {

CatalogueChange change_in(const DecisionContext& ctx, const Publish& c) {
  return {blank(c.matter) ? ctx.state.matter : c.matter, c.added, c.removed, c.reworded, c.notice};
}

std::optional<core::Refusal> check_publisher(const DecisionContext& ctx) {
  if (!changes_catalogue(ctx.state)) return check_in_charge(ctx);
  if (ctx.role == Role::city_officer) return check_own_line(ctx, ctx.state.line);
  const auto who = competence_for(MeasureKind::material_list);
  return refuse<refusals::not_the_lines_department>(Put<"who">{who.en, who.zh});
}

std::optional<core::Refusal> check_matter(const DecisionContext& ctx, const std::string& code) {
  if (blank(code)) return refuse<refusals::matter_missing>();
  const Matter* matter = ctx.catalogue.matter(code);
  if (matter == nullptr) {
    const auto all = choice_of_matters(ctx.catalogue);
    return refuse<refusals::unknown_matter>(Put<"matter">{code}, Put<"matters">{all.en, all.zh});
  }
  const auto& own = ctx.state.matter;
  const auto line = line_by_rulings(ctx.rules.current_dispatch.get(), code, matter->line);
  const bool of_class = own.empty() ? line == ctx.state.line : own == code;
  if (of_class) return std::nullopt;
  return refuse<refusals::matter_not_of_class>(Put<"matter">{code});
}

std::optional<core::Refusal> check_named(const std::vector<Paper>& papers) {
  for (const auto& paper : papers) {
    const bool named = !blank(paper.code) && !blank(paper.name) && !is_catch_all(paper.name) &&
                       (blank(paper.name_en) || !is_catch_all(paper.name_en));
    if (!named) return refuse<refusals::paper_unnamed>(Put<"name">{paper.name});
  }
  return std::nullopt;
}

/// Each paper is named once, and is there or not, as its change wants it.
std::optional<core::Refusal> check_papers(const DecisionContext& ctx, const CatalogueChange& c) {
  if (auto no = check_named(c.added)) return no;
  if (auto no = check_named(c.reworded)) return no;
  const Matter& matter = *ctx.catalogue.matter(c.matter);
  const Put<"matter"> of{c.matter};
  std::vector<std::string> there = c.removed;
  for (const auto& paper : c.reworded) there.push_back(paper.code);
  std::vector<std::string> all = there;
  for (const auto& paper : c.added) all.push_back(paper.code);
  std::ranges::sort(all);
  const auto twice = std::ranges::adjacent_find(all);
  if (twice != all.end()) return refuse<refusals::paper_twice>(Put<"code">{*twice});
  for (const auto& code : there) {
    if (matter.material(code) == nullptr) {
      return refuse<refusals::no_such_paper>(of, Put<"code">{code});
    }
  }
  for (const auto& paper : c.added) {
    if (matter.material(paper.code) != nullptr) {
      return refuse<refusals::paper_there>(of, Put<"code">{paper.code});
    }
  }
  return std::nullopt;
}

std::optional<core::Refusal> check_change(const DecisionContext& ctx, const CatalogueChange& c) {
  const bool papers = !c.added.empty() || !c.removed.empty() || !c.reworded.empty();
  const bool list = is_adopted(ctx.state, MeasureKind::material_list);
  const bool notice = is_adopted(ctx.state, MeasureKind::notice);
  if ((papers && !list) || (!c.notice.empty() && !notice)) {
    return refuse<refusals::change_not_adopted>();
  }
  if (!list && !notice) return std::nullopt;
  if (is_empty(c)) return refuse<refusals::change_missing>();
  if (auto no = check_matter(ctx, c.matter)) return no;
  return check_papers(ctx, c);
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Publish& c) {
  if (auto no = check_publisher(ctx)) return *no;
  if (blank(c.how)) return refuse<refusals::how_missing>();
  auto change = change_in(ctx, c);
  if (auto no = check_change(ctx, change)) return *no;
  const auto& limits = ctx.rules.limits;
  const auto own = Period{ctx.state.from, ctx.state.to}.days();
  // As long as the period before, but for one that shows too little.
  const auto days =
      c.observe_days > 0 ? std::int64_t{c.observe_days} : std::max(own, limits.observe_least);
  if (days < limits.observe_least || days > limits.observe_most) {
    return refuse<refusals::observation_out_of_range>(
        Put<"least">{std::to_string(limits.observe_least)},
        Put<"most">{std::to_string(limits.observe_most)});
  }
  const LocalDay first = ctx.today() + std::chrono::days{1};
  const LocalDay last = ctx.today() + std::chrono::days{days};
  const Due until{end_of(last, ctx.rules.utc_offset), false, std::nullopt, 0};
  Published e{ctx.by(), ctx.unit(), c.how, std::nullopt, "", first, last, until};
  if (is_empty(change)) return Decision::of(std::move(e));
  e.change = std::move(change);
  e.catalogue = next_version(ctx.catalogue.version());
  auto moved_on = refuse<refusals::catalogue_moved_on>(Put<"version">{e.catalogue});
  auto tag = change_tag(changes_in(e.catalogue));
  return Decision::of(std::move(e))
      .unless_tagged(std::string{describe::spec_of<Published>.type}, std::move(tag),
                     std::move(moved_on));
}

}  // namespace recourse::casework::rectification
