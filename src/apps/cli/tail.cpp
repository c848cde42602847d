#include "apps/cli/tail.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <map>
#include <recourse/core/workflow_json.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/log_names.hpp"
#include "apps/cli/usage.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;

constexpr int kLookEveryMilliseconds = 200;

volatile std::sig_atomic_t told_to_stop = 0;

/// From now on SIGINT and SIGTERM end the tail between two records; the second one ends it at once.
void listen_for_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { told_to_stop = 1; };
  // A record that is being written is written to its end.
  action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

/// What somebody may see of a stream, and why not all of it in clear where he wanted that.
struct Seen {
  core::Visibility visibility;
  std::string refused = {};  ///< Name of the refusal.
};

/// What an event says, by the workflow that its stream belongs to. What no workflow decodes nobody
/// can judge: only its size is told.
void add_payload(const core::WorkflowPort* workflow, const core::RecordView& r, const Seen& seen,
                 object& json) {
  if (workflow != nullptr) {
    auto events = core::events_json(*workflow, r, seen.visibility);
    if (events) {
      // A record that no code writes any more may mean several events today.
      if (events->size() == 1) {
        json["event"] = std::move(events->front());
      } else {
        json["events"] = std::move(*events);
      }
      return;
    }
    json["error"] = events.error().message();
  }
  json["payload_bytes"] = r.payload.size();
}

std::string to_json_line(const core::WorkflowPort* workflow, const core::RecordView& r,
                         const Seen& seen) {
  auto json = core::record_json(r);
  if (workflow != nullptr) {
    json["actor"] = string{core::actor_of(*workflow, r, seen.visibility)};
    if (!seen.refused.empty()) json["masked"] = string{seen.refused};
  }
  add_payload(workflow, r, seen, json);
  return boost::json::serialize(json) + "\n";
}

/// One line, whatever the actor's name holds.
std::string to_text_line(const core::WorkflowPort* workflow, const core::RecordView& r,
                         const Seen& seen) {
  auto actor =
      workflow != nullptr ? core::actor_of(*workflow, r, seen.visibility) : std::string{r.actor};
  for (auto& c : actor) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return fmt::format("{:>8}  {:<30}  {:>3}  {:<24}  {}  {}\n", r.position.value, r.stream,
                     r.version.value, r.type, local_time(r.occurred_at), actor);
}

/// What somebody may see of the streams that come along. A look in clear is recorded in each.
class Looks {
 public:
  Looks(const Office& office, core::Viewer viewer) : office_(&office), viewer_(std::move(viewer)) {}

  Result<const Seen*> at(const core::WorkflowPort* workflow, std::string_view stream) {
    if (const auto known = seen_.find(stream); known != seen_.end()) return &known->second;
    RECOURSE_TRY_ASSIGN(auto seen, look(workflow, stream));
    if (seen_.size() == kStreamsMax) seen_.clear();
    return &seen_.emplace(std::string{stream}, std::move(seen)).first->second;
  }

 private:
  /// Streams that are remembered: some 10 MB.
  static constexpr std::size_t kStreamsMax = 50'000;

  Result<Seen> look(const core::WorkflowPort* workflow, std::string_view stream) const {
    // Streams that a program writes for itself have a frame to show, and no more.
    if (workflow == nullptr) return Seen{{.any = true}};
    RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(stream));
    RECOURSE_TRY_ASSIGN(auto visibility, core::glance(*workflow, id, viewer_));
    if (!visibility.listed() || !viewer_.wants_clear()) return Seen{std::move(visibility)};
    RECOURSE_TRY_ASSIGN(auto taken, office_->engine().look(id, viewer_));
    if (const auto* no = core::refused(taken)) return Seen{std::move(visibility), no->name};
    return Seen{std::get<core::Look>(std::move(taken)).visibility};
  }

  const Office* office_;
  core::Viewer viewer_;
  std::map<std::string, Seen, std::less<>> seen_;
};

/// How a look at the log ended.
enum class End : std::uint8_t {
  head,        ///< Everything that is there was printed.
  enough,      ///< As many records as were wanted, or told to stop.
  unwritable,  ///< Standard output takes no more.
};

class Tail {
 public:
  Tail(const Session& session, const TailArguments& a, const Office& office, core::Viewer viewer)
      : session_(&session),
        a_(&a),
        office_(&office),
        store_(&office.store()),
        looks_(office, std::move(viewer)),
        next_{a.from} {}

  /// Prints what is there. All of it is written when it returns.
  Result<End> look() {
    RECOURSE_TRY_ASSIGN(const auto head, store_->head());
    if (next_ > head) return End::head;
    RECOURSE_TRY_ASSIGN(
        const auto cursor,
        store_->read_all({.from = next_, .to = head, .stream_kind = a_->kind, .types = a_->types}));
    for (;;) {
      if (told_to_stop != 0) return flushed(End::enough);
      RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
      if (!more) break;
      const auto& record = cursor->record();
      const auto* const workflow = office_->engine().workflow(record.stream_kind());
      RECOURSE_TRY_ASSIGN(const auto* const seen, looks_.at(workflow, record.stream));
      if (!seen->visibility.listed()) continue;
      const auto line = session_->json ? to_json_line(workflow, record, *seen)
                                       : to_text_line(workflow, record, *seen);
      std::fwrite(line.data(), 1, line.size(), stdout);
      if (std::ferror(stdout) != 0) return End::unwritable;
      if (++printed_ == a_->limit) return flushed(End::enough);
    }
    next_ = head.next();
    return flushed(End::head);
  }

 private:
  static End flushed(End end) { return std::fflush(stdout) == 0 ? end : End::unwritable; }

  const Session* session_;
  const TailArguments* a_;
  const Office* office_;
  core::EventStore* store_;
  Looks looks_;
  Position next_;
  std::uint64_t printed_ = 0;
};

/// Whoever read standard output has gone.
bool output_is_closed() {
  pollfd output{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
  return ::poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

/// Waits a moment for more; ends early on a signal, or when nobody reads any more.
void wait_a_moment() {
  pollfd output{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
  ::poll(&output, 1, kLookEveryMilliseconds);
}

Result<End> run(const Session& session, const TailArguments& a, const Office& office,
                core::Viewer viewer) {
  if (a.follow) listen_for_signals();
  auto& store = office.store();
  Tail tail{session, a, office, std::move(viewer)};
  for (;;) {
    RECOURSE_TRY_ASSIGN(const auto end, tail.look());
    if (end != End::head || !a.follow) return end;
    wait_a_moment();
    if (told_to_stop != 0) return End::enough;
    if (output_is_closed()) return End::unwritable;
    RECOURSE_TRY(store.refresh());
  }
}

}  // namespace

Exit run_tail(const Session& session, const TailArguments& arguments) {
  auto viewer = viewer_of(session, arguments.viewer);
  if (!viewer) return fail(session, viewer.error());
  if (session.reveal && arguments.follow) {
    return fail(session, Error{Errc::invalid_argument,
                               "--reveal records each look and holds the store as long: without "
                               "--follow"});
  }
  const auto office = open_to_look(session);
  if (!office) return fail(session, office.error());
  const auto wrong = wrong_name((*office)->engine(), arguments.kind, arguments.types);
  if (!wrong) return fail(session, wrong.error());
  if (*wrong) return fail(session, **wrong);
  if (!arguments.follow) {
    const auto head = (*office)->store().head();
    if (!head) return fail(session, head.error());
    if (arguments.from > head->next().value) {
      return fail(session,
                  Usage{fmt::format("--from {}: the log ends at {}; --follow waits for more",
                                    arguments.from, head->value)});
    }
  }
  const auto end = run(session, arguments, **office, std::move(*viewer));
  if (!end) return fail(session, end.error());
  // `| head` has what it wanted.
  if (*end == End::unwritable && output_is_closed()) return Exit::ok;
  return answered(*end != End::unwritable);
}

}  // namespace recourse::cli
