// One description of an event, from which everything else follows: wire bytes, JSON, JSON Schema,
// the reference page, the Python class.
//
//     struct Opened { std::string door; std::optional<std::string> by; };
//     BOOST_DESCRIBE_STRUCT(Opened, (), (door, by))
//     constexpr auto recourse_spec(const Opened*) {
//       return recourse::describe::spec("locker.opened", 2, "A door was opened.",
//                                       {{"door", 1, "Label of the door."},
//                                        {"by", 2, "Who opened it, if known."}});
//     }
//     static_assert(recourse::describe::well_formed<Opened>());
//
// `recourse_spec` is found by argument-dependent lookup, so it stands beside the struct in the
// user's own namespace. Type names and field order are permanent: fields are only ever appended,
// with the version that added them; a change of meaning is a new event type. A field may say who
// sees it, and a Sealed one must: {"phone", 1, "Telephone number.", Access::identity}. A Sealed
// that is not who somebody is, but what was written, says so besides:
//
//     {"narrative", 1, "What happened.", Access::identity, Subject::reporter, Access::words}
//
// A field of a command that is refused without it is `needed`, and JSON Schema says so:
//
//     describe::needed({"reason", 1, "Why."})
//
// Rules of a description: its name is `room.name`, of a-z, 0-9 and _; what is said of the type and
// of each field is a sentence, that is more than 3 characters with a "." at the end.
//
// Bounds of what a command holds (base/limits.hpp): a std::string 4,096 bytes of UTF-8, a
// Sealed<std::string> 256 KiB, a list 1,000 elements; more is limit_exceeded. What an event holds
// may fill its 512 KiB.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <recourse/describe/enums.hpp>
#include <recourse/describe/sealed.hpp>
#include <string_view>
#include <type_traits>
#include <vector>

namespace recourse::describe {

/// Who may see a field; what a caller sees is computed from it (core/viewer.hpp).
enum class Access : std::uint8_t {
  open,      ///< Everybody who may see the stream at all, the citizen too.
  internal,  ///< Staff.
  basis,     ///< Staff who may read what departments write for staff only (R22).
  identity,  ///< Personal data; it is a Sealed, and a Sealed is nothing else.
  words,     ///< Besides, of a Sealed: what a citizen wrote or was told, which may name somebody.
  rater,     ///< Who rated: not whoever was rated (R17).
  comment,   ///< In which words it was rated: not whoever was rated (R17).
  accused,   ///< Whom somebody complains about: not those who might be meant.
  secret,    ///< Nobody: digests and marks that the rules compare.
};
BOOST_DESCRIBE_ENUM(Access, open, internal, basis, identity, words, rater, comment, accused, secret)

/// Whose personal data a Sealed field holds: each person of a stream has a key of his own, so that
/// one can be erased and the others stay.
enum class Subject : std::uint8_t {
  reporter,     ///< Who reported, or for whom it was done.
  accused,      ///< Who is complained about.
  third_party,  ///< Anybody else.
};
BOOST_DESCRIBE_ENUM(Subject, reporter, accused, third_party)

/// One field: its name, the schema version that added it, and one sentence; who may see it, and of
/// a Sealed one, whose data it is, and what sort of data besides. `open` besides: it is who
/// somebody is (name, telephone number, address); anything else: text, which whoever may see that
/// class may read, with the names in it masked for those who may not see who it is.
struct Field {
  std::string_view name;
  std::uint16_t since;
  std::string_view doc;
  Access access = Access::internal;
  Subject subject = Subject::reporter;
  Access besides = Access::open;
  bool needed = false;  ///< Without it the command is refused, whatever the state.
};

/// The same field, needed: the decider refuses the command where it is missing, empty, 0 or false.
/// Reading stays as it is: it is the decider that says what is missing, in both languages.
constexpr Field needed(Field field) {
  field.needed = true;
  return field;
}

/// The class that decides who sees a field: what a Sealed is besides, if it is anything.
constexpr Access deciding_class(Access access, Access besides) {
  return access == Access::identity && besides != Access::open ? besides : access;
}

/// A described type: permanent name, current schema version, one sentence, its fields in order.
template <std::size_t N>
struct Spec {
  std::string_view type;
  std::uint16_t version;
  std::string_view doc;
  std::array<Field, N> fields;
};

template <std::size_t N>
constexpr Spec<N> spec(std::string_view type, std::uint16_t version, std::string_view doc,
                       const Field (&fields)[N]) {
  Spec<N> result{type, version, doc, {}};
  for (std::size_t i = 0; i < N; ++i) result.fields[i] = fields[i];
  return result;
}
/// A type without fields.
constexpr Spec<0> spec(std::string_view type, std::uint16_t version, std::string_view doc) {
  return Spec<0>{type, version, doc, {}};
}

/// The description that stands beside E.
template <class E>
inline constexpr auto spec_of = recourse_spec(static_cast<const E*>(nullptr));

/// A struct with BOOST_DESCRIBE_STRUCT and a recourse_spec beside it.
template <class T>
concept Described =
    boost::describe::has_describe_members<T>::value && !std::is_union_v<T> && requires {
  recourse_spec(static_cast<const T*>(nullptr));
};

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

/// Calls f(member_pointer, field, index) for each field of T in order.
template <Described T, class F>
constexpr void for_each_field(F&& f) {
  std::size_t index = 0;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    f(member.pointer, spec_of<T>.fields[index], index);
    ++index;
  });
}

namespace detail {

constexpr bool is_word(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z') return false;
  for (char c : text) {
    const bool ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!ok) return false;
  }
  return true;
}

/// `room.name`, both words.
constexpr bool is_type_name(std::string_view text) {
  const auto dot = text.find('.');
  return dot != std::string_view::npos && is_word(text.substr(0, dot)) &&
         is_word(text.substr(dot + 1)) && text.size() <= 64;
}

constexpr bool is_sentence(std::string_view text) { return text.size() > 3 && text.back() == '.'; }

/// A Sealed, also as an optional or in a list.
template <class T>
inline constexpr bool kIsSealed = false;
template <class T>
inline constexpr bool kIsSealed<Sealed<T>> = true;
template <class T>
inline constexpr bool kIsSealed<std::optional<T>> = kIsSealed<T>;
template <class T, class A>
inline constexpr bool kIsSealed<std::vector<T, A>> = kIsSealed<T>;

}  // namespace detail

namespace detail {

/// What is wrong with a description, by its cause.
struct SpecFaults {
  bool name = false;
  bool sentence = false;
  bool fields = false;
  bool since = false;
  bool access = false;
  constexpr bool any() const { return name || sentence || fields || since || access; }
};

template <class E>
constexpr SpecFaults spec_faults() {
  static_assert(Described<E>, "BOOST_DESCRIBE_STRUCT or recourse_spec is missing");
  const auto& s = spec_of<E>;
  SpecFaults faults;
  faults.name = !is_type_name(s.type) || s.version < 1;
  faults.sentence = !is_sentence(s.doc);
  faults.fields = boost::mp11::mp_size<Members<E>>::value != s.fields.size();
  if (faults.fields) return faults;
  std::uint16_t last = 1;
  std::size_t i = 0;
  boost::mp11::mp_for_each<Members<E>>([&](auto member) {
    const Field& f = s.fields[i++];
    using Type = std::remove_cvref_t<decltype(std::declval<E&>().*member.pointer)>;
    faults.fields = faults.fields || f.name != member.name;
    faults.sentence = faults.sentence || !is_sentence(f.doc);
    faults.since = faults.since || f.since < last || f.since > s.version;
    faults.access = faults.access || (f.access == Access::identity) != kIsSealed<Type> ||
                    (f.besides != Access::open && f.access != Access::identity) ||
                    f.besides == Access::identity || f.access == Access::words ||
                    f.access == Access::comment;
    last = f.since;
  });
  return faults;
}

}  // namespace detail

/// True if the description of E can be trusted: names agree with the struct in number and order,
/// every field has a sentence, versions only grow (fields are append-only), and those that are
/// Sealed, and no others, are personal data (Access::identity), and may be something besides.
template <class E>
constexpr bool well_formed() {
  return !detail::spec_faults<E>().any();
}

}  // namespace recourse::describe
