// Values of an order of the hotline. The numbers are on disk and never reused.
#pragma once

#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/values.hpp>
#include <string>
#include <vector>

namespace recourse::casework::hotline {

inline constexpr auto kOpen = describe::Access::open;

/// Where an order is.
enum class Phase : std::uint8_t {
  none = 0,
  linked = 1,
  likely = 2,
  confirmed = 3,
  dismissed = 4,
  opened = 5,
};
BOOST_DESCRIBE_ENUM(Phase, none, linked, likely, confirmed, dismissed, opened)
constexpr auto recourse_labels(const Phase*) {
  return describe::labels<Phase>({
      {Phase::none, "未导入"},
      {Phase::linked, "已关联"},
      {Phase::likely, "待确认"},
      {Phase::confirmed, "已确认"},
      {Phase::dismissed, "无对应事项"},
      {Phase::opened, "已立案"},
  });
}

/// What an order says, but for the person.
struct OrderFacts {
  Timestamp reported_at{};
  std::string matter{};
  Line line = Line::other;
  std::string station{};
  std::string district{};
  friend bool operator==(const OrderFacts&, const OrderFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(OrderFacts, (), (reported_at, matter, line, station, district))
constexpr auto recourse_spec(const OrderFacts*) {
  return describe::spec("hotline.order_facts", 1, "What an order says, but for the person.",
                        {{"reported_at", 1, "When the citizen called.", kOpen},
                         {"matter", 1, "Code of the matter in the catalogue; may be empty.", kOpen},
                         {"line", 1, "Business line.", kOpen},
                         describe::needed({"station", 1, "Code of the station.", kOpen}),
                         {"district", 1, "Code of its district; may be empty.", kOpen}});
}

/// A case that an order may be about.
struct Candidate {
  std::string stream{};
  std::uint32_t score = 0;
  friend bool operator==(const Candidate&, const Candidate&) = default;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (stream, score))
constexpr auto recourse_spec(const Candidate*) {
  return describe::spec("hotline.candidate", 1, "A case that an order may be about.",
                        {describe::needed({"stream", 1, "The case."}),
                         {"score", 1, "How well it fits, of 100.", kOpen}});
}

}  // namespace recourse::casework::hotline
