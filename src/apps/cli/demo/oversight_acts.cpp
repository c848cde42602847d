#include <algorithm>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/sample.hpp>

#include "acts.hpp"
#include "cast.hpp"

namespace recourse::cli {
namespace {

using namespace casework::supervision;
using casework::Level;
using casework::Line;

constexpr std::chrono::month kFirstRound = std::chrono::July;
constexpr unsigned kRounds = 5;

LocalDay first_of(unsigned round) {
  const auto month = kFirstRound + std::chrono::months{round};
  return LocalDay{std::chrono::year{2023} / month / 1};
}
/// "2023-07".
std::string month_text(unsigned round) { return to_string(first_of(round)).substr(0, 7); }

Timestamp morning(LocalDay day) { return start_of(day, kShanghaiOffset) + std::chrono::hours{9}; }

core::Actor department(Level level, std::string_view district, Line line, int desk) {
  const auto unit = casework::complaint::department_of(level, district, line);
  const auto* role = level == Level::city ? "city_officer" : "district_officer";
  return {unit + "-" + std::to_string(desk), role, unit};
}
core::Actor chief_of(const Station& station) {
  return {station.code + "-c1", "station_chief", station.code};
}

/// One inspection, from its plan to its end.
class Inspection {
 public:
  Inspection(std::string_view key, std::vector<Act>& acts)
      : stream_(StreamId::of(SupervisionDecider::kKind, key).value()), acts_(acts) {}

  void give(Timestamp at, core::Actor actor, Command command) {
    acts_.push_back(
        {at, std::move(actor), core::intent<SupervisionDecider>(stream_, std::move(command))});
  }
  void give(LocalDay day, core::Actor actor, Command command) {
    give(morning(day) + std::chrono::minutes{hour_++ * 7}, std::move(actor), std::move(command));
  }

  /// Circular, correction, and what came of it; a second time at the city.
  void follow_up(LocalDay found, const Station& station, const core::Actor& inspector,
                 const core::Actor& verifier, bool corrected_at_once) {
    auto day = working_day_after(found, 2);
    give(day, inspector, IssueCircular{"请于期限内整改并书面反馈。", {}});
    day = working_day_after(day, 5);
    give(day, chief_of(station), ReportCorrection{"已逐条整改，相关人员已谈话提醒。"});
    day = working_day_after(day, 2);
    if (corrected_at_once) return give(day, verifier, Verify{true, "现场核验，整改到位。"});
    give(day, verifier, Verify{false, "现场核验，问题仍在。"});
    day = working_day_after(day, 5);
    give(day, chief_of(station), ReportCorrection{"已由所领导督办整改完毕。"});
    day = working_day_after(day, 2);
    give(day, department(Level::city, station.district, Line::population, 2),
         Verify{true, "复核整改到位。"});
  }

 private:
  StreamId stream_;
  std::vector<Act>& acts_;
  int hour_ = 0;
};

Finding finding(Random& dice, std::vector<std::string> cases) {
  constexpr std::string_view kWhat[] = {"一次性告知未列明全部材料", "办理情况登记不完整",
                                        "反映窗口指示牌被遮挡", "值守民警离岗未交接"};
  constexpr std::string_view kRules[] = {"R14", "R26", "R4", "R6"};
  constexpr FindingKind kKinds[] = {FindingKind::handling, FindingKind::ledger, FindingKind::sign,
                                    FindingKind::staff};
  const auto i = dice.below(4);
  return {kKinds[i], std::string{kWhat[i]}, std::string{kRules[i]}, Weight::ordinary,
          i < 2 ? std::move(cases) : std::vector<std::string>{}};
}

/// A case of the station that was reported before a day; none if there is none.
std::vector<std::string> a_case_of(const Plan& plan, std::size_t station, LocalDay before) {
  for (const auto& planned : plan.cases) {
    if (planned.station == station && day_of(planned.reported_at) < before) return {planned.key};
  }
  return {};
}

/// Each month each district looks at one of its windows.
void add_rounds(const Plan& plan, std::vector<Act>& acts) {
  Random dice{plan.seed, 20};
  for (unsigned round = 0; round < kRounds; ++round) {
    for (const auto& district : districts()) {
      const auto planned_on = working_day_after(first_of(round), 2);
      std::vector<std::size_t> open;
      for (std::size_t i = 0; i < plan.stations.size(); ++i) {
        const auto& station = plan.stations[i];
        if (station.district == district.code && station.opens < planned_on) open.push_back(i);
      }
      if (open.empty()) continue;
      const auto index = open[dice.below(open.size())];
      const auto& station = plan.stations[index];
      const auto inspector = department(Level::district, district.code, Line::population, 1);
      Inspection one{"JC-" + month_text(round) + "-" + station.code, acts};
      const auto day = working_day_after(planned_on, 5);
      one.give(planned_on, inspector,
               casework::supervision::Plan{station.code,
                                           "",
                                           InspectionKind::routine,
                                           dice.percent(50),
                                           Line::population,
                                           day,
                                           "月度检查",
                                           {}});
      if (!dice.percent(35)) {
        one.give(day, inspector, FindClean{"标识、值守、台账均符合要求。"});
        continue;
      }
      one.give(day, inspector, RecordFindings{{finding(dice, a_case_of(plan, index, day))}});
      one.follow_up(day, station, inspector,
                    department(Level::district, district.code, Line::population, 2),
                    !dice.percent(15));
    }
  }
}

/// Each month the supervision draws ten cases of a district, by a seed committed before the month.
void add_spot_checks(const Plan& plan, std::vector<Act>& acts) {
  Random dice{plan.seed, 21};
  for (unsigned round = 0; round + 1 < kRounds; ++round) {
    const auto& district = districts()[dice.below(districts().size())];
    const auto from = first_of(round);
    const auto to = first_of(round + 1) - std::chrono::days{1};
    std::string seed;
    for (int i = 0; i < 8; ++i) seed += std::to_string(dice.below(90'000) + 10'000);
    const auto station = std::ranges::find(plan.stations, district.code, &Station::district);
    Inspection one{"CC-" + month_text(round) + "-" + std::string{district.code}, acts};
    const auto drawn_on = working_day_after(to, 2);
    one.give(from - std::chrono::days{1}, supervisor(),
             casework::supervision::Plan{station->code,
                                         std::string{district.code},
                                         InspectionKind::ledger,
                                         true,
                                         {},
                                         working_day_after(to, 10),
                                         "台账抽查",
                                         {}});
    one.give(from - std::chrono::days{1}, supervisor(),
             CommitSample{Scope::district, from, to, 10, commitment_of(seed)});
    one.give(drawn_on, supervisor(), DrawSample{seed});
    one.give(working_day_after(drawn_on, 1), supervisor(),
             FindClean{"抽取的台账逐件核对，登记、告知、办结材料齐全。"});
  }
}

}  // namespace

std::vector<Act> oversight_acts(const Plan& plan) {
  std::vector<Act> acts;
  add_rounds(plan, acts);
  add_spot_checks(plan, acts);
  return acts;
}

std::vector<Act> refusal_acts(const Plan& plan, const PlannedCase& planned) {
  const auto& station = plan.stations[planned.station];
  const Line line = planned.line == Line::other ? Line::public_order : planned.line;
  const auto officer = department(Level::district, station.district, line, 1);
  std::vector<Act> acts;
  Inspection one{"refusal-" + planned.key, acts};
  const auto day = working_day_after(day_of(planned.reported_at), 2);
  Random dice{planned.seed, 22};
  if (dice.percent(70)) {
    one.give(day, officer, FindClean{"经核，柜台不予收件有依据，已向群众说明。"});
    return acts;
  }
  const Finding found{
      FindingKind::refusal, "柜台应当收件而未收", "R9", Weight::ordinary, {planned.key}};
  one.give(day, officer, RecordFindings{{found}});
  one.follow_up(day, station, officer, department(Level::district, station.district, line, 2),
                true);
  return acts;
}

}  // namespace recourse::cli
