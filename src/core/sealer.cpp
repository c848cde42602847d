#include <algorithm>
#include <recourse/core/sealer.hpp>

namespace recourse::core {

void note_keys(const void* event, const describe::TypeInfo& type, SubjectKeys& keys) {
  const auto noted = describe::for_each_sealed(
      const_cast<void*>(event), type, [&keys](const describe::SealedField& field) -> Result<void> {
        if (field.is_clear()) return {};
        const SubjectKey key{field.subject, field.bytes().key_id};
        if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
        return {};
      });
  (void)noted;  // nothing of the above fails
}

}  // namespace recourse::core
