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

/// A row's value, or a default one if there is no row.
template <class T>
Result<T> value_at(core::TableWriter& rows, std::string_view key) {
  RECOURSE_TRY_ASSIGN(const auto bytes, rows.get(key));
  if (!bytes) return T{};
  return describe::decode<T>(*bytes, describe::spec_of<T>.version);
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
  return spec;
}

Result<void> FiguresView::apply(const core::RecordView& record, core::TableWriter& rows) {
  RECOURSE_TRY_ASSIGN(const auto event, core::Fold<ComplaintDecider>::event_of(record));
  const auto key = case_key(record.stream);
  RECOURSE_TRY_ASSIGN(const auto before, value_at<CaseFacts>(rows, key));
  CaseFacts after = before;
  take(after, event);
  if (after == before && record.version != Version{1}) return {};
  const auto group = group_key(group_of(after));
  RECOURSE_TRY_ASSIGN(auto counts, value_at<Counts>(rows, group));
  // A case keeps its group: all of it is known from the first event.
  if (record.version != Version{1}) subtract(counts, before);
  add(counts, after);
  rows.put(key, describe::encode(after));
  rows.put(group, describe::encode(counts));
  return {};
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
