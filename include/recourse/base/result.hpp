// Result<T>: a value, or an Error that says what was wrong, where, and what to do.
//
//     Result<Appended> done = store.append(request);
//     if (!done) return done.error();          // pass it on
//     use(done->last);                         // or done.value(), which throws the typed exception
//
// Every fallible function of recourse returns one. A *refusal* of the domain is not an error: it is
// a value of its own (core/decider.hpp). Thread-safety: values; no shared state.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace recourse {

/// What went wrong, as far as a caller may react to it. The numbers are permanent.
enum class Errc : std::uint16_t {
#define RECOURSE_ERROR(number, code, Exception, http, retryable, meaning, cure) code = number,
#include <recourse/base/errors.def>
#undef RECOURSE_ERROR
};

/// One row of the error table.
struct ErrorInfo {
  Errc code;
  std::string_view name;       ///< The enumerator: "version_conflict".
  std::string_view exception;  ///< The exception class: "VersionConflict".
  int http_status;
  bool retryable;
  std::string_view meaning;
  std::string_view cure;
};

/// The table's row of `code`. Requires: `code` is an enumerator.
const ErrorInfo& info(Errc code) noexcept;

/// An error: its code, and a message that names the thing, the place and the values involved.
class [[nodiscard]] Error {
 public:
  Error(Errc code, std::string message) : code_(code), message_(std::move(message)) {}
  /// One that says what was found instead of what was expected.
  Error(Errc code, std::string message, std::uint64_t actual)
      : code_(code), message_(std::move(message)), actual_(actual) {}

  Errc code() const noexcept { return code_; }
  const std::string& message() const noexcept { return message_; }
  /// What was found, where the error is about a number: of a version_conflict the version that the
  /// stream is at, of a tag_conflict the position of the event that is there.
  std::optional<std::uint64_t> actual() const noexcept { return actual_; }
  bool retryable() const noexcept { return info(code_).retryable; }
  /// "version_conflict: stream case/7 is at version 4, expected 3. Read the stream again …"
  std::string to_string() const;

  /// The same error seen from further out: "import messages.jsonl:17: " + message.
  Error within(std::string_view where) const;

  friend bool operator==(const Error&, const Error&) = default;

 private:
  // result::error() names E() for the case that its own Requires: forbids; nobody else needs it.
  template <class T, class E>
  friend class boost::system::result;
  Error() : code_(Errc::invalid_argument) {}

  Errc code_;
  std::string message_;
  std::optional<std::uint64_t> actual_;
};

/// Throws the exception class that belongs to the error's code (base/exceptions.hpp).
[[noreturn]] void throw_error(const Error& error);

/// Found by boost::system::result::value().
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw_error(error);
}

/// A T or an Error. `.value()` throws the typed exception; `.error()` requires `!*this`.
template <class T>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
 public:
  using boost::system::result<T, Error>::result;
};

template <>
class [[nodiscard]] Result<void> : public boost::system::result<void, Error> {
 public:
  using boost::system::result<void, Error>::result;
};

}  // namespace recourse

#define RECOURSE_DETAIL_JOIN2(a, b) a##b
#define RECOURSE_DETAIL_JOIN(a, b) RECOURSE_DETAIL_JOIN2(a, b)

/// Returns the error of a Result from the enclosing function, else goes on. One statement: an
/// `else` behind it belongs to the `if` before it.
#define RECOURSE_TRY(expression)                                         \
  do {                                                                   \
    if (auto recourse_try_result_ = (expression); !recourse_try_result_) \
      return std::move(recourse_try_result_).error();                    \
  } while (false)

/// Declares `variable` from a Result's value, or returns its error from the enclosing function.
#define RECOURSE_TRY_ASSIGN(variable, expression)                            \
  auto RECOURSE_DETAIL_JOIN(recourse_try_, __LINE__) = (expression);         \
  if (!RECOURSE_DETAIL_JOIN(recourse_try_, __LINE__))                        \
    return std::move(RECOURSE_DETAIL_JOIN(recourse_try_, __LINE__)).error(); \
  variable = std::move(*RECOURSE_DETAIL_JOIN(recourse_try_, __LINE__))
