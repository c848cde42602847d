#include "engine/reactions.hpp"

#include <algorithm>

namespace recourse::engine {

Result<void> Reactions::add(std::unique_ptr<core::Reaction> reaction) {
  const auto name = reaction->spec().name;
  const auto same = [&](const auto& other) { return other->spec().name == name; };
  if (std::ranges::any_of(added_, same)) {
    return Error{Errc::invalid_argument, "two reactions called '" + name + "' on one engine"};
  }
  added_.push_back(std::move(reaction));
  std::ranges::sort(added_, {}, [](const auto& one) { return one->spec().name; });
  return {};
}

Result<void> Reactions::open(core::ReactionRunner::Give give) {
  std::lock_guard guard{mutex_};
  if (failed_) return *failed_;
  for (auto& reaction : std::exchange(added_, {})) {
    auto running = std::make_unique<Running>();
    auto runner = core::ReactionRunner::open(*store_, *feed_, *clock_, std::move(reaction), give);
    if (!runner) {
      failed_ = std::move(runner).error();
      return *failed_;
    }
    running->runner = std::move(*runner);
    running_.push_back(std::move(running));
  }
  return {};
}

std::vector<Reactions::Running*> Reactions::open_now() const {
  std::lock_guard guard{mutex_};
  std::vector<Running*> all;
  for (const auto& one : running_) all.push_back(one.get());
  return all;
}

void Reactions::start() {
  const auto all = open_now();
  for (auto* one : all) {
    one->worker = std::make_unique<core::Worker>(
        core::Worker::Options{.name = "react-" + one->runner->spec().name, .background = true},
        [one] {
          std::lock_guard guard{one->stepping};
          return one->runner->step();
        });
  }
  notified_ = store_->notify([all](Position) {
    for (auto* one : all) one->worker->wake();
  });
}

void Reactions::stop() {
  notified_ = {};
  for (auto* one : open_now()) {
    if (one->worker) one->worker->stop();
    std::lock_guard guard{one->stepping};
    // What is not kept is given again, with the same ids.
    (void)one->runner->keep_position();
  }
}

bool Reactions::step() {
  bool worked = false;
  for (auto* one : open_now()) {
    std::lock_guard guard{one->stepping};
    worked = one->runner->step() || worked;
  }
  return worked;
}

std::vector<core::ReactionStatus> Reactions::status() const {
  std::lock_guard guard{mutex_};
  std::vector<core::ReactionStatus> all;
  for (const auto& one : running_) all.push_back(one->runner->status());
  for (const auto& one : added_) {
    core::ReactionStatus s;
    s.name = one->spec().name;
    s.head = core::known_head(*store_);
    const auto kept = core::kept_position(store_->checkpoints(), s.name);
    s.stopped = !kept;
    if (!kept) {
      s.error = kept.error().message();
    } else if (*kept) {
      s.position = **kept;
    } else if (one->spec().start == core::ReactionStart::now) {
      s.position = s.head;
    }
    all.push_back(std::move(s));
  }
  return all;
}

core::Label Reactions::label(std::string_view name) const {
  std::lock_guard guard{mutex_};
  for (const auto& one : running_) {
    if (one->runner->spec().name == name) return one->runner->label();
  }
  for (const auto& one : added_) {
    if (one->spec().name == name) return one->label();
  }
  return {};
}

Result<Reactions::Running*> Reactions::find(std::string_view name) const {
  for (auto* one : open_now()) {
    if (one->runner->spec().name == name) return one;
  }
  std::string known;
  for (const auto& one : status()) known.append(known.empty() ? "" : ", ").append(one.name);
  return Error{Errc::not_found, "there is no reaction '" + std::string{name} +
                                    "'; there are: " + (known.empty() ? "none" : known)};
}

Result<std::vector<core::RefusedIntent>> Reactions::refused(std::string_view name,
                                                            std::size_t most) const {
  const auto all = status();
  if (std::ranges::find(all, name, &core::ReactionStatus::name) == all.end()) {
    return find(name).error();
  }
  return core::refused_intents(store_->tables(), name, most);
}

Result<void> Reactions::resume(std::string_view name) {
  RECOURSE_TRY_ASSIGN(auto* one, find(name));
  one->runner->resume();
  if (one->worker) one->worker->wake();
  return {};
}

Result<void> Reactions::go_on_from(std::string_view name, Position position) {
  RECOURSE_TRY_ASSIGN(auto* one, find(name));
  {
    std::lock_guard guard{one->stepping};
    RECOURSE_TRY(one->runner->go_on_from(position));
  }
  if (one->worker) one->worker->wake();
  return {};
}

}  // namespace recourse::engine
