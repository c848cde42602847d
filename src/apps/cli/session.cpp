#include "apps/cli/session.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <recourse/describe/json.hpp>
#include <thread>

#include "apps/cli/norms_commands.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {
namespace {

Exit exit_for(Errc code) {
  switch (code) {
    case Errc::invalid_argument:
      return Exit::usage;
    case Errc::malformed:
    case Errc::limit_exceeded:
    case Errc::command_id_reused:
    case Errc::unknown_event:
      return Exit::bad_input;
    case Errc::not_found:
    case Errc::not_a_store:
      return Exit::not_found;
    default:
      return Exit::unavailable;
  }
}

/// Two officers at one counter: the other's command takes a moment, a service holds on for ever.
Result<std::unique_ptr<Office>> open_patiently(const OfficeOptions& options) {
  constexpr auto kPatience = std::chrono::seconds{3};
  const auto begun = std::chrono::steady_clock::now();
  for (;;) {
    auto opened = Office::open(options);
    const bool held = opened.has_error() && opened.error().code() == Errc::store_locked;
    if (!held || std::chrono::steady_clock::now() - begun > kPatience) return opened;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

/// What is open in memory shall not lie in a file because the process crashes.
void keep_out_of_core_dumps() {
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
  (void)::prctl(PR_SET_DUMPABLE, 0);
}

void write(std::FILE* to, std::string_view text) { std::fwrite(text.data(), 1, text.size(), to); }

}  // namespace

LogOptions Session::log_options() const {
  LogOptions o;
  o.file = log;
  // The parser let nothing else through.
  (void)describe::enum_from_name(log_level, o.level);
  return o;
}

Result<void> Session::settle() const {
  if (utc && !zone.empty()) {
    return Error{Errc::invalid_argument, "--utc and --zone exclude each other: give one of them"};
  }
  if (utc) {
    set_zone(UtcOffset{0});
  } else if (!zone.empty()) {
    const auto given = parse_zone(zone);
    if (!given) return given.error().within("--zone");
    set_zone(*given);
  } else if (!norms.empty()) {
    RECOURSE_TRY_ASSIGN(const auto of_new_cases, load_norms(norms.front()));
    set_zone(of_new_cases.utc_offset);
  }
  return {};
}

Result<casework::Profiles> Session::profiles() const {
  auto known = casework::Profiles::builtin();
  for (const auto& given : norms) {
    RECOURSE_TRY_ASSIGN(auto read, load_norms(given));
    RECOURSE_TRY_ASSIGN(known, with_file(known, std::move(read), given));
  }
  return known;
}

std::filesystem::path Session::demo_key() const {
  auto beside = std::filesystem::absolute(directory).lexically_normal();
  if (!beside.has_filename()) beside = beside.parent_path();  // "var/demo/"
  return beside += ".demo-key";
}

std::filesystem::path Session::key_file() const {
  if (!master_key.empty() || is_remote() || !keys.empty()) return master_key;
  // Nothing else is sealed by a key that a demonstration has left behind.
  std::error_code failed;
  const bool sealed = std::filesystem::exists(std::filesystem::path{directory} / "keys", failed);
  const auto own = demo_key();
  return sealed && std::filesystem::exists(own, failed) ? own : std::filesystem::path{};
}

Result<OfficeOptions> Session::options() const {
  RECOURSE_TRY(profiles());
  OfficeOptions o;
  o.log = log_options();
  for (const auto& given : norms) {
    RECOURSE_TRY_ASSIGN(auto read, load_norms(given));
    if (&given == &norms.front()) o.norms = read;
    o.profiles.push_back(std::move(read));
  }
  if (const auto file = key_file(); !file.empty()) {
    auto key = trust::read_master_key(file);
    if (!key) {
      const bool own = file == demo_key();
      return std::move(key).error().within(own ? "the demonstration's key" : "--master-key");
    }
    o.sealing = SealingOptions{.master = *key, .keys = keys};
    keep_out_of_core_dumps();
  } else if (!keys.empty()) {
    return Error{Errc::invalid_argument, "--keys needs --master-key: without it they open nothing"};
  }
  return o;
}

Result<OfficeOptions> Session::opening(stores::Access access, bool create) const {
  RECOURSE_TRY_ASSIGN(auto o, options());
  const auto reads = stores::is_for_reading(store);
  if (!reads) return Error{Errc::invalid_argument, "--store: " + reads.error().message()};
  if (*reads && access == stores::Access::write) {
    return Error{Errc::invalid_argument,
                 "--store: " + place() + " with role=reader takes no commands: leave role out"};
  }
  if (is_remote()) {
    o.open_store = stores::store_at(
        {.store = store, .directory = directory, .access = access, .create = create});
    if (o.sealing && o.sealing->keys.empty()) {
      o.sealing->keys = std::filesystem::path{directory} / "keys";
    }
    return o;
  }
  if (stores::is_local_directory(directory)) {
    return Error{Errc::not_a_store,
                 directory +
                     " holds tables and keys of a log that lies elsewhere: say where by "
                     "--store or RECOURSE_STORE"};
  }
  o.directory = directory;
  o.create = create;
  if (access == stores::Access::read) o.store = "rocksdb-reader";
  return o;
}

Result<std::unique_ptr<Office>> Session::open_to_read() const {
  RECOURSE_TRY_ASSIGN(auto o, opening(stores::Access::read, /*create=*/false));
  return Office::open(std::move(o));
}

Result<std::unique_ptr<Office>> Session::open_existing() const {
  RECOURSE_TRY_ASSIGN(const auto o, opening(stores::Access::write, /*create=*/false));
  return open_patiently(o);
}

Result<std::unique_ptr<Office>> Session::open_or_create() const {
  RECOURSE_TRY_ASSIGN(const auto o, opening(stores::Access::write, /*create=*/true));
  return open_patiently(o);
}

Error with_id(const Error& error, CommandId id) {
  if (error.code() != Errc::outcome_unknown && error.code() != Errc::io_error) return error;
  return {error.code(), error.message() + "; whether it took effect says the same command with " +
                            "--command-id " + id.to_string()};
}

void note_unsealed(bool is_sealed) {
  if (is_sealed) return;
  write(stderr,
        "note: this log stores personal data in clear form, as it was begun without a master key; "
        "output masks it (--reveal with --purpose shows it, and is recorded)\n");
}

bool print(const Session& session, const boost::json::value& json, const std::string& text) {
  return print(session.json ? describe::pretty(json) : text);
}

bool print(const std::string& text) {
  errno = 0;
  write(stdout, text);
  // What follows on standard error comes after it; and only now it is known to be written. A reader
  // that has ended (`| head`) has all that it wants.
  return (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) || errno == EPIPE;
}

Exit answered(bool printed) {
  if (printed) return Exit::ok;
  write(stderr, "recourse: the answer could not be written to standard output\n");
  return Exit::unavailable;
}

Exit fail(const Session& session, const Error& error) {
  const auto& row = info(error.code());
  if (session.json) {
    const boost::json::object object{{"error",
                                      {{"code", boost::json::string{row.name}},
                                       {"message", error.message()},
                                       {"cure", boost::json::string{row.cure}},
                                       {"retryable", row.retryable}}}};
    write(stderr, describe::pretty(object));
  } else {
    write(stderr, fmt::format("recourse: {} ({})\n  {}\n", error.message(), row.name, row.cure));
  }
  return exit_for(error.code());
}

Exit refuse(const Session& session, const core::Refusal& refusal) {
  boost::json::array allowed;
  std::string list;
  for (const auto& name : refusal.allowed) {
    allowed.push_back(boost::json::string{name});
    list.append(list.empty() ? "" : ", ").append(verb_of(name));
  }
  if (session.json) {
    const boost::json::object object{
        {"refusal",
         {{"name", refusal.name},
          {"rule", refusal.rule},
          {"kind", boost::json::string{describe::enum_name(refusal.kind)}},
          {"en", refusal.en},
          {"zh", refusal.zh},
          {"allowed", std::move(allowed)}}}};
    write(stderr, describe::pretty(object));
  } else {
    write(stderr, fmt::format("refused by {} ({}): {}\n  {}\n", refusal.rule, refusal.name,
                              refusal.en, refusal.zh));
    if (!list.empty()) write(stderr, fmt::format("  allowed now: {}\n", list));
  }
  return static_cast<Exit>(core::exit_code(refusal.kind));
}

std::string dashed(std::string_view name) {
  std::string text{name};
  std::ranges::replace(text, '_', '-');
  return text;
}

std::string verb_of(std::string_view type) { return dashed(type.substr(type.find('.') + 1)); }

std::string local_time(Timestamp t) {
  const auto minute = std::chrono::floor<std::chrono::minutes>(t);
  auto text = to_string(Timestamp{minute}, zone());
  // Of "2023-06-01T09:30:00+08:00", or of "…00Z".
  text.resize(16);
  text[10] = ' ';
  return text;
}

}  // namespace recourse::cli
