// HotlineMap: what the columns and words of a hotline's list mean (R27), as a TOML file says.
//
//     date_format = "%Y-%m-%d %H:%M:%S"     # as strptime; local time at the deployment
//     unknown_matter = "other"              # or "error", the default
//     [columns]                             # ours = theirs; these three must be there
//     order = "工单编号"
//     reported_at = "来电时间"
//     station = "承办单位"
//     matter = "诉求类别"
//     [station]                             # theirs = ours; without a table the words stay
//     "陆家嘴派出所" = "PD01"
//     [matter]
//     "户口迁移" = "RK05"
//
// Columns: order, reported_at, station, district, matter, line, name, phone, address, narrative.
// Tables: station, district, matter, line (to the names of casework::Line).
//
// Value; pure. Thread-safety: immutable once made.
#pragma once

#include <map>
#include <optional>
#include <recourse/base/result.hpp>
#include <recourse/base/time.hpp>
#include <recourse/casework/common/line.hpp>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace recourse::casework::hotline {

/// An order as a list has it. Name, phone, address and narrative are personal: they go into a case,
/// sealed, and nowhere else.
struct Order {
  std::string number{};
  Timestamp reported_at{};
  std::string station{};
  std::string district{};
  std::string matter{};  ///< Code in the catalogue; empty: none is meant.
  std::optional<Line> line{};
  std::string name{};
  std::string phone{};
  std::string address{};
  std::string narrative{};
};

/// What is wrong with a row: the number of the cell, from 1, and why.
struct OrderFault {
  std::size_t column = 0;
  std::string what{};
};

class HotlineMap {
 public:
  /// malformed, with line and column, what is wrong and what to do: no TOML, an unknown key, a
  /// column that must be there, a word of another type, a line of no such name.
  static Result<HotlineMap> from_toml(std::string_view text);

  /// The places of its columns in a list. malformed if the list lacks one, or has one twice.
  Result<std::vector<std::size_t>> places_in(std::span<const std::string> header) const;

  /// The order of a row, or all that is wrong with it. Requires: `places` are places_in of the
  /// row's list. `offset`: of local times.
  std::variant<Order, std::vector<OrderFault>> order_of(std::span<const std::string> cells,
                                                        std::span<const std::size_t> places,
                                                        UtcOffset offset) const;

 private:
  struct Column {
    std::string ours;
    std::string theirs;
  };
  using Words = std::map<std::string, std::string, std::less<>>;

  std::string date_format_ = "%Y-%m-%d %H:%M:%S";
  bool unknown_matter_is_other_ = false;
  std::vector<Column> columns_;
  std::map<std::string, Words, std::less<>> tables_;
};

}  // namespace recourse::casework::hotline
