// Help while the citizen is present, and from the side (R15, R18).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// The officer asked for support while the citizen is present (R18).
struct SupportAsked {
  std::string by{};
  Line line{};
  std::optional<Sealed<std::string>> question{};
  Due due{};
  friend bool operator==(const SupportAsked&, const SupportAsked&) = default;
};
BOOST_DESCRIBE_STRUCT(SupportAsked, (), (by, line, question, due))
constexpr auto recourse_spec(const SupportAsked*) {
  return describe::spec("case.support_asked", 1,
                        "The officer asked for support while the citizen is present (R18).",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"line", 1, "Line whose duty officer is asked.", describe::Access::open},
                         {"question", 1, "What is asked.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::internal},
                         {"due", 1, "Until when the answer is wanted."}});
}
constexpr std::string_view recourse_zh(const SupportAsked*) { return "求援"; }
/// Support was given.
struct SupportAnswered {
  std::string by{};
  std::optional<Sealed<std::string>> answer{};
  std::uint32_t seconds = 0;
  bool in_time = false;
  std::optional<Line> line{};
  friend bool operator==(const SupportAnswered&, const SupportAnswered&) = default;
};
BOOST_DESCRIBE_STRUCT(SupportAnswered, (), (by, answer, seconds, in_time, line))
constexpr auto recourse_spec(const SupportAnswered*) {
  return describe::spec("case.support_answered", 2, "Support was given.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"answer", 1, "The answer.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::internal},
                         {"seconds", 1, "How long it took."},
                         {"in_time", 1, "Within the wanted time."},
                         {"line", 2, "The line that was asked.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const SupportAnswered*) { return "支援"; }
/// Another department gave its opinion; the owner stays.
struct ConsultationAnswered {
  std::string by{};
  std::optional<Sealed<std::string>> opinion{};
  friend bool operator==(const ConsultationAnswered&, const ConsultationAnswered&) = default;
};
BOOST_DESCRIBE_STRUCT(ConsultationAnswered, (), (by, opinion))
constexpr auto recourse_spec(const ConsultationAnswered*) {
  return describe::spec("case.consultation_answered", 1,
                        "Another department gave its opinion; the owner stays.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"opinion", 1, "The opinion.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::basis}});
}
constexpr std::string_view recourse_zh(const ConsultationAnswered*) { return "会商答复"; }
/// The citizen was helped in a special way.
struct Assisted {
  std::string by{};
  AssistKind kind{};
  std::string note{};
  friend bool operator==(const Assisted&, const Assisted&) = default;
};
BOOST_DESCRIBE_STRUCT(Assisted, (), (by, kind, note))
constexpr auto recourse_spec(const Assisted*) {
  return describe::spec("case.assisted", 1, "The citizen was helped in a special way.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"kind", 1, "How.", describe::Access::open},
                         {"note", 1, "What else is to know."}});
}
constexpr std::string_view recourse_zh(const Assisted*) { return "帮办"; }

}  // namespace recourse::casework::complaint
