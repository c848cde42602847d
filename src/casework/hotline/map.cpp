// The reader of a hotline's map, and of rows by it.
#include <algorithm>
#include <array>
#include <iomanip>
#include <locale>
#include <recourse/casework/hotline/map.hpp>
#include <sstream>

#define TOML_HEADER_ONLY 1  // nothing to link for whoever links recourse
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace recourse::casework::hotline {
namespace {

constexpr std::array kColumns{"order", "reported_at", "station", "district", "matter",
                              "line",  "name",        "phone",   "address",  "narrative"};
constexpr std::array kNeeded{"order", "reported_at", "station"};
constexpr std::array kTables{"station", "district", "matter", "line"};

template <class List>
bool is_one_of(const List& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}
template <class List>
std::string listed(const List& list) {
  std::string text;
  for (const auto* one : list) text.append(text.empty() ? "" : ", ").append(one);
  return text;
}

Error fault(const toml::source_region& where, const std::string& what) {
  return {Errc::malformed, "line " + std::to_string(where.begin.line) + ", column " +
                               std::to_string(where.begin.column) + ": " + what};
}

Result<std::string> text_in(std::string_view key, const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  return fault(node.source(), "'" + std::string{key} + "' is a text in quotes");
}

/// A local moment by a format of strptime; nothing: it is none, or more stands behind it.
std::optional<Timestamp> moment_in(const std::string& text, const std::string& format,
                                   UtcOffset offset) {
  std::tm parts{};
  parts.tm_mday = 1;
  std::istringstream stream{text};
  stream.imbue(std::locale::classic());
  stream >> std::get_time(&parts, format.c_str());
  if (stream.fail()) return std::nullopt;
  if (stream.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  using namespace std::chrono;
  const year_month_day day{year{parts.tm_year + 1900},
                           month{static_cast<unsigned>(parts.tm_mon + 1)},
                           std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
  if (!day.ok()) return std::nullopt;
  return Timestamp{LocalDay{day}.time_since_epoch()} + hours{parts.tm_hour} +
         minutes{parts.tm_min} + seconds{parts.tm_sec} - offset;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Result<HotlineMap> HotlineMap::from_toml(std::string_view text) {
  const auto parsed = toml::parse(text);
  if (!parsed) {
    return fault(parsed.error().source(), std::string{parsed.error().description()});
  }
  HotlineMap map;
  for (const auto& [key, node] : parsed.table()) {
    const std::string name{key.str()};
    if (name == "date_format") {
      RECOURSE_TRY_ASSIGN(map.date_format_, text_in(name, node));
      continue;
    }
    if (name == "unknown_matter") {
      RECOURSE_TRY_ASSIGN(const auto what, text_in(name, node));
      if (what != "other" && what != "error") {
        return fault(node.source(), "unknown_matter is \"other\" or \"error\"");
      }
      map.unknown_matter_is_other_ = what == "other";
      continue;
    }
    const auto* const table = node.as_table();
    if (table == nullptr || (name != "columns" && !is_one_of(kTables, name))) {
      return fault(key.source(), "'" + name +
                                     "' is unknown; there are date_format, "
                                     "unknown_matter, and the tables columns, " +
                                     listed(kTables));
    }
    for (const auto& [word, meaning] : *table) {
      const std::string ours{word.str()};
      RECOURSE_TRY_ASSIGN(auto value, text_in(ours, meaning));
      if (name != "columns") {
        Line line{};
        if (name == "line" && !describe::enum_from_name(value, line)) {
          return fault(meaning.source(), "'" + value + "' is no line; population, for example, is");
        }
        map.tables_[name].emplace(ours, std::move(value));
        continue;
      }
      if (!is_one_of(kColumns, ours)) {
        return fault(word.source(),
                     "'" + ours + "' is no column of an order; there are " + listed(kColumns));
      }
      map.columns_.push_back({ours, std::move(value)});
    }
  }
  for (const auto* needed : kNeeded) {
    if (std::ranges::find(map.columns_, needed, &Column::ours) != map.columns_.end()) continue;
    return Error{Errc::malformed, "[columns] lacks " + std::string{needed} + ": write " + needed +
                                      " = \"the list's name of it\""};
  }
  return map;
}

Result<std::vector<std::size_t>> HotlineMap::places_in(std::span<const std::string> header) const {
  std::vector<std::size_t> places;
  for (const auto& column : columns_) {
    const auto count = std::ranges::count(header, column.theirs);
    if (count != 1) {
      return Error{Errc::malformed, "line 1: the column '" + column.theirs + "' (" + column.ours +
                                        ") is there " + (count == 0 ? "not at all" : "twice")};
    }
    places.push_back(
        static_cast<std::size_t>(std::ranges::find(header, column.theirs) - header.begin()));
  }
  return places;
}

std::variant<Order, std::vector<OrderFault>> HotlineMap::order_of(
    std::span<const std::string> cells, std::span<const std::size_t> places,
    UtcOffset offset) const {
  Order order;
  std::vector<OrderFault> faults;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& ours = columns_[i].ours;
    auto value = trimmed(cells[places[i]]);
    const auto wrong = [&](const std::string& what) { faults.push_back({places[i] + 1, what}); };
    if (value.empty() && is_one_of(kNeeded, ours)) {
      wrong("'" + columns_[i].theirs + "' is empty");
      continue;
    }
    if (ours == "reported_at") {
      const auto at = moment_in(value, date_format_, offset);
      if (at) order.reported_at = *at;
      if (!at) wrong("'" + value + "' is no moment as " + date_format_ + " has it");
      continue;
    }
    if (const auto table = tables_.find(ours); table != tables_.end() && !value.empty()) {
      const auto meaning = table->second.find(value);
      const bool known = meaning != table->second.end();
      if (!known && !(ours == "matter" && unknown_matter_is_other_)) {
        wrong("'" + value + "' does not stand in the table [" + ours + "]");
        continue;
      }
      value = known ? meaning->second : std::string{};
    }
    if (ours == "line" && !value.empty()) {
      Line line{};
      if (describe::enum_from_name(value, line)) order.line = line;
      if (!order.line) wrong("'" + value + "' is no line; write a table [line]");
      continue;
    }
    const std::map<std::string_view, std::string Order::*> kTexts{
        {"order", &Order::number},      {"station", &Order::station},
        {"district", &Order::district}, {"matter", &Order::matter},
        {"name", &Order::name},         {"phone", &Order::phone},
        {"address", &Order::address},   {"narrative", &Order::narrative}};
    if (const auto text = kTexts.find(ours); text != kTexts.end()) order.*text->second = value;
  }
  if (!faults.empty()) return faults;
  return order;
}

}  // namespace recourse::casework::hotline
