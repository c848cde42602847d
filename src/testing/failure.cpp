#include <algorithm>
#include <boost/json.hpp>
#include <recourse/testing/failure.hpp>

namespace recourse::test {
namespace {

namespace json = boost::json;

constexpr std::size_t kShownMax = 20;

std::string line_of(std::string_view label, std::size_t index, const Shown& event) {
  std::string line{"  "};
  line.append(label).append(std::to_string(index)).append("  ");
  return line.append(json::serialize(event.value));
}

std::string counted(std::size_t n) {
  return std::to_string(n) + (n == 1 ? " event was " : " events were ");
}

std::string all_of(const std::vector<Shown>& found) {
  if (found.empty()) return {};
  std::string text{"\nall that was found:"};
  for (std::size_t i = 0; i < std::min(found.size(), kShownMax); ++i) {
    text.append("\n").append(line_of("", i, found[i]));
  }
  if (found.size() > kShownMax) {
    text.append("\n  and " + std::to_string(found.size() - kShownMax) + " more");
  }
  return text;
}

std::string difference_of(const Shown& expected, const Shown& found, std::size_t i) {
  const auto type = [](const Shown& s) { return s.value.as_object().at("type"); };
  std::string text = "event " + std::to_string(i);
  if (type(expected) != type(found)) {
    text.append(" is of another type");
  } else if (expected.value == found.value) {
    text.append(" looks the same, but its bytes differ");
  } else {
    text.append(" differs at ").append(first_difference(expected.value, found.value));
  }
  return text.append(":\n")
      .append(line_of("expected ", i, expected))
      .append("\n")
      .append(line_of("found    ", i, found));
}

}  // namespace

std::string to_string(const Failure& failure) {
  return std::string{failure.file} + ":" + std::to_string(failure.line) + ": " + failure.text;
}

std::string first_difference(const json::value& a, const json::value& b) {
  if (a.is_object() && b.is_object()) {
    for (const auto& [name, value] : a.get_object()) {
      const auto* other = b.get_object().if_contains(name);
      const std::string here = "/" + std::string{name};
      if (other == nullptr) return here;
      if (value != *other) return here + first_difference(value, *other);
    }
    for (const auto& member : b.get_object()) {
      if (!a.get_object().contains(member.key())) return "/" + std::string{member.key()};
    }
  }
  if (a.is_array() && b.is_array()) {
    const auto& left = a.get_array();
    const auto& right = b.get_array();
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      const std::string here = "/" + std::to_string(i);
      if (i >= left.size() || i >= right.size()) return here;
      if (left[i] != right[i]) return here + first_difference(left[i], right[i]);
    }
  }
  return {};
}

std::string difference(const std::vector<Shown>& expected, const std::vector<Shown>& found) {
  const auto [left, right] = std::ranges::mismatch(
      expected, found, [](const Shown& a, const Shown& b) { return a.bytes == b.bytes; });
  const auto i = static_cast<std::size_t>(left - expected.begin());
  if (left == expected.end() && right == found.end()) return {};
  std::string text;
  if (left != expected.end() && right != found.end()) {
    text = difference_of(*left, *right, i);
  } else {
    text = counted(expected.size()) + "expected, " + counted(found.size()) + "found:\n";
    text += left == expected.end() ? line_of("not expected ", i, *right)
                                   : line_of("not found ", i, *left);
  }
  return text + all_of(found);
}

}  // namespace recourse::test
