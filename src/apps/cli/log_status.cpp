#include "apps/cli/log_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

using stores::PostgresStandby;
using stores::PostgresStatus;

constexpr std::string_view kHidden = "not shown to this role: GRANT pg_monitor";

std::string appender_text(const PostgresStatus& s) {
  if (s.is_standby) return "";  // only the primary knows
  if (!s.has_appender) return ", nobody appends";
  return s.appender_at.empty() ? ", somebody appends"
                               : fmt::format(", an appender at {}", s.appender_at);
}

std::string text_of(const PostgresStandby& standby) {
  if (standby.state.empty()) {
    return fmt::format("  standby {}: {}\n", standby.name.empty() ? "?" : standby.name, kHidden);
  }
  const auto behind = standby.behind_bytes
                          ? fmt::format("{} bytes behind", grouped(*standby.behind_bytes))
                          : std::string{"nothing written yet"};
  return fmt::format("  standby {}: {}, {}, {}\n", standby.name, standby.state, standby.sync,
                     behind);
}

/// By labels: several standbys may have one name, and a series has one value.
std::map<base::Metric::Labels, std::uint64_t> furthest_behind(const PostgresStatus& s) {
  std::map<base::Metric::Labels, std::uint64_t> all;
  for (const auto& one : s.standbys) {
    if (!one.behind_bytes) continue;
    auto& most = all[{{"standby", one.name}, {"sync", one.sync}}];
    most = std::max(most, *one.behind_bytes);
  }
  return all;
}

}  // namespace

std::string text_of_log(const PostgresStatus& s) {
  auto text = fmt::format("log {}, incarnation {}, epoch {}{}\n", s.identity.id.to_string(),
                          s.identity.incarnation.value, s.epoch, appender_text(s));
  text += fmt::format("server {}, PostgreSQL {}, {}, {}\n", s.server, s.version,
                      s.is_standby ? "standby" : "primary",
                      s.takes_writes ? "takes writes" : "takes no writes");
  if (s.replay_lag) text += fmt::format("  {} ms behind its primary\n", s.replay_lag->count());
  if (s.is_standby) return text;
  text += s.synchronous_standbys.empty()
              ? std::string{"  commits wait for no standby\n"}
              : fmt::format("  commits wait for {}\n", s.synchronous_standbys);
  for (const auto& standby : s.standbys) text += text_of(standby);
  return text;
}

boost::json::object json_of_log(const PostgresStatus& s) {
  boost::json::array standbys;
  for (const auto& one : s.standbys) {
    standbys.push_back(boost::json::object{
        {"name", one.name},
        {"state", one.state},
        {"sync", one.sync},
        {"behind_bytes",
         one.behind_bytes ? boost::json::value{*one.behind_bytes} : boost::json::value{}}});
  }
  return {{"log", s.identity.id.to_string()},
          {"incarnation", s.identity.incarnation.value},
          {"epoch", s.epoch},
          {"server", s.server},
          {"version", s.version},
          {"standby", s.is_standby},
          {"writable", s.takes_writes},
          {"durable", s.is_durable},
          {"appender", s.has_appender},
          {"appender_at", s.appender_at},
          {"replay_lag_ms",
           s.replay_lag ? boost::json::value{s.replay_lag->count()} : boost::json::value{}},
          {"synchronous_standbys", s.synchronous_standbys},
          {"standbys", std::move(standbys)}};
}

void add_metrics(const PostgresStatus& s, base::Metrics& to) {
  const auto figure = [&](const char* name, const char* help, double value) {
    to.push_back(base::gauge(name, help, value));
  };
  figure("recourse_log_epoch", "Rises with each appender that takes the log.",
         static_cast<double>(s.epoch));
  figure("recourse_log_is_standby", "1: the server that was asked follows another one.",
         s.is_standby ? 1 : 0);
  figure("recourse_log_server_writable", "1: the server that was asked takes writes.",
         s.takes_writes ? 1 : 0);
  if (!s.is_standby) {
    figure("recourse_log_has_appender", "1: somebody has the log open for writing.",
           s.has_appender ? 1 : 0);
  }
  if (s.replay_lag) {
    figure("recourse_log_replay_lag_seconds", "How old what the standby shows is.",
           std::chrono::duration<double>(*s.replay_lag).count());
  }
  for (const auto& [labels, bytes] : furthest_behind(s)) {
    to.push_back(base::gauge("recourse_log_standby_behind_bytes", "Not on the standby's disk yet.",
                             static_cast<double>(bytes), labels));
  }
}

std::vector<std::string> troubles_of(const PostgresStatus& s, bool any_server) {
  std::vector<std::string> troubles;
  if (!s.takes_writes && !any_server) {
    troubles.push_back("no server of the URI takes writes; " + s.server + " was asked");
  }
  if (!s.is_durable) {
    troubles.push_back(s.server + " runs with fsync=off: a crash of its machine loses the log");
  }
  return troubles;
}

}  // namespace recourse::cli
