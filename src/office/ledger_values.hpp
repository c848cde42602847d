// A column's value as bytes that compare as the values do; and what is typed, read into such.
#pragma once

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

}  // namespace recourse
