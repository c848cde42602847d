#include "commands.hpp"

#include "inbox.hpp"
#include "own_failures.hpp"

namespace recourse::python {
namespace {

/// Gives it and waits. Owns what it uses.
auto giving(const std::shared_ptr<Written>& writing, Command given) {
  return [writing, given = std::move(given)](const Office& office) {
    return answered(*writing, office.handle_any(*office.engine().workflow(given.kind), given.stream,
                                                given.command.get(), given.context));
  };
}

}  // namespace

core::Context context_of(const Session& session, const Circumstances& given,
                         const OptionalNumber& expected) {
  session.refuse_commands_of_rules();
  const auto version = if_given("expected", expected, number_of);
  const auto pass = session.enter();
  auto context = given.in(session.held());
  if (version) context.expected = Version{*version};
  return context;
}

py::object handle(Session& session, Command command) {
  const auto id = command.context.command_id;
  return wait_for_command(session, id, giving(session.writing(), std::move(command)));
}

py::object handle_async(Session& session, Command command) {
  const auto inbox = Inbox::of_running_loop();
  auto pass = session.enter();
  const auto& office = session.held();
  auto future = inbox->new_future();
  auto answer = [inbox, promise = Promise{future}](Answered given) mutable {
    inbox->put(std::move(promise), [given = std::move(given)](py::object* out) mutable {
      *out = appended_of(std::move(given));
    });
  };
  const auto* const port = office.engine().workflow(command.kind);
  if (office.follows_up(*port)) {  // not from a queue
    workers().post([&office, pass = std::move(pass), answer = std::move(answer),
                    work = giving(session.writing(), std::move(command))](std::monostate) mutable {
      answer(work(office));
    });
    return future;
  }
  port->async_handle(std::move(command.stream), std::move(command.command),
                     std::move(command.context),
                     [pass = std::move(pass), writing = session.writing(),
                      answer = std::move(answer)](Result<core::Outcome> outcome) mutable {
                       answer(answered(*writing, std::move(outcome)));
                     });
  return future;
}

}  // namespace recourse::python
