#include <map>
#include <recourse/base/limits.hpp>
#include <recourse/core/verify.hpp>
#include <unordered_map>

namespace recourse::core {
namespace {

constexpr std::uint64_t kProgressEvery = 4096;

/// What the scan remembers of a stream, to hold against the index.
struct StreamTrace {
  std::uint64_t version = 0;
  std::uint64_t positions = 0;  // a running hash over its positions
};

std::uint64_t fold_position(std::uint64_t hash, Position p) {
  return (hash ^ p.value) * 0x9E3779B97F4A7C15u + 1;
}

class Verifier {
 public:
  Verifier(const EventStore& store, const VerifyOptions& options)
      : store_(store), options_(options) {}

  Result<VerifyReport> run() {
    RECOURSE_TRY_ASSIGN(report_.head, store_.head());
    RECOURSE_TRY(scan());
    RECOURSE_TRY(compare_index());
    return std::move(report_);
  }

 private:
  void finding(Position at, std::string what) {
    ++report_.problems;
    if (report_.findings.size() < limits::kFindingsMax) {
      report_.findings.push_back({at, std::move(what)});
    }
  }

  bool tell(Position at) { return !options_.progress || options_.progress(at, report_.head); }
  static Error ended() { return Error{Errc::closed, "the verification was ended"}; }

  Result<void> scan() {
    auto cursor = store_.read_all({.to = report_.head});
    if (!cursor) return std::move(cursor).error();
    for (;;) {
      const auto more = (*cursor)->next();
      if (!more) {
        finding(Position{report_.records + 1},
                more.error().message() + "; what lies behind it was not checked");
        return {};
      }
      if (!*more) break;
      check((*cursor)->record());
      if (report_.records % kProgressEvery == 0 && !tell((*cursor)->record().position)) {
        return ended();
      }
    }
    if (report_.records != report_.head.value) {
      finding(report_.head, "the log ends at " + std::to_string(report_.records) +
                                ", its head is " + std::to_string(report_.head.value));
    }
    if (append_.index + 1 != append_.count) finding(report_.head, "the last append is incomplete");
    return {};
  }

  void check(const RecordView& r) {
    ++report_.records;
    if (r.position.value != report_.records) {
      finding(r.position, "the position before it is not " + std::to_string(r.position.value - 1));
      report_.records = r.position.value;
    }
    if (r.recorded_at < recorded_at_) finding(r.position, "recorded_at goes back");
    recorded_at_ = r.recorded_at;
    check_append(r);
    auto& stream = streams_[std::string{r.stream}];
    if (r.version.value != stream.version + 1) {
      finding(r.position, std::string{r.stream} + " goes from version " +
                              std::to_string(stream.version) + " to " +
                              std::to_string(r.version.value));
    }
    if (auto fault = stream_id_fault(r.stream); !fault.empty()) finding(r.position, fault);
    stream.version = r.version.value;
    stream.positions = fold_position(stream.positions, r.position);
    if (!r.tags.empty()) {
      for (const auto tag : r.tags.list()) {
        tags_[{std::string{r.type}, std::string{tag}}] = r.position;
      }
    }
    const auto claimed = check_standing(Actor::parse(r.actor), StandingOf::kind(r.actor_kind));
    if (!claimed) finding(r.position, claimed.error().message());
    check_payload(r);
  }

  void check_append(const RecordView& r) {
    const bool begins = append_.index + 1 == append_.count;
    const bool fits = begins ? r.index == 0
                             : r.index == append_.index + 1 && r.count == append_.count &&
                                   r.command_id == append_.command_id &&
                                   r.fingerprint == append_.fingerprint &&
                                   r.recorded_at == append_.recorded_at;
    if (!fits) finding(r.position, "its append is incomplete or mixed with another");
    append_ = {r.index, r.count, r.command_id, r.fingerprint, r.recorded_at};
    if (r.index == 0) check_command(r);
  }

  /// The command index must lead back here, and to nowhere else: else one id could take effect
  /// twice.
  void check_command(const RecordView& r) {
    const auto found = store_.find(r.command_id);
    if (!found) return finding(r.position, found.error().message());
    if (!*found) return finding(r.position, "its command id is not in the index");
    if ((*found)->appended.first != r.position) {
      finding(r.position, "its command id was used at position " +
                              std::to_string((*found)->appended.first.value) + " too");
    }
  }

  void check_payload(const RecordView& r) {
    if (!options_.payload) return;
    const auto known = options_.payload(r);
    if (!known) {
      finding(r.position, known.error().message());
    } else if (*known) {
      ++report_.payloads_decoded;
    }
  }

  Result<void> compare_index() {
    report_.streams = streams_.size();
    std::uint64_t done = 0;
    for (const auto& [text, trace] : streams_) {
      const auto stream = StreamId::parse(text);
      if (stream) compare_stream(*stream, trace);
      if (++done % kProgressEvery == 0 && !tell(report_.head)) return ended();
    }
    for (const auto& [tag, last] : tags_) {
      compare_tag(tag.first, tag.second, last);
      if (++done % kProgressEvery == 0 && !tell(report_.head)) return ended();
    }
    return {};
  }

  /// The tag index must lead to the last event with the tag: else one could be recorded twice.
  void compare_tag(const std::string& type, const std::string& tag, Position last) {
    const auto found = store_.last_tagged(type, tag);
    if (!found) return finding(last, found.error().message());
    // A later one may have come meanwhile.
    if (*found == last || *found > report_.head) return;
    finding(last, "the tag index leads the tag '" + tag + "' of " + type + " to position " +
                      std::to_string(found->value));
  }

  void compare_stream(const StreamId& stream, const StreamTrace& trace) {
    auto cursor = store_.read_stream(stream, {.to = Version{trace.version}});
    std::uint64_t hash = 0;
    std::uint64_t versions = 0;
    while (cursor) {
      const auto more = (*cursor)->next();
      if (!more) return finding({}, more.error().message());
      if (!*more) break;
      ++versions;
      hash = fold_position(hash, (*cursor)->record().position);
    }
    if (!cursor) return finding({}, cursor.error().message());
    if (versions != trace.version || hash != trace.positions) {
      finding({}, stream.text() + ": the index leads to " + std::to_string(versions) +
                      " records, the log holds " + std::to_string(trace.version));
    }
  }

  struct AppendTrace {
    std::uint32_t index = 0;
    std::uint32_t count = 1;
    CommandId command_id{};
    std::uint64_t fingerprint = 0;
    Timestamp recorded_at{};
  };

  const EventStore& store_;
  const VerifyOptions& options_;
  VerifyReport report_;
  Timestamp recorded_at_{};
  AppendTrace append_{};
  std::unordered_map<std::string, StreamTrace> streams_;
  std::map<std::pair<std::string, std::string>, Position> tags_;  // last of a type and a tag
};

}  // namespace

Result<VerifyReport> verify(const EventStore& store, const VerifyOptions& options) {
  return Verifier{store, options}.run();
}

}  // namespace recourse::core
