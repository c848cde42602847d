#include "apps/cli/calendar_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <recourse/casework/calendar/holiday_cn.hpp>
#include <recourse/casework/calendar/refusals.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using namespace std::chrono;
namespace notices = casework::calendar;

using Rows = std::vector<std::vector<std::string>>;

// --- years ---------------------------------------------------------------------------------------

object to_json(const NoticeYear& year, const notices::Year* notice) {
  object json{{"year", year.year},
              {"published", year.published},
              {"in_log", notice != nullptr},
              {"notices", notice != nullptr ? notice->notices : 0},
              {"source", notice != nullptr ? notice->source : ""},
              {"by", notice != nullptr ? notice->by : ""},
              {"at", nullptr}};
  if (notice != nullptr) json["at"] = string{to_string(notice->at)};
  return json;
}

std::string origin_of(const NoticeYear& year, const notices::Year* notice) {
  if (notice == nullptr) return year.published ? "built in" : "";
  const auto nth = notice->notices > 1 ? fmt::format(", notice {}", notice->notices) : "";
  return fmt::format("log, {} by {}{}", local_time(notice->at), notice->by, nth);
}

Exit run_years(const Session& session) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->store().head();
  if (!head) return fail(session, head.error());
  const auto known = (*office)->notices();
  if (!known) return fail(session, known.error());
  array list;
  Rows rows{{"year", "notice", "from"}};
  for (const auto& year : (*office)->calendar().years()) {
    const auto* const notice = notices::find(*known, static_cast<std::uint32_t>(year.year));
    list.push_back(to_json(year, notice));
    rows.push_back({std::to_string(year.year), year.published ? "published" : "provisional",
                    origin_of(year, notice)});
  }
  const auto& edition = (*office)->calendar().edition();
  auto json = list_answer(*head, std::move(list));
  json["edition"] = edition;
  return answered(print(session, json, table(rows, "<<<") + "edition " + edition + "\n"));
}

// --- year ----------------------------------------------------------------------------------------

/// A day that is not as its weekday is.
struct Exception {
  LocalDay day;
  bool off;
  std::string name;  ///< Empty: built in, where holidays have no names.
};

std::vector<Exception> exceptions_of(const Calendar& calendar, const notices::State& known, int y) {
  std::vector<Exception> list;
  const auto name_of = [&](LocalDay day) {
    for (const auto& notice : known.years) {
      const auto named = std::ranges::find(notice.days, day, &notices::Day::date);
      if (named != notice.days.end()) return named->name;
    }
    return std::string{};
  };
  const LocalDay end{year{y} / December / 31};
  for (LocalDay day{year{y} / January / 1}; day <= end; day += days{1}) {
    const weekday w{day};
    const bool weekend = w == Saturday || w == Sunday;
    const bool off = !calendar.is_working_day(day);
    if (off != weekend) list.push_back({day, off, name_of(day)});
  }
  return list;
}

object to_json(const Exception& e) {
  return {{"date", string{to_string(e.day)}}, {"name", e.name}};
}

/// What a year is made of.
struct ShownYear {
  Position position;  ///< Where the log ended.
  NoticeYear year{};
  std::string edition;
  std::vector<Exception> exceptions;
  std::int64_t working_days = 0;
};

Result<ShownYear> find_year(const Session& session, int number) {
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  const auto& calendar = office->calendar();
  const auto years = calendar.years();
  const auto known = std::ranges::find(years, number, &NoticeYear::year);
  if (known == years.end()) {
    return Error{Errc::invalid_argument,
                 fmt::format("the calendar knows {} to {}, not {}", years.front().year,
                             years.back().year, number)};
  }
  RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
  RECOURSE_TRY_ASSIGN(const auto in_log, office->notices());
  const LocalDay before{year{number - 1} / December / 31};
  const LocalDay end{year{number} / December / 31};
  return ShownYear{head, *known, calendar.edition(), exceptions_of(calendar, in_log, number),
                   calendar.working_days_between(before, end).days};
}

std::string to_text(const ShownYear& shown) {
  constexpr std::array<const char*, 7> kDays{"日", "一", "二", "三", "四", "五", "六"};
  Rows rows;
  for (const auto& e : shown.exceptions) {
    rows.push_back({to_string(e.day), std::string{"周"} + kDays[weekday{e.day}.c_encoding()],
                    e.off ? "休 off" : "班 works", e.name});
  }
  auto text = fmt::format("{}  {}, edition {}\n", shown.year.year,
                          shown.year.published ? "published" : "provisional: weekends alone",
                          shown.edition);
  if (!rows.empty()) text += table(rows, "<<<<");
  return text + fmt::format("{} working days\n", shown.working_days);
}

Exit run_year(const Session& session, int number) {
  const auto shown = find_year(session, number);
  if (!shown) return fail(session, shown.error());
  array off;
  array works;
  for (const auto& e : shown->exceptions) (e.off ? off : works).push_back(to_json(e));
  const object item{{"year", shown->year.year},    {"published", shown->year.published},
                    {"edition", shown->edition},   {"off", std::move(off)},
                    {"make_up", std::move(works)}, {"working_days", shown->working_days}};
  return answered(print(session, item_answer(shown->position, item), to_text(*shown)));
}

// --- import --------------------------------------------------------------------------------------

struct ImportYears {
  std::vector<std::string> files;
  std::string actor;
};

/// A file, what it says, and what became of it.
struct Import {
  std::string file;
  notices::PublishYear notice;
  std::optional<core::Refusal> refusal = {};

  bool known() const { return refusal && refusal->is(notices::refusals::already_published); }
  const char* answer() const {
    if (!refusal) return "published";
    return known() ? "already_published" : "refused";
  }
};

struct Imported {
  Position position;  ///< Where the log ended afterwards.
  std::vector<Import> files;
  std::string edition;
  RecomputeReport cases;
};

/// All of them before anything is published: a misspelt name must not leave half an import.
Result<std::vector<Import>> read_all(const std::vector<std::string>& files) {
  std::vector<Import> all;
  for (const auto& file : files) {
    RECOURSE_TRY_ASSIGN(const auto text, read_input(file));
    auto notice = notices::read_holiday_cn(text);
    if (!notice) return notice.error().within(file);
    all.push_back({file, std::move(*notice)});
  }
  return all;
}

Result<Imported> import_all(const Session& session, const ImportYears& a) {
  Imported imported;
  RECOURSE_TRY_ASSIGN(imported.files, read_all(a.files));
  RECOURSE_TRY_ASSIGN(const auto office, session.open_existing());
  const auto actor = actor_of(a.actor);
  bool any = false;
  for (auto& one : imported.files) {
    const auto outcome = office->publish_year(one.notice, office->context(actor));
    if (!outcome) return outcome.error().within(one.file);
    if (outcome->refused()) one.refusal = outcome->refusal();
    any = any || !one.refusal || one.known();
  }
  imported.edition = office->calendar().edition();
  if (any) {
    // Also where all was known: an import before may have ended half-way through the cases.
    auto report = office->recompute_limits(actor);
    if (!report) {
      return report.error().within("the notices are published; import them again to go on");
    }
    imported.cases = *report;
  }
  RECOURSE_TRY_ASSIGN(imported.position, office->store().head());
  return imported;
}

object to_json(const Imported& imported) {
  array files;
  for (const auto& one : imported.files) {
    files.push_back(
        object{{"file", one.file}, {"year", one.notice.year}, {"answer", one.answer()}});
  }
  const auto& cases = imported.cases;
  return {{"notices", std::move(files)},
          {"edition", imported.edition},
          {"cases",
           {{"looked_at", cases.looked_at},
            {"recomputed", cases.recomputed},
            {"moved", cases.moved},
            {"refused", cases.refused}}},
          {"others", cases.others}};
}

std::string to_text(const Imported& imported) {
  std::string text;
  for (const auto& one : imported.files) {
    const auto said = one.known() ? "published already" : one.answer();
    text += fmt::format("{}  {}: {}\n", one.notice.year, one.file, said);
  }
  const auto& cases = imported.cases;
  return text +
         fmt::format(
             "edition {}\n{} cases waited for a notice: {} computed again, {} of them moved, "
             "{} wait on\n"
             "{} streams of other workflows were computed again\n",
             imported.edition, grouped(cases.looked_at), grouped(cases.recomputed),
             grouped(cases.moved), grouped(cases.refused), grouped(cases.others));
}

Exit run_import(const Session& session, const ImportYears& a) {
  const auto imported = import_all(session, a);
  if (!imported) return fail(session, imported.error());
  const auto json = item_answer(imported->position, to_json(*imported));
  auto exit = answered(print(session, json, to_text(*imported)));
  for (const auto& one : imported->files) {
    if (one.refusal && !one.known()) exit = refuse(session, *one.refusal);
  }
  return exit;
}

void add_years(CommandLine& calendar, Session& session, std::function<Exit()>& chosen) {
  auto* years =
      calendar.add_subcommand("years", "Lists the years, and whether their notice is out.");
  years->callback([&session, &chosen] { chosen = [&session] { return run_years(session); }; });
}

void add_year(CommandLine& calendar, Session& session, std::function<Exit()>& chosen) {
  const auto number = std::make_shared<std::uint64_t>(0);
  auto* year = calendar.add_subcommand("year", "Shows a year's days off and days to make up for.");
  year->add_option("year", *number, "The year, say 2026.")
      ->required()
      ->check(whole_number(1, 9999));
  year->callback([&session, &chosen, number] {
    chosen = [&session, number] { return run_year(session, static_cast<int>(*number)); };
  });
}

void add_import(CommandLine& calendar, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ImportYears>();
  auto* import = calendar.add_subcommand(
      "import", "Publishes years' notices, then computes again the limits that waited for them.");
  import->add_option("files", a->files, "Notices in the form of holiday-cn; - is standard input.")
      ->required();
  import
      ->add_option("--as", a->actor,
                   "Who acts: administrator:id, say administrator:a1 (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
  import->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_import(session, *a);
};
}  // namespace
);
}  // namespace recourse::cli

}  // namespace

WorkflowExtension calendar_extension() {
  WorkflowExtension extension{notices::CalendarDecider::kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    add_years(parent, session, chosen);
    add_year(parent, session, chosen);
    add_import(parent, session, chosen);
  };
  return extension;
}

}  // namespace recourse::cli
