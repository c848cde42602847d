// The checks that every value from outside must pass, generic over the description: text is UTF-8,
// without control characters and within its bound, lists are within theirs. One place, so that no
// command can forget them.
#pragma once

#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/base/text.hpp>
#include <recourse/describe/event_set.hpp>

namespace recourse::describe {

namespace detail {

class TextCheck {
 public:
  Result<void> result{};

  template <class T>
  void operator()(const T& value, std::string_view name, bool personal = false) {
    if (result.has_error()) return;
    if constexpr (std::is_same_v<T, std::string>) {
      text(value, name, personal);
    } else if constexpr (Described<T>) {
      for_each_field<T>(
          [&](auto member, const Field& f, std::size_t) { (*this)(value.*member, f.name); });
    } else {
      container(value, name);
    }
  }

 private:
  /// Line ends and tabs are text; what moves a cursor or ends a string is not.
  static bool is_control(char c) {
    const auto u = static_cast<unsigned char>(c);
    return (u < 0x20 && c != '\n' && c != '\r' && c != '\t') || u == 0x7F;
  }
  void text(const std::string& s, std::string_view name, bool personal) {
    // Personal free text (a narrative, a reply) may be long; a name or a reason may not.
    const auto most = personal ? limits::kNarrativeBytesMax : limits::kShortTextBytesMax;
    if (s.size() > most) {
      result = Error{Errc::limit_exceeded, std::string{name} + " has " + std::to_string(s.size()) +
                                               " bytes; at most " + std::to_string(most) +
                                               " are accepted"};
    } else if (const auto bad = base::first_invalid_utf8(s)) {
      result = Error{Errc::malformed,
                     std::string{name} + ": byte " + std::to_string(*bad) + " is not UTF-8"};
    } else if (std::any_of(s.begin(), s.end(), is_control)) {
      result = Error{Errc::malformed,
                     std::string{name} + " contains a control character (NUL, escape, …)"};
    }
  }
  template <class T>
  void container(const std::optional<T>& v, std::string_view name) {
    if (v) (*this)(*v, name);
  }
  template <class T>
  void container(const std::vector<T>& v, std::string_view name) {
    if (v.size() > limits::kListItemsMax) {
      result = Error{Errc::limit_exceeded,
                     std::string{name} + " has " + std::to_string(v.size()) + " items; at most " +
                         std::to_string(limits::kListItemsMax) + " are accepted"};
      return;
    }
    for (const auto& item : v) (*this)(item, name);
  }
  template <class T>
  void container(const Sealed<T>& v, std::string_view name) {
    if (v.is_clear()) (*this)(v.clear(), name, true);
  }
  void container(Timestamp t, std::string_view name) {
    if (!in_range(t)) result = out_of_range(name);
  }
  void container(LocalDay day, std::string_view name) {
    if (!in_range(day)) result = out_of_range(name);
  }
  static Error out_of_range(std::string_view name) {
    return Error{Errc::malformed, std::string{name} + " lies outside the years 1 to 9999"};
  }
  template <class T>
  void container(const T&, std::string_view) {}  // numbers, times, ids: their types are their check
};

}  // namespace detail

/// malformed for text that is not UTF-8, limit_exceeded for text or lists beyond base/limits.hpp;
/// the message names the field.
template <Described T>
Result<void> check_text(const T& value) {
  detail::TextCheck check;
  check(value, spec_of<T>.type);
  return check.result;
}
template <EventSet V>
Result<void> check_text(const V& value) {
  return std::visit([](const auto& one) { return check_text(one); }, value);
}

}  // namespace recourse::describe
