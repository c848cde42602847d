#include <algorithm>
#include <recourse/casework/complaint/views/figures_view.hpp>
#include <recourse/casework/complaint/views/places.hpp>

namespace recourse::casework::complaint {
namespace {

/// The names that stand between `prefix` and the next zero byte, each once.
Result<std::vector<std::string>> names_behind(const core::TableSnapshot& rows,
                                              const std::string& prefix) {
  std::vector<std::string> names;
  auto from = prefix;
  auto to = prefix;
  ++to.back();
  for (;;) {
    const auto cursor = rows.scan(from, to);
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return names;
    const auto key = cursor->key();
    const auto end = key.find('\0', prefix.size());
    if (end == std::string_view::npos) {
      return Error{Errc::corruption, "a row of a list is unreadable; rebuild the view"};
    }
    names.emplace_back(key.substr(prefix.size(), end - prefix.size()));
    // Behind all rows of this name.
    from = prefix + names.back() + '\1';
  }
}

/// The words of a column of facts, sorted.
Result<std::vector<std::string>> counted(const core::TableSnapshot& rows, Fact fact) {
  RECOURSE_TRY_ASSIGN(auto names,
                      core::words_in(rows, FiguresView::kFactWordsPrefix, column_of(fact)));
  names.erase(names.begin());  // the empty one
  std::ranges::sort(names);
  return names;
}

}  // namespace

Result<std::vector<std::string>> listed_stations(const core::TableSnapshot& rows) {
  return names_behind(rows, "xs");
}

Result<std::vector<std::string>> listed_units(const core::TableSnapshot& rows) {
  return names_behind(rows, "xu");
}

Result<std::vector<std::string>> counted_districts(const core::TableSnapshot& rows) {
  return counted(rows, Fact::district);
}

Result<std::vector<std::string>> counted_departments(const core::TableSnapshot& rows) {
  return counted(rows, Fact::department);
}

Result<std::vector<std::string>> counted_matters(const core::TableSnapshot& rows) {
  return counted(rows, Fact::matter);
}

}  // namespace recourse::casework::complaint
