#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/common/text.hpp>
#include <recourse/describe/json.hpp>

#include "casework/common/catalogue/catch_all.hpp"
#include "embedded/taxonomy.hpp"

namespace recourse::casework {
namespace {

struct LineInfo {
  Line line;
  std::string_view code;
  std::string_view en;
};
constexpr LineInfo kLines[] = {
    {Line::population, "RK", "Population / household"},
    {Line::public_order, "ZA", "Public order"},
    {Line::criminal, "XZ", "Criminal investigation"},
    {Line::traffic, "JJ", "Traffic police"},
    {Line::exit_entry, "CJ", "Exit-entry"},
    {Line::other, "QT", "Other queries"},
};

const LineInfo* find(Line line) {
  const auto* found = std::ranges::find(kLines, line, &LineInfo::line);
  return found == std::end(kLines) ? nullptr : found;
}

/// Reads members of one entry; the first fault is kept, with the entry's place and code.
class Entry {
 public:
  Entry(const boost::json::value& value, std::string where, std::string owner = {})
      : object_(value.if_object()), where_(std::move(where)), owner_(std::move(owner)) {
    if (object_ == nullptr) fail("", "an object is wanted here");
  }

  std::string text(std::string_view name, bool required = true) {
    const auto* member = find(name);
    if (member != nullptr && member->is_string()) return std::string{member->get_string()};
    if (required || member != nullptr) fail(name, "a text is wanted here");
    return {};
  }
  /// The code that later faults name.
  std::string code() { return owner_ = text("code"); }
  /// A text that names one thing.
  std::string name(std::string_view member) {
    auto read = text(member);
    if (blank(read)) fail(member, "a name is wanted here");
    if (is_catch_all(read)) fail(member, "\"" + read + "\" names nothing");
    return read;
  }
  bool flag(std::string_view name, bool required) {
    const auto* member = find(name);
    if (member != nullptr && member->is_bool()) return member->get_bool();
    if (required || member != nullptr) fail(name, "true or false is wanted here");
    return false;
  }
  std::optional<std::int64_t> working_days(std::string_view name) {
    const auto* member = find(name);
    if (member == nullptr) return std::nullopt;
    const auto* days = member->if_int64();
    if (days != nullptr && *days >= 1 && *days <= limits::kWorkingDaysMax) return *days;
    fail(name, "a number from 1 to " + std::to_string(limits::kWorkingDaysMax) + " is wanted here");
    return std::nullopt;
  }
  Line line() {
    const auto wanted = text("line");
    const auto* found = std::ranges::find(kLines, wanted, &LineInfo::code);
    if (found != std::end(kLines)) return found->line;
    fail("line", wanted + " is not one of the six lines");
    return {};
  }
  bool sourced() { return text("basis", false) == "sourced"; }
  std::vector<Material> materials();
  const std::string& fault() const { return fault_; }

 private:
  const boost::json::value* find(std::string_view name) const {
    return object_ != nullptr ? object_->if_contains(name) : nullptr;
  }
  void fail(std::string_view member, std::string_view what) {
    if (!fault_.empty()) return;
    fault_ = where_;
    if (!member.empty()) fault_.append("/").append(member);
    fault_.append(": ").append(what);
    if (!owner_.empty()) fault_.append(" (").append(owner_).append(")");
  }

  const boost::json::object* object_;
  std::string where_;
  std::string owner_;
  std::string fault_;
};

/// A material says itself whether it is a main one: no paper becomes dispensable by omission.
Material read_material(Entry& e) {
  return {e.name("code"),
          e.name("zh"),
          e.name("en"),
          e.text("requirement_zh", false),
          e.text("requirement_en", false),
          e.flag("main", true)};
}

std::vector<Material> Entry::materials() {
  const auto* member = find("materials");
  if (member == nullptr) return {};
  if (!member->is_array()) {
    fail("materials", "a list is wanted here");
    return {};
  }
  std::vector<Material> read;
  for (const auto& value : member->get_array()) {
    Entry entry{value, where_ + "/materials/" + std::to_string(read.size()), owner_};
    auto material = read_material(entry);
    if (!entry.fault().empty()) {
      if (fault_.empty()) fault_ = entry.fault();
      return {};
    }
    if (std::ranges::find(read, material.code, &Material::code) != read.end()) {
      fail("materials", "the code " + material.code + " is taken twice");
    }
    read.push_back(std::move(material));
  }
  return read;
}

Matter read_matter(Entry& e) {
  return {e.code(),
          e.text("zh"),
          e.text("en"),
          e.line(),
          e.text("limit", false),
          e.sourced(),
          e.materials(),
          e.flag("licence", false),
          e.flag("lacking", false),
          e.working_days("limit_days"),
          e.text("notice", false)};
}

FailureReason read_reason(Entry& e) {
  return {e.code(), e.text("zh"), e.text("en"), e.text("usual_route", false), e.sourced()};
}

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
  RECOURSE_TRY_ASSIGN(catalogue.matters_, read_list<Matter>(document, "matters", read_matter));
  RECOURSE_TRY_ASSIGN(catalogue.reasons_,
                      read_list<FailureReason>(document, "reasons", read_reason));
  return catalogue;
}

Catalogue Catalogue::with(std::string version, std::optional<Matter> matter) const {
  Catalogue next = *this;
  next.version_ = std::move(version);
  if (!matter) return next;
  const auto place = std::ranges::lower_bound(next.matters_, matter->code, {}, &Matter::code);
  if (place != next.matters_.end() && place->code == matter->code) {
    *place = std::move(*matter);
  } else {
    next.matters_.insert(place, std::move(*matter));
  }
  return next;
}

const Material* Matter::material(std::string_view wanted) const noexcept {
  const auto found = std::ranges::find(materials, wanted, &Material::code);
  return found != materials.end() ? &*found : nullptr;
}

const Matter* Catalogue::matter(std::string_view code) const noexcept {
  return by_code(matters_, code);
}
const FailureReason* Catalogue::reason(std::string_view code) const noexcept {
  return by_code(reasons_, code);
}

}  // namespace recourse::casework
