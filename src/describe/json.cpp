#include <recourse/base/text.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/describe/typed_words.hpp>

#include "describe/json_members.hpp"

namespace recourse::describe {
namespace {

std::size_t character_bytes(unsigned char lead) {
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  if (lead >= 0xC0) return 2;
  return 1;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789+-xX ") == std::string_view::npos;
}

void pretty_to(std::string& out, const boost::json::value& v, std::size_t depth);

template <class Items, class One>
void pretty_items(std::string& out, const Items& items, char open, char close, std::size_t depth,
                  One&& one) {
  out.push_back(open);
  bool first = true;
  for (const auto& item : items) {
    out.append(first ? "\n" : ",\n").append(2 * (depth + 1), ' ');
    first = false;
    one(item);
  }
  if (!first) out.append("\n").append(2 * depth, ' ');
  out.push_back(close);
}

void pretty_to(std::string& out, const boost::json::value& v, std::size_t depth) {
  if (const auto* array = v.if_array()) {
    pretty_items(out, *array, '[', ']', depth,
                 [&](const boost::json::value& item) { pretty_to(out, item, depth + 1); });
  } else if (const auto* object = v.if_object()) {
    pretty_items(out, *object, '{', '}', depth, [&](const boost::json::key_value_pair& member) {
      out.append(boost::json::serialize(boost::json::string{member.key()})).append(": ");
      pretty_to(out, member.value(), depth + 1);
    });
  } else {
    out.append(boost::json::serialize(v));
  }
}

/// "line 3, column 7" of a byte offset.
std::string line_and_column(std::string_view text, std::size_t offset) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (char c : text.substr(0, offset)) {
    column = c == '\n' ? 1 : column + 1;
    line += c == '\n' ? 1 : 0;
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

std::string masked(std::string_view text) {
  if (text.empty()) return {};
  if (is_number(text) && text.size() >= 8) {
    return std::string{text.substr(0, 3)} + "****" + std::string{text.substr(text.size() - 4)};
  }
  const auto n = std::min(character_bytes(static_cast<unsigned char>(text.front())), text.size());
  return std::string{text.substr(0, n)} + "*";
}

Result<boost::json::value> parse_json(std::string_view text) {
  if (text.size() > limits::kJsonBytesMax) {
    return Error{Errc::limit_exceeded, "a JSON document has at most " +
                                           std::to_string(limits::kJsonBytesMax) +
                                           " bytes, this one has " + std::to_string(text.size())};
  }
  text = base::without_byte_order_mark(text);
  boost::json::stream_parser parser{{}, boost::json::parse_options{.max_depth = 32}};
  boost::json::error_code ec;
  std::size_t used = parser.write_some(text.data(), text.size(), ec);
  if (!ec && used < text.size()) {
    const auto rest = text.substr(used).find_first_not_of(" \t\r\n");
    if (rest != std::string_view::npos) ec = boost::json::error::extra_data;
  }
  if (!ec) parser.finish(ec);
  if (ec) {
    return Error{Errc::malformed,
                 "not JSON at " + line_and_column(text, used) + " (" + ec.message() + ")"};
  }
  if (const auto repeated = find_repeated_member(text)) {
    return Error{Errc::malformed, "an object has the member '" + base::excerpt(repeated->name, 64) +
                                      "' twice, again at " +
                                      line_and_column(text, repeated->offset) + ": leave one out"};
  }
  return parser.release();
}

std::string pretty(const boost::json::value& value) {
  std::string out;
  pretty_to(out, value, 0);
  out.push_back('\n');
  return out;
}

namespace {

using boost::json::string;
using boost::json::value;

const char kWholeNumber[] = "a whole number in the field's range is wanted here";

/// Reads JSON into a value, and remembers the place of the first fault.
class Reader {
 public:
  explicit Reader(JsonReading reading) : reading_(reading) {}

  bool ok() const { return fault_.empty(); }
  Error error() const {
    return Error{Errc::malformed, (pointer_.empty() ? std::string{"/"} : pointer_) + ": " + fault_};
  }

  void read(const value& v, void* out, const ValueInfo& info) {
    switch (info.shape) {
      case Shape::boolean:
        if (!v.is_bool()) return fail("true or false is wanted here");
        *static_cast<bool*>(out) = v.get_bool();
        return;
      case Shape::real:
        return real(v, *static_cast<double*>(out));
      case Shape::natural:
        return natural(v, out, info);
      case Shape::whole:
        return whole(v, out, info);
      case Shape::enumeration:
        return word(v, out, info);
      case Shape::text:
        return text(v, *static_cast<std::string*>(out));
      case Shape::timestamp:
        return parsed<Timestamp>(v, out, [](std::string_view s) { return parse_timestamp(s); });
      case Shape::day:
        return parsed<LocalDay>(v, out, &parse_day);
      case Shape::stream_id:
        return parsed<StreamId>(v, out, &StreamId::parse);
      case Shape::id128:
        return parsed<CommandId>(v, out, &CommandId::parse);
      case Shape::optional:
        if (v.is_null()) return info.inside->clear(out);
        return read(v, info.inside->add(out), *info.element);
      case Shape::list:
        return list(v, out, info);
      case Shape::sealed:
        return read(v, info.inside->add(out), *info.element);
      case Shape::object:
        return object(v, out, *info.object);
    }
  }

  void object(const value& v, void* out, const TypeInfo& type) {
    if (!v.is_object()) return fail("an object is wanted here");
    const auto& members = v.get_object();
    std::size_t used = members.contains("type") && type.find("type") == nullptr ? 1 : 0;
    for (const auto& field : type.fields) {
      const auto* const found = members.if_contains(field.name);
      used += found != nullptr ? 1 : 0;
      within(field.name, [&] { member(found, field, field.at(out)); });
      if (!ok()) return;
    }
    if (used != members.size()) unknown_member(members, type);
  }

 private:
  void member(const value* found, const FieldInfo& field, void* out) {
    const auto& info = *field.value;
    const bool lenient = reading_ == JsonReading::lenient;
    if (lenient && info.shape == Shape::object && (found == nullptr || found->is_null())) {
      return object(boost::json::object{}, out, *info.object);  // its members may be missing too
    }
    if (found != nullptr) return read(*found, out, info);
    if (!is_required(field, reading_)) return;
    fail("this member is missing: " + std::string{field.doc});
  }

  void real(const value& v, double& out) {
    boost::json::error_code ec;
    out = v.to_number<double>(ec);
    if (ec) fail("a number is wanted here");
  }
  void natural(const value& v, void* out, const ValueInfo& info) {
    boost::json::error_code ec;
    const auto number = v.to_number<std::uint64_t>(ec);
    if (ec || v.is_double() || number > natural_max(info)) return fail(kWholeNumber);
    store_number(out, info, number);
  }
  void whole(const value& v, void* out, const ValueInfo& info) {
    boost::json::error_code ec;
    const auto number = v.to_number<std::int64_t>(ec);
    if (ec || v.is_double() || number > whole_max(info) || number < whole_min(info)) {
      return fail(kWholeNumber);
    }
    store_number(out, info, static_cast<std::uint64_t>(number));
  }
  void word(const value& v, void* out, const ValueInfo& info) {
    // Programs give names; people, Chinese labels as well.
    const bool lenient = reading_ == JsonReading::lenient;
    const auto given = v.is_string() ? std::string_view{v.get_string()} : std::string_view{};
    const auto* const found = lenient ? find_typed(*info.words, given) : info.words->find(given);
    if (found != nullptr) return store_number(out, info, found->value);
    std::string names;
    for (const auto& one : info.words->words) {
      names.append(names.empty() ? "" : ", ").append(one.name);
    }
    fail("one of these is wanted here: " + names);
  }
  void text(const value& v, std::string& out) {
    if (!v.is_string()) return fail("a text is wanted here");
    out.assign(v.get_string().data(), v.get_string().size());
  }
  template <class T>
  void parsed(const value& v, void* out, Result<T> (*parse)(std::string_view)) {
    if (!v.is_string()) return fail("a text is wanted here");
    auto result = parse(std::string_view{v.get_string()});
    if (!result) return fail(result.error().message());
    *static_cast<T*>(out) = std::move(*result);
  }
  void list(const value& v, void* out, const ValueInfo& info) {
    if (!v.is_array()) return fail("a list is wanted here");
    info.inside->clear(out);
    std::size_t i = 0;
    for (const auto& item : v.get_array()) {
      within(std::to_string(i++), [&] { read(item, info.inside->add(out), *info.element); });
      if (!ok()) return;
    }
  }
  void unknown_member(const boost::json::object& members, const TypeInfo& type) {
    std::string known;
    for (const auto& f : type.fields) known.append(known.empty() ? "" : ", ").append(f.name);
    for (const auto& one : members) {
      const std::string_view name{one.key()};
      if (name == "type" || type.find(name) != nullptr) continue;
      return within(name, [&] {
        fail("there is no such member; " + (known.empty() ? "there are none" : "known: " + known));
      });
    }
  }
  template <class F>
  void within(std::string_view name, F&& f) {
    const auto before = pointer_.size();
    pointer_.append("/").append(name);
    f();
    if (ok()) pointer_.resize(before);  // else it names the place of the fault
  }
  void fail(std::string reason) {
    if (fault_.empty()) fault_ = std::move(reason);
  }

  const JsonReading reading_;
  std::string pointer_;
  std::string fault_;
};

value sealed_to_json(const void* v, const ValueInfo& info, JsonOptions options) {
  if (info.inside->size(v) == 0) return boost::json::object{{"sealed", true}};
  const auto* const clear = info.inside->first(v);
  if (options.reveal) return to_json(clear, *info.element, options);
  if (info.element->shape != Shape::text) return boost::json::object{{"masked", true}};
  return string{masked(*static_cast<const std::string*>(clear))};
}

value word_to_json(const void* v, const ValueInfo& info) {
  const auto* const word = info.words->find(load_number(v, info));
  return string{word != nullptr ? word->name : std::string_view{}};
}

}  // namespace

bool is_required(const FieldInfo& field, JsonReading reading) {
  if (field.since > 1) return false;
  switch (field.value->shape) {
    case Shape::optional:
    case Shape::list:
      return false;
    case Shape::boolean:
    case Shape::natural:
    case Shape::whole:
    case Shape::text:
    case Shape::object:
      return reading == JsonReading::strict;
    default:
      return true;
  }
}

value to_json(const void* v, const ValueInfo& info, JsonOptions options) {
  switch (info.shape) {
    case Shape::boolean:
      return *static_cast<const bool*>(v);
    case Shape::real:
      return *static_cast<const double*>(v);
    case Shape::natural:
      return load_number(v, info);
    case Shape::whole:
      return static_cast<std::int64_t>(load_number(v, info));
    case Shape::enumeration:
      return word_to_json(v, info);
    case Shape::text:
      return string{*static_cast<const std::string*>(v)};
    case Shape::timestamp:
      return string{to_string(*static_cast<const Timestamp*>(v))};
    case Shape::day:
      return string{to_string(*static_cast<const LocalDay*>(v))};
    case Shape::stream_id:
      return string{static_cast<const StreamId*>(v)->text()};
    case Shape::id128:
      return string{static_cast<const CommandId*>(v)->to_string()};
    case Shape::optional:
      if (info.inside->size(v) == 0) return nullptr;
      return to_json(info.inside->first(v), *info.element, options);
    case Shape::list: {
      boost::json::array items;
      for_each_element(v, info, [&](const void* one, const ValueInfo& of) {
        items.push_back(to_json(one, of, options));
      });
      return items;
    }
    case Shape::sealed:
      return sealed_to_json(v, info, options);
    case Shape::object:
      return to_json(v, *info.object, options);
  }
  return nullptr;
}

boost::json::object to_json(const void* object, const TypeInfo& type, JsonOptions options) {
  boost::json::object members;
  members.reserve(type.fields.size());
  for (const auto& field : type.fields) {
    members.emplace(field.name, to_json(field.at(object), *field.value, options));
  }
  return members;
}

boost::json::object to_json(const void* set, const SetInfo& info, JsonOptions options) {
  const auto& type = info.type_of(set);
  boost::json::object members{{"type", string{type.type}}};
  for (auto& member : to_json(info.get(set), type, options)) {
    members[member.key()] = std::move(member.value());
  }
  return members;
}

Result<void> read_json(const value& json, void* object, const TypeInfo& type, JsonReading reading) {
  Reader reader{reading};
  reader.object(json, object, type);
  if (!reader.ok()) return reader.error();
  return {};
}

Result<std::size_t> alternative_of(const value& json, const SetInfo& info) {
  const auto* object = json.if_object();
  const auto* type = object != nullptr ? object->if_contains("type") : nullptr;
  if (type == nullptr || !type->is_string()) {
    return Error{Errc::malformed, "/type: the name of an event or command is wanted here"};
  }
  const std::string_view name{type->get_string()};
  const auto i = info.find(name);
  if (i != info.types.size()) return i;
  return Error{Errc::unknown_event, "/type: '" + std::string{name} + "' is not defined"};
}

Result<void> read_json_as(std::string_view type, const value& fields, void* set,
                          const SetInfo& info, JsonReading reading) {
  const auto i = info.find(type);
  if (i == info.types.size()) {
    return Error{Errc::unknown_event, "'" + std::string{type} + "' is not defined"};
  }
  return read_json(fields, info.emplace(set, i), *info.types[i], reading);
}

}  // namespace recourse::describe
