// Sealed<T>: personal data, marked as such by its type from the first event on.
//
//     struct Received { Sealed<std::string> narrative; … };
//
// It holds T in clear form, or the ciphertext of T's wire bytes with the id of the key that opens
// it; their first byte tells which. A deployment that has keys stores it sealed (core/sealer.hpp),
// one without in clear form; the tools say so. JSON output masks it unless asked to reveal. Values;
// no shared state.
#pragma once

#include <cassert>
#include <recourse/base/ids.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace recourse {

/// Ciphertext (AES-256-GCM) of a value's wire bytes, with its 16-byte tag at the end.
struct SealedBytes {
  KeyId key_id{};
  std::array<std::uint8_t, 12> nonce{};
  std::string ciphertext;
  friend bool operator==(const SealedBytes&, const SealedBytes&) = default;
};

template <class T>
class Sealed {
 public:
  using Clear = T;

  Sealed() = default;
  /// From a T, or what becomes one: `report.narrative = "三次都没办成";`
  template <class U>
  requires(std::is_convertible_v<U&&, T> && !std::is_same_v<std::remove_cvref_t<U>, Sealed>)
      Sealed(U&& clear)  // NOLINT(google-explicit-constructor)
      : form_(std::in_place_index<0>, std::forward<U>(clear)) {}
  explicit Sealed(SealedBytes bytes) : form_(std::move(bytes)) {}

  bool is_clear() const noexcept { return form_.index() == 0; }
  /// Makes it clear and empty, to be filled by whoever reads it.
  T& set_clear() { return form_.template emplace<0>(); }
  /// Requires: is_clear().
  const T& clear() const noexcept {
    assert(is_clear());
    return *std::get_if<0>(&form_);
  }
  /// Requires: !is_clear().
  const SealedBytes& bytes() const noexcept {
    assert(!is_clear());
    return *std::get_if<1>(&form_);
  }
  friend bool operator==(const Sealed&, const Sealed&) = default;

 private:
  std::variant<T, SealedBytes> form_;
};

}  // namespace recourse
