#include <recourse/core/baseline.hpp>
#include <recourse/describe/json.hpp>

namespace recourse::core {

std::string to_json_line(const BaselineLine& line) {
  return boost::json::serialize(describe::to_json(line));
}

Error BaselineReader::fault(Errc code, std::string_view what) const {
  return Error{code, "the baseline's line " + std::to_string(line_) + ": " + std::string{what}};
}

Result<BaselineLine> BaselineReader::line() {
  RECOURSE_TRY_ASSIGN(const auto text, lines_());
  if (!text) {
    const auto last = std::to_string(line_);
    return Error{Errc::malformed,
                 line_ == 0 ? std::string{"the baseline is empty; save it again"}
                            : "the baseline was cut off behind line " + last + "; save it again"};
  }
  ++line_;
  RECOURSE_TRY_ASSIGN(const auto json, [&] {
    auto parsed = describe::parse_json(*text);
    return parsed ? parsed
                  : Result<boost::json::value>{fault(Errc::malformed, parsed.error().message())};
  }());
  auto made = describe::from_json_as<BaselineLine>(json);
  if (!made) return fault(Errc::malformed, made.error().message());
  return made;
}

Result<BaselineReader> BaselineReader::open(GiveLine lines, const LogId& log,
                                            std::string_view kind) {
  BaselineReader reader;
  reader.lines_ = std::move(lines);
  RECOURSE_TRY_ASSIGN(auto first, reader.line());
  auto* head = std::get_if<BaselineHead>(&first);
  if (head == nullptr) {
    return reader.fault(Errc::malformed, "a baseline begins with a line of type baseline.head");
  }
  if (head->log != log) {
    return reader.fault(Errc::invalid_argument, "it is of the log " + head->log.to_string() +
                                                    ", this is " + log.to_string());
  }
  if (head->kind != kind) {
    return reader.fault(Errc::invalid_argument, "it is of streams '" + head->kind +
                                                    "/…', these are '" + std::string{kind} + "/…'");
  }
  reader.head_ = std::move(*head);
  RECOURSE_TRY(reader.look_ahead());
  return reader;
}

Result<void> BaselineReader::look_ahead() {
  const Position before = ahead_ ? ahead_->first : Position{0};
  ahead_.reset();
  RECOURSE_TRY_ASSIGN(auto next, line());
  if (const auto* end = std::get_if<BaselineEnd>(&next)) {
    ended_ = true;
    if (end->streams == streams_) return {};
    return fault(Errc::malformed, "it says " + std::to_string(end->streams) +
                                      " streams, but there are " + std::to_string(streams_) +
                                      " before it; save the baseline again");
  }
  auto* stream = std::get_if<BaselineStream>(&next);
  if (stream == nullptr) return fault(Errc::malformed, "there is a second line baseline.head");
  if (stream->first <= before || stream->version.value == 0) {
    return fault(Errc::malformed, "streams stand in the order of `first`, from version 1");
  }
  if (stream->state.size() != 8 * head_.parts.size()) {
    return fault(Errc::malformed, "/state: " + std::to_string(8 * head_.parts.size()) +
                                      " hexadecimal digits are wanted here");
  }
  ++streams_;
  ahead_ = std::move(*stream);
  return {};
}

Result<std::optional<BaselineStream>> BaselineReader::next(Position until) {
  if (ended_ || ahead_->first > until) return std::optional<BaselineStream>{};
  auto stream = *ahead_;
  RECOURSE_TRY(look_ahead());
  return std::optional{std::move(stream)};
}

}  // namespace recourse::core
