// Bytes and JSON that were spoilt, for every workflow: reading ends with a value or an error, and
// what is read is written and read again as the same. The fuzzer of tests/fuzz looks for more,
// where Clang is installed; this runs everywhere, the same each time.
//
//     export RECOURSE_MUTATIONS=1000 RECOURSE_SEED=8
//     build/dev/bin/golden_tests --gtest_filter='Mutations.*'
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <recourse/office_workflows.hpp>

#include "tests/support/fuzz_workflow.hpp"
#include "tests/support/hex.hpp"
#include "tests/support/permit.hpp"

namespace recourse {
namespace {

constexpr std::size_t kHead = 4;  ///< Of an input: what chooses the type.

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

std::vector<const core::WorkflowInfo*> workflows() {
  std::vector<const core::WorkflowInfo*> all;
  for (const auto& workflow : office_workflows()) all.push_back(workflow.info);
  return all;
}
std::vector<std::string> inputs() {
  return test::workflow_inputs(workflows(), RECOURSE_SOURCE_DIR "/tests/golden/wire");
}

/// Spoils what stands behind an input's head.
class Spoiler {
 public:
  explicit Spoiler(std::uint64_t seed) : dice_(seed) {}

  std::string spoilt(std::string input, const std::string& other) {
    for (auto times = 1 + below(3); times > 0; --times) spoil(input, other);
    return input;
  }

 private:
  /// 0 for 0.
  std::size_t below(std::size_t n) { return n == 0 ? 0 : dice_() % n; }
  std::size_t place(const std::string& input) { return kHead + below(input.size() - kHead); }

  void spoil(std::string& input, const std::string& other) {
    static constexpr std::string_view kTokens[] = {
        "null", "-1", "[]", "{}", "\"\"", "1e400", "18446744073709551616", "\\ud800"};
    if (input.size() == kHead) return input.push_back(static_cast<char>(dice_()));
    const auto at = place(input);
    switch (below(6)) {
      case 0:
        input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        return;
      case 1:
        input[at] = static_cast<char>(dice_());
        return;
      case 2:
        input.resize(at);
        return;
      case 3:
        input.insert(at, input.substr(place(input), 1 + below(16)));
        return;
      case 4:
        input.replace(at, below(8), kTokens[below(std::size(kTokens))]);
        return;
      default:
        input.resize(at);
        input.append(other, kHead + below(other.size() - kHead));
    }
  }

  std::mt19937_64 dice_;
};

TEST(Mutations, WhatWasNotSpoiltIsRead) {
  const auto all = inputs();
  std::size_t types = 0;
  for (const auto* workflow : workflows()) {
    types += 2 * workflow->events->types.size() + workflow->commands->types.size();
  }
  EXPECT_GE(all.size(), types);
  for (const auto& input : all) {
    const auto tried = test::try_workflow(workflows(), input);
    EXPECT_TRUE(tried.read) << test::hex(input.substr(0, kHead)) << " " << input.substr(kHead);
    EXPECT_EQ(tried.fault, "");
  }
}

TEST(Mutations, WhatWasSpoiltIsAnErrorOrIsReadAsWhatItSays) {
  const auto each = from_environment("RECOURSE_MUTATIONS", 40);
  const auto seed = from_environment("RECOURSE_SEED", 1);
  const auto all = inputs();
  const auto infos = workflows();
  Spoiler spoiler{seed};
  std::size_t read = 0;
  std::size_t tries = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::uint64_t n = 0; n < each; ++n, ++tries) {
      const auto input = spoiler.spoilt(all[i], all[(i * 31 + n) % all.size()]);
      const auto tried = test::try_workflow(infos, input);
      ASSERT_EQ(tried.fault, "") << "seed " << seed << ", input " << test::hex(input);
      read += tried.read ? 1 : 0;
    }
  }
  // Neither all of it nor none: else nothing was tried.
  EXPECT_GT(read, tries / 100);
  EXPECT_LT(read, tries - tries / 100);
}

TEST(Mutations, RetiredEventsAndOlderVersionsAreTriedToo) {
  const core::WorkflowInfo* const permits[] = {&core::workflow_info<permit::after::Permit<2>>()};
  using enum test::InputKind;
  EXPECT_TRUE(
      test::try_workflow(permits, test::workflow_input(0, retired_bytes, 0, 1, "\x01w")).read);
  EXPECT_FALSE(
      test::try_workflow(permits, test::workflow_input(0, retired_bytes, 0, 1, "\x02w")).read);
  const auto granted = permits[0]->events->find("permit.granted");
  for (const auto& [version, bytes] : {std::pair{1u, "\x01w"}, std::pair{2u, "\x01w\x05"}}) {
    const auto tried =
        test::try_workflow(permits, test::workflow_input(0, event_bytes, granted, version, bytes));
    EXPECT_TRUE(tried.read);
    EXPECT_EQ(tried.fault, "");
  }
  EXPECT_FALSE(test::try_workflow(permits, "abc").read);
}

/// One whose JSON does not say what it holds: its one word has no name.
enum class Mute : std::uint8_t { said = 1 };
BOOST_DESCRIBE_ENUM(Mute, said)
struct Spoken {
  std::string what{};
  Mute how{};
};
BOOST_DESCRIBE_STRUCT(Spoken, (), (what, how))
constexpr auto recourse_spec(const Spoken*) {
  return describe::spec("test.spoken", 2, "Something.", {{"what", 1, "What."}, {"how", 2, "How."}});
}
struct Speaking {
  using State = Spoken;
  using Event = std::variant<Spoken>;
  using Command = std::variant<Spoken>;
  static constexpr std::string_view kKind = "test";
  static constexpr std::uint32_t kDefinition = 1;
  core::Decision<Event> decide(const State&, const Command&, const core::Context&) const {
    return core::Decision<Event>::nothing();
  }
  void evolve(State&, const Event&, const core::Facts&) const {}
};

TEST(Mutations, AWorkflowWhoseJsonIsNotReadAgainIsFound) {
  const core::WorkflowInfo* const infos[] = {&core::workflow_info<Speaking>()};
  using enum test::InputKind;
  for (const auto kind : {command_json, event_json, state_json}) {
    const auto tried =
        test::try_workflow(infos, test::workflow_input(0, kind, 0, 1, R"({"what": "x"})"));
    EXPECT_TRUE(tried.read);
    EXPECT_NE(tried.fault, "");
  }
}

}  // namespace
}  // namespace recourse
