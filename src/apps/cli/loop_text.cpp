// The loop beside the cases as a person reads it, in both languages.
#include <fmt/format.h>

#include "apps/cli/console.hpp"
#include "apps/cli/figure_text.hpp"
#include "apps/cli/report.hpp"

namespace recourse::cli {
namespace {

LoopLine rectification_line(const RectificationFigures& r) {
  const auto what = r.matter + (r.reason.empty() ? "" : " " + r.reason);
  std::string zh = r.closed ? "已办结" : "进行中";
  std::string en = r.closed ? "closed" : "under way";
  if (r.ratio) {
    const auto upper = r.upper ? fmt::format("{:.2f}", *r.upper) : "∞";
    zh += fmt::format(
        "；整改前{}件中{}件，整改后{}件中{}件，发生率为整改前的{:.2f}倍（95%区间{:.2f}至{}）{}",
        grouped(r.before_all), grouped(r.before), grouped(r.after_all), grouped(r.after), *r.ratio,
        r.lower, upper, r.proved ? "，成效已证实" : "");
    en += fmt::format(
        "; {} of {} before, {} of {} after: {:.2f} times the rate (95 % {:.2f} to {}){}",
        grouped(r.before), grouped(r.before_all), grouped(r.after), grouped(r.after_all), *r.ratio,
        r.lower, upper, r.proved ? ", proved" : "");
  }
  return {"整改", "rectification", r.key, what + "：" + zh, what + ": " + en};
}

void add_window_lines(const WindowFigures& w, std::vector<LoopLine>& lines) {
  lines.push_back({"窗口", "windows", grouped(w.open),
                   fmt::format("个开放；派出所{}个，独立{}个，叠加{}个，暂停{}个，关闭{}个",
                               grouped(w.stations), grouped(w.independent), grouped(w.overlaid),
                               grouped(w.suspended), grouped(w.closed)),
                   fmt::format("open; {} stations, {} independent 独立, {} overlaid 叠加, {} shut "
                               "for a time, {} closed",
                               grouped(w.stations), grouped(w.independent), grouped(w.overlaid),
                               grouped(w.suspended), grouped(w.closed))});
  lines.push_back(
      {"叠加负荷", "overlay load", grouped(w.overlay_load),
       fmt::format("分钟/日，所叠加柜台合计；最高的柜台{}分钟", grouped(w.overlay_most)),
       fmt::format("minutes of work a day on their counters; {} on the one that has the most",
                   grouped(w.overlay_most))});
  lines.push_back({"值守", "officers", grouped(w.officers),
                   fmt::format("人；批准调整{}次", grouped(w.changes)),
                   grouped(w.changes) + " changes of rosters approved"});
  lines.push_back(
      {"人员稳定", "stability", share(w.through, w.served),
       fmt::format("近365日值守的{}人中，{}人全程值守", grouped(w.served), grouped(w.through)),
       fmt::format("{} of {} who served in the last 365 days served all of them",
                   grouped(w.through), grouped(w.served))});
  lines.push_back({"接待室", "rooms", grouped(w.rooms),
                   fmt::format("间；转入疑难事项{}件", grouped(w.room_matters)),
                   grouped(w.room_matters) + " slow matters were moved there"});
}

void add_inspection_lines(const InspectionFigures& i, std::vector<LoopLine>& lines) {
  lines.push_back({"检查", "inspections", grouped(i.inspections),
                   fmt::format("次；未发现问题{}次，未结{}次，随机抽查{}次", grouped(i.clean),
                               grouped(i.open), grouped(i.samples)),
                   fmt::format("{} clean, {} open, {} spot checks by a committed seed",
                               grouped(i.clean), grouped(i.open), grouped(i.samples))});
  lines.push_back(
      {"通报", "circulars", grouped(i.circulars),
       fmt::format("份；问题{}个，再次通报{}份", grouped(i.findings), grouped(i.repeated)),
       fmt::format("{} findings; {} repeated", grouped(i.findings), grouped(i.repeated))});
  lines.push_back({"不予收件", "refusals", grouped(i.refusals),
                   fmt::format("件；其中无依据{}件", grouped(i.refusals_without_ground)),
                   grouped(i.refusals_without_ground) + " without a ground"});
}

void add_liaison_lines(const LiaisonFigures& l, std::vector<LoopLine>& lines) {
  lines.push_back({"对接", "liaisons", grouped(l.posts),
                   fmt::format("人在岗，空缺{}个；汇总{}期", grouped(l.vacant), grouped(l.digests)),
                   fmt::format("posts held, {} vacant; {} digests 汇总", grouped(l.vacant),
                               grouped(l.digests))});
  lines.push_back(
      {"疑难", "difficult", grouped(l.collected),
       fmt::format("件；已解决{}件，明确下一步{}件，逾期{}件，未答复{}件", grouped(l.solved),
                   grouped(l.next_steps), grouped(l.late), grouped(l.open)),
       fmt::format("matters collected: {} solved, {} with a next step, {} late, {} open",
                   grouped(l.solved), grouped(l.next_steps), grouped(l.late), grouped(l.open))});
}

}  // namespace

std::vector<LoopLine> loop_lines(const LoopFigures& loop) {
  std::vector<LoopLine> lines;
  LoopFigures nothing;
  nothing.from = loop.from;
  nothing.to = loop.to;
  if (loop == nothing) return lines;
  add_window_lines(loop.windows, lines);
  add_inspection_lines(loop.inspections, lines);
  add_liaison_lines(loop.liaisons, lines);
  lines.push_back({"口径", "replies", grouped(loop.replies),
                   fmt::format("条有效；被{}件引用", grouped(loop.reply_uses)),
                   "hold; cited by " + grouped(loop.reply_uses) + " cases"});
  lines.push_back(
      {"培训", "trainings", grouped(loop.trainings),
       fmt::format("次；参训{}人次，合格{}人次", grouped(loop.trained), grouped(loop.passed)),
       fmt::format("{} attended, {} passed", grouped(loop.trained), grouped(loop.passed))});
  for (const auto& one : loop.rectifications) lines.push_back(rectification_line(one));
  return lines;
}

std::string loop_text(const LoopFigures& loop) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : loop_lines(loop)) {
    rows.push_back({one.en + " " + one.zh, one.value, one.more_en});
  }
  if (rows.empty()) return {};
  const auto when = loop.from ? fmt::format("from {} to {}; what stands, as of the end 本期",
                                            to_string(*loop.from), to_string(*loop.to))
                              : std::string{"of all time, up to this position 累计"};
  return "the loop 闭环, " + when + "\n" + table(rows, "<><");
}

}  // namespace recourse::cli
