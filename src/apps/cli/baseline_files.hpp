// The files of `recourse check-upgrade`: baselines (docs/format/baseline.md), one for each kind of
// streams, one behind the other.
//
// Thread-safety: none; a file belongs to one check.
#pragma once

#include <cstdio>
#include <fstream>
#include <optional>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::cli {

/// A new file on its way: it gets its name only when it is whole.
class NewBaselines {
 public:
  explicit NewBaselines(std::string name) : name_(std::move(name)), part_(name_ + ".part") {}
  NewBaselines(const NewBaselines&) = delete;
  NewBaselines& operator=(const NewBaselines&) = delete;
  ~NewBaselines();

  /// invalid_argument if it cannot be written.
  Result<void> open();
  /// io_error, as below.
  Result<void> add(std::string_view line);
  Result<void> finish();

 private:
  Result<void> failed() const;
  std::string name_;
  std::string part_;
  std::FILE* file_ = nullptr;
};

/// An older file, line by line.
class OldBaselines {
 public:
  explicit OldBaselines(const std::string& name) : name_(name), file_(name, std::ios::binary) {}

  /// Finds the baselines; whoever waited for a whole city to be read should not learn only then
  /// that the file was cut off. invalid_argument if it cannot be read; malformed if it is not made
  /// of whole baselines, or two are of one kind.
  Result<void> look_through();
  /// The kinds of streams, in their order.
  std::vector<std::string_view> kinds() const;
  bool has(std::string_view kind) const { return find(kind) != nullptr; }

  /// `next` goes on with the first line of that baseline. Requires: has(kind).
  void go_to(std::string_view kind);
  /// A line without its end is none: what follows says that it was cut off.
  Result<std::optional<std::string>> next();

 private:
  struct Place {
    std::string kind;
    std::streamoff offset;
  };
  const Place* find(std::string_view kind) const;
  Result<void> add_place(const std::string& head, std::streamoff offset, std::uint64_t line);
  Error fault(std::uint64_t line, std::string_view what) const;

  std::string name_;
  std::ifstream file_;
  std::vector<Place> places_ = {};
};

}  // namespace recourse::cli
