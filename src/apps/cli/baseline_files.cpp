#include "apps/cli/baseline_files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <recourse/base/limits.hpp>
#include <recourse/describe/json.hpp>
#include <utility>

namespace recourse::cli {

NewBaselines::~NewBaselines() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  std::remove(part_.c_str());
}

Result<void> NewBaselines::open() {
  file_ = std::fopen(part_.c_str(), "wb");
  if (file_ != nullptr) return {};
  return Error{Errc::invalid_argument,
               "the baseline " + part_ + " cannot be written: " + std::strerror(errno)};
}

Result<void> NewBaselines::add(std::string_view line) {
  const bool whole = std::fwrite(line.data(), 1, line.size(), file_) == line.size();
  return whole && std::fputc('\n', file_) != EOF ? Result<void>{} : failed();
}

Result<void> NewBaselines::finish() {
  if (std::fflush(file_) != 0) return failed();
  const int closed = std::fclose(std::exchange(file_, nullptr));
  if (closed != 0 || std::rename(part_.c_str(), name_.c_str()) != 0) {
    const auto error = failed();
    std::remove(part_.c_str());
    return error;
  }
  return {};
}

Result<void> NewBaselines::failed() const {
  return Error{Errc::io_error,
               "the baseline " + name_ + " cannot be written: " + std::strerror(errno)};
}

namespace {

/// Whether a line is of that type: `type` is its first member.
bool is_a(std::string_view line, std::string_view type) {
  constexpr std::size_t kBegin = 40;
  return line.substr(0, kBegin).find(type) != std::string_view::npos;
}

}  // namespace

Error OldBaselines::fault(std::uint64_t line, std::string_view what) const {
  return Error{Errc::malformed,
               name_ + ": the baseline's line " + std::to_string(line) + ": " + std::string{what}};
}

Result<void> OldBaselines::look_through() {
  std::error_code ec;
  if (!file_ || !std::filesystem::is_regular_file(name_, ec)) {
    return Error{Errc::invalid_argument, "the baseline " + name_ + " cannot be read"};
  }
  bool ended = true;
  for (std::uint64_t number = 1;; ++number) {
    const std::streamoff offset = file_.tellg();
    RECOURSE_TRY_ASSIGN(const auto line, next());
    if (!line) break;
    if (ended) {
      RECOURSE_TRY(add_place(*line, offset, number));
      ended = false;
    } else {
      ended = is_a(*line, "\"baseline.end\"");
    }
  }
  if (places_.empty()) {
    return Error{Errc::malformed, name_ + ": the baseline is empty; save it again"};
  }
  if (ended) return {};
  return Error{Errc::malformed,
               name_ + " is not a baseline, or was cut off: its last line is no baseline.end"};
}

Result<void> OldBaselines::add_place(const std::string& head, std::streamoff offset,
                                     std::uint64_t line) {
  if (!is_a(head, "\"baseline.head\"")) {
    return fault(line, "a baseline begins with a line of type baseline.head");
  }
  const auto json = describe::parse_json(head);
  if (!json) return fault(line, json.error().message());
  const auto* const kind = json->is_object() ? json->get_object().if_contains("kind") : nullptr;
  if (kind == nullptr || !kind->is_string()) return fault(line, "/kind: a text is wanted here");
  std::string name{kind->get_string()};
  if (has(name)) return fault(line, "there is a second baseline of streams '" + name + "/…'");
  places_.push_back({std::move(name), offset});
  return {};
}

std::vector<std::string_view> OldBaselines::kinds() const {
  std::vector<std::string_view> all;
  for (const auto& place : places_) all.push_back(place.kind);
  return all;
}

const OldBaselines::Place* OldBaselines::find(std::string_view kind) const {
  const auto found = std::ranges::find(places_, kind, &Place::kind);
  return found == places_.end() ? nullptr : &*found;
}

void OldBaselines::go_to(std::string_view kind) {
  file_.clear();
  file_.seekg(find(kind)->offset);
}

Result<std::optional<std::string>> OldBaselines::next() {
  std::string line;
  for (int c = file_.get(); c != std::ifstream::traits_type::eof(); c = file_.get()) {
    if (c == '\n') return std::optional{std::move(line)};
    if (line.size() > limits::kJsonBytesMax) break;  // the reader says that it is too long
    line.push_back(static_cast<char>(c));
  }
  if (file_.bad()) return Error{Errc::io_error, "the baseline " + name_ + " cannot be read on"};
  if (line.size() > limits::kJsonBytesMax) return std::optional{std::move(line)};
  return std::optional<std::string>{};
}

}  // namespace recourse::cli
