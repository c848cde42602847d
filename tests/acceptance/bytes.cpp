// Golden bytes and fuzzing over the longer list: bytes <folder>. The folder, empty at first, gets
// the golden bytes of the workflow that was added, which the next run compares.
#include <cstdio>
#include <random>
#include <recourse/office_workflows.hpp>

#include "tests/support/fuzz_workflow.hpp"
#include "tests/support/golden_events.hpp"

namespace {

using namespace recourse;

int say(const std::vector<std::string>& faults) {
  for (const auto& fault : faults) std::fprintf(stderr, "%s\n", fault.c_str());
  return static_cast<int>(faults.size());
}

/// Inputs that are read, and each of them with some bytes changed.
int fuzz(std::span<const core::WorkflowInfo* const> infos, const std::filesystem::path& golden) {
  std::mt19937 random{4711};
  std::size_t read = 0;
  std::vector<std::string> faults;
  const auto inputs = test::workflow_inputs(infos, golden);
  for (const auto& input : inputs) {
    for (int i = 0; i < 50; ++i) {
      auto bytes = input;
      for (int changes = i % 4; changes > 0; --changes) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      const auto tried = test::try_workflow(infos, bytes);
      read += tried.read ? 1 : 0;
      if (!tried.fault.empty()) faults.push_back(tried.fault);
    }
  }
  std::printf("%zu inputs, %zu read\n", inputs.size(), read);
  return say(faults) + (read < inputs.size() ? 1 : 0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto* const added = office_workflow("lost_property");
  if (added == nullptr) return 2;
  const auto before = test::golden_faults(*added->info, argv[1], test::Golden::compare);
  if (before.empty()) return 3;  // bytes that are nowhere kept must be missed
  if (say(test::golden_faults(*added->info, argv[1], test::Golden::add)) != 0) return 1;
  if (say(test::golden_faults(*added->info, argv[1], test::Golden::compare)) != 0) return 1;
  const core::WorkflowInfo* infos[] = {added->info};
  return fuzz(infos, argv[1]) == 0 ? 0 : 1;
}
