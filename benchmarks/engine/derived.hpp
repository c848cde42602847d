// What follows from a log, timed: a bare scan of its pages, replay with decoding, rebuilt views.
#pragma once

#include <filesystem>
#include <recourse/office.hpp>
#include <string>
#include <vector>

namespace recourse::bench {

/// Passes over all pages of a log, whose store is closed, and nothing else: the limit of whatever
/// reads it all. Seconds.
double bare_scan(const std::filesystem::path& store);
/// Reads and decodes every event of a log of cases. Seconds.
double replay(const core::EventStore& store);
/// Rebuilds the views that are named, at the same time. Seconds until all new builds serve.
double rebuild(const Engine& engine, const std::vector<std::string>& views);

}  // namespace recourse::bench
