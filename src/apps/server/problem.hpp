// Problem details (RFC 9457) of refusals and errors.
//
//     return problem(refusal);      // 409, "urn:recourse:refusal:not_allowed_in_phase"
//     return problem(error);        // 404, "urn:recourse:error:not_found"
//
// Members: type, title, status, detail; of a refusal also detail_zh, rule, allowed; of everything
// else `title_zh`, and of an error `retryable` and, for a version_conflict, `actual`. `status` is
// always that of the reply. A browser that opens an address gets the same as a page. Pure.
#pragma once

#include <recourse/core/refusal.hpp>

#include "apps/server/http.hpp"

namespace recourse::server {

inline constexpr std::string_view kProblemType = "application/problem+json";

Reply problem(const core::Refusal& refusal);
Reply problem(const Error& error);
/// With another status than the error's own: of a version_conflict that If-Match made, 412.
Reply problem(const Error& error, int status);
/// One of the transport itself: "urn:recourse:http:<name>", say not_signed_in, csrf, too_large.
Reply problem(int status, std::string_view name, std::string_view title,
              std::string_view detail = {});

/// What an error or a no of the transport is called in Chinese, by the last part of its type;
/// empty: it has no title.
std::string_view title_zh_of(std::string_view name);

/// Whether whoever asks is a person before a browser: Accept takes pages, and no JSON.
bool wants_page(const Request& request);
/// A problem as a small page in both languages.
Reply as_page(const Reply& problem);

}  // namespace recourse::server
