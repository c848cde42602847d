// What the descriptions say, in the form in which Python classes are written from it.
#pragma once

#include <cstdint>
#include <recourse/core/workflow_port.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::pygen {

struct PyField {
  std::string name;        ///< In Python: a keyword has an underscore at its end.
  std::string annotation;  ///< "tuple[NoticeItem, ...]".
  std::string fallback;    ///< Its default; empty: it must be given.
  std::string_view doc;
  bool personal = false;
};

struct PyClass {
  std::string_view name;  ///< "Received".
  std::string_view type;  ///< "case.received".
  std::uint16_t version = 0;
  std::string_view doc;
  std::string_view zh;
  std::vector<PyField> fields;
};

struct PyEnum {
  struct Word {
    std::string member;     ///< In Python: a keyword has an underscore at its end.
    std::string_view name;  ///< In JSON.
    std::string_view zh;
  };
  std::string_view name;
  std::vector<Word> words;
};

/// The classes of a workflow, each module with those before it in reach.
struct PyModules {
  std::string_view name;  ///< Of the workflow, and of the folder.
  std::string_view kind;
  std::string_view doc;  ///< One sentence, or nothing.
  std::vector<PyEnum> enums;
  std::vector<PyClass> values;    ///< Structs inside events and commands, inner ones first.
  std::vector<PyClass> events;    ///< In the order of WorkflowInfo::events.
  std::vector<PyClass> commands;  ///< In the order of WorkflowInfo::commands.
  std::vector<PyClass> state;     ///< The groups of the state, then State; the same of the summary.
};

/// Whether Python reserves the word.
bool is_keyword(std::string_view name);

PyModules classes_of(const core::WorkflowInfo& workflow);

}  // namespace recourse::pygen
