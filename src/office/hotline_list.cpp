// Rows of a list into orders, and orders into the office.
#include <algorithm>
#include <recourse/base/csv_reader.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/casework/common/terms.hpp>
#include <recourse/office/hotline_list.hpp>
#include <set>

namespace recourse {
namespace {

using casework::hotline::HotlineDecider;
using casework::hotline::Order;

/// Nothing was imported, and why; a line each.
Error nothing_imported(const std::vector<HotlineFault>& faults) {
  std::string text =
      "nothing was imported; passing over faulty rows (skip_faulty) takes the others in";
  const auto shown = std::min(faults.size(), limits::kFindingsMax);
  for (std::size_t i = 0; i < shown; ++i) text += "\n  " + to_string(faults[i]);
  if (shown < faults.size()) {
    text += "\n  and " + std::to_string(faults.size() - shown) + " more";
  }
  return {Errc::malformed, std::move(text)};
}

/// Takes out the orders for which no case could be opened.
void move_refused(HotlineList& list, std::vector<HotlinePlan>& plans) {
  HotlineList good;
  std::vector<HotlinePlan> kept;
  good.faults = std::move(list.faults);
  for (std::size_t i = 0; i < plans.size(); ++i) {
    if (!plans[i].refusal.empty()) {
      good.faults.push_back({list.lines[i], 0, plans[i].refusal});
      continue;
    }
    good.orders.push_back(std::move(list.orders[i]));
    good.lines.push_back(list.lines[i]);
    kept.push_back(std::move(plans[i]));
  }
  std::sort(good.faults.begin(), good.faults.end(),
            [](const HotlineFault& a, const HotlineFault& b) {
              return std::pair{a.line, a.column} < std::pair{b.line, b.column};
            });
  list = std::move(good);
  plans = std::move(kept);
}

std::uint64_t& count_of(HotlineImport& done, HotlineStep step) {
  switch (step) {
    case HotlineStep::known:
      return done.known;
    case HotlineStep::linked:
      return done.linked;
    case HotlineStep::likely:
      return done.likely;
    case HotlineStep::fresh:
      break;
  }
  return done.fresh;
}

}  // namespace

std::string to_string(const HotlineFault& fault) {
  auto text = "line " + std::to_string(fault.line);
  if (fault.column > 0) text += ", column " + std::to_string(fault.column);
  return text + ": " + fault.what;
}

Result<HotlineList> read_hotline_list(std::string_view csv,
                                      const casework::hotline::HotlineMap& map, UtcOffset offset) {
  RECOURSE_TRY_ASSIGN(auto table, base::read_csv_rows(csv));
  RECOURSE_TRY_ASSIGN(const auto places, map.places_in(table.header));
  HotlineList list;
  for (auto& one : table.faults) {
    list.faults.push_back({one.line, one.column, std::move(one.what)});
  }
  std::set<std::string> numbers;
  for (const auto& row : table.rows) {
    auto order = map.order_of(row.cells, places, offset);
    if (const auto* faults = std::get_if<1>(&order)) {
      for (const auto& one : *faults) list.faults.push_back({row.line, one.column, one.what});
      continue;
    }
    auto& good = std::get<Order>(order);
    if (!StreamId::of(HotlineDecider::kKind, good.number)) {
      list.faults.push_back({row.line, 0, "'" + good.number + "' cannot be an order's number"});
    } else if (!numbers.insert(casework::number_key(good.number)).second) {
      list.faults.push_back({row.line, 0, "the order " + good.number + " is there twice"});
    } else {
      list.orders.push_back(std::move(good));
      list.lines.push_back(row.line);
    }
  }
  return list;
}

Result<HotlineImport> import_hotline(const Office& office, HotlineList list,
                                     const HotlineImportOptions& options,
                                     const core::Context& context) {
  RECOURSE_TRY_ASSIGN(auto plans, plan_hotline(office, list.orders, context));
  move_refused(list, plans);
  if (!list.faults.empty() && !options.skip_faulty) return nothing_imported(list.faults);
  HotlineImport done{.dry_run = options.dry_run};
  for (std::size_t i = 0; i < plans.size(); ++i) {
    ++count_of(done, plans[i].step);
    if (options.dry_run || plans[i].step == HotlineStep::known) continue;
    const auto taken = import_order(office, list.orders[i], plans[i], context);
    if (!taken) return taken.error().within("line " + std::to_string(list.lines[i]));
    if (options.progress) options.progress(i + 1, plans.size());
  }
  done.orders = std::move(plans);
  done.faults = std::move(list.faults);
  return done;
}

}  // namespace recourse
