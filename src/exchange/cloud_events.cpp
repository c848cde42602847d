#include <map>
#include <recourse/core/workflow_json.hpp>
#include <recourse/exchange/cloud_events.hpp>

#include "exchange/fields.hpp"

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

/// Makes texts that are a citizen's account null, in what is nested too.
class AccountRedactor {
 public:
  explicit AccountRedactor(const CitizenAccount& account) : account_(&account) {}

  void object(boost::json::object& members, const describe::TypeInfo& type) const {
    for (const auto& field : type.fields) {
      auto* const member = members.if_contains(field.name);
      if (member != nullptr) within(*member, *field.value);
    }
  }

 private:
  void within(boost::json::value& json, const describe::ValueInfo& info) const {
    using describe::Shape;
    if (json.is_null()) return;
    if (info.shape == Shape::object) return object(json.as_object(), *info.object);
    if (info.shape == Shape::optional) return within(json, *info.element);
    if (info.shape == Shape::list) {
      for (auto& item : json.as_array()) within(item, *info.element);
      return;
    }
    if (info.shape == Shape::text && json.is_string() && account_->is(json.get_string())) {
      json = nullptr;
    }
  }

  const CitizenAccount* account_;
};

/// The events that a record means, as `tail` shows them, but for what a citizen is called.
Result<boost::json::array> data_of(const core::WorkflowPort& workflow, const core::RecordView& r,
                                   const core::Visibility& seen) {
  const auto& events = *workflow.info().events;
  const CitizenAccount account{core::Actor::parse(r.actor)};
  boost::json::array data;
  RECOURSE_TRY(workflow.each_event(r, [&](const void* event) -> Result<void> {
    auto json = core::event_json(event, events, seen);
    if (!account.empty()) AccountRedactor{account}.object(json, events.type_of(event));
    data.push_back(std::move(json));
    return {};
  }));
  return data;
}

/// By whom, as a text; empty where nobody is to know. A citizen is his role alone.
std::string actor_text(const core::WorkflowPort& workflow, const core::RecordView& r,
                       const core::Visibility& seen) {
  auto text = core::actor_of(workflow, r, seen);
  if (text == "-") return {};
  const auto actor = core::Actor::parse(text);
  return CitizenAccount{actor}.empty() ? text : without_account(actor).role;
}

bool has_type(const core::WorkflowInfo& workflow, std::string_view type) {
  for (const auto* set : {workflow.events, workflow.retired}) {
    if (set != nullptr && set->find(type) < set->types.size()) return true;
  }
  return false;
}

/// A misspelt name must not pass for a log that has nothing of it. Of streams that belong to no
/// workflow the feed has nothing, so that all names are those of workflows.
Result<void> check_names(const Engine& engine, const CloudEventOptions& options) {
  std::string kinds;
  bool known = options.kind.empty();
  for (const auto* workflow : engine.workflows()) {
    const auto& kind = workflow->info().kind;
    known = known || kind == options.kind;
    kinds.append(kinds.empty() ? "" : ", ").append(kind);
  }
  if (!known) {
    return Error{Errc::invalid_argument,
                 "kind: '" + options.kind + "' is no kind of streams; there are: " + kinds};
  }
  for (const auto& type : options.types) {
    bool found = false;
    for (const auto* workflow : engine.workflows()) {
      const auto& info = workflow->info();
      if (!options.kind.empty() && info.kind != options.kind) continue;
      found = found || has_type(info, type);
    }
    if (found) continue;
    const auto of = options.kind.empty() ? std::string{"event"} : "event of " + options.kind;
    return Error{Errc::invalid_argument, "type: '" + type + "' is no " + of};
  }
  return {};
}

/// A receiver goes on behind the log's end at the farthest: what is beyond is another log's.
Result<void> check_from(Position from, Position head) {
  if (from.value == 0) return Error{Errc::invalid_argument, "from: positions begin at 1"};
  if (from <= head.next()) return {};
  return Error{Errc::invalid_argument, "from: the log goes on at " +
                                           std::to_string(head.next().value) + ", not at " +
                                           std::to_string(from.value) + ": is it another log?"};
}

Result<object> event_of(const std::string& log, const core::WorkflowPort& workflow,
                        const core::RecordView& r, const core::Visibility& seen) {
  RECOURSE_TRY_ASSIGN(auto events, data_of(workflow, r, seen));
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
  const auto actor = actor_text(workflow, r, seen);
  if (!actor.empty()) json["actor"] = string{actor};
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
  const auto& store = office.store();
  RECOURSE_TRY_ASSIGN(const auto head, store.head());
  RECOURSE_TRY(check_from(options.from, head));
  RECOURSE_TRY(check_names(office.engine(), options));
  const auto log = store.identity().id.to_string();
  Glances glances{viewer};
  CloudEventsWritten written{0, options.from};
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
      if (!seen->listed()) continue;
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
