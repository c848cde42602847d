// Commands that follow from the duty of a complete notice, and from promises (R11, R14).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Timer: a licence matter got no notice in time.
struct DeemAccepted {
  friend bool operator==(const DeemAccepted&, const DeemAccepted&) = default;
};
BOOST_DESCRIBE_STRUCT(DeemAccepted, (), ())
constexpr auto recourse_spec(const DeemAccepted*) {
  return describe::spec("case.deem_accepted", 1, "Timer: a licence matter got no notice in time.");
}
constexpr std::string_view recourse_zh(const DeemAccepted*) { return "视为受理"; }
/// Timer: the matter was neither accepted nor told what is lacking in time.
struct MissNotice {
  friend bool operator==(const MissNotice&, const MissNotice&) = default;
};
BOOST_DESCRIBE_STRUCT(MissNotice, (), ())
constexpr auto recourse_spec(const MissNotice*) {
  return describe::spec("case.miss_notice", 1,
                        "Timer: the matter was neither accepted nor told what is lacking in time.");
}
constexpr std::string_view recourse_zh(const MissNotice*) { return "未按期告知"; }
/// Lets promised papers come later, for force majeure.
struct ExtendPromise {
  std::string reason{};
  std::optional<LocalDay> until{};
  friend bool operator==(const ExtendPromise&, const ExtendPromise&) = default;
};
BOOST_DESCRIBE_STRUCT(ExtendPromise, (), (reason, until))
constexpr auto recourse_spec(const ExtendPromise*) {
  return describe::spec("case.extend_promise", 1,
                        "Lets promised papers come later, for force majeure.",
                        {describe::needed({"reason", 1, "What happened."}),
                         describe::needed({"until", 1, "The new day."})});
}
constexpr std::string_view recourse_zh(const ExtendPromise*) { return "承诺延期"; }
/// Timer: reminds of what is lacking.
struct Remind {
  friend bool operator==(const Remind&, const Remind&) = default;
};
BOOST_DESCRIBE_STRUCT(Remind, (), ())
constexpr auto recourse_spec(const Remind*) {
  return describe::spec("case.remind", 1, "Timer: reminds of what is lacking.");
}
constexpr std::string_view recourse_zh(const Remind*) { return "催补提醒"; }

}  // namespace recourse::casework::complaint
