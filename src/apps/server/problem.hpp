// Problem details (RFC 9457) of refusals and errors.
//
//     return problem(refusal);      // 409, "urn:recourse:refusal:not_allowed_in_phase"
//     return problem(error);        // 404, "urn:recourse:error:not_found"
//
// Members: type, title, status, detail; of a refusal also detail_zh, rule, allowed; of an error
// `retryable` and, for a version_conflict, `actual`. Pure.
#pragma once

#include <recourse/core/refusal.hpp>

#include "apps/server/http.hpp"

namespace recourse::server {

Reply problem(const core::Refusal& refusal);
Reply problem(const Error& error);
/// One of the transport itself: "urn:recourse:http:<name>", say not_signed_in, csrf, too_large.
Reply problem(int status, std::string_view name, std::string_view title,
              std::string_view detail = {});

}  // namespace recourse::server
