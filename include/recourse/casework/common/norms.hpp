// Norms: the numbers that a deployment follows. They are configuration; the code has none of them.
//
//     Norms norms = Norms::from_toml(text).value();        // a file of its own
//     norms = Norms::shanghai();                           // or what is built in
//     norms.ordinary = 7;                                  // working days
//     norms.name = "example"; norms.version = 1;
//
// Name and version are stored in each case's first event: a case keeps the numbers that it began
// with (profiles.hpp). Change a number, change the version. Values; no shared state.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/base/result.hpp>
#include <recourse/base/time.hpp>
#include <recourse/casework/common/demand.hpp>
#include <recourse/casework/common/service_hours.hpp>
#include <recourse/casework/common/urging.hpp>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace recourse::casework {

/// Where a report may come from, by the code that names its bureau: "PD", 浦东.
struct District {
  std::string code;
  std::string name;  ///< May be empty.
  friend bool operator==(const District&, const District&) = default;
};

struct Norms {
  std::string name = "shanghai";
  std::uint32_t version = 1;
  /// Where local days begin.
  UtcOffset utc_offset = kShanghaiOffset;
  /// The districts, as "code=name" with spaces between; empty: any. Shanghai's sixteen, by their
  /// letters and by their numbers (GB/T 2260).
  std::string districts =
      "HP=黄浦 XH=徐汇 CN=长宁 JA=静安 PT=普陀 HK=虹口 YP=杨浦 MH=闵行 "
      "BS=宝山 JD=嘉定 PD=浦东 JS=金山 SJ=松江 QP=青浦 FX=奉贤 CM=崇明 "
      "310101=黄浦 310104=徐汇 310105=长宁 310106=静安 310107=普陀 310109=虹口 "
      "310110=杨浦 310112=闵行 310113=宝山 310114=嘉定 310115=浦东 "
      "310116=金山 310117=松江 310118=青浦 310120=奉贤 310151=崇明";

  // Working days from the report, the day itself not counted (police procedure rules, art 35).
  /// Contact the citizen. Shanghai's "1、5、15".
  std::int64_t contact = 1;
  /// Finish an ordinary matter. Shanghai's "1、5、15"; that 5 means ordinary is our reading.
  std::int64_t ordinary = 5;
  /// Finish a difficult matter. Shanghai's "1、5、15"; that 15 means difficult is our reading.
  std::int64_t difficult = 15;
  /// Say completely and once what is lacking. Administrative licence act, art 32.
  std::int64_t notice = 5;
  /// Take an ordinary report in hand (R36); 0: no such limit. Not in Shanghai's rules.
  std::int64_t receive_ordinary = 0;
  // Finish an ordinary matter of a kind (R35); 0: `ordinary` holds. Not in Shanghai's rules.
  std::int64_t finish_consultation = 0;
  std::int64_t finish_help = 0;
  std::int64_t finish_suggestion = 0;
  std::int64_t finish_complaint = 0;
  std::int64_t finish_report = 0;

  // Working days from the event that starts them.
  /// Review of a declining. Jiangsu trial norm 2023 has the review; the number is our inference.
  std::int64_t decline_review = 2;
  /// Answer of another body to a referral; silence counts as refusal. Our inference.
  std::int64_t referral = 5;
  /// Answer of the district department, and again of the city's. Our inference.
  std::int64_t department_answer = 5;
  /// A department's limit ends so long before the case's own: the station has to carry the answer
  /// out. Our rule.
  std::int64_t station_reserve = 3;
  /// The station supplies what a department asks. Our inference.
  std::int64_t facts = 2;
  /// A department says that the matter is not of its line. Our inference.
  std::int64_t line_objection = 1;
  /// Answer to a citizen's new message. Our inference.
  std::int64_t attention = 1;
  /// Answer of a unit under supervision. Our inference.
  std::int64_t supervision = 3;
  /// The latest day of an overdue case's dated plan, from the day on which it is made. Our rule.
  std::int64_t plan_cap = 15;
  /// The latest day of all its plans together, from the deadline for resolution that passed. Our
  /// rule: plan after plan would be an extension without end.
  std::int64_t plan_total = 30;
  /// Bringing what a written notice lists, if the notice names no day. Our inference.
  std::int64_t supplement = 15;
  /// The citizen is reminded so long before a lapse. Our inference.
  std::int64_t reminder = 3;
  /// Grace between the promised day and the finish limit of an acceptance with papers lacking.
  /// Several cities' rules.
  std::int64_t promise_grace = 2;
  /// The longest pause. Our rule: an unlimited one would empty the overdue loop.
  std::int64_t pause_cap = 30;
  /// After a bad rating: contacted and verified. Shanghai business-environment ordinance, art 30.
  std::int64_t care_contact = 1;
  /// After a bad rating: corrected, by a dated plan at the latest. Our inference.
  std::int64_t care_correction = 5;
  /// After the correction: the citizen hears of it. Our inference.
  std::int64_t care_feedback = 1;
  /// After the feedback: the citizen is asked again. Our inference.
  std::int64_t care_revisit = 10;
  /// Say back what was understood, from acceptance (R44); 0: no such limit. Not in Shanghai's
  /// rules.
  std::int64_t scope = 0;
  /// Answer of an assisting unit (R40). Our inference.
  std::int64_t assisting = 3;
  /// Call a citizen back whose case was drawn, from closing (R37). Our inference.
  std::int64_t callback = 5;
  /// The longest extension, whoever grants it; 0: as far as a role may extend. Not in Shanghai's
  /// rules.
  std::int64_t extension_cap = 0;
  /// First and second review, each, in working days; 0: `review_days` hold. Not in Shanghai's
  /// rules.
  std::int64_t review_working = 0;

  // Minutes.
  /// Answer to a call for support while the citizen is present. Our inference.
  std::int64_t support_minutes = 15;
  // Take an urgent report in hand, around the clock (R36); 0: as an ordinary one. Not in Shanghai's
  // rules.
  std::int64_t receive_danger = 0;
  std::int64_t receive_supply = 0;

  // Service hours and urging.
  /// When citizens are called and reminded, on working days (R36); empty: at any time.
  std::string service_hours;
  /// The ladder of a deadline for resolution (R38); empty: none.
  std::string urging;

  // Calendar days.
  /// Rating after closing. Our inference.
  std::int64_t rating_days = 15;
  /// From rating to the archive. Our inference.
  std::int64_t settling_days = 7;
  /// Reopening what was not solved; with new facts at any time. Our inference.
  std::int64_t reopening_days = 30;
  /// First and second review. Petition rules 2005, art 34 and 35: thirty days each.
  std::int64_t review_days = 30;
  /// Asking for reconsideration by the higher authority. Administrative reconsideration act 2023,
  /// art 20.
  std::int64_t reconsideration_days = 60;
  /// The furthest day ahead that somebody may name for a case. Our rule.
  std::int64_t days_ahead = 366;
  /// The longest time ago that a matter may have been reported. Our rule.
  std::int64_t days_back = 10958;
  /// The latest day on which what is on account is looked at again (R39). Our inference: a quarter.
  std::int64_t account_days = 90;
  /// How long personal data is kept behind the end of a case: as long as claims from it can be
  /// brought. Civil Code, art 188: three years.
  std::int64_t retention_days = 1096;

  // Calendar months.
  /// Going to court. Administrative litigation act, art 46.
  std::int64_t litigation_months = 6;

  // Counts and switches.
  /// Failed attempts that discharge the duty to contact. Shanghai's norm: three logged attempts.
  std::uint32_t contact_attempts = 3;
  /// Distinct days on which those attempts were made, at least. Our rule.
  std::uint32_t contact_days = 2;
  /// Percent of the closed cases whose citizens are called back (R37); 0: none. Not in Shanghai's
  /// rules.
  std::int64_t callback_share = 0;
  /// The key of the draw: 32 hexadecimal digits; needed for shares between none and all.
  std::string callback_seed;
  /// The written notice for every line; else for traffic only, as the seed has it (R11).
  bool notice_for_every_line = false;
  /// With the first report of a month, the classes of failures found in the month before are taken
  /// up by rectifications (R28); else somebody does it. Not in Shanghai's rules.
  bool open_classes = false;

  /// The default profile.
  static Norms shanghai() { return {}; }

  /// Reads a file of norms in TOML: every key of norm_fields(), or `base = "shanghai"` and those
  /// that differ from that built-in profile (of version `base_version`, else 1); name and version
  /// always. A key that came later (NormField::later) may be left out. malformed, with line and
  /// column, the key and what to do, if a key is unknown or missing, or its value is of another
  /// type or out of its range.
  static Result<Norms> from_toml(std::string_view text);
  /// A complete file, each key with its meaning, unit and range. from_toml reads it back.
  /// Requires: check().
  std::string to_toml() const;

  /// The districts in their order; none: any is taken.
  std::vector<District> district_list() const;
  /// A report may name it.
  bool knows_district(std::string_view code) const;

  /// Working days to finish an ordinary matter of a kind, and a difficult one, which never has
  /// less.
  std::int64_t ordinary_for(Demand demand) const;
  std::int64_t difficult_for(Demand demand) const;
  /// Nothing: citizens may be called at any time. Requires: check().
  std::optional<ServiceHours> hours() const;
  /// In the order of their days; empty: nobody is urged. Requires: check().
  std::vector<UrgingStep> urging_steps() const;

  /// Every number is in its range, and none contradicts another: invalid_argument names the key.
  Result<void> check() const;

  friend bool operator==(const Norms&, const Norms&) = default;
};

/// A key's value, as a file or a document has it; an offset from UTC in minutes.
using NormValue = std::variant<bool, std::int64_t, std::string>;

/// One key of a profile. The reader, the writer, the command line and the reference page follow the
/// list of these and nothing else.
struct NormField {
  using Member = std::variant<std::string Norms::*, std::uint32_t Norms::*, std::int64_t Norms::*,
                              bool Norms::*, UtcOffset Norms::*>;
  std::string_view group;  ///< Heading above it.
  std::string_view key;    ///< As the member is called.
  Member member;
  std::string_view unit;     ///< "working days"; empty where there is none.
  std::int64_t least;        ///< Of a number, inclusive.
  std::int64_t most;         ///< Of a number, inclusive.
  std::string_view meaning;  ///< A sentence.
  std::string_view source;   ///< Where Shanghai's value comes from; not a sentence.
  /// It came after files without it were in use: where it is missing, what its default says holds,
  /// and that is what held before.
  bool later = false;
};

/// Every member of Norms, in the order in which files have them.
std::span<const NormField> norm_fields();

/// "0 to 1500 working days"; empty for what is no number.
std::string range_of(const NormField& field);
/// What a profile says under a key.
NormValue value_of(const Norms& norms, const NormField& field);
/// As TOML and JSON write it: `5`, `true`, `"shanghai"`.
std::string to_text(const NormValue& value);

}  // namespace recourse::casework
