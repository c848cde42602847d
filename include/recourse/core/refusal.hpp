// Refusal: the domain says no. A value, never an error.
//
//     return core::Refusal{"used", "locker", "This parcel was put in before.", "此件已存过。", {}};
//
// A workflow with many of them keeps them in one table, a RefusalInfo each, and makes them from it.
// Texts have named places; a place that is unknown, missing or named twice does not compile:
//
//     inline constexpr core::RefusalInfo too_late{
//         .id = "too_late", .name = "too_late", .rule = "R11", .kind = core::RefusalKind::not_now,
//         .en = "It could be done until {end}.", .zh = "最迟应于{end}办理。"};
//     return core::refuse<too_late>(core::Put<"end">{to_string(end)});
//
// What a caller does about a refusal goes by its kind, or by `refusal.is(too_late)`; nobody
// compares names. Thread-safety: values; the watch is set before the threads are begun.
#pragma once

#include <algorithm>
#include <array>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recourse::core {

/// What sort of mistake it is. The one place that says what each comes to for callers:
///
/// | kind      | HTTP | exit code of the command line |
/// |-----------|------|-------------------------------|
/// | invalid   | 422  | 1 refused                     |
/// | forbidden | 403  | 1 refused                     |
/// | not_found | 404  | 4 no such case                |
/// | conflict  | 409  | 1 refused                     |
/// | not_now   | 409  | 1 refused                     |
enum class RefusalKind : std::uint8_t {
  invalid = 1,    ///< The command lacks something, or contradicts itself or the catalogue.
  forbidden = 2,  ///< This actor may not do it; another might.
  not_found = 3,  ///< What the command names does not exist.
  conflict = 4,   ///< What was recorded before rules it out: done already, or differs.
  not_now = 5,    ///< Not in this phase, too early or too late.
};
BOOST_DESCRIBE_ENUM(RefusalKind, invalid, forbidden, not_found, conflict, not_now)

/// The status that a server answers with.
constexpr int http_status(RefusalKind kind) noexcept {
  switch (kind) {
    case RefusalKind::invalid:
      return 422;
    case RefusalKind::forbidden:
      return 403;
    case RefusalKind::not_found:
      return 404;
    case RefusalKind::conflict:
    case RefusalKind::not_now:
      break;
  }
  return 409;
}

/// What the process of a command line ends with; docs/cli.md has the table of all codes.
constexpr int exit_code(RefusalKind kind) noexcept {
  return kind == RefusalKind::not_found ? 4 : 1;
}

/// A row of a workflow's table of refusals. Lives for ever: refusals are made from constants.
struct RefusalInfo {
  std::string_view id;    ///< Of the row; unique in the table.
  std::string_view name;  ///< Permanent; rows that say the same of different things share one.
  std::string_view rule;  ///< Source: "R12", "authority"; `{rule}` where the command has its own.
  RefusalKind kind;
  std::string_view en;  ///< One or two sentences with places: "The limit ends on {end}."
  std::string_view zh;  ///< The same in Chinese.
};

/// The domain says no. Carries its reason in English and Chinese, and what is allowed instead.
struct Refusal {
  std::string name;                          ///< Permanent: "not_allowed_in_phase".
  std::string rule;                          ///< Source: "R12", "authority", "lifecycle".
  std::string en;                            ///< One or two sentences.
  std::string zh;                            ///< The same in Chinese; empty if there is none.
  std::vector<std::string> allowed;          ///< Names of commands that would be taken now.
  RefusalKind kind = RefusalKind::conflict;  ///< What sort of mistake it is.

  /// It was made from a row of this name.
  bool is(const RefusalInfo& row) const noexcept { return name == row.name; }
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

namespace detail {

/// A string literal as a template argument.
template <std::size_t N>
struct Literal {
  char text[N]{};
  consteval Literal(const char (&from)[N]) { std::copy_n(from, N, text); }  // NOLINT
  constexpr std::string_view view() const { return {text, N - 1}; }
};

/// The text of one place.
struct Filled {
  std::string_view place;
  std::string_view en;
  std::string_view zh;
};

/// Calls `f` with each place of a text. Throws, or does not compile, where a brace is not closed.
template <class F>
constexpr void for_each_place(std::string_view text, F f) {
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open)) {
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) throw "a place is not closed";
    f(text.substr(open + 1, close - open - 1));
    open = close;
  }
}

/// Each of the texts' places is among `names`, and each of `names` is a place, and once.
constexpr bool fills(const RefusalInfo& row, std::span<const std::string_view> names) {
  bool known = true;
  for (const auto text : {row.rule, row.en, row.zh}) {
    for_each_place(text, [&](std::string_view place) {
      known = known && std::ranges::count(names, place) == 1;
    });
  }
  return known && std::ranges::all_of(names, [&](std::string_view name) {
           bool used = false;
           for (const auto text : {row.rule, row.en, row.zh}) {
             for_each_place(text, [&](std::string_view place) { used = used || place == name; });
           }
           return used;
         });
}

Refusal refuse_with(const RefusalInfo& row, std::span<const Filled> places);

}  // namespace detail

/// What stands in a place: the same in both languages, or a text for each.
template <detail::Literal Place>
struct Put {
  explicit Put(std::string both) : en(both), zh(std::move(both)) {}
  Put(std::string_view english, std::string_view chinese) : en(english), zh(chinese) {}
  static constexpr std::string_view place() { return Place.view(); }

  std::string en;
  std::string zh;
};

/// The refusal of a row, its places filled. Does not compile unless these are its places.
template <const RefusalInfo& Row, class... P>
Refusal refuse(const P&... put) {
  constexpr std::array<std::string_view, sizeof...(P)> kNames{P::place()...};
  static_assert(detail::fills(Row, kNames), "a place is unknown, missing or named twice");
  const std::array<detail::Filled, sizeof...(P)> filled{
      detail::Filled{P::place(), put.en, put.zh}...};
  return detail::refuse_with(Row, filled);
}

/// Is told of each row from which a refusal is made.
using RefusalWatch = void (*)(const RefusalInfo&);
/// Sets the process's one watch; nullptr: none. For tests that ask which rows were ever made.
void watch_refusals(RefusalWatch watch) noexcept;

/// A table that may be published: ids are unique, texts there in both languages, places closed, and
/// rows of one name are of one kind.
constexpr bool well_formed(std::span<const RefusalInfo> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    if (row.id.empty() || row.name.empty() || row.rule.empty()) return false;
    if (row.en.empty() || row.zh.empty()) return false;
    for (const auto text : {row.rule, row.en, row.zh}) {
      detail::for_each_place(text, [](std::string_view) {});
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (rows[j].id == row.id) return false;
      if (rows[j].name == row.name && rows[j].kind != row.kind) return false;
    }
  }
  return true;
}

}  // namespace recourse::core
