// Figures over a city's year, beside SQLite and DuckDB over the same rows (R31).
//
//     bench_figures [--cases N] [--events-each M] [--dir FOLDER] [--no-sqlite] [--duckdb]
//
// --duckdb asks DuckDB too, from npm: peers/setup.sh installs it, peers/duckdb.mjs asks it.
//
// Makes cases that are reported, contacted, routed, ended and rated, writes what counts of them and
// of their events into the columns of the view `figures` (past log and engine: what is measured is
// what answers), and asks: one figure of all cases, a figure of a station, figures by two
// dimensions, events by two dimensions, what a report asks, the cases behind a figure, as of the
// middle. SQLite has one table of the cases as they stand, with an index on station, and a table of
// events, and so has DuckDB, without an index; they have nothing to answer "as of" with. Each
// question is asked nine times; the median counts, the first one is told beside it.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <recourse/base/bytes.hpp>
#include <recourse/casework/complaint/views/figure_query.hpp>
#include <recourse/stores/rocksdb.hpp>

namespace {

using namespace recourse;
using namespace recourse::casework;
using namespace recourse::casework::complaint;
using Steady = std::chrono::steady_clock;

struct Options {
  std::uint64_t cases = 1'000'000;
  std::uint64_t events_each = 13;
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "recourse-bench-figures";
  bool sqlite = true;
  bool duckdb = false;
};

double seconds_since(Steady::time_point begin) {
  return std::chrono::duration<double>(Steady::now() - begin).count();
}

/// Numbers that follow from the case alone.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  /// Small numbers are likelier, as matters and stations differ.
  std::uint64_t skewed(std::uint64_t n) { return std::min(below(n), below(n)); }
  bool percent(std::uint64_t p) { return below(100) < p; }

 private:
  std::mt19937_64 random_;
};

CaseFacts reported(Dice& dice, std::uint64_t number, std::uint64_t cases) {
  CaseFacts f;
  const auto station = dice.skewed(311);
  f.station = "S" + std::to_string(1000 + station);
  f.district = "D" + std::to_string(10 + station % 16);
  f.matter = "M" + std::to_string(10 + dice.skewed(70));
  f.reason = "R" + std::to_string(10 + dice.skewed(26));
  f.line = static_cast<Line>(1 + dice.skewed(6));
  f.category = static_cast<Category>(1 + dice.below(5));
  f.channel = static_cast<Channel>(1 + dice.skewed(6));
  f.applicant = static_cast<ApplicantKind>(1 + dice.skewed(3));
  f.demand = static_cast<Demand>(dice.below(6));
  const auto start = std::chrono::milliseconds{1'672'531'200'000};  // 2023-01-01
  f.reported_at = Timestamp{start + std::chrono::seconds{number * 31'536'000 / cases}};
  return f;
}

/// The next thing that counts; false: nothing more.
bool goes_on(Dice& dice, CaseFacts& f, int step) {
  const auto later = [&](std::uint64_t minutes) {
    return f.reported_at + std::chrono::minutes{1 + dice.below(minutes)};
  };
  switch (step) {
    case 0:
      f.contacted_at = later(1440);
      return true;
    case 1:
      f.route = static_cast<Route>(1 + dice.skewed(6));
      f.escalated = *f.route == Route::escalate;
      f.answered_at = later(2880);
      return true;
    case 2:
      f.outcome = dice.percent(85) ? Outcome::done : static_cast<Outcome>(1 + dice.below(8));
      f.closed_at = later(20'000);
      f.working_days = static_cast<std::uint32_t>(dice.skewed(30));
      f.on_time = f.working_days <= 15;
      f.same_day = f.working_days == 0;
      return true;
    case 3:
      if (!dice.percent(60)) return false;
      f.grade = static_cast<Grade>(1 + dice.skewed(5));
      return true;
    default:
      return false;
  }
}

/// What is written into both.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void event(Position at, std::uint64_t subject, const CaseFacts& facts,
                     std::uint64_t type) = 0;
  virtual void change(Position at, std::uint64_t subject, const CaseFacts* before,
                      const CaseFacts& after) = 0;
  virtual void ended(const CaseFacts& facts) = 0;
};

/// Cases overlap as they do in a log: each has its events while later ones begin.
std::uint64_t play(const Options& options, Sink& sink) {
  struct Live {
    std::uint64_t subject;
    Dice dice;
    CaseFacts facts;
    std::uint64_t events;
  };
  std::vector<Live> live;
  std::uint64_t position = 0;
  std::uint64_t begun = 0;
  std::size_t next = 0;
  constexpr std::size_t kAtOnce = 2000;
  while (begun < options.cases || !live.empty()) {
    if (begun < options.cases && live.size() < kAtOnce) {
      Dice dice{begun};
      auto facts = reported(dice, begun++, options.cases);
      ++position;
      sink.event(Position{position}, position, facts, 0);
      sink.change(Position{position}, position, nullptr, facts);
      live.push_back({position, dice, std::move(facts), 1});
      continue;
    }
    next = next % live.size();
    auto& one = live[next];
    ++position;
    const auto every = std::max<std::uint64_t>(1, options.events_each / 5);
    if (one.events % every == 0 && one.events / every <= 4) {
      const auto before = one.facts;
      if (goes_on(one.dice, one.facts, static_cast<int>(one.events / every) - 1)) {
        sink.change(Position{position}, one.subject, &before, one.facts);
      }
    }
    sink.event(Position{position}, one.subject, one.facts, one.events % 40);
    if (++one.events >= options.events_each) {
      sink.ended(one.facts);
      live[next] = std::move(live.back());
      live.pop_back();
    } else {
      ++next;
    }
  }
  return position;
}

class Columns final : public Sink {
 public:
  explicit Columns(core::Table& table) : table_(&table), rows_(table) {}

  void event(Position at, std::uint64_t subject, const CaseFacts& f, std::uint64_t type) override {
    std::array<std::int64_t, kEventColumns> row{};
    const auto set = [&](EventColumn c, std::int64_t v) { row[column_of(c)] = v; };
    const std::array<std::string, kEventWords> words{
        "case.type" + std::to_string(type), f.station,       f.district, f.matter, f.reason,
        type % 3 == 0 ? "" : f.station,     "window_officer"};
    for (std::size_t i = 0; i < words.size(); ++i) {
      row[i] = event_words_.number(i, words[i], at, rows_).value();
    }
    set(EventColumn::line, static_cast<std::int64_t>(f.line));
    set(EventColumn::channel, static_cast<std::int64_t>(f.channel));
    set(EventColumn::route, f.route ? static_cast<std::int64_t>(*f.route) : 0);
    set(EventColumn::outcome, f.outcome ? static_cast<std::int64_t>(*f.outcome) : 0);
    set(EventColumn::day, numbers(f, kShanghaiOffset)[column_of(Fact::reported_day)]);
    events_.add(at, subject, row);
    if (++since_ >= 200'000) finish(at);
    last_ = at;
  }
  void change(Position at, std::uint64_t subject, const CaseFacts* before,
              const CaseFacts& after) override {
    if (before == nullptr) {
      std::string key{"o"};
      base::append_be64(key, subject);
      rows_.emit(key, "case/" + std::to_string(subject));
      const auto row = row_of(after, at);
      return facts_.change(at, subject, {}, row);
    }
    const auto was = row_of(*before, at);
    facts_.change(at, subject, was, row_of(after, at));
  }
  void ended(const CaseFacts&) override {}

  void finish(Position at) {
    fact_words_.finish(rows_).value();
    for (std::size_t i = 0; i < kFactWords; ++i) facts_.renumber(i, fact_words_.given(i));
    event_words_.finish(rows_).value();
    for (std::size_t i = 0; i < kEventWords; ++i) events_.renumber(i, event_words_.given(i));
    facts_.finish(rows_).value();
    events_.finish(rows_).value();
    std::string days;
    base::append_be64(days, 19'358);  // 2023-01-01
    base::append_be64(days, 19'800);
    rows_.put("d", days);
    rows_.commit({{}, at}).value();
    since_ = 0;
  }
  Position last() const { return last_; }

 private:
  FactRow row_of(const CaseFacts& facts, Position at) {
    auto row = numbers(facts, kShanghaiOffset);
    for (std::size_t i = 0; i < kFactWords; ++i) {
      row[i] = fact_words_.number(i, word_of(facts, i), at, rows_).value();
    }
    return row;
  }

  core::Table* table_;
  core::TableWriter rows_;
  core::ColumnWriter facts_{FiguresView::kFactColumns};
  core::ColumnWriter events_{FiguresView::kEventColumnsSpec};
  core::ColumnWords fact_words_{FiguresView::kFactWordsPrefix, kFactWords};
  core::ColumnWords event_words_{FiguresView::kEventWordsPrefix, kEventWords};
  std::uint64_t since_ = 0;
  Position last_{};
};

class Sqlite final : public Sink {
 public:
  explicit Sqlite(const std::filesystem::path& file) {
    sqlite3_open(file.c_str(), &db_);
    run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;"
        "CREATE TABLE cases(station TEXT, district TEXT, matter TEXT, reason TEXT, line INT,"
        " channel INT, route INT, outcome INT, grade INT, day INT, days INT, concluded INT,"
        " on_time INT, escalated INT);"
        "CREATE TABLE events(type INT, station TEXT, line INT, month INT); BEGIN;");
    sqlite3_prepare_v2(db_, "INSERT INTO cases VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &case_,
                       nullptr);
    sqlite3_prepare_v2(db_, "INSERT INTO events VALUES(?,?,?,?)", -1, &event_, nullptr);
  }
  ~Sqlite() override {
    sqlite3_finalize(case_);
    sqlite3_finalize(event_);
    sqlite3_close(db_);
  }
  void event(Position, std::uint64_t, const CaseFacts& f, std::uint64_t type) override {
    const auto day = numbers(f, kShanghaiOffset)[column_of(Fact::reported_day)];
    sqlite3_bind_int64(event_, 1, static_cast<std::int64_t>(type));
    sqlite3_bind_text(event_, 2, f.station.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(event_, 3, static_cast<std::int64_t>(f.line));
    sqlite3_bind_int64(event_, 4, (day - 19'358) / 31);
    step(event_);
  }
  void change(Position, std::uint64_t, const CaseFacts*, const CaseFacts&) override {}
  void ended(const CaseFacts& f) override {
    const auto row = numbers(f, kShanghaiOffset);
    int at = 0;
    for (const auto* text : {&f.station, &f.district, &f.matter, &f.reason}) {
      sqlite3_bind_text(case_, ++at, text->c_str(), -1, SQLITE_TRANSIENT);
    }
    for (const auto fact :
         {Fact::line, Fact::channel, Fact::route, Fact::outcome, Fact::grade, Fact::reported_day,
          Fact::working_days, Fact::concluded, Fact::on_time, Fact::escalated}) {
      sqlite3_bind_int64(case_, ++at, row[column_of(fact)]);
    }
    step(case_);
  }
  void finish() { run("COMMIT; CREATE INDEX by_station ON cases(station); ANALYZE;"); }
  /// Reads all rows of an answer.
  std::uint64_t ask(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr);
    std::uint64_t rows = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) ++rows;
    sqlite3_finalize(statement);
    return rows;
  }

 private:
  void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }
  static void step(sqlite3_stmt* statement) {
    sqlite3_step(statement);
    sqlite3_reset(statement);
  }
  sqlite3* db_ = nullptr;
  sqlite3_stmt* case_ = nullptr;
  sqlite3_stmt* event_ = nullptr;
};

struct Times {
  double first;
  double median;
};

/// The same rows as text, for DuckDB to load.
class Csv final : public Sink {
 public:
  explicit Csv(const std::filesystem::path& folder)
      : cases_(std::fopen((folder / "cases.csv").c_str(), "w")),
        events_(std::fopen((folder / "events.csv").c_str(), "w")) {
    std::fputs(
        "station,district,matter,reason,line,channel,route,outcome,grade,day,days,concluded,"
        "on_time,escalated\n",
        cases_);
    std::fputs("type,station,line,month\n", events_);
  }
  ~Csv() override {
    std::fclose(cases_);
    std::fclose(events_);
  }
  void event(Position, std::uint64_t, const CaseFacts& f, std::uint64_t type) override {
    const auto day = numbers(f, kShanghaiOffset)[column_of(Fact::reported_day)];
    std::fprintf(events_, "%llu,%s,%d,%lld\n", static_cast<unsigned long long>(type),
                 f.station.c_str(), static_cast<int>(f.line),
                 static_cast<long long>((day - 19'358) / 31));
  }
  void change(Position, std::uint64_t, const CaseFacts*, const CaseFacts&) override {}
  void ended(const CaseFacts& f) override {
    const auto row = numbers(f, kShanghaiOffset);
    std::fprintf(cases_, "%s,%s,%s,%s", f.station.c_str(), f.district.c_str(), f.matter.c_str(),
                 f.reason.c_str());
    for (const auto fact :
         {Fact::line, Fact::channel, Fact::route, Fact::outcome, Fact::grade, Fact::reported_day,
          Fact::working_days, Fact::concluded, Fact::on_time, Fact::escalated}) {
      std::fprintf(cases_, ",%lld", static_cast<long long>(row[column_of(fact)]));
    }
    std::fputc('\n', cases_);
  }

 private:
  std::FILE* cases_;
  std::FILE* events_;
};

/// What DuckDB took for each statement, in seconds; empty if it cannot be run.
std::vector<Times> ask_duckdb(const std::filesystem::path& folder,
                              const std::vector<std::string>& statements, int times) {
  const char* const set = std::getenv("RECOURSE_BENCH_PEERS");
  const char* const home = std::getenv("HOME");
  const auto peers =
      set != nullptr ? std::string{set}
                     : std::string{home == nullptr ? "" : home} + "/.cache/recourse-bench/peers";
  {
    std::ofstream file{folder / "questions"};
    for (const auto& sql : statements) file << sql << "\n";
  }
  const auto command = "node '" RECOURSE_BENCH_DRIVERS "/duckdb.mjs' '" + peers + "' '" +
                       folder.string() + "' " + std::to_string(times) + " < '" +
                       (folder / "questions").string() + "' > '" + (folder / "answers").string() +
                       "'";
  std::vector<Times> all;
  if (std::system(command.c_str()) != 0) {
    std::printf("DuckDB is left out: benchmarks/peers/setup.sh installs it\n");
    return all;
  }
  std::ifstream file{folder / "answers"};
  std::string version;
  double seconds = 0;
  double bytes = 0;
  file >> version >> seconds >> bytes;
  std::printf("DuckDB %s, two threads: loaded from CSV in %.1f s, %.0f MB\n", version.c_str(),
              seconds, bytes / 1e6);
  Times one{};
  for (std::uint64_t rows = 0; file >> one.first >> one.median >> rows;) {
    all.push_back({one.first / 1e3, one.median / 1e3});
  }
  return all;
}

/// What the rivals took.
struct Rivals {
  std::optional<Times> sqlite;
  std::optional<Times> duckdb;
};

Times timed_of(const std::function<void()>& ask, int times) {
  std::vector<double> all;
  for (int i = 0; i < times; ++i) {
    const auto begin = Steady::now();
    ask();
    all.push_back(seconds_since(begin));
  }
  const auto first = all.front();
  std::ranges::sort(all);
  return {first, all[all.size() / 2]};
}

void say(const char* what, const Times& ours, const Rivals& theirs) {
  std::printf("%-46s %9.2f ms (first %9.2f)", what, ours.median * 1e3, ours.first * 1e3);
  const auto beside = [&](const char* name, const std::optional<Times>& them) {
    if (!them) return;
    std::printf("   %s %9.2f ms, %6.1f times", name, them->median * 1e3,
                them->median / ours.median);
  };
  beside("SQLite", theirs.sqlite);
  beside("DuckDB", theirs.duckdb);
  std::printf("\n");
  std::fflush(stdout);
}

std::uint64_t bytes_below(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& one : std::filesystem::recursive_directory_iterator{folder}) {
    if (one.is_regular_file()) bytes += one.file_size();
  }
  return bytes;
}

/// One line of what /proc says of this process.
void say_memory() {
  std::FILE* file = std::fopen("/proc/self/status", "r");
  char line[256];
  while (file != nullptr && std::fgets(line, sizeof line, file) != nullptr) {
    if (std::strncmp(line, "VmHWM", 5) == 0) std::printf("most resident memory: %s", line + 6);
  }
  if (file != nullptr) std::fclose(file);
}

struct Question {
  const char* what;
  FigureQuery query;
  const char* sql;
};

std::vector<Question> questions() {
  std::vector<Question> list;
  list.push_back({"one figure of all cases (done rate)",
                  {.figures = {"done_rate"}},
                  "SELECT sum(outcome=1), sum(concluded) FROM cases"});
  list.push_back({"one figure of a station (done rate)",
                  {.where = {{"station", {"S1042"}}}, .figures = {"done_rate"}},
                  "SELECT sum(outcome=1), sum(concluded) FROM cases WHERE station='S1042'"});
  list.push_back({"90th percentile of working days, by line",
                  {.by = {"line"}, .figures = {"days_p90"}},
                  "SELECT line, days, count(*) FROM cases WHERE days>=0 GROUP BY 1,2"});
  list.push_back({"three figures by station and line",
                  {.by = {"station", "line"}, .figures = {"cases", "done_rate", "on_time_rate"}},
                  "SELECT station, line, count(*), sum(outcome=1), sum(concluded), sum(on_time) "
                  "FROM cases GROUP BY 1,2"});
  list.push_back({"cases by matter and reason",
                  {.by = {"matter", "reason"}, .figures = {"cases"}},
                  "SELECT matter, reason, count(*) FROM cases GROUP BY 1,2"});
  FigureQuery all;
  for (const auto& figure : figure_list()) all.figures.emplace_back(figure.name);
  list.push_back({"every figure of the city", all, nullptr});
  return list;
}

/// As src/office/report.cpp asks for a report of the city over all time.
std::vector<FigureQuery> tables_of_a_report() {
  std::vector<FigureQuery> list{
      {.figures = {}},
      {.by = {"line"}, .figures = {"cases", "closed", "done_rate", "on_time_rate"}},
      {.by = {"month"},
       .figures = {"cases", "done_rate", "on_time_rate", "satisfaction", "repeated_trip_rate",
                   "urgings"}},
      {.by = {"category"}, .figures = {"cases", "done_rate", "days_median"}},
      {.by = {"route"}, .figures = {"cases", "done_rate", "days_median", "days_p90"}},
      {.by = {"channel"}, .figures = {"cases", "done_rate"}},
      {.by = {"demand"}, .figures = {"cases", "done_rate", "days_p90"}},
      {.by = {"outcome"}, .figures = {"cases", "days_median"}},
      {.by = {"grade"}, .figures = {"cases"}},
      {.by = {"matter"}, .figures = {"cases", "done_rate", "repeated_trip_rate", "satisfaction"}},
      {.by = {"reason"}, .figures = {"cases", "done_rate"}},
      {.by = {"department"}, .figures = {"cases", "done_rate", "overdue_rate", "days_p90"}}};
  for (const auto* place : {"district", "station"}) {
    list.push_back({.by = {place},
                    .figures = {"cases", "done_rate", "on_time_rate", "repeated_trip_rate",
                                "satisfaction", "days_median", "days_p90", "contact_median"}});
  }
  return list;
}

constexpr const char* kEventsAsked = "SELECT type, line, count(*) FROM events GROUP BY 1,2";

void ask_all(const core::TableSnapshot& rows, Position head, Sqlite* sqlite,
             const Options& options) {
  std::vector<Times> duckdb;
  std::size_t next = 0;
  if (options.duckdb) {
    std::vector<std::string> statements;
    for (const auto& one : questions()) {
      if (one.sql != nullptr) statements.emplace_back(one.sql);
    }
    statements.emplace_back(kEventsAsked);
    duckdb = ask_duckdb(options.folder, statements, 9);
  }
  const auto rivals = [&](const char* sql, int times) {
    Rivals theirs;
    if (sql == nullptr) return theirs;
    if (sqlite != nullptr) theirs.sqlite = timed_of([&] { sqlite->ask(sql); }, times);
    if (next < duckdb.size()) theirs.duckdb = duckdb[next++];
    return theirs;
  };
  for (const auto& [what, query, sql] : questions()) {
    const auto ours = timed_of([&] { figure_table(rows, query, head).value(); }, 9);
    say(what, ours, rivals(sql, 3));
  }
  const auto report = timed_of(
      [&] {
        for (const auto& query : tables_of_a_report()) figure_table(rows, query, head).value();
      },
      9);
  say("the tables of a city's report", report, {});
  const Position middle{head.value / 2 + 12'345};
  say("the same done rate, as of the middle",
      timed_of([&] { figure_table(rows, {.figures = {"done_rate"}}, middle).value(); }, 9), {});
  say("the cases behind a station's escalated ones",
      timed_of(
          [&] { figure_cases(rows, {.by = {"station"}}, {"S1042"}, "escalated", head).value(); },
          9),
      {});
  const auto events = timed_of(
      [&] {
        event_table(rows, {.by = {"type", "line"}}, head).value();
      },
      5);
  say("events by type and line", events, rivals(kEventsAsked, 1));
}

Options read(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word{argv[i]};
    const auto* value = i + 1 < argc ? argv[i + 1] : "";
    if (word == "--cases") options.cases = std::stoull(value), ++i;
    if (word == "--events-each") options.events_each = std::stoull(value), ++i;
    if (word == "--dir") options.folder = value, ++i;
    if (word == "--no-sqlite") options.sqlite = false;
    if (word == "--duckdb") options.duckdb = true;
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = read(argc, argv);
  std::filesystem::remove_all(options.folder);
  std::filesystem::create_directories(options.folder);
  auto tables = stores::open_rocksdb_tables({.directory = options.folder / "tables"}).value();
  auto table = tables->open({"figures", FiguresView::kVersion, 1}).value();
  Columns columns{*table};
  auto begin = Steady::now();
  const auto events = play(options, columns);
  columns.finish(columns.last());
  table->flush().value();
  std::printf("%llu cases, %llu events: columns written in %.1f s, %.0f bytes a case\n",
              static_cast<unsigned long long>(options.cases),
              static_cast<unsigned long long>(events), seconds_since(begin),
              static_cast<double>(bytes_below(options.folder / "tables")) /
                  static_cast<double>(options.cases));
  std::unique_ptr<Sqlite> sqlite;
  if (options.sqlite) {
    begin = Steady::now();
    sqlite = std::make_unique<Sqlite>(options.folder / "rival.sqlite");
    play(options, *sqlite);
    sqlite->finish();
    std::printf("SQLite %s: written in %.1f s, %.0f bytes a case\n", sqlite3_libversion(),
                seconds_since(begin),
                static_cast<double>(std::filesystem::file_size(options.folder / "rival.sqlite")) /
                    static_cast<double>(options.cases));
  }
  if (options.duckdb) {
    Csv csv{options.folder};
    play(options, csv);
  }
  const auto rows = table->snapshot().value();
  ask_all(*rows, columns.last(), sqlite.get(), options);
  say_memory();
  sqlite.reset();
  std::filesystem::remove_all(options.folder);
}
