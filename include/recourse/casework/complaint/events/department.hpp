// The escalation to departments (R15): answers, objections, questions back.
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// A department gave its solution.
struct DepartmentAnswered {
  std::string by{};
  Level level{};
  AnswerKind kind{};
  std::optional<Sealed<std::string>> solution{};
  std::string wording{};
  std::string internal_basis{};
  bool reusable = false;
  friend bool operator==(const DepartmentAnswered&, const DepartmentAnswered&) = default;
};
BOOST_DESCRIBE_STRUCT(DepartmentAnswered, (),
                      (by, level, kind, solution, wording, internal_basis, reusable))
constexpr auto recourse_spec(const DepartmentAnswered*) {
  return describe::spec(
      "case.department_answered", 1, "A department gave its solution.",
      {{"by", 1, "Staff number or account of who did it."},
       {"level", 1, "Which level answered.", describe::Access::open},
       {"kind", 1, "What it comes to.", describe::Access::open},
       {"solution", 1, "What to do.", describe::Access::identity, describe::Subject::reporter,
        describe::Access::internal},
       {"wording", 1, "What may be said to citizens.", describe::Access::open},
       {"internal_basis", 1, "Basis for staff only; never shown to citizens (R22).",
        describe::Access::basis},
       {"reusable", 1, "It may become a standard reply."}});
}
constexpr std::string_view recourse_zh(const DepartmentAnswered*) { return "答复"; }

/// The district department asked the city department.
struct ForwardedToCity {
  std::string by{};
  std::string opinion{};
  std::string department{};
  Due answer{};
  friend bool operator==(const ForwardedToCity&, const ForwardedToCity&) = default;
};
BOOST_DESCRIBE_STRUCT(ForwardedToCity, (), (by, opinion, department, answer))
constexpr auto recourse_spec(const ForwardedToCity*) {
  return describe::spec(
      "case.forwarded_to_city", 1, "The district department asked the city department.",
      {{"by", 1, "Staff number or account of who did it."},
       {"opinion", 1, "Its own opinion.", describe::Access::basis},
       {"department", 1, "The department that owns the case now.", describe::Access::open},
       {"answer", 1, "Until when it must answer.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ForwardedToCity*) { return "上报市局"; }

/// A department said that another line is responsible, or the supervisor decided which.
struct LineObjected {
  std::string by{};
  Line line{};
  std::string department{};
  std::string reason{};
  bool decided = false;
  bool disputed = false;
  friend bool operator==(const LineObjected&, const LineObjected&) = default;
};
BOOST_DESCRIBE_STRUCT(LineObjected, (), (by, line, department, reason, decided, disputed))
constexpr auto recourse_spec(const LineObjected*) {
  return describe::spec(
      "case.line_objected", 2,
      "A department said that another line is responsible, or the supervisor decided which.",
      {{"by", 1, "Staff number or account of who did it."},
       {"line", 1, "The responsible line.", describe::Access::open},
       {"department", 1, "The department that owns the case now.", describe::Access::open},
       {"reason", 1, "Why."},
       {"decided", 1, "The supervisor decided; no further objection."},
       {"disputed", 2, "A second objection: the line stays until the supervisor decides."}});
}
constexpr std::string_view recourse_zh(const LineObjected*) { return "非本条线"; }

/// A department asked another one; it stays the owner.
struct Consulted {
  std::string by{};
  std::string with{};
  std::string question{};
  friend bool operator==(const Consulted&, const Consulted&) = default;
};
BOOST_DESCRIBE_STRUCT(Consulted, (), (by, with, question))
constexpr auto recourse_spec(const Consulted*) {
  return describe::spec("case.consulted", 1, "A department asked another one; it stays the owner.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"with", 1, "Whom.", describe::Access::open},
                         {"question", 1, "What."}});
}
constexpr std::string_view recourse_zh(const Consulted*) { return "横向会商"; }

/// A department asked the station for facts.
struct ReturnedForFacts {
  std::string by{};
  Level level{};
  std::vector<std::string> items{};
  std::optional<Due> facts{};
  std::optional<std::uint32_t> answer_left{};
  friend bool operator==(const ReturnedForFacts&, const ReturnedForFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(ReturnedForFacts, (), (by, level, items, facts, answer_left))
constexpr auto recourse_spec(const ReturnedForFacts*) {
  return describe::spec(
      "case.returned_for_facts", 2, "A department asked the station for facts.",
      {{"by", 1, "Staff number or account of who did it."},
       {"level", 1, "Which level asks.", describe::Access::open},
       {"items", 1, "What is asked."},
       {"facts", 2, "Until when the station must supply them.", describe::Access::open},
       {"answer_left", 2,
        "Working days left to the department, which rest meanwhile; none if its limit has "
        "passed.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ReturnedForFacts*) { return "退补情况"; }

/// The station supplied facts to the district department.
struct FactsSuppliedDistrict {
  std::string by{};
  std::optional<Sealed<std::string>> facts{};
  std::optional<Due> answer{};
  friend bool operator==(const FactsSuppliedDistrict&, const FactsSuppliedDistrict&) = default;
};
BOOST_DESCRIBE_STRUCT(FactsSuppliedDistrict, (), (by, facts, answer))
constexpr auto recourse_spec(const FactsSuppliedDistrict*) {
  return describe::spec("case.facts_supplied_district", 2,
                        "The station supplied facts to the district department.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"facts", 1, "The facts.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::internal},
                         {"answer", 2, "Until when it must answer; none if that has passed.",
                          describe::Access::open}});
}
constexpr std::string_view recourse_zh(const FactsSuppliedDistrict*) { return "补报分局"; }

/// The station supplied facts to the city department.
struct FactsSuppliedCity {
  std::string by{};
  std::optional<Sealed<std::string>> facts{};
  std::optional<Due> answer{};
  friend bool operator==(const FactsSuppliedCity&, const FactsSuppliedCity&) = default;
};
BOOST_DESCRIBE_STRUCT(FactsSuppliedCity, (), (by, facts, answer))
constexpr auto recourse_spec(const FactsSuppliedCity*) {
  return describe::spec("case.facts_supplied_city", 2,
                        "The station supplied facts to the city department.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"facts", 1, "The facts.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::internal},
                         {"answer", 2, "Until when it must answer; none if that has passed.",
                          describe::Access::open}});
}
constexpr std::string_view recourse_zh(const FactsSuppliedCity*) { return "补报市局"; }

/// The department's answer could not be carried out.
struct CouldNotApply {
  std::string by{};
  std::string reason{};
  std::string department{};
  Due answer{};
  std::optional<Level> level{};
  friend bool operator==(const CouldNotApply&, const CouldNotApply&) = default;
};
BOOST_DESCRIBE_STRUCT(CouldNotApply, (), (by, reason, department, answer, level))
constexpr auto recourse_spec(const CouldNotApply*) {
  return describe::spec(
      "case.could_not_apply", 2, "The department's answer could not be carried out.",
      {{"by", 1, "Staff number or account of who did it."},
       {"reason", 1, "Why."},
       {"department", 1, "The department that owns the case now.", describe::Access::open},
       {"answer", 1, "Until when it must answer again.", describe::Access::open},
       {"level", 2, "Whose answer it was: it goes back there.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const CouldNotApply*) { return "无法落实"; }

}  // namespace recourse::casework::complaint
