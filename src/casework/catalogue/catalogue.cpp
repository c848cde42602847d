#include <algorithm>
#include <recourse/casework/catalogue.hpp>
#include <recourse/describe/json.hpp>

#include "embedded/taxonomy.hpp"

namespace recourse::casework {
namespace {

struct LineInfo {
  Line line;
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};
constexpr LineInfo kLines[] = {
    {Line::population, "RK", "人口", "Population / household"},
    {Line::public_order, "ZA", "治安", "Public order"},
    {Line::criminal, "XZ", "刑侦", "Criminal investigation"},
    {Line::traffic, "JJ", "交警", "Traffic police"},
    {Line::exit_entry, "CJ", "出入境", "Exit-entry"},
    {Line::other, "QT", "其他咨询", "Other queries"},
};

const LineInfo* find(Line line) {
  const auto* found = std::ranges::find(kLines, line, &LineInfo::line);
  return found == std::end(kLines) ? nullptr : found;
}

/// Reads members of one entry; the first fault is kept, with the entry's place.
class Entry {
 public:
  Entry(const boost::json::value& value, std::string where)
      : object_(value.if_object()), where_(std::move(where)) {
    if (object_ == nullptr) fault_ = where_ + ": an object is wanted here";
  }

  std::string text(std::string_view name, bool required = true) {
    const auto* member = object_ != nullptr ? object_->if_contains(name) : nullptr;
    if (member != nullptr && member->is_string()) return std::string{member->get_string()};
    if ((required || member != nullptr) && fault_.empty()) {
      fault_ = where_ + "/" + std::string{name} + ": a text is wanted here";
    }
    return {};
  }
  Line line() {
    const auto wanted = text("line");
    const auto* found = std::ranges::find(kLines, wanted, &LineInfo::code);
    if (found != std::end(kLines)) return found->line;
    if (fault_.empty()) fault_ = where_ + "/line: " + wanted + " is not one of the six lines";
    return {};
  }
  bool sourced() { return text("basis", false) == "sourced"; }
  const std::string& fault() const { return fault_; }

 private:
  const boost::json::object* object_;
  std::string where_;
  std::string fault_;
};

template <class T, class Read>
Result<std::vector<T>> read_list(const boost::json::value& document, std::string_view name,
                                 Read&& read) {
  const auto* object = document.if_object();
  const auto* list = object != nullptr ? object->if_contains(name) : nullptr;
  if (list == nullptr || !list->is_array()) {
    return Error{Errc::malformed, "/" + std::string{name} + ": a list is wanted here"};
  }
  std::vector<T> entries;
  for (const auto& value : list->get_array()) {
    Entry entry{value, "/" + std::string{name} + "/" + std::to_string(entries.size())};
    entries.push_back(read(entry));
    if (!entry.fault().empty()) return Error{Errc::malformed, entry.fault()};
  }
  std::ranges::sort(entries, {}, &T::code);
  const auto twice = std::ranges::adjacent_find(entries, {}, &T::code);
  if (twice != entries.end()) {
    return Error{Errc::malformed,
                 "/" + std::string{name} + ": the code " + twice->code + " is taken twice"};
  }
  return entries;
}

template <class T>
const T* by_code(const std::vector<T>& entries, std::string_view code) {
  const auto found = std::ranges::lower_bound(entries, code, {}, &T::code);
  return found != entries.end() && found->code == code ? &*found : nullptr;
}

}  // namespace

std::string_view zh(Line line) {
  const auto* info = find(line);
  return info != nullptr ? info->zh : std::string_view{};
}
std::string_view en(Line line) {
  const auto* info = find(line);
  return info != nullptr ? info->en : std::string_view{};
}
std::string_view code(Line line) {
  const auto* info = find(line);
  return info != nullptr ? info->code : std::string_view{};
}

const Catalogue& Catalogue::builtin() {
  static const Catalogue catalogue = from_json(embedded::taxonomy).value();
  return catalogue;
}

Result<Catalogue> Catalogue::from_json(std::string_view text) {
  RECOURSE_TRY_ASSIGN(const auto document, describe::parse_json(text));
  Catalogue catalogue;
  Entry head{document, ""};
  catalogue.version_ = head.text("version");
  if (!head.fault().empty()) return Error{Errc::malformed, head.fault()};
  RECOURSE_TRY_ASSIGN(catalogue.matters_, read_list<Matter>(document, "matters", [](Entry& e) {
                        return Matter{e.text("code"), e.text("zh"),           e.text("en"),
                                      e.line(),       e.text("limit", false), e.sourced()};
                      }));
  RECOURSE_TRY_ASSIGN(catalogue.reasons_,
                      read_list<FailureReason>(document, "reasons", [](Entry& e) {
                        return FailureReason{e.text("code"), e.text("zh"), e.text("en"),
                                             e.text("usual_route", false), e.sourced()};
                      }));
  return catalogue;
}

const Matter* Catalogue::matter(std::string_view code) const noexcept {
  return by_code(matters_, code);
}
const FailureReason* Catalogue::reason(std::string_view code) const noexcept {
  return by_code(reasons_, code);
}

}  // namespace recourse::casework
