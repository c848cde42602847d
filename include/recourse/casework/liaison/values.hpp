// Words and values of the liaisons. The numbers are on disk and never reused.
#pragma once

#include <recourse/base/ids.hpp>
#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/common/values.hpp>
#include <string>
#include <vector>

namespace recourse::casework::liaison {

/// Whether somebody is the liaison.
enum class Post : std::uint8_t {
  vacant = 0,
  served = 1,
};
BOOST_DESCRIBE_ENUM(Post, vacant, served)
constexpr auto recourse_labels(const Post*) {
  return describe::labels<Post>({
      {Post::vacant, "空缺"},
      {Post::served, "在任"},
  });
}

/// Where the collection of difficult matters is.
enum class Collection : std::uint8_t {
  collecting = 0,
  digest_open = 1,
  answered = 2,
};
BOOST_DESCRIBE_ENUM(Collection, collecting, digest_open, answered)
constexpr auto recourse_labels(const Collection*) {
  return describe::labels<Collection>({
      {Collection::collecting, "收集中"},
      {Collection::digest_open, "待答复"},
      {Collection::answered, "已答复"},
  });
}

/// A limit that a timer watches.
enum class LimitKind : std::uint8_t {
  digest = 1,
  answer = 2,
  vacancy = 3,
};
BOOST_DESCRIBE_ENUM(LimitKind, digest, answer, vacancy)
constexpr auto recourse_labels(const LimitKind*) {
  return describe::labels<LimitKind>({
      {LimitKind::digest, "汇总"},
      {LimitKind::answer, "答复"},
      {LimitKind::vacancy, "补缺"},
  });
}

/// Days on which somebody is away.
struct Absence {
  std::string staff{};
  LocalDay from{};
  LocalDay until{};
  friend bool operator==(const Absence&, const Absence&) = default;
};
BOOST_DESCRIBE_STRUCT(Absence, (), (staff, from, until))
constexpr auto recourse_spec(const Absence*) {
  return describe::spec(
      "liaison.absence", 1, "Days on which somebody is away.",
      {{"staff", 1, "Staff number."}, {"from", 1, "First day."}, {"until", 1, "Last day."}});
}

/// A difficult matter that has no answer yet.
struct OpenMatter {
  std::uint32_t number = 0;
  std::string from_case{};
  std::string matter{};
  std::string what{};
  Timestamp at{};
  std::uint32_t digest = 0;
  std::optional<Due> due{};
  friend bool operator==(const OpenMatter&, const OpenMatter&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenMatter, (), (number, from_case, matter, what, at, digest, due))
constexpr auto recourse_spec(const OpenMatter*) {
  return describe::spec(
      "liaison.open_matter", 1, "A difficult matter that has no answer yet.",
      {{"number", 1, "Its number in this stream, from 1."},
       {"from_case", 1, "Stream of the case; empty: none."},
       {"matter", 1, "Code of the matter in the catalogue; may be empty."},
       {"what", 1, "What is difficult about it, without personal data."},
       {"at", 1, "When it was collected."},
       {"digest", 1, "The first digest that it stood in; 0: none yet."},
       {"due", 1, "Until when that digest was to be answered; a later digest does not move it."}});
}

/// A matter as a digest has it.
struct DigestItem {
  std::uint32_t number = 0;
  std::string from_case{};
  std::string matter{};
  std::string what{};
  bool carried = false;
  friend bool operator==(const DigestItem&, const DigestItem&) = default;
};
BOOST_DESCRIBE_STRUCT(DigestItem, (), (number, from_case, matter, what, carried))
constexpr auto recourse_spec(const DigestItem*) {
  return describe::spec("liaison.digest_item", 1, "A matter as a digest has it.",
                        {{"number", 1, "Its number in this stream, from 1."},
                         {"from_case", 1, "Stream of the case; empty: none."},
                         {"matter", 1, "Code of the matter in the catalogue; may be empty."},
                         {"what", 1, "What is difficult about it, without personal data."},
                         {"carried", 1, "It stood in the digest before and was not answered."}});
}

}  // namespace recourse::casework::liaison
