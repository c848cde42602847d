#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/views/figures_view.hpp>
#include <recourse/core/fold.hpp>

namespace recourse::casework::complaint {
namespace {

std::string case_key(std::string_view stream) { return std::string{"c"}.append(stream); }

std::string group_key(const CountGroup& group) {
  std::string key{"g"};
  key.append(group.district).append(1, '\0').append(group.station).append(1, '\0');
  key.push_back(static_cast<char>(group.line));
  key.push_back(static_cast<char>(group.channel));
  return key;
}

Result<CountGroup> group_in(std::string_view key) {
  const auto station = key.find('\0') + 1;
  const auto end = key.find('\0', station);
  if (station == 0 || end == std::string_view::npos || key.size() != end + 3) {
    return Error{Errc::corruption, "a row of the figures is unreadable; rebuild the view"};
  }
  CountGroup group;
  group.district = key.substr(1, station - 2);
  group.station = key.substr(station, end - station);
  group.line = static_cast<Line>(key[end + 1]);
  group.channel = static_cast<Channel>(key[end + 2]);
  return group;
}

}  // namespace

core::ProjectionSpec FiguresView::spec() const {
  core::ProjectionSpec spec{.name = std::string{kName},
                            .version = kVersion,
                            .stream_kind = std::string{ComplaintDecider::kKind}};
  for (const auto type : counted_event_types()) spec.types.emplace_back(type);
  std::string layout;
  describe::append_layout(describe::type_info<CaseFacts>, layout);
  describe::append_layout(describe::type_info<Counts>, layout);
  spec.layout = core::hash_of(layout);
  spec.by_stream = true;  // sums are the same in any order
  return spec;
}

Result<void> FiguresView::apply(const core::RecordView& record, core::TableWriter& rows) {
  return apply_stream({&record, 1}, rows);
}

Result<void> FiguresView::apply_stream(std::span<const core::RecordView> records,
                                       core::TableWriter& rows) {
  const bool first = records.front().version == Version{1};
  RECOURSE_TRY_ASSIGN(auto* facts, facts_.at(case_key(records.front().stream), rows, first));
  const CaseFacts before = facts->value;
  for (const auto& record : records) {
    RECOURSE_TRY(core::Fold<ComplaintDecider>::with_event(record, [&](const Event& event) {
      take(facts->value, event);
      return Result<void>{};
    }));
  }
  const auto& after = facts->value;
  if (after == before && !first) return {};
  RECOURSE_TRY_ASSIGN(auto* counts, counts_.at(group_key(group_of(after)), rows));
  // A case keeps its group: all of it is known from the first event.
  if (!first) subtract(counts->value, before);
  add(counts->value, after);
  facts_.change(*facts);
  counts_.change(*counts);
  return {};
}

Result<void> FiguresView::decode(const core::RecordView& record) const {
  return core::Fold<ComplaintDecider>::decode_shared(record);
}

Result<void> FiguresView::finish(core::TableWriter& rows) {
  facts_.write(rows);
  counts_.write(rows);
  return {};
}

std::size_t FiguresView::held_bytes() const {
  return facts_.changed_bytes() + counts_.changed_bytes();
}

void FiguresView::forget() {
  facts_.clear();
  counts_.clear();
}

Result<Figures> FiguresView::read(const core::TableSnapshot& rows, const TallyFilter& filter) {
  FigureSums sums{filter};
  std::string from{"g"};
  if (!filter.district.empty()) from.append(filter.district).push_back('\0');
  std::string to = from;
  ++to.back();
  const auto cursor = rows.scan(from, to);
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return sums.figures();
    RECOURSE_TRY_ASSIGN(const auto group, group_in(cursor->key()));
    if (!sums.takes_in(group)) continue;
    RECOURSE_TRY_ASSIGN(const auto counts, describe::decode<Counts>(
                                               cursor->value(), describe::spec_of<Counts>.version));
    sums.add(group, counts);
  }
}

}  // namespace recourse::casework::complaint
