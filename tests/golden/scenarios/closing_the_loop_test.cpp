// The whole circle (R19): the same failure at three stations is found, rectified and trained for;
// it comes back less and with fewer repeated trips, and somebody who had no part in it proves so.
// Every step is a command or a reaction, every figure is counted from the log.
#include <gtest/gtest.h>

#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/replies/decider.hpp>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/training/decider.hpp>
#include <recourse/office/figures.hpp>
#include <recourse/office/loop.hpp>
#include <recourse/office/rectification.hpp>

namespace recourse {
namespace {

using casework::Line;

constexpr const char* kSupervisor = "supervisor:v1@city";
constexpr const char* kOtherSupervisor = "supervisor:v2@city";
constexpr const char* kDepartment = "city_officer:m1@city.RK";
constexpr const char* kReviewer = "city_officer:m2@city.RK";
constexpr const char* kApprover = "city_officer:m3@city.RK";
constexpr const char* kMatter = "RK23";  // 居住证申领
constexpr const char* kReason = "M1";    // 材料不齐

class ClosingTheLoop : public testing::Test {
 protected:
  ManualClock clock{parse_timestamp("2023-06-01T08:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  unsigned cases = 0;

  void on(std::string_view day) {
    clock.set(parse_timestamp(std::string{day} + "T10:00:00+08:00").value());
  }

  template <class D>
  std::string answer(std::string_view under, std::string_view actor, typename D::Command command) {
    const auto stream = StreamId::of(D::kKind, under).value();
    const auto outcome = office
                             ->handle_any(*office->engine().workflow(D::kKind), stream, &command,
                                          office->context(core::Actor::parse(actor)))
                             .value();
    return outcome.refused() ? outcome.refusal().name : "";
  }
  template <class D>
  void give(std::string_view under, std::string_view actor, typename D::Command command) {
    EXPECT_EQ(answer<D>(under, actor, command), "") << describe::type_of(command);
  }

  static std::string of(std::string_view role, std::string_view id, std::string_view unit) {
    return std::string{role} + ":" + std::string{id} + "@" + std::string{unit};
  }

  void open_window(const std::string& station, const std::string& district) {
    using namespace casework::registry;
    const auto chief = of("station_chief", "c1", station);
    give<RegistryDecider>(station, chief, Register{district, station + "派出所", ""});
    give<RegistryDecider>(station, chief, Plan{WindowForm::independent, "一楼大厅", "", ""});
    EXPECT_EQ(answer<RegistryDecider>(station, chief, Open{}), "sign_not_passed") << "R4";
    give<RegistryDecider>(station, chief, CheckSign{"大厅入口", true, true, ""});
    give<RegistryDecider>(station, chief,
                          AddOfficer{"w1", StaffKind::sworn, PoliceRank::supervisor_3, 12, true});
    give<RegistryDecider>(station, chief, Open{});
  }

  static casework::complaint::Report report_of(const std::string& district, const char* matter,
                                               const char* reason, std::uint32_t trips,
                                               unsigned number) {
    casework::complaint::Report report;
    report.district = district;
    report.category = casework::complaint::Category::not_accepted;
    report.matter = matter;
    report.reason = reason;
    report.narrative = Sealed<std::string>{"材料不全，没办成。"};
    report.name = Sealed<std::string>{"张三" + std::to_string(number)};
    report.earlier_trips = trips;
    return report;
  }

  /// Somebody comes for the matter; how often before in vain.
  StreamId a_case(const std::string& station, const std::string& district, const char* matter,
                  const char* reason, std::uint32_t trips) {
    using namespace casework::complaint;
    FinishOnSpot command;
    command.report = report_of(district, matter, reason, trips, ++cases);
    command.outcome = Outcome::done;
    const auto opened =
        office
            ->open_case(command,
                        office->context(core::Actor::parse(of("window_officer", "w1", station))))
            .value();
    EXPECT_FALSE(opened.outcome.refused());
    return opened.id;
  }
  /// Somebody of the class is told what is lacking, and is asked for more when he brings it (R14).
  StreamId a_repeated_trip(const std::string& station, const std::string& district,
                           std::uint32_t trips) {
    using namespace casework::complaint;
    using D = ComplaintDecider;
    const auto officer = of("window_officer", "w1", station);
    auto report = report_of(district, kMatter, kReason, trips, ++cases);
    report.present = true;
    const auto opened =
        office->open_case(report, office->context(core::Actor::parse(officer))).value();
    EXPECT_FALSE(opened.outcome.refused());
    const std::string under{opened.id.key()};
    RouteLacking lacking;
    lacking.missing = {{"4", "", ""}};
    lacking.main_papers_complete = true;
    lacking.promise = "补交居住登记凭证";
    lacking.promise_day = local_day(clock.now(), kShanghaiOffset) + std::chrono::days{4};
    lacking.signature = "CN-" + under;
    lacking.exclusion_checked = true;
    lacking.told = Told::in_person;
    give<D>(under, officer, lacking);
    give<D>(under, officer, DemandMore{{{"5", "", ""}}, {}, ""});
    const auto cause = SupervisionCause::breach;
    give<D>(under, of("station_chief", "c1", station), AnswerSupervision{"已查明原因。", cause});
    give<D>(under, kSupervisor, VerifySupervision{true, "", cause, ""});
    give<D>(under, officer, SupplementAll{});
    give<D>(under, officer, MarkMatterDone{"YW-" + under});
    Close close;
    close.outcome = Outcome::done;
    close.reply = Sealed<std::string>{"已办成。"};
    close.told = Told::in_person;
    give<D>(under, officer, close);
    return opened.id;
  }
  /// Of the class's cases that were reported in a period: repeated trips, of how many cases.
  std::pair<std::int64_t, std::int64_t> repeated_trips(const char* period) const {
    const auto days = parse_period(period).value();
    const auto table = figures(*office, {.where = {{"matter", {kMatter}}, {"reason", {kReason}}},
                                         .from = days.first,
                                         .to = days.second,
                                         .figures = {"trips_each"}})
                           .value();
    const auto& each = table.rows.at(0).values.at(0);
    return {each.value, each.of};
  }
  casework::complaint::State case_of(const StreamId& id) {
    return office->find_case(id).value().state;
  }
  using State = casework::rectification::State;
  const std::vector<std::pair<std::string, std::string>> stations{
      {"PD01", "PD"}, {"PD02", "PD"}, {"HP01", "HP"}};
  std::vector<std::string> found;  // cases of the class
  StreamId first_case = StreamId::parse("case/none").value();
  StreamId rectification_id = first_case;
  std::string key;

  State rectification() const {
    const auto now = office->engine().workflow("rectification")->find_any(rectification_id).value();
    return *static_cast<const State*>(now.state.get());
  }

  void windows_open();
  void people_are_sent_away_in_june();
  void an_inspection_finds_it_and_the_station_corrects();
  void the_class_is_taken_up_once();
  void measures_are_adopted_by_who_may();
  void a_standard_reply_is_written();
  void officers_are_trained();
  void the_list_is_changed_and_later_cases_go_by_it();
  void somebody_uninvolved_proves_it();
};

void ClosingTheLoop::windows_open() {
  // R1–R5: three windows open. Where none is open no case is taken.
  for (const auto& [station, district] : stations) open_window(station, district);
  casework::complaint::Report elsewhere;
  elsewhere.district = "PD";
  elsewhere.category = casework::complaint::Category::other;
  elsewhere.matter = kMatter;
  elsewhere.narrative = Sealed<std::string>{"没办成"};
  EXPECT_EQ(answer<casework::complaint::ComplaintDecider>("x", "window_officer:w1@PD09", elsewhere),
            "window_unknown");
}

void ClosingTheLoop::people_are_sent_away_in_june() {
  // R28: in June the same fails at all three, and people have come twice before; every second one
  // is asked for a further paper, and comes once more.
  for (int day = 5; day <= 9; ++day) {
    on("2023-06-0" + std::to_string(day));
    for (const auto& [station, district] : stations) {
      found.emplace_back(a_repeated_trip(station, district, 2).key());
      first_case = a_case(station, district, kMatter, kReason, 2);
      found.emplace_back(first_case.key());
      for (int i = 0; i < 4; ++i) a_case(station, district, "RK20", "S2", 0);
    }
  }
}

void ClosingTheLoop::an_inspection_finds_it_and_the_station_corrects() {
  // R23, R24: an inspection by the figures finds it, the station is told, corrects, and is
  // verified.
  on("2023-07-03");
  {
    using namespace casework::supervision;
    const auto unit = std::string{"PD01"};
    give<SupervisionDecider>("FX-1", kSupervisor,
                             Plan{unit,
                                  "PD",
                                  InspectionKind::data,
                                  true,
                                  Line::population,
                                  parse_day("2023-07-10").value(),
                                  "六月数据",
                                  {found[0]}});
    give<SupervisionDecider>("FX-1", kSupervisor,
                             RecordFindings{{Finding{FindingKind::handling,
                                                     "同一材料反复补件",
                                                     "R14",
                                                     Weight::ordinary,
                                                     {found[0], found[1]}}}});
    give<SupervisionDecider>("FX-1", kSupervisor, IssueCircular{"请按清单一次告知。", {}});
    const auto agenda = office->agenda({.unit = unit}, office->store().head().value()).value();
    ASSERT_EQ(agenda.entries.size(), 1u) << "the correction is what PD01 must do";
    EXPECT_EQ(agenda.entries[0].stream, "supervision/FX-1");
    on("2023-07-05");
    give<SupervisionDecider>("FX-1", of("station_chief", "c1", unit), ReportCorrection{"已整改。"});
    give<SupervisionDecider>("FX-1", kOtherSupervisor, Verify{true, "属实。"});
    EXPECT_TRUE(
        office->agenda({.unit = unit}, office->store().head().value()).value().entries.empty());
  }
}

void ClosingTheLoop::the_class_is_taken_up_once() {
  // R29: the class has exactly one rectification, whoever is faster.
  using namespace casework::rectification;
  Open open;
  open.matter = kMatter;
  open.reason = kReason;
  open.period = "2023-06";
  for (const auto& one : stations) open.stations.push_back(one.first);
  open.cases = found;
  open.found = found.size();
  open.overall = 90;
  open.lead = "city.RK";
  const auto begun =
      open_rectification(*office, open, office->context(core::Actor::parse(kSupervisor))).value();
  ASSERT_FALSE(begun.outcome.refused());
  rectification_id = begun.id;
  key = std::string{begun.id.key()};
  const auto second =
      open_rectification(*office, open, office->context(core::Actor::parse(kOtherSupervisor)))
          .value();
  ASSERT_TRUE(second.outcome.refused());
  EXPECT_EQ(second.outcome.refusal().name, "already_open");
  EXPECT_NE(second.outcome.refusal().en.find(key), std::string::npos);
}

void ClosingTheLoop::measures_are_adopted_by_who_may() {
  using namespace casework::rectification;
  const auto measure = [&](MeasureKind kind, const char* text) {
    give<RectificationDecider>(key, kDepartment,
                               Propose{kind, text, "city.RK", parse_day("2023-07-20").value()});
  };
  give<RectificationDecider>(key, kDepartment, Analyse{"清单没有说明居住地址证明有几种。"});
  measure(MeasureKind::material_list, "按居住方式列明。");
  measure(MeasureKind::training, "培训一次性告知。");
  EXPECT_EQ(answer<RectificationDecider>(key, "district_officer:d1@PD.RK", Adopt{{1}}),
            "not_competent")
      << "a list of papers is the city's to adopt";
  give<RectificationDecider>(key, kReviewer, Adopt{{1, 2}});
}

void ClosingTheLoop::a_standard_reply_is_written() {
  // R22: a standard reply; its author does not review it.
  {
    using namespace casework::replies;
    Draft draft;
    draft.matter = kMatter;
    draft.reason = kReason;
    draft.wording = "租房带租赁备案凭证即可，材料齐了当场受理。";
    draft.basis = "《居住证暂行条例》第九条。";
    give<RepliesDecider>("KJ-0001", kDepartment, draft);
    give<RepliesDecider>("KJ-0001", kDepartment, Submit{});
    EXPECT_EQ(answer<RepliesDecider>("KJ-0001", kDepartment, PassReview{""}), "same_person");
    give<RepliesDecider>("KJ-0001", kReviewer, PassReview{""});
    give<RepliesDecider>("KJ-0001", kApprover, Approve{});
    give<RepliesDecider>("KJ-0001", kApprover, casework::replies::Publish{""});
  }
}

void ClosingTheLoop::officers_are_trained() {
  // R25: the three officers are trained on two of the cases.
  on("2023-07-06");
  {
    using namespace casework::training;
    give<TrainingDecider>("PX-1", kDepartment,
                          Plan{"一次性告知",
                               {Line::population},
                               {{found[0], "群众带了租房合同，又被要求补备案凭证。"}},
                               parse_day("2023-07-10").value(),
                               80u});
    give<TrainingDecider>("PX-1", kDepartment, Announce{"培训中心", {"w1"}});
    on("2023-07-10");
    give<TrainingDecider>("PX-1", kDepartment, Hold{{"w1"}, {}});
    give<TrainingDecider>("PX-1", kDepartment, EnterScores{{{"w1", 92}}});
  }
}

void ClosingTheLoop::the_list_is_changed_and_later_cases_go_by_it() {
  using namespace casework::rectification;
  const auto old_catalogue = case_of(first_case).intake.catalogue;
  // R30: the list is changed, and new cases go by it.
  on("2023-07-12");
  give<RectificationDecider>(key, kDepartment, CarryOut{1, "新清单已定稿。"});
  give<RectificationDecider>(key, kDepartment, CarryOut{2, "已培训。"});
  casework::rectification::Publish publish;
  publish.how = "下发并公布。";
  publish.matter = kMatter;
  publish.reworded = {
      {"2", "居住地址证明（备案凭证、单位证明、同意书之一）", "", "带一种即可", "", true}};
  publish.observe_days = 30;
  give<RectificationDecider>(key, kDepartment, publish);
  for (int day = 17; day <= 28; ++day) {
    if (day == 22 || day == 23) continue;  // a weekend
    on("2023-07-" + std::to_string(day));
    for (const auto& [station, district] : stations) {
      for (int i = 0; i < 3; ++i) a_case(station, district, "RK20", "S2", 0);
    }
  }
  // R14: a paper is asked for afterwards once, and no longer of every second one.
  a_repeated_trip("PD02", "PD", 0);
  a_case("PD02", "PD", kMatter, kReason, 0);
  a_case("HP01", "HP", kMatter, kReason, 0);
  const auto later = a_case("PD01", "PD", kMatter, kReason, 0);
  EXPECT_NE(case_of(later).intake.catalogue, old_catalogue);
  EXPECT_EQ(case_of(first_case).intake.catalogue, old_catalogue) << "earlier cases keep theirs";
  const auto* changed = office->catalogues().current().matter(kMatter)->material("2");
  ASSERT_NE(changed, nullptr);
  EXPECT_NE(changed->zh.find("备案凭证"), std::string::npos);
}

void ClosingTheLoop::somebody_uninvolved_proves_it() {
  using namespace casework::rectification;
  // R29, R33: somebody counts from the log who had no part in it, and can name the cases.
  on("2023-08-14");
  const auto counted = count_recurrence(*office, rectification()).value();
  EXPECT_EQ(counted.before.size(), 30u);
  EXPECT_EQ(counted.after.size(), 4u);
  EXPECT_EQ(answer<RectificationDecider>(key, kDepartment, counted.command), "involved");
  give<RectificationDecider>(key, kOtherSupervisor, counted.command);
  EXPECT_EQ(rectification().phase, Phase::effective);
  give<RectificationDecider>(key, kDepartment, casework::rectification::Close{""});

  const auto loop = loop_figures(*office, office->store().head().value()).value();
  EXPECT_EQ(loop.windows.open, 3u);
  EXPECT_EQ(loop.inspections.circulars, 1u);
  EXPECT_EQ(loop.replies, 1u);
  EXPECT_EQ(loop.trained, 1u);
  ASSERT_EQ(loop.rectifications.size(), 1u);
  const auto& mended = loop.rectifications[0];
  EXPECT_TRUE(mended.closed && mended.proved);
  EXPECT_EQ(mended.before, 30u);
  EXPECT_EQ(mended.before_all, 90u) << "all cases of June";
  EXPECT_EQ(mended.after, 4u);
  EXPECT_LT(*mended.upper, 1.0);

  // R14: people come again less often, and not only because fewer come at all.
  const auto before = repeated_trips("2023-06");
  const auto after = repeated_trips("2023-07");
  EXPECT_EQ(before, std::pair(std::int64_t{15}, std::int64_t{30}));
  EXPECT_EQ(after, std::pair(std::int64_t{1}, std::int64_t{4}));
  EXPECT_LT(after.first * before.second, before.first * after.second) << "trips a case";
  EXPECT_TRUE(office->verify().value().ok());
}

TEST_F(ClosingTheLoop, OneFailureAtThreeStationsIsFoundMendedTrainedForAndComesBackLess) {
  windows_open();
  people_are_sent_away_in_june();
  an_inspection_finds_it_and_the_station_corrects();
  the_class_is_taken_up_once();
  measures_are_adopted_by_who_may();
  a_standard_reply_is_written();
  officers_are_trained();
  the_list_is_changed_and_later_cases_go_by_it();
  somebody_uninvolved_proves_it();
}

}  // namespace
}  // namespace recourse
