// The exception classes behind Result::value(): one for each row of errors.def.
//
//     try { store.append(request).value(); }
//     catch (const recourse::VersionConflict& e) { … e.error().message() … }
//
// All derive from recourse::Exception, which derives from std::runtime_error.
#pragma once

#include <recourse/base/result.hpp>
#include <stdexcept>

namespace recourse {

/// The base of all exceptions of recourse; carries the Error.
class Exception : public std::runtime_error {
 public:
  explicit Exception(Error error)
      : std::runtime_error(error.to_string()), error_(std::move(error)) {}
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};

#define RECOURSE_ERROR(number, code, Name, http, retryable, meaning, cure) \
  class Name : public Exception {                                          \
   public:                                                                 \
    using Exception::Exception;                                            \
  };
#include <recourse/base/errors.def>
#undef RECOURSE_ERROR

}  // namespace recourse
