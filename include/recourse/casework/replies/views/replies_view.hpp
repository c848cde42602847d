// RepliesView: every standard reply as it stands, found by its matter (R22).
//
//     const auto rows = engine.rows(RepliesView::kName, head).value();
//     const auto found = find_replies(*rows, {.matter = "RK01", .day = today}).value();
//
//     's' stream                     →  the reply's state
//     'd' …                          →  the due-time index of its limits
//     'x' matter '/' stream          →  (empty), of a reply that was published
//
// Holds nothing personal. Thread-safety: as Projection; `find_replies` from any thread.
#pragma once

#include <recourse/casework/replies/decider.hpp>
#include <recourse/core/state_view.hpp>

namespace recourse::casework::replies {

class RepliesView final : public core::StateView<RepliesDecider> {
 public:
  static constexpr std::string_view kName = "replies";
  /// Goes up with every change of these rows or of State.
  static constexpr std::uint32_t kVersion = 1;

  explicit RepliesView(RepliesDecider decider);

 private:
  void rows_of(std::string_view stream, const core::Loaded<State>& now,
               core::RowSink& rows) const override;
};

/// Which replies are wanted.
struct ReplyQuery {
  std::string matter;       ///< Code of the matter.
  std::string reason = {};  ///< Code of the reason; empty: whatever the reason.
  std::string bureau = {};  ///< "PD": of that district and of the city; empty: of all.
  LocalDay day{};           ///< On which they must hold.
};

/// A reply that holds, as staff may say it. Without its basis.
struct ValidReply {
  std::string key{};
  std::uint32_t version = 0;
  std::string matter{};
  std::string reason{};
  std::string unit{};
  std::string wording{};
  LocalDay valid_from{};
  std::optional<LocalDay> valid_until{};
  friend bool operator==(const ValidReply&, const ValidReply&) = default;
};
BOOST_DESCRIBE_STRUCT(ValidReply, (),
                      (key, version, matter, reason, unit, wording, valid_from, valid_until))
constexpr auto recourse_spec(const ValidReply*) {
  return describe::spec(
      "replies.valid_reply", 1, "A reply that holds, as staff may say it.",
      {{"key", 1, "Key of the reply.", describe::Access::open},
       {"version", 1, "The version that holds.", describe::Access::open},
       {"matter", 1, "Code of the matter.", describe::Access::open},
       {"reason", 1, "Code of the reason; empty: whatever the reason.", describe::Access::open},
       {"unit", 1, "The department that answers for it.", describe::Access::open},
       {"wording", 1, "What is said to citizens.", describe::Access::open},
       {"valid_from", 1, "First day of its validity.", describe::Access::open},
       {"valid_until", 1, "Last day of its validity; none: no end is set.",
        describe::Access::open}});
}

/// What holds on that day: first what is for the very reason, then what is for whatever reason; a
/// district's before the city's. With a reason, those for another one are left out.
/// Errors: corruption, and those of the table.
Result<std::vector<ValidReply>> find_replies(const core::TableSnapshot& rows,
                                             const ReplyQuery& query);

}  // namespace recourse::casework::replies
