// Metrics of an engine's parts, by the names that docs/operations.md lists.
#pragma once

#include <recourse/engine.hpp>

namespace recourse::engine {

/// Whether it takes appends is left out of a store that was opened for reading: none comes from it.
void add_metrics(const core::Health& health, bool takes_commands, base::Metrics& to);
void add_metrics(const std::vector<core::ViewReport>& views, base::Metrics& to);
void add_metrics(const std::vector<core::SubscriptionStatus>& subscribers, base::Metrics& to);
void add_metrics(const std::vector<core::ReactionStatus>& reactions, base::Metrics& to);
void add_metrics(const core::TimersStatus& timers, std::string_view workflow, base::Metrics& to);
void add_metrics(const core::StateCacheStatus& cache, std::string_view workflow, base::Metrics& to);
void add_metrics(const trust::KeyringStatus& keys, base::Metrics& to);
/// Resident memory, where the system tells it.
void add_process_metrics(base::Metrics& to);

}  // namespace recourse::engine
