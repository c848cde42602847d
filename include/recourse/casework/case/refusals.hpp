// The refusals of a case as constants: `refusals::no_such_case`. Their texts are in refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::refusals {

#define REFUSAL_OF(id, name, rule, kind, en, zh) \
  inline constexpr core::RefusalInfo id{#id, #name, rule, core::RefusalKind::kind, en, zh};
#define REFUSAL(name, rule, kind, en, zh) REFUSAL_OF(name, name, rule, kind, en, zh)
#define MISSING_OF(of, what, rule, en, zh) \
  REFUSAL_OF(of##_##what##_missing, what##_missing, rule, invalid, "Say " en ".", "请填写" zh "。")
#define MISSING(what, rule, en, zh) \
  REFUSAL(what##_missing, rule, invalid, "Say " en ".", "请填写" zh "。")
#include <recourse/casework/case/refusals.def>
#undef REFUSAL_OF
#undef REFUSAL
#undef MISSING_OF
#undef MISSING

/// All rows, in the table's order.
inline constexpr core::RefusalInfo kAll[]{
#define REFUSAL_OF(id, name, rule, kind, en, zh) id,
#define REFUSAL(name, rule, kind, en, zh) name,
#define MISSING_OF(of, what, rule, en, zh) of##_##what##_missing,
#define MISSING(what, rule, en, zh) what##_missing,
#include <recourse/casework/case/refusals.def>
#undef REFUSAL_OF
#undef REFUSAL
#undef MISSING_OF
#undef MISSING
};
// That the rows are well formed is a unit test: Clang counts too many steps for a static_assert.

}  // namespace recourse::casework::refusals
