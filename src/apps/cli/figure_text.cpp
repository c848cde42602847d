#include "apps/cli/figure_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/cli/console.hpp"

namespace recourse::cli {

using casework::complaint::DimensionForm;
using casework::complaint::FigureForm;
using casework::complaint::FigureInfo;
using casework::complaint::FigureValue;

namespace {

std::uint64_t count_of(std::int64_t n) { return static_cast<std::uint64_t>(n); }

std::string minutes_text(std::int64_t minutes) {
  if (minutes < 60) return fmt::format("{} min", minutes);
  if (minutes < 24 * 60) return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
  return fmt::format("{} d {:02} h", minutes / (24 * 60), minutes / 60 % 24);
}

}  // namespace

std::string mean_text(const FigureValue& value) {
  if (value.of == 0) return "–";
  return fmt::format("{:.2f}", static_cast<double>(value.value) / static_cast<double>(value.of));
}

std::string value_text(const FigureInfo& figure, const FigureValue& value) {
  switch (figure.form) {
    case FigureForm::count:
      return grouped(count_of(value.value));
    case FigureForm::share:
      return share(count_of(value.value), count_of(value.of));
    case FigureForm::mean:
      return mean_text(value);
    default:
      if (value.of == 0) return "–";
      return figure.unit == "minutes" ? minutes_text(value.value) : grouped(count_of(value.value));
  }
}

std::string parts_text(const FigureInfo& figure, const FigureValue& value) {
  switch (figure.form) {
    case FigureForm::count:
      return {};
    case FigureForm::share:
    case FigureForm::mean:
      return fmt::format("{} / {}", grouped(count_of(value.value)), grouped(count_of(value.of)));
    default:
      return fmt::format("{}", grouped(count_of(value.of)));
  }
}

std::string key_name(const std::map<std::string, std::map<std::string, std::string>>& names,
                     std::string_view dimension, std::string_view key, bool chinese) {
  const auto of = names.find(std::string{dimension});
  if (of != names.end()) {
    const auto found = of->second.find(std::string{key});
    if (found != of->second.end()) return std::string{key} + " " + found->second;
  }
  const auto* info = casework::complaint::find_dimension(dimension);
  if (!chinese || info == nullptr || info->form != DimensionForm::named) return std::string{key};
  for (std::int64_t i = 1; i <= info->values; ++i) {
    if (info->name_of(i) == key) return info->zh_of(i);
  }
  return std::string{key};
}

}  // namespace recourse::cli
