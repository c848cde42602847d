// CommandFields: the fields of a command of a workflow as options, made from its JSON Schema, so
// that a new command or field needs no line here.
//
//     CommandFields fields{type, *command};      // adds --input and an option a field
//     auto json = fields.read().value();         // after parsing: what was given, as an object
//
// Ownership: the options write into this; it must outlive the parsing. Thread-safety: none.
#pragma once

#include <boost/json.hpp>
#include <memory>
#include <recourse/describe/type_info.hpp>

#include "apps/cli/command_line.hpp"

namespace recourse::cli {

class CommandFields {
 public:
  CommandFields(const describe::TypeInfo& type, CommandLine& command);
  ~CommandFields();
  CommandFields(const CommandFields&) = delete;
  CommandFields& operator=(const CommandFields&) = delete;

  /// What was given: the object of --input, and upon it the options. Errors: those of read_input;
  /// malformed (no JSON, no object, a moment that is none), naming file or option.
  Result<boost::json::value> read() const;

 private:
  struct Field;
  void add(CommandLine& command, const describe::FieldInfo& info,
           const boost::json::object& schema);

  std::string input_;
  std::vector<std::unique_ptr<Field>> fields_;
};

}  // namespace recourse::cli
