#include "apps/cli/norms_commands.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <recourse/office.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;
using casework::Norms;
using casework::Profiles;

bool is_built_in(const Norms& norms) {
  return !Profiles::builtin_text(norms.name, norms.version).empty();
}

object to_json(const Norms& norms) {
  object json;
  for (const auto& field : casework::norm_fields()) {
    std::visit([&](const auto& value) { json[field.key] = boost::json::value_from(value); },
               casework::value_of(norms, field));
  }
  return json;
}

/// The profile that new cases would be pinned to.
Result<Norms> chosen_for_new(const Session& session) {
  if (session.norms.empty()) return Profiles::default_profile();
  return load_norms(session.norms.front());
}

Exit run_list(const Session& session) {
  const auto profiles = session.profiles();
  if (!profiles) return fail(session, profiles.error());
  const auto first = chosen_for_new(session);
  if (!first) return fail(session, first.error());
  boost::json::array list;
  std::vector<std::vector<std::string>> rows{
      {"name", "version", "contact", "ordinary", "difficult", "", ""}};
  for (const auto& norms : profiles->all()) {
    const bool is_first = norms == *first;
    const auto from = is_built_in(norms) ? "built in" : "--norms";
    rows.push_back({norms.name, std::to_string(norms.version), std::to_string(norms.contact),
                    std::to_string(norms.ordinary), std::to_string(norms.difficult), from,
                    is_first ? "new cases" : ""});
    list.push_back(object{{"name", norms.name},
                          {"version", norms.version},
                          {"built_in", is_built_in(norms)},
                          {"for_new_cases", is_first}});
  }
  return answered(print(session, list_answer(std::move(list)), table(rows, "<>>>><<")));
}

std::vector<std::string> profile_names(const Profiles& profiles) {
  std::vector<std::string> names;
  for (const auto& one : profiles.all()) {
    if (names.empty() || names.back() != one.name) names.push_back(one.name);
  }
  return names;
}

struct ShowArguments {
  std::string name;
  std::uint64_t version = 0;  ///< 0: the newest; at most 2^32 - 1.
};

const Norms* find(const Profiles& profiles, const ShowArguments& a) {
  if (a.version == 0) return profiles.newest(a.name);
  return profiles.find(a.name, static_cast<std::uint32_t>(a.version));
}

/// What there is instead of a profile that there is not.
Usage no_such_norms(const Profiles& profiles, const ShowArguments& a) {
  std::vector<std::string> versions;
  for (const auto& one : profiles.all()) {
    if (one.name == a.name) versions.push_back(std::to_string(one.version));
  }
  if (versions.empty()) return no_such_name("profile of norms", a.name, profile_names(profiles));
  return no_such_name("version of the norms '" + a.name + "'", std::to_string(a.version), versions);
}

Exit run_show(const Session& session, const ShowArguments& a) {
  const auto profiles = session.profiles();
  if (!profiles) return fail(session, profiles.error());
  const auto* norms = find(*profiles, a);
  if (norms == nullptr) return fail(session, no_such_norms(*profiles, a));
  // A built-in file says where each of its numbers comes from.
  const auto text = is_built_in(*norms)
                        ? std::string{Profiles::builtin_text(norms->name, norms->version)}
                        : norms->to_toml();
  return answered(print(session, item_answer(to_json(*norms)), text));
}

Exit run_check(const Session& session, const std::string& path) {
  const auto norms = read_norms(path);
  if (!norms) return fail(session, norms.error());
  const auto profiles = session.profiles();
  if (!profiles) return fail(session, profiles.error());
  // A file of good form can still take the name and version of other numbers.
  if (const auto more = with_file(*profiles, *norms, path); !more) {
    return fail(session, more.error());
  }
  const object item{{"ok", true}, {"name", norms->name}, {"version", norms->version}};
  return answered(print(session, item_answer(item),
                        fmt::format("ok: {} version {}\n", norms->name, norms->version)));
}

}  // namespace

Result<Profiles> with_file(const Profiles& known, Norms norms, std::string_view path) {
  auto more = known.with(std::move(norms));
  if (!more) return Error{Errc::malformed, more.error().message()}.within(path);
  return std::move(*more);
}

std::optional<Usage> unknown_norms(const Profiles& known, const std::string& given,
                                   std::string_view option) {
  std::error_code ignored;
  if (known.newest(given) != nullptr || std::filesystem::exists(given, ignored)) {
    return std::nullopt;
  }
  const auto names = profile_names(known);
  return Usage{fmt::format("{}: '{}' is neither a file nor a built-in profile; those are: {}",
                           option, given, fmt::join(names, ", ")),
               meant(given, names)};
}

void add_norms_commands(CommandLine& norms, const Session& session, std::function<Exit()>& chosen) {
  auto* list = norms.add_subcommand("list", "Lists the profiles: built in, and of --norms.");
  list->callback([&session, &chosen] { chosen = [&session] { return run_list(session); }; });
  const auto a = std::make_shared<ShowArguments>();
  auto* show = norms.add_subcommand("show", "Prints a profile as a TOML file; --json: as JSON.");
  show->add_option("name", a->name, "Name of the profile, say shanghai.")->required();
  show->add_option("--version", a->version, "Its version; missing: the highest.")
      ->check(whole_number(1, ~std::uint32_t{0}));
  show->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_show(session, *a); }; });
  const auto path = std::make_shared<std::string>();
  auto* check =
      norms.add_subcommand("check", "Says whether a file is a profile; else what is wrong.");
  check->add_option("file", *path, "The TOML file.")->required()->check(not_empty());
  check->callback([&session, &chosen, path] {
    chosen = [&session, path] { return run_check(session, *path); };
  });
}

}  // namespace recourse::cli
