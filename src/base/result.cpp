#include <array>
#include <cstdlib>
#include <recourse/base/exceptions.hpp>

namespace recourse {
namespace {

constexpr std::array kTable{
#define RECOURSE_ERROR(number, code, Exception, http, retryable, meaning, cure) \
  ErrorInfo{Errc::code, #code, #Exception, http, retryable, meaning, cure},
#include <recourse/base/errors.def>
#undef RECOURSE_ERROR
};

}  // namespace

const ErrorInfo& info(Errc code) noexcept {
  for (const auto& row : kTable) {
    if (row.code == code) return row;
  }
  __builtin_unreachable();  // Errc has no other enumerators; a cast from elsewhere is a fault.
}

std::string Error::to_string() const {
  const auto& row = info(code_);
  std::string text{row.name};
  text.append(": ").append(message_);
  if (!message_.empty() && message_.back() != '.') text.push_back('.');
  text.append(" ").append(row.cure);
  return text;
}

Error Error::within(std::string_view where) const {
  Error further{*this};
  further.message_.insert(0, std::string{where} + ": ");
  return further;
}

void throw_error(const Error& error) {
  switch (error.code()) {
#define RECOURSE_ERROR(number, code, Name, http, retryable, meaning, cure) \
  case Errc::code:                                                         \
    throw Name{error};
#include <recourse/base/errors.def>
#undef RECOURSE_ERROR
  }
  throw Exception{error};
}

}  // namespace recourse
