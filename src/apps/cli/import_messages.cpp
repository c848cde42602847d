#include "apps/cli/import_messages.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <recourse/base/limits.hpp>
#include <recourse/base/text.hpp>
#include <recourse/describe/json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {
namespace {

using casework::complaint::ComplaintDecider;
using Steps = std::vector<core::Step<ComplaintDecider>>;

/// One line of the file.
struct Message {
  std::string id;
  std::string user;
  std::string subject;
  std::string text;
  std::string reply;
  Timestamp time;
  Timestamp reply_time;
};

Result<std::string> text_of(const boost::json::object& o, std::string_view name) {
  const auto* member = o.if_contains(name);
  if (member == nullptr || !member->is_string()) {
    return Error{Errc::malformed, "/" + std::string{name} + ": a text is wanted here"};
  }
  return std::string{member->as_string()};
}

Result<Timestamp> time_of(const boost::json::object& o, std::string_view name) {
  RECOURSE_TRY_ASSIGN(const auto text, text_of(o, name));
  auto t = parse_timestamp(text, zone());
  if (!t) return t.error().within("/" + std::string{name});
  return t;
}

/// A message is one line of the file, which is named in front: its own count of lines is none.
Error without_line(const Error& error) {
  auto text = error.message();
  constexpr std::string_view kLine = "line 1, ";
  if (const auto at = text.find("at " + std::string{kLine}); at != std::string::npos) {
    text.erase(at + 3, kLine.size());
  }
  return Error{error.code(), text};
}

Result<Message> message_of(std::string_view line) {
  const auto parsed = describe::parse_json(line);
  if (!parsed) return without_line(parsed.error());
  const auto& json = *parsed;
  const auto* object = json.if_object();
  if (object == nullptr) return Error{Errc::malformed, "/: an object is wanted here"};
  Message m;
  RECOURSE_TRY_ASSIGN(m.id, text_of(*object, "id"));
  RECOURSE_TRY_ASSIGN(m.user, text_of(*object, "user"));
  RECOURSE_TRY_ASSIGN(m.subject, text_of(*object, "subject"));
  RECOURSE_TRY_ASSIGN(m.text, text_of(*object, "text"));
  RECOURSE_TRY_ASSIGN(m.reply, text_of(*object, "reply"));
  RECOURSE_TRY_ASSIGN(m.time, time_of(*object, "time"));
  RECOURSE_TRY_ASSIGN(m.reply_time, time_of(*object, "reply_time"));
  if (m.reply_time < m.time) {
    return Error{Errc::malformed, "/reply_time: the reply is earlier than the message"};
  }
  return m;
}

/// The life of a message as commands: reported by the interface, then taken on, explained and
/// closed by the office that replied, all under the ordinary rules.
Steps steps_of(const Message& m, const std::string& source) {
  const core::Actor adapter{source, "importer", source};
  const core::Actor office{source, "station_chief", source};
  casework::complaint::Report report;
  report.station = source;
  report.category = casework::complaint::Category::other;
  report.channel = casework::complaint::Channel::imported;
  report.line = casework::Line::other;
  report.name = m.user;
  report.narrative = m.subject + "\n" + m.text;
  report.reference = m.id;
  report.reported_at = m.time;
  report.historical = true;
  casework::complaint::RouteExplain explain;
  explain.explanation = m.reply;
  explain.understood = true;
  casework::complaint::Close close;
  close.outcome = casework::complaint::Outcome::answered;
  close.reply = m.reply;
  close.told = casework::complaint::Told::online;
  close.next_step = "可在原平台继续留言";
  close.late_reason = "历史数据";
  return {{report, m.time, adapter, core::StandingOf::importer()},
          {casework::complaint::Accept{}, m.reply_time, office},
          {explain, m.reply_time, office},
          {close, m.reply_time, office}};
}

/// What a whole import came to.
struct Summary {
  std::uint64_t lines = 0;
  std::uint64_t imported = 0;
  std::uint64_t known = 0;
  std::uint64_t broken = 0;
  Position head{};  ///< The log's end when it was done.
};

/// The fault of one line stays with that line; a fault of the store ends the import.
bool belongs_to_line(Errc code) {
  return code == Errc::malformed || code == Errc::limit_exceeded ||
         code == Errc::invalid_argument || code == Errc::command_id_reused;
}

/// What is told of the past lies there: not ahead of the clock, nor further back than anybody
/// complains of.
Result<void> check_past(const Office& office, const Message& message) {
  const auto& norms = office.decider().norms;
  const auto now = office.clock().now();
  const auto oldest = local_day(now, norms.utc_offset) - std::chrono::days{norms.days_back};
  const auto wrong = [](std::string_view member, const std::string& what) {
    return Error{Errc::malformed, "/" + std::string{member} + ": " + what};
  };
  if (message.time > now) return wrong("time", "it lies in the future; only the past is imported");
  if (message.reply_time > now) {
    return wrong("reply_time", "it lies in the future; only the past is imported");
  }
  if (local_day(message.time, norms.utc_offset) < oldest) {
    return wrong("time", "it lies before " + to_string(oldest) +
                             ", further back than the norm days_back allows");
  }
  return {};
}

Result<bool> import_line(const Office& office, const std::string& source, std::string_view line) {
  RECOURSE_TRY_ASSIGN(const auto message, message_of(line));
  RECOURSE_TRY(check_past(office, message));
  RECOURSE_TRY_ASSIGN(const auto stream, StreamId::of("case", source + "-" + message.id));
  const auto id = derived_command_id("import/" + source + "/" + message.id);
  const auto handled = office.handle_all(stream, steps_of(message, source), id);
  if (!handled && handled.error().code() == Errc::command_id_reused) {
    return Error{Errc::command_id_reused, "/id: message " + message.id +
                                              " was taken in before with other content, and stays "
                                              "as it was"};
  }
  if (!handled) return handled.error();
  const auto& outcome = *handled;
  if (outcome.refused()) {
    return Error{Errc::invalid_argument,
                 "refused by " + outcome.refusal().rule + ": " + outcome.refusal().en};
  }
  return !outcome.appended().repeated;
}

/// Reads one line of at most kJsonBytesMax bytes; a longer one is cut and reported by the reader.
bool read_line(std::ifstream& file, std::string& line) {
  line.clear();
  for (int c = file.get(); c != std::ifstream::traits_type::eof(); c = file.get()) {
    if (c == '\n') return true;
    if (line.size() <= limits::kJsonBytesMax) line.push_back(static_cast<char>(c));
  }
  return !line.empty();
}

Result<Summary> import_all(const Session& session, const ImportArguments& arguments) {
  std::ifstream file{arguments.file, std::ios::binary};
  std::error_code ec;
  if (!file || !std::filesystem::is_regular_file(arguments.file, ec)) {
    return Error{Errc::invalid_argument, "the file " + arguments.file + " cannot be read"};
  }
  const auto bytes = std::filesystem::file_size(arguments.file, ec);
  RECOURSE_TRY_ASSIGN(const auto office, session.open_or_create());
  Progress progress{"import"};
  Summary summary;
  std::string line;
  std::uint64_t read = 0;
  while (read_line(file, line)) {
    ++summary.lines;
    read += line.size() + 1;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto fresh = import_line(*office, arguments.source, line);
    if (fresh) {
      ++(*fresh ? summary.imported : summary.known);
    } else if (belongs_to_line(fresh.error().code())) {
      ++summary.broken;
      fmt::print(stderr, "{}:{}: {}\n", arguments.file, summary.lines, fresh.error().message());
    } else {
      return fresh.error().within(arguments.file + ":" + std::to_string(summary.lines));
    }
    progress.show(read, bytes);
  }
  RECOURSE_TRY_ASSIGN(summary.head, office->store().head());
  if (!session.json) note_unsealed(office->engine().sealer() != nullptr);
  return summary;
}

}  // namespace

Exit run_import_messages(const Session& session, const ImportArguments& arguments) {
  if (const auto form = StreamId::of("case", arguments.source + "-1"); !form) {
    return fail(session, of_argument("--source", form.error()));
  }
  const auto summary = import_all(session, arguments);
  if (!summary) return fail(session, summary.error());
  const bool told = print(
      session,
      item_answer(summary->head, boost::json::object{{"lines", summary->lines},
                                                     {"imported", summary->imported},
                                                     {"known", summary->known},
                                                     {"broken", summary->broken}}),
      fmt::format("{} lines: {} imported, {} known already, {} broken\n", grouped(summary->lines),
                  grouped(summary->imported), grouped(summary->known), grouped(summary->broken)));
  return summary->broken == 0 ? answered(told) : Exit::bad_input;
}

}  // namespace recourse::cli
