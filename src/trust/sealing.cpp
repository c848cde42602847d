#include <recourse/trust/sealing.hpp>

namespace recourse::trust {
namespace {

using Decision = core::Decision<Event>;

bool is_known(const State& state, const KeyId& key) {
  return std::ranges::any_of(state.erasures, [&key](const Erasure& one) {
    return std::ranges::find(one.keys, key) != one.keys.end();
  });
}

Decision decided(const State& state, const Begin&, const core::Context&) {
  if (state.begun) return core::refuse<refusals::begun_already>();
  return Decision::of(Begun{});
}

Decision decided(const State& state, const Erase& c, const core::Context&) {
  const bool is_new =
      std::ranges::any_of(c.keys, [&state](const KeyId& key) { return !is_known(state, key); });
  if (!is_new) return core::refuse<refusals::nothing_to_erase>(core::Put<"stream">{c.stream});
  return Decision::of(Erased{c.stream, c.subject, c.keys, c.ground, c.reason, c.by});
}

}  // namespace

core::Decision<Event> SealingDecider::decide(const State& state, const Command& command,
                                             const core::Context& context) const {
  if (context.standing.kind() != core::ActorKind::engine) {
    return core::refuse<refusals::not_the_engine>();
  }
  return std::visit([&](const auto& c) { return decided(state, c, context); }, command);
}

void SealingDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  if (const auto* erased = std::get_if<Erased>(&event)) {
    state.erasures.push_back({erased->subject, erased->keys, erased->ground, facts.occurred_at});
  } else {
    state.begun = true;
  }
}

StreamId sealing_stream() { return StreamId::of(SealingDecider::kKind, "log").value(); }

StreamId erasures_of(const StreamId& stream) {
  auto key = std::string{stream.kind()} + ":" + std::string{stream.key()};
  if (auto named = StreamId::of(SealingDecider::kKind, key)) return *std::move(named);
  return StreamId::of(SealingDecider::kKind, "~" + derived_command_id(stream.text()).to_string())
      .value();
}

}  // namespace recourse::trust
