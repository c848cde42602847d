// Fills every field of a described value with something that is not its default, the same each
// time. Walks the type's table, so that a test compiles nothing per type.
#pragma once

#include <cstring>
#include <functional>
#include <recourse/describe/event_set.hpp>

namespace recourse::test {

class Filler {
 public:
  /// The last enumerator, which is never the default. Where golden bytes hold the one that was last
  /// when they were made, the caller says so.
  using WordOf = std::function<std::uint64_t(const describe::EnumInfo&)>;
  static std::uint64_t last_word(const describe::EnumInfo& words) {
    return words.words.back().value;
  }
  explicit Filler(WordOf word_of = &last_word) : word_of_(std::move(word_of)) {}

  template <class T>
  T make() {
    T value{};
    fill(&value, describe::type_info<T>);
    return value;
  }
  void fill(void* object, const describe::TypeInfo& type) {
    for (const auto& field : type.fields) fill(field.at(object), *field.value);
  }

 private:
  std::uint32_t next() { return ++count_; }
  void fill(void* v, const describe::ValueInfo& info) {
    using describe::Shape;
    switch (info.shape) {
      case Shape::boolean:
        *static_cast<bool*>(v) = true;
        return;
      case Shape::natural:
      case Shape::whole:
        return describe::store_number(v, info, next());
      case Shape::enumeration:
        return describe::store_number(v, info, word_of_(*info.words));
      case Shape::text:
        *static_cast<std::string*>(v) = "文" + std::to_string(next());
        return;
      case Shape::timestamp:
        *static_cast<Timestamp*>(v) = Timestamp{std::chrono::milliseconds{1685581200000 + next()}};
        return;
      case Shape::day:
        *static_cast<LocalDay*>(v) = LocalDay{std::chrono::days{19000 + next()}};
        return;
      case Shape::optional:
      case Shape::sealed:
        return fill(info.inside->add(v), *info.element);
      case Shape::list:
        for (int i = 0; i < 2; ++i) fill(info.inside->add(v), *info.element);
        return;
      case Shape::object:
        return fill(v, *info.object);
      case Shape::real:
        *static_cast<double*>(v) = next() + 0.5;
        return;
      case Shape::stream_id:
        *static_cast<StreamId*>(v) = StreamId::of("kind", std::to_string(next())).value();
        return;
      case Shape::id128:
        // Whatever it names, an id is its bytes.
        std::memset(v, static_cast<int>(next() % 256), sizeof(CommandId));
        return;
    }
  }

  WordOf word_of_;
  std::uint32_t count_ = 0;
};

/// One of each alternative of a set, empty.
template <class V>
std::vector<V> every() {
  std::vector<V> all;
  const auto& info = describe::set_info<V>();
  for (std::size_t i = 0; i < info.types.size(); ++i) {
    all.push_back(describe::make_alternative<V>(i));
  }
  return all;
}

/// One of each alternative of a set, each filled anew.
template <class V>
std::vector<V> every_filled(const Filler::WordOf& word_of = &Filler::last_word) {
  auto all = every<V>();
  const auto& info = describe::set_info<V>();
  for (auto& one : all) {
    Filler{word_of}.fill(const_cast<void*>(info.get(&one)), info.type_of(&one));
  }
  return all;
}

}  // namespace recourse::test
