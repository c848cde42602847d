// The audit: the tree made anew of the log, against everything that was signed.
#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/core/fold.hpp>
#include <recourse/notary/notary.hpp>

#include "notary/crypto.hpp"

namespace recourse::notary {
namespace {

/// A head as it was recorded, and the keys as they stood then.
struct Recorded {
  Position position;
  HeadSigned event;
  State keys;
};

class Audit {
 public:
  Audit(const core::EventLog& log, const TileTree& tree) : log_(&log), tree_(&tree) {}

  Result<AuditReport> run(const std::function<bool(Position, Position)>& progress) {
    RECOURSE_TRY(read_heads());
    RECOURSE_TRY(scan(progress));
    for (; next_ < heads_.size(); ++next_) {
      find(heads_[next_].position, "the head covers " + std::to_string(heads_[next_].event.size) +
                                       " records, and the log has fewer");
    }
    RECOURSE_TRY(check_consistency());
    return std::move(report_);
  }

 private:
  void find(Position at, std::string what) {
    if (++report_.problems <= limits::kFindingsMax) {
      report_.findings.push_back({at, std::move(what)});
    }
  }

  Result<void> read_heads() {
    RECOURSE_TRY_ASSIGN(const auto cursor, log_->read_stream(stream()));
    const NotaryDecider decider;
    const core::Fold<NotaryDecider> fold{decider};
    core::Loaded<State> now;
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) break;
      const auto& record = cursor->record();
      RECOURSE_TRY_ASSIGN(const auto event, core::Fold<NotaryDecider>::event_of(record));
      if (const auto* head = std::get_if<HeadSigned>(&event)) {
        heads_.push_back({record.position, *head, now.state});
      }
      RECOURSE_TRY(fold.take(now, record));
    }
    std::ranges::stable_sort(heads_, {}, [](const Recorded& r) { return r.event.size; });
    return {};
  }

  Result<void> scan(const std::function<bool(Position, Position)>& progress) {
    constexpr std::uint64_t kEvery = 4096;
    RECOURSE_TRY_ASSIGN(const auto end, log_->head());
    RECOURSE_TRY_ASSIGN(const auto cursor, log_->read_all());
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) break;
      frontier_.push(leaf_hash(cursor->bytes()));
      const auto size = frontier_.size();
      while (next_ < heads_.size() && heads_[next_].event.size == size.value) {
        check_head(heads_[next_++]);
      }
      if (size == tree_->size()) RECOURSE_TRY(check_view());
      if (size.value % kEvery == 0 && progress && !progress(Position{size.value}, end)) {
        return Error{Errc::closed, "the audit was ended"};
      }
    }
    if (tree_->size() > frontier_.size()) find({}, "the view covers more records than the log has");
    report_.size = frontier_.size();
    report_.root = frontier_.root();
    return {};
  }

  void check_head(const Recorded& recorded) {
    ++report_.heads;
    if (recorded.event.size >= recorded.position.value) {
      find(recorded.position, "the head covers itself, or what came later");
    }
    const auto read = read_head(recorded.event, recorded.keys);
    if (!read) return find(recorded.position, "the head: " + read.error().message());
    const auto fault = fault_of_signatures(*read, recorded.keys);
    const auto other_log = fault_of_log(read->head.origin);
    if (!fault.empty()) find(recorded.position, "the head: " + fault);
    if (!other_log.empty()) find(recorded.position, other_log);
    if (read->head.root != frontier_.root()) {
      find(recorded.position, "the log does not come to the root that was signed for " +
                                  std::to_string(recorded.event.size) +
                                  " records: a record was changed, or the head is false");
    } else if (fault.empty() && other_log.empty()) {
      report_.covered = frontier_.size();
    }
  }

  /// By the keys that were in force when the head was recorded.
  static std::string fault_of_signatures(const HeadWithSignatures& read, const State& state) {
    State in_force = state;
    std::erase_if(in_force.keys, [](const Key& k) { return k.retired_at.has_value(); });
    const auto keys = public_keys_of(in_force);
    if (!keys) return keys.error().message();
    if (auto fault = fault_of(SignedNote{read.head, read.note}, *keys)) return std::move(*fault);
    for (const auto& s : read.cose) {
      const auto key =
          std::ranges::find_if(*keys, [&s](const PublicKey& k) { return k.id() == s.key; });
      const bool right =
          key != keys->end() && key->verifies(cose_to_be_signed(read.head, s.key), s.signature);
      if (!right) return "the ES256 signature of " + to_string(s.key) + " is wrong";
    }
    return {};
  }

  std::string fault_of_log(const std::string& origin) const {
    const auto named = identity_of(origin);
    const auto log = log_->identity();
    if (named && named->id == log.id && named->incarnation <= log.incarnation) return {};
    return "the head is of " + origin + ", and the log is " + origin_of(log);
  }

  Result<void> check_view() {
    RECOURSE_TRY_ASSIGN(const auto root, root_of(tree_->size(), *tree_));
    if (root == frontier_.root()) return {};
    find({}, "the view " + std::string{kTreeView} + " has another root for " +
                 std::to_string(tree_->size().value) +
                 " records than the log: rebuild it (recourse views rebuild)");
    return {};
  }

  Result<void> check_consistency() {
    std::optional<SizedRoot> before;
    for (const auto& recorded : heads_) {
      const auto read = read_head(recorded.event, recorded.keys);
      if (!read || recorded.event.size > tree_->size().value) continue;  // found before
      const SizedRoot after{read->head.size, read->head.root};
      if (before) {
        RECOURSE_TRY_ASSIGN(const auto proof, consistency_proof(before->size, after.size, *tree_));
        if (verify_consistency(*before, after, proof)) {
          ++report_.consistent;
        } else {
          find(recorded.position, "the head of " + std::to_string(after.size.value) +
                                      " records does not go on from the one of " +
                                      std::to_string(before->size.value));
        }
      }
      before = after;
    }
    return {};
  }

  const core::EventLog* log_;
  const TileTree* tree_;
  std::vector<Recorded> heads_;
  std::size_t next_ = 0;  // of the heads, that was not reached
  Frontier frontier_;
  AuditReport report_;
};

}  // namespace

Result<AuditReport> audit(const core::EventLog& log, const TileTree& tree,
                          const std::function<bool(Position at, Position head)>& progress) {
  return Audit{log, tree}.run(progress);
}

}  // namespace recourse::notary
