// Conditions of the ledger: how they are read, and whether a row is as they want it.
#include <algorithm>
#include <charconv>
#include <recourse/base/bytes.hpp>
#include <recourse/casework/common/terms.hpp>
#include <recourse/describe/typed_words.hpp>
#include <tuple>

#include "office/ledger_values.hpp"

namespace recourse {
namespace {

using describe::FieldInfo;
using describe::Shape;
using describe::ValueInfo;
using Operator = LedgerCondition::Operator;
using Range = LedgerCondition::Range;

constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;

std::string of_number(std::uint64_t number) {
  std::string bytes(1, '\1');
  base::append_be64(bytes, number);
  return bytes;
}

std::string of_moment(Timestamp t) {
  return of_number(static_cast<std::uint64_t>(t.time_since_epoch().count()) ^ kSign);
}

Error no_value(const FieldInfo& column, std::string_view text, const std::string& wanted) {
  return Error{Errc::invalid_argument, "'" + std::string{text} + "' is no value of the column " +
                                           std::string{column.name} + ": " + wanted};
}

std::string names_of(const describe::EnumInfo& words) {
  std::string names;
  for (const auto& word : words.words) names.append(names.empty() ? "" : ", ").append(word.name);
  return names;
}

Result<Range> word_of(const FieldInfo& column, const ValueInfo& info, std::string_view text) {
  const auto* word = describe::find_typed(*info.words, text);
  if (word == nullptr) return no_value(column, text, "one of " + names_of(*info.words));
  return Range{of_number(word->value), of_number(word->value)};
}

Result<Range> number_of(const FieldInfo& column, std::string_view text) {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) {
    return no_value(column, text, "a whole number from 0 on");
  }
  return Range{of_number(number), of_number(number)};
}

Result<Range> truth_of(const FieldInfo& column, std::string_view text) {
  if (text == "true" || text == "yes") return Range{of_number(1), of_number(1)};
  if (text == "false" || text == "no") return Range{of_number(0), of_number(0)};
  return no_value(column, text, "true or false");
}

/// "2023-07-01" stands for all its moments.
Result<Range> moments_of(const FieldInfo& column, std::string_view text, UtcOffset offset) {
  constexpr std::size_t kDayLetters = 10;
  const bool day = text.size() == kDayLetters;
  std::string moment{text};
  if (day) moment.append("T00:00:00");
  const auto read = parse_timestamp(moment, offset);
  if (!read) return no_value(column, text, "a day, or a moment as 2023-07-01T09:30:00+08:00");
  if (!day) return Range{of_moment(*read), of_moment(*read)};
  return Range{of_moment(*read), of_moment(end_of(local_day(*read, offset), offset))};
}

/// What stands on one side of a condition.
struct Parts {
  std::string_view column;
  Operator op;
  std::string_view values;
};

std::optional<Parts> parts_of(std::string_view text) {
  const auto at = text.find_first_of("=!<>~");
  if (at == std::string_view::npos) return std::nullopt;
  const auto column = text.substr(0, at);
  const auto rest = text.substr(at);
  const auto two = rest.substr(0, 2);
  if (two == "!=") return Parts{column, Operator::unequal, rest.substr(2)};
  if (two == "<=") return Parts{column, Operator::at_most, rest.substr(2)};
  if (two == ">=") return Parts{column, Operator::at_least, rest.substr(2)};
  switch (rest.front()) {
    case '=':
      return Parts{column, Operator::equal, rest.substr(1)};
    case '<':
      return Parts{column, Operator::less, rest.substr(1)};
    case '>':
      return Parts{column, Operator::more, rest.substr(1)};
    case '~':
      return Parts{column, Operator::holds, rest.substr(1)};
    default:
      return std::nullopt;
  }
}

/// The values between commas; a backslash takes the next character as it is.
std::vector<std::string> values_in(std::string_view text) {
  std::vector<std::string> values;
  if (text.empty()) return values;
  values.emplace_back();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      values.back().push_back(text[++i]);
    } else if (text[i] == ',') {
      values.emplace_back();
    } else {
      values.back().push_back(text[i]);
    }
  }
  return values;
}

bool takes_any(Operator op) {
  return op == Operator::equal || op == Operator::unequal || op == Operator::holds;
}

Result<void> check(const LedgerCondition& condition) {
  const auto& column = *condition.column;
  const auto wrong = [&](const std::string& what) {
    return Error{Errc::invalid_argument, "'" + condition.text + "': " + what};
  };
  const auto& info = inner(*column.value);
  if (column.value->shape == Shape::list && !takes_any(condition.op)) {
    return wrong(std::string{column.name} + " is a list: it knows =, != and ~ alone");
  }
  if (condition.op == Operator::holds && info.shape != Shape::text &&
      column.value->shape != Shape::list) {
    return wrong("~ is for texts and lists; " + std::string{column.name} + " is neither");
  }
  const bool ordered = !takes_any(condition.op);
  if (ordered && condition.values.size() != 1) return wrong("one value is wanted behind < or >");
  if (condition.op == Operator::holds && condition.values.empty()) {
    return wrong("something is wanted behind ~");
  }
  return {};
}

bool is_in(const std::string& value, const Range& range) {
  return value >= range.from && value <= range.to;
}

bool is_any(const std::vector<std::string>& values, const LedgerCondition& condition) {
  if (condition.values.empty()) return values.empty();
  return std::any_of(values.begin(), values.end(), [&](const auto& value) {
    return std::any_of(condition.values.begin(), condition.values.end(),
                       [&](const auto& range) { return is_in(value, range); });
  });
}

bool holds_any(const std::vector<std::string>& values, const LedgerCondition& condition) {
  if (inner(*condition.column->value).shape != Shape::text) return is_any(values, condition);
  return std::any_of(values.begin(), values.end(), [&](const auto& value) {
    const auto text = casework::folded(std::string_view{value}.substr(1));
    return std::any_of(condition.values.begin(), condition.values.end(), [&](const auto& range) {
      const auto wanted = casework::folded(std::string_view{range.from}.substr(1));
      return text.find(wanted) != std::string::npos;
    });
  });
}

}  // namespace

const ValueInfo& inner(const ValueInfo& info) {
  return info.shape == Shape::optional || info.shape == Shape::list ? *info.element : info;
}

std::string comparable(const void* value, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::optional:
      return info.inside->size(value) == 0 ? std::string{}
                                           : comparable(info.inside->first(value), *info.element);
    case Shape::text: {
      const auto& text = *static_cast<const std::string*>(value);
      return text.empty() ? std::string{} : std::string(1, '\1').append(text);
    }
    case Shape::boolean:
      return of_number(*static_cast<const bool*>(value) ? 1 : 0);
    case Shape::natural:
      return of_number(describe::load_number(value, info));
    case Shape::enumeration: {
      const auto number = describe::load_number(value, info);
      // What the viewer may not see is left with a number that is no word.
      return info.words->find(number) == nullptr ? std::string{} : of_number(number);
    }
    case Shape::timestamp: {
      const auto moment = *static_cast<const Timestamp*>(value);
      return moment == Timestamp{} ? std::string{} : of_moment(moment);
    }
    default:
      return {};
  }
}

std::vector<std::string> comparables(const void* value, const ValueInfo& info) {
  std::vector<std::string> all;
  const auto take = [&](const void* one, const ValueInfo& of) {
    auto bytes = comparable(one, of);
    if (!bytes.empty()) all.push_back(std::move(bytes));
  };
  if (info.shape == Shape::list) {
    describe::for_each_element(value, info, take);
  } else {
    take(value, info);
  }
  return all;
}

Result<Range> range_of(const FieldInfo& column, std::string_view text, UtcOffset offset) {
  const auto& info = inner(*column.value);
  switch (info.shape) {
    case Shape::text:
      return Range{std::string(1, '\1').append(text), std::string(1, '\1').append(text)};
    case Shape::boolean:
      return truth_of(column, text);
    case Shape::natural:
      return number_of(column, text);
    case Shape::enumeration:
      return word_of(column, info, text);
    case Shape::timestamp:
      return moments_of(column, text, offset);
    default:
      return no_value(column, text, "it cannot be compared");
  }
}

Result<const FieldInfo*> ledger_column(std::string_view name) {
  const auto& type = describe::type_info<LedgerEntry>;
  if (const auto* found = type.find(name)) return found;
  std::string names;
  for (const auto& field : type.fields) names.append(names.empty() ? "" : ", ").append(field.name);
  return Error{Errc::invalid_argument,
               "the ledger has no column '" + std::string{name} + "'; it has " + names};
}

Result<LedgerCondition> ledger_condition(std::string_view text, UtcOffset offset) {
  const auto parts = parts_of(text);
  if (!parts) {
    return Error{Errc::invalid_argument,
                 "'" + std::string{text} +
                     "' is no condition: a column, one of = != < <= > >= ~, and values are wanted"};
  }
  LedgerCondition condition{.op = parts->op, .text = std::string{text}};
  RECOURSE_TRY_ASSIGN(condition.column, ledger_column(parts->column));
  if (condition.column->access == describe::Access::identity) {
    return Error{Errc::invalid_argument,
                 "'" + condition.text + "': the column " + std::string{condition.column->name} +
                     " is personal: it is neither a condition nor an order"};
  }
  for (const auto& value : values_in(parts->values)) {
    if (value.empty()) {
      return Error{Errc::invalid_argument,
                   "'" + std::string{text} + "': a value between its commas is empty"};
    }
    RECOURSE_TRY_ASSIGN(auto range, range_of(*condition.column, value, offset));
    condition.values.push_back(std::move(range));
  }
  RECOURSE_TRY(check(condition));
  auto& values = condition.values;
  const auto key = [](const Range& range) { return std::tie(range.from, range.to); };
  std::sort(values.begin(), values.end(),
            [&](const Range& a, const Range& b) { return key(a) < key(b); });
  values.erase(std::unique(values.begin(), values.end(),
                           [&](const Range& a, const Range& b) { return key(a) == key(b); }),
               values.end());
  return condition;
}

bool meets(const LedgerEntry& row, const LedgerCondition& condition) {
  const auto values = comparables(condition.column->at(&row), *condition.column->value);
  switch (condition.op) {
    case Operator::equal:
      return is_any(values, condition);
    case Operator::unequal:
      return !is_any(values, condition);
    case Operator::holds:
      return holds_any(values, condition);
    default:
      break;
  }
  if (values.empty()) return false;
  const auto& [from, to] = condition.values.front();
  const auto& value = values.front();
  if (condition.op == Operator::less) return value < from;
  if (condition.op == Operator::at_most) return value <= to;
  if (condition.op == Operator::more) return value > to;
  return value >= from;
}

}  // namespace recourse
