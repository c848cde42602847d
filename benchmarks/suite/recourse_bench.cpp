// recourse-bench: every operation of docs/performance.md, measured in one run beside its limits and
// rivals. `recourse-bench --help` says how it is called; the table is in operations.cpp.
#include <cstdio>
#include <exception>

#include "benchmarks/store/recovery.hpp"
#include "benchmarks/suite/arguments.hpp"
#include "benchmarks/suite/compare.hpp"
#include "benchmarks/suite/operation.hpp"
#include "benchmarks/suite/present.hpp"
#include "benchmarks/suite/runner.hpp"
#include "benchmarks/suite/text.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kSlower = 1;
constexpr int kNotUnderstood = 2;
constexpr int kFailed = 3;

int tell(const Error& error) {
  std::fprintf(stderr, "recourse-bench: %s\n", error.message().c_str());
  return error.code() == Errc::invalid_argument ? kNotUnderstood : kFailed;
}

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

int list(const Arguments& arguments) {
  std::vector<std::string> names;
  for (const auto& o : operations()) names.push_back(o.name);
  const auto chosen = select(arguments.only, names);
  if (!chosen) return tell(chosen.error());
  Table table{{"operation", "one operation is", "unit", "payload", "load", "durability"},
              {Align::left, Align::left, Align::left, Align::right, Align::left, Align::left}};
  for (const auto& name : *chosen) {
    const auto& o = *find_operation(name);
    table.add({o.name, o.counts, o.unit,
               o.payload_bytes == 0 ? "–" : std::to_string(o.payload_bytes), o.load, o.durability});
  }
  print(table.text());
  return 0;
}

int write_files(const Arguments& arguments, const Report& report) {
  const std::pair<const fs::path*, std::string (*)(const Report&)> files[] = {
      {&arguments.json, to_json}, {&arguments.markdown, to_markdown}, {&arguments.plot, to_svg}};
  for (const auto& [file, form] : files) {
    if (file->empty()) continue;
    if (const auto written = write_text(*file, form(report)); !written) {
      return tell(written.error());
    }
  }
  return 0;
}

int run(const Arguments& arguments) {
  std::error_code failed;
  const auto program = fs::read_symlink("/proc/self/exe", failed);
  const auto report = run_all(arguments, program, [](const std::string& line) {
    std::fprintf(stderr, "%s\n", line.c_str());
  });
  if (!report) return tell(report.error());
  print(to_text(*report));
  if (const int code = write_files(arguments, *report); code != 0) return code;
  if (arguments.against.empty()) return 0;
  const auto compared = compare_with_earlier(*report, arguments.margin);
  print("\nearlier build (before) and this one (after), in pairs of runs:\n" + to_text(compared));
  return compared.slower() ? kSlower : 0;
}

int compare_files(const Arguments& arguments) {
  const auto before = read_report(arguments.files[0]);
  if (!before) return tell(before.error());
  const auto after = read_report(arguments.files[1]);
  if (!after) return tell(after.error());
  const auto compared = compare(*before, *after, arguments.margin);
  print(to_text(compared));
  return compared.slower() ? kSlower : 0;
}

int show(const Arguments& arguments) {
  const auto report = read_report(arguments.files[0]);
  if (!report) return tell(report.error());
  print(arguments.as_markdown ? to_markdown(*report) : to_text(*report));
  return write_files(arguments, *report);
}

int measure(const Arguments& arguments) {
  const auto* const operation = find_operation(arguments.operation);
  if (operation == nullptr || operation->measure == nullptr) {
    return tell({Errc::invalid_argument, "this program measures no " + arguments.operation});
  }
  const auto measured = operation->measure(*operation, {.seconds = arguments.seconds,
                                                        .events = arguments.events,
                                                        .directory = arguments.directory,
                                                        .server = arguments.server});
  if (!measured) return tell(measured.error());
  print(to_line(*measured));
  return 0;
}

int main_of(int argc, char** argv) {
  if (const auto role = recovery_role(argc, argv)) return *role;
  const auto arguments = read_arguments({argv + 1, argv + argc});
  if (!arguments) {
    const int code = tell(arguments.error());
    std::fputs(usage().c_str(), stderr);
    return code;
  }
  switch (arguments->verb) {
    case Verb::run:
      return run(*arguments);
    case Verb::list:
      return list(*arguments);
    case Verb::compare:
      return compare_files(*arguments);
    case Verb::report:
      return show(*arguments);
    case Verb::measure:
      return measure(*arguments);
    case Verb::help:
      break;
  }
  print(usage());
  return 0;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) {
  try {
    return recourse::bench::main_of(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "recourse-bench: %s\n", error.what());
    return 3;
  }
}
