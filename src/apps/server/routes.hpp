// The routes of the service, a file a topic. docs/http.md lists them for people.
#pragma once

#include <recourse/office.hpp>

#include "apps/server/authenticator.hpp"
#include "apps/server/router.hpp"

namespace recourse::server {

/// What routes answer from. All of it outlives them.
struct Sources {
  const Office& office;
  const Authenticator& authenticator;
  UtcOffset offset = kShanghaiOffset;  ///< Of days in parameters.
  bool demo = false;
  std::vector<std::string> demo_actors = {};
  std::vector<Inquiry> demo_citizens = {};
  std::filesystem::path store = {};    ///< The store's folder; empty: in memory.
  std::filesystem::path backups = {};  ///< Where backups lie; empty: not known.
  /// How many connections there are and the like; null: not asked.
  std::function<boost::json::object()> transport = {};
  std::function<base::Metrics()> metrics = {};
};

void add_session_routes(const Sources& sources, std::vector<Route>& routes);
void add_workflow_routes(const Sources& sources, std::vector<Route>& routes);
void add_list_routes(const Sources& sources, std::vector<Route>& routes);
void add_figure_routes(const Sources& sources, std::vector<Route>& routes);
void add_loop_routes(const Sources& sources, std::vector<Route>& routes);
void add_paper_routes(const Sources& sources, std::vector<Route>& routes);
void add_feed_routes(const Sources& sources, std::vector<Route>& routes);
void add_operation_routes(const Sources& sources, std::vector<Route>& routes);
/// Open311 GeoReport v2, for citizens' tools. They take no session: a token or an inquiry code.
void add_open311_routes(const Sources& sources, std::vector<Route>& routes);
/// The console's files.
void add_console_routes(std::vector<Route>& routes);

/// A function that may fail, as a route's answer: its error is a problem.
template <class F>
std::function<Reply(const Call&)> answering(F&& f) {
  return [f = std::forward<F>(f)](const Call& call) -> Reply {
    Result<Reply> reply = f(call);
    return reply ? std::move(*reply) : problem(reply.error());
  };
}

/// The position that a call asks for. Nothing: as it stands. timed_out: the log has not come so
/// far.
Result<std::optional<Position>> as_of(const Sources& from, const Call& call);

/// Who looks, without a purpose.
inline core::Viewer viewer_of(const Call& call) { return core::Viewer{call.actor()}; }

/// Who looks in clear, for the `purpose` of the body; a citizen's session has the proof. Errors:
/// those of json_body; invalid_argument: there is no purpose.
Result<core::Viewer> viewer_in_clear(const Call& call);

}  // namespace recourse::server
