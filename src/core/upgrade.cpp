// What a check of an upgrade keeps, beside the decider.
#include <recourse/core/upgrade.hpp>
#include <recourse/describe/json.hpp>

namespace recourse::core {
namespace {

/// Streams whose beginnings are looked up at once.
constexpr std::size_t kBeginsMax = 4096;

}  // namespace

std::string to_json_line(const UpgradeFinding& finding) {
  return boost::json::serialize(describe::to_json(finding));
}

namespace detail {

Result<void> UpgradeLedger::open(std::string_view kind) {
  if (!options_->against) return {};
  RECOURSE_TRY_ASSIGN(auto reader, BaselineReader::open(options_->against, identity_.id, kind));
  old_.emplace(std::move(reader));
  return {};
}

Result<void> UpgradeLedger::begin(std::string_view kind, std::uint32_t definition,
                                  const std::vector<StatePart>& parts) {
  if (!options_->save) return {};
  return options_->save(to_json_line(BaselineLine{BaselineHead{
      identity_.id, identity_.incarnation, std::string{kind}, definition, report.head, parts}}));
}

Result<std::optional<BaselineStream>> UpgradeLedger::known(Position first,
                                                           std::string_view stream) {
  if (!old_) return std::optional<BaselineStream>{};
  for (;;) {
    RECOURSE_TRY_ASSIGN(auto line, old_->next(first));
    if (!line || (line->first == first && line->stream == stream)) return line;
    missing(*line, Version{0});
  }
}

void UpgradeLedger::missing(const BaselineStream& stream, Version have) {
  // A log that was restored since may have less; one that was not may never.
  if (old_->head().incarnation != identity_.incarnation) {
    ++report.behind;
    return;
  }
  found({UpgradeProblem::stream_missing,
         stream.stream,
         have,
         stream.first,
         0,
         {},
         "the baseline has it at version " + std::to_string(stream.version.value) +
             "; run `recourse verify`"});
}

void UpgradeLedger::found(UpgradeFinding finding) {
  auto& count = report.counts[static_cast<std::size_t>(finding.problem) - 1];
  ++count;
  if (options_->found) options_->found(finding);
  if (count <= options_->examples_max) report.examples.push_back(std::move(finding));
}

Result<void> UpgradeLedger::save(const BaselineStream& stream) {
  if (!options_->save) return {};
  ++report.saved;
  return options_->save(to_json_line(BaselineLine{stream}));
}

Result<void> UpgradeLedger::end() {
  if (old_) {
    for (;;) {
      RECOURSE_TRY_ASSIGN(const auto line, old_->next(Position{~std::uint64_t{0}}));
      if (!line) break;
      missing(*line, Version{0});
    }
  }
  if (!options_->save) return {};
  return options_->save(to_json_line(BaselineLine{BaselineEnd{report.saved}}));
}

Result<void> UpgradeLedger::report_progress(Position at) const {
  if (!options_->progress || options_->progress(at, report.head)) return {};
  return Error{Errc::closed, "the check was ended at position " + std::to_string(at.value)};
}

Result<StreamBegins> streams_beginning(const EventStore& store, std::string_view kind,
                                       Position from, Position head) {
  StreamBegins begins{{}, head.next()};
  RECOURSE_TRY_ASSIGN(
      const auto cursor,
      store.read_all({.from = from, .to = head, .stream_kind = std::string{kind}, .types = {}}));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return begins;
    const auto& record = cursor->record();
    if (record.version != Version{1}) continue;
    RECOURSE_TRY_ASSIGN(auto stream, StreamId::parse(record.stream));
    begins.streams.push_back({record.position, std::move(stream)});
    if (begins.streams.size() < kBeginsMax) continue;
    begins.next = record.position.next();
    return begins;
  }
}

}  // namespace detail
}  // namespace recourse::core
