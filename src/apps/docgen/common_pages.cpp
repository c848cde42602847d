#include "common_pages.hpp"

#include <fmt/format.h>

#include <recourse/casework/common/profiles.hpp>

namespace recourse::docgen {
namespace {

std::string errors_page() {
  std::string text{kNote};
  text +=
      "# Errors\n\nEvery error has a code, a message that names the thing and the place, and a "
      "cure. `Result::value()` throws\nthe exception; the one of "
      "Python is named alike, with `Error` at its end.\n\n"
      "| number | code | exception | HTTP | retry | meaning | cure |\n"
      "|---|---|---|---|---|---|---|\n";
#define RECOURSE_ERROR(number, code, Exception, http, retryable, meaning, cure)                \
  text += fmt::format("| {} | `{}` | `{}` | {} | {} | {} | {} |\n", number, #code, #Exception, \
                      http, retryable ? "yes" : "no", meaning, cure);
#include <recourse/base/errors.def>
#undef RECOURSE_ERROR
  return text;
}

/// The profiles side by side, a table for each group of norms.
std::string norms_page() {
  std::string text{kNote};
  text +=
      "# Norms\n\nThe keys of a profile, and what the built-in ones say; [norms.md](../norms.md) "
      "tells how profiles are used and\nchanged. The source is that of Shanghai's value; the files "
      "in `src/casework/common/norms/` have those of the others,\nmost of them inferred.\n";
  const auto all = casework::Profiles::builtin().all();
  std::string_view group;
  for (const auto& field : casework::norm_fields()) {
    if (field.group != group) {
      group = field.group;
      text +=
          fmt::format("\n## {}\n\n| key | meaning | range |", group.substr(0, group.size() - 1));
      for (const auto& norms : all) text += fmt::format(" {} {} |", norms.name, norms.version);
      text += " source of Shanghai's |\n|---|---|---|";
      for (std::size_t i = 0; i < all.size(); ++i) text += "---|";
      text += "---|\n";
    }
    const auto range = casework::range_of(field);
    text +=
        fmt::format("| `{}` | {} | {} |", field.key, field.meaning, range.empty() ? "–" : range);
    for (const auto& norms : all) {
      text += fmt::format(" {} |", casework::to_text(casework::value_of(norms, field)));
    }
    text += fmt::format(" {} |\n", field.source.empty() ? "–" : field.source);
  }
  return text;
}

/// A line of the index for each page in a folder; "" is that of the index itself.
std::string lines_of(std::span<const Page> pages, std::string_view folder) {
  std::string text;
  for (const auto& page : pages) {
    const auto slash = page.path.find('/');
    const auto of = slash == std::string::npos ? std::string_view{}
                                               : std::string_view{page.path}.substr(0, slash);
    if (of == folder) {
      text += fmt::format("- [{}]({}): {}\n", page.path, page.path, page.about);
    }
  }
  return text;
}

}  // namespace

std::vector<Page> common_pages() {
  return {{"norms.md", "every key of a profile, and what the built-in ones say", norms_page()},
          {"errors.md", "every error, its meaning and its cure", errors_page()}};
}

Page index_page(std::span<const OfficeWorkflow> workflows, std::span<const Page> pages) {
  std::string text{kNote};
  text +=
      "# docs/reference\n\nGenerated from the code by `./dev docs`; a test fails when they differ. "
      "The workflows of the office:\n\n| workflow | kind | definition | what it is |\n"
      "|---|---|---|---|\n";
  for (const auto& workflow : workflows) {
    const auto& info = *workflow.info;
    text += fmt::format("| [{}]({}/commands.md) | `{}` | {} | {} |\n", info.name, info.name,
                        info.kind, info.definition, cell(info.doc));
  }
  for (const auto& workflow : workflows) {
    text += fmt::format("\n## {}\n\n{}", workflow.info->name, lines_of(pages, workflow.info->name));
  }
  text += "\n## Of all workflows\n\n" + lines_of(pages, "");
  return {"README.md", "", std::move(text)};
}

}  // namespace recourse::docgen
