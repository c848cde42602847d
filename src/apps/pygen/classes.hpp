// What the descriptions say, in the form in which Python classes are written from it.
#pragma once

#include <cstdint>
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
    std::string_view name;
    std::string_view zh;
  };
  std::string_view name;
  std::vector<Word> words;
};

/// The classes of the complaint, each module with those before it in reach.
struct PyModules {
  std::vector<PyEnum> enums;
  std::vector<PyClass> values;    ///< Structs inside events and commands, inner ones first.
  std::vector<PyClass> events;    ///< In the order of casework::complaint::Event.
  std::vector<PyClass> commands;  ///< In the order of casework::complaint::Command.
  std::vector<PyClass> state;     ///< The groups of the state, then State.
};

PyModules complaint_classes();

}  // namespace recourse::pygen
