// A store that short processes use, one append each: it stays bounded in files, in bytes and in the
// time that it takes to open, and a reader beside it needs few descriptors. RECOURSE_OPENS says how
// many; the year of a busy office is 100,000.
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>

#include "stores.hpp"

namespace recourse::contract {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::size_t kMemory = std::size_t{32} << 20;

unsigned opens_wanted() {
  const auto* const given = std::getenv("RECOURSE_OPENS");
  return given == nullptr ? 1'000 : static_cast<unsigned>(std::stoul(given));
}

struct Held {
  std::size_t files = 0;
  std::uintmax_t bytes = 0;
};

Held held_in(const fs::path& folder) {
  Held held;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    if (!entry.is_regular_file()) continue;
    ++held.files;
    held.bytes += entry.file_size();
  }
  return held;
}

/// The most descriptors this process may have, for as long as it lives.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t most) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    auto few = before_;
    few.rlim_cur = most;
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

class ManyOpens : public testing::Test {
 protected:
  fs::path path() const { return directory.path() / "store"; }

  /// What a short process does.
  void open_and_append(unsigned n) {
    auto store = stores::open_rocksdb({.directory = path(), .memory_bytes = kMemory}).value();
    core::Append a{
        .command_id = derived_command_id(std::to_string(n)), .actor = "t", .streams = {}};
    a.streams.push_back({StreamId::of("thing", std::to_string(n % 97)).value(),
                         core::ExpectedVersion::any(),
                         1,
                         {{"thing.happened", 1, {}, std::string(200, 'x')}}});
    ASSERT_EQ(store->append(std::move(a)).value().last, Position{n});
  }

  TemporaryDirectory directory;
};

TEST_F(ManyOpens, LeaveAStoreOfFewFiles) {
  const auto opens = opens_wanted();
  const FewDescriptors few{160};
  Held most;
  std::vector<steady_clock::duration> first;
  std::vector<steady_clock::duration> last;
  for (unsigned n = 1; n <= opens; ++n) {
    const auto begun = steady_clock::now();
    open_and_append(n);
    if (n <= opens / 10) first.push_back(steady_clock::now() - begun);
    if (n > opens - opens / 10) last.push_back(steady_clock::now() - begun);
    if (n % 50 != 0) continue;
    const auto now = held_in(path());
    most.files = std::max(most.files, now.files);
    most.bytes = std::max(most.bytes, now.bytes);
  }
  EXPECT_LE(most.files, 100u);
  // The notes of RocksDB have a bound of their own; the rest is what the records take, some times.
  EXPECT_LE(most.bytes,
            2 * limits::kInfoLogBytesMax + (std::uintmax_t{1} << 20) + opens * 2'000ull);
  std::ranges::nth_element(first, first.begin() + first.size() / 2);
  std::ranges::nth_element(last, last.begin() + last.size() / 2);
  RecordProperty("files", std::to_string(most.files));
  RecordProperty("bytes", std::to_string(most.bytes));
  std::printf(
      "%u opens: at most %zu files, %ju bytes; median of the last tenth %.1f ms, of the "
      "first %.1f ms\n",
      opens, most.files, most.bytes,
      std::chrono::duration<double, std::milli>(last[last.size() / 2]).count(),
      std::chrono::duration<double, std::milli>(first[first.size() / 2]).count());

  const auto reader = stores::open_rocksdb_reader(path(), kMemory);
  ASSERT_TRUE(reader.has_value()) << reader.error().message();
  EXPECT_EQ((*reader)->head().value(), Position{opens});
  const auto all = (*reader)->read_all().value();
  unsigned seen = 0;
  while (all->next().value()) EXPECT_EQ(all->record().position, Position{++seen});
  EXPECT_EQ(seen, opens);
}

}  // namespace
}  // namespace recourse::contract
