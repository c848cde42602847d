#include "apps/server/http.hpp"

#include <algorithm>
#include <array>
#include <recourse/base/text.hpp>

namespace recourse::server {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> kMethods{{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::del, "DELETE"},
    {Method::options, "OPTIONS"},
}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

Error wrong(std::string_view what) { return {Errc::malformed, "target: " + std::string{what}}; }

/// `plus`: a '+' is a space, as forms have it.
Result<std::string> decoded(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return wrong("a percent sign without two hexadecimal digits");
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(plus && c == '+' ? ' ' : c);
    }
  }
  for (const char c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return wrong("a control character");
  }
  if (base::first_invalid_utf8(out)) return wrong("it is no UTF-8");
  return out;
}

Result<void> read_path(std::string_view raw, Target& target) {
  if (raw.empty() || raw.front() != '/') return wrong("it must begin with '/'");
  target.path = "/";
  raw.remove_prefix(1);
  while (!raw.empty()) {
    const auto slash = raw.find('/');
    RECOURSE_TRY_ASSIGN(auto segment, decoded(raw.substr(0, slash), false));
    if (segment.empty()) return wrong("an empty segment");
    if (segment == "." || segment == "..") return wrong("a segment of dots alone");
    if (target.path.size() > 1) target.path += '/';
    target.path += segment;
    target.segments.push_back(std::move(segment));
    if (slash == std::string_view::npos) break;
    raw.remove_prefix(slash + 1);
    // One slash at the end is the same place.
    if (raw.empty()) break;
  }
  return {};
}

Result<void> read_query(std::string_view raw, Target& target) {
  while (!raw.empty()) {
    const auto end = raw.find('&');
    const auto pair = raw.substr(0, end);
    raw = end == std::string_view::npos ? std::string_view{} : raw.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    RECOURSE_TRY_ASSIGN(auto name, decoded(pair.substr(0, equals), true));
    std::string value;
    if (equals != std::string_view::npos) {
      RECOURSE_TRY_ASSIGN(value, decoded(pair.substr(equals + 1), true));
    }
    target.query.emplace_back(std::move(name), std::move(value));
  }
  return {};
}

}  // namespace

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool begins_without_case(std::string_view text, std::string_view with) {
  return equal_without_case(text.substr(0, with.size()), with);
}

std::string_view name_of(Method method) {
  for (const auto& [one, name] : kMethods) {
    if (one == method) return name;
  }
  return "OTHER";
}

bool HeaderLess::operator()(std::string_view a, std::string_view b) const {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return lower(x) < lower(y); });
}

std::string_view Request::header(std::string_view name) const {
  const auto [from, to] = headers.equal_range(name);
  if (from == to || std::next(from) != to) return {};
  return from->second;
}

std::string_view Request::cookie(std::string_view name) const {
  std::string_view rest = header("Cookie");
  while (!rest.empty()) {
    const auto end = rest.find(';');
    auto pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
  }
  return {};
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  const auto opaque = [](std::string_view one) {
    while (!one.empty() && (one.front() == ' ' || one.front() == '\t')) one.remove_prefix(1);
    while (!one.empty() && (one.back() == ' ' || one.back() == '\t')) one.remove_suffix(1);
    return one.substr(0, 2) == "W/" ? one.substr(2) : one;
  };
  if (opaque(if_none_match) == "*") return true;
  for (auto rest = if_none_match; !rest.empty();) {
    const auto comma = rest.find(',');  // in none of our tags
    if (opaque(rest.substr(0, comma)) == opaque(tag)) return true;
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return false;
}

bool wants_stream(const Request& request) {
  return request.header("Accept").find("text/event-stream") != std::string_view::npos;
}

const std::string* Target::find(std::string_view name) const {
  const auto found = std::find_if(query.begin(), query.end(),
                                  [&](const auto& pair) { return pair.first == name; });
  return found == query.end() ? nullptr : &found->second;
}

std::vector<std::string> Target::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : query) {
    if (key == name) values.push_back(value);
  }
  return values;
}

std::optional<std::string> take_authority(std::string& target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!begins_without_case(target, scheme)) continue;
    const auto end = std::min(target.find_first_of("/?", scheme.size()), target.size());
    auto authority = target.substr(scheme.size(), end - scheme.size());
    if (authority.empty() || authority.find('@') != std::string::npos) return std::nullopt;
    target.erase(0, end);
    if (!target.starts_with('/')) target.insert(target.begin(), '/');
    return authority;
  }
  return std::nullopt;
}

Result<Target> parse_target(std::string_view text) {
  Target target;
  const auto mark = text.find('?');
  RECOURSE_TRY(read_path(text.substr(0, mark), target));
  if (mark != std::string_view::npos) RECOURSE_TRY(read_query(text.substr(mark + 1), target));
  return target;
}

std::string_view Reply::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (equal_without_case(key, name)) return value;
  }
  return {};
}

Reply json_reply(const boost::json::value& json, int status) {
  Reply reply{.status = status, .type = "application/json"};
  reply.body = boost::json::serialize(json);
  reply.body += '\n';
  return reply;
}

Reply text_reply(std::string text, std::string type, int status) {
  return {.status = status, .type = std::move(type), .body = std::move(text)};
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"-._~"}.find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(kDigits[byte >> 4U]);
      out.push_back(kDigits[byte & 15U]);
    }
  }
  return out;
}

}  // namespace recourse::server
