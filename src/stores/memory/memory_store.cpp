// Invariants, under mutex_: records_[i] holds the canonical bytes of position i + 1; streams_ maps
// a stream to the positions of its versions 1..n; tagged_ a type and a tag to the last position of
// such an event; recorded_at never decreases. Records are never
// moved or freed while the store lives, so that cursors may point at them (std::deque).
#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <recourse/core/listeners.hpp>
#include <recourse/stores/memory.hpp>
#include <unordered_map>

#include "stores/memory/memory_tables.hpp"

namespace recourse::stores {
namespace {

using namespace core;

/// Positions to visit, in order; the records are looked up one by one.
class MemoryCursor final : public Cursor {
 public:
  MemoryCursor(std::vector<const std::string*> records, const LogRange& range)
      : records_(std::move(records)), filter_(range.stream_kind, range.types) {}

  Result<bool> next() override {
    while (at_ < records_.size()) {
      bytes_ = *records_[at_++];
      RECOURSE_TRY_ASSIGN(record_, decode_record(bytes_));
      if (filter_.lets_through(record_)) return true;
    }
    return false;
  }
  const RecordView& record() const override { return record_; }
  std::string_view bytes() const override { return bytes_; }

 private:
  std::vector<const std::string*> records_;
  RecordFilter filter_;
  std::size_t at_ = 0;
  std::string_view bytes_;
  RecordView record_;
};

/// Finds pairs of texts by views of them.
struct LessPair {
  using is_transparent = void;
  template <class A, class B>
  bool operator()(const A& a, const B& b) const {
    return std::tuple<std::string_view, std::string_view>{a.first, a.second} <
           std::tuple<std::string_view, std::string_view>{b.first, b.second};
  }
};

class MemoryStore final : public EventStore {
 public:
  explicit MemoryStore(const Clock& clock)
      : clock_(&clock),
        identity_{random_log_id(), Incarnation{1}},
        fingerprint_key_(random_fingerprint_key()) {}

  Result<Appended> append(Append append) override {
    RECOURSE_TRY(validate(append));
    const auto fingerprint = append.fingerprint != 0
                                 ? append.fingerprint
                                 : content_fingerprint(fingerprint_key_, append);
    Result<Appended> answer = commit(append, fingerprint);
    if (answer && !answer->repeated) listeners_.tell(answer->last);
    return answer;
  }

  void async_append(Append append, base::Completion<Result<Appended>> done) override {
    done(this->append(std::move(append)));
  }

  Result<std::optional<Remembered>> find(CommandId id) const override {
    std::lock_guard lock{mutex_};
    const auto found = commands_.find(id);
    if (found == commands_.end()) return std::optional<Remembered>{};
    return std::optional{found->second};
  }

  Result<Version> version_of(const StreamId& stream) const override {
    std::lock_guard lock{mutex_};
    const auto found = streams_.find(stream.text());
    return Version{found == streams_.end() ? 0 : found->second.size()};
  }

  Result<Position> last_tagged(std::string_view type, std::string_view tag) const override {
    std::lock_guard lock{mutex_};
    return last_of(type, tag);
  }

  Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                              StreamRange range) const override {
    std::vector<const std::string*> chosen;
    std::lock_guard lock{mutex_};
    if (const auto found = streams_.find(stream.text()); found != streams_.end()) {
      const auto& positions = found->second;
      const std::uint64_t last = std::min<std::uint64_t>(range.to.value, positions.size());
      for (std::uint64_t v = std::max<std::uint64_t>(range.from.value, 1); v <= last; ++v) {
        chosen.push_back(&records_[positions[v - 1] - 1]);
      }
      if (range.backward) std::ranges::reverse(chosen);
    }
    return std::unique_ptr<Cursor>{std::make_unique<MemoryCursor>(std::move(chosen), LogRange{})};
  }

  Result<std::unique_ptr<Cursor>> read_all(LogRange range) const override {
    std::vector<const std::string*> chosen;
    std::lock_guard lock{mutex_};
    const std::uint64_t last = std::min<std::uint64_t>(range.to.value, records_.size());
    for (std::uint64_t p = std::max<std::uint64_t>(range.from.value, 1); p <= last; ++p) {
      chosen.push_back(&records_[p - 1]);
    }
    return std::unique_ptr<Cursor>{std::make_unique<MemoryCursor>(std::move(chosen), range)};
  }

  Capabilities capabilities() const override { return {.durable = false}; }
  Result<Position> head() const override {
    std::lock_guard lock{mutex_};
    return Position{records_.size()};
  }
  LogIdentity identity() const override { return identity_; }
  FingerprintKey fingerprint_key() const override { return fingerprint_key_; }
  Health health() const override {
    Health h;
    h.head = h.indexed = head().value();
    return h;
  }

  NotifyHandle notify(std::function<void(Position)> on_append) override {
    return listeners_.add(std::move(on_append));
  }

  Result<void> drain() override { return {}; }
  TableStore& tables() override { return tables_; }
  Checkpoints& checkpoints() override { return checkpoints_; }

 private:
  Result<Appended> commit(const Append& append, std::uint64_t fingerprint) {
    std::lock_guard lock{mutex_};
    if (const auto known = commands_.find(append.command_id); known != commands_.end()) {
      if (known->second.fingerprint == fingerprint) return known->second.appended;
      return command_id_reused(append.command_id, known->second.appended.first);
    }
    for (const auto& s : append.streams) {
      const auto found = streams_.find(s.stream.text());
      const Version actual{found == streams_.end() ? 0 : found->second.size()};
      if (!s.expected.admits(actual)) return version_conflict(s.stream.text(), s.expected, actual);
    }
    for (const auto& c : append.conditions) {
      if (const auto last = last_of(c.type, c.tag); last > c.since) return tag_conflict(c, last);
    }
    last_time_ = std::max(last_time_, clock_->now());
    const Appended answer = store_records(append, encode_bodies(append, fingerprint));
    auto again = answer;
    again.repeated = true;
    commands_.emplace(append.command_id, Remembered{again, fingerprint});
    return answer;
  }

  /// Requires: the lock.
  Position last_of(std::string_view type, std::string_view tag) const {
    const auto found = tagged_.find(std::pair{type, tag});
    return found == tagged_.end() ? Position{0} : found->second;
  }

  Appended store_records(const Append& append, const EncodedBodies& bodies) {
    Appended answer{Position{records_.size() + 1}, {}, {}, last_time_, false};
    std::size_t i = 0;
    std::size_t offset = 0;
    for (const auto& s : append.streams) {
      auto& positions = streams_[s.stream.text()];
      for (std::size_t n = 0; n < s.events.size(); ++n, ++i) {
        std::string bytes;
        positions.push_back(records_.size() + 1);
        for (const auto& tag : s.events[n].tags) {
          tagged_[{s.events[n].type, tag}] = Position{positions.back()};
        }
        encode_assigned(Position{positions.back()}, Version{positions.size()}, last_time_, bytes);
        bytes.append(bodies.bytes, offset, bodies.lengths[i]);
        offset += bodies.lengths[i];
        records_.push_back(std::move(bytes));
      }
      if (&s == &append.streams.front()) answer.version = Version{positions.size()};
    }
    answer.last = Position{records_.size()};
    return answer;
  }

  const Clock* clock_;
  LogIdentity identity_;
  FingerprintKey fingerprint_key_;
  mutable std::mutex mutex_;
  std::deque<std::string> records_;
  std::unordered_map<std::string, std::vector<std::uint64_t>> streams_;
  std::unordered_map<CommandId, Remembered> commands_;
  std::map<std::pair<std::string, std::string>, Position, LessPair>
      tagged_;  // last of type and tag
  Timestamp last_time_{};
  Listeners listeners_;
  MemoryTables tables_;
  MemoryCheckpoints checkpoints_;
};

}  // namespace

std::unique_ptr<EventStore> open_memory(const Clock& clock) {
  return std::make_unique<MemoryStore>(clock);
}

}  // namespace recourse::stores
