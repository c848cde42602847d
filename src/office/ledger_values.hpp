// A column's value as bytes that compare as the values do; and what is typed, read into such.
#pragma once

#include <recourse/describe/wire.hpp>
#include <recourse/office/ledger.hpp>

namespace recourse {

/// Of a column that holds nothing: empty.
std::string comparable(const void* value, const describe::ValueInfo& info);
/// A list's elements, or the value alone; nothing where it is empty.
std::vector<std::string> comparables(const void* value, const describe::ValueInfo& info);
/// A value as it is typed. invalid_argument, saying what the column takes.
Result<LedgerCondition::Range> range_of(const describe::FieldInfo& column, std::string_view text,
                                        UtcOffset offset);
/// What is in an optional or a list, else the type itself.
const describe::ValueInfo& inner(const describe::ValueInfo& info);

/// What a list asks for, however it was written: two questions that have the same are one list.
template <class Query>
std::string list_form(std::string name, const Query& query) {
  std::string text;
  describe::WireWriter w{text};
  w& name;
  for (const auto& one : query.where) {
    auto column = std::string{one.column->name};
    auto op = static_cast<std::uint64_t>(one.op);
    w& column& op;
    for (const auto& range : one.values) w& range.from& range.to;
  }
  const auto verified = static_cast<std::uint64_t>(query.verify);
  const auto down = static_cast<std::uint64_t>(query.descending);
  w& query.text& verified& query.sort& down;
  return text;
}

}  // namespace recourse
