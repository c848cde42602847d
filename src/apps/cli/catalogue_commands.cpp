#include "apps/cli/catalogue_commands.hpp"

#include <fmt/format.h>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using casework::Catalogue;
using casework::Matter;

using Rows = std::vector<std::vector<std::string>>;

struct ShowCatalogue {
  std::string matter;
  std::string version;
};

std::vector<std::string> versions_of(const casework::CurrentCatalogue& catalogues) {
  std::vector<std::string> versions;
  for (const auto* one : catalogues.versions()) versions.push_back(one->version());
  return versions;
}

std::vector<std::string> codes_of(const Catalogue& catalogue) {
  std::vector<std::string> codes;
  for (const auto& one : catalogue.matters()) codes.push_back(one.code);
  return codes;
}

object to_json(const Catalogue& catalogue, const Matter& m) {
  array papers;
  for (const auto& paper : m.materials) {
    papers.push_back(object{{"code", string{paper.code}},
                            {"zh", string{paper.zh}},
                            {"en", string{paper.en}},
                            {"requirement_zh", string{paper.requirement_zh}},
                            {"requirement_en", string{paper.requirement_en}},
                            {"main", paper.main}});
  }
  return {{"version", string{catalogue.version()}},
          {"code", string{m.code}},
          {"zh", string{m.zh}},
          {"en", string{m.en}},
          {"line", string{describe::enum_name(m.line)}},
          {"notice", string{m.notice}},
          {"papers", std::move(papers)}};
}

std::string to_text(const Catalogue& catalogue, const Matter& m) {
  Rows rows{{"code", "材料", "paper", "main", "要求 requirement"}};
  for (const auto& paper : m.materials) {
    rows.push_back(
        {paper.code, paper.zh, paper.en, paper.main ? "主件 main" : "", paper.requirement_zh});
  }
  auto text = fmt::format("{}  {}  {}\n", m.code, m.zh, m.en) + table(rows, "<<<<<");
  if (!m.notice.empty()) text += "告知 notice: " + m.notice + "\n";
  return text + "version " + catalogue.version() + "\n";
}

Exit show_versions(const Session& session, const Office& office, Position head) {
  array items;
  Rows rows{{"version", "matters", "papers"}};
  for (const auto* one : office.catalogues().versions()) {
    std::size_t papers = 0;
    for (const auto& matter : one->matters()) papers += matter.materials.size();
    items.push_back(object{{"version", string{one->version()}},
                           {"matters", one->matters().size()},
                           {"papers", papers}});
    rows.push_back({one->version(), grouped(one->matters().size()), grouped(papers)});
  }
  return answered(print(session, list_answer(head, std::move(items)), table(rows, "<>>")));
}

Exit show_all(const Session& session, const Catalogue& catalogue, Position head) {
  array items;
  std::string text;
  for (const auto& one : catalogue.matters()) {
    items.push_back(to_json(catalogue, one));
    text += to_text(catalogue, one) + "\n";
  }
  return answered(print(session, list_answer(head, std::move(items)), text));
}

Exit show(const Session& session, const ShowCatalogue& a) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->store().head();
  if (!head) return fail(session, head.error());
  if (a.matter.empty() && a.version.empty()) return show_versions(session, **office, *head);
  const auto& catalogues = (*office)->catalogues();
  const auto* const catalogue =
      a.version.empty() ? &catalogues.current() : catalogues.find(a.version);
  if (catalogue == nullptr) {
    return fail(session, no_such_name("version", a.version, versions_of(catalogues), "--version"));
  }
  if (a.matter.empty()) return show_all(session, *catalogue, *head);
  const auto* const matter = catalogue->matter(a.matter);
  if (matter == nullptr) {
    return fail(session, no_such_name("matter", a.matter, codes_of(*catalogue), "--matter"));
  }
  return answered(print(session, item_answer(*head, to_json(*catalogue, *matter)),
                        to_text(*catalogue, *matter)));
}

}  // namespace

void add_catalogue_commands(CommandLine& app, const Session& session,
                            std::function<Exit()>& chosen) {
  const auto a = std::make_shared<ShowCatalogue>();
  auto* catalogue =
      app.add_subcommand("catalogue", "The matters and their papers, as published (R30).");
  catalogue->require_subcommand(1);
  auto* command = catalogue->add_subcommand(
      "show", "Shows a matter's papers and notice; without one, the versions that there are.");
  command->add_option("--matter", a->matter, "Code of the matter, say RK01.")->check(not_empty());
  command
      ->add_option("--version", a->version,
                   "Version of the catalogue, as cases name it; missing: the one that holds.")
      ->check(not_empty());
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return show(session, *a); }; });
}

}  // namespace recourse::cli
