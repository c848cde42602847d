// The reader of norms: strict, so that a slip of the pen is no silent default. The only file that
// knows toml++.
#include <recourse/casework/common/limits.hpp>

#include "casework/common/norms/fields.hpp"

#define TOML_HEADER_ONLY 1  // nothing to link for whoever links recourse
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace recourse::casework {
namespace {

constexpr std::string_view kBase = "base";
constexpr std::string_view kBaseVersion = "base_version";

/// The first fault in the order of the file.
class Faults {
 public:
  void add(const toml::source_region& where, const std::string& what) {
    const auto& at = where.begin;
    if (!what_.empty() && (at.line > line_ || (at.line == line_ && at.column >= column_))) return;
    line_ = at.line;
    column_ = at.column;
    what_ = what;
  }
  bool any() const { return !what_.empty(); }
  Error first() const {
    return {Errc::malformed,
            "line " + std::to_string(line_) + ", column " + std::to_string(column_) + ": " + what_};
  }

 private:
  std::uint32_t line_ = 0;
  std::uint32_t column_ = 0;
  std::string what_;
};

const NormField* field_called(std::string_view key) {
  for (const auto& field : norm_fields()) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

bool fits(const NormField& field, const NormValue& value) {
  return value.index() == value_of(Norms{}, field).index();
}

std::optional<NormValue> value_in(const toml::node& node) {
  if (const auto* yes = node.as_boolean()) return NormValue{yes->get()};
  if (const auto* number = node.as_integer()) return NormValue{number->get()};
  if (const auto* text = node.as_string()) return NormValue{text->get()};
  return std::nullopt;
}

std::string in_quotes(std::string_view key) { return "'" + std::string{key} + "'"; }

std::string unknown(std::string_view key, const toml::node& node) {
  return "there is no " + std::string{node.is_table() ? "table " : "key "} + in_quotes(key) +
         ": correct or remove it; `recourse norms show shanghai` has every key";
}

class Reader {
 public:
  Reader(const toml::table& file, const Profiles* bases) : file_(file), bases_(bases) {}

  Result<Norms> read() {
    RECOURSE_TRY_ASSIGN(auto norms, begin());
    for (auto&& [key, node] : file_) {
      if (key.str() != kBase && key.str() != kBaseVersion) take(norms, key, node);
    }
    if (faults_.any()) return faults_.first();
    RECOURSE_TRY(nothing_missing());
    if (const auto c = contradiction_in(norms)) {
      const auto* at = file_.get(c->larger) != nullptr ? file_.get(c->larger)  //
                                                       : file_.get(c->smaller);
      faults_.add(at->source(), c->what + ": correct one of them");
      return faults_.first();
    }
    return norms;
  }

 private:
  /// What the missing keys are taken from.
  Result<Norms> begin() {
    const auto* base = file_.get(kBase);
    const auto* version = file_.get(kBaseVersion);
    if (base == nullptr) {
      if (version == nullptr) return Norms{};
      faults_.add(version->source(),
                  "'base_version' needs a 'base': name the profile, or remove it");
      return faults_.first();
    }
    if (bases_ == nullptr) {
      faults_.add(base->source(),
                  "a built-in profile stands alone: give every key, without 'base'");
      return faults_.first();
    }
    if (!base->is_string()) {
      faults_.add(base->source(),
                  "'base' must be a text in quotes: the name of a built-in profile");
      return faults_.first();
    }
    if (version != nullptr && !version->is_integer()) {
      faults_.add(version->source(), "'base_version' must be a whole number");
      return faults_.first();
    }
    const auto number = version == nullptr ? std::int64_t{1} : version->as_integer()->get();
    const auto* found =
        number < 1 || number > std::numeric_limits<std::uint32_t>::max()
            ? nullptr
            : bases_->find(base->as_string()->get(), static_cast<std::uint32_t>(number));
    if (found != nullptr) return *found;
    std::string known;
    for (const auto& norms : bases_->all()) {
      known += (known.empty() ? "" : ", ") + norms.name + " " + std::to_string(norms.version);
    }
    faults_.add(base->source(), "there is no built-in profile " +
                                    in_quotes(base->as_string()->get()) + " of version " +
                                    std::to_string(number) + "; there are: " + known);
    return faults_.first();
  }

  void take(Norms& norms, const toml::key& key, const toml::node& node) {
    const auto* field = field_called(key.str());
    if (field == nullptr) return faults_.add(key.source(), unknown(key.str(), node));
    const auto value = value_in(node);
    if (!value || !fits(*field, *value)) {
      return faults_.add(node.source(),
                         in_quotes(key.str()) + " must be " + std::string{wanted_type(*field)});
    }
    if (const auto fault = fault_of(*field, *value); !fault.empty()) {
      return faults_.add(node.source(), in_quotes(key.str()) + ": " + fault);
    }
    assign(norms, *field, *value);
  }

  Result<void> nothing_missing() const {
    const bool has_base = file_.get(kBase) != nullptr;
    std::string missing;
    for (const auto& field : norm_fields()) {
      const bool own = field.key == "name" || field.key == "version";
      if (file_.get(field.key) != nullptr || field.later || (has_base && !own)) continue;
      missing += (missing.empty() ? "" : ", ") + std::string{field.key};
    }
    if (missing.empty()) return {};
    return Error{Errc::malformed,
                 "keys are missing: " + missing +
                     (has_base ? "; a base gives the numbers, a name and a version of its own "
                                 "every file has"
                               : "; give them, or take what is missing from a built-in profile "
                                 "with base = \"shanghai\"")};
  }

  const toml::table& file_;
  const Profiles* bases_;
  Faults faults_;
};

}  // namespace

Result<Norms> read_norms(std::string_view text, const Profiles* bases) {
  if (text.size() > limits::kNormsBytesMax) {
    return Error{Errc::malformed, "the file has " + std::to_string(text.size()) +
                                      " bytes; norms have at most " +
                                      std::to_string(limits::kNormsBytesMax)};
  }
  const auto parsed = toml::parse(text);
  if (!parsed) {
    Faults faults;
    faults.add(parsed.error().source(),
               "this is not TOML: " + std::string{parsed.error().description()});
    return faults.first();
  }
  return Reader{parsed.table(), bases}.read();
}

Result<Norms> Norms::from_toml(std::string_view text) {
  return read_norms(text, &Profiles::builtin());
}

}  // namespace recourse::casework
