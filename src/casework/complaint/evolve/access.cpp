#include "casework/complaint/evolve/folding.hpp"

namespace recourse::casework::complaint {

void Folding::on(const Recused& e) {
  auto& all = s.access.recused;
  auto person = e.person;
  // Whoever was known by description only is this one now; nobody else is set free by it.
  std::erase_if(all, [&](const RecusedPerson& one) {
    const bool same = !person.staff.empty() && one.staff == person.staff;
    if (same && !person.role) person.role = one.role;
    return same ||
           (one.staff.empty() && !person.described.empty() && one.described == person.described);
  });
  all.push_back(std::move(person));
}

void Folding::on(const Reinstated& e) {
  std::erase_if(s.access.recused, [&](const RecusedPerson& one) {
    return e.staff.empty() ? one.described == e.described : one.staff == e.staff;
  });
}

void Folding::on(const Unmasked&) { ++s.access.unmaskings; }

void Folding::on(const HoldPlaced&) { s.access.held = true; }

void Folding::on(const HoldLifted&) { s.access.held = false; }

}  // namespace recourse::casework::complaint
