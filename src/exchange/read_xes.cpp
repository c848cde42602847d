// The file goes through zlib, which reads plain files too, into Expat piece by piece; nothing is
// held but the trace that is under way.
#include <expat.h>
#include <zlib.h>

#include <array>
#include <charconv>
#include <memory>
#include <recourse/exchange/limits.hpp>
#include <recourse/exchange/xes.hpp>

namespace recourse::exchange {
namespace {

std::optional<AttributeType> type_of(std::string_view element) {
  if (element == "string") return AttributeType::string;
  if (element == "date") return AttributeType::date;
  if (element == "int") return AttributeType::integer;
  if (element == "float") return AttributeType::real;
  if (element == "boolean") return AttributeType::boolean;
  if (element == "id") return AttributeType::id;
  if (element == "list") return AttributeType::list;
  if (element == "container") return AttributeType::container;
  return std::nullopt;
}

/// Without blanks around it.
std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Digits behind a fraction's third are cut off: a log counts in milliseconds here.
std::string in_milliseconds(std::string_view text) {
  std::string date{text};
  const auto dot = date.find('.');
  if (dot == std::string::npos) return date;
  auto end = dot + 1;
  while (end < date.size() && date[end] >= '0' && date[end] <= '9') ++end;
  const auto digits = end - dot - 1;
  if (digits > 3) date.erase(dot + 4, digits - 3);
  if (digits < 3 && digits > 0) date.insert(end, 3 - digits, '0');
  return date;
}

template <class Number>
bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  Number number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc{} && end == text.data() + text.size() && !text.empty();
}

/// A value of that type, as it is kept.
Result<std::string> value_of(AttributeType type, std::string_view text) {
  const auto wrong = [&](const char* what) {
    return Error{Errc::malformed, "'" + std::string{text} + "' is no " + what};
  };
  const auto bare = trimmed(text);
  switch (type) {
    case AttributeType::date: {
      const auto at = parse_timestamp(in_milliseconds(bare));
      if (!at) return wrong("time (YYYY-MM-DDThh:mm:ss with a zone)");
      // The last hours of 1969 in UTC are the first of 1970 east of it: such a time keeps its zone.
      const auto utc = to_string(*at);
      return parse_timestamp(utc) ? utc : in_milliseconds(bare);
    }
    case AttributeType::integer:
      if (!is_number<std::int64_t>(bare)) return wrong("whole number of 64 bits");
      return std::string{bare};
    case AttributeType::real:
      if (!is_number<double>(bare)) return wrong("number");
      return std::string{bare};
    case AttributeType::boolean:
      if (bare == "true" || bare == "1") return std::string{"true"};
      if (bare == "false" || bare == "0") return std::string{"false"};
      return wrong("truth value (true, false)");
    default:
      return std::string{text};
  }
}

std::string_view member_of(const XML_Char** members, std::string_view wanted) {
  for (; *members != nullptr; members += 2) {
    if (wanted == members[0]) return members[1];
  }
  return {};
}
bool has_member(const XML_Char** members, std::string_view wanted) {
  for (; *members != nullptr; members += 2) {
    if (wanted == members[0]) return true;
  }
  return false;
}

/// Takes the first text of that key out of a list of attributes; nothing may lie in it.
std::string taken(std::vector<Attribute>& from, std::string_view key, AttributeType type) {
  for (auto one = from.begin(); one != from.end(); ++one) {
    if (one->depth != 0 || one->key != key || one->type != type) continue;
    const auto next = one + 1;
    if (next != from.end() && next->depth > 0) continue;
    auto value = std::move(one->value);
    from.erase(one);
    return value;
  }
  return {};
}

Event event_of(std::vector<Attribute> attributes) {
  Event e;
  constexpr auto kText = AttributeType::string;
  e.activity = taken(attributes, "concept:name", kText);
  if (const auto at = taken(attributes, "time:timestamp", AttributeType::date); !at.empty()) {
    e.at = parse_timestamp(at).value();  // it was read as one
  }
  e.transition = taken(attributes, "lifecycle:transition", kText);
  e.resource = taken(attributes, "org:resource", kText);
  e.role = taken(attributes, "org:role", kText);
  e.group = taken(attributes, "org:group", kText);
  e.attributes = std::move(attributes);
  return e;
}

/// Where an element stands: what its attributes belong to.
enum class Place : std::uint8_t {
  outside,
  log,
  trace,
  event,
  of_traces,
  of_events,
  attribute,
  values,
  unknown
};

class Reader {
 public:
  explicit Reader(const SeeTrace& see) : see_(&see), parser_(XML_ParserCreate(nullptr)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &Reader::on_start, &Reader::on_end);
    XML_SetEntityDeclHandler(parser_.get(), &Reader::on_entity);
  }

  Result<void> feed(const char* bytes, int size, bool last) {
    const auto status = XML_Parse(parser_.get(), bytes, size, last ? 1 : 0);
    if (error_) return here(*error_);
    if (status != XML_STATUS_OK) {
      return here({Errc::malformed, XML_ErrorString(XML_GetErrorCode(parser_.get()))});
    }
    if (last && !log_seen_) return here({Errc::malformed, "it has no element <log>"});
    return {};
  }
  LogHead head() { return std::move(head_); }

 private:
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  static void on_start(void* self, const XML_Char* name, const XML_Char** members) {
    auto* const reader = static_cast<Reader*>(self);
    if (!reader->error_) reader->start(name, members);
  }
  static void on_end(void* self, const XML_Char* name) {
    auto* const reader = static_cast<Reader*>(self);
    if (!reader->error_) reader->end(name);
  }
  static void on_entity(void* self, const XML_Char*, int, const XML_Char*, int, const XML_Char*,
                        const XML_Char*, const XML_Char*, const XML_Char*) {
    static_cast<Reader*>(self)->stop(
        {Errc::malformed, "it declares an entity, which no event log needs"});
  }

  Place place() const { return places_.empty() ? Place::outside : places_.back(); }

  void start(std::string_view name, const XML_Char** members) {
    if (places_.size() == limits::kXesDepthMax) {
      return stop({Errc::limit_exceeded, "its elements lie too deep in one another"});
    }
    places_.push_back(place_of(name, members));
  }

  Place place_of(std::string_view name, const XML_Char** members) {
    switch (place()) {
      case Place::outside:
        log_seen_ = name == "log";
        if (!log_seen_)
          stop({Errc::malformed, "it begins with <" + std::string{name} +
                                     ">, not "
                                     "with <log>: it is no XES log"});
        return Place::log;
      case Place::log:
        return in_log(name, members);
      case Place::trace:
        if (name == "event") return begin_event();
        return attribute(name, members, trace_.attributes);
      case Place::event:
        return attribute(name, members, event_);
      case Place::of_traces:
        return attribute(name, members, head_.of_traces);
      case Place::of_events:
        return attribute(name, members, head_.of_events);
      case Place::attribute:
        if (name == "values" && open_.back() == AttributeType::list) return Place::values;
        return attribute(name, members, *target_);
      case Place::values:
        return attribute(name, members, *target_);
      case Place::unknown:
        break;
    }
    return Place::unknown;
  }

  Place in_log(std::string_view name, const XML_Char** members) {
    const auto text = [&](std::string_view of) { return std::string{member_of(members, of)}; };
    if (name == "trace") {
      trace_ = {};
      return Place::trace;
    }
    if (name == "event") {
      stop(
          {Errc::malformed, "an event lies outside of any trace: of which case it is nobody says"});
      return Place::unknown;
    }
    if (name == "global") {
      // Without a scope it is about events: so it was before the scope was there.
      return text("scope") == "trace" ? Place::of_traces : Place::of_events;
    }
    if (name == "extension") {
      head_.extensions.push_back({text("name"), text("prefix"), text("uri")});
      return Place::unknown;
    }
    if (name == "classifier") {
      head_.classifiers.push_back({text("name"), text("keys")});
      return Place::unknown;
    }
    return attribute(name, members, head_.attributes);
  }

  Place begin_event() {
    if (trace_.events.size() == limits::kXesTraceEventsMax) {
      stop({Errc::limit_exceeded, "a trace has too many events"});
    }
    event_.clear();
    return Place::event;
  }

  Place attribute(std::string_view name, const XML_Char** members, std::vector<Attribute>& to) {
    const auto type = type_of(name);
    if (!type) return Place::unknown;
    const bool holds = *type == AttributeType::list || *type == AttributeType::container;
    if (!has_member(members, "key")) {
      stop({Errc::malformed, "an attribute <" + std::string{name} + "> has no key"});
      return Place::unknown;
    }
    const std::string key{member_of(members, "key")};
    if (!holds && !has_member(members, "value")) {
      stop({Errc::malformed, "the attribute '" + key + "' has no value"});
      return Place::unknown;
    }
    auto value =
        holds ? Result<std::string>{std::string{}} : value_of(*type, member_of(members, "value"));
    if (!value) {
      stop(value.error().within("the attribute '" + key + "'"));
      return Place::unknown;
    }
    to.push_back({static_cast<std::uint32_t>(open_.size()), *type, key, std::move(*value),
                  place() == Place::values});
    open_.push_back(*type);
    target_ = &to;
    return Place::attribute;
  }

  void end(std::string_view) {
    const auto ended = place();
    places_.pop_back();
    if (ended == Place::attribute) open_.pop_back();
    if (ended == Place::event) trace_.events.push_back(event_of(std::move(event_)));
    if (ended == Place::trace) finish_trace();
  }

  void finish_trace() {
    trace_.name = taken(trace_.attributes, "concept:name", AttributeType::string);
    if (auto seen = (*see_)(std::move(trace_)); !seen) stop(seen.error());
  }

  void stop(const Error& error) {
    if (error_) return;
    error_ = error;
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  Error here(const Error& error) const {
    return error.within("line " + std::to_string(XML_GetCurrentLineNumber(parser_.get())));
  }

  const SeeTrace* see_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  std::vector<Place> places_;
  std::vector<AttributeType> open_;           ///< Attributes that are under way.
  std::vector<Attribute>* target_ = nullptr;  ///< Where they go.
  LogHead head_;
  Trace trace_;
  std::vector<Attribute> event_;
  bool log_seen_ = false;
  std::optional<Error> error_;
};

}  // namespace

Result<LogHead> read_xes(const std::filesystem::path& file, const SeeTrace& see) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    return Error{Errc::not_found, file.string() + ": there is no such file"};
  }
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> input{gzopen(file.c_str(), "rb"), &gzclose};
  if (!input || std::filesystem::is_directory(file, ignored)) {
    return Error{Errc::io_error, file.string() + ": it cannot be opened"};
  }
  Reader reader{see};
  std::array<char, limits::kXesReadBytes> bytes;
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
    if (size == 0) return reader.head();
  }
}

Result<EventLog> read_xes(const std::filesystem::path& file) {
  EventLog log;
  RECOURSE_TRY_ASSIGN(log.head, read_xes(file, [&](Trace trace) -> Result<void> {
                        log.traces.push_back(std::move(trace));
                        return {};
                      }));
  return log;
}

}  // namespace recourse::exchange
