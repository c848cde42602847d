#include "apps/cli/registry_list.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "apps/cli/csv.hpp"

namespace recourse::cli {
namespace {

namespace registry = casework::registry;

constexpr std::array<std::string_view, 12> kColumns{"station",  "district", "name",   "chief",
                                                    "kind",     "centre",   "form",   "place",
                                                    "counters", "counter",  "reason", "officers"};
constexpr std::size_t kWanted = 4;  // the first ones

/// Where the header has each column.
using Places = std::map<std::string_view, std::size_t>;

Result<Places> places_of(const std::vector<std::string>& header) {
  Places places;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto known = std::ranges::find(kColumns, header[i]);
    const auto at = "line 1, column " + std::to_string(i + 1) + ": ";
    if (known == kColumns.end()) {
      return Error{Errc::malformed, at + "there is no column '" + header[i] + "'"};
    }
    if (!places.emplace(*known, i).second) {
      return Error{Errc::malformed, at + "the column '" + header[i] + "' is there twice"};
    }
  }
  for (std::size_t i = 0; i < kWanted; ++i) {
    if (places.contains(kColumns[i])) continue;
    return Error{Errc::malformed,
                 "line 1: the column '" + std::string{kColumns[i]} + "' is wanted"};
  }
  return places;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= text.size()) {
    const auto end = std::min(text.find(separator, from), text.size());
    parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

/// The word of that name or Chinese label.
template <class E>
std::optional<E> word(const std::string& text) {
  for (const auto& one : describe::enum_info<E>.words) {
    if (one.name == text || (!one.zh.empty() && one.zh == text)) return static_cast<E>(one.value);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> number(const std::string& text) {
  std::uint32_t value = 0;
  const auto* const end = text.data() + text.size();
  const auto [rest, fault] = std::from_chars(text.data(), end, value);
  if (fault != std::errc{} || rest != end) return std::nullopt;
  return value;
}

/// One line, read column by column.
class Line {
 public:
  Line(const CsvRow& row, const Places& places, RegistryList& list)
      : row_(&row), places_(&places), list_(&list) {}

  void read(std::set<std::string>& seen) {
    const auto key = cell("station");
    const auto stream = StreamId::of("registry", key);
    if (!stream) return fault("station", "'" + key + "' is no code of a station or centre");
    if (!seen.insert(key).second) return fault("station", key + " stands in a line before");
    stream_ = &*stream;
    begin();
    counters();
    if (!cell("centre").empty() && !cell("counters").empty()) {
      fault("counters", "whose window is a centre's has no counters to overlay");
    }
    plan();
    officers();
    if (!cell("centre").empty()) order(registry::JoinCentre{cell("centre")});
  }

 private:
  std::string cell(std::string_view column) const {
    const auto place = places_->find(column);
    return place == places_->end() ? std::string{} : row_->cells[place->second];
  }
  void fault(std::string_view column, std::string what) {
    list_->faults.push_back({row_->line, std::string{column}, std::move(what)});
  }
  void order(registry::Command command) {
    list_->orders.push_back({row_->line, *stream_, std::move(command)});
  }

  void begin() {
    const auto text = cell("kind");
    const auto kind = text.empty() ? std::optional{registry::PlaceKind::station}
                                   : word<registry::PlaceKind>(text);
    if (!kind) return fault("kind", "'" + text + "' is neither station 派出所 nor centre 服务中心");
    if (*kind == registry::PlaceKind::station) {
      return order(registry::Register{cell("district"), cell("name"), cell("chief")});
    }
    order(registry::RegisterCentre{cell("district"), cell("name"), cell("chief")});
  }
  /// The items of a cell, "户籍:40:12;出入境:10:6", each of three parts.
  template <class F>
  void each_item(std::string_view column, const std::string& form, F read_item) {
    const auto text = cell(column);
    if (text.empty()) return;
    for (const auto& item : split(text, ';')) {
      const auto parts = split(item, ':');
      const auto what = parts.size() == 3 ? read_item(parts) : "it is not " + form;
      if (!what.empty()) fault(column, "'" + item + "': " + what);
    }
  }
  void counters() {
    each_item("counters", "name:items a day:minutes an item", [&](const auto& parts) {
      const auto items = number(parts[1]);
      const auto minutes = number(parts[2]);
      if (!items) return parts[1] + " is no number";
      if (!minutes) return parts[2] + " is no number";
      order(registry::RecordCounter{parts[0], *items, *minutes});
      return std::string{};
    });
  }
  void plan() {
    const auto text = cell("form");
    if (text.empty()) {
      for (const auto* const column : {"place", "counter", "reason"}) {
        if (!cell(column).empty()) fault(column, "it goes with a form, and none is named");
      }
      return;
    }
    const auto form = word<registry::WindowForm>(text);
    if (!form) {
      return fault("form", "'" + text + "' is neither independent 独立设置 nor overlaid 叠加设置");
    }
    if (!cell("centre").empty()) return fault("form", "who shares a centre's window has none");
    order(registry::Plan{form, cell("place"), cell("counter"), cell("reason")});
  }
  void officers() {
    each_item("officers", "staff number:rank:years", [&](const auto& parts) {
      const auto rank = word<registry::PoliceRank>(parts[1]);
      const auto years = number(parts[2]);
      if (!rank) return parts[1] + " is no sworn rank";
      if (!years) return parts[2] + " is no number of years";
      order(registry::AddOfficer{parts[0], registry::StaffKind::sworn, rank, *years, false});
      return std::string{};
    });
    if (!cell("officers").empty() && !cell("centre").empty()) {
      fault("officers", "they are listed with the centre whose window it is");
    }
  }

  const CsvRow* row_;
  const Places* places_;
  RegistryList* list_;
  const StreamId* stream_ = nullptr;
};

bool registers_centre(const ListOrder& order) {
  return std::holds_alternative<registry::RegisterCentre>(order.command);
}

}  // namespace

Result<RegistryList> read_registry_list(std::string_view text) {
  RECOURSE_TRY_ASSIGN(const auto table, read_csv(text));
  RECOURSE_TRY_ASSIGN(const auto places, places_of(table.header));
  RegistryList list;
  list.places = table.rows.size();
  std::set<std::string> seen;
  for (const auto& row : table.rows) Line{row, places, list}.read(seen);
  // A station may stand before the centre that it joins.
  std::stable_partition(list.orders.begin(), list.orders.end(), registers_centre);
  return list;
}

std::string column_of(const registry::Command& command, std::string_view refusal) {
  constexpr std::pair<std::string_view, std::string_view> kByRefusal[] = {
      {"district_missing", "district"},  {"unknown_district", "district"},
      {"not_your_district", "district"}, {"name_missing", "name"},
      {"chief_missing", "chief"},        {"place_missing", "place"},
      {"unknown_counter", "counter"},    {"counter_of_its_own", "counter"},
      {"no_counters", "counters"}};
  for (const auto& [name, column] : kByRefusal) {
    if (name == refusal) return std::string{column};
  }
  if (std::holds_alternative<registry::RecordCounter>(command)) return "counters";
  if (std::holds_alternative<registry::AddOfficer>(command)) return "officers";
  if (std::holds_alternative<registry::JoinCentre>(command)) return "centre";
  if (std::holds_alternative<registry::Plan>(command)) {
    return refusal == "reason_missing" ? "reason" : "form";
  }
  return "station";
}

}  // namespace recourse::cli
