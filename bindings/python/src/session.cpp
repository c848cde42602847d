#include "session.hpp"

#include <unistd.h>

#include <vector>

namespace recourse::python {
namespace {

/// The sessions that were opened; guarded by the GIL. Never destroyed: it is used until the end.
std::vector<std::weak_ptr<Session>>& sessions() {
  static auto* const all = new std::vector<std::weak_ptr<Session>>;
  return *all;
}

}  // namespace

Session::Session(ClockHolder clock) : clock_(std::move(clock)), process_(getpid()) {}

std::shared_ptr<Session> Session::open(OfficeOptions options, ClockHolder clock) {
  if (clock) options.clock = clock.get();
  std::shared_ptr<Session> session{new Session{std::move(clock)}};
  auto opened = [&] {
    py::gil_scoped_release released;
    return Office::open(std::move(options));
  }();
  session->office_ = value_of(std::move(opened));
  std::erase_if(sessions(), [](const auto& one) { return one.expired(); });
  sessions().push_back(session);
  return session;
}

Session::~Session() {
  if (!here()) {
    // The threads of the office are in the other process: there is nobody to wait for, and the
    // store is not ours.
    (void)office_.release();
    return;
  }
  py::gil_scoped_release released;
  office_.reset();
}

bool Session::here() const { return getpid() == process_; }

void Session::check_process() const {
  if (here()) return;
  PyErr_SetString(PyExc_RuntimeError,
                  "this office was opened before the process was forked; open one of your own "
                  "(beside the process that writes: store=\"rocksdb-reader\")");
  throw py::error_already_set();
}

void Session::close() {
  check_process();
  py::gil_scoped_release released;
  std::lock_guard guard{closing_};
  if (gate_.close()) office_.reset();
}

void Session::close_all() {
  const auto all = sessions();  // closing lets the GIL go: others may open and close meanwhile
  for (const auto& one : all) {
    const auto session = one.lock();
    if (session && session->here()) session->close();
  }
}

}  // namespace recourse::python
