// The page that reads /v1/openapi.json: operations by tag, each with its parameters, what is sent,
// what comes back, and the schemas behind it.
//
//     GET /v1/docs         api_page()           text/html
//     GET /v1/docs.css     api_page_style()     text/css
//     GET /v1/docs.js      api_page_script()    text/javascript
//
// It needs nothing but these three and the document: no network, no inline script or style, so
// that kApiPagePolicy is its Content-Security-Policy. Constants; safe from any thread.
#pragma once

#include <string_view>

namespace recourse::server {

std::string_view api_page();
std::string_view api_page_style();
std::string_view api_page_script();

inline constexpr std::string_view kApiPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace recourse::server
