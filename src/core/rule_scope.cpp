#include <recourse/core/rule_scope.hpp>

namespace recourse::core {
namespace {

thread_local int rules = 0;

}  // namespace

RuleScope::RuleScope() noexcept { ++rules; }
RuleScope::~RuleScope() { --rules; }
int RuleScope::depth() noexcept { return rules; }

}  // namespace recourse::core
