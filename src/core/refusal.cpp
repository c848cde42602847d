#include <atomic>
#include <recourse/core/refusal.hpp>

namespace recourse::core {
namespace {

std::atomic<RefusalWatch> watching{nullptr};

/// Requires: `places` has every place of the text; `refuse` has checked that at compile time.
std::string filled(std::string_view text, std::span<const detail::Filled> places,
                   std::string_view detail::Filled::*language) {
  std::string out;
  std::size_t from = 0;
  detail::for_each_place(text, [&](std::string_view place) {
    const auto open = static_cast<std::size_t>(place.data() - text.data()) - 1;
    out.append(text.substr(from, open - from));
    out.append((*std::ranges::find(places, place, &detail::Filled::place)).*language);
    from = open + place.size() + 2;
  });
  return out.append(text.substr(from));
}

}  // namespace

void watch_refusals(RefusalWatch watch) noexcept { watching.store(watch); }

Refusal detail::refuse_with(const RefusalInfo& row, std::span<const Filled> places) {
  if (const auto watch = watching.load(std::memory_order_relaxed)) watch(row);
  return {std::string{row.name},
          filled(row.rule, places, &Filled::en),
          filled(row.en, places, &Filled::en),
          filled(row.zh, places, &Filled::zh),
          {},
          row.kind};
}

}  // namespace recourse::core
