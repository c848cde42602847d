// Commands of the departments, and of the station towards them (R15).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Gives the department's solution.
struct AnswerAsDepartment {
  std::optional<AnswerKind> kind{};
  std::optional<Sealed<std::string>> solution{};
  std::string wording{};
  std::string internal_basis{};
  bool reusable = false;
  friend bool operator==(const AnswerAsDepartment&, const AnswerAsDepartment&) = default;
};
BOOST_DESCRIBE_STRUCT(AnswerAsDepartment, (), (kind, solution, wording, internal_basis, reusable))
constexpr auto recourse_spec(const AnswerAsDepartment*) {
  return describe::spec("case.answer_as_department", 1, "Gives the department's solution.",
                        {describe::needed({"kind", 1, "What it comes to."}),
                         {"solution", 1, "What to do.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::internal},
                         describe::needed({"wording", 1, "What may be said to citizens."}),
                         {"internal_basis", 1, "Basis for staff only.", describe::Access::basis},
                         {"reusable", 1, "It may become a standard reply."}});
}
constexpr std::string_view recourse_zh(const AnswerAsDepartment*) { return "答复"; }

/// Asks the city department.
struct ForwardToCity {
  std::string opinion{};
  std::string department{};
  friend bool operator==(const ForwardToCity&, const ForwardToCity&) = default;
};
BOOST_DESCRIBE_STRUCT(ForwardToCity, (), (opinion, department))
constexpr auto recourse_spec(const ForwardToCity*) {
  return describe::spec(
      "case.forward_to_city", 1, "Asks the city department.",
      {describe::needed({"opinion", 1, "The district's own opinion.", describe::Access::basis}),
       {"department", 1, "The city department; empty: named after the line."}});
}
constexpr std::string_view recourse_zh(const ForwardToCity*) { return "上报市局"; }

/// Says that another line is responsible; from the supervisor: decides which.
struct ObjectToLine {
  std::optional<Line> line{};
  std::string department{};
  std::string reason{};
  friend bool operator==(const ObjectToLine&, const ObjectToLine&) = default;
};
BOOST_DESCRIBE_STRUCT(ObjectToLine, (), (line, department, reason))
constexpr auto recourse_spec(const ObjectToLine*) {
  return describe::spec(
      "case.object_to_line", 1,
      "Says that another line is responsible; from the supervisor: decides which.",
      {describe::needed({"line", 1, "The responsible line."}),
       {"department", 1, "Its department; empty: named after district and line."},
       describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const ObjectToLine*) { return "非本条线"; }

/// Asks another department; the owner stays.
struct Consult {
  std::string with{};
  std::string question{};
  friend bool operator==(const Consult&, const Consult&) = default;
};
BOOST_DESCRIBE_STRUCT(Consult, (), (with, question))
constexpr auto recourse_spec(const Consult*) {
  return describe::spec(
      "case.consult", 1, "Asks another department; the owner stays.",
      {describe::needed({"with", 1, "Whom."}), describe::needed({"question", 1, "What."})});
}
constexpr std::string_view recourse_zh(const Consult*) { return "横向会商"; }

/// Asks the station for facts.
struct ReturnForFacts {
  std::vector<std::string> items{};
  friend bool operator==(const ReturnForFacts&, const ReturnForFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(ReturnForFacts, (), (items))
constexpr auto recourse_spec(const ReturnForFacts*) {
  return describe::spec("case.return_for_facts", 1, "Asks the station for facts.",
                        {describe::needed({"items", 1, "What is asked."})});
}
constexpr std::string_view recourse_zh(const ReturnForFacts*) { return "退补情况"; }

/// Supplies facts to the district department.
struct SupplyFactsDistrict {
  std::optional<Sealed<std::string>> facts{};
  friend bool operator==(const SupplyFactsDistrict&, const SupplyFactsDistrict&) = default;
};
BOOST_DESCRIBE_STRUCT(SupplyFactsDistrict, (), (facts))
constexpr auto recourse_spec(const SupplyFactsDistrict*) {
  return describe::spec(
      "case.supply_facts_district", 1, "Supplies facts to the district department.",
      {describe::needed({"facts", 1, "The facts.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::internal})});
}
constexpr std::string_view recourse_zh(const SupplyFactsDistrict*) { return "补报分局"; }

/// Supplies facts to the city department.
struct SupplyFactsCity {
  std::optional<Sealed<std::string>> facts{};
  friend bool operator==(const SupplyFactsCity&, const SupplyFactsCity&) = default;
};
BOOST_DESCRIBE_STRUCT(SupplyFactsCity, (), (facts))
constexpr auto recourse_spec(const SupplyFactsCity*) {
  return describe::spec(
      "case.supply_facts_city", 1, "Supplies facts to the city department.",
      {describe::needed({"facts", 1, "The facts.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::internal})});
}
constexpr std::string_view recourse_zh(const SupplyFactsCity*) { return "补报市局"; }

/// Says that the department's answer cannot be carried out.
struct ReturnAnswer {
  std::string reason{};
  friend bool operator==(const ReturnAnswer&, const ReturnAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(ReturnAnswer, (), (reason))
constexpr auto recourse_spec(const ReturnAnswer*) {
  return describe::spec("case.return_answer", 1,
                        "Says that the department's answer cannot be carried out.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const ReturnAnswer*) { return "无法落实"; }

}  // namespace recourse::casework::complaint
