#include "describe/json_members.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <set>
#include <vector>

namespace recourse::describe {
namespace {

using boost::json::error_code;
using boost::json::string_view;

/// Sees names and the edges of objects; everything else passes.
struct MemberHandler {
  static constexpr std::size_t max_object_size = ~std::size_t{0};
  static constexpr std::size_t max_array_size = ~std::size_t{0};
  static constexpr std::size_t max_key_size = ~std::size_t{0};
  static constexpr std::size_t max_string_size = ~std::size_t{0};

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_object_begin(error_code&) {
    names.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    names.pop_back();
    return true;
  }
  bool on_string_part(string_view, std::size_t, error_code&) { return true; }
  bool on_string(string_view, std::size_t, error_code&) { return true; }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    name.append(part.data(), part.size());
    return true;
  }
  bool on_key(string_view last, std::size_t, error_code& ec) {
    name.append(last.data(), last.size());
    if (!names.back().insert(name).second) {
      repeated = true;
      ec = boost::json::error::exception;  // ends the parsing here
      return false;
    }
    name.clear();
    return true;
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, string_view, error_code&) { return true; }
  bool on_uint64(std::uint64_t, string_view, error_code&) { return true; }
  bool on_double(double, string_view, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

  std::vector<std::set<std::string>> names;  // of the objects that are open
  std::string name;
  bool repeated = false;
};

}  // namespace

std::optional<RepeatedMember> find_repeated_member(std::string_view text) {
  boost::json::basic_parser<MemberHandler> parser{boost::json::parse_options{}};
  error_code ec;
  const auto used = parser.write_some(/*more=*/false, text.data(), text.size(), ec);
  if (!parser.handler().repeated) return std::nullopt;
  return RepeatedMember{std::move(parser.handler().name), used};
}

}  // namespace recourse::describe
