#include "core/build_group.hpp"

#include <algorithm>

namespace recourse::core {
namespace {

/// Windows until they have their full size, each twice the one before.
constexpr unsigned kWindowsToFull = 5;

}  // namespace

BuildGroup::Member* BuildGroup::find(const View& view) {
  const auto found = std::ranges::find(members_, &view, &Member::view);
  return found == members_.end() ? nullptr : &*found;
}

void BuildGroup::join(View& view, Position to) {
  std::lock_guard guard{stepping_};
  if (auto* member = find(view)) {
    member->to = to;
  } else {
    members_.push_back({&view, to});
  }
}

void BuildGroup::leave(View& view) {
  std::lock_guard guard{stepping_};
  std::erase_if(members_, [&](const Member& member) { return member.view == &view; });
  if (members_.empty()) window_ = {};  // its memory is of no use now
}

void BuildGroup::use_threads() {
  std::lock_guard guard{stepping_};
  has_threads_ = true;
}

Result<bool> BuildGroup::step(View& view) {
  std::lock_guard guard{stepping_};
  if (find(view) == nullptr) return false;
  // Each is held until the window is done: its own thread may write it, or begin anew, otherwise.
  std::vector<Taken> all;
  for (auto& member : members_) {
    auto held = member.view->hold();
    if (member.view == &view) RECOURSE_TRY(view.ready());
    if (!member.view->goes_on() || member.to <= member.view->passed()) continue;
    all.push_back({std::move(held), member.view->passed(), member.to, &member});
  }
  if (all.empty()) return false;
  // Whoever is last goes first, up to the next one, so that they come together. How far one is
  // behind does not count: what it passes over is to be passed over anyway.
  std::ranges::sort(all, {}, &Taken::from);
  const auto from = all.front().from;
  auto to = all.front().to;
  std::vector<View::Held> together;
  // Who has just begun waits for others that are about to: windows are small at first.
  unsigned begun = kWindowsToFull;
  for (auto& one : all) {
    to = std::min(to, one.from == from ? one.to : one.from);
    if (one.from != from) {
      one.held.lock.unlock();
      continue;
    }
    begun = std::min(begun, one.member->windows++);
    together.push_back(std::move(one.held));
  }
  auto read = window_.read(*log_, from, to,
                           std::max<std::size_t>(1, window_bytes_ >> (kWindowsToFull - begun)));
  if (!read && read.error().code() == Errc::limit_exceeded) return false;  // one will be free
  if (!read) {
    for (const auto& held : together) (void)held.view->stop(read.error(), View::Cause::log);
  } else if (window_.empty()) {
    return false;
  } else {
    pass_over(together, has_threads_ && window_.last() < to);
  }
  if (auto failed = view.failure()) return *failed;
  return true;
}

void BuildGroup::pass_over(std::span<const View::Held> together, bool more) {
  // Whoever fails has stopped, and takes no more; the others go on.
  for (const auto& held : together) held.view->begin_window(window_.last());
  const auto begun = std::chrono::steady_clock::now();
  const bool by_stream =
      std::ranges::any_of(together, [](const auto& held) { return held.view->by_stream(); });
  const bool by_record =
      std::ranges::any_of(together, [](const auto& held) { return !held.view->by_stream(); });
  // What cannot be gone through to its end must not be written as if it were.
  const auto stop_all = [&](const Error& why, bool of_streams) {
    for (const auto& held : together) {
      if (held.view->by_stream() == of_streams) (void)held.view->stop(why);
    }
  };
  if (by_stream) {
    auto passed = window_.each_stream(
        [&](std::span<const RecordView> records) -> Result<void> {
          for (const auto& held : together) {
            if (held.view->by_stream()) held.view->take(records);
          }
          return {};
        },
        [&](const RecordView& record) {
          for (const auto& held : together) {
            if (held.view->by_stream()) held.view->look_ahead(record);
          }
        },
        has_threads_);
    if (!passed) stop_all(passed.error(), /*of_streams=*/true);
  }
  if (by_record) {
    auto passed = window_.each_record([&](const RecordView& record) -> Result<void> {
      for (const auto& held : together) {
        if (!held.view->by_stream()) held.view->take({&record, 1});
      }
      return {};
    });
    if (!passed) stop_all(passed.error(), /*of_streams=*/false);
  }
  for (const auto& held : together) held.view->write_window(window_.last(), more, begun);
}

}  // namespace recourse::core
