#include "apps/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <recourse/describe/typed_words.hpp>

#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

/// A value that is none of those that there are. Not a CLI::ValidationError: the parser makes a
/// plain text of that, and what may have been meant is lost.
class WrongValue : public CLI::ParseError {
 public:
  explicit WrongValue(Usage usage)
      : CLI::ParseError("WrongValue", usage.message, static_cast<int>(Exit::usage)),
        usage_(std::move(usage)) {}
  const Usage& usage() const noexcept { return usage_; }

 private:
  Usage usage_;
};

/// The command that the arguments had come to: where the word stands that is none.
const CLI::App& innermost(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : innermost(*chosen.front());
}

std::vector<std::string> subcommands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> own_options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// Its options, and those of the commands that it belongs to: they may stand behind it.
std::vector<std::string> options_of(const CLI::App& app) {
  auto names = own_options_of(app);
  for (const auto* at = app.get_parent(); at != nullptr; at = at->get_parent()) {
    const auto above = own_options_of(*at);
    names.insert(names.end(), above.begin(), above.end());
  }
  return names;
}

std::string path_of(const CLI::App& app) {
  const auto* parent = app.get_parent();
  return (parent == nullptr ? std::string{} : path_of(*parent) + " ") + app.get_name();
}

/// The parser itself says only that a command is missing where an unknown one was given.
Usage unknown_word(const CLI::App& app, const std::string& word) {
  const auto& at = innermost(app);
  const bool option = word.starts_with('-');
  const auto name = word.substr(0, word.find('='));
  const auto own = own_options_of(at);
  if (std::ranges::find(own, name) != own.end()) {
    return {"'" + name + "' stands behind the command: " + path_of(at) + " " + name};
  }
  return {"'" + name + "' is not a command or option of " + path_of(at),
          meant(name, option ? options_of(at) : subcommands_of(at))};
}

Usage usage_of(const CLI::App& app, const CLI::ParseError& e) {
  if (const auto* wrong = dynamic_cast<const WrongValue*>(&e)) return wrong->usage();
  const auto words = app.remaining(/*recurse=*/true);
  return words.empty() ? Usage{e.what()} : unknown_word(app, words.front());
}

bool is_not_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// The parser itself takes 010 for eight, and 0x10 for sixteen.
CLI::Validator decimal() {
  return CLI::Validator{[](std::string& text) {
                          const auto other = text.find_first_not_of("0123456789");
                          if (text.empty() || other != std::string::npos) {
                            return "'" + text + "' is not a whole number";
                          }
                          const auto first = text.find_first_not_of('0');
                          text = first == std::string::npos ? "0" : text.substr(first);
                          return std::string{};
                        },
                        ""};
}

/// Help and version end well; anything else is explained.
int explain(const CLI::App& app, const CLI::ParseError& e, bool json) {
  if (e.get_exit_code() == 0) return app.exit(e);
  return static_cast<int>(tell(json, usage_of(app, e)));
}

}  // namespace

OptionInfo Option::info() const {
  const bool positional = option_->get_positional();
  return {.name = positional ? option_->get_name(true) : "--" + option_->get_lnames().front(),
          .help = option_->get_description(),
          .environment = option_->get_envname(),
          .values = values_,
          .offered = offered_,
          .flag = !positional && option_->get_items_expected_max() == 0,
          .required = option_->get_required()};
}
Option* Option::required() {
  option_->required();
  return this;
}
Option* Option::envname(const std::string& name) {
  option_->envname(name);
  return this;
}
Option* Option::check(Check check) {
  option_->check(
      CLI::Validator{[check = std::move(check)](std::string& text) { return check(text); }, ""});
  return this;
}
Option* Option::among(const std::string& what, std::vector<std::string> names) {
  values_ = names;
  option_->check(
      CLI::Validator{[option = option_, what, names = std::move(names)](std::string& text) {
                       if (std::ranges::find(names, text) != names.end()) return std::string{};
                       throw WrongValue{no_such_name(what, text, names, option->get_name())};
                     },
                     ""});
  return this;
}
Option* Option::among(const std::string& what, const describe::EnumInfo& words) {
  std::vector<std::string> labels;
  for (const auto& word : words.words) {
    values_.emplace_back(word.name);
    if (!word.zh.empty()) labels.emplace_back(word.zh);
  }
  const auto name_of = [option = option_, what, names = values_, labels = std::move(labels),
                        words](std::string& text) {
    const auto* word = describe::find_typed(words, text);
    if (word == nullptr) {
      // Who types Chinese is shown the Chinese labels.
      const bool chinese = !labels.empty() && std::ranges::any_of(text, is_not_ascii);
      const auto& known = chinese ? labels : names;
      throw WrongValue{no_such_name(what, text, known, option->get_name())};
    }
    text = word->name;
    return std::string{};
  };
  option_->transform(CLI::Validator{name_of, ""});
  return this;
}
Option* Option::offer(std::vector<std::string> names) {
  offered_ = std::move(names);
  return this;
}
Option* Option::capture_default_str() {
  option_->capture_default_str();
  return this;
}
Option* Option::allow_extra_args(bool allow) {
  option_->allow_extra_args(allow);
  return this;
}
Option* Option::expected(int least, int most) {
  option_->expected(least, most);
  return this;
}
Option* Option::needs(const std::string& other) {
  option_->needs(other);
  return this;
}

CommandLine::CommandLine(const std::string& description, const std::string& name)
    : program_(std::make_unique<CLI::App>(description, name)), app_(program_.get()) {}
CommandLine::CommandLine(CLI::App* command) : app_(command) {}
CommandLine::~CommandLine() = default;

CommandLine* CommandLine::add_subcommand(const std::string& name, const std::string& help) {
  subcommands_.emplace_back(new CommandLine{app_->add_subcommand(name, help)});
  return subcommands_.back().get();
}

CommandLine* CommandLine::group(const std::string& heading) {
  app_->group(heading);
  return this;
}
CommandLine* CommandLine::find(const std::string& name) const {
  const auto found = std::ranges::find_if(
      subcommands_, [&](const auto& command) { return command->app_->get_name() == name; });
  return found == subcommands_.end() ? nullptr : found->get();
}
CommandInfo CommandLine::info() const {
  CommandInfo info{app_->get_name(), app_->get_description(), app_->get_group()};
  for (const auto& option : options_) info.options.push_back(option->info());
  for (const auto& command : subcommands_) info.commands.push_back(command->info());
  return info;
}
std::string CommandLine::help(const std::string& above) const {
  // Not App::help: that shows the help of the command which the arguments chose.
  const auto path = above.empty() ? app_->get_name() : above + " " + app_->get_name();
  return app_->get_formatter()->make_help(app_, path, CLI::AppFormatMode::Normal);
}

Option* CommandLine::keep(CLI::Option* option) {
  options_.push_back(std::make_unique<Option>(option));
  return options_.back().get();
}
Option* CommandLine::add_option(const std::string& name, std::string& to, const std::string& help) {
  return keep(app_->add_option(name, to, help));
}
Option* CommandLine::add_option(const std::string& name, std::uint64_t& to,
                                const std::string& help) {
  return keep(app_->add_option(name, to, help)->transform(decimal()));
}
Option* CommandLine::add_option(const std::string& name, std::optional<std::uint64_t>& to,
                                const std::string& help) {
  return keep(app_->add_option(name, to, help)->transform(decimal()));
}
Option* CommandLine::add_option(const std::string& name, std::optional<std::string>& to,
                                const std::string& help) {
  return keep(app_->add_option(name, to, help));
}
Option* CommandLine::add_option(const std::string& name, std::vector<std::string>& to,
                                const std::string& help) {
  return keep(app_->add_option(name, to, help));
}
Option* CommandLine::add_flag(const std::string& name, bool& to, const std::string& help) {
  return keep(app_->add_flag(name, to, help));
}

void CommandLine::callback(std::function<void()> call) { app_->callback(std::move(call)); }
void CommandLine::require_subcommand(int count) { app_->require_subcommand(count); }
void CommandLine::footer(const std::string& text) { app_->footer(text); }
void CommandLine::version(const std::string& text) { app_->set_version_flag("--version", text); }
void CommandLine::fallthrough() { app_->fallthrough(); }

std::optional<int> CommandLine::parse(int argc, const char* const* argv) {
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const bool json =
        std::any_of(argv, argv + argc, [](std::string_view word) { return word == "--json"; });
    return explain(*app_, e, json);
  }
  return std::nullopt;
}

void CommandLine::parse(const std::string& line) {
  try {
    app_->parse(line);
  } catch (const CLI::ParseError& e) {
    throw std::invalid_argument{e.what()};
  }
}

}  // namespace recourse::cli
