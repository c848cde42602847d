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
  for (auto& reaction : std::exchange(added_, {})) {
    auto running = std::make_unique<Running>();
    RECOURSE_TRY_ASSIGN(running->runner,
                        core::ReactionRunner::open(*store_, *clock_, std::move(reaction), give));
    running_.push_back(std::move(running));
  }
  return {};
}

void Reactions::start() {
  for (const auto& one : running_) {
    one->worker = std::make_unique<core::Worker>(
        core::Worker::Options{.name = "react-" + one->runner->spec().name, .background = true},
        [running = one.get()] {
          std::lock_guard guard{running->stepping};
          return running->runner->step();
        });
  }
  notified_ = store_->notify([this](Position) {
    for (const auto& one : running_) one->worker->wake();
  });
}

void Reactions::stop() {
  notified_ = {};
  for (const auto& one : running_) {
    if (one->worker) one->worker->stop();
    std::lock_guard guard{one->stepping};
    // What is not kept is given again, with the same ids.
    (void)one->runner->keep_position();
  }
}

bool Reactions::step() {
  bool worked = false;
  for (const auto& one : running_) {
    std::lock_guard guard{one->stepping};
    worked = one->runner->step() || worked;
  }
  return worked;
}

std::vector<core::ReactionStatus> Reactions::status() const {
  std::vector<core::ReactionStatus> all;
  for (const auto& one : running_) all.push_back(one->runner->status());
  for (const auto& one : added_) {
    core::ReactionStatus s;
    s.name = one->spec().name;
    s.head = store_->head();
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

Result<Reactions::Running*> Reactions::find(std::string_view name) const {
  for (const auto& one : running_) {
    if (one->runner->spec().name == name) return one.get();
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
