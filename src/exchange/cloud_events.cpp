#include <map>
#include <recourse/core/workflow_json.hpp>
#include <recourse/exchange/cloud_events.hpp>

namespace recourse::exchange {
namespace {

using boost::json::object;
using boost::json::string;

/// What a viewer may see of the streams that come along.
class Glances {
 public:
  explicit Glances(const core::Viewer& viewer) : viewer_(viewer) { viewer_.purpose.clear(); }

  Result<const core::Visibility*> at(const core::WorkflowPort& workflow, std::string_view stream) {
    if (const auto known = seen_.find(stream); known != seen_.end()) return &known->second;
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(stream));
    RECOURSE_TRY_ASSIGN(auto seen, core::glance(workflow, id, viewer_));
    seen.clear = false;
    if (seen_.size() == kStreamsMax) seen_.clear();
    return &seen_.emplace(std::string{stream}, std::move(seen)).first->second;
  }

 private:
  /// Streams that are remembered: some 10 MB.
  static constexpr std::size_t kStreamsMax = 50'000;

  core::Viewer viewer_;
  std::map<std::string, core::Visibility, std::less<>> seen_;
};

/// Twenty digits: texts sort as positions do.
std::string sequence_of(Position position) {
  const auto digits = std::to_string(position.value);
  return std::string(20 - digits.size(), '0') + digits;
}

Result<object> event_of(const std::string& log, const core::WorkflowPort& workflow,
                        const core::RecordView& r, const core::Visibility& seen) {
  RECOURSE_TRY_ASSIGN(auto events, core::events_json(workflow, r, seen));
  object json{{"specversion", "1.0"},
              {"id", log + "/" + std::to_string(r.position.value)},
              {"source", "urn:recourse:" + log},
              {"type", string{r.type}},
              {"subject", string{r.stream}},
              {"time", string{to_string(r.occurred_at)}},
              {"sequence", sequence_of(r.position)},
              {"streamversion", r.version.value},
              {"actorkind", string{describe::enum_name(r.actor_kind)}},
              {"datacontenttype", "application/json"}};
  // An attribute has a text that is not empty, or is not there.
  const auto actor = core::actor_of(workflow, r, seen);
  if (actor != "-" && !actor.empty()) json["actor"] = string{actor};
  if (events.size() == 1) {
    json["data"] = std::move(events.front());
  } else {
    json["data"] = object{{"events", std::move(events)}};
  }
  return json;
}

}  // namespace

Result<CloudEventsWritten> write_cloud_events(const Office& office,
                                              const CloudEventOptions& options,
                                              const core::Viewer& viewer, const Sink& sink) {
  if (options.from.value == 0) {
    return Error{Errc::invalid_argument, "from: positions begin at 1"};
  }
  const auto& store = office.store();
  const auto log = store.identity().id.to_string();
  Glances glances{viewer};
  CloudEventsWritten written{0, options.from};
  RECOURSE_TRY_ASSIGN(const auto head, store.head());
  if (options.batch) RECOURSE_TRY(sink("["));
  if (options.from <= head) {
    RECOURSE_TRY_ASSIGN(const auto cursor, store.read_all({.from = options.from,
                                                           .to = head,
                                                           .stream_kind = options.kind,
                                                           .types = options.types}));
    written.next = head.next();
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) break;
      const auto& record = cursor->record();
      const auto* const workflow = office.engine().workflow(record.stream_kind());
      if (workflow == nullptr) continue;
      RECOURSE_TRY_ASSIGN(const auto* const seen, glances.at(*workflow, record.stream));
      if (!seen->any) continue;
      RECOURSE_TRY_ASSIGN(const auto json, event_of(log, *workflow, record, *seen));
      const auto text = boost::json::serialize(json);
      RECOURSE_TRY(sink(options.batch ? (written.events > 0 ? ",\n" : "\n") + text : text + "\n"));
      if (++written.events != options.limit) continue;
      written.next = record.position.next();
      break;
    }
  }
  if (options.batch) RECOURSE_TRY(sink(written.events > 0 ? "\n]\n" : "]\n"));
  return written;
}

}  // namespace recourse::exchange
