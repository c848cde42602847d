// The file goes through zlib (which reads plain files too) into Expat piece by piece; nothing is
// held in memory but the cases themselves.
#include "xes.hpp"

#include <expat.h>
#include <zlib.h>

#include <array>
#include <map>
#include <memory>
#include <optional>

namespace permit {
namespace {

using recourse::Errc;
using recourse::Error;
using recourse::Result;
using recourse::Timestamp;
using Attributes = std::map<std::string, std::string, std::less<>>;

Result<std::string> text_of(const Attributes& attributes, std::string_view key) {
  const auto found = attributes.find(key);
  if (found != attributes.end()) return found->second;
  return Error{Errc::malformed, "the attribute '" + std::string{key} + "' is missing"};
}

Result<Timestamp> time_of(const Attributes& attributes, std::string_view key) {
  RECOURSE_TRY_ASSIGN(const auto text, text_of(attributes, key));
  auto time = recourse::parse_timestamp(text);
  if (!time) return time.error().within(key);
  return *time;
}

Result<XesEvent> event_of(const Attributes& a) {
  XesEvent event;
  RECOURSE_TRY_ASSIGN(event.activity, text_of(a, "concept:name"));
  RECOURSE_TRY_ASSIGN(event.task, text_of(a, "concept:instance"));
  RECOURSE_TRY_ASSIGN(event.resource, text_of(a, "org:resource"));
  RECOURSE_TRY_ASSIGN(event.group, text_of(a, "org:group"));
  RECOURSE_TRY_ASSIGN(event.at, time_of(a, "time:timestamp"));
  return event;
}

Result<XesCase> case_of(const Attributes& a, std::vector<XesEvent> events) {
  XesCase result;
  RECOURSE_TRY_ASSIGN(result.name, text_of(a, "concept:name"));
  RECOURSE_TRY_ASSIGN(result.channel, text_of(a, "channel"));
  RECOURSE_TRY_ASSIGN(result.department, text_of(a, "department"));
  RECOURSE_TRY_ASSIGN(result.responsible, text_of(a, "responsible"));
  RECOURSE_TRY_ASSIGN(result.start, time_of(a, "startdate"));
  RECOURSE_TRY_ASSIGN(result.deadline, time_of(a, "deadline"));
  if (a.contains("enddate")) {
    RECOURSE_TRY_ASSIGN(result.end, time_of(a, "enddate"));
  }
  if (const auto group = a.find("group"); group != a.end()) result.group = group->second;
  result.events = std::move(events);
  return result;
}

/// Where the parser is, and what it has read so far.
class Reader {
 public:
  Reader() : parser_(XML_ParserCreate(nullptr)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &Reader::on_start, &Reader::on_end);
  }

  Result<void> feed(const char* bytes, int size, bool last) {
    const auto status = XML_Parse(parser_.get(), bytes, size, last ? 1 : 0);
    if (error_) return here(*error_);
    if (status == XML_STATUS_OK) return {};
    return here({Errc::malformed, XML_ErrorString(XML_GetErrorCode(parser_.get()))});
  }
  std::vector<XesCase> take() { return std::move(cases_); }

 private:
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    static_cast<Reader*>(self)->start(name, attributes);
  }
  static void on_end(void* self, const XML_Char*) { static_cast<Reader*>(self)->end(); }

  void start(std::string_view name, const XML_Char** attributes) {
    path_.emplace_back(name);
    const auto depth = path_.size();
    const bool in_case = depth >= 2 && path_[0] == "log" && path_[1] == "trace";
    const bool in_event = in_case && depth >= 3 && path_[2] == "event";
    // Attributes may hold attributes of their own, deeper down: those say nothing of the case.
    if (in_event && depth == 4) add(event_, attributes);
    if (in_case && !in_event && depth == 3) add(case_, attributes);
  }
  void end() {
    const auto depth = path_.size();
    const bool in_case = depth >= 2 && path_[1] == "trace";
    if (in_case && depth == 3 && path_[2] == "event") finish_event();
    if (in_case && depth == 2) finish_case();
    path_.pop_back();
  }

  static void add(Attributes& to, const XML_Char** attributes) {
    std::string key;
    std::string value;
    for (; *attributes != nullptr; attributes += 2) {
      const std::string_view name{attributes[0]};
      if (name == "key") key = attributes[1];
      if (name == "value") value = attributes[1];
    }
    if (!key.empty()) to.insert_or_assign(std::move(key), std::move(value));
  }
  void finish_event() {
    auto event = event_of(event_);
    if (event) {
      events_.push_back(std::move(*event));
    } else {
      stop(event.error().within("event " + std::to_string(events_.size() + 1)));
    }
    event_.clear();
  }
  void finish_case() {
    auto result = case_of(case_, std::move(events_));
    if (result) {
      cases_.push_back(std::move(*result));
    } else {
      stop(result.error());
    }
    events_.clear();
    case_.clear();
  }
  void stop(const Error& error) {
    if (error_) return;
    const auto name = case_.find("concept:name");
    error_ = error.within(name == case_.end() ? "a case without a name" : name->second);
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  Error here(const Error& error) const {
    return error.within("line " + std::to_string(XML_GetCurrentLineNumber(parser_.get())));
  }

  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  std::vector<std::string> path_;
  Attributes case_;
  Attributes event_;
  std::vector<XesEvent> events_;
  std::vector<XesCase> cases_;
  std::optional<Error> error_;
};

}  // namespace

Result<std::vector<XesCase>> read_xes(const std::filesystem::path& file) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> input{gzopen(file.c_str(), "rb"), &gzclose};
  if (!input) {
    const bool there = std::filesystem::exists(file);
    return Error{there ? Errc::io_error : Errc::not_found,
                 file.string() + (there ? ": it cannot be opened" : ": there is no such file")};
  }
  Reader reader;
  std::array<char, 1 << 16> bytes;
  for (;;) {
    const int size = gzread(input.get(), bytes.data(), static_cast<unsigned>(bytes.size()));
    int fault = Z_OK;
    const char* const reason = gzerror(input.get(), &fault);
    if (size < 0 || (size == 0 && fault != Z_OK && fault != Z_STREAM_END)) {
      return Error{Errc::io_error, file.string() + ": " + reason};
    }
    if (auto fed = reader.feed(bytes.data(), size, size == 0); !fed) {
      return fed.error().within(file.string());
    }
    if (size == 0) return reader.take();
  }
}

}  // namespace permit
