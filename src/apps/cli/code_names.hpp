// Codes in the fields of commands: matters, failure reasons, districts.
//
//     auto wrong = read_codes(office, type, fields);       // "出具户籍证明" became its code
//     if (wrong) return fail(session, *wrong);
//
// A field has a code if it is called `matter` or `district`, or `reason` and its explanation says
// that it is a code: most reasons are words of somebody. Thread-safety: pure.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <recourse/describe/type_info.hpp>
#include <recourse/office.hpp>

#include "apps/cli/usage.hpp"

namespace recourse::cli {

/// A code, and the name that people know it by.
struct Coded {
  std::string code;
  std::string zh;
};
/// What codes a field takes: what they are, and the command that lists them.
struct CodeKind {
  std::string_view what;
  std::string_view lists;
};

/// Nothing: the field holds no code.
std::optional<CodeKind> code_kind(const describe::FieldInfo& field);
/// The codes that travel with this build, to be offered while somebody types.
std::vector<std::string> built_in_codes(const CodeKind& kind);

/// The one whose code or whole Chinese name was typed; null: none.
const Coded* find_coded(const std::vector<Coded>& all, std::string_view typed);
/// What is wrong with a code that is none: the nearest with their names, at most a dozen, and where
/// all are.
Usage no_such_code(const CodeKind& kind, std::string_view typed, const std::vector<Coded>& all,
                   std::string_view option);

/// Puts the code where its Chinese name was given. The first that names nothing, as a wrong command
/// line; what is empty, or no text, is left to the command.
std::optional<Usage> read_codes(const Office& office, const describe::TypeInfo& type,
                                boost::json::value& fields);

}  // namespace recourse::cli
