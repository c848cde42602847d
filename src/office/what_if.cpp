#include <algorithm>
#include <fstream>
#include <recourse/casework/calendar/holiday_cn.hpp>
#include <recourse/office/what_if.hpp>

#include "office/limit_replay.hpp"

namespace recourse {
namespace {

using casework::complaint::ComplaintDecider;
using casework::complaint::DeadlineKind;

Result<LimitReplay> replayed(const Office& office, const OtherRules& rules,
                             const SelectedCases& selected, const StreamId& id) {
  LimitReplay replay{rules};
  const core::Fold<ComplaintDecider> fold{*rules.decider};
  const auto see = [&](const core::RecordView& record) -> Result<void> {
    const core::Facts facts{record.version, record.occurred_at, record.definition};
    return fold.each_event(record, [&](const auto& event) { return replay.take(event, facts); });
  };
  if (auto read = each_record_of(office, id, selected.position, see); !read) {
    return read.error().within(id.text());
  }
  replay.judge_until(selected.moment);
  return replay;
}

void add(LimitLateness& to, const LimitReplay::Found& found) {
  ++to.cases;
  to.late_now += found.late_now ? 1u : 0u;
  to.late_then += found.late_then ? 1u : 0u;
  to.both += found.late_now && found.late_then ? 1u : 0u;
  to.only_now += found.late_now && !found.late_then ? 1u : 0u;
  to.only_then += found.late_then && !found.late_now ? 1u : 0u;
}

void add(WhatIf& answer, const StreamId& id, const LimitReplay& replay) {
  for (auto& limit : answer.limits) {
    const auto found = replay.found().find(limit.kind);
    if (found == replay.found().end()) continue;
    const auto& f = found->second;
    add(limit, f);
    if (!f.late_now && !f.late_then) continue;
    answer.late.push_back(
        {std::string{id.key()}, limit.kind, f.late_now, f.late_then, f.due_now, f.due_then});
  }
}

Result<std::string> text_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::error_code ignored;
  if (!file || std::filesystem::is_directory(path, ignored)) {
    return Error{Errc::invalid_argument, "the file " + path + " cannot be read"};
  }
  std::string text(limits::kJsonBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return Error{Errc::io_error, "the file " + path + " cannot be read on"};
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

Result<Calendar> with_notice(const Calendar& calendar, const std::string& path) {
  RECOURSE_TRY_ASSIGN(const auto text, text_of(path));
  auto notice = casework::calendar::read_holiday_cn(text);
  if (!notice) return notice.error().within(path);
  if (notice->days.empty()) {
    return Error{Errc::invalid_argument, path + ": the notice of " + std::to_string(notice->year) +
                                             " names no day: it is not out yet"};
  }
  auto amended = casework::calendar::amended_by(
      calendar, {notice->year, std::move(notice->days), std::move(notice->source), {}});
  if (!amended) return amended.error().within(path);
  return amended;
}

}  // namespace

Result<WhatIf> what_if(const Office& office, const WhatIfOptions& options,
                       const core::Viewer& viewer) {
  RECOURSE_TRY(options.norms.check());
  RECOURSE_TRY_ASSIGN(const auto selected, select_cases(office, options.selection, viewer));
  const OtherRules rules{&office.decider(), &options.norms,
                         options.calendar != nullptr ? options.calendar : &office.calendar(),
                         &office.calendar(), options.calendar != nullptr};
  WhatIf answer{.norms = options.norms.name,
                .version = options.norms.version,
                .calendar = rules.calendar->edition(),
                .position = selected.position,
                .moment = selected.moment,
                .cases = selected.cases.size()};
  for (const auto kind : limit_kinds()) answer.limits.push_back({.kind = kind});
  for (const auto& one : selected.cases) {
    RECOURSE_TRY_ASSIGN(const auto replay, replayed(office, rules, selected, one.id));
    add(answer, one.id, replay);
  }
  std::erase_if(answer.limits, [](const auto& limit) { return limit.cases == 0; });
  return answer;
}

Result<Calendar> calendar_with(const Calendar& calendar, const std::vector<std::string>& files) {
  auto amended = calendar;
  for (const auto& path : files) {
    RECOURSE_TRY_ASSIGN(amended, with_notice(amended, path));
  }
  return amended;
}

}  // namespace recourse
