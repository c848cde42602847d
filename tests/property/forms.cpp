#include "tests/property/forms.hpp"

namespace recourse::property {

using namespace casework;
using namespace casework::complaint;

namespace {

Sealed<std::string> said(const char* words) { return Sealed<std::string>{std::string{words}}; }

}  // namespace

void Forms::suit(Command& command) {
  const auto& set = describe::set_info<Command>();
  const auto& type = set.type_of(&command);
  auto* const fields = const_cast<void*>(set.get(&command));
  for (const auto& field : type.fields) {
    void* const value = field.at(fields);
    const bool told_word = field.value->words == &describe::enum_info<Told>;
    if (field.name == "told" && told_word) *static_cast<Told*>(value) = told();
    const bool is_text = field.value->shape == describe::Shape::text;
    // A draft is named by the digest of what was printed, and nothing was.
    const bool prefilled = field.name == "department" || field.name == "draft";
    if (prefilled && is_text) static_cast<std::string*>(value)->clear();
  }
  const auto further = [&]<class... C>(std::type_identity<C>...) {
    ((std::get_if<C>(&command) != nullptr ? suit(*std::get_if<C>(&command)) : void()), ...);
  };
  further(std::type_identity<Report>{}, std::type_identity<FinishOnSpot>{},
          std::type_identity<RouteExplain>{}, std::type_identity<RouteExpedite>{},
          std::type_identity<RouteLacking>{}, std::type_identity<RouteNotice>{},
          std::type_identity<Escalate>{}, std::type_identity<SupplementPart>{},
          std::type_identity<DemandMore>{}, std::type_identity<ObjectToLine>{},
          std::type_identity<Extend>{}, std::type_identity<ExtendPromise>{},
          std::type_identity<AskSupport>{}, std::type_identity<Close>{},
          std::type_identity<Withdraw>{}, std::type_identity<Merge>{},
          std::type_identity<Unmerge>{}, std::type_identity<Rate>{}, std::type_identity<Reassign>{},
          std::type_identity<Recuse>{}, std::type_identity<Reinstate>{});
}

bool Forms::station_staff() const {
  return actor_->role == "window_officer" || actor_->role == "counter_lead" ||
         actor_->role == "station_chief";
}

Told Forms::told() { return dice_->chance(90) ? Told::in_person : Told::attempted; }

std::vector<NoticeItem> Forms::papers(bool main, std::size_t most) const {
  const auto* matter = Catalogue::builtin().matter(state_->intake.matter);
  if (matter == nullptr || matter->materials.empty()) return {{"1", "户口簿", "原件"}};
  std::vector<NoticeItem> items;
  for (const auto& paper : matter->materials) {
    if (paper.main == main && items.size() < most) items.push_back({paper.code, "", ""});
  }
  return items;
}

void Forms::suit(Report& c) {
  // RK10 may lack papers, JJ01 has the written notice, ZA01 is a licence and may lack papers.
  constexpr const char* kMatters[] = {"RK10", "RK10", "RK10", "JJ01", "ZA01", ""};
  c.station = dice_->chance(95) || station_staff() ? "S001" : "S002";
  c.district = "PD";
  c.matter = kMatters[dice_->below(std::size(kMatters))];
  if (!c.matter.empty()) c.line.reset();
  c.reason = "D1";
  if (c.applicant == ApplicantKind::anonymous) {
    c.name.reset();
    c.phone.reset();
  }
  if (dice_->chance(80)) c.reported_at.reset();
  c.historical = actor_->role == "importer" && c.historical;
  c.present = station_staff() && c.present;
  if (dice_->chance(75)) c.accused.clear();
  for (auto& one : c.accused) one = {dice_->chance(50) ? "w3" : "", "三号柜台"};
  c.inquiry_code = dice_->chance(50) ? kCode : "";
}

void Forms::suit(FinishOnSpot& c) {
  suit(c.report);
  c.report.accused.clear();
  c.report.reported_at.reset();
  c.outcome = dice_->chance(50) ? Outcome::done : Outcome::answered;
}

void Forms::suit(RouteExplain& c) {
  if (dice_->chance(60)) c.understood.reset();
}

void Forms::suit(RouteExpedite& c) {
  if (dice_->chance(50)) c.promised.reset();
}

void Forms::suit(RouteLacking& c) {
  c.missing = papers(false, 1);
  c.main_papers_complete = true;
  c.exclusion_checked = true;
}

void Forms::suit(RouteNotice& c) {
  c.items = papers(true, 2);
  c.acknowledged = true;
  if (dice_->chance(50)) c.supplement_by.reset();
}

void Forms::suit(Escalate& c) {
  c.department.clear();
  c.line.reset();
  if (state_->intake.line == Line::other) c.line = Line::population;
}

void Forms::suit(SupplementPart& c) {
  c.items.clear();
  for (const auto& item : state_->work.outstanding) {
    if (c.items.empty() || dice_->chance(30)) c.items.push_back(item.code);
  }
}

void Forms::suit(DemandMore& c) {
  c.items = papers(false, 1);
  if (dice_->chance(50)) c.ground.reset();
}

void Forms::suit(ObjectToLine& c) {
  c.department.clear();
  if (c.line == Line::other) c.line = Line::traffic;
}

void Forms::suit(Extend& c) {
  c.told = told();
  const auto from = state_->deadlines.resolution ? state_->deadlines.resolution->at : now_;
  c.until = local_day(from, kShanghaiOffset) + std::chrono::days{1 + dice_->below(3)};
}

void Forms::suit(ExtendPromise& c) {
  const auto from = state_->deadlines.promise ? state_->deadlines.promise->at : now_;
  c.until = local_day(from, kShanghaiOffset) + std::chrono::days{1 + dice_->below(3)};
}

void Forms::suit(AskSupport& c) {
  if (c.line == Line::other) c.line = Line::traffic;
}

void Forms::suit(Close& c) {
  constexpr Outcome kOutcomes[] = {Outcome::done, Outcome::answered, Outcome::cannot_by_law};
  c.outcome = kOutcomes[dice_->below(std::size(kOutcomes))];
  c.reply = said("已办结。");
  c.told = told();
  c.applied = true;
  if (dice_->chance(75)) c.basis = "户口登记条例第十条";
}

void Forms::suit(Withdraw& c) {
  c.proof = actor_->role == "citizen" ? WithdrawProof::code : WithdrawProof::signature;
  c.reference = kCode;
}

void Forms::suit(Merge& c) {
  c.target = *other_;
  c.same_person = true;
}

void Forms::suit(Unmerge& c) { c.target = state_->ending.merged_into; }

void Forms::suit(Rate& c) {
  const bool there =
      state_->ending.told == Told::in_person && state_->ending.closed_at &&
      local_day(*state_->ending.closed_at, kShanghaiOffset) == local_day(now_, kShanghaiOffset);
  c.way = there && dice_->chance(70) ? RatingWay::tablet : RatingWay::code;
  if (actor_->role == "supervisor") c.way = RatingWay::callback;
}

void Forms::suit(Reassign& c) { c.to = dice_->chance(50) ? "w1" : "w2"; }

void Forms::suit(Recuse& c) {
  constexpr const char* kStaff[] = {"w1", "w2", "l1", "s1", "d1", "m1", "v1"};
  const bool desk = actor_->role == "window_officer" || actor_->role == "counter_lead";
  c.staff = desk ? actor_->id : kStaff[dice_->below(std::size(kStaff))];
  c.described.clear();
  c.role.reset();
  if (c.staff == "s1") c.role = Role::station_chief;
}

void Forms::suit(Reinstate& c) {
  const auto& all = state_->access.recused;
  if (all.empty()) return;
  const auto& one = all[dice_->below(all.size())];
  c.staff = one.staff;
  c.described = one.described;
}

}  // namespace recourse::property
