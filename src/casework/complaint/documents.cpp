// What the papers say; how they look stands in document_layout.cpp.
#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <recourse/base/bytes.hpp>
#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/documents.hpp>

namespace recourse::casework::complaint {
namespace {

constexpr std::string_view kToFill = "____________";

/// What the events have told up to the one that the paper is made of.
struct Trail {
  const Received* received = nullptr;
  const Event* main = nullptr;  ///< That the paper is made of.
  Timestamp at{};
  State then{};  ///< The case as that event left it.
  const RoutedNotice* notice = nullptr;
  std::vector<const NewDemandMade*> demands;  ///< Since that notice.
  std::size_t demand_count = 0;               ///< Of the whole case.
};

struct Maker {
  const Trail& told;
  const DocumentSetting& setting;
  Document paper;

  LocalDay day_of(Timestamp t) const { return local_day(t, setting.norms.utc_offset); }
  std::string date(Timestamp t) const {
    const std::chrono::year_month_day ymd{std::chrono::sys_days{day_of(t).time_since_epoch()}};
    return std::to_string(static_cast<int>(ymd.year())) + "年" +
           std::to_string(static_cast<unsigned>(ymd.month())) + "月" +
           std::to_string(static_cast<unsigned>(ymd.day())) + "日";
  }
  /// "2025年3月24日（含当日）前": that day still counts.
  std::string by_the(Timestamp t) const { return date(t) + "（含当日）前"; }
};

std::string clear_of(const std::optional<Sealed<std::string>>& text) {
  return text && text->is_clear() ? text->clear() : std::string{kToFill};
}

/// Its name; the line if the report names none, or a catalogue does not know it any more.
std::string matter_of(const Received& e, const Catalogue& catalogue) {
  const auto* matter = catalogue.matter(e.matter);
  if (matter != nullptr) return matter->zh;
  return std::string{zh(e.line)} + "业务";
}

std::string reason_of(const Received& e, const Catalogue& catalogue) {
  const auto* reason = catalogue.reason(e.reason);
  return reason != nullptr ? reason->zh : std::string{"材料不齐"};
}

std::string item_of(const NoticeItem& item) {
  auto text = item.code + "．" + item.material;
  if (!item.requirement.empty()) text += "（" + item.requirement + "）";
  return text;
}

/// As a sentence, whether or not whoever typed it ended it.
std::string sentence(std::string text) {
  const auto ends = [&](std::string_view mark) { return text.ends_with(mark); };
  if (!text.empty() && !ends("。") && !ends("！") && !ends("；") && !ends(".")) text += "。";
  return text;
}

/// "您于2025年3月3日向我单位反映的“户口迁入”事项".
std::string reported(const Maker& make) {
  const auto& e = *make.told.received;
  return "您于" + make.date(e.reported_at) + "向我单位反映的“" + make.paper.matter + "”事项";
}

/// Reconsideration and court, each with its time (复议、诉讼).
void add_law_remedies(Maker& make) {
  const auto& norms = make.setting.norms;
  const auto against = make.paper.kind == DocumentKind::acceptance
                           ? std::string{"认为我单位的受理、办理侵犯您合法权益的"}
                           : "对本" + std::string{zh(make.paper.kind)} + "不服的";
  make.paper.remedies.push_back(
      against + "，可以自收到之日起" + std::to_string(norms.reconsideration_days) +
      "日内，依据《中华人民共和国行政复议法》第二十条申请行政复议；也可以自收到之日起" +
      std::to_string(norms.litigation_months) +
      "个月内，依据《中华人民共和国行政诉讼法》第四十六条向人民法院提起行政诉讼。");
}

void sign_by(Maker& make, const std::string& officer, std::string citizen) {
  make.paper.signatures = {{"经办民警", officer.empty() ? std::string{kToFill} : officer},
                           {"当事人签收", std::move(citizen)}};
}

void make_notice(Maker& make, const RoutedNotice& e) {
  auto& paper = make.paper;
  paper.title = "不能当场受理事项一次性书面告知书";
  paper.number = e.number;
  paper.seal = e.seal;
  paper.body = {reported(make) + "，经审查，因“" +
                reason_of(*make.told.received, make.setting.catalogue) + "”不能当场受理。依据" +
                e.basis + "，现将需要补齐的全部材料一次性告知如下："};
  const auto* matter = make.setting.catalogue.matter(make.told.received->matter);
  if (matter != nullptr && !matter->notice.empty()) paper.body.push_back(matter->notice);
  for (const auto& item : e.items) paper.items.push_back(item_of(item));
  paper.details = {{"依据", e.basis},
                   {"补交期限", make.date(e.supplement.at)},
                   {"补交时间和地点", e.place},
                   {"联系人", e.contact}};
  paper.remedies = {
      "本告知书所列材料之外，不再要求补充材料。逾期未补齐的，本次申请终止，可以重新提出。",
      "对本告知有异议的：" + sentence(e.remedy)};
  add_law_remedies(make);
  sign_by(make, e.by, e.acknowledged ? "当事人已签收" : "当事人拒绝签收，见证人：" + e.witness);
}

/// Why it is demanded beyond the notice, as it is said to the citizen.
std::string why(const NewDemandMade& e) {
  return e.ground ? std::string{zh(*e.ground)} : std::string{"我单位原告知不完整"};
}

/// By which paper a thing that is lacking was demanded, and for a later demand why.
std::string demanded_by(const Maker& make, const NoticeItem& item, const NewDemandMade& last) {
  const auto names = [&](const NewDemandMade* one) {
    return std::ranges::find(one->items, item.code, &NoticeItem::code) != one->items.end();
  };
  const auto& demands = make.told.demands;
  const auto found = std::find_if(demands.rbegin(), demands.rend(), names);
  if (found == demands.rend()) return "此前已告知";
  return (*found == &last ? "本次要求，因" : "此前补充告知，因") + why(**found);
}

/// All that is lacking when it is made: it stands in place of the lists before it.
void make_supplement(Maker& make, const NewDemandMade& e) {
  auto& paper = make.paper;
  paper.title = "补充材料告知书";
  paper.number = "BC-" + paper.case_number + "-" + std::to_string(make.told.demand_count);
  auto text = reported(make);
  if (make.told.notice != nullptr) text += "，前已发出告知书（" + make.told.notice->number + "）";
  text += "。现因" + why(e) + "，需要补充提交材料";
  text += e.ground ? "。" : "，给您带来不便，谨致歉意。";
  paper.body = {text + "截至本告知书签发时尚未提交的全部材料如下："};
  for (const auto& item : make.told.then.work.outstanding) {
    paper.items.push_back(item_of(item) + "〔" + demanded_by(make, item, e) + "〕");
  }
  if (make.told.notice != nullptr) paper.details.push_back({"依据", make.told.notice->basis});
  if (e.supplement) paper.details.push_back({"补交期限", make.date(e.supplement->at)});
  if (make.told.notice != nullptr) {
    paper.details.push_back({"补交时间和地点", make.told.notice->place});
    paper.details.push_back({"联系人", make.told.notice->contact});
    paper.remedies = {"对本告知有异议的：" + sentence(make.told.notice->remedy)};
  }
  add_law_remedies(make);
  sign_by(make, e.by, std::string{kToFill});
}

/// How a case comes to be accepted: by whom, upon what, and from when.
struct Acceptance {
  std::string by{};
  std::string course = "经审查，属于我单位职责范围";
  std::string basis = "《信访工作条例》第二十三条";
  std::string_view verb = "起予以受理。";
};

Acceptance acceptance_of(const Trail& told) {
  Acceptance how;
  if (const auto* e = std::get_if<Accepted>(told.main)) {
    how.by = e->by;
  } else if (const auto* overturned = std::get_if<DeclineOverturned>(told.main)) {
    how.by = overturned->by;
    how.course = "我单位曾决定不予受理，经审核，原决定予以撤销";
  } else if (std::holds_alternative<ReviewLapsed>(*told.main)) {
    how.course = "我单位曾决定不予受理，该决定逾期未经审核，视为撤销";
  } else if (const auto* refused = std::get_if<ReferralRefused>(told.main)) {
    how.course = "我单位已转送" + told.then.work.referred_to + "，该单位" +
                 (refused->silent ? "逾期未予答复" : "不予接收");
  } else if (std::holds_alternative<DeemedAccepted>(*told.main)) {
    how.course = "我单位未在规定期限内作出受理决定或者告知补正材料";
    how.basis = "《中华人民共和国行政许可法》第三十二条第一款第四项";
    how.verb = "（收到申请之日）起即为受理。";
  } else {
    how.course = "经重新审查，属于我单位职责范围";  // What had ended without it is taken up again.
  }
  return how;
}

void make_acceptance(Maker& make) {
  auto& paper = make.paper;
  const auto how = acceptance_of(make.told);
  const bool silent = std::holds_alternative<DeemedAccepted>(*make.told.main);
  const auto from = silent ? make.told.received->reported_at : make.told.at;
  paper.title = "受理通知书";
  paper.number = "SL-" + paper.case_number;
  paper.body = {reported(make) + "，" + how.course + "，依据" + how.basis + "，自" +
                make.date(from) + std::string{how.verb}};
  paper.details = {{"依据", how.basis}};
  if (const auto finish = resolution_deadline(make.told.then)) {
    paper.details.push_back({"办理期限", make.by_the(finish->at) + "办结并答复"});
  }
  paper.details.push_back({"查询方式", "凭事项编号和查询码查询办理进度"});
  const auto days = std::to_string(make.setting.norms.review_days);
  paper.remedies = {"对处理意见不服的，可以自收到书面答复之日起" + days +
                    "日内，依据《信访工作条例》第三十五条请求上一级机关复查；对复查意见不服的，"
                    "可以自收到复查意见之日起" +
                    days + "日内，依据第三十六条请求复核。"};
  add_law_remedies(make);
  sign_by(make, how.by, std::string{kToFill});
}

/// Where the officer cites none: which article sends such a matter elsewhere.
std::string basis_of(const Declined& e) {
  if (!e.basis.empty()) return e.basis;
  return e.ground == DeclineGround::court ? "《信访工作条例》第三十一条第一项"
                                          : "《信访工作条例》第二十三条";
}

void make_refusal(Maker& make, const Declined& e) {
  auto& paper = make.paper;
  paper.title = "不予受理通知书";
  paper.number = "BSL-" + paper.case_number;
  const auto basis = basis_of(e);
  paper.body = {
      reported(make) + "，经审查，" + std::string{zh(e.ground)} + "。" + sentence(e.reason),
      "依据" + basis + "，我单位决定不予受理。"};
  paper.details = {{"依据", basis}, {"有权处理单位", e.body}, {"救济途径", e.remedy}};
  paper.remedies = {"本决定由未参与办理的人员于" + make.by_the(e.review.at) +
                    "审核，审核认为应当受理的，即予受理并告知您。"};
  add_law_remedies(make);
  sign_by(make, e.by, std::string{kToFill});
}

/// Reads the events for one kind of paper, to the one that it is made of. An acceptance is the one
/// that first took the case on, or took it on again after a declining; however often a case comes
/// back to that phase, it is not accepted anew.
Trail told_for(DocumentKind kind, std::span<const DocumentEvent> events) {
  const ComplaintDecider rules;
  Trail told;
  State state;
  bool declined = false;
  std::uint64_t version = 0;
  for (const auto& [event, at] : events) {
    const bool accepted_before = state.phases.stage == Phase::accepted;
    rules.evolve(state, *event, {Version{++version}, at, ComplaintDecider::kDefinition});
    bool main = document_kind_of(*event) == kind;
    if (kind == DocumentKind::acceptance) {
      declined = declined || std::holds_alternative<Declined>(*event);
      main = state.phases.stage == Phase::accepted && !accepted_before &&
             (told.main == nullptr || declined);
    }
    if (const auto* received = std::get_if<Received>(event)) told.received = received;
    if (const auto* notice = std::get_if<RoutedNotice>(event)) {
      told.notice = notice;
      told.demands.clear();
    }
    if (const auto* demand = std::get_if<NewDemandMade>(event)) {
      told.demands.push_back(demand);
      ++told.demand_count;
    }
    if (!main) continue;
    declined = false;
    told.main = event;
    told.at = at;
    told.then = state;
  }
  return told;
}

class Digest {
 public:
  Digest& with(std::string_view part) {
    // With its length: what ends one part cannot begin the next.
    text_ += std::to_string(part.size()) + ":" + std::string{part};
    return *this;
  }
  Digest& with(const std::vector<NoticeItem>& items) {
    for (const auto& item : items) with(item.code).with(item.material).with(item.requirement);
    return with("");
  }
  Digest& with(const std::optional<Due>& due) {
    return with(due ? recourse::to_string(due->at) : std::string{});
  }
  std::string digits() const {
    // Ours, drawn once; it keeps these digests apart from every other use of SHA-1.
    constexpr boost::uuids::uuid kSpace{0x2f, 0x90, 0x0c, 0x61, 0x1b, 0xd7, 0x4a, 0x35,
                                        0x8e, 0x44, 0x70, 0xa9, 0xf2, 0x5c, 0x13, 0x6d};
    const auto digest = boost::uuids::name_generator_sha1{kSpace}(text_.data(), text_.size());
    return base::hex({reinterpret_cast<const char*>(digest.data), 8});
  }

 private:
  std::string text_;
};

std::string_view called(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::notice:
      return "written notice";
    case DocumentKind::acceptance:
      return "receipt of acceptance: it was not accepted";
    case DocumentKind::refusal:
      return "receipt of refusal: it was not declined";
    case DocumentKind::supplement:
      return "supplementary notice: nothing was demanded beyond the first";
  }
  return "such paper";
}

/// A case is accepted by it, whether somebody accepted it or it is so by law.
bool accepts(const Event& event) {
  return std::holds_alternative<Accepted>(event) || std::holds_alternative<DeemedAccepted>(event) ||
         std::holds_alternative<DeclineOverturned>(event) ||
         std::holds_alternative<ReviewLapsed>(event) ||
         std::holds_alternative<ReferralRefused>(event);
}

}  // namespace

std::optional<DocumentKind> document_kind_of(const Event& event) {
  if (std::holds_alternative<RoutedNotice>(event)) return DocumentKind::notice;
  if (accepts(event)) return DocumentKind::acceptance;
  if (std::holds_alternative<Declined>(event)) return DocumentKind::refusal;
  if (std::holds_alternative<NewDemandMade>(event)) return DocumentKind::supplement;
  return std::nullopt;
}

Result<Document> document_of(DocumentKind kind, std::string_view case_number,
                             std::span<const DocumentEvent> events,
                             const DocumentSetting& setting) {
  const Trail told = told_for(kind, events);
  if (told.received == nullptr || told.main == nullptr) {
    return Error{Errc::not_found,
                 std::string{case_number} + " has no " + std::string{called(kind)}};
  }
  const auto& r = *told.received;
  Maker make{told, setting, {}};
  make.paper.kind = kind;
  make.paper.case_number = case_number;
  // No code in place of a name: without one it is written by hand.
  make.paper.organ = r.station_name;
  if (r.station_name.empty()) make.paper.organ.append(kToFill).append("派出所");
  make.paper.addressee =
      r.applicant == ApplicantKind::anonymous ? std::string{"反映人"} : clear_of(r.name);
  make.paper.matter = matter_of(r, setting.catalogue);
  make.paper.day = make.day_of(told.at);
  if (kind == DocumentKind::acceptance) make_acceptance(make);
  if (const auto* e = std::get_if<RoutedNotice>(told.main)) make_notice(make, *e);
  if (const auto* e = std::get_if<Declined>(told.main)) make_refusal(make, *e);
  if (const auto* e = std::get_if<NewDemandMade>(told.main)) make_supplement(make, *e);
  return std::move(make.paper);
}

std::string draft_of(const RoutedNotice& e) {
  return Digest{}
      .with("notice")
      .with(e.number)
      .with(e.items)
      .with(e.basis)
      .with(e.place)
      .with(e.contact)
      .with(e.remedy)
      .with(e.supplement)
      .digits();
}

std::string draft_of(const Declined& e) {
  return Digest{}
      .with("refusal")
      .with(describe::enum_name(e.ground))
      .with(e.reason)
      .with(e.remedy)
      .with(e.body)
      .with(e.basis)
      .digits();
}

std::string draft_of(const NewDemandMade& e) {
  return Digest{}
      .with("supplement")
      .with(e.items)
      .with(e.ground ? describe::enum_name(*e.ground) : std::string_view{})
      .with(e.supplement)
      .digits();
}

namespace {

std::string digest_of(const Event& event) {
  if (const auto* notice = std::get_if<RoutedNotice>(&event)) return draft_of(*notice);
  if (const auto* declined = std::get_if<Declined>(&event)) return draft_of(*declined);
  if (const auto* demand = std::get_if<NewDemandMade>(&event)) return draft_of(*demand);
  return {};
}

}  // namespace

Command as_if_signed(Command command) {
  if (auto* notice = std::get_if<RouteNotice>(&command)) {
    notice->acknowledged = true;
    notice->draft.clear();
  }
  if (auto* decline = std::get_if<Decline>(&command)) {
    decline->draft.clear();
    if (!decline->told) decline->told = Told::in_person;
  }
  if (auto* demand = std::get_if<DemandMore>(&command)) demand->draft.clear();
  return command;
}

Result<Document> draft_of(std::string_view case_number, std::span<const DocumentEvent> happened,
                          std::span<const DocumentEvent> coming, const DocumentSetting& setting) {
  // The first is the paper of the command: a notice may be followed by what it demands anew.
  const auto main = std::ranges::find_if(
      coming, [](const DocumentEvent& one) { return document_kind_of(*one.event).has_value(); });
  if (main == coming.end()) {
    return Error{
        Errc::invalid_argument,
        "no paper goes with this command; case.accept, case.decline, case.overturn_decline, "
        "case.route_notice and case.demand_more have one"};
  }
  std::vector<DocumentEvent> events{happened.begin(), happened.end()};
  events.insert(events.end(), coming.begin(), coming.end());
  RECOURSE_TRY_ASSIGN(auto paper,
                      document_of(*document_kind_of(*main->event), case_number, events, setting));
  paper.recorded = false;
  paper.draft = digest_of(*main->event);
  return paper;
}

}  // namespace recourse::casework::complaint
