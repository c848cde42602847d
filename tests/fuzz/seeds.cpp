// Writes inputs for fuzz_decode to begin with: what is read, for every workflow of the office.
//
//     fuzz_seeds DIRECTORY
#include <cstdio>
#include <fstream>

#include "tests/fuzz/described_workflows.hpp"
#include "tests/support/fuzz_workflow.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: fuzz_seeds DIRECTORY\n");
    return 2;
  }
  const std::filesystem::path folder{argv[1]};
  std::filesystem::create_directories(folder);
  std::size_t n = 0;
  for (const auto& input : recourse::test::workflow_inputs(
           recourse::described_workflows(), RECOURSE_SOURCE_DIR "/tests/golden/wire")) {
    std::ofstream out{folder / ("seed_" + std::to_string(n++)), std::ios::binary};
    out << '\4' << input;  // fuzz_decode takes it for one of a workflow
    if (!out.flush()) {
      std::fprintf(stderr, "fuzz_seeds: cannot write in %s\n", argv[1]);
      return 1;
    }
  }
  return n == 0 ? 1 : 0;
}
