#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <new>
#include <recourse/base/limits.hpp>
#include <recourse/core/dynamic_types.hpp>
#include <set>
#include <unordered_map>

namespace recourse::core {

using describe::Shape;
using describe::ValueInfo;

namespace {

/// Keeps what is described for the process's life.
template <class T>
class Kept {
 public:
  T& add(T one) {
    std::lock_guard guard{mutex_};
    return all_.emplace_back(std::move(one));
  }

 private:
  std::mutex mutex_;
  std::deque<T> all_;
};
/// Never destroyed: threads of an engine may outlive static objects.
template <class T>
Kept<T>& kept() {
  static auto* const all = new Kept<T>;
  return *all;
}

template <class T>
const T* launder_const(const std::byte* at) {
  return std::launder(reinterpret_cast<const T*>(at));
}

}  // namespace

/// Calls f with the C++ type that a value of `info` has.
template <class F>
decltype(auto) DynamicValue::visit(const ValueInfo& info, F&& f) {
  switch (info.shape) {
    case Shape::boolean:
      return f(std::type_identity<bool>{});
    case Shape::real:
      return f(std::type_identity<double>{});
    case Shape::text:
      return f(std::type_identity<std::string>{});
    case Shape::timestamp:
      return f(std::type_identity<Timestamp>{});
    case Shape::day:
      return f(std::type_identity<LocalDay>{});
    case Shape::sealed:
      return f(std::type_identity<Sealed<std::string>>{});
    case Shape::optional:
    case Shape::list:
      return f(std::type_identity<DynamicList>{});
    case Shape::object:
      return f(std::type_identity<DynamicObject>{});
    case Shape::natural:
    case Shape::whole:
    case Shape::enumeration:
    case Shape::stream_id:  // no field is described so
    case Shape::id128:
      break;
  }
  return f(std::type_identity<std::uint64_t>{});
}

DynamicValue::DynamicValue(const ValueInfo& info) : info_(&info) {
  static_assert(sizeof(Sealed<std::string>) <= kBytes && sizeof(std::string) <= kBytes);
  visit(info, [&]<class T>(std::type_identity<T>) {
    auto* const made = new (bytes_) T{};
    if constexpr (std::is_same_v<T, DynamicList>) made->element = info.element;
    if constexpr (std::is_same_v<T, DynamicObject>) {
      *made = DynamicObject{*static_cast<const DynamicStruct*>(info.object)};
    }
  });
  if (info.shape == Shape::enumeration) {
    describe::store_number(bytes_, info, info.words->words.front().value);
  }
}

DynamicValue::DynamicValue(const DynamicValue& other) : info_(other.info_) {
  if (info_ == nullptr) return;
  visit(*info_,
        [&]<class T>(std::type_identity<T>) { new (bytes_) T(*launder_const<T>(other.bytes_)); });
}

DynamicValue::DynamicValue(DynamicValue&& other) noexcept : info_(other.info_) {
  if (info_ == nullptr) return;
  visit(*info_, [&]<class T>(std::type_identity<T>) {
    new (bytes_) T(std::move(*std::launder(reinterpret_cast<T*>(other.bytes_))));
  });
}

DynamicValue& DynamicValue::operator=(const DynamicValue& other) {
  return *this = DynamicValue{other};
}

DynamicValue& DynamicValue::operator=(DynamicValue&& other) noexcept {
  if (this == &other) return *this;
  destroy();
  new (this) DynamicValue{std::move(other)};
  return *this;
}

DynamicValue::~DynamicValue() { destroy(); }

void DynamicValue::destroy() noexcept {
  if (info_ == nullptr) return;
  visit(*info_,
        [&]<class T>(std::type_identity<T>) { std::launder(reinterpret_cast<T*>(bytes_))->~T(); });
  info_ = nullptr;
}

DynamicObject::DynamicObject(const DynamicStruct& type) : type_(&type), values_(type.initial) {}

bool operator==(const DynamicObject& a, const DynamicObject& b) {
  if (a.type_ != b.type_) return false;
  return a.type_ == nullptr || describe::equal(&a, &b, *a.type_);
}

DynamicSetType::DynamicSetType(std::vector<const DynamicStruct*> types)
    : structs_(std::move(types)), types_(structs_.begin(), structs_.end()) {
  by_name_.resize(types_.size());
  for (std::size_t i = 0; i < by_name_.size(); ++i) by_name_[i] = static_cast<std::uint16_t>(i);
  std::ranges::sort(by_name_, {}, [this](std::uint16_t i) { return types_[i]->type; });
  info_ = {
      types_, by_name_,
      [](const void* set) { return static_cast<const DynamicSet*>(set)->index(); },
      [](const void* set) -> const void* { return &static_cast<const DynamicSet*>(set)->object(); },
      [](void* set, std::size_t index) -> void* {
        return &static_cast<DynamicSet*>(set)->emplace(index);
      }};
}

DynamicObject& DynamicSet::emplace(std::size_t index) {
  index_ = index;
  return object_ = DynamicObject{of_->type(index)};
}

namespace dynamic {
namespace {

template <std::size_t Field>
void* address_of(void* object) {
  return static_cast<DynamicObject*>(object)->at(Field);
}
using Address = void* (*)(void*);
template <std::size_t... I>
constexpr std::array<Address, sizeof...(I)> addresses(std::index_sequence<I...>) {
  return {&address_of<I>...};
}
constexpr auto kAddresses = addresses(std::make_index_sequence<limits::kDynamicFieldsMax>{});

DynamicList& list(void* value) { return *static_cast<DynamicList*>(value); }
const DynamicList& list(const void* value) { return *static_cast<const DynamicList*>(value); }
std::size_t size_of(const void* value) { return list(value).items.size(); }
const void* first_of(const void* value) { return list(value).items.front().address(); }
void clear(void* value) { list(value).items.clear(); }
void* add_to_list(void* value) {
  auto& to = list(value);
  return to.items.emplace_back(*to.element).address();
}
void* set_optional(void* value) {
  clear(value);
  return add_to_list(value);
}
constexpr describe::ContainerOps kListOps{
    sizeof(DynamicValue), &size_of, &first_of, &add_to_list, &clear, nullptr, nullptr};
constexpr describe::ContainerOps kOptionalOps{
    sizeof(DynamicValue), &size_of, &first_of, &set_optional, &clear, nullptr, nullptr};

/// Words, with the texts that they borrow.
struct Words {
  describe::EnumInfo info{};
  std::vector<describe::EnumWord> words;
};

const ValueInfo& number(Shape shape, std::uint8_t bytes) {
  static const auto make = [](Shape of) {
    return std::array<ValueInfo, 4>{ValueInfo{of, 1}, ValueInfo{of, 2}, ValueInfo{of, 4},
                                    ValueInfo{of, 8}};
  };
  static const auto naturals = make(Shape::natural);
  static const auto wholes = make(Shape::whole);
  const std::size_t i = bytes == 1 ? 0 : bytes == 2 ? 1 : bytes == 4 ? 2 : 3;
  return shape == Shape::natural ? naturals[i] : wholes[i];
}

Error bad(const std::string& type, std::string why) {
  return Error{Errc::invalid_argument, type + ": " + std::move(why)};
}

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || !letter(text.front())) return false;
  return std::ranges::all_of(text, [&](char c) { return letter(c) || digit(c); });
}

Result<void> check(const StructDescription& s) {
  if (s.fields.size() > limits::kDynamicFieldsMax) {
    return Error{Errc::limit_exceeded, s.type + ": it has more than " +
                                           std::to_string(limits::kDynamicFieldsMax) + " fields"};
  }
  if (s.version < 1) return bad(s.type, "versions begin at 1");
  std::set<std::string_view> names;
  std::uint16_t since = 1;
  for (const auto& field : s.fields) {
    const auto place = s.type + "." + field.name;
    if (!is_name(field.name)) {
      return bad(place, "a field's name is of a-z, 0-9 and _, and no digit in front");
    }
    if (!names.insert(field.name).second) return bad(place, "two fields have this name");
    if (field.since < since) {
      return bad(place, "a field is added at the end, with the version that added it (since)");
    }
    if (field.since > s.version) {
      return bad(place, "since " + std::to_string(field.since) + ", but the version is " +
                            std::to_string(s.version));
    }
    since = field.since;
  }
  return {};
}

describe::FieldInfo field_of(const FieldDescription& field, std::size_t index) {
  return {interned(field.name), interned(field.doc), field.value,   kAddresses[index],
          field.since,          field.access,        field.subject, describe::Access::open,
          field.needed};
}

// A set's maker, of those that the pool below has.
std::array<std::atomic<const void*>, limits::kDynamicSetsMax> makers_of_what{};
std::atomic<std::size_t> makers_used{0};

template <std::size_t I>
std::shared_ptr<void> make_set() {
  return std::make_shared<DynamicSet>(
      *static_cast<const DynamicSetType*>(makers_of_what[I].load(std::memory_order_acquire)));
}
template <std::size_t I>
std::shared_ptr<void> make_state() {
  return std::make_shared<DynamicState>(
      *static_cast<const DynamicStruct*>(makers_of_what[I].load(std::memory_order_acquire)));
}
template <std::size_t... I>
constexpr std::array<Make, sizeof...(I)> set_makers(std::index_sequence<I...>) {
  return {&make_set<I>...};
}
template <std::size_t... I>
constexpr std::array<Make, sizeof...(I)> state_makers(std::index_sequence<I...>) {
  return {&make_state<I>...};
}
constexpr auto kSetMakers = set_makers(std::make_index_sequence<limits::kDynamicSetsMax>{});
constexpr auto kStateMakers = state_makers(std::make_index_sequence<limits::kDynamicSetsMax>{});

Result<std::size_t> take_maker(const void* of) {
  const auto mine = makers_used.fetch_add(1);
  if (mine >= limits::kDynamicSetsMax) {
    makers_used = limits::kDynamicSetsMax;
    return Error{
        Errc::limit_exceeded,
        "this process has described " + std::to_string(limits::kDynamicSetsMax) +
            " sets of commands or events already; define a workflow once and use it again"};
  }
  makers_of_what[mine].store(of, std::memory_order_release);
  return mine;
}

std::mutex makers_mutex;
std::unordered_map<const DynamicSetType*, Make>& makers() {
  static auto* const all = new std::unordered_map<const DynamicSetType*, Make>;
  return *all;
}

}  // namespace

std::string_view interned(std::string_view text) {
  static std::mutex mutex;
  static auto* const all = new std::set<std::string, std::less<>>;
  std::lock_guard guard{mutex};
  const auto known = all->find(text);
  return known != all->end() ? *known : *all->emplace(text).first;
}

const ValueInfo& boolean() { return describe::value_info<bool>; }
const ValueInfo& real() { return describe::value_info<double>; }
const ValueInfo& natural(std::uint8_t bytes) { return number(Shape::natural, bytes); }
const ValueInfo& whole(std::uint8_t bytes) { return number(Shape::whole, bytes); }
const ValueInfo& text() { return describe::value_info<std::string>; }
const ValueInfo& moment() { return describe::value_info<Timestamp>; }
const ValueInfo& day() { return describe::value_info<LocalDay>; }
const ValueInfo& sealed_text() { return describe::value_info<Sealed<std::string>>; }

Result<const ValueInfo*> enumeration(WordsDescription words) {
  if (words.words.empty()) return bad(words.class_name, "a closed list has at least one word");
  std::set<std::string_view> names;
  std::set<std::uint64_t> numbers;
  Words made;
  for (const auto& word : words.words) {
    if (!names.insert(word.name).second || !numbers.insert(word.number).second) {
      return bad(words.class_name + "." + word.name, "two words of one name or number");
    }
    if (word.number > std::numeric_limits<std::uint32_t>::max()) {
      return bad(words.class_name + "." + word.name, "a word's number has at most 32 bits");
    }
    made.words.push_back({interned(word.name), word.number, interned(word.zh)});
  }
  auto& info = kept<Words>().add(std::move(made));
  info.info = {interned(words.class_name), info.words};
  return &kept<ValueInfo>().add({Shape::enumeration, 4, &info.info});
}

const ValueInfo& optional_of(const ValueInfo& element) {
  return kept<ValueInfo>().add({Shape::optional, 0, nullptr, nullptr, &element, &kOptionalOps});
}
const ValueInfo& list_of(const ValueInfo& element) {
  return kept<ValueInfo>().add({Shape::list, 0, nullptr, nullptr, &element, &kListOps});
}
const ValueInfo& object_of(const DynamicStruct& type) {
  return kept<ValueInfo>().add({Shape::object, 0, nullptr, &type});
}

Result<const DynamicStruct*> describe_struct(StructDescription s) {
  if (auto checked = check(s); !checked) return std::move(checked).error();
  std::vector<describe::FieldInfo> fields;
  DynamicStruct made{};
  for (const auto& field : s.fields) {
    fields.push_back(field_of(field, fields.size()));
    made.initial.push_back(field.initial ? *field.initial : DynamicValue{*field.value});
  }
  made.type = interned(s.type);
  made.version = s.version;
  made.doc = interned(s.doc);
  made.zh = interned(s.zh);
  made.class_name = interned(s.class_name);
  made.fields = kept<std::vector<describe::FieldInfo>>().add(std::move(fields));
  return &kept<DynamicStruct>().add(std::move(made));
}

Result<const DynamicSetType*> describe_set(std::vector<const DynamicStruct*> types) {
  std::set<std::string_view> names;
  for (const auto* type : types) {
    if (!names.insert(type->type).second) {
      return bad(std::string{type->type}, "two types have this permanent name");
    }
  }
  if (types.empty()) return Error{Errc::invalid_argument, "a set has at least one type"};
  const auto* made = new DynamicSetType{std::move(types)};  // for the process's life
  RECOURSE_TRY_ASSIGN(const auto index, take_maker(made));
  std::lock_guard guard{makers_mutex};
  makers().emplace(made, kSetMakers[index]);
  return made;
}

Make maker_of(const DynamicSetType& type) {
  std::lock_guard guard{makers_mutex};
  return makers().at(&type);
}

Result<Make> maker_of_state(const DynamicStruct& type) {
  RECOURSE_TRY_ASSIGN(const auto index, take_maker(&type));
  return kStateMakers[index];
}

}  // namespace dynamic

}  // namespace recourse::core
