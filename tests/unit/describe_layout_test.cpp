// append_layout: what makes rows of a described type look otherwise, and what does not.
#include <gtest/gtest.h>

#include <recourse/core/state_view.hpp>

#include "tests/support/locker.hpp"

namespace recourse {
namespace {

struct Before {
  std::uint32_t doors = 0;
  std::vector<std::string> names;
};
BOOST_DESCRIBE_STRUCT(Before, (), (doors, names))
constexpr auto recourse_spec(const Before*) {
  return describe::spec("test.layout", 1, "As it was.",
                        {{"doors", 1, "How many."}, {"names", 1, "Which."}});
}
struct Reworded {
  std::uint32_t doors = 0;
  std::vector<std::string> names;
};
BOOST_DESCRIBE_STRUCT(Reworded, (), (doors, names))
constexpr auto recourse_spec(const Reworded*) {
  return describe::spec("test.layout", 1, "Said otherwise.",
                        {{"doors", 1, "Number of doors."}, {"names", 1, "Their names."}});
}
struct Wider {
  std::uint64_t doors = 0;
  std::vector<std::string> names;
};
BOOST_DESCRIBE_STRUCT(Wider, (), (doors, names))
constexpr auto recourse_spec(const Wider*) {
  return describe::spec("test.layout", 1, "As it was.",
                        {{"doors", 1, "How many."}, {"names", 1, "Which."}});
}
struct Longer {
  std::uint32_t doors = 0;
  std::vector<std::string> names;
  bool open = false;
};
BOOST_DESCRIBE_STRUCT(Longer, (), (doors, names, open))
constexpr auto recourse_spec(const Longer*) {
  return describe::spec(
      "test.layout", 2, "As it was.",
      {{"doors", 1, "How many."}, {"names", 1, "Which."}, {"open", 2, "Whether it is open."}});
}

template <class T>
std::string layout() {
  std::string text;
  describe::append_layout(describe::type_info<T>, text);
  return text;
}

TEST(Layout, IsWhatBytesAreReadByAndNoSentence) {
  EXPECT_EQ(layout<Before>(), layout<Reworded>());
  EXPECT_NE(layout<Before>(), layout<Wider>());
  EXPECT_NE(layout<Before>(), layout<Longer>());
}

TEST(Layout, LooksIntoEverythingThatATypeHolds) {
  // A parcel inside a list inside an event: its fields are there.
  EXPECT_NE(layout<locker::Filled>().find("grams"), std::string::npos);
  EXPECT_NE(layout<locker::Filled>().find("small"), std::string::npos) << "words of enumerations";
}

TEST(Layout, OfAStateIsThatOfItsRows) {
  EXPECT_NE(core::layout_of(describe::type_info<Before>),
            core::layout_of(describe::type_info<Longer>));
  core::ProjectionSpec spec{.name = "v"};
  const auto before = core::identity_of(spec);
  EXPECT_NE(before, core::RowsIdentity{});
  spec.layout = core::layout_of(describe::type_info<Before>);
  EXPECT_NE(core::identity_of(spec).layout, before.layout);
  EXPECT_EQ(core::identity_of(spec).meaning, before.meaning);
  spec.fold_version = 2;
  EXPECT_NE(core::identity_of(spec).meaning, before.meaning);
  auto filtered = spec;
  filtered.types = {"thing.happened"};
  EXPECT_NE(core::identity_of(filtered).meaning, core::identity_of(spec).meaning);
}

}  // namespace
}  // namespace recourse
