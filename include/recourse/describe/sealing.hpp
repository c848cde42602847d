// Finds the personal data in described values: the way by which it is sealed, opened and looked at.
//
//     if (holds_sealed(type_info<Received>)) …                   // has it any?
//     for_each_sealed(&event, type_info<Received>, [](const SealedField& field) -> Result<void> {
//       print(field.path);                                       // "name", "items.2.remark"
//       return {};
//     });
//
// Whose data a Sealed is, its field says (describe/spec.hpp). A Sealed within a Sealed is part of
// the outer one. Pure; a value that is looked at must not be changed meanwhile.
#pragma once

#include <functional>
#include <recourse/describe/type_info.hpp>

namespace recourse::describe {

/// A Sealed in a value: where it stands and whose it is.
struct SealedField {
  std::string_view path;  ///< Names of fields, and numbers of list items, by dots. While f runs.
  Subject subject;
  void* value;            ///< The Sealed<T> itself.
  const ValueInfo* info;  ///< Of Sealed<T>: `info->inside` opens and seals it.

  bool is_clear() const { return info->inside->size(value) != 0; }
  /// Requires: !is_clear().
  const SealedBytes& bytes() const { return info->inside->sealed_bytes(value); }
};

/// Whether a value of the type may hold personal data, itself or in what it is made of.
bool holds_sealed(const TypeInfo& type);

/// Calls f for each Sealed in a value, in the order of its fields; those of optionals that are
/// empty are none. The first error ends it.
Result<void> for_each_sealed(void* object, const TypeInfo& type,
                             const std::function<Result<void>(const SealedField&)>& f);

/// The wire bytes of what a clear Sealed holds. Requires: field.is_clear().
std::string clear_bytes(const SealedField& field);
/// Makes it clear again: the value that `bytes` are of. Errors: malformed; it is as before then.
Result<void> set_clear_bytes(const SealedField& field, std::string_view bytes);

}  // namespace recourse::describe
