// The report as one HTML page: charts, tables and what each figure means, in Chinese or English
// (R46).
//
// The page holds all it needs and asks no network; without JavaScript its tables say the same as
// its charts. Pure; safe from any thread.
#pragma once

#include <map>
#include <recourse/office/report.hpp>
#include <string>

namespace recourse::cli {

enum class Language : std::uint8_t { zh, en };

/// Names of codes, by dimension and code: "matter" → "RK01" → "…".
using CodeNames = std::map<std::string, std::map<std::string, std::string>>;

std::string report_html(const Report& report, const CodeNames& names, Language language);

}  // namespace recourse::cli
