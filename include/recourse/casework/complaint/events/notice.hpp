// What follows from the duty of a complete notice, and from promises (R11, R14).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// A licence matter without a notice in time counts as accepted from the filing day.
struct DeemedAccepted {
  Due since{};
  friend bool operator==(const DeemedAccepted&, const DeemedAccepted&) = default;
};
BOOST_DESCRIBE_STRUCT(DeemedAccepted, (), (since))
constexpr auto recourse_spec(const DeemedAccepted*) {
  return describe::spec(
      "case.deemed_accepted", 1,
      "A licence matter without a notice in time counts as accepted from the filing day.",
      {{"since", 1, "The limit that passed.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const DeemedAccepted*) { return "视为受理"; }
/// Neither accepted nor told what is lacking in time: a breach by the station.
struct NoticeMissed {
  std::string unit{};
  Due since{};
  friend bool operator==(const NoticeMissed&, const NoticeMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(NoticeMissed, (), (unit, since))
constexpr auto recourse_spec(const NoticeMissed*) {
  return describe::spec(
      "case.notice_missed", 1,
      "Neither accepted nor told what is lacking in time: a breach by the station.",
      {{"unit", 1, "The unit at fault.", describe::Access::open},
       {"since", 1, "The limit that passed.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const NoticeMissed*) { return "未按期告知"; }
/// The promised papers may come later, for force majeure.
struct PromiseExtended {
  std::string by{};
  std::string reason{};
  Due promise_end{};
  Due resolution_deadline{};
  Due reminder{};
  friend bool operator==(const PromiseExtended&, const PromiseExtended&) = default;
};
BOOST_DESCRIBE_STRUCT(PromiseExtended, (), (by, reason, promise_end, resolution_deadline, reminder))
constexpr auto recourse_spec(const PromiseExtended*) {
  return describe::spec(
      "case.promise_extended", 1, "The promised papers may come later, for force majeure.",
      {{"by", 1, "Staff number or account of who did it."},
       {"reason", 1, "Why.", describe::Access::open},
       {"promise_end", 1, "New promise limit.", describe::Access::open},
       {"resolution_deadline", 1, "New deadline for resolution.", describe::Access::open},
       {"reminder", 1, "When the citizen is reminded.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const PromiseExtended*) { return "承诺延期"; }
/// It was time to remind the citizen of what is lacking; that he was told says a contact.
struct Reminded {
  DeadlineKind kind{};
  Due due{};
  friend bool operator==(const Reminded&, const Reminded&) = default;
};
BOOST_DESCRIBE_STRUCT(Reminded, (), (kind, due))
constexpr auto recourse_spec(const Reminded*) {
  return describe::spec("case.reminded", 1,
                        "It was time to remind the citizen of what is lacking; that he was told "
                        "says a contact.",
                        {{"kind", 1, "Which deadline ends it.", describe::Access::open},
                         {"due", 1, "When it lapses.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Reminded*) { return "催补提醒"; }

}  // namespace recourse::casework::complaint
