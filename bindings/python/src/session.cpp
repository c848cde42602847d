#include "session.hpp"

namespace recourse::python {
namespace {

/// An office with the clock that it borrows: nobody may wait for it any more once it is open.
struct Opened {
  ClockHolder clock;
  std::unique_ptr<Office> office;
};

}  // namespace

std::shared_ptr<Session> Session::open(OfficeOptions options, ClockHolder clock,
                                       std::shared_ptr<OwnParts> parts) {
  if (clock) options.clock = clock.get();
  std::shared_ptr<Session> session{new Session{clock}, &Holder::let_go};
  session->patience_ = options.view_patience;
  session->parts_ = parts;
  auto opened = value_of(freely([clock = std::move(clock), options = std::move(options),
                                 parts = std::move(parts)]() mutable -> Result<Opened> {
    const auto with = [&parts](Engine& engine) {
      return parts ? parts->add_to(engine) : Result<void>{};
    };
    RECOURSE_TRY_ASSIGN(auto office, Office::open(std::move(options), with));
    return Opened{std::move(clock), std::move(office)};
  }));
  session->held_ = std::move(opened.office);
  remember(session);
  return session;
}

void Session::end_waits() { held_->stop(Stop::gracefully); }

}  // namespace recourse::python
