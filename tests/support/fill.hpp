// Fills every field of a described value with something that is not its default, the same each
// time.
#pragma once

#include <recourse/describe/event_set.hpp>

namespace recourse::test {

class Filler {
 public:
  template <class T>
  T make() {
    T value{};
    fill(value);
    return value;
  }

 private:
  std::uint32_t next() { return ++count_; }
  void fill(bool& v) { v = true; }
  template <class T>
  requires std::is_integral_v<T>
  void fill(T& v) { v = static_cast<T>(next()); }
  template <describe::DescribedEnum T>
  void fill(T& v) {
    // The last enumerator: never the default. Where golden bytes hold the one that was last when
    // they were made, golden_value says so.
    if constexpr (requires { golden_value(v); }) {
      v = golden_value(v);
      return;
    }
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto d) { v = d.value; });
  }
  void fill(std::string& v) { v = "文" + std::to_string(next()); }
  void fill(Timestamp& v) { v = Timestamp{std::chrono::milliseconds{1685581200000 + next()}}; }
  void fill(LocalDay& v) { v = LocalDay{std::chrono::days{19000 + next()}}; }
  template <class T>
  void fill(std::optional<T>& v) {
    fill(v.emplace());
  }
  template <class T>
  void fill(std::vector<T>& v) {
    v.resize(2);
    for (auto& item : v) fill(item);
  }
  template <class T>
  void fill(Sealed<T>& v) {
    v = Sealed<T>{make<T>()};
  }
  template <describe::Described T>
  void fill(T& v) {
    describe::for_each_field<T>(
        [&](auto member, const describe::Field&, std::size_t) { fill(v.*member); });
  }

  std::uint32_t count_ = 0;
};

/// Calls f(std::type_identity<T>) for each alternative of a variant.
template <class V, class F>
void for_each_alternative(F&& f) {
  [&]<class... T>(std::type_identity<std::variant<T...>>) {
    (f(std::type_identity<T>{}), ...);
  }(std::type_identity<describe::SetOf<V>>{});
}

/// One of each alternative of a set, empty.
template <class V>
std::vector<V> every() {
  std::vector<V> all;
  for_each_alternative<V>(
      [&]<class T>(std::type_identity<T>) { all.emplace_back(std::in_place_type<T>); });
  return all;
}

/// One of each alternative of a set, filled.
template <class V>
std::vector<V> every_filled() {
  std::vector<V> all;
  for_each_alternative<V>([&]<class T>(std::type_identity<T>) {
    all.emplace_back(std::in_place_type<T>, Filler{}.make<T>());
  });
  return all;
}

}  // namespace recourse::test
