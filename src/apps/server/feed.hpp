// The log's records as a stream for one client.
#pragma once

#include "apps/server/live.hpp"
#include "apps/server/router.hpp"

namespace recourse::server {

inline constexpr std::string_view kFeedPath = "/v1/events";

/// From `from`, or behind Last-Event-ID. Errors: as write_cloud_events, and of the parameters.
Result<std::unique_ptr<LiveSource>> feed_of(const Office& office, const Call& call);

}  // namespace recourse::server
