// `recourse views rebuild --compare` on a table whose rows are not what the log makes.
#include <gtest/gtest.h>

#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/office.hpp>

#include "apps/cli/views_commands.hpp"

namespace recourse::cli {
namespace {

class RebuildCommand : public testing::Test {
 protected:
  void SetUp() override {
    const auto office = Office::open({.directory = session.directory}).value();
    const casework::complaint::Report report{.station = "S001",
                                             .district = "PD",
                                             .category = casework::complaint::Category::difficult,
                                             .line = casework::Line::population,
                                             .present = true};
    const auto id = StreamId::of("case", "S001-1").value();
    const auto context = office->context({"w7", "window_officer", "S001"});
    const auto last = office->handle(id, report, context).value().appended().last;
    office->cases({}, last).value();  // waits for the view
  }
  void TearDown() override { std::filesystem::remove_all(session.directory); }

  /// Puts a row into the table that no event makes.
  void spoil() {
    const auto office =
        Office::open({.directory = session.directory, .services = {.views = false}}).value();
    const auto table = office->store()
                           .tables()
                           .open({std::string{casework::complaint::CasesView::kName},
                                  casework::complaint::CasesView::kVersion, 1})
                           .value();
    const core::RowChange row{"zzz", "nobody's"};
    table->write({&row, 1}, *table->snapshot().value()->checkpoint()).value();
    table->flush().value();
  }

  Exit run(const std::string& line) {
    CommandLine views{"", ""};
    std::function<Exit()> chosen;
    add_views_commands(views, session, chosen);
    views.parse(line);
    testing::internal::CaptureStdout();
    const auto exit = chosen();
    printed = testing::internal::GetCapturedStdout();
    return exit;
  }

  Session session{.directory =
                      testing::TempDir() + "recourse-rebuild-" + random_command_id().to_string()};
  std::string printed;
};

TEST_F(RebuildCommand, SaysThatTheBuildsDifferAndServesTheNewOne) {
  spoil();
  EXPECT_EQ(run("rebuild cases --compare"), Exit::problems);
  EXPECT_NE(printed.find("1 differ, the first is zzz"), std::string::npos) << printed;
  EXPECT_EQ(run("rebuild cases --compare"), Exit::ok);
  EXPECT_NE(printed.find("no difference"), std::string::npos) << printed;
  session.json = true;
  EXPECT_EQ(run("list"), Exit::ok);
  EXPECT_NE(printed.find("\"build\": 3"), std::string::npos) << printed;
}

TEST_F(RebuildCommand, ServesTheNewBuildWithoutAWordIfItIsNotToCompare) {
  spoil();
  EXPECT_EQ(run("rebuild cases"), Exit::ok);
  EXPECT_EQ(run("rebuild cases --compare"), Exit::ok) << printed;
}

}  // namespace
}  // namespace recourse::cli
