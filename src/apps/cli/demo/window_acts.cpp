#include <algorithm>
#include <optional>
#include <recourse/casework/registry/decider.hpp>

#include "acts.hpp"
#include "cast.hpp"

namespace recourse::cli {
namespace {

using namespace casework::registry;

/// A hall for so many matters has room for a window of its own.
constexpr std::uint32_t kRoomy = 8;
/// Registered so long before the window's first day.
constexpr std::chrono::days kAhead{14};

constexpr std::string_view kCounters[] = {"户籍", "治安", "出入境", "交通"};
constexpr std::string_view kSwapReasons[] = {"轮岗交流", "借调专班", "增加周六值守"};

/// The window of one station, from its registration on.
class Window {
 public:
  Window(const Plan& plan, std::size_t index)
      : plan_(plan),
        index_(index),
        station_(plan.stations[index]),
        dice_(plan.seed, 1000 + index),
        stream_(StreamId::of(RegistryDecider::kKind, station_.code).value()),
        now_(start_of(station_.opens - kAhead, kShanghaiOffset) + std::chrono::hours{9} +
             std::chrono::seconds{index}) {}

  std::vector<Act> acts() && {
    give(chief(), Register{station_.district, station_.name, ""});
    plan();
    if (dice_.percent(3)) refused(chief(), Open{}, "sign_not_passed");
    if (dice_.percent(5)) {
      refused(chief(), AddOfficer{station_.code + "-f1", StaffKind::civilian, {}, 6, true},
              "staff_not_sworn");
    }
    for (const auto* suffix : {"-w1", "-w2"}) add_officer(suffix);
    check_sign();
    const bool has_room = dice_.percent(6);
    if (has_room) give(chief(), AttachRoom{"连心屋", "一楼西侧"});
    now_ = start_of(station_.opens, kShanghaiOffset) + std::chrono::hours{8} +
           std::chrono::minutes{30};
    give(chief(), Open{});
    later();
    if (has_room) use_room();
    return std::move(acts_);
  }

 private:
  core::Actor chief() const { return {station_.code + "-c1", "station_chief", station_.code}; }
  core::Actor lead() const { return {station_.code + "-l1", "counter_lead", station_.code}; }
  core::Actor district() const {
    const auto unit = casework::complaint::department_of(
        casework::Level::district, station_.district, casework::Line::public_order);
    return {unit + "-1", "district_officer", unit};
  }

  void give(core::Actor actor, Command command) {
    now_ += std::chrono::minutes{5 + static_cast<int>(dice_.below(20))};
    acts_.push_back(
        {now_, std::move(actor), core::intent<RegistryDecider>(stream_, std::move(command))});
  }
  void refused(core::Actor actor, Command command, std::string name) {
    give(std::move(actor), std::move(command));
    acts_.back().refusal = std::move(name);
  }

  void plan() {
    if (station_.size >= kRoomy) {
      return give(chief(),
                  casework::registry::Plan{WindowForm::independent, "一楼大厅东侧", "", ""});
    }
    std::vector<RecordCounter> counters;
    for (const auto name : kCounters) {
      if (counters.size() == 3) break;
      const auto items = static_cast<std::uint32_t>(8 + dice_.below(50));
      const auto minutes = static_cast<std::uint32_t>(5 + dice_.below(20));
      counters.push_back({std::string{name}, items, minutes});
      give(lead(), counters.back());
    }
    // Where the hall makes another counter the better one, the chief says why.
    const auto load = [](const RecordCounter& c) { return c.items_per_day * c.minutes_per_item; };
    const auto busiest = std::ranges::max_element(counters, {}, load);
    if (dice_.percent(10)) {
      return give(chief(),
                  casework::registry::Plan{WindowForm::overlaid, "综合窗口大厅", busiest->counter,
                                           "正对大门，群众进门就能看到"});
    }
    give(chief(), casework::registry::Plan{WindowForm::overlaid, "综合窗口大厅", "", ""});
  }

  void add_officer(std::string_view suffix) {
    const auto years = static_cast<std::uint32_t>(8 + dice_.below(22));
    const auto rank = years > 18 ? PoliceRank::supervisor_2 : PoliceRank::supervisor_3;
    give(chief(),
         AddOfficer{station_.code + std::string{suffix}, StaffKind::sworn, rank, years, true});
  }

  void check_sign() {
    if (dice_.percent(8)) {
      give(lead(), CheckSign{"大厅入口", true, false, "被宣传展架遮挡"});
      now_ += std::chrono::days{1};
    }
    give(lead(), CheckSign{"大厅入口", true, true, ""});
  }

  /// What takes long is dealt with in the separate room: the first such case of a day.
  void use_room() {
    Random dice = dice_;
    std::optional<LocalDay> last;
    for (const auto& planned : plan_.cases) {
      const auto day = day_of(planned.reported_at);
      const bool slow = planned.station == index_ && planned.present && is_slow(planned.course);
      if (!slow || last == day) continue;
      last = day;
      const auto from = planned.reported_at + std::chrono::minutes{10};
      const auto until = from + std::chrono::minutes{25 + static_cast<int>(dice.below(50))};
      const core::Actor officer{station_.code + "-w1", "window_officer", station_.code};
      act(from, officer, TakeRoom{planned.key, "情况复杂，需调阅档案、逐项核对"});
      act(until, officer, FreeRoom{});
    }
  }
  static bool is_slow(Course course) {
    return course == Course::escalated || course == Course::escalated_city ||
           course == Course::not_understood || course == Course::verified;
  }
  void act(Timestamp at, core::Actor actor, Command command) {
    acts_.push_back(
        {at, std::move(actor), core::intent<RegistryDecider>(stream_, std::move(command))});
  }

  void later() {
    if (station_.opens > kLastDay - std::chrono::days{40}) return;
    now_ =
        start_of(working_day_after(station_.opens, 15), kShanghaiOffset) + std::chrono::hours{10};
    if (dice_.percent(5)) {
      give(district(), InspectSign{true, false, "指示牌被临时隔离带遮挡"});
      give(chief(), CorrectSign{"已移走隔离带"});
    }
    if (!dice_.percent(6)) return;
    add_officer("-w3");
    give(lead(), AskSwap{"", station_.code + "-w3", std::string{dice_.pick(kSwapReasons)}});
    give(chief(), DecideSwap{0, true, ""});
  }

  const cli::Plan& plan_;
  std::size_t index_;
  const Station& station_;
  Random dice_;
  StreamId stream_;
  Timestamp now_;
  std::vector<Act> acts_;
};

}  // namespace

std::vector<Act> window_acts(const Plan& plan) {
  std::vector<Act> all;
  for (std::size_t i = 0; i < plan.stations.size(); ++i) {
    auto acts = Window{plan, i}.acts();
    std::ranges::move(acts, std::back_inserter(all));
  }
  return all;
}

}  // namespace recourse::cli
