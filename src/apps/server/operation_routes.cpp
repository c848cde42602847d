// For whoever keeps it running: health, metrics, views, reactions, subscribers, timers, norms.
#include <recourse/office/answer_json.hpp>
#include <recourse/stores/backup.hpp>

#include "apps/server/drill_record.hpp"
#include "apps/server/norm_sources.hpp"
#include "apps/server/parameters.hpp"
#include "apps/server/routes.hpp"

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;

Result<Reply> health(const Sources& from, const Call&) {
  const auto found = from.office.health();
  return json_reply(object{{"ok", found.ok()}, {"head", found.store.head.value}},
                    found.ok() ? 200 : 503);
}

/// From this machine, but not through a proxy on it; or with a token for it: what it tells of loads
/// is nobody else's.
Result<Reply> metrics(const Sources& from, const Call& call) {
  const auto& peer = call.request.peer;
  const bool passed_on = call.request.headers.count("X-Forwarded-For") > 0 ||
                         call.request.headers.count("Forwarded") > 0;
  const bool here = !passed_on && (peer == "::1" || peer.starts_with("127.") || peer.empty());
  const bool allowed = call.principal != nullptr && call.principal->may(Scope::operate) &&
                       call.principal->actor.role == "administrator";
  if (!here && !allowed) {
    return problem(403, "not_from_here", "from this machine, or an administrator's token");
  }
  auto all = from.office.metrics();
  if (from.metrics) {
    for (auto& one : from.metrics()) all.push_back(std::move(one));
  }
  return text_reply(base::to_prometheus(all), "text/plain; version=0.0.4; charset=utf-8");
}

array subscribers_json(const Office& office) {
  array items;
  for (const auto& s : office.subscriptions().status()) {
    items.push_back(object{{"name", s.name},
                           {"state", string{core::name_of(s.state)}},
                           {"position", s.position.value},
                           {"checkpointed", s.checkpointed.value},
                           {"lag", s.lag()},
                           {"handed", s.handed},
                           {"error", s.error}});
  }
  return items;
}

/// What the store takes on disk, and what is free there; null: it lies in memory.
boost::json::value disk_json(const std::filesystem::path& store) {
  if (store.empty()) return nullptr;
  std::error_code failed;
  std::uint64_t used = 0;
  for (std::filesystem::recursive_directory_iterator at{store, failed}, end; !failed && at != end;
       at.increment(failed)) {
    std::error_code gone;  // files come and go while it is looked at
    const auto size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
    if (!gone) used += size;
  }
  const auto space = std::filesystem::space(store, failed);
  return object{{"used_bytes", used}, {"free_bytes", failed ? 0 : space.available}};
}

/// The last backup's segment, and how old it is; null: no folder of backups is known, or none is
/// there.
boost::json::value backup_json(const std::filesystem::path& folder, Timestamp now) {
  if (folder.empty()) return nullptr;
  const auto segments = stores::list_backups(folder);
  if (!segments) return object{{"error", segments.error().message()}};
  if (segments->empty()) return nullptr;
  const auto& last = segments->back();
  const auto age = std::chrono::floor<std::chrono::seconds>(now - last.taken_at).count();
  return object{
      {"position", last.last.value}, {"taken_at", to_string(last.taken_at)}, {"age_seconds", age}};
}

/// What the last restore drill of these backups came to, and how long ago; null: none was recorded.
boost::json::value drill_json(const std::filesystem::path& folder, Timestamp now) {
  if (folder.empty()) return nullptr;
  const auto drill = read_drill(folder);
  if (!drill) return object{{"ok", false}, {"error", drill.error().message()}};
  if (!*drill) return nullptr;
  const auto& d = **drill;
  const auto age =
      std::max<std::int64_t>(0, std::chrono::floor<std::chrono::seconds>(now - d.at).count());
  return object{{"at", to_string(d.at)},
                {"age_seconds", age},
                {"ok", d.ok},
                {"head", d.head.value},
                {"problems", d.problems},
                {"restore_seconds", d.restore_seconds},
                {"verify_seconds", d.verify_seconds},
                {"error", d.error}};
}

Result<Reply> operation(const Sources& from, const Call&) {
  const auto health = from.office.health();
  array views;
  for (const auto& report : from.office.views().report()) {
    views.push_back(to_json(report, from.office.views().label(report.serving.name.view)));
  }
  array troubles;
  for (const auto& trouble : health.troubles) troubles.emplace_back(trouble);
  array reactions;
  for (const auto& status : from.office.engine().reactions()) {
    reactions.push_back(to_json(status, from.office.engine().reaction_label(status.name)));
  }
  const auto cache = from.office.state_cache();
  object item{{"ok", health.ok()},
              {"troubles", std::move(troubles)},
              {"head", health.store.head.value},
              {"indexed", health.store.indexed.value},
              {"writable", health.store.writable},
              {"queued", health.store.queued},
              {"views", std::move(views)},
              {"reactions", std::move(reactions)},
              {"subscribers", subscribers_json(from.office)},
              {"timers", to_json(from.office.timers())},
              {"memory",
               {{"cache_bytes", health.store.cache_bytes},
                {"tail_bytes", health.store.tail_bytes},
                {"state_cache_hits", cache.hits},
                {"state_cache_misses", cache.misses}}},
              {"disk", disk_json(from.store)},
              {"backup", backup_json(from.backups, from.office.clock().now())},
              {"drill", drill_json(from.backups, from.office.clock().now())}};
  if (from.transport) item["transport"] = from.transport();
  return json_reply(item_answer(health.store.head, std::move(item)));
}

Result<Reply> rebuild(const Sources& from, const Call& call) {
  auto& views = from.office.views();
  RECOURSE_TRY(views.rebuild(call.places[0]));
  RECOURSE_TRY_ASSIGN(const auto report, views.report(call.places[0]));
  return json_reply(item_answer(report.serving.head, to_json(report, views.label(call.places[0]))),
                    202);
}

Result<Reply> norms(const Sources& from, const Call&) {
  const auto& of_new = from.office.decider().norms;
  array items;
  for (const auto& field : casework::norm_fields()) {
    object item{{"key", string{field.key}},
                {"source", string{field.source}},
                {"source_zh", string{norm_source_zh(field.source)}},
                {"unit", string{field.unit}},
                {"sentence", string{field.meaning}}};
    std::visit([&](const auto& value) { item["value"] = boost::json::value_from(value); },
               casework::value_of(of_new, field));
    // No such number is set: 0 or empty is none, not a limit of nothing.
    const auto& value = item["value"];
    const bool empty = value == 0 || value == "" || value == false;
    item["none"] = empty && is_not_in_rules(field.source);
    items.push_back(std::move(item));
  }
  auto json = list_answer(std::move(items));
  json["name"] = of_new.name;
  json["version"] = of_new.version;
  return json_reply(json);
}

}  // namespace

void add_operation_routes(const Sources& sources, std::vector<Route>& routes) {
  const auto* from = &sources;
  const auto add = [&](Method method, std::string path, std::string id, std::string summary,
                       Who may, Result<Reply> (*f)(const Sources&, const Call&)) -> Route& {
    routes.push_back({.method = method,
                      .path = std::move(path),
                      .id = std::move(id),
                      .summary = std::move(summary),
                      .tag = "operation",
                      .who = may,
                      .answer = answering([from, f](const Call& call) { return f(*from, call); })});
    return routes.back();
  };
  add(Method::get, "/health", "health", "Whether all is well.", Who::everybody, health);
  add(Method::get, "/metrics", "metrics", "What is counted and timed, for Prometheus.",
      Who::everybody, metrics)
      .produces = "text/plain";
  auto& all =
      add(Method::get, "/v1/operation", "operation",
          "Positions, views, reactions, subscribers, timers, memory, disk, backup, restore drill.",
          Who::operators, operation);
  all.scope = Scope::operate;
  auto& anew = add(Method::post, "/v1/views/{name}/rebuild", "rebuild_view",
                   "Builds a view anew beside the one that answers.", Who::operators, rebuild);
  anew.scope = Scope::operate;
  anew.success = 202;
  add(Method::get, "/v1/norms", "norms", "The numbers that new cases go by, each with its source.",
      Who::staff, norms);
}

}  // namespace recourse::server
