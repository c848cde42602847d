#include <algorithm>
#include <recourse/casework/common/profiles.hpp>
#include <tuple>

#include "casework/common/norms/fields.hpp"
#include "embedded/norms_beijing.hpp"
#include "embedded/norms_guangdong.hpp"
#include "embedded/norms_jiangsu.hpp"
#include "embedded/norms_lgsco_2026.hpp"
#include "embedded/norms_shandong.hpp"
#include "embedded/norms_shanghai.hpp"
#include "embedded/norms_suzhou_ah_police.hpp"
#include "embedded/norms_tianjin.hpp"

namespace recourse::casework {
namespace {

struct BuiltIn {
  std::string_view name;
  std::uint32_t version;
  std::string_view text;
};

/// A released file is never changed: a change of a number is a new version, beside the old one.
std::span<const BuiltIn> built_in() {
  static const BuiltIn files[] = {{"shanghai", 1, embedded::norms_shanghai},
                                  {"jiangsu", 1, embedded::norms_jiangsu},
                                  {"beijing", 1, embedded::norms_beijing},
                                  {"guangdong", 1, embedded::norms_guangdong},
                                  {"tianjin", 1, embedded::norms_tianjin},
                                  {"shandong", 1, embedded::norms_shandong},
                                  {"suzhou_ah_police", 1, embedded::norms_suzhou_ah_police},
                                  {"lgsco_2026", 1, embedded::norms_lgsco_2026}};
  return files;
}

std::tuple<std::string_view, std::uint32_t> key_of(const Norms& norms) {
  return {norms.name, norms.version};
}

Error other_numbers(const Norms& known, const Norms& given) {
  std::string differences;
  for (const auto& field : norm_fields()) {
    const auto there = value_of(known, field);
    const auto here = value_of(given, field);
    if (there == here) continue;
    differences += (differences.empty() ? "" : ", ") + std::string{field.key} + " is " +
                   to_text(there) + " there and " + to_text(here) + " here";
  }
  return {Errc::invalid_argument, "the norms '" + given.name + "' version " +
                                      std::to_string(given.version) +
                                      " are known with other numbers: " + differences +
                                      "; a changed number needs a new version"};
}

}  // namespace

const Profiles& Profiles::builtin() {
  static const Profiles profiles = [] {
    Profiles made;
    for (const auto& file : built_in()) {
      made = made.with(read_norms(file.text, nullptr).value()).value();
    }
    return made;
  }();
  return profiles;
}

std::string_view Profiles::builtin_text(std::string_view name, std::uint32_t version) {
  for (const auto& file : built_in()) {
    if (file.name == name && file.version == version) return file.text;
  }
  return {};
}

Result<Profiles> Profiles::with(Norms norms) const {
  RECOURSE_TRY(norms.check());
  if (const auto* known = find(norms.name, norms.version)) {
    if (*known == norms) return *this;
    return other_numbers(*known, norms);
  }
  Profiles more = *this;
  const auto place = std::ranges::upper_bound(more.all_, key_of(norms), {}, key_of);
  more.all_.insert(place, std::move(norms));
  return more;
}

const Norms* Profiles::find(std::string_view name, std::uint32_t version) const noexcept {
  const auto found = std::ranges::find(all_, std::tuple{name, version}, key_of);
  return found == all_.end() ? nullptr : &*found;
}

const Norms* Profiles::newest(std::string_view name) const noexcept {
  const Norms* newest = nullptr;
  for (const auto& norms : all_) {
    if (norms.name == name) newest = &norms;  // later ones have higher versions
  }
  return newest;
}

const Norms& Profiles::default_profile() {
  static const Norms norms = Norms::shanghai();
  return norms;
}

}  // namespace recourse::casework
