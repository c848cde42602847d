// Types that are described at run time, and their values: the tables that describe/ makes of C++
// structs (describe/type_info.hpp), made of data. Wire format, JSON, schema and checks are the same
// loops over them.
//
//     const auto& door = dynamic::text();
//     const auto& opened = dynamic::describe_struct(
//         {.type = "locker.opened", .doc = "A door was opened.", .class_name = "Opened",
//          .fields = {{.name = "door", .doc = "Which door.", .value = &door}}}).value();
//     DynamicObject event{opened};
//     *static_cast<std::string*>(event.at(0)) = "A1";
//
// A description lives as long as the process, as a compiled one does: whoever holds an event, a
// table or a name of it need not ask how long. A process may describe limits::kDynamicSetsMax sets.
//
// A value holds each field in a cell; a field's address is the cell's. Lists and optionals hold
// cells, too. Invariant: a value's type never changes.
//
// Thread-safety: describing from any thread; values as any value.
#pragma once

#include <memory>
#include <recourse/describe/event_set.hpp>

namespace recourse::core {

class DynamicObject;
struct DynamicStruct;

/// A value of a type that is described at run time, in place.
class DynamicValue {
 public:
  DynamicValue() = default;
  /// As T{} is; of an enumeration its first word.
  explicit DynamicValue(const describe::ValueInfo& info);
  DynamicValue(const DynamicValue& other);
  DynamicValue(DynamicValue&& other) noexcept;
  DynamicValue& operator=(const DynamicValue& other);
  DynamicValue& operator=(DynamicValue&& other) noexcept;
  ~DynamicValue();

  /// Null: it holds nothing.
  const describe::ValueInfo* info() const noexcept { return info_; }
  void* address() noexcept { return bytes_; }
  const void* address() const noexcept { return bytes_; }

 private:
  static constexpr std::size_t kBytes = 80;
  template <class F>
  static decltype(auto) visit(const describe::ValueInfo& info, F&& f);
  void destroy() noexcept;
  // First: the address of a value in a list is that of its cell.
  alignas(8) std::byte bytes_[kBytes]{};
  const describe::ValueInfo* info_ = nullptr;
};

/// What an optional or a list holds.
struct DynamicList {
  const describe::ValueInfo* element = nullptr;
  std::vector<DynamicValue> items = {};
};

/// A value of a struct.
class DynamicObject {
 public:
  /// Of no type: it has no fields.
  DynamicObject() = default;
  /// With the defaults of its fields.
  explicit DynamicObject(const DynamicStruct& type);

  /// Null: it is of no type.
  const DynamicStruct* type() const noexcept { return type_; }
  /// Address of the field of that index, for FieldInfo::at.
  void* at(std::size_t field) noexcept { return values_[field].address(); }
  const void* at(std::size_t field) const noexcept { return values_[field].address(); }
  friend bool operator==(const DynamicObject& a, const DynamicObject& b);

 private:
  const DynamicStruct* type_ = nullptr;
  std::vector<DynamicValue> values_;
};

/// A stream's state. Whoever folds in another language may keep beside it the same value as that
/// language has it, so that it is not converted again; two states are the same if their fields are.
class DynamicState : public DynamicObject {
 public:
  DynamicState() = default;
  explicit DynamicState(const DynamicStruct& type) : DynamicObject(type) {}
  explicit DynamicState(DynamicObject object) : DynamicObject(std::move(object)) {}

  /// It is of a type: not that of a stream that does not exist.
  bool begun() const noexcept { return type() != nullptr; }
  std::shared_ptr<const void> native = {};
};

/// A described struct. Its base is what everything generic goes by.
struct DynamicStruct : describe::TypeInfo {
  std::vector<DynamicValue> initial;  ///< Of each field.
};

/// A field, as it is to be described.
struct FieldDescription {
  std::string name;
  std::string doc = {};
  const describe::ValueInfo* value = nullptr;
  std::uint16_t since = 1;
  describe::Access access = describe::Access::open;
  describe::Subject subject = describe::Subject::reporter;
  bool needed = false;
  /// What it is where nothing else is said; nothing: as the type's own.
  std::optional<DynamicValue> initial = {};
};

/// A struct, as it is to be described.
struct StructDescription {
  std::string type;
  std::uint16_t version = 1;
  std::string doc = {};
  std::string zh = {};
  std::string class_name = {};
  std::vector<FieldDescription> fields = {};
};

/// A closed list, as it is to be described.
struct WordsDescription {
  struct One {
    std::string name;
    std::uint64_t number;
    std::string zh = {};
  };
  std::string class_name;
  std::vector<One> words;
};

class DynamicSet;

/// Several structs of which a value is one: the commands of a workflow, or its events.
class DynamicSetType {
 public:
  explicit DynamicSetType(std::vector<const DynamicStruct*> types);
  DynamicSetType(const DynamicSetType&) = delete;
  DynamicSetType& operator=(const DynamicSetType&) = delete;

  const describe::SetInfo& info() const noexcept { return info_; }
  const DynamicStruct& type(std::size_t index) const { return *structs_[index]; }
  std::size_t size() const noexcept { return structs_.size(); }

 private:
  std::vector<const DynamicStruct*> structs_;
  std::vector<const describe::TypeInfo*> types_;
  std::vector<std::uint16_t> by_name_;
  describe::SetInfo info_;
};

/// One of a set: an event, or a command.
class DynamicSet {
 public:
  /// The first alternative, or that of an index. Requires: the set's type lives for ever.
  explicit DynamicSet(const DynamicSetType& of, std::size_t index = 0)
      : of_(&of), index_(index), object_(of.type(index)) {}

  const describe::SetInfo& set_info() const noexcept { return of_->info(); }
  const DynamicSetType& of() const noexcept { return *of_; }
  std::size_t index() const noexcept { return index_; }
  const DynamicObject& object() const noexcept { return object_; }
  DynamicObject& object() noexcept { return object_; }
  std::string_view type() const noexcept { return object_.type()->type; }
  /// Makes it hold another alternative, with its defaults.
  DynamicObject& emplace(std::size_t index);
  friend bool operator==(const DynamicSet& a, const DynamicSet& b) {
    return a.object_ == b.object_;
  }

 private:
  const DynamicSetType* of_;
  std::size_t index_;
  DynamicObject object_;
};

namespace dynamic {

// The types that fields have. Bytes: 1, 2, 4 or 8.
const describe::ValueInfo& boolean();
const describe::ValueInfo& real();
const describe::ValueInfo& natural(std::uint8_t bytes = 8);
const describe::ValueInfo& whole(std::uint8_t bytes = 8);
const describe::ValueInfo& text();
const describe::ValueInfo& moment();
const describe::ValueInfo& day();
/// Personal data.
const describe::ValueInfo& sealed_text();
/// invalid_argument: no words, or two of one name or number.
Result<const describe::ValueInfo*> enumeration(WordsDescription words);
const describe::ValueInfo& optional_of(const describe::ValueInfo& element);
const describe::ValueInfo& list_of(const describe::ValueInfo& element);
const describe::ValueInfo& object_of(const DynamicStruct& type);

/// invalid_argument, naming type and field: a name that is none, two of one name, a field since a
/// version that the struct has not come to, or fields whose versions go back.
Result<const DynamicStruct*> describe_struct(StructDescription description);
/// limit_exceeded after limits::kDynamicSetsMax.
Result<const DynamicSetType*> describe_set(std::vector<const DynamicStruct*> types);

/// Makes a value of a set, or of a struct, that was described: for WorkflowInfo, whose members are
/// functions without anything bound. limit_exceeded as describe_set.
using Make = std::shared_ptr<void> (*)();
Make maker_of(const DynamicSetType& type);
Result<Make> maker_of_state(const DynamicStruct& type);

/// A text that lives for ever; the same for the same text.
std::string_view interned(std::string_view text);

}  // namespace dynamic

}  // namespace recourse::core

namespace recourse::describe::detail {
/// Its alternatives are known at run time: DynamicSet::set_info.
template <>
struct Alternatives<core::DynamicSet> {
  static constexpr std::size_t kCount = 0;
  static constexpr std::array<std::string_view, 0> kNames{};
};
}  // namespace recourse::describe::detail
