#include <algorithm>
#include <recourse/base/bytes.hpp>
#include <recourse/casework/common/agenda.hpp>
#include <tuple>

namespace recourse::casework {
namespace {

constexpr Timestamp kNever{std::chrono::milliseconds{std::numeric_limits<std::int64_t>::max()}};

/// A moment so that bytes sort as time does.
void append_time(std::string& out, Timestamp t) {
  const auto count = static_cast<std::uint64_t>(t.time_since_epoch().count());
  base::append_be64(out, count ^ (std::uint64_t{1} << 63));
}

std::string prefix_of(std::string_view unit) {
  return std::string{"a"}.append(unit).append(1, '\0');
}

}  // namespace

AgendaEntry entry_of(std::string_view stream, const Duty& duty) {
  AgendaEntry entry{std::string{stream}, std::string{duty.name}, std::string{duty.zh},
                    std::string{duty.rule}, duty.unit};
  if (duty.due) {
    entry.due = duty.due->at;
    entry.provisional = duty.due->provisional;
  }
  return entry;
}

void put_duty(std::string_view stream, const Duty& duty, std::uint32_t number,
              core::RowSink& rows) {
  auto key = prefix_of(duty.unit);
  append_time(key, duty.due ? duty.due->at : kNever);
  key.append(duty.name).append(1, '\0').append(stream).append(1, '\0');
  key.append(std::to_string(number));
  std::string value;
  describe::WireWriter w{value};
  w& entry_of(stream, duty);
  rows.put(key, value);
}

Result<void> check_query(const AgendaQuery& query) {
  if (query.most >= 1 && query.most <= limits::kListPageMax) return {};
  return Error{Errc::invalid_argument, "an agenda has 1 to " +
                                           std::to_string(limits::kListPageMax) + " entries, not " +
                                           std::to_string(query.most)};
}

void order(Agenda& agenda, std::size_t most) {
  const auto rank = [](const AgendaEntry& e) {
    return std::tuple{e.due.value_or(kNever), std::string_view{e.stream}, std::string_view{e.duty}};
  };
  std::sort(agenda.entries.begin(), agenda.entries.end(),
            [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  if (agenda.entries.size() <= most) return;
  agenda.more = true;
  agenda.entries.resize(most);
}

Result<Agenda> list_duties(const core::TableSnapshot& rows, const AgendaQuery& query) {
  RECOURSE_TRY(check_query(query));
  Agenda agenda;
  agenda.position = rows.position();
  const auto from = core::row_key(prefix_of(query.unit));
  auto to = from;
  ++to.back();
  const auto cursor = rows.scan(from, to);
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    AgendaEntry entry;
    describe::WireReader r{cursor->value()};
    r& entry;
    if (!r.ok() || !r.at_end()) {
      return Error{Errc::corruption, "a row of the agenda is unreadable; rebuild the view"};
    }
    if (query.until && entry.due && *entry.due > *query.until) continue;
    // Rows come by due time: what follows is later.
    if (agenda.entries.size() == query.most) {
      agenda.more = true;
      break;
    }
    agenda.entries.push_back(std::move(entry));
  }
  order(agenda, query.most);
  return agenda;
}

}  // namespace recourse::casework
