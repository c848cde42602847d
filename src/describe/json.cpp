#include <recourse/describe/json.hpp>

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
  return parser.release();
}

std::string pretty(const boost::json::value& value) {
  std::string out;
  pretty_to(out, value, 0);
  out.push_back('\n');
  return out;
}

namespace detail {

void JsonWriter::put(boost::json::object& object, std::string_view name,
                     boost::json::value&& value) {
  object.insert_or_assign(name, std::move(value));
}

void JsonReader::read(const boost::json::value& v, bool& out) {
  if (!v.is_bool()) return fail("true or false is wanted here");
  out = v.get_bool();
}

void JsonReader::read(const boost::json::value& v, double& out) {
  boost::json::error_code ec;
  out = v.to_number<double>(ec);
  if (ec) fail("a number is wanted here");
}

void JsonReader::read(const boost::json::value& v, std::string& out) {
  if (!v.is_string()) return fail("a text is wanted here");
  out.assign(v.get_string().data(), v.get_string().size());
}

void JsonReader::read(const boost::json::value& v, Timestamp& out) {
  read_with(v, out, [](std::string_view s) { return parse_timestamp(s); });
}

void JsonReader::read(const boost::json::value& v, LocalDay& out) {
  read_with(v, out, [](std::string_view s) { return parse_day(s); });
}

void JsonReader::missing(const Field& field, bool allowed) {
  if (allowed || field.since > 1) return;
  const auto before = enter(field.name);
  fail("this member is missing: " + std::string{field.doc});
  leave(before);
}

std::size_t JsonReader::enter(std::string_view name) {
  const auto before = pointer_.size();
  pointer_.append("/").append(name);
  return before;
}

void JsonReader::leave(std::size_t before) {
  if (ok()) pointer_.resize(before);  // else it names the place of the failure
}

void JsonReader::fail(std::string reason) {
  if (fault_.empty()) fault_ = std::move(reason);
}

}  // namespace detail
}  // namespace recourse::describe
