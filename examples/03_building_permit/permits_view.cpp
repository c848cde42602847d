#include "permits_view.hpp"

namespace permit {
namespace {

using recourse::Result;
using recourse::core::TableSnapshot;

Result<std::vector<PermitEntry>> list(const TableSnapshot& rows, const std::string& prefix) {
  std::vector<PermitEntry> entries;
  const auto cursor = rows.scan(recourse::core::row_key(prefix), {});
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more || !cursor->key().starts_with(recourse::core::row_key(prefix))) return entries;
    constexpr auto kVersion = recourse::describe::spec_of<PermitEntry>.version;
    RECOURSE_TRY_ASSIGN(auto entry,
                        recourse::describe::decode<PermitEntry>(cursor->value(), kVersion));
    entries.push_back(std::move(entry));
  }
}

}  // namespace

void PermitsView::rows_of(std::string_view stream, const recourse::core::Loaded<State>& now,
                          recourse::core::RowSink& rows) const {
  const auto& s = now.state;
  const PermitEntry entry{std::string{stream}, s.group, s.phases,  s.deadline,
                          s.ended_at,          s.late,  s.unlawful};
  const auto value = recourse::describe::encode(entry);
  const auto name = recourse::describe::enum_name(s.phases.confirmation);
  const auto key = [&](char list, std::string_view part) {
    return std::string{list}.append(part).append(1, '\0').append(stream);
  };
  rows.put(key('g', s.group), value);
  rows.put(key('p', name), value);
}

Result<std::vector<PermitEntry>> by_group(const TableSnapshot& rows,
                                          std::optional<std::string_view> group) {
  return list(rows, group ? std::string{'g'}.append(*group).append(1, '\0') : std::string{'g'});
}

Result<std::vector<PermitEntry>> by_confirmation(const TableSnapshot& rows,
                                                 Confirmation confirmation) {
  const auto name = recourse::describe::enum_name(confirmation);
  return list(rows, std::string{'p'}.append(name).append(1, '\0'));
}

}  // namespace permit
