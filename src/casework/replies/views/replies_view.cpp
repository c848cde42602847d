#include <algorithm>
#include <recourse/casework/common/department.hpp>
#include <recourse/casework/replies/views/replies_view.hpp>
#include <tuple>

namespace recourse::casework::replies {
namespace {

/// What comes before the stream in a row's key.
std::string prefix_of(std::string_view matter) { return std::string{matter}.append("/"); }

bool is_wanted(const State& state, const ReplyQuery& query) {
  const auto bureau = bureau_of_unit(state.unit);
  const bool here = query.bureau.empty() || bureau == query.bureau || bureau == kCityBureau;
  return here && (query.reason.empty() || state.reason.empty() || state.reason == query.reason);
}

ValidReply reply_of(std::string_view stream, const State& state, const PublishedVersion& version) {
  return {std::string{stream.substr(stream.find('/') + 1)},
          version.number,
          state.matter,
          state.reason,
          state.unit,
          version.wording,
          version.valid_from,
          version.valid_until};
}

/// Those that fit best come first.
bool comes_before(const ValidReply& a, const ValidReply& b) {
  const auto general = [](const ValidReply& one) { return one.reason.empty(); };
  const auto citys = [](const ValidReply& one) { return bureau_of_unit(one.unit) == kCityBureau; };
  return std::tuple{general(a), citys(a), a.reason, a.key} <
         std::tuple{general(b), citys(b), b.reason, b.key};
}

}  // namespace

RepliesView::RepliesView(RepliesDecider decider)
    : StateView({.name = std::string{kName}, .version = kVersion}, std::move(decider)) {}

void RepliesView::rows_of(std::string_view stream, const core::Loaded<State>& now,
                          core::RowSink& rows) const {
  if (now.state.versions.empty()) return;
  rows.put(prefix_of(now.state.matter).append(stream), {});
}

Result<std::vector<ValidReply>> find_replies(const core::TableSnapshot& rows,
                                             const ReplyQuery& query) {
  std::vector<ValidReply> found;
  const auto from = core::row_key(prefix_of(query.matter));
  auto to = from;
  ++to.back();
  const auto cursor = rows.scan(from, to);
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    const auto stream = std::string{cursor->key().substr(from.size())};
    RECOURSE_TRY_ASSIGN(const auto there, core::state_in<State>(rows, stream));
    if (!there) {
      return Error{Errc::corruption, "a row of the replies is unreadable; rebuild the view"};
    }
    const auto* const version = valid_on(there->state, query.day);
    if (version == nullptr || !is_wanted(there->state, query)) continue;
    found.push_back(reply_of(stream, there->state, *version));
  }
  std::ranges::sort(found, comes_before);
  return found;
}

core::ProjectionFactory RepliesDecider::state_view() const {
  return [decider = *this] { return std::make_unique<RepliesView>(decider); };
}

}  // namespace recourse::casework::replies
