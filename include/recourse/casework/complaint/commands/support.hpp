// Commands of support (R15, R18).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Asks a line for support while the citizen is present.
struct AskSupport {
  std::optional<Line> line{};
  std::optional<Sealed<std::string>> question{};
  friend bool operator==(const AskSupport&, const AskSupport&) = default;
};
BOOST_DESCRIBE_STRUCT(AskSupport, (), (line, question))
constexpr auto recourse_spec(const AskSupport*) {
  return describe::spec(
      "case.ask_support", 1, "Asks a line for support while the citizen is present.",
      {{"line", 1, "Whose; missing: that of the case."},
       describe::needed({"question", 1, "What is asked.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::internal})});
}
constexpr std::string_view recourse_zh(const AskSupport*) { return "求援"; }
/// Gives support.
struct AnswerSupport {
  std::optional<Sealed<std::string>> answer{};
  friend bool operator==(const AnswerSupport&, const AnswerSupport&) = default;
};
BOOST_DESCRIBE_STRUCT(AnswerSupport, (), (answer))
constexpr auto recourse_spec(const AnswerSupport*) {
  return describe::spec(
      "case.answer_support", 1, "Gives support.",
      {describe::needed({"answer", 1, "The answer.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::internal})});
}
constexpr std::string_view recourse_zh(const AnswerSupport*) { return "支援"; }
/// Gives the opinion that another department asked for.
struct AnswerConsultation {
  std::optional<Sealed<std::string>> opinion{};
  friend bool operator==(const AnswerConsultation&, const AnswerConsultation&) = default;
};
BOOST_DESCRIBE_STRUCT(AnswerConsultation, (), (opinion))
constexpr auto recourse_spec(const AnswerConsultation*) {
  return describe::spec("case.answer_consultation", 1,
                        "Gives the opinion that another department asked for.",
                        {describe::needed({"opinion", 1, "The opinion.", describe::Access::identity,
                                           describe::Subject::reporter, describe::Access::basis})});
}
constexpr std::string_view recourse_zh(const AnswerConsultation*) { return "会商答复"; }
/// Records help for somebody who cannot manage the ordinary way.
struct Assist {
  std::optional<AssistKind> kind{};
  std::string note{};
  friend bool operator==(const Assist&, const Assist&) = default;
};
BOOST_DESCRIBE_STRUCT(Assist, (), (kind, note))
constexpr auto recourse_spec(const Assist*) {
  return describe::spec(
      "case.assist", 1, "Records help for somebody who cannot manage the ordinary way.",
      {describe::needed({"kind", 1, "How."}), {"note", 1, "What else is to know."}});
}
constexpr std::string_view recourse_zh(const Assist*) { return "帮办"; }

}  // namespace recourse::casework::complaint
