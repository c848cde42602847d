#include "open_work.hpp"

#include <map>
#include <recourse/casework/supervision/decider.hpp>

#include "open_case.hpp"
#include "script.hpp"
#include "words.hpp"

namespace recourse::cli {
namespace {

using namespace casework::complaint;
using casework::Line;

/// Where most of it lies, and two stations of other districts.
constexpr std::string_view kStation = "31010101";
constexpr std::string_view kNeighbour = "31010102";
constexpr std::string_view kPudong = "31011501";
constexpr std::string_view kJingan = "31010601";

/// Makes the scripts, one desk after the other.
class OpenWork {
 public:
  OpenWork(const Plan& plan, LocalDay first) : plan_(plan), first_(first) {}

  std::vector<OpenScript> make() && {
    came_today();
    stands_there();
    came_yesterday();
    at_work();
    waiting_for_papers();
    with_the_district();
    answered_by_the_district();
    with_the_city();
    late();
    closed();
    not_content();
    inspected();
    return std::move(scripts_);
  }

 private:
  OpenCase begin(const Reported& reported) {
    const auto serial = ++serials_[{std::string{reported.station}, reported.when.day}];
    return {plan_, first_, reported, serial, ++people_};
  }
  void add(OpenCase&& one) { scripts_.push_back(std::move(one).finish()); }
  LocalDay day(int n) const { return working_day_after(first_, n); }

  // The window.
  void came_today();
  void stands_there();
  void came_yesterday();
  void at_work();
  void waiting_for_papers();
  // Departments.
  void with_the_district();
  void answered_by_the_district();
  void with_the_city();
  // Supervision, and what follows the end.
  void late();
  void closed();
  void not_content();
  void inspected();

  const Plan& plan_;
  LocalDay first_;
  std::map<std::pair<std::string, int>, int> serials_;  ///< Of a station's day.
  std::uint64_t people_ = 0;
  std::vector<OpenScript> scripts_;
};

/// Reported this morning: some wait to be taken in hand, one is being dealt with.
void OpenWork::came_today() {
  const Reported fresh[] = {{kStation,
                             {7, 8, 50},
                             Channel::online,
                             Category::not_accepted,
                             "RK36",
                             "S2",
                             "网上申请补发户口簿被退回两次，没有说明退回原因。"},
                            {kStation,
                             {7, 9, 2},
                             Channel::hotline,
                             Category::difficult,
                             "RK29",
                             "X2",
                             "夫妻投靠落户，外省派出所的协查回函迟迟不到。"},
                            {kStation,
                             {7, 9, 6},
                             Channel::phone,
                             Category::policy,
                             "RK24",
                             "P2",
                             "居住证签注逾期一个月，想知道能否补签。"},
                            {kNeighbour,
                             {7, 9, 11},
                             Channel::online,
                             Category::other,
                             "QT04",
                             "S3",
                             "自助机取号后没有打印凭条。"},
                            {kPudong,
                             {7, 9, 15},
                             Channel::online,
                             Category::difficult,
                             "RK17",
                             "H1",
                             "房屋已卖出，前户主不肯迁走户口。"}};
  for (const auto& reported : fresh) {
    auto one = begin(reported);
    one.report();
    add(std::move(one));
  }
}

/// At the window now.
void OpenWork::stands_there() {
  auto stands_here = begin({kStation,
                            {7, 9, 40},
                            Channel::window,
                            Category::difficult,
                            "RK12",
                            "D2",
                            "结婚证与户口簿上的姓名用字不一致，银行不予办理。"});
  stands_here.after_trips(2);
  stands_here.report();
  add(std::move(stands_here));
  auto in_hand = begin({kStation,
                        {7, 9, 58},
                        Channel::window,
                        Category::not_accepted,
                        "RK27",
                        "M1",
                        "身份证遗失，下午要乘火车，柜台说材料不齐。"});
  in_hand.report();
  in_hand.on_spot({7, 10, 3});
  add(std::move(in_hand));
  auto supported = begin({kStation,
                          {7, 10, 6},
                          Channel::window,
                          Category::difficult,
                          "RK14",
                          "P3",
                          "民族成份变更，柜台与网上口径不一致。"});
  supported.report();
  supported.give({7, 10, 24}, supported.cast().officer(),
                 AskSupport{Line::population, words::Text{"年满十八周岁不满二十周岁，由谁申请？"}});
  add(std::move(supported));
}

/// Accepted, and the citizen is still to be called.
void OpenWork::came_yesterday() {
  auto uncalled = begin({kStation,
                         {6, 14, 10},
                         Channel::online,
                         Category::difficult,
                         "RK37",
                         "D1",
                         "社保与户籍的出生日期差一天，两边互相推。"});
  uncalled.after_trips(3);
  uncalled.report();
  uncalled.give({6, 15, 20}, uncalled.cast().officer(), Accept{});
  add(std::move(uncalled));
  auto unreached = begin({kStation,
                          {6, 10, 30},
                          Channel::phone,
                          Category::policy,
                          "ZA01",
                          "P2",
                          "换了住处，养犬登记要不要重办。"});
  unreached.report();
  unreached.give({6, 11, 0}, unreached.cast().officer(), Accept{});
  unreached.give({6, 11, 20}, unreached.cast().officer(), Contact{Told::phone, false});
  unreached.give({6, 16, 0}, unreached.cast().officer(), Contact{Told::phone, false});
  add(std::move(unreached));
  auto complaint = begin({kStation,
                          {6, 15, 45},
                          Channel::window,
                          Category::attitude,
                          "QT02",
                          "A1",
                          "综合窗口工作人员说话不耐烦，让我自己去网上查。"});
  complaint.after_trips(1, {CounterFault::pushed_away});
  complaint.report();
  add(std::move(complaint));
  auto sent_away = begin({kStation,
                          {6, 13, 35},
                          Channel::window,
                          Category::not_accepted,
                          "RK23",
                          "M1",
                          "居住证申领，柜台不收材料，只说房东要到场。"});
  sent_away.after_trips(2, {CounterFault::refused});
  sent_away.report();
  add(std::move(sent_away));
}

/// Routed at the station, and not finished.
void OpenWork::at_work() {
  auto hurried = begin({kStation,
                        {5, 9, 30},
                        Channel::window,
                        Category::difficult,
                        "RK10",
                        "X2",
                        "孩子报名入学，户口迁入的准迁证明还没有到。"});
  hurried.report();
  hurried.expedite({5, 9, 50}, 9);
  add(std::move(hurried));
  auto done = begin({kStation,
                     {4, 10, 15},
                     Channel::window,
                     Category::not_accepted,
                     "RK21",
                     "S1",
                     "补领身份证时系统报错，交了照片没有回执。"});
  done.report();
  done.expedite({4, 10, 30}, 8);
  done.give({6, 16, 40}, business_system(), MarkMatterDone{"YW-" + done.planned().key});
  add(std::move(done));
  auto explained = begin({kStation,
                          {6, 9, 25},
                          Channel::window,
                          Category::policy,
                          "JJ05",
                          "P2",
                          "对路口的一条违停记录不服，说标线看不清。"});
  explained.report();
  RouteExplain route;
  route.law = words::law(explained.planned().line);
  route.explanation = words::explanation(explained.planned());
  explained.give({6, 9, 50}, explained.cast().officer(), std::move(route));
  add(std::move(explained));
  auto declined = begin({kStation,
                         {6, 10, 5},
                         Channel::window,
                         Category::other,
                         "QT03",
                         "P5",
                         "要求派出所出具与邻居的噪声纠纷证明。"});
  declined.report();
  declined.give({6, 10, 25}, declined.cast().officer(),
                Decline{DeclineGround::private_dispute, "民事纠纷不属公安机关职责，依法不出具证明",
                        "已告知可向居委会申请调解或者向人民法院起诉", "人民法院", Told::in_person});
  add(std::move(declined));
  auto elsewhere = begin({kNeighbour,
                          {5, 14, 0},
                          Channel::window,
                          Category::difficult,
                          "RK38",
                          "D4",
                          "新建小区没有门牌号，落户被退回。"});
  elsewhere.report();
  elsewhere.expedite({5, 14, 25}, 10);
  add(std::move(elsewhere));
}

/// With the citizen: the clock rests, or a paper was promised or asked for in writing.
void OpenWork::waiting_for_papers() {
  auto resting = begin({kStation,
                        {3, 9, 20},
                        Channel::window,
                        Category::difficult,
                        "RK30",
                        "M3",
                        "父母投靠落户，早年的出生证明已经遗失。"});
  resting.report();
  resting.expedite({3, 9, 45}, 10);
  resting.give({3, 10, 30}, resting.cast().officer(),
               Pause{PauseGround::citizens_papers, "需补交单位存档的亲属关系证明", Told::phone});
  add(std::move(resting));
  auto verified = begin({kPudong,
                         {2, 14, 20},
                         Channel::window,
                         Category::difficult,
                         "RK13",
                         "X1",
                         "出生日期更正，需医院核实出生记录。"});
  verified.report();
  verified.expedite({2, 14, 40}, 12);
  verified.give({2, 15, 10}, verified.cast().officer(),
                Pause{PauseGround::outside_verification, "需医院出具核实结论", Told::phone});
  add(std::move(verified));
  Random dice{plan_.seed, 31};
  auto promised = begin({kStation,
                         {4, 13, 30},
                         Channel::window,
                         Category::not_accepted,
                         "RK16",
                         "M1",
                         "分户缺一份房屋使用证明复印件。"});
  promised.report();
  RouteLacking lacking;
  lacking.missing = words::lacking(promised.planned(), true, dice);
  lacking.main_papers_complete = true;
  lacking.exclusion_checked = true;
  lacking.signature = "CN-" + promised.planned().key;
  lacking.promise = "本人承诺在约定日期前补交所缺材料";
  lacking.promise_day = day(9);
  lacking.explanation = words::explanation(promised.planned());
  promised.give({4, 13, 50}, promised.cast().officer(), std::move(lacking));
  add(std::move(promised));
  for (const int on : {3, 6}) {
    auto noticed = begin({kStation,
                          {on, 15, 5},
                          Channel::window,
                          Category::not_accepted,
                          "JJ04",
                          "M1",
                          "处理交通违法，缺少车辆所有人的材料。"});
    noticed.report();
    RouteNotice notice;
    notice.number = "GZ-" + noticed.planned().key;
    notice.items = words::lacking(noticed.planned(), false, dice);
    notice.basis = words::law(noticed.planned().line);
    notice.place = noticed.station().name + "反映窗口，工作日九时至十七时";
    notice.contact = "反映窗口当班民警";
    notice.remedy = "可向分局交警部门提出异议";
    notice.acknowledged = true;
    notice.explanation = words::explanation(noticed.planned());
    noticed.give({on, 15, 30}, noticed.cast().officer(), std::move(notice));
    add(std::move(noticed));
  }
}

struct Asked {
  Reported reported;
  When when;
  const char* question;
};
constexpr Asked kAsked[] = {{{kStation,
                              {2, 9, 10},
                              Channel::window,
                              Category::difficult,
                              "RK02",
                              "M3",
                              "国外出生的孩子申报户口，出生证明译本没有公证。"},
                             {2, 9, 40},
                             "境外出生医学证明已译未公证，能否凭使领馆认证办理？"},
                            {{kStation,
                              {4, 9, 15},
                              Channel::window,
                              Category::difficult,
                              "RK33",
                              "H1",
                              "单位注销，集体户口无人盖章，迁不出来。"},
                             {4, 9, 50},
                             "集体户单位已注销，迁出由谁同意？"},
                            {{kNeighbour,
                              {5, 10, 0},
                              Channel::window,
                              Category::difficult,
                              "RK03",
                              "P3",
                              "收养登记落户，原籍与本市要求不一致。"},
                             {5, 10, 35},
                             "收养登记在原籍办理，落户以何地规定为准？"},
                            {{kStation,
                              {6, 14, 30},
                              Channel::window,
                              Category::difficult,
                              "RK08",
                              "D3",
                              "退役回沪恢复户口，系统显示原户口仍在册。"},
                             {6, 15, 0},
                             "原户口未注销而系统重复，恢复户口前由谁清理？"},
                            {{kStation,
                              {5, 13, 40},
                              Channel::window,
                              Category::difficult,
                              "ZA02",
                              "X3",
                              "旅馆变更经营者，特种行业许可证变更未获受理。"},
                             {5, 14, 10},
                             "经营者变更而场所不变，可否简化现场核查？"},
                            {{kStation,
                              {5, 15, 10},
                              Channel::window,
                              Category::difficult,
                              "JJ02",
                              "D1",
                              "驾驶证补领，系统姓名与身份证不一致。"},
                             {5, 15, 40},
                             "姓名用字不一致，补领前由谁更正驾驶人信息？"},
                            {{kStation,
                              {6, 9, 0},
                              Channel::window,
                              Category::difficult,
                              "XZ01",
                              "D1",
                              "办理无犯罪记录证明，系统比对到同名人员。"},
                             {6, 9, 30},
                             "比对到同名人员，如何核实并当场出具？"}};

/// Asked of departments of the district: some of today, one that ends today.
void OpenWork::with_the_district() {
  for (const auto& [reported, when, question] : kAsked) {
    auto one = begin(reported);
    one.report();
    one.escalate(when, question);
    add(std::move(one));
  }
  auto unclear = begin({kStation,
                        {4, 14, 0},
                        Channel::window,
                        Category::difficult,
                        "RK05",
                        "P3",
                        "恢复国籍后落户，两个窗口说法不一。"});
  unclear.report();
  unclear.escalate({4, 14, 30}, "恢复国籍人员落户地如何确定？");
  unclear.give({5, 10, 10}, unclear.cast().district(Line::population),
               ReturnForFacts{{"原户籍档案复印件", "当事人情况说明"}});
  add(std::move(unclear));
}

/// An answer that the station carries out.
void OpenWork::answered_by_the_district() {
  for (const auto kind : {AnswerKind::do_it_so, AnswerKind::cannot_by_law}) {
    const bool can = kind == AnswerKind::do_it_so;
    auto one = begin({kStation,
                      {can ? 2 : 3, 10, 20},
                      Channel::window,
                      Category::difficult,
                      "RK15",
                      "D2",
                      can ? "籍贯登记有误，早年档案手写不清。" : "要求把宗教信仰写入户口簿。"});
    one.report();
    one.escalate({can ? 2 : 3, 10, 50}, "该登记项目可否变更，凭何材料？");
    AnswerAsDepartment reply;
    reply.kind = kind;
    reply.solution = words::solution(kind);
    reply.wording = words::wording(kind);
    reply.internal_basis = "业务部门内部研究意见（模拟）";
    one.give({6, can ? 11 : 16, 5}, one.cast().district(Line::population), std::move(reply));
    add(std::move(one));
  }
}

/// Passed on by a district to the city's department.
void OpenWork::with_the_city() {
  const std::pair<Reported, const char*> asked[] = {{{kStation,
                                                      {2, 13, 30},
                                                      Channel::window,
                                                      Category::difficult,
                                                      "RK32",
                                                      "P3",
                                                      "居转户期间工作单位变更，两区认定不同。"},
                                                     "居转户期间单位变更，缴费基数如何认定？"},
                                                    {{kPudong,
                                                      {3, 9, 35},
                                                      Channel::window,
                                                      Category::difficult,
                                                      "RK31",
                                                      "P3",
                                                      "人才引进落户，配偶随迁材料各区要求不一。"},
                                                     "配偶随迁材料可否全市统一？"},
                                                    {{kJingan,
                                                      {3, 10, 40},
                                                      Channel::window,
                                                      Category::difficult,
                                                      "RK17",
                                                      "X3",
                                                      "产权人要求迁出滞留户口，公共户无处可迁。"},
                                                     "公共户已满，滞留户口迁往何处？"}};
  for (const auto& [reported, question] : asked) {
    auto one = begin(reported);
    one.report();
    auto at = reported.when;
    at.minute += 20;
    one.escalate(at, question);
    one.give({5, 11, at.minute % 60}, one.cast().district(Line::population),
             ForwardToCity{"各区做法不一，建议市局业务部门明确口径", ""});
    add(std::move(one));
  }
}

/// What the timers made of it: limits were missed.
void OpenWork::late() {
  auto overdue = begin({kStation,
                        {0, 9, 30},
                        Channel::window,
                        Category::not_accepted,
                        "RK26",
                        "A2",
                        "开具户籍类证明，交了材料一周没有答复。"});
  overdue.after_trips(2, {CounterFault::delayed});
  overdue.report();
  overdue.expedite({0, 9, 55}, 4);
  // The citizen urges, and so does the supervision.
  overdue.give({6, 9, 5}, overdue.cast().citizen(),
               Message{words::Text{"已经超过承诺的日期，请问什么时候能办好？"}});
  overdue.give({6, 10, 0}, supervisor(), Supervise{"群众两次催问，超期未办结"});
  add(std::move(overdue));
  auto planned = begin({kPudong,
                        {0, 14, 0},
                        Channel::window,
                        Category::not_accepted,
                        "RK20",
                        "S1",
                        "换领身份证，照片采集不合格三次。"});
  planned.report();
  planned.expedite({0, 14, 30}, 4);
  planned.give({6, 10, 30}, planned.cast().chief(),
               casework::complaint::Plan{LateReason::staff_short, "增派人员，逐件清理", "值班所长",
                                         day(12), Told::phone});
  planned.then(planned.cast().chief(),
               AnswerSupervision{"已查明原因，指定专人办理", SupervisionCause::overdue});
  add(std::move(planned));
  auto unanswered = begin({kStation,
                           {0, 10, 20},
                           Channel::window,
                           Category::difficult,
                           "RK01",
                           "M3",
                           "出生医学证明上父亲姓名写错，医院已撤并。"});
  unanswered.report();
  unanswered.give({0, 10, 40}, unanswered.cast().officer(), SetDifficult{"医院已撤并，需上级明确"});
  unanswered.escalate({0, 11, 0}, "医院已撤并，出生医学证明由谁更正？");
  add(std::move(unanswered));
}

/// Closed; the citizen has not rated, or is content.
void OpenWork::closed() {
  for (const int on : {5, 6, 7}) {
    auto unrated = begin({kStation,
                          {on, 9, 12},
                          Channel::window,
                          Category::policy,
                          on == 7 ? "RK28" : "RK35",
                          "M4",
                          "咨询登记手续，柜台没有说清楚。"});
    if (on == 7) unrated.with_code(kCitizenCode);
    unrated.report();
    unrated.on_spot({on, 9, 20});
    unrated.close({on, 9, 36}, Outcome::done);
    add(std::move(unrated));
  }
  auto content = begin({kNeighbour,
                        {5, 11, 0},
                        Channel::window,
                        Category::policy,
                        "RK25",
                        "M4",
                        "居住证进度查不到。"});
  content.report();
  content.on_spot({5, 11, 8});
  content.close({5, 11, 20}, Outcome::done);
  content.give({5, 11, 24}, content.cast().citizen(),
               Rate{RatingWay::tablet, Grade::very_satisfied, {}, {}, {}, ""});
  add(std::move(content));
}

/// Closed, and the citizen is not content.
void OpenWork::not_content() {
  auto bad = begin({kStation,
                    {5, 10, 45},
                    Channel::window,
                    Category::not_accepted,
                    "RK20",
                    "A4",
                    "换领身份证来了三次，每次要的材料不同。"});
  bad.after_trips(3);
  bad.report();
  bad.on_spot({5, 10, 52});
  bad.close({5, 11, 15}, Outcome::done);
  bad.give({6, 20, 10}, bad.cast().citizen(),
           Rate{RatingWay::code, Grade::dissatisfied, Grade::dissatisfied, Grade::satisfied,
                words::Text{"跑了三趟才办成。"}, ""});
  add(std::move(bad));
  auto reviewed = begin({kStation,
                         {3, 11, 0},
                         Channel::window,
                         Category::policy,
                         "RK11",
                         "P1",
                         "要求把户口迁入出租房，被告知不符合条件。"});
  reviewed.report();
  RouteExplain route;
  route.law = words::law(reviewed.planned().line);
  route.explanation = words::explanation(reviewed.planned());
  route.understood = true;
  reviewed.give({3, 11, 20}, reviewed.cast().officer(), std::move(route));
  reviewed.close({3, 11, 40}, Outcome::answered);
  reviewed.give({5, 20, 30}, reviewed.cast().citizen(),
                RequestReview1{words::Text{"不认可答复，请求复查。"}});
  add(std::move(reviewed));
}

/// Two inspections with circulars: one station is to correct, the other says that it has.
void OpenWork::inspected() {
  namespace supervision = casework::supervision;
  for (const auto station : {kStation, kJingan}) {
    const std::string code{station};
    OpenScript script{"JC-2024-01-" + code, {}};
    const auto stream = StreamId::of(supervision::SupervisionDecider::kKind, script.key).value();
    const auto give = [&](When when, const core::Actor& by, supervision::Command command) {
      script.acts.push_back(
          {moment_of(first_, when), by,
           core::intent<supervision::SupervisionDecider>(stream, std::move(command))});
    };
    give({1, 9, 30}, supervisor(),
         supervision::Plan{code,
                           code.substr(0, 6),
                           supervision::InspectionKind::routine,
                           false,
                           Line::population,
                           day(4),
                           "新年首查",
                           {}});
    const supervision::Finding found{supervision::FindingKind::handling,
                                     "一次性告知未列明全部材料",
                                     "R14",
                                     supervision::Weight::ordinary,
                                     {}};
    give({4, 10, 0}, supervisor(), supervision::RecordFindings{{found}});
    give({5, 9, 15}, supervisor(), supervision::IssueCircular{"请于期限内整改并书面反馈。", {}});
    if (station == kJingan) {
      give({6, 16, 30}, {code + "-c1", "station_chief", code},
           supervision::ReportCorrection{"已逐条整改，补发告知书。"});
    }
    scripts_.push_back(std::move(script));
  }
}

}  // namespace

std::vector<OpenScript> open_work(const Plan& plan, LocalDay first) {
  return OpenWork{plan, first}.make();
}

}  // namespace recourse::cli
