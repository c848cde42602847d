#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const AccountOpened& e) {
  s.ending.account = Account{e.unit, e.reason, at, e.review, 0};
}

void Folding::on(const AccountKept& e) {
  if (!s.ending.account) return;
  s.ending.account->review = e.review;
  ++s.ending.account->reviews;
}

void Folding::on(const AccountStruck&) { s.ending.account.reset(); }

}  // namespace recourse::casework::complaint
