// The asynchronous calls of asio.hpp for a case, by way of the office.
//
//     complaint::Command accept = complaint::Accept{};  // not within co_await: see asio.hpp
//     auto outcome = co_await async_handle(*office, id, std::move(accept), context, token);
//
// Thread-safety: as the office, which must outlive the operation.
#pragma once

#include <recourse/asio.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// Office::handle without waiting. Completes with Result<core::Outcome>; errors as for a workflow.
template <class Token>
auto async_handle(const Office& office, StreamId id, casework::complaint::Command command,
                  core::Context context, Token&& token) {
  return async_handle(office.cases_workflow(), std::move(id), std::move(command),
                      std::move(context), std::forward<Token>(token));
}

}  // namespace recourse
