#include <recourse/exchange/xes.hpp>

#include "exchange/xml_text.hpp"

namespace recourse::exchange {
namespace {

std::string_view element_of(AttributeType type) {
  switch (type) {
    case AttributeType::date:
      return "date";
    case AttributeType::integer:
      return "int";
    case AttributeType::real:
      return "float";
    case AttributeType::boolean:
      return "boolean";
    case AttributeType::id:
      return "id";
    case AttributeType::list:
      return "list";
    case AttributeType::container:
      return "container";
    case AttributeType::string:
      break;
  }
  return "string";
}

bool holds_others(AttributeType type) {
  return type == AttributeType::list || type == AttributeType::container;
}

/// Appends tags with an indent of two blanks a level.
class Tags {
 public:
  Tags(std::string& text, std::size_t level) : text_(&text), level_(level) {}

  void open(std::string_view element) {
    indent();
    text_->append("<").append(element).append(">\n");
    ++level_;
  }
  void close(std::string_view element) {
    --level_;
    indent();
    text_->append("</").append(element).append(">\n");
  }
  /// An attribute whose inside, if it has one, is told by `close_inside` to end.
  void attribute(const Attribute& a, bool inside) {
    const auto element = element_of(a.type);
    indent();
    text_->append("<").append(element);
    member("key", a.key);
    if (!holds_others(a.type)) member("value", a.value);
    text_->append(inside ? ">\n" : "/>\n");
    if (inside) ++level_;
  }
  void plain(std::string_view element,
             std::initializer_list<std::pair<const char*, std::string_view>> members) {
    indent();
    text_->append("<").append(element);
    for (const auto& [name, value] : members) member(name, value);
    text_->append("/>\n");
  }
  void raw(std::string_view text) {
    indent();
    text_->append(text);
  }
  void enter() { ++level_; }

 private:
  void indent() { text_->append(2 * level_, ' '); }
  void member(std::string_view name, std::string_view value) {
    text_->append(" ").append(name).append("=\"");
    append_xml(*text_, value);
    text_->append("\"");
  }

  std::string* text_;
  std::size_t level_;
};

/// Writes the attributes [at, …) of one depth, each with what lies in it; answers with the first
/// that is not of them. `in_list`: the values of a list, or the attributes beside them.
std::size_t write_attributes(Tags& tags, const std::vector<Attribute>& all, std::size_t at,
                             std::uint32_t depth, bool in_list) {
  while (at < all.size() && all[at].depth >= depth) {
    const auto& one = all[at];
    const bool mine = one.depth == depth && one.in_list == in_list;
    const auto next = at + 1;
    const bool inside = next < all.size() && all[next].depth > depth;
    auto behind = next;
    while (behind < all.size() && all[behind].depth > depth) ++behind;
    if (mine) {
      tags.attribute(one, inside || one.type == AttributeType::list);
      write_attributes(tags, all, next, depth + 1, false);
      if (one.type == AttributeType::list) {
        tags.open("values");
        write_attributes(tags, all, next, depth + 1, true);
        tags.close("values");
      }
      if (inside || one.type == AttributeType::list) tags.close(element_of(one.type));
    }
    at = behind;
  }
  return at;
}

void write_attributes(Tags& tags, const std::vector<Attribute>& all) {
  write_attributes(tags, all, 0, 0, false);
}

void write_text(Tags& tags, const char* key, const std::string& value) {
  if (!value.empty()) tags.plain("string", {{"key", key}, {"value", value}});
}

/// In UTC; the last hours of 1969 there by a zone east of it, where they are of 1970, which is read
/// back.
std::string date_of(Timestamp at) {
  constexpr UtcOffset kEast = std::chrono::hours{14};
  return at < Timestamp{} ? to_string(at, kEast) : to_string(at);
}

void write_event(Tags& tags, const Event& e) {
  tags.open("event");
  write_text(tags, "concept:name", e.activity);
  if (e.at) tags.plain("date", {{"key", "time:timestamp"}, {"value", date_of(*e.at)}});
  write_text(tags, "lifecycle:transition", e.transition);
  write_text(tags, "org:resource", e.resource);
  write_text(tags, "org:role", e.role);
  write_text(tags, "org:group", e.group);
  write_attributes(tags, e.attributes);
  tags.close("event");
}

void write_global(Tags& tags, const char* scope, const std::vector<Attribute>& attributes) {
  if (attributes.empty()) return;
  tags.raw(std::string{"<global scope=\""} + scope + "\">\n");
  tags.enter();
  write_attributes(tags, attributes);
  tags.close("global");
}

}  // namespace

LogHead standard_head() {
  const std::string base = "http://www.xes-standard.org/";
  LogHead head;
  for (const auto* name : {"concept", "time", "org", "lifecycle"}) {
    std::string title = name == std::string_view{"org"} ? "Organizational" : name;
    title.front() = static_cast<char>(title.front() & ~0x20);
    head.extensions.push_back({std::move(title), name, base + name + ".xesext"});
  }
  head.classifiers.push_back({"Activity", "concept:name"});
  head.classifiers.push_back({"Resource", "org:resource"});
  head.of_traces.push_back({.key = "concept:name", .value = "unknown"});
  head.of_events.push_back({.key = "concept:name", .value = "unknown"});
  head.of_events.push_back(
      {.type = AttributeType::date, .key = "time:timestamp", .value = "1970-01-01T00:00:00.000Z"});
  return head;
}

XesWriter::XesWriter(Sink sink) : sink_(std::move(sink)) {}

Result<void> XesWriter::begin(const LogHead& head) {
  text_ =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<log xes.version=\"1849.2016\" xes.features=\"nested-attributes\" "
      "xmlns=\"http://www.xes-standard.org/\">\n";
  Tags tags{text_, 1};
  for (const auto& one : head.extensions) {
    tags.plain("extension", {{"name", one.name}, {"prefix", one.prefix}, {"uri", one.uri}});
  }
  write_global(tags, "trace", head.of_traces);
  write_global(tags, "event", head.of_events);
  for (const auto& one : head.classifiers) {
    tags.plain("classifier", {{"name", one.name}, {"keys", one.keys}});
  }
  write_attributes(tags, head.attributes);
  return sink_(text_);
}

Result<void> XesWriter::write(const Trace& trace) {
  text_.clear();
  Tags tags{text_, 1};
  tags.open("trace");
  write_text(tags, "concept:name", trace.name);
  write_attributes(tags, trace.attributes);
  for (const auto& event : trace.events) write_event(tags, event);
  tags.close("trace");
  return sink_(text_);
}

Result<void> XesWriter::end() { return sink_("</log>\n"); }

}  // namespace recourse::exchange
