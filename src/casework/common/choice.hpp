// Choice: what there is of something, for a refusal of a code that names none of it.
//
//     refuse<refusals::unknown_reason>(Put<"reason">{c.reason}, reasons_of(catalogue));
#pragma once

#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/common/norms.hpp>
#include <string>

namespace recourse::casework {

/// In both languages, in the order of the list.
struct Choice {
  std::string en;
  std::string zh;
};

/// Codes with names; without names where the list is long.
template <class Items>
Choice choice_of(const Items& items, bool names = true) {
  Choice all;
  for (const auto& one : items) {
    all.en.append(all.en.empty() ? "" : ", ").append(one.code);
    all.zh.append(all.zh.empty() ? "" : "、").append(one.code);
    if (!names) continue;
    all.en.append(" (").append(one.en).append(")");
    all.zh.append(one.zh);
  }
  return all;
}

inline Choice choice_of_matters(const Catalogue& catalogue) {
  return choice_of(catalogue.matters(), /*names=*/false);
}
/// A district has a name in Chinese alone.
inline Choice choice_of_districts(const Norms& norms) {
  Choice all;
  for (const auto& one : norms.district_list()) {
    all.en.append(all.en.empty() ? "" : ", ").append(one.code);
    all.zh.append(all.zh.empty() ? "" : "、").append(one.code).append(one.name);
  }
  return all;
}
inline Choice choice_of_reasons(const Catalogue& catalogue) {
  return choice_of(catalogue.reasons());
}

}  // namespace recourse::casework
