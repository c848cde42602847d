#include <recourse/base/bytes.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/base/sha256.hpp>
#include <recourse/core/log_copy.hpp>
#include <recourse/core/succession.hpp>
#include <unordered_map>

namespace recourse::core {
namespace {

constexpr std::uint64_t kProgressEvery = 4096;

std::string number(Position p) { return std::to_string(p.value); }

Result<void> step(Cursor& cursor, std::string_view whose) {
  RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
  if (more) return {};
  return Error{Errc::corruption, std::string{whose} + " ends before its head"};
}

class Copier {
 public:
  Copier(EventLog& from, LogImport& to, const CopyProgress& progress)
      : from_(from), to_(to), progress_(progress) {}

  Result<LogCopied> run() {
    RECOURSE_TRY_ASSIGN(copied_.last, from_.refresh());
    copied_.begun = to_.head();
    total_ = copied_.last.value - std::min(copied_.begun, copied_.last).value + copied_.last.value;
    RECOURSE_TRY(check_beginning());
    if (copied_.begun < copied_.last) RECOURSE_TRY(copy());
    if (copied_.last.value > 0) RECOURSE_TRY(compare());
    RECOURSE_TRY_ASSIGN(const auto positions, positions_up_to_last());
    RECOURSE_TRY(to_.finish(positions));
    return std::move(copied_);
  }

 private:
  /// What is there already must be the beginning of the log. All of it is compared later.
  Result<void> check_beginning() const {
    if (copied_.begun > copied_.last) {
      return Error{Errc::acknowledged_loss, "the copy ends at position " + number(copied_.begun) +
                                                ", the log that it is of at " +
                                                number(copied_.last)};
    }
    if (copied_.begun.value == 0) return {};
    RECOURSE_TRY_ASSIGN(const auto here,
                        from_.read_all({.from = copied_.begun, .to = copied_.begun}));
    RECOURSE_TRY_ASSIGN(const auto there, to_.read_from(copied_.begun));
    RECOURSE_TRY(step(*here, "the log"));
    RECOURSE_TRY(step(*there, "the copy"));
    if (here->bytes() == there->bytes()) return {};
    return Error{Errc::acknowledged_loss, "the copy has another record at position " +
                                              number(copied_.begun) +
                                              ": it was appended to, or the log was"};
  }

  Result<void> copy() {
    RECOURSE_TRY_ASSIGN(const auto cursor,
                        from_.read_all({.from = copied_.begun.next(), .to = copied_.last}));
    Succession succession{copied_.begun.next()};
    std::size_t bytes = 0;
    for (auto at = copied_.begun; at < copied_.last; at = at.next()) {
      RECOURSE_TRY(step(*cursor, "the log"));
      const auto& record = cursor->record();
      if (const auto fault = succession.fault(record); !fault.empty()) {
        return Error{Errc::corruption, "the log: " + fault};
      }
      RECOURSE_TRY(to_.add(record, cursor->bytes()));
      bytes += cursor->bytes().size();
      RECOURSE_TRY(tell());
      if (bytes < limits::kGroupBytesMax || !succession.between_appends()) continue;
      RECOURSE_TRY(to_.commit());
      bytes = 0;
    }
    if (!succession.between_appends()) {
      return Error{Errc::corruption,
                   "the log ends inside an append at position " + number(copied_.last)};
    }
    return bytes > 0 ? to_.commit() : Result<void>{};
  }

  Result<void> compare() {
    RECOURSE_TRY_ASSIGN(const auto here, from_.read_all({.to = copied_.last}));
    RECOURSE_TRY_ASSIGN(const auto there, to_.read_from(Position{1}));
    Succession succession{Position{1}};
    for (Position at{1}; at <= copied_.last; at = at.next()) {
      RECOURSE_TRY(step(*here, "the log"));
      RECOURSE_TRY(step(*there, "the copy"));
      const auto& record = here->record();
      auto fault = succession.fault(record);
      if (fault.empty()) fault = version_fault(record);
      if (!fault.empty()) return Error{Errc::corruption, "the log: " + fault};
      if (here->bytes() != there->bytes()) {
        return Error{Errc::corruption,
                     "the log and its copy differ in the record at position " + number(at)};
      }
      copied_.hash = chained_hash(copied_.hash, here->bytes());
      RECOURSE_TRY(tell());
    }
    return {};
  }

  std::string version_fault(const RecordView& record) {
    auto& version = versions_[std::string{record.stream}];
    if (record.version.value == ++version) return {};
    return std::string{record.stream} + " has version " + std::to_string(record.version.value) +
           " at position " + number(record.position) + ", where " + std::to_string(version) +
           " belongs";
  }

  /// A subscriber of a log that is appended to may be further than the copy.
  Result<std::vector<Checkpoints::Named>> positions_up_to_last() const {
    RECOURSE_TRY_ASSIGN(auto positions, from_.checkpoints().list());
    for (auto& one : positions) one.at.position = std::min(one.at.position, copied_.last);
    return positions;
  }

  Result<void> tell() {
    if (++done_ % kProgressEvery != 0 || !progress_ || progress_(done_, total_)) return {};
    return Error{Errc::closed, "the copy was ended"};
  }

  EventLog& from_;
  LogImport& to_;
  const CopyProgress& progress_;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
  std::unordered_map<std::string, std::uint64_t> versions_;
  LogCopied copied_;
};

}  // namespace

LogOrigin origin_of(const EventLog& log) { return {log.identity(), log.fingerprint_key()}; }

std::string chained_hash(const std::string& hash, std::string_view record) {
  return sha256_hex(std::string{hash}.append(record));
}

Result<LogCopied> copy_log(EventLog& from, LogImport& to, const CopyProgress& progress) {
  return Copier{from, to, progress}.run();
}

}  // namespace recourse::core
