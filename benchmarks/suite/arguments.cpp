#include "benchmarks/suite/arguments.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

namespace recourse::bench {
namespace {

constexpr std::size_t kRunsMost = 1000;
constexpr double kSecondsMost = 3600;

Error wrong(const std::string& what) { return {Errc::invalid_argument, what}; }

template <class T>
Result<T> number(const std::string& option, const std::string& text, T least, T most) {
  T value{};
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end || !(value >= least) || !(value <= most)) {
    return wrong(option + " wants a number from " + std::to_string(least) + " to " +
                 std::to_string(most) + ", not '" + text + "'");
  }
  return value;
}

/// Takes an option's value into the arguments.
using Take = std::function<Result<void>(Arguments&, const std::string& value)>;

struct Option {
  std::string_view name;
  std::string_view value;  ///< What is to follow; empty: nothing.
  std::string_view verbs;  ///< Letters: r run, l list, c compare, p report, m measure.
  std::string_view meaning;
  Take take;
};

template <auto Member>
Take path_into() {
  return [](Arguments& a, const std::string& value) -> Result<void> {
    a.*Member = value;
    return {};
  };
}

template <auto Member>
Take flag_into(bool value) {
  return [value](Arguments& a, const std::string&) -> Result<void> {
    a.*Member = value;
    return {};
  };
}

Result<void> take_runs(Arguments& a, const std::string& value) {
  RECOURSE_TRY_ASSIGN(a.runs, number<std::size_t>("--runs", value, 1, kRunsMost));
  return {};
}

Result<void> take_seconds(Arguments& a, const std::string& value) {
  RECOURSE_TRY_ASSIGN(a.seconds, number<double>("--seconds", value, 0.05, kSecondsMost));
  return {};
}

Result<void> take_events(Arguments& a, const std::string& value) {
  RECOURSE_TRY_ASSIGN(a.events, number<std::uint64_t>("--events", value, 6'000, 1'000'000'000));
  return {};
}

Result<void> take_margin(Arguments& a, const std::string& value) {
  RECOURSE_TRY_ASSIGN(const auto percent, number<double>("--margin", value, 0, 100));
  a.margin = percent / 100;
  return {};
}

Result<void> take_list(Arguments& a, const std::string&) {
  a.verb = Verb::list;
  return {};
}

const std::vector<Option>& options() {
  static const std::vector<Option> all{
      {"--only", "PATTERN", "rl", "operations by part of their name, or with * and ?; a,b for both",
       path_into<&Arguments::only>()},
      {"--runs", "N", "r", "runs that count, after one that warms up (default 5)", take_runs},
      {"--seconds", "S", "rm", "of one run (default 2)", take_seconds},
      {"--events", "N", "rm", "of the logs that are read (default 600000)", take_events},
      {"--directory", "FOLDER", "rm", "where to write, on a disk (default /var/tmp/recourse-bench)",
       path_into<&Arguments::directory>()},
      {"--json", "FILE", "r", "write the result", path_into<&Arguments::json>()},
      {"--markdown", "FILE", "r", "write its table", path_into<&Arguments::markdown>()},
      {"--plot", "FILE", "rp", "write its plot as SVG", path_into<&Arguments::plot>()},
      {"--against", "FOLDER", "r", "an earlier build's programs, run alternately",
       path_into<&Arguments::against>()},
      {"--peers", "FOLDER", "r", "where benchmarks/peers/setup.sh installed",
       path_into<&Arguments::peers>()},
      {"--no-rivals", "", "r", "without other systems", flag_into<&Arguments::rivals>(false)},
      {"--list", "", "r", "list the operations instead", take_list},
      {"--margin", "PERCENT", "rc", "differences that count as none (default 5)", take_margin},
      {"--markdown", "", "p", "as Markdown, for a README",
       flag_into<&Arguments::as_markdown>(true)},
      {"--server", "ADDRESS", "m", "where the rival listens", path_into<&Arguments::server>()},
  };
  return all;
}

struct VerbName {
  std::string_view name;
  Verb verb;
  char letter;
  std::size_t files;  ///< Words that are no options.
  std::string_view words;
};
constexpr std::array<VerbName, 6> kVerbs{{
    {"run", Verb::run, 'r', 0, ""},
    {"list", Verb::list, 'l', 0, ""},
    {"compare", Verb::compare, 'c', 2, " BEFORE.json AFTER.json"},
    {"report", Verb::report, 'p', 1, " FILE.json"},
    {"measure", Verb::measure, 'm', 1, " OPERATION"},
    {"help", Verb::help, 'h', 0, ""},
}};

std::string options_of(char letter) {
  std::string names;
  for (const auto& option : options()) {
    if (option.verbs.find(letter) == std::string_view::npos) continue;
    if (!names.empty()) names += ", ";
    names += option.name;
  }
  return names.empty() ? "none" : names;
}

Result<const Option*> option_of(const VerbName& verb, const std::string& word) {
  for (const auto& option : options()) {
    if (option.name == word && option.verbs.find(verb.letter) != std::string_view::npos) {
      return &option;
    }
  }
  return wrong("'" + word + "' is no option of " + std::string{verb.name} +
               "; there are: " + options_of(verb.letter));
}

Result<const VerbName*> verb_of(const std::string& word) {
  std::string names;
  for (const auto& verb : kVerbs) {
    if (verb.name == word) return &verb;
    names += (names.empty() ? "" : ", ") + std::string{verb.name};
  }
  return wrong("'" + word + "' is no verb; there are: " + names);
}

/// '*' any letters, '?' one.
bool is_form(std::string_view form, std::string_view name) {
  if (form.empty()) return name.empty();
  if (form.front() == '*') {
    return is_form(form.substr(1), name) || (!name.empty() && is_form(form, name.substr(1)));
  }
  if (name.empty() || (form.front() != '?' && form.front() != name.front())) return false;
  return is_form(form.substr(1), name.substr(1));
}

bool matches_one(std::string_view pattern, std::string_view name) {
  if (pattern.find_first_of("*?") == std::string_view::npos) {
    return name.find(pattern) != std::string_view::npos;
  }
  return is_form(pattern, name);
}

Result<void> take_words(Arguments& arguments, const VerbName& verb,
                        const std::vector<std::string>& given) {
  if (given.size() != verb.files) {
    return wrong(std::string{verb.name} + " takes" +
                 (verb.files == 0 ? " no such word: '" + given.front() + "'"
                                  : std::string{verb.words} + ", and got " +
                                        std::to_string(given.size()) + " words"));
  }
  if (arguments.verb == Verb::measure) {
    arguments.operation = given.front();
  } else {
    arguments.files.assign(given.begin(), given.end());
  }
  return {};
}

}  // namespace

Result<Arguments> read_arguments(const std::vector<std::string>& words) {
  Arguments arguments;
  const VerbName* verb = &kVerbs.front();
  std::size_t at = 0;
  if (!words.empty() && (words[0] == "--help" || words[0] == "-h")) {
    arguments.verb = Verb::help;
    return arguments;
  }
  if (!words.empty() && !words[0].starts_with("-")) {
    RECOURSE_TRY_ASSIGN(verb, verb_of(words[at++]));
  }
  arguments.verb = verb->verb;
  std::vector<std::string> others;
  for (; at < words.size(); ++at) {
    if (!words[at].starts_with("--")) {
      others.push_back(words[at]);
      continue;
    }
    RECOURSE_TRY_ASSIGN(const auto* const option, option_of(*verb, words[at]));
    std::string value;
    if (!option->value.empty()) {
      if (++at == words.size()) {
        return wrong(std::string{option->name} + " wants " + std::string{option->value});
      }
      value = words[at];
    }
    RECOURSE_TRY(option->take(arguments, value));
  }
  RECOURSE_TRY(take_words(arguments, *verb, others));
  return arguments;
}

std::string usage() {
  std::string text;
  for (const auto& verb : kVerbs) {
    if (verb.verb == Verb::measure || verb.verb == Verb::help) continue;
    text += (text.empty() ? "usage: " : "       ") + std::string{"recourse-bench "} +
            std::string{verb.name} + std::string{verb.words};
    for (const auto& option : options()) {
      if (option.verbs.find(verb.letter) == std::string_view::npos) continue;
      text += " [" + std::string{option.name} +
              (option.value.empty() ? "" : " " + std::string{option.value}) + "]";
    }
    text += "\n";
  }
  text += "\n";
  for (const auto& option : options()) {
    if (option.verbs == "m") continue;
    auto line = "  " + std::string{option.name} + " " + std::string{option.value};
    line.resize(std::max<std::size_t>(line.size() + 1, 24), ' ');
    text += line + std::string{option.meaning} + "\n";
  }
  text +=
      "\nexit code: 0; 1 if something was slower (compare, run --against); 2 if the words were not "
      "understood; 3 if it failed\n";
  return text;
}

bool matches(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return true;
  while (true) {
    const auto comma = pattern.find(',');
    const auto one = pattern.substr(0, comma);
    if (!one.empty() && matches_one(one, name)) return true;
    if (comma == std::string_view::npos) return false;
    pattern.remove_prefix(comma + 1);
  }
}

Result<std::vector<std::string>> select(std::string_view pattern,
                                        const std::vector<std::string>& names) {
  std::vector<std::string> chosen;
  for (const auto& name : names) {
    if (matches(pattern, name)) chosen.push_back(name);
  }
  if (!chosen.empty()) return chosen;
  std::string all;
  for (const auto& name : names) all += "\n  " + name;
  return wrong("no operation is like '" + std::string{pattern} + "'; there are:" + all);
}

}  // namespace recourse::bench
