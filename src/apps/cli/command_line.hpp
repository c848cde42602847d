// CommandLine: a command, its options and its subcommands, as the parser is told of them.
//
//     auto* command = parent.add_subcommand("tail", "Prints the log, record by record.");
//     command->add_option("--from", a->from, "The first position.")->check(whole_number(1));
//     command->callback([…] { … });
//
// CLI11 does the work, and is compiled in command_line.cpp alone: every file that includes it
// compiles the whole parser anew.
//
// Ownership: a command owns its subcommands and options; the variables that options write to are
// the caller's, and must outlive the parsing. Thread-safety: none; one thread builds and parses.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <recourse/describe/enums.hpp>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace recourse::cli {

/// Looks at a value as it was given; answers with what is wrong, empty: nothing.
using Check = std::function<std::string(const std::string& text)>;

/// What the parser was told of an option, flag or argument.
struct OptionInfo {
  std::string name;  ///< "--dir"; "file" for an argument by its place.
  std::string help;
  std::string environment = {};     ///< Variable that it is taken from; empty: none.
  std::vector<std::string> values;  ///< Those that there are; empty: any.
  /// What a shell offers where `values` is empty: others may be right, too.
  std::vector<std::string> offered = {};
  bool flag = false;  ///< Takes no value.
  bool required = false;
  bool positional() const { return !name.starts_with('-'); }
};
/// And of a command with those below it.
struct CommandInfo {
  std::string name;
  std::string help;
  std::string group = {};  ///< Heading in the help of the command above.
  std::vector<OptionInfo> options = {};
  std::vector<CommandInfo> commands = {};
};

/// An option, flag or argument of a command. A handle; the command owns what it stands for.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  OptionInfo info() const;

  Option* required();
  /// Takes its value from the environment where it is not given.
  Option* envname(const std::string& name);
  Option* check(Check check);
  /// Its value is one of `names`. Else the error says which there are, the nearest first; `what`
  /// is what they are, say "phase".
  Option* among(const std::string& what, std::vector<std::string> names);
  /// The same of an enumeration: its words, each by its name or its Chinese label; the variable
  /// gets the name.
  Option* among(const std::string& what, const describe::EnumInfo& words);
  /// A shell completes its value by these; whether it is one is looked at later.
  Option* offer(std::vector<std::string> names);
  /// The help shows the variable's present value as the default.
  Option* capture_default_str();
  /// False: takes one value each time that it is given.
  Option* allow_extra_args(bool allow);
  Option* expected(int least, int most);
  /// May be given only where the other option is.
  Option* needs(const std::string& other);

 private:
  CLI::Option* option_;
  std::vector<std::string> values_;   // of among
  std::vector<std::string> offered_;  // of offer
};

class CommandLine {
 public:
  /// A whole program.
  CommandLine(const std::string& description, const std::string& name);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  CommandLine* add_subcommand(const std::string& name, const std::string& help);
  /// An option for a name that begins with dashes, else an argument by its place.
  Option* add_option(const std::string& name, std::string& to, const std::string& help);
  Option* add_option(const std::string& name, std::uint64_t& to, const std::string& help);
  Option* add_option(const std::string& name, std::optional<std::uint64_t>& to,
                     const std::string& help);
  Option* add_option(const std::string& name, std::optional<std::string>& to,
                     const std::string& help);
  Option* add_option(const std::string& name, std::vector<std::string>& to,
                     const std::string& help);
  Option* add_flag(const std::string& name, bool& to, const std::string& help);
  /// The heading under which the help of the command above names this one.
  CommandLine* group(const std::string& heading);
  /// The command below of that name; null if there is none.
  CommandLine* find(const std::string& name) const;
  /// All that it was told, the commands below it among it.
  CommandInfo info() const;
  /// The help, as --help prints it; `above`: the words before its name, say "recourse timers".
  std::string help(const std::string& above = {}) const;
  /// Called when the command was parsed.
  void callback(std::function<void()> call);
  void require_subcommand(int count);

  /// The text behind the help, and what --version prints.
  void footer(const std::string& text);
  void version(const std::string& text);
  /// Options of the program may stand behind its subcommands.
  void fallthrough();

  /// Reads the arguments and calls the callbacks. Nothing: go on. Else how the process ends: help
  /// or version were printed (0), or what is wrong was said on standard error (2): as JSON if
  /// --json stands anywhere in the arguments, and with what may have been meant.
  std::optional<int> parse(int argc, const char* const* argv);
  /// The same for one line, split as a shell would; throws std::invalid_argument if it is wrong.
  void parse(const std::string& line);

 private:
  explicit CommandLine(CLI::App* command);
  Option* keep(CLI::Option* option);

  std::unique_ptr<CLI::App> program_;  // of a whole program
  CLI::App* app_;
  std::vector<std::unique_ptr<CommandLine>> subcommands_;
  std::vector<std::unique_ptr<Option>> options_;
};

}  // namespace recourse::cli
