// Figures as people read them: "85.2 %", "212 of 240", "3 h 20 min", and codes by their names.
#pragma once

#include <map>
#include <recourse/casework/complaint/views/figure_query.hpp>
#include <string>

namespace recourse::cli {

/// "85.2 %", "3,254", "1.25", "3 h 20 min", "4"; "–" where there is nothing to count.
std::string value_text(const casework::complaint::FigureInfo& figure,
                       const casework::complaint::FigureValue& value);
/// "212 of 240"; empty where there are no parts.
std::string parts_text(const casework::complaint::FigureInfo& figure,
                       const casework::complaint::FigureValue& value);
/// One number by another: "12.5".
std::string mean_text(const casework::complaint::FigureValue& value);

/// A value of a dimension as it is shown: a code with its name, if that is known; a value of an
/// enumeration by its Chinese or English name.
std::string key_name(const std::map<std::string, std::map<std::string, std::string>>& names,
                     std::string_view dimension, std::string_view key, bool chinese);

}  // namespace recourse::cli
