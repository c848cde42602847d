// Golden: the bytes of every event of a case, at every version there ever was. A line is never
// changed or removed; a new event or version adds one:
//
//     RECOURSE_ADD_GOLDEN=1 build/dev/bin/golden_tests --gtest_filter=CaseEventsGolden.*
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <recourse/casework/complaint/events.hpp>
#include <sstream>

#include "tests/support/fill.hpp"
#include "tests/support/hex.hpp"

namespace recourse {
namespace {

constexpr const char* kFile = RECOURSE_SOURCE_DIR "/tests/golden/wire/case_events.txt";

/// Limits were added after the first bytes were made.
std::uint64_t golden_word(const describe::EnumInfo& words) {
  if (&words == &describe::enum_info<casework::complaint::DeadlineKind>) {
    return static_cast<std::uint64_t>(casework::complaint::DeadlineKind::review);
  }
  return test::Filler::last_word(words);
}

/// "case.received 1" → hexadecimal bytes.
std::map<std::string, std::string> golden_lines() {
  std::map<std::string, std::string> lines;
  std::ifstream file{kFile};
  std::string type, version, bytes;
  while (file >> type >> version) {
    std::getline(file, bytes);
    lines[type + " " + version] = bytes.empty() ? bytes : bytes.substr(1);
  }
  return lines;
}

TEST(CaseEventsGolden, EveryEventHasTheBytesItAlwaysHad) {
  auto lines = golden_lines();
  for (const auto& event : test::every_filled<casework::complaint::Event>(golden_word)) {
    const auto name =
        std::string{describe::type_of(event)} + " " + std::to_string(describe::version_of(event));
    std::string wire;
    describe::encode_alternative(event, wire);
    const auto bytes = test::hex(wire);
    if (!lines.contains(name) && std::getenv("RECOURSE_ADD_GOLDEN") != nullptr) {
      std::ofstream{kFile, std::ios::app} << name << " " << bytes << "\n";
      lines[name] = bytes;
    }
    ASSERT_TRUE(lines.contains(name)) << name << " has no golden bytes";
    EXPECT_EQ(bytes, lines[name]) << name;
  }
}

TEST(CaseEventsGolden, EveryLineThereEverWasStillDecodes) {
  const auto lines = golden_lines();
  EXPECT_GE(lines.size(), std::variant_size_v<describe::SetOf<casework::complaint::Event>>);
  for (const auto& [name, bytes] : lines) {
    const auto blank = name.find(' ');
    const auto version = static_cast<unsigned>(std::stoul(name.substr(blank + 1)));
    const auto event = describe::decode_as<casework::complaint::Event>(name.substr(0, blank),
                                                                       version, test::unhex(bytes));
    EXPECT_TRUE(event.has_value()) << name;
  }
}

}  // namespace
}  // namespace recourse
