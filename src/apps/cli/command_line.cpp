#include "apps/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace recourse::cli {
namespace {

constexpr int kUsage = 2;

/// Help and version end well; anything else is named before the usual words, since the parser
/// itself says only that a command is missing where an unknown one was given.
int explain(const CLI::App& app, const CLI::ParseError& e) {
  if (e.get_exit_code() == 0) return app.exit(e);
  for (const auto& word : app.remaining(/*recurse=*/true)) {
    std::fprintf(stderr, "recourse: '%s' is not a command or option here\n", word.c_str());
  }
  app.exit(e);
  return kUsage;
}

}  // namespace

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

Option* CommandLine::keep(CLI::Option* option) {
  options_.push_back(std::make_unique<Option>(option));
  return options_.back().get();
}
Option* CommandLine::add_option(const std::string& name, std::string& to, const std::string& help) {
  return keep(app_->add_option(name, to, help));
}
Option* CommandLine::add_option(const std::string& name, std::uint64_t& to,
                                const std::string& help) {
  return keep(app_->add_option(name, to, help));
}
Option* CommandLine::add_option(const std::string& name, std::optional<std::uint64_t>& to,
                                const std::string& help) {
  return keep(app_->add_option(name, to, help));
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
    return explain(*app_, e);
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
