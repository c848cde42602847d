// The generator of docs/reference, on a workflow that it has never heard of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "apps/docgen/common_pages.hpp"
#include "apps/docgen/docgen.hpp"
#include "apps/docgen/workflow_pages.hpp"
#include "tests/support/permit.hpp"

namespace recourse::docgen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Permit : permit::after::Permit<2> {
  static constexpr std::string_view kName = "permits";
  static constexpr std::string_view kDoc = "What may be built.";
  static constexpr core::RefusalInfo kTable[]{{"too_late", "too_late", "R1",
                                               core::RefusalKind::not_now, "Until {end} | no more.",
                                               "晚了。"}};
  static std::span<const core::RefusalInfo> refusals() { return kTable; }
};

/// Its pages by their paths.
template <class D>
std::map<std::string, std::string> pages_of() {
  std::map<std::string, std::string> pages;
  for (auto& page : workflow_pages(core::workflow_info<D>())) pages[page.path] = page.text;
  return pages;
}

TEST(DocgenPages, AWorkflowHasAFolderWithAPageAndASchemaOfWhatItDescribes) {
  auto pages = pages_of<Permit>();
  std::vector<std::string> paths;
  for (const auto& [path, text] : pages) paths.push_back(path);
  EXPECT_THAT(
      paths, ElementsAre("permits/commands.md", "permits/commands.schema.json", "permits/events.md",
                         "permits/events.schema.json", "permits/refusals.md", "permits/state.md",
                         "permits/state.schema.json", "permits/values.md"));
  EXPECT_THAT(pages["permits/commands.md"], HasSubstr("## `permit.grant`"));
  EXPECT_THAT(pages["permits/commands.md"],
              HasSubstr("| `fee` | 1 | whole number | internal | Paid, in cents. |"));
  EXPECT_THAT(pages["permits/commands.schema.json"], HasSubstr("\"permit.grant\""));
  EXPECT_THAT(pages["permits/state.md"],
              HasSubstr("| `use_by` | 1 | date-time | internal | By when. |"));
  EXPECT_THAT(pages["permits/values.md"], HasSubstr("## `Phase`"));
  EXPECT_THAT(pages["permits/values.md"], HasSubstr("| `expedited` |"));
}

TEST(DocgenPages, RetiredEventsStandBehindThoseThatAreWritten) {
  const auto text = pages_of<Permit>()["permits/events.md"];
  const auto retired = text.find("# Retired events");
  ASSERT_NE(retired, std::string::npos);
  EXPECT_LT(text.find("`permit.granted`"), retired);
  EXPECT_GT(text.find("`permit.issued`"), retired);
}

TEST(DocgenPages, RefusalsAreARowEachAndOnlyWhereThereIsATable) {
  EXPECT_THAT(pages_of<Permit>()["permits/refusals.md"],
              HasSubstr("| `too_late` | R1 | not_now | 409 | Until {end} \\| no more. | 晚了。 |"));
  EXPECT_FALSE(pages_of<permit::before::Permit>().contains("permit/refusals.md"));
}

TEST(DocgenPages, TheIndexNamesEachWorkflowAndItsPages) {
  const OfficeWorkflow one{&core::workflow_info<Permit>(), nullptr};
  const auto pages = workflow_pages(*one.info);
  const auto index = index_page({&one, 1}, pages);
  EXPECT_EQ(index.path, "README.md");
  EXPECT_THAT(index.text,
              HasSubstr("| [permits](permits/commands.md) | `permit` | 2 | What may be built. |"));
  for (const auto& page : pages) EXPECT_THAT(index.text, HasSubstr("(" + page.path + ")"));
}

TEST(DocgenPages, AFolderThatCannotBeMadeIsAnErrorThatNamesIt) {
  const auto folder = std::filesystem::path{testing::TempDir()} / "docgen_pages";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(write_pages({{"a/b.md", "", "text\n"}}, folder));
  EXPECT_TRUE(std::filesystem::exists(folder / "a/b.md"));
  const auto failed = write_pages({{"a/b.md/c.md", "", "text\n"}}, folder);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code(), Errc::io_error);
  EXPECT_THAT(failed.error().message(), HasSubstr("b.md"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace recourse::docgen
