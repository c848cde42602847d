#include "engine/metrics.hpp"

#include <unistd.h>

#include <fstream>

namespace recourse::engine {
namespace {

double number(std::uint64_t n) { return static_cast<double>(n); }

}  // namespace

void add_metrics(const core::Health& h, bool takes_commands, base::Metrics& to) {
  using base::gauge;
  if (takes_commands) {
    to.push_back(
        gauge("recourse_store_writable", "1 while the store takes appends.", h.writable ? 1 : 0));
  }
  to.push_back(gauge("recourse_log_head", "The last committed position.", number(h.head.value)));
  to.push_back(
      gauge("recourse_queue_appends", "Appends that wait for the committer.", number(h.queued)));
  to.push_back(gauge("recourse_index_tail_events", "Events that are committed and not indexed yet.",
                     number(h.tail_events)));
  to.push_back(gauge("recourse_index_tail_bytes", "Memory of the events not indexed yet.",
                     number(h.tail_bytes)));
  to.push_back(gauge("recourse_store_memory_bytes",
                     "Memory of caches, write buffers and table readers.", number(h.cache_bytes)));
  to.push_back(base::histogram("recourse_commit_seconds",
                               "How long groups took to be written and synced.", h.commits));
}

void add_metrics(const trust::KeyringStatus& keys, base::Metrics& to) {
  to.push_back(base::gauge("recourse_keys",
                           "Keys of persons that were made, unused ones with them.",
                           number(keys.keys)));
  to.push_back(
      base::gauge("recourse_keys_pooled", "Keys that are ready to be used.", number(keys.pooled)));
  to.push_back(base::counter("recourse_keys_pool_waits_total",
                             "Times that a command waited as no key was ready.",
                             number(keys.pool_waits)));
  to.push_back(base::counter("recourse_keys_destroyed_total",
                             "Keys that this process has destroyed.", number(keys.destroyed)));
  to.push_back(base::counter("recourse_keys_missing_total",
                             "Times that a key was asked for which is not there.",
                             number(keys.missing)));
  to.push_back(base::gauge("recourse_keys_copies_unreached",
                           "Copies of the keys that hold keys of erased persons still.",
                           number(keys.unreached.size())));
}

void add_metrics(const std::vector<core::ViewReport>& views, base::Metrics& to) {
  for (const auto& view : views) {
    const base::Metric::Labels labels{{"view", view.serving.name.view}};
    to.push_back(base::gauge("recourse_view_position", "Where a view's rows are true.",
                             number(view.serving.position.value), labels));
    to.push_back(base::gauge("recourse_view_lag_events", "Positions that a view is behind the log.",
                             number(view.serving.lag()), labels));
    to.push_back(base::gauge("recourse_view_stopped", "1 for a view that failed.",
                             view.serving.stopped ? 1 : 0, labels));
    to.push_back(base::gauge("recourse_view_building", "1 while a new build is made.",
                             view.building ? 1 : 0, labels));
  }
}

void add_metrics(const std::vector<core::SubscriptionStatus>& subscribers, base::Metrics& to) {
  for (const auto& s : subscribers) {
    const base::Metric::Labels labels{
        {"subscriber", s.name.empty() ? std::to_string(s.id) : s.name}};
    to.push_back(base::gauge("recourse_subscriber_lag_events",
                             "Positions that a subscriber is behind the log.", number(s.lag()),
                             labels));
    const bool well =
        s.state == core::SubscriptionState::live || s.state == core::SubscriptionState::catching_up;
    to.push_back(base::gauge("recourse_subscriber_well",
                             "0 for a subscriber that is stalled or has stopped.", well ? 1 : 0,
                             labels));
  }
}

void add_metrics(const std::vector<core::ReactionStatus>& reactions, base::Metrics& to) {
  for (const auto& r : reactions) {
    const base::Metric::Labels labels{{"reaction", r.name}};
    to.push_back(base::gauge("recourse_reaction_lag_events",
                             "Positions that a reaction is behind the log.", number(r.lag()),
                             labels));
    to.push_back(base::gauge("recourse_reaction_well", "0 for a reaction that has stopped.",
                             r.stopped ? 0 : 1, labels));
    for (const auto& [outcome, count] : {std::pair{"taken", r.taken}, {"refused", r.refused}}) {
      to.push_back(base::counter("recourse_intents_total", "Intents, by what became of them.",
                                 number(count), {{"reaction", r.name}, {"outcome", outcome}}));
    }
  }
}

void add_metrics(const core::TimersStatus& timers, std::string_view workflow, base::Metrics& to) {
  const std::string kind{workflow};
  const auto counted = [&](const char* outcome, std::uint64_t count) {
    to.push_back(base::counter("recourse_timers_total", "Timers, by what became of them.",
                               number(count), {{"workflow", kind}, {"outcome", outcome}}));
  };
  counted("fired", timers.fired);
  counted("declined", timers.declined);
  counted("stale", timers.stale);
  counted("retried", timers.retried);
  to.push_back(base::gauge("recourse_timers_failing",
                           "Timers that could not be fired and will be tried again.",
                           number(timers.failing), {{"workflow", kind}}));
  to.push_back(base::histogram("recourse_timer_lateness_seconds",
                               "By how much firings came behind their due times.", timers.lateness,
                               {{"workflow", kind}}));
}

void add_metrics(const core::StateCacheStatus& cache, std::string_view workflow,
                 base::Metrics& to) {
  const std::string kind{workflow};
  const auto looked = [&](const char* found, std::uint64_t count) {
    to.push_back(base::counter("recourse_state_lookups_total",
                               "States that commands asked for, by where they were found.",
                               number(count), {{"workflow", kind}, {"found", found}}));
  };
  looked("in_memory", cache.hits);
  looked("advanced", cache.advanced);
  looked("read", cache.misses);
  to.push_back(base::gauge("recourse_state_cache_bytes", "About the memory of states kept.",
                           number(cache.bytes), {{"workflow", kind}}));
}

void add_process_metrics(base::Metrics& to) {
  std::ifstream statm{"/proc/self/statm"};
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  if (!(statm >> pages >> resident)) return;  // not told here
  to.push_back(base::gauge("recourse_process_resident_bytes", "Resident memory of the process.",
                           number(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE))));
}

}  // namespace recourse::engine
