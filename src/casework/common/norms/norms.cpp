// The list of norms, and what follows from it: checks, and the writer.
#include <algorithm>
#include <boost/pfr/tuple_size.hpp>
#include <limits>
#include <recourse/base/ids.hpp>
#include <recourse/casework/common/limits.hpp>

#include "casework/common/norms/fields.hpp"

namespace recourse::casework {
namespace {

constexpr std::int64_t kVersionMax = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t kWorking = limits::kWorkingDaysMax;
constexpr std::int64_t kCalendar = limits::kCalendarDaysMax;
constexpr std::int64_t kPast = limits::kPastDaysMax;

constexpr std::string_view kProfile = "The profile.";
constexpr std::string_view kFromReport =
    "Working days from the report, the day itself not counted (police procedure rules, art 35).";
constexpr std::string_view kFromEvent = "Working days from the event that starts them.";
constexpr std::string_view kMinutes = "Minutes.";
constexpr std::string_view kCalendarDays = "Calendar days.";
constexpr std::string_view kHours = "Service hours and urging.";
constexpr std::string_view kMonths = "Calendar months.";
constexpr std::string_view kCounts = "Counts and switches.";

constexpr std::string_view kShanghai = "the city's “1、5、15”";
constexpr std::string_view kInferred = "our inference";
constexpr std::string_view kOurRule = "our rule";
constexpr std::string_view kNotInForce = "not in its rules";
constexpr std::string_view kDays = "working days";
constexpr bool kLater = true;

constexpr NormField kFields[] = {
    {kProfile, "name", &Norms::name, "", 1, limits::kProfileNameBytesMax,
     "Names the profile; a small letter, then small letters, digits, _ and -.", ""},
    {kProfile, "version", &Norms::version, "", 1, kVersionMax,
     "Raised with every change of a number.", ""},
    {kProfile, "utc_offset", &Norms::utc_offset, "minutes", -720, 840,
     "Where local days begin, east of UTC.", "China has one time zone"},
    {kProfile, "districts", &Norms::districts, "", 0, limits::kDistrictsBytesMax,
     "The districts that a report may name, as code or code=name with spaces between; empty: any.",
     "the sixteen, by their letters and by their numbers of GB/T 2260"},

    {kFromReport, "contact", &Norms::contact, kDays, 0, kWorking, "Contact the citizen.",
     kShanghai},
    {kFromReport, "ordinary", &Norms::ordinary, kDays, 1, kWorking,
     "Finish an ordinary matter; not less than contact.",
     "the city's “1、5、15”; that 5 means ordinary is our reading"},
    {kFromReport, "difficult", &Norms::difficult, kDays, 1, kWorking,
     "Finish a difficult matter; not less than ordinary.",
     "the city's “1、5、15”; that 15 means difficult is our reading"},
    {kFromReport, "notice", &Norms::notice, kDays, 0, kWorking,
     "Say completely and once what is lacking.", "administrative licence act, art 32"},
    {kFromReport, "receive_ordinary", &Norms::receive_ordinary, kDays, 0, kWorking,
     "Take an ordinary report in hand; 0: no such limit.", kNotInForce, kLater},
    {kFromReport, "finish_consultation", &Norms::finish_consultation, kDays, 0, kWorking,
     "Finish an ordinary matter that is a consultation; 0: as ordinary says.", kNotInForce, kLater},
    {kFromReport, "finish_help", &Norms::finish_help, kDays, 0, kWorking,
     "Finish an ordinary matter that asks for help; 0: as ordinary says.", kNotInForce, kLater},
    {kFromReport, "finish_suggestion", &Norms::finish_suggestion, kDays, 0, kWorking,
     "Finish an ordinary matter that is a suggestion; 0: as ordinary says.", kNotInForce, kLater},
    {kFromReport, "finish_complaint", &Norms::finish_complaint, kDays, 0, kWorking,
     "Finish an ordinary matter that is a complaint; 0: as ordinary says.", kNotInForce, kLater},
    {kFromReport, "finish_report", &Norms::finish_report, kDays, 0, kWorking,
     "Finish an ordinary matter that reports an offence or misconduct; 0: as ordinary says.",
     kNotInForce, kLater},

    {kFromEvent, "decline_review", &Norms::decline_review, kDays, 0, kWorking,
     "Review of a declining.",
     "the Jiangsu trial norm of 2023 has the review; the number is our inference"},
    {kFromEvent, "referral", &Norms::referral, kDays, 0, kWorking,
     "Answer of another body to a referral; silence counts as refusal.", kInferred},
    {kFromEvent, "department_answer", &Norms::department_answer, kDays, 0, kWorking,
     "Answer of the district department, and again of the city's.", kInferred},
    {kFromEvent, "station_reserve", &Norms::station_reserve, kDays, 0, kWorking,
     "A department's limit ends so long before the case's own.",
     "our rule: the station has to carry the answer out"},
    {kFromEvent, "facts", &Norms::facts, kDays, 0, kWorking,
     "The station supplies what a department asks.", kInferred},
    {kFromEvent, "line_objection", &Norms::line_objection, kDays, 0, kWorking,
     "A department says that the matter is not of its line.", kInferred},
    {kFromEvent, "attention", &Norms::attention, kDays, 0, kWorking,
     "Answer to a citizen's new message.", kInferred},
    {kFromEvent, "supervision", &Norms::supervision, kDays, 0, kWorking,
     "Answer of a unit under supervision.", kInferred},
    {kFromEvent, "plan_cap", &Norms::plan_cap, kDays, 0, kWorking,
     "The latest day of an overdue case's dated plan, from the day on which it is made.", kOurRule},
    {kFromEvent, "plan_total", &Norms::plan_total, kDays, 0, kWorking,
     "The latest day of all its plans together, from the deadline for resolution that passed; not "
     "less than plan_cap.",
     "our rule: plan after plan would be an extension without end"},
    {kFromEvent, "supplement", &Norms::supplement, kDays, 0, kWorking,
     "Bringing what a written notice lists, if the notice names no day.", kInferred},
    {kFromEvent, "reminder", &Norms::reminder, kDays, 0, kWorking,
     "The citizen is reminded so long before a lapse.", kInferred},
    {kFromEvent, "promise_grace", &Norms::promise_grace, kDays, 0, kWorking,
     "Grace between the promised day and the finish limit of an acceptance with papers lacking.",
     "several cities' rules"},
    {kFromEvent, "pause_cap", &Norms::pause_cap, kDays, 0, kWorking, "The longest pause.",
     "our rule: an unlimited one would empty the overdue loop"},
    {kFromEvent, "care_contact", &Norms::care_contact, kDays, 0, kWorking,
     "After a bad rating: contacted and verified.",
     "Shanghai business-environment ordinance, art 30"},
    {kFromEvent, "care_correction", &Norms::care_correction, kDays, 0, kWorking,
     "After a bad rating: corrected, by a dated plan at the latest.", kInferred},
    {kFromEvent, "care_feedback", &Norms::care_feedback, kDays, 0, kWorking,
     "After the correction: the citizen hears of it.", kInferred},
    {kFromEvent, "care_revisit", &Norms::care_revisit, kDays, 0, kWorking,
     "After the feedback: the citizen is asked again.", kInferred},
    {kFromEvent, "scope", &Norms::scope, kDays, 0, kWorking,
     "Say back what was understood and what is wanted, from acceptance; 0: no such limit.",
     kNotInForce, kLater},
    {kFromEvent, "assisting", &Norms::assisting, kDays, 0, kWorking, "Answer of an assisting unit.",
     kInferred, kLater},
    {kFromEvent, "callback", &Norms::callback, kDays, 1, kWorking,
     "Call a citizen back whose case was drawn, from closing.", kInferred, kLater},
    {kFromEvent, "extension_cap", &Norms::extension_cap, kDays, 0, kWorking,
     "The longest extension of a matter's limit, whoever grants it; 0: as far as a role may "
     "extend.",
     kNotInForce, kLater},
    {kFromEvent, "review_working", &Norms::review_working, kDays, 0, kWorking,
     "First and second review, each, in working days; 0: review_days hold.", kNotInForce, kLater},

    {kMinutes, "support_minutes", &Norms::support_minutes, "minutes", 1, 24 * 60,
     "Answer to a call for support while the citizen is present.", kInferred},
    {kMinutes, "receive_danger", &Norms::receive_danger, "minutes", 0, limits::kReceiptMinutesMax,
     "Take a report of danger to life or property in hand, around the clock; 0: as an ordinary "
     "one.",
     kNotInForce, kLater},
    {kMinutes, "receive_supply", &Norms::receive_supply, "minutes", 0, limits::kReceiptMinutesMax,
     "Take a report on water, power, heat or gas in hand, around the clock; 0: as an ordinary one.",
     kNotInForce, kLater},

    {kHours, "service_hours", &Norms::service_hours, "", 0, 0,
     "When citizens are called and reminded on working days, as 08:30-17:30; empty: at any time.",
     kNotInForce, kLater},
    {kHours, "urging", &Norms::urging, "", 0, limits::kUrgingBytesMax,
     "Who is urged before and after the deadline for resolution, as "
     "remind:-1:station notice:+1:station circular:+3:district; empty: nobody.",
     kNotInForce, kLater},

    {kCalendarDays, "rating_days", &Norms::rating_days, "calendar days", 0, kCalendar,
     "Rating after closing.", kInferred},
    {kCalendarDays, "settling_days", &Norms::settling_days, "calendar days", 0, kCalendar,
     "From rating to the archive.", kInferred},
    {kCalendarDays, "reopening_days", &Norms::reopening_days, "calendar days", 0, kCalendar,
     "Reopening what was not solved; with new facts at any time.", kInferred},
    {kCalendarDays, "review_days", &Norms::review_days, "calendar days", 1, kCalendar,
     "First and second review, each.", "petition rules 2005, art 34 and 35"},
    {kCalendarDays, "reconsideration_days", &Norms::reconsideration_days, "calendar days", 1,
     kCalendar, "Asking for reconsideration by the higher authority.",
     "administrative reconsideration act 2023, art 20"},
    {kCalendarDays, "days_ahead", &Norms::days_ahead, "calendar days", 1, kCalendar,
     "The furthest day ahead that somebody may name for a case.", kOurRule},
    {kCalendarDays, "days_back", &Norms::days_back, "calendar days", 1, kPast,
     "The longest time ago that a matter may have been reported.", kOurRule},
    {kCalendarDays, "account_days", &Norms::account_days, "calendar days", 1, kCalendar,
     "The latest day on which what is on account is looked at again.", "our inference, a quarter",
     kLater},
    {kCalendarDays, "retention_days", &Norms::retention_days, "calendar days", 0, kPast,
     "How long personal data is kept behind the end of a case.",
     "Civil Code, art 188: claims lapse after three years"},

    {kMonths, "litigation_months", &Norms::litigation_months, "calendar months", 1, 120,
     "Going to court.", "administrative litigation act, art 46"},

    {kCounts, "contact_attempts", &Norms::contact_attempts, "attempts", 1, 100,
     "Failed attempts that discharge the duty to contact.",
     "the city's norm: three logged attempts"},
    {kCounts, "contact_days", &Norms::contact_days, "days", 1, 100,
     "Distinct days on which those attempts were made, at least.", kOurRule},
    {kCounts, "callback_share", &Norms::callback_share, "percent", 0, 100,
     "Closed cases whose citizens are called back; 0: none.", kNotInForce, kLater},
    {kCounts, "callback_seed", &Norms::callback_seed, "", 0, 0,
     "The key of their draw, 32 hexadecimal digits; empty: none.", kNotInForce, kLater},
    {kCounts, "notice_for_every_line", &Norms::notice_for_every_line, "", 0, 0,
     "The written notice for every line; else for traffic only.",
     "the city's windows have it for traffic"},
    {kCounts, "open_classes", &Norms::open_classes, "", 0, 0,
     "The classes of failures found in a month are taken up by rectifications without being asked "
     "for.",
     kNotInForce, kLater},
};
static_assert(boost::pfr::tuple_size_v<Norms> == std::size(kFields),
              "each member of Norms has its row, and each row its member");

bool is_name(std::string_view text) {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && text.size() <= limits::kProfileNameBytesMax && small(text.front()) &&
         std::ranges::all_of(text, [&](char c) {
           return small(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

std::vector<District> districts_in(std::string_view text) {
  std::vector<District> list;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto one = text.substr(at, end - at);
    const auto sign = std::min(one.find('='), one.size());
    if (!one.empty()) {
      list.push_back({std::string{one.substr(0, sign)},
                      std::string{one.substr(std::min(sign + 1, one.size()))}});
    }
    at = end + 1;
  }
  return list;
}

/// What is wrong with a list of districts; empty: nothing.
std::string fault_of_districts(std::string_view text) {
  if (text.size() > limits::kDistrictsBytesMax) {
    return "at most " + std::to_string(limits::kDistrictsBytesMax) + " bytes are wanted";
  }
  const auto list = districts_in(text);
  for (const auto& one : list) {
    // A dot would divide the bureau from its departments.
    const bool plain = !one.code.empty() && std::ranges::all_of(one.code, [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
    if (!plain) return "'" + one.code + "' is no code: letters and digits are wanted";
    if (std::ranges::count(list, one.code, &District::code) > 1) {
      return "the code " + one.code + " is there twice";
    }
  }
  return {};
}

std::string fault_of_service_hours(std::string_view text) {
  if (text.empty()) return {};
  const auto hours = parse_service_hours(text);
  return hours ? std::string{} : hours.error().message();
}

std::string fault_of_urging(std::string_view text) {
  const auto steps = parse_urging(text);
  return steps ? std::string{} : steps.error().message();
}

std::string fault_of_seed(std::string_view text) {
  if (text.empty() || FingerprintKey::parse(text)) return {};
  return "32 hexadecimal digits are wanted";
}

/// What norms say of each kind of demand; null: what they say of all.
std::int64_t Norms::*limit_of(Demand demand) {
  switch (demand) {
    case Demand::consultation:
      return &Norms::finish_consultation;
    case Demand::help:
      return &Norms::finish_help;
    case Demand::suggestion:
      return &Norms::finish_suggestion;
    case Demand::complaint:
      return &Norms::finish_complaint;
    case Demand::report:
      return &Norms::finish_report;
    case Demand::unspecified:
      break;
  }
  return nullptr;
}

/// A comment of lines that fit a page.
std::string comment(std::string_view words) {
  constexpr std::size_t kColumns = 96;
  std::string text = "#";
  std::size_t column = 1;
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (column + 1 + end > kColumns && column > 1) {
      text += "\n#";
      column = 1;
    }
    text.append(" ").append(words.substr(0, end));
    column += 1 + end;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return text + "\n";
}

}  // namespace

std::span<const NormField> norm_fields() { return kFields; }

std::string range_of(const NormField& field) {
  if (!std::holds_alternative<std::int64_t>(value_of(Norms{}, field))) return {};
  return std::to_string(field.least) + " to " + std::to_string(field.most) +
         (field.unit.empty() ? "" : " " + std::string{field.unit});
}

NormValue value_of(const Norms& norms, const NormField& field) {
  return std::visit(
      [&]<class T>(T Norms::*member) -> NormValue {
        if constexpr (std::is_same_v<T, UtcOffset>) {
          return std::int64_t{(norms.*member).count()};
        } else if constexpr (std::is_same_v<T, std::uint32_t>) {
          return std::int64_t{norms.*member};
        } else {
          return norms.*member;
        }
      },
      field.member);
}

void assign(Norms& norms, const NormField& field, const NormValue& value) {
  std::visit(
      [&]<class T>(T Norms::*member) {
        if constexpr (std::is_same_v<T, UtcOffset>) {
          norms.*member = UtcOffset{std::get<std::int64_t>(value)};
        } else if constexpr (std::is_same_v<T, std::uint32_t>) {
          norms.*member = static_cast<std::uint32_t>(std::get<std::int64_t>(value));
        } else {
          norms.*member = std::get<T>(value);
        }
      },
      field.member);
}

std::string to_text(const NormValue& value) {
  if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return '"' + std::get<std::string>(value) + '"';
}

std::string_view wanted_type(const NormField& field) {
  if (std::holds_alternative<std::string Norms::*>(field.member)) return "a text in quotes";
  return std::holds_alternative<bool Norms::*>(field.member) ? "true or false" : "a whole number";
}

std::string fault_of(const NormField& field, const NormValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (field.key == "districts") return fault_of_districts(*text);
    if (field.key == "service_hours") return fault_of_service_hours(*text);
    if (field.key == "urging") return fault_of_urging(*text);
    if (field.key == "callback_seed") return fault_of_seed(*text);
    if (is_name(*text)) return {};
    return "a small letter and at most 31 more, digits, _ or - are wanted";
  }
  const auto* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr || (*number >= field.least && *number <= field.most)) return {};
  return std::to_string(*number) + " is out of its range, " + range_of(field);
}

std::optional<Contradiction> contradiction_in(const Norms& norms) {
  const auto above = [](std::string_view smaller, std::int64_t a, std::string_view larger,
                        std::int64_t b) {
    return Contradiction{smaller, larger,
                         std::string{smaller} + " (" + std::to_string(a) +
                             ") must not be more than " + std::string{larger} + " (" +
                             std::to_string(b) + ")"};
  };
  if (norms.contact > norms.ordinary) {
    return above("contact", norms.contact, "ordinary", norms.ordinary);
  }
  if (norms.ordinary > norms.difficult) {
    return above("ordinary", norms.ordinary, "difficult", norms.difficult);
  }
  // The limits of kinds are optional: nothing contradicts one that is not there.
  for (const auto& field : kFields) {
    if (!field.key.starts_with("finish_")) continue;
    const auto days = std::get<std::int64_t>(value_of(norms, field));
    if (days > 0 && norms.contact > days) return above("contact", norms.contact, field.key, days);
  }
  if (norms.callback_share > 0 && norms.callback_share < 100 && norms.callback_seed.empty()) {
    return Contradiction{"callback_seed", "callback_share",
                         "callback_share (" + std::to_string(norms.callback_share) +
                             ") needs a callback_seed, by which it is drawn"};
  }
  if (norms.plan_cap > norms.plan_total) {
    return above("plan_cap", norms.plan_cap, "plan_total", norms.plan_total);
  }
  return std::nullopt;
}

std::vector<District> Norms::district_list() const { return districts_in(districts); }

bool Norms::knows_district(std::string_view code) const {
  if (districts.empty()) return !code.empty();
  const auto list = district_list();
  return std::ranges::find(list, code, &District::code) != list.end();
}

std::int64_t Norms::ordinary_for(Demand demand) const {
  const auto limit = limit_of(demand);
  return limit != nullptr && this->*limit > 0 ? this->*limit : ordinary;
}

std::int64_t Norms::difficult_for(Demand demand) const {
  return std::max(difficult, ordinary_for(demand));
}

std::optional<ServiceHours> Norms::hours() const {
  if (service_hours.empty()) return std::nullopt;
  return parse_service_hours(service_hours).value();
}

std::vector<UrgingStep> Norms::urging_steps() const { return parse_urging(urging).value(); }

Result<void> Norms::check() const {
  for (const auto& field : kFields) {
    const auto fault = fault_of(field, value_of(*this, field));
    if (fault.empty()) continue;
    return Error{Errc::invalid_argument, "norms: " + std::string{field.key} + ": " + fault};
  }
  if (const auto c = contradiction_in(*this)) {
    return Error{Errc::invalid_argument, "norms: " + c->what};
  }
  return {};
}

std::string Norms::to_toml() const {
  std::string text =
      "# Norms for recourse; docs/norms.md tells more. Whoever changes a number raises the "
      "version,\n"
      "# and keeps the old file as long as there are cases that began with it.\n";
  const Norms shanghai = Norms::shanghai();
  std::string_view group;
  for (const auto& field : kFields) {
    if (field.group != group) text += "\n\n# " + std::string{field.group} + "\n";
    group = field.group;
    std::string words{field.meaning};
    if (const auto range = range_of(field); !range.empty()) words += " From " + range + ".";
    text += "\n" + comment(words);
    if (!field.source.empty()) {
      const auto value = value_of(shanghai, field);
      const std::string source{field.source};
      // A list stands in the file itself.
      const bool list = std::holds_alternative<std::string>(value);
      text += comment("Shanghai: " + (list ? source : to_text(value) + " (" + source + ")") + ".");
    }
    text += std::string{field.key} + " = " + to_text(value_of(*this, field)) + "\n";
  }
  return text;
}

}  // namespace recourse::casework
