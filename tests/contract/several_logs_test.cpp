// Several logs in one database, each with an engine of its own in a process of its own; one engine
// is killed and another takes its log over; and one ledger over all of them.
#include <sys/wait.h>

#include <cstdlib>
#include <map>
#include <recourse/office/ledger_of_logs.hpp>
#include <set>

#include "stores.hpp"

namespace recourse::contract {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Numbers = std::set<std::string>;

const core::Actor kOfficer{"w7", "window_officer", "S001"};
const core::Actor kSupervisor{"v1", "supervisor", ""};
constexpr std::size_t kMemory = std::size_t{64} << 20;

std::string begin_case(const Office& office) {
  casework::complaint::Report r;
  r.category = casework::complaint::Category::difficult;
  r.line = casework::Line::population;
  r.district = "PD";
  r.narrative = std::string{"三次都没办成"};
  const auto opened = office.open_case(r, office.context(kOfficer));
  if (!opened || opened->outcome.refused()) return {};
  return std::string{opened->id.key()};
}

Result<std::unique_ptr<Office>> open_office(const stores::PostgresOptions& options,
                                            const fs::path& tables) {
  OfficeOptions office{.open_store = stores::postgres_store(options, [tables] {
                         return stores::open_rocksdb_tables(
                             {.directory = tables, .memory_bytes = kMemory});
                       })};
  return Office::open(std::move(office));
}

/// An engine in another process: this program, started anew, that begins cases and writes down the
/// number of each once it was acknowledged.
class EngineProcess {
 public:
  EngineProcess(const fs::path& folder, std::string log) : folder_(folder), log_(std::move(log)) {
    const auto connection = PostgresServer::shared().connection();
    child_ = ::fork();
    if (child_ != 0) return;
    ::setenv("RECOURSE_TEST_FOLDER", folder.c_str(), 1);
    ::setenv("RECOURSE_TEST_LOG", log_.c_str(), 1);
    ::setenv("RECOURSE_TEST_CONNECTION", connection.c_str(), 1);
    ::execl("/proc/self/exe", "engine", "--gtest_also_run_disabled_tests",
            "--gtest_filter=SeveralLogs.DISABLED_AnEngineBeginsCases", nullptr);
    ::_exit(127);
  }
  ~EngineProcess() { kill(); }
  EngineProcess(const EngineProcess&) = delete;
  EngineProcess& operator=(const EngineProcess&) = delete;

  void kill() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
  }
  Numbers acknowledged() const {
    Numbers all;
    std::ifstream file{folder_ / (log_ + ".acknowledged")};
    // What has no line's end was being written.
    for (std::string line; std::getline(file, line) && !file.eof();) all.insert(line);
    return all;
  }
  bool reaches(std::size_t cases) const {
    for (int i = 0; i < 1200; ++i) {
      if (acknowledged().size() >= cases) return true;
      std::this_thread::sleep_for(50ms);
    }
    return false;
  }

 private:
  const fs::path folder_;
  const std::string log_;
  pid_t child_ = -1;
};

class SeveralLogs : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto& why = PostgresServer::shared().missing(); !why.empty()) GTEST_SKIP() << why;
  }
  static stores::PostgresOptions options(const std::string& log) {
    return {.connection = PostgresServer::shared().connection(),
            .log = log,
            .schema = "city",
            .takeover = {.wait = 30s}};
  }
  static stores::PostgresLog listed(const std::string& log) {
    for (auto& one : stores::postgres_logs(options("main")).value()) {
      if (one.name == log) return one;
    }
    ADD_FAILURE() << log << " is not in the list";
    return {};
  }
  std::unique_ptr<Office> reader(const std::string& log) const {
    auto reading = options(log);
    reading.role = stores::PostgresOptions::Role::reader;
    return open_office(reading, directory.path() / "reader" / log).value();
  }

  TemporaryDirectory directory;
  const std::vector<std::string> names{"huangpu", "pudong", "jingan"};
};

/// What an EngineProcess is.
TEST_F(SeveralLogs, DISABLED_AnEngineBeginsCases) {
  const char* folder = std::getenv("RECOURSE_TEST_FOLDER");
  const char* log = std::getenv("RECOURSE_TEST_LOG");
  const char* connection = std::getenv("RECOURSE_TEST_CONNECTION");
  if (folder == nullptr || log == nullptr || connection == nullptr) return;
  auto own = options(log);
  own.connection = connection;
  const auto office = open_office(own, fs::path{folder} / log).value();
  std::ofstream acknowledged{fs::path{folder} / (std::string{log} + ".acknowledged")};
  for (int i = 0; i < 2000; ++i) {
    const auto number = begin_case(*office);
    if (number.empty()) return;
    acknowledged << number << "\n" << std::flush;
    std::this_thread::sleep_for(20ms);
  }
}

TEST_F(SeveralLogs, OneOfThreeIsTakenOverAndTheLedgerHasAllCases) {
  std::map<std::string, std::unique_ptr<EngineProcess>> engines;
  for (const auto& name : names) {
    engines[name] = std::make_unique<EngineProcess>(directory.path(), name);
    // One after the other: the first one makes the schema.
    ASSERT_TRUE(engines[name]->reaches(3)) << name;
  }
  for (const auto& name : names) {
    const auto log = listed(name);
    EXPECT_TRUE(log.has_appender) << name;
    EXPECT_TRUE(log.appender_since) << name;
    EXPECT_EQ(log.epoch, 1u) << name;
  }
  engines["pudong"]->kill();
  const auto before = engines["pudong"]->acknowledged();
  std::map<std::string, Numbers> expected{{"pudong", before}};
  {
    // Another machine: it has nothing of the first one's.
    const auto office = open_office(options("pudong"), directory.path() / "elsewhere").value();
    EXPECT_GE(listed("pudong").epoch, 2u);
    expected["pudong"].insert(begin_case(*office));
  }
  EXPECT_FALSE(listed("pudong").has_appender);
  ASSERT_TRUE(engines["huangpu"]->reaches(6) && engines["jingan"]->reaches(6));
  expected["huangpu"] = engines["huangpu"]->acknowledged();
  expected["jingan"] = engines["jingan"]->acknowledged();

  // Two of the three go on meanwhile.
  std::vector<std::unique_ptr<Office>> offices;
  std::vector<LogToRead> logs;
  for (const auto& name : names) {
    offices.push_back(reader(name));
    logs.push_back({name, offices.back().get()});
  }
  logs.push_back({"chongming", nullptr, Error{Errc::io_error, "no route to host"}});
  std::map<std::string, Numbers> found;
  std::vector<std::pair<Timestamp, std::string>> order;
  LedgerOfLogsQuery query{.page_size = 7};
  do {
    const auto page = ledger_of_logs(logs, query, {kSupervisor}).value();
    ASSERT_EQ(page.logs.size(), 4u);
    EXPECT_TRUE(page.logs[3].missing);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_FALSE(page.logs[i].missing) << i;
    for (const auto& row : page.rows) {
      EXPECT_TRUE(found[row.log].insert(row.entry.number).second) << row.entry.number;
      order.emplace_back(row.recorded_at, row.log);
    }
    query.after = page.next;
  } while (!query.after.empty());
  for (const auto& [name, numbers] : expected) {
    for (const auto& number : numbers) EXPECT_TRUE(found[name].count(number)) << name << number;
  }
  EXPECT_LE(found["pudong"].size(), before.size() + 2) << "at most one was not acknowledged";
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

}  // namespace
}  // namespace recourse::contract
