#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/core/due_index.hpp>
#include <recourse/core/dynamic_workflow.hpp>
#include <recourse/core/fold.hpp>
#include <recourse/core/state_view.hpp>
#include <recourse/describe/any.hpp>
#include <stdexcept>
#include <unordered_map>

namespace recourse::core {
namespace {

Error bad(std::string_view kind, std::string_view why) {
  return Error{Errc::invalid_argument, std::string{kind} + ": " + std::string{why}};
}

Result<void> check_types(const DynamicDescription& d) {
  for (const auto* types : {&d.commands, &d.events, &d.retired}) {
    for (const auto* type : *types) {
      const auto prefix = d.kind + ".";
      if (type->type.substr(0, prefix.size()) != prefix ||
          type->type.size() > limits::kEventTypeBytesMax) {
        return bad(d.kind, "the name of a command or an event is '" + prefix +
                               "…' and has at most 64 bytes, not '" + std::string{type->type} +
                               "'");
      }
    }
  }
  return {};
}

/// Whether one of the types is called so and has a text `purpose`.
bool has_purpose(const std::vector<const DynamicStruct*>& types, std::string_view name) {
  return std::ranges::any_of(types, [&](const DynamicStruct* type) {
    return type->type == name && std::ranges::any_of(type->fields, [](const auto& field) {
             return field.name == "purpose" && field.value->shape == describe::Shape::text;
           });
  });
}

Result<void> check_look(const DynamicDescription& d) {
  if (d.look.empty() && d.looked.empty()) return {};
  if (has_purpose(d.commands, d.look) && has_purpose(d.events, d.looked)) return {};
  return bad(d.kind, "looks are recorded by a command and an event, each with a text 'purpose'; '" +
                         d.look + "' and '" + d.looked + "' are not");
}

Result<void> check(const DynamicDescription& d) {
  RECOURSE_TRY(check_name(d.kind));
  if (d.state == nullptr) return bad(d.kind, "it has no state");
  if (d.commands.empty()) return bad(d.kind, "it has no command");
  if (d.events.empty()) return bad(d.kind, "it has no event");
  if (d.definition < 1 || d.fold_version < 1) return bad(d.kind, "versions begin at 1");
  RECOURSE_TRY(check_look(d));
  return check_types(d);
}

Result<const DynamicStruct*> describe_timer_declined(const std::string& kind) {
  const auto field = [](const char* name, const char* doc) {
    return FieldDescription{
        .name = name, .doc = doc, .value = &dynamic::text(), .access = describe::Access::internal};
  };
  return dynamic::describe_struct(
      {.type = kind + ".timer_declined",
       .doc = "A limit passed, and its command was refused.",
       .zh = "时限已到，未予处理",
       .class_name = "TimerDeclined",
       .fields = {field("timer", "Which limit."), field("refusal", "Name of the refusal."),
                  field("en", "Why.")}});
}

[[noreturn]] void impure(std::string_view kind, std::string_view what, std::string_view type) {
  throw std::logic_error(std::string{kind} + "." + std::string{what} + " of " + std::string{type} +
                         " is not deterministic: called twice, it gave two answers");
}

bool same(const Decision<DynamicSet>& a, const Decision<DynamicSet>& b) {
  if (a.is_refusal() != b.is_refusal()) return false;
  if (a.is_refusal()) return a.refusal() == b.refusal();
  const auto same_related = [](const auto& x, const auto& y) {
    return x.stream == y.stream && x.events == y.events;
  };
  const auto same_unless = [](const auto& x, const auto& y) {
    return x.type == y.type && x.tag == y.tag && x.refusal == y.refusal;
  };
  return a.events() == b.events() &&
         std::ranges::equal(a.related_events(), b.related_events(), same_related) &&
         std::ranges::equal(a.unless(), b.unless(), same_unless);
}

}  // namespace

Result<const DynamicWorkflow*> DynamicWorkflow::describe(const DynamicDescription& d) {
  if (auto checked = check(d); !checked) return std::move(checked).error();
  auto events = d.events;
  auto made = std::unique_ptr<DynamicWorkflow>{new DynamicWorkflow};
  made->timer_declined_ = d.events.size() + d.retired.size();
  if (d.timed) {
    RECOURSE_TRY_ASSIGN(const auto* declined, describe_timer_declined(d.kind));
    made->timer_declined_ = events.size();
    events.push_back(declined);
  }
  made->current_ = events.size();
  RECOURSE_TRY_ASSIGN(const auto* current, dynamic::describe_set(events));
  made->events_ = current;
  auto& info = made->info_;
  if (!d.retired.empty()) {
    events.insert(events.end(), d.retired.begin(), d.retired.end());
    RECOURSE_TRY_ASSIGN(made->events_, dynamic::describe_set(events));
    RECOURSE_TRY_ASSIGN(const auto* retired, dynamic::describe_set(d.retired));
    info.retired = &retired->info();
    info.new_retired = dynamic::maker_of(*retired);
  }
  RECOURSE_TRY_ASSIGN(made->commands_, dynamic::describe_set(d.commands));
  made->state_ = d.state;
  made->state_value_ = &dynamic::object_of(*d.state);
  info.kind = dynamic::interned(d.kind);
  info.name = d.name.empty() ? info.kind : dynamic::interned(d.name);
  info.doc = dynamic::interned(d.doc);
  info.definition = d.definition;
  info.fold_version = d.fold_version;
  info.commands = &made->commands_->info();
  info.events = &current->info();
  info.state = d.state;
  info.timed = d.timed;
  info.look = dynamic::interned(d.look);
  info.looked = dynamic::interned(d.looked);
  info.new_command = dynamic::maker_of(*made->commands_);
  info.new_event = dynamic::maker_of(*current);
  RECOURSE_TRY_ASSIGN(info.new_state, dynamic::maker_of_state(*d.state));
  for (const auto* command : d.commands) {
    const bool begins =
        d.beginning.empty() || std::ranges::find(d.beginning, command->type) != d.beginning.end();
    if (begins) info.beginning.push_back(command->type);
  }
  return made.release();  // for the process's life
}

std::vector<StreamId> DynamicRules::related(const DynamicSet&) const { return {}; }
Decision<DynamicSet> DynamicRules::decide_among(
    const DynamicState& state, const DynamicSet& command, const Context& context,
    std::span<const Related<DynamicState>> related) const {
  if (related.empty()) return decide(state, command, context);
  throw std::logic_error("commands concern other streams, and decide_among is not there");
}
std::vector<DynamicTimer> DynamicRules::timers(const DynamicState&) const { return {}; }
DynamicSet DynamicRules::on_timer(const DynamicState&, std::string_view name) const {
  throw std::logic_error("there is no timer '" + std::string{name} + "'");
}
std::vector<DynamicSet> DynamicRules::current(const DynamicSet&) const { return {}; }
std::vector<std::string> DynamicRules::tags(const DynamicSet&) const { return {}; }
Visibility DynamicRules::sees(const DynamicState&, const Viewer& viewer) const {
  return detail::of_staff(viewer);
}
bool DynamicRules::accepts(const DynamicState&, const DynamicSet&) const { return true; }

DynamicDecider::DynamicDecider(const DynamicWorkflow& workflow,
                               std::shared_ptr<const DynamicRules> rules, DynamicOptions options)
    : workflow_(&workflow),
      rules_(std::move(rules)),
      initial_(std::make_shared<const State>(workflow.state())),
      options_(options) {}

Result<DynamicSet> DynamicDecider::read(std::string_view type, unsigned version,
                                        std::string_view payload) const {
  Result<Event> event{Event{workflow_->events()}};
  auto read = describe::decode_as(type, version, payload, &*event, workflow_->events().info());
  if (!read) return std::move(read).error();
  return event;
}

std::vector<DynamicSet> DynamicDecider::current(const Event& retired) const {
  return rules_->current(retired);
}

std::vector<StreamId> DynamicDecider::related(const Command& command) const {
  return rules_->related(command);
}

Decision<DynamicSet> DynamicDecider::decide(const State& state, const Command& command,
                                            const Context& context,
                                            std::span<const Related<State>> related) const {
  std::vector<Related<State>> others(related.begin(), related.end());
  for (auto& other : others) {
    if (!other.state.begun()) other.state = *initial_;
  }
  const auto ask = [&] { return rules_->decide_among(begun(state), command, context, others); };
  auto decision = ask();
  if (options_.check_determinism && !same(decision, ask())) {
    impure(kind(), "decide", command.type());
  }
  return decision;
}

void DynamicDecider::evolve(State& state, const Event& event, const Facts& facts) const {
  if (!state.begun()) state = *initial_;
  if (event.index() == workflow_->timer_declined()) return;
  if (!options_.check_determinism) return rules_->evolve(state, event, facts);
  auto again = state;
  rules_->evolve(state, event, facts);
  rules_->evolve(again, event, facts);
  if (!(state == again)) impure(kind(), "evolve", event.type());
}

std::vector<Timer> DynamicDecider::timers(const State& state) const {
  std::vector<Timer> all;
  if (!info().timed) return all;
  for (const auto& timer : rules_->timers(begun(state))) {
    for (const auto& other : all) {
      if (other.name == timer.name) {
        throw std::logic_error("two timers of one state are called '" + timer.name + "'");
      }
    }
    all.push_back({dynamic::interned(timer.name), timer.due, timer.fires});
  }
  return all;
}

DynamicSet DynamicDecider::on_timer(const State& state, std::string_view name) const {
  return rules_->on_timer(begun(state), name);
}

DynamicSet DynamicDecider::timer_declined(const ArmedTimer& timer, const Refusal& refusal) const {
  Event event{workflow_->events(), workflow_->timer_declined()};
  *static_cast<std::string*>(event.object().at(0)) = timer.name;
  *static_cast<std::string*>(event.object().at(1)) = refusal.name;
  *static_cast<std::string*>(event.object().at(2)) = refusal.en;
  return event;
}

std::vector<std::string_view> DynamicDecider::next(const State& state) const {
  return rules_->next(begun(state), nullptr);
}
std::vector<std::string_view> DynamicDecider::next_for(const State& state,
                                                       const Context& context) const {
  return rules_->next(begun(state), &context);
}

std::vector<std::string> DynamicDecider::tags(const Event& event) const {
  if (event.index() == workflow_->timer_declined()) return {};
  return rules_->tags(event);
}

Visibility DynamicDecider::sees(const State& state, const Viewer& viewer) const {
  return rules_->sees(begun(state), viewer);
}

bool DynamicDecider::accepts(const State& before, const Event& event, const Facts&) const {
  if (event.index() == workflow_->timer_declined()) return true;
  return rules_->accepts(begun(before), event);
}

namespace {

void encode(const Loaded<DynamicState>& loaded, const DynamicWorkflow& of, std::string& bytes) {
  describe::WireWriter w{bytes};
  w& loaded.version& loaded.definition& loaded.at& loaded.timers& loaded.bytes;
  w.write(&loaded.state, of.state_value());
}

/// The view of a workflow's streams. It keeps those that it saw last.
class DynamicView final : public Projection {
 public:
  explicit DynamicView(const DynamicDecider& decider) : decider_(decider) {
    const auto& workflow = decider_.workflow();
    spec_.name = workflow.info().kind;
    spec_.stream_kind = spec_.name;
    spec_.layout = layout_of(workflow.state());
    spec_.fold_version = workflow.info().fold_version;
  }

  ProjectionSpec spec() const override { return spec_; }

  Result<void> apply(const RecordView& record, TableWriter& rows) override {
    RECOURSE_TRY_ASSIGN(auto* const known, stream_of(record, rows));
    const auto before = known->timers;
    RECOURSE_TRY(Fold<DynamicDecider>{decider_}.take(*known, record));
    std::string bytes;
    encode(*known, decider_.workflow(), bytes);
    rows.put(state_key(record.stream), bytes);
    for (const auto& timer : before) {
      if (!timer.spent) rows.erase(due_key(record.stream, timer));
    }
    for (const auto& timer : known->timers) {
      if (!timer.spent) rows.put(due_key(record.stream, timer), due_value(timer));
    }
    return {};
  }

  void forget() override { held_.clear(); }

 private:
  static constexpr std::size_t kHeldMax = 4096;

  Result<Loaded<DynamicState>*> stream_of(const RecordView& record, TableWriter& rows) {
    if (const auto known = held_.find(std::string{record.stream}); known != held_.end()) {
      return &known->second;
    }
    if (held_.size() >= kHeldMax) held_.clear();
    Loaded<DynamicState> loaded;
    if (record.version != Version{1}) {
      RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(state_key(record.stream)));
      if (!bytes) {
        return Error{Errc::corruption,
                     Fold<DynamicDecider>::place(record) + ": the view lacks its state"};
      }
      RECOURSE_TRY_ASSIGN(loaded, decode_dynamic(*bytes, decider_.workflow()));
    }
    return &held_.emplace(std::string{record.stream}, std::move(loaded)).first->second;
  }

  DynamicDecider decider_;
  ProjectionSpec spec_;
  std::unordered_map<std::string, Loaded<DynamicState>> held_;
};

}  // namespace

ProjectionFactory dynamic_view(const DynamicDecider& decider) {
  return [decider] { return std::make_unique<DynamicView>(decider); };
}

Result<Loaded<DynamicState>> decode_dynamic(std::string_view bytes, const DynamicWorkflow& of) {
  Loaded<DynamicState> loaded;
  loaded.state = DynamicState{of.state()};
  describe::WireReader r{bytes};
  r& loaded.version& loaded.definition& loaded.at& loaded.timers& loaded.bytes;
  if (r.ok()) r.read(&loaded.state, of.state_value());
  if (r.ok() && r.at_end()) return loaded;
  return Error{Errc::corruption,
               "a state is unreadable (" + std::string{r.fault()} + "); rebuild the view"};
}

}  // namespace recourse::core
