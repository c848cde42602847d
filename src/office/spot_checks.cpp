// Populations, read from the records of cases.
#include "office/spot_checks.hpp"

#include <algorithm>
#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/sample.hpp>
#include <recourse/office/spot_checks.hpp>
#include <set>

namespace recourse {
namespace {

namespace complaint = casework::complaint;
namespace supervision = casework::supervision;

/// Ends a case: the event carries how.
template <class E>
concept Ends = requires(const E& e) {
  { e.resolution } -> std::convertible_to<const complaint::Resolution&>;
};

/// The types of reports and of what ends a case.
std::vector<std::string> types_read() {
  return []<class... E>(std::type_identity<std::variant<E...>>) {
    std::vector<std::string> types;
    const auto add = [&]<class One>(std::type_identity<One>) {
      if (Ends<One> || std::is_same_v<One, complaint::Received>) {
        types.emplace_back(describe::spec_of<One>.type);
      }
    };
    (add(std::type_identity<E>{}), ...);
    return types;
  }(std::type_identity<describe::SetOf<complaint::Event>>{});
}

/// Calls `see(record, event)` for each report and each end of a case, up to a position.
template <class See>
Result<void> each_report_and_end(const core::EventStore& store, Position to, See&& see) {
  RECOURSE_TRY_ASSIGN(
      const auto cursor,
      store.read_all({.to = to,
                      .stream_kind = std::string{complaint::ComplaintDecider::kKind},
                      .types = types_read()}));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return {};
    const auto& record = cursor->record();
    RECOURSE_TRY_ASSIGN(const auto event,
                        core::Fold<complaint::ComplaintDecider>::event_of(record));
    see(record, event);
  }
}

bool ends_case(const complaint::Event& event) {
  return std::visit([](const auto& e) { return Ends<std::remove_cvref_t<decltype(e)>>; }, event);
}

std::string key_of(std::string_view stream) {
  return std::string{stream.substr(stream.find('/') + 1)};
}

Result<supervision::State> inspection_of(const core::WorkflowPort& port, const StreamId& stream,
                                         Version at = Version{~std::uint64_t{0}}) {
  RECOURSE_TRY_ASSIGN(const auto found, port.find_any(stream, at));
  return *static_cast<const supervision::State*>(found.state.get());
}

const core::WorkflowPort& inspections(const Office& office) {
  return *office.engine().workflow(supervision::SupervisionDecider::kKind);
}

/// What the engine is asked once a seed is shown.
Result<supervision::Command> recording(const core::EventStore& store,
                                       const supervision::State& inspection, UtcOffset offset,
                                       Position position) {
  RECOURSE_TRY_ASSIGN(auto population, sample_population(store, inspection, offset, position));
  return supervision::Command{
      supervision::RecordSample{position.value, supervision::packed(std::move(population))}};
}

/// Of the record that shows the seed.
Result<Position> seed_position(const core::EventStore& store, const StreamId& stream) {
  RECOURSE_TRY_ASSIGN(const auto cursor, store.read_stream(stream, {.backward = true}));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return Error{Errc::not_found, stream.text() + ": no seed was shown"};
    const auto& record = cursor->record();
    if (record.type == describe::spec_of<supervision::SeedRevealed>.type) return record.position;
  }
}

constexpr std::string_view kReaction = "spot_checks";

}  // namespace

Result<std::vector<std::string>> sample_population(const core::EventStore& store,
                                                   const supervision::State& inspection,
                                                   UtcOffset offset, Position position) {
  if (!inspection.sample.rule) {
    return Error{Errc::invalid_argument, "the inspection has no sample"};
  }
  const auto& rule = *inspection.sample.rule;
  const auto belongs = [&](const complaint::Received& report) {
    return rule.scope == supervision::Scope::district ? report.district == inspection.district
                                                      : report.station == inspection.unit;
  };
  std::set<std::string, std::less<>> theirs;  // streams
  std::set<std::string> keys;
  RECOURSE_TRY(each_report_and_end(store, position, [&](const auto& record, const auto& event) {
    const auto* report = std::get_if<complaint::Received>(&event);
    if (report != nullptr && belongs(*report)) theirs.emplace(record.stream);
    if (!ends_case(event) || !theirs.contains(record.stream)) return;
    const auto day = local_day(record.occurred_at, offset);
    if (rule.from <= day && day <= rule.to) keys.insert(key_of(record.stream));
  }));
  return std::vector<std::string>{keys.begin(), keys.end()};
}

Result<core::Outcome> draw_sample(const Office& office, const StreamId& stream, std::string seed,
                                  const core::Context& context) {
  const auto& port = inspections(office);
  RECOURSE_TRY_ASSIGN(auto inspection, inspection_of(port, stream));
  const bool shown_before = inspection.phases.sample == supervision::SamplePhase::revealed &&
                            inspection.sample.seed == seed;
  if (!shown_before) {
    const supervision::Command show{supervision::DrawSample{std::move(seed)}};
    RECOURSE_TRY_ASSIGN(auto outcome, port.handle(stream, &show, context));
    if (outcome.refused()) return outcome;
    RECOURSE_TRY_ASSIGN(inspection, inspection_of(port, stream));
    // The reaction may have been quicker.
    if (inspection.phases.sample == supervision::SamplePhase::drawn) return outcome;
  }
  RECOURSE_TRY_ASSIGN(const auto position, seed_position(office.store(), stream));
  RECOURSE_TRY_ASSIGN(const auto command, recording(office.store(), inspection,
                                                    office.decider().norms.utc_offset, position));
  return port.handle(stream, &command,
                     {.now = context.now,
                      .actor = {std::string{kReaction}, "engine", ""},
                      .command_id = core::intent_command_id(kReaction, position, stream.text(), 0),
                      .standing = core::StandingOf::engine(),
                      .correlation = context.chain(),
                      .causation = context.command_id});
}

Result<SampleCheck> verify_sample(const Office& office, const StreamId& stream) {
  RECOURSE_TRY_ASSIGN(const auto inspection, inspection_of(inspections(office), stream));
  SampleCheck check{.recorded = inspection.sample};
  if (inspection.phases.sample != supervision::SamplePhase::drawn) {
    return Error{Errc::invalid_argument, stream.text() + ": no sample was drawn"};
  }
  const auto& rule = *inspection.sample.rule;
  check.seed_fits = supervision::commitment_of(inspection.sample.seed) == rule.commitment;
  RECOURSE_TRY_ASSIGN(const auto shown_at, seed_position(office.store(), stream));
  check.position_fits = shown_at.value == inspection.sample.position;
  RECOURSE_TRY_ASSIGN(
      check.population,
      sample_population(office.store(), inspection, office.decider().norms.utc_offset, shown_at));
  check.digest = supervision::digest_of(check.population);
  check.cases = supervision::drawn(inspection.sample.seed, check.population, rule.size);
  return check;
}

core::ReactionSpec SpotChecksAreDrawn::spec() const {
  return {.name = std::string{kReaction},
          .stream_kind = std::string{supervision::SupervisionDecider::kKind},
          .types = {std::string{describe::spec_of<supervision::SeedRevealed>.type}}};
}

Result<std::vector<core::Intent>> SpotChecksAreDrawn::react(const core::RecordView& record) const {
  RECOURSE_TRY_ASSIGN(auto stream, StreamId::parse(record.stream));
  const auto& port = *engine_->workflow(supervision::SupervisionDecider::kKind);
  RECOURSE_TRY_ASSIGN(const auto inspection, inspection_of(port, stream, record.version));
  RECOURSE_TRY_ASSIGN(auto command, recording(port.store(), inspection, offset_, record.position));
  std::vector<core::Intent> asked;
  asked.push_back(
      core::intent<supervision::SupervisionDecider>(std::move(stream), std::move(command)));
  return asked;
}

}  // namespace recourse
