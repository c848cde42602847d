#include "apps/cli/self_commands.hpp"

#include <fmt/format.h>

#include <map>

#include "apps/cli/answers.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using Visit = std::function<void(const std::string& path, const CommandInfo& command)>;

/// Every command, "recourse timers fire", with what it is.
void walk(const std::string& path, const CommandInfo& command, const Visit& visit) {
  visit(path, command);
  for (const auto& below : command.commands) walk(path + " " + below.name, below, visit);
}

std::string words_of(const CommandInfo& command) {
  std::string words;
  for (const auto& below : command.commands) words += below.name + " ";
  for (const auto& option : command.options) {
    if (!option.positional()) words += option.name + " ";
  }
  return words + "--help";
}

/// In single quotes of a shell.
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) c == '\'' ? out += "'\\''" : out += c;
  return out + "'";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// Cases of bash's `case`: the words behind a command, and the values of its options.
std::string bash_cases(const CommandInfo& program) {
  std::string cases;
  walk(program.name, program, [&](const std::string& path, const CommandInfo& command) {
    for (const auto& option : command.options) {
      const auto& words = option.values.empty() ? option.offered : option.values;
      if (words.empty()) continue;
      cases += fmt::format("    {}) words={} ;;\n", in_quotes(path + " " + option.name + "="),
                           in_quotes(joined(words)));
    }
    cases += fmt::format("    {}) words={} ;;\n", in_quotes(path), in_quotes(words_of(command)));
  });
  return cases;
}

/// Names of all commands, so that the script knows which words are part of the path.
std::string bash_paths(const CommandInfo& program) {
  std::string paths;
  walk(program.name, program,
       [&](const std::string& path, const CommandInfo&) { paths += "|" + path + "|"; });
  return paths;
}

/// Options of the program may stand behind its commands: their values are looked up there too. It
/// is run by zsh as well, in which `path` and `mapfile` are something else. Bash splits
/// `--line=pop` at its sign (COMP_WORDBREAKS), zsh does not.
constexpr const char* kBash = R"(# bash completion of recourse: recourse completion bash
_recourse() {{
  local at=recourse word last current words='' before='' without=' ' i
  local commands={paths}
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${{COMP_WORDS[i]}}
    if [[ $at == recourse && $word == help ]]; then
      without='-*'
    elif [[ $commands == *"|$at $word|"* ]]; then
      at="$at $word"
    fi
  done
  current=${{COMP_WORDS[COMP_CWORD]}}
  last=${{COMP_WORDS[COMP_CWORD - 1]}}
  if [[ $current == = ]]; then
    current=''
  elif [[ $last == = && $COMP_CWORD -gt 2 ]]; then
    last=${{COMP_WORDS[COMP_CWORD - 2]}}
  elif [[ $current == --*=* ]]; then
    last=${{current%%=*}} before=${{current%%=*}}= current=${{current#*=}}
  fi
  _recourse_words "$at $last="
  if [[ -z $words ]]; then _recourse_words "recourse $last="; fi
  if [[ -z $words ]]; then _recourse_words "$at"; fi
  if [[ $at != recourse && $current == -* ]]; then words="$words {shared}"; fi
  COMPREPLY=($(compgen -P "$before" -X "$without" -W "$words" -- "$current"))
}}
_recourse_words() {{
  case $1 in
{cases}    *) words='' ;;
  esac
}}
complete -o default -F _recourse recourse
)";

std::string shared_options(const CommandInfo& program) {
  std::string words;
  for (const auto& option : program.options) words += option.name + " ";
  return words;
}

std::string bash(const CommandInfo& program) {
  return fmt::format(kBash, fmt::arg("paths", in_quotes(bash_paths(program))),
                     fmt::arg("shared", shared_options(program)),
                     fmt::arg("cases", bash_cases(program)));
}

/// zsh runs the script of bash, which it can.
std::string zsh(const CommandInfo& program) {
  return "#compdef recourse\n# zsh completion of recourse: recourse completion zsh\n"
         "autoload -U +X bashcompinit && bashcompinit\n" +
         bash(program);
}

std::string fish(const CommandInfo& program) {
  std::string text = "# fish completion of recourse: recourse completion fish\n";
  walk(program.name, program, [&](const std::string& path, const CommandInfo& command) {
    const auto rest =
        path.size() == program.name.size() ? "" : path.substr(program.name.size() + 1);
    std::string when = rest.empty() ? "__fish_use_subcommand" : "";
    std::size_t from = 0;
    while (!rest.empty() && from <= rest.size()) {
      const auto to = std::min(rest.find(' ', from), rest.size());
      when += (when.empty() ? "" : "; and ") + std::string{"__fish_seen_subcommand_from "} +
              rest.substr(from, to - from);
      from = to + 1;
    }
    for (const auto& below : command.commands) {
      text += fmt::format("complete -c recourse -f -n {} -a {} -d {}\n", in_quotes(when),
                          below.name, in_quotes(below.help));
    }
    for (const auto& option : command.options) {
      if (option.positional()) continue;
      text += fmt::format("complete -c recourse{} -l {} -d {}",
                          rest.empty() ? "" : " -n " + in_quotes(when), option.name.substr(2),
                          in_quotes(option.help));
      const auto& words = option.values.empty() ? option.offered : option.values;
      if (!words.empty()) text += " -x -a " + in_quotes(joined(words));
      if (words.empty() && !option.flag) text += " -r";
      text += "\n";
    }
  });
  return text;
}

/// Text of a manual page: a backslash, and a dot or quote that begins a line, are roff's.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += "\\&";
      out += c;
    }
  }
  return out;
}

void append_options(const CommandInfo& command, std::string& page) {
  for (const auto& option : command.options) {
    page += ".TP\n.B " + roff(option.name) + "\n" + roff(option.help);
    if (!option.values.empty()) page += " One of: " + roff(joined(option.values)) + ".";
    if (!option.environment.empty()) page += " From " + roff(option.environment) + ".";
    page += "\n";
  }
}

/// A text that is all of an answer.
Exit say(const Session& session, const std::string& text) {
  return answered(print(session, item_answer(boost::json::object{{"text", text}}), text));
}

Exit help_of(const CommandLine& app, const std::vector<std::string>& words,
             const Session& session) {
  const auto* at = &app;
  std::string above;
  for (const auto& word : words) {
    const auto* const below = at->find(word);
    if (below == nullptr) {
      std::vector<std::string> names;
      for (const auto& command : at->info().commands) names.push_back(command.name);
      return fail(session, no_such_name("command", word, names));
    }
    above += (above.empty() ? "" : " ") + at->info().name;
    at = below;
  }
  return say(session, at->help(above));
}

}  // namespace

std::string completion(const CommandInfo& program, const std::string& shell) {
  if (shell == "zsh") return zsh(program);
  return shell == "fish" ? fish(program) : bash(program);
}

std::string manual(const CommandInfo& program, const std::string& version) {
  std::string page = ".TH RECOURSE 1 \"\" \"recourse " + version + "\"\n.SH NAME\nrecourse \\- " +
                     roff(program.help.substr(program.help.find(' ') + 1)) +
                     "\n.SH SYNOPSIS\n.B recourse\n[options] command [options]\n"
                     ".SH OPTIONS\nThey may stand before and behind the command.\n";
  append_options(program, page);
  std::map<std::string, std::string> sections;  // by heading
  std::vector<std::string> headings;            // in the order in which they are met
  for (const auto& command : program.commands) {
    if (!sections.contains(command.group)) headings.push_back(command.group);
    auto& section = sections[command.group];
    walk(program.name + " " + command.name, command,
         [&](const std::string& path, const CommandInfo& one) {
           section += ".SS " + roff(path) + "\n" + roff(one.help) + "\n";
           append_options(one, section);
         });
  }
  for (const auto& heading : headings) {
    page += ".SH " + roff(heading) + "\n" + sections[heading];
  }
  return page;
}

void add_self_commands(CommandLine& app, const std::string& version, const Session& session,
                       std::function<Exit()>& chosen) {
  const auto words = std::make_shared<std::vector<std::string>>();
  auto* help = app.add_subcommand("help", "The help of a command: help timers fire.");
  help->add_option("command", *words, "Its words.");
  help->callback([&app, &session, &chosen, words] {
    chosen = [&app, &session, words] { return help_of(app, *words, session); };
  });
  auto* tells = app.add_subcommand("version", "The version of this command.");
  tells->callback([&session, &chosen, version] {
    chosen = [&session, version] {
      return answered(print(session, item_answer(boost::json::object{{"version", version}}),
                            "recourse " + version + "\n"));
    };
  });
  const auto shell = std::make_shared<std::string>();
  auto* completes = app.add_subcommand("completion", "A script that completes in a shell.");
  completes->add_option("shell", *shell, "Which.")
      ->required()
      ->among("shell", {"bash", "zsh", "fish"});
  completes->callback([&app, &session, &chosen, shell] {
    chosen = [&app, &session, shell] { return say(session, completion(app.info(), *shell)); };
  });
  auto* man = app.add_subcommand("man", "The manual page: recourse man | man -l -");
  man->callback([&app, &session, &chosen, version] {
    chosen = [&app, &session, version] { return say(session, manual(app.info(), version)); };
  });
}

}  // namespace recourse::cli
