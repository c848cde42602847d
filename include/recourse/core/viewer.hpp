// Viewer and Visibility: who looks at a stream, for what, and what of it may be seen.
//
//     const core::Viewer who{core::Actor::parse("window_officer:w7@S001"), "callback"};
//     const auto seen = port.sees(state, who).value();          // the workflow's own answer
//     if (!seen.any) return core::not_to_be_seen(seen, who);
//     core::redact(&event, type, seen);                         // field by field, by its class
//
// Each field of a described type has a class (describe::Access); a Visibility says which classes
// are open to a viewer. What may not be seen takes the value that its type has by itself: empty,
// absent, 0, "none/none". Personal data (Sealed) is masked; with a purpose, and where the workflow
// allows it, it is clear. There is no list of names of fields: a new field is for staff until it
// says otherwise, and a new Sealed one is masked.
//
// A look in clear is an event of the stream, recorded before anything is shown (core/look.hpp).
//
// A decider says what is to be seen by a hook, pure:
//
//     core::Visibility sees(const State&, const core::Viewer&) const;
//
// Without it whoever acts sees what is open and internal, personal data masked, and never clear.
//
// Values and pure functions; safe from any thread.
#pragma once

#include <initializer_list>
#include <recourse/core/decider.hpp>
#include <recourse/describe/type_info.hpp>

namespace recourse::core {

/// Who looks. With a purpose it is a look in clear.
struct Viewer {
  Actor actor;
  std::string purpose = {};  ///< In words: "callback". Empty: personal data stays masked.
  Standing standing = {};
  /// What shows that the stream is about the viewer himself, where the workflow asks for it: a
  /// citizen's inquiry code. It goes into the `code` of the command that records the look.
  std::string proof = {};

  bool wants_clear() const noexcept { return !purpose.empty(); }
};

/// A set of describe::Access.
class AccessSet {
 public:
  constexpr AccessSet() = default;
  constexpr AccessSet(std::initializer_list<describe::Access> classes) {
    for (const auto one : classes) add(one);
  }
  constexpr void add(describe::Access one) { bits_ = static_cast<std::uint16_t>(bits_ | bit(one)); }
  constexpr bool contains(describe::Access one) const { return (bits_ & bit(one)) != 0; }
  /// Those that are in both.
  constexpr AccessSet operator&(AccessSet other) const {
    AccessSet both;
    both.bits_ = static_cast<std::uint16_t>(bits_ & other.bits_);
    return both;
  }
  /// Those that are in this one only.
  constexpr AccessSet operator-(AccessSet other) const {
    AccessSet rest;
    rest.bits_ = static_cast<std::uint16_t>(bits_ & ~other.bits_);
    return rest;
  }
  friend constexpr bool operator==(AccessSet, AccessSet) = default;

 private:
  static constexpr std::uint16_t bit(describe::Access one) {
    return static_cast<std::uint16_t>(1u << static_cast<unsigned>(one));
  }
  std::uint16_t bits_ = 0;
};

/// What a viewer may see of a stream. By itself: nothing.
struct Visibility {
  bool any = false;            ///< The stream at all.
  AccessSet classes = {};      ///< Of its fields. `identity` among them: who persons are.
  bool clear = false;          ///< Personal data of these classes in clear, else masked.
  std::string_view rule = {};  ///< What shuts it, or part of it: "R16", "bars". Lives for ever.
  /// Who is not to be recognised in clear text where `identity` is not among the classes: names and
  /// numbers (describe/mentions.hpp).
  std::vector<std::string> names = {};
  /// Personal data of nobody else; nothing: of all.
  std::optional<describe::Subject> only = {};

  /// Only where the caller names the stream himself, having proof that it is the viewer's: nobody
  /// finds it in a list. A citizen's case is known by its inquiry code.
  bool named_only = false;

  /// It may stand in what lists or scans streams.
  bool listed() const noexcept { return any && !named_only; }
  bool sees(describe::Access one) const noexcept { return any && classes.contains(one); }
  /// The field as a whole, before what is in it.
  bool sees(const describe::FieldInfo& field) const noexcept {
    const bool anothers =
        only && field.access == describe::Access::identity && field.subject != *only;
    return sees(field.seen_as()) && !anothers;
  }
  friend bool operator==(const Visibility&, const Visibility&) = default;
};

/// What a person is to get of a stream that is about him: what anybody may see, and what he is and
/// said and rated; what is about others, and for staff, is not his. Of this the stream's reporter
/// is Subject::reporter.
inline constexpr AccessSet kOfThePerson{describe::Access::open, describe::Access::identity,
                                        describe::Access::words, describe::Access::rater,
                                        describe::Access::comment};
/// A copy for the person concerned, made by a viewer: no more than the viewer may see himself.
Visibility for_the_person(const Visibility& of_viewer);

/// Makes what may not be seen empty, and masks personal data that is not clear: fields, what is in
/// them, items of lists. Ciphertext (a Sealed that is not clear) stays ciphertext.
void redact(void* object, const describe::TypeInfo& type, const Visibility& visibility);
template <describe::Described T>
void redact(T& value, const Visibility& visibility) {
  redact(&value, describe::type_info<T>, visibility);
}
template <describe::EventSet V>
void redact(V& value, const Visibility& visibility) {
  const auto& info = describe::set_info_of(value);
  redact(const_cast<void*>(info.get(&value)), info.type_of(&value), visibility);
}

/// Whether the actor of the record must not be shown either: an event says by whom in a field of
/// the class `rater`, and the viewer may not see that.
bool hides_actor(const describe::TypeInfo& event, const Visibility& visibility);

/// Whether an event may be given out as it is written: nothing of it is closed to the viewer, nor
/// masked. What is Access::secret goes along with a look in clear alone, as part of the bytes.
bool sees_whole(const describe::TypeInfo& event, const Visibility& visibility);

/// Adds who is who in a value: the clear text of what is Access::identity and nothing besides.
void add_names(const void* object, const describe::TypeInfo& type, std::vector<std::string>& names);

namespace refusals {
inline constexpr RefusalInfo not_to_be_seen{"not_to_be_seen",
                                            "not_to_be_seen",
                                            "{rule}",
                                            RefusalKind::forbidden,
                                            "This is not for {actor} to see.",
                                            "{actor}无权查看。"};
inline constexpr RefusalInfo not_in_clear{"not_in_clear",
                                          "not_in_clear",
                                          "{rule}",
                                          RefusalKind::forbidden,
                                          "{actor} sees personal data masked only.",
                                          "{actor}只能查看脱敏信息。"};
inline constexpr RefusalInfo looks_not_recorded{
    "looks_not_recorded",
    "looks_not_recorded",
    "personal_data",
    RefusalKind::forbidden,
    "Streams of the kind {kind} do not record who looked, so nothing in them is shown in clear.",
    "“{kind}”不记录查看情况，不得明文显示。"};
/// What looking is said no to with.
inline constexpr RefusalInfo kOfLooks[]{not_to_be_seen, not_in_clear, looks_not_recorded};
static_assert(well_formed(kOfLooks));
}  // namespace refusals

/// The refusals that go with a visibility.
Refusal not_to_be_seen(const Visibility& visibility, const Viewer& viewer);
Refusal not_in_clear(const Visibility& visibility, const Viewer& viewer);

/// A decider that says what a viewer may see of a state.
template <class D>
concept ViewJudgingDecider = Decider<D> &&
    requires(const D& d, const typename D::State& s, const Viewer& viewer) {
  { d.sees(s, viewer) } -> std::same_as<Visibility>;
};

/// A decider whose streams record looks in clear: a command with a text `purpose`, and the event
/// that it leads to, with the same. A text `code` of the command takes the viewer's proof.
///
///     static constexpr std::string_view kLook = "locker.unmask", kLooked = "locker.unmasked";
template <class D>
concept LookRecordingDecider = Decider<D> && requires {
  { D::kLook } -> std::convertible_to<std::string_view>;
  { D::kLooked } -> std::convertible_to<std::string_view>;
};

namespace detail {
template <class D>
concept NamesSees = requires {
  &D::sees;
};
template <class D>
concept NamesLook = requires {
  D::kLook;
}
|| requires { D::kLooked; };

/// Whether the set has an alternative of that name with a text field `purpose`.
template <class Set>
constexpr bool has_purpose(std::string_view type) {
  bool found = false;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, describe::SetOf<Set>>>(
      [&]<class T>(std::type_identity<T>) {
        if (describe::spec_of<T>.type != type) return;
        for (const auto& field : describe::type_info<T>.fields) {
          found = found || (field.name == "purpose" && field.value->shape == describe::Shape::text);
        }
      });
  return found;
}

/// What whoever acts sees of a workflow that does not say.
Visibility of_staff(const Viewer& viewer);
/// Whether nobody looks, or somebody who claims a role that is kept for the engine or importers.
bool is_nobody(const Viewer& viewer);

/// Whether streams record looks in clear; a decider that is described at run time knows itself.
template <class D>
bool records_looks(const D& decider) {
  if constexpr (requires {
                  { decider.records_looks() } -> std::same_as<bool>;
                }) {
    return decider.records_looks();
  } else {
    (void)decider;
    return LookRecordingDecider<D>;
  }
}
}  // namespace detail

/// A hook with a slip in it would show what it was written to hide.
template <class D>
constexpr bool judges_views_soundly() {
  return ViewJudgingDecider<D> || !detail::NamesSees<D>;
}
template <class D>
constexpr bool records_looks_soundly() {
  if constexpr (LookRecordingDecider<D>) {
    return detail::has_purpose<typename D::Command>(D::kLook) &&
           detail::has_purpose<typename D::Event>(D::kLooked);
  } else {
    return !detail::NamesLook<D>;
  }
}

/// What a viewer may see of a state: the hook's answer. Nobody sees anything; without a purpose
/// nothing is clear, nor where looks are not recorded.
template <Decider D>
Visibility visibility_of(const D& decider, const typename D::State& state, const Viewer& viewer) {
  static_assert(judges_views_soundly<D>(),
                "sees is const, of the types that core/viewer.hpp names");
  static_assert(records_looks_soundly<D>(),
                "kLook and kLooked name a command and an event with a text `purpose`");
  if (detail::is_nobody(viewer)) return {.rule = "authority"};
  Visibility seen;
  if constexpr (ViewJudgingDecider<D>) {
    seen = decider.sees(state, viewer);
  } else {
    (void)decider, (void)state;
    seen = detail::of_staff(viewer);
  }
  seen.clear = seen.clear && viewer.wants_clear() && detail::records_looks(decider);
  return seen;
}

}  // namespace recourse::core
