// Reading beside a writer: a RocksDB secondary of log/, generations of views/, and in memory what
// the index on disk does not cover yet. The views are looked at first, so that the index is never
// ahead of the log by chance.
//
// Invariants, under mutex_: the index of views_ covers the log up to indexed_, unindexed_ holds
// (indexed_, head_]. The log may have been brought up further: reads are cut to head_. A page never
// changes once it is visible, so log_ is read without the lock.
#include <recourse/base/limits.hpp>
#include <recourse/core/listeners.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <shared_mutex>
#include <unordered_map>

#include "stores/rocksdb/checkpoints.hpp"
#include "stores/rocksdb/cursors.hpp"
#include "stores/rocksdb/directory.hpp"
#include "stores/rocksdb/secondary.hpp"
#include "stores/rocksdb/wal_proof.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

using namespace core;

/// A writer may replace a file between two looks at the folder; that passes, real damage stays.
constexpr int kAttempts = 3;

template <class T>
bool may_pass(const Result<T>& result) {
  return result.has_error() &&
         (result.error().code() == Errc::io_error || result.error().code() == Errc::corruption ||
          result.error().code() == Errc::acknowledged_loss);
}

/// A folder that is gone when this is.
class Scratch {
 public:
  static Result<std::unique_ptr<Scratch>> make() {
    const auto path =
        std::filesystem::temp_directory_path() / ("recourse-reader-" + random_log_id().to_string());
    std::error_code failed;
    std::filesystem::create_directories(path, failed);
    if (!failed) return std::unique_ptr<Scratch>{new Scratch{path}};
    return Error{Errc::io_error, "creating " + path.string() + ": " + failed.message()};
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit Scratch(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// A cursor over one generation of the views, which it keeps open.
class KeptCursor final : public Cursor {
 public:
  KeptCursor(ViewsPtr views, StreamCursor cursor)
      : views_(std::move(views)), cursor_(std::move(cursor)) {}
  Result<bool> next() override { return cursor_.next(); }
  const RecordView& record() const override { return cursor_.record(); }
  std::string_view bytes() const override { return cursor_.bytes(); }

 private:
  ViewsPtr views_;  // closed last
  StreamCursor cursor_;
};

class Reader final : public EventStore {
 public:
  Reader(std::filesystem::path directory, Budget budget, ViewsPtr views,
         std::unique_ptr<Scratch> scratch, Database log)
      : directory_(std::move(directory)),
        budget_(std::move(budget)),
        scratch_(std::move(scratch)),
        log_(std::move(log)),
        views_(std::move(views)) {}

  Result<void> start(const LogId& log_id) {
    RECOURSE_TRY_ASSIGN(identity_, log_.read_identity(log_id));
    RECOURSE_TRY_ASSIGN(fingerprint_key_, log_.read_fingerprint_key());
    return take_in(views_);
  }

  Result<Position> refresh() override {
    std::lock_guard alone{refresh_mutex_};
    for (int attempt = 1;; ++attempt) {
      const auto before = seen_now().head;
      const auto looked = look();
      const auto now = seen_now().head;
      if (looked && now > before) listeners_.tell(now);
      if (looked) return now;
      if (!may_pass(looked) || attempt == kAttempts) return looked.error();
    }
  }

  Result<Appended> append(Append) override { return for_reading_only(); }
  void async_append(Append, base::Completion<Result<Appended>> done) override {
    done(for_reading_only());
  }

  Result<std::optional<Remembered>> find(CommandId id) const override {
    std::optional<Position> first;
    const auto seen = seen_now([&] {
      const auto known = unindexed_.commands.find(id);
      if (known != unindexed_.commands.end()) first = Position{known->second};
    });
    if (!first && seen.indexed.value > 0) {
      RECOURSE_TRY_ASSIGN(first, seen.views->index.position_of(id));
    }
    if (!first) return std::optional<Remembered>{};
    RECOURSE_TRY_ASSIGN(const auto remembered, read_append(log_, id, *first));
    return std::optional{remembered};
  }

  Result<Version> version_of(const StreamId& stream) const override {
    Tail tail;
    const auto seen = seen_now([&] { tail = tail_of(stream); });
    return version_of(stream, tail, seen);
  }

  Result<Position> last_tagged(std::string_view type, std::string_view tag) const override {
    const auto key = tag_key(type, tag);
    Position last;
    const auto seen = seen_now([&] {
      const auto known = unindexed_.tags.find(key);
      if (known != unindexed_.tags.end()) last = Position{known->second};
    });
    if (last.value > 0 || seen.indexed.value == 0) return last;
    return seen.views->index.last_tagged(key);
  }

  Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                              StreamRange range) const override {
    Tail tail;
    const auto seen = seen_now([&] { tail = tail_of(stream); });
    RECOURSE_TRY_ASSIGN(const auto last, version_of(stream, tail, seen));
    range.to = std::min(range.to, last);
    return std::unique_ptr<Cursor>{std::make_unique<KeptCursor>(
        seen.views, StreamCursor{log_, seen.views->index.versions(stream.text()), stream.text(),
                                 range, std::move(tail.places), tail.first_version})};
  }

  Result<std::unique_ptr<Cursor>> read_all(LogRange range) const override {
    range.to = std::min(range.to, seen_now().head);
    return std::unique_ptr<Cursor>{std::make_unique<LogCursor>(log_, std::move(range))};
  }

  Capabilities capabilities() const override { return {.takes_appends = false, .follows = true}; }
  Result<Position> head() const override { return seen_now().head; }
  LogIdentity identity() const override { return identity_; }
  FingerprintKey fingerprint_key() const override { return fingerprint_key_; }
  Health health() const override {
    const auto seen = seen_now();
    Health h;
    h.writable = false;
    h.reason = "opened for reading only";
    h.head = seen.head;
    h.indexed = seen.indexed;
    return h;
  }
  NotifyHandle notify(std::function<void(Position)> on_append) override {
    return listeners_.add(std::move(on_append));
  }
  Result<void> drain() override { return {}; }
  TableStore& tables() override { return tables_; }
  Checkpoints& checkpoints() override { return checkpoints_; }

 private:
  struct Tail {
    std::uint64_t first_version = 0;
    std::vector<RecordLocation> places;
  };
  /// What the index does not cover.
  struct Unindexed {
    std::unordered_map<std::string, Tail> tails;
    std::unordered_map<CommandId, std::uint64_t> commands;
    std::unordered_map<std::string, std::uint64_t> tags;  ///< By tag_key.
  };
  /// A moment of the reader.
  struct Seen {
    ViewsPtr views;
    Position head;
    Position indexed;
  };

  /// The present moment; `also` is called under the lock.
  template <class F>
  Seen seen_now(F&& also) const {
    std::shared_lock lock{mutex_};
    also();
    return {views_, head_, indexed_};
  }
  Seen seen_now() const {
    return seen_now([] {});
  }
  /// Requires: the lock.
  Tail tail_of(const StreamId& stream) const {
    const auto found = unindexed_.tails.find(stream.text());
    return found == unindexed_.tails.end() ? Tail{} : found->second;
  }

  static Result<Version> version_of(const StreamId& stream, const Tail& tail, const Seen& seen) {
    if (!tail.places.empty()) return Version{tail.first_version + tail.places.size() - 1};
    if (seen.indexed.value == 0) return Version{0};
    return seen.views->index.last_version(stream.text());
  }

  /// Requires: nobody else refreshes.
  Result<void> look() {
    RECOURSE_TRY_ASSIGN(auto views, newest_views(directory_, budget_, views_));
    const auto caught_up = log_.database()->TryCatchUpWithPrimary();
    if (!caught_up.ok()) return from_status(caught_up, "reading beside the writer of the log");
    return take_in(std::move(views));
  }

  /// Moves on to these views and to the log's present end; nothing changes if it fails.
  Result<void> take_in(ViewsPtr views) {
    RECOURSE_TRY_ASSIGN(const auto end, log_.find_end());
    RECOURSE_TRY_ASSIGN(const auto covered, views->index.covered(identity_));
    const auto indexed = covered.value_or(Position{0});
    RECOURSE_TRY(check_end(end.head, indexed, *views));
    const bool same = views == views_ && head_ >= indexed;
    Unindexed news;
    RECOURSE_TRY(read_log(same ? head_ : indexed, end.head, news));
    std::unique_lock lock{mutex_};
    if (same) {
      add(std::move(news));
    } else {
      unindexed_ = std::move(news);
    }
    views_ = std::move(views);
    head_ = end.head;
    indexed_ = indexed;
    return {};
  }

  Result<void> check_end(Position head, Position indexed, const Views& views) const {
    const auto lost = [&](const std::string& who, Position seen) {
      return Error{Errc::acknowledged_loss, "the log ends at position " +
                                                std::to_string(head.value) + ", " + who +
                                                " has seen " + std::to_string(seen.value)};
    };
    if (indexed > head) return lost("the index", indexed);
    const auto table = furthest(views.families, identity_);
    if (table && table->position > head) {
      return lost("the view " + table->table.to_string(), table->position);
    }
    return {};
  }

  Result<void> read_log(Position behind, Position to, Unindexed& into) const {
    if (behind >= to) return {};
    LogCursor cursor{log_, {.from = behind.next(), .to = to}};
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
      if (!more) return {};
      const auto& r = cursor.record();
      auto& tail = into.tails[std::string{r.stream}];
      if (tail.places.empty()) tail.first_version = r.version.value;
      tail.places.push_back({r.position.value, cursor.ordinal()});
      if (r.index == 0) into.commands.emplace(r.command_id, r.position.value);
      if (r.tags.empty()) continue;
      for (const auto tag : r.tags.list()) into.tags[tag_key(r.type, tag)] = r.position.value;
    }
  }

  void add(Unindexed news) {
    for (auto& [stream, tail] : news.tails) {
      auto& known = unindexed_.tails[stream];
      if (known.places.empty()) known.first_version = tail.first_version;
      known.places.insert(known.places.end(), tail.places.begin(), tail.places.end());
    }
    unindexed_.commands.merge(news.commands);
    for (auto& [tag, position] : news.tags) unindexed_.tags[tag] = position;
  }

  const std::filesystem::path directory_;
  const Budget budget_;
  std::unique_ptr<Scratch> scratch_;
  Log log_;
  LogIdentity identity_{};
  FingerprintKey fingerprint_key_{};
  std::mutex refresh_mutex_;

  Listeners listeners_;

  mutable std::shared_mutex mutex_;
  ViewsPtr views_;
  Position head_{};
  Position indexed_{};
  Unindexed unindexed_;

  SecondaryTables tables_{[this] { return seen_now().views; }};
  LogCheckpoints checkpoints_{log_, nullptr};
};

}  // namespace
}  // namespace rocks

namespace {

Result<std::unique_ptr<core::EventStore>> open_once(const std::filesystem::path& directory,
                                                    std::size_t memory_bytes) {
  using namespace rocks;
  RECOURSE_TRY_ASSIGN(const auto found, examine(directory, /*create=*/false));
  if (!found.log_id) {
    return Error{Errc::not_a_store, directory.string() + " holds a store that was never finished"};
  }
  RECOURSE_TRY(prove_nothing_lost({.directory = directory, .memory_bytes = memory_bytes}));
  const Budget budget{memory_bytes};
  RECOURSE_TRY_ASSIGN(auto views, newest_views(directory, budget, nullptr));
  RECOURSE_TRY_ASSIGN(auto scratch, Scratch::make());
  RECOURSE_TRY_ASSIGN(auto log, open_log_beside(directory, budget, scratch->path()));
  auto reader = std::make_unique<Reader>(directory, budget, std::move(views), std::move(scratch),
                                         std::move(log));
  RECOURSE_TRY(reader->start(*found.log_id));
  return std::unique_ptr<core::EventStore>{std::move(reader)};
}

}  // namespace

Result<std::unique_ptr<core::EventStore>> open_rocksdb_reader(std::filesystem::path directory,
                                                              std::size_t memory_bytes) {
  for (int attempt = 1;; ++attempt) {
    auto opened = open_once(directory, memory_bytes);
    if (!rocks::may_pass(opened) || attempt == rocks::kAttempts) return opened;
  }
}

}  // namespace recourse::stores
