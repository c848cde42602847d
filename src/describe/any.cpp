#include <recourse/describe/any.hpp>

namespace recourse::describe {

void encode_alternative(const void* set, const SetInfo& info, std::string& out) {
  detail::encode_alternative(set, info, out);
}

Result<void> decode_as(std::string_view type, unsigned version, std::string_view bytes, void* set,
                       const SetInfo& info) {
  const auto i = info.find(type);
  if (i == info.types.size()) return detail::unknown_type(type);
  return detail::decode_fields(info.emplace(set, i), *info.types[i], version, bytes);
}

}  // namespace recourse::describe
