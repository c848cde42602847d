// Completion<T>: a move-only callback that is called exactly once with a T.
//
//     Completion<Result<Appended>> done = [p = std::move(promise)](Result<Appended> r) mutable {…};
//
// std::function must copy its target, and GCC 12 has no std::move_only_function; Asio handlers are
// move-only. Small targets (up to 48 bytes) are stored in place, so that the asynchronous path does
// not allocate. A completion must not throw: there is nobody left to tell.
#pragma once

#include <cassert>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace recourse::base {

template <class T>
class Completion {
 public:
  Completion() noexcept = default;

  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, Completion> &&
           std::is_invocable_v<std::remove_cvref_t<F>&, T>)
      Completion(F&& target) {  // NOLINT(google-explicit-constructor): a lambda converts silently
    using Target = std::remove_cvref_t<F>;
    if constexpr (fits<Target>()) {
      ::new (static_cast<void*>(storage_)) Target(std::forward<F>(target));
      operations_ = &InPlace<Target>::kTable;
    } else {
      ::new (static_cast<void*>(storage_)) Target*(new Target(std::forward<F>(target)));
      operations_ = &OnHeap<Target>::kTable;
    }
  }

  Completion(Completion&& other) noexcept { take(other); }
  Completion& operator=(Completion&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;
  ~Completion() { reset(); }

  explicit operator bool() const noexcept { return operations_ != nullptr; }

  /// Calls the target and empties this. Requires: not empty.
  void operator()(T value) {
    assert(operations_ != nullptr);
    const Table* operations = std::exchange(operations_, nullptr);
    operations->call_and_destroy(storage_, std::move(value));
  }

 private:
  static constexpr std::size_t kInPlaceBytes = 48;

  struct Table {
    void (*call_and_destroy)(std::byte*, T&&);
    void (*move)(std::byte* from, std::byte* to) noexcept;
    void (*destroy)(std::byte*) noexcept;
  };

  template <class F>
  static constexpr bool fits() {
    return sizeof(F) <= kInPlaceBytes && alignof(F) <= alignof(std::max_align_t) &&
           std::is_nothrow_move_constructible_v<F>;
  }

  template <class F>
  struct InPlace {
    static F& target(std::byte* storage) { return *std::launder(reinterpret_cast<F*>(storage)); }
    static constexpr Table kTable{[](std::byte* s, T&& value) {
                                    F local = std::move(target(s));
                                    target(s).~F();
                                    local(std::move(value));
                                  },
                                  [](std::byte* from, std::byte* to) noexcept {
                                    ::new (static_cast<void*>(to)) F(std::move(target(from)));
                                    target(from).~F();
                                  },
                                  [](std::byte* s) noexcept { target(s).~F(); }};
  };

  template <class F>
  struct OnHeap {
    static F*& target(std::byte* storage) { return *std::launder(reinterpret_cast<F**>(storage)); }
    static constexpr Table kTable{[](std::byte* s, T&& value) {
                                    std::unique_ptr<F> owned{target(s)};
                                    (*owned)(std::move(value));
                                  },
                                  [](std::byte* from, std::byte* to) noexcept {
                                    ::new (static_cast<void*>(to)) F*(target(from));
                                  },
                                  [](std::byte* s) noexcept { delete target(s); }};
  };

  void take(Completion& other) noexcept {
    if (other.operations_ == nullptr) return;
    operations_ = std::exchange(other.operations_, nullptr);
    operations_->move(other.storage_, storage_);
  }
  void reset() noexcept {
    if (operations_ != nullptr) std::exchange(operations_, nullptr)->destroy(storage_);
  }

  alignas(std::max_align_t) std::byte storage_[kInPlaceBytes];
  const Table* operations_ = nullptr;
};

}  // namespace recourse::base
