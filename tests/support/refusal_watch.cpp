// Writes down which rows of the tables of refusals a test program has made refusals from, into the
// file that RECOURSE_REFUSALS_SEEN names: "row case reason_missing", "made case reason_missing".
// tests/golden/every_refusal.py asks several programs so.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <recourse/core/viewer.hpp>
#include <recourse/office_workflows.hpp>
#include <set>
#include <string_view>

namespace recourse {
namespace {

// Both are there before main, and used by whatever thread makes a refusal.
std::mutex mutex;
std::set<const core::RefusalInfo*> made;

class RefusalWatch final : public testing::Environment {
 public:
  void SetUp() override {
    if (std::getenv("RECOURSE_REFUSALS_SEEN") == nullptr) return;
    core::watch_refusals([](const core::RefusalInfo& row) {
      const std::lock_guard guard{mutex};
      made.insert(&row);
    });
  }
  void TearDown() override {
    const char* const name = std::getenv("RECOURSE_REFUSALS_SEEN");
    if (name == nullptr) return;
    core::watch_refusals(nullptr);
    std::ofstream file{name, std::ios::app};
    for (const auto& workflow : office_workflows()) {
      write(file, workflow.info->kind, workflow.info->refusals);
    }
    write(file, "looks", core::refusals::kOfLooks);
    for (const auto* const row : made) file << "made " << row->id << " " << row->zh << "\n";
  }

 private:
  static void write(std::ostream& to, std::string_view table,
                    std::span<const core::RefusalInfo> rows) {
    for (const auto& row : rows) to << "row " << table << " " << row.id << " " << row.zh << "\n";
  }
};

const auto* const kWatch = testing::AddGlobalTestEnvironment(new RefusalWatch);

}  // namespace
}  // namespace recourse
