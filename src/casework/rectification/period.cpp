#include <algorithm>
#include <recourse/casework/rectification/period.hpp>

namespace recourse::casework::rectification {
namespace {

using namespace std::chrono;

/// "2023" → 2023; nothing unless these are digits alone.
std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

Period months(int the_year, unsigned first, unsigned last) {
  const LocalDay from{year{the_year} / month{first} / 1};
  const LocalDay to{year{the_year} / month{last} / std::chrono::last};
  return {from, to};
}

std::optional<Period> read_quarter(std::string_view text) {
  if (text.size() != 6 || (text[4] != 'Q' && text[4] != 'q')) return std::nullopt;
  const auto the_year = number(text.substr(0, 4));
  if (!the_year || *the_year < 1 || text[5] < '1' || text[5] > '4') return std::nullopt;
  const auto quarter = static_cast<unsigned>(text[5] - '1');
  return months(*the_year, quarter * 3 + 1, quarter * 3 + 3);
}

std::optional<Period> read_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const auto the_year = number(text.substr(0, 4));
  const auto the_month = number(text.substr(5));
  if (!the_year || *the_year < 1 || !the_month) return std::nullopt;
  if (*the_month < 1 || *the_month > 12) return std::nullopt;
  const auto of_year = static_cast<unsigned>(*the_month);
  return months(*the_year, of_year, of_year);
}

std::optional<Period> read_days(std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto from = parse_day(text.substr(0, dots));
  const auto to = parse_day(text.substr(dots + 2));
  if (!from || !to || *to < *from) return std::nullopt;
  return Period{*from, *to};
}

}  // namespace

std::optional<Period> read_period(std::string_view text) {
  if (auto period = read_quarter(text)) return period;
  if (auto period = read_month(text)) return period;
  return read_days(text);
}

bool is_month(std::string_view text) { return read_month(text).has_value(); }

std::string to_string(const Period& period) {
  return recourse::to_string(period.from) + ".." + recourse::to_string(period.to);
}

}  // namespace recourse::casework::rectification
