// Session: an office as Python holds it, which can be closed under its callers' feet.
//
// Thread-safety: all members from any thread, with the GIL held. `use` lets the GIL go around what
// it is given, and so do closing and destroying.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <recourse/office.hpp>

#include "clock.hpp"
#include "gate.hpp"
#include "raise.hpp"

namespace recourse::python {

class Session {
 public:
  /// Without `clock` the machine's.
  static std::shared_ptr<Session> open(OfficeOptions options, ClockHolder clock);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// f(office), without the GIL. ClosedError if it is closed, RuntimeError in a forked process.
  template <class F>
  auto use(F&& f) {
    check_process();
    const auto pass = gate_.enter();
    if (!pass) raise(Error{Errc::closed, "the office is closed"});
    py::gil_scoped_release released;
    return f(std::as_const(*office_));
  }

  /// What this session has appended; its queries are true at the last of it or later.
  void wrote(Position last) {
    auto known = written_.load();
    while (known < last.value && !written_.compare_exchange_weak(known, last.value)) continue;
  }
  Position written() const { return Position{written_.load()}; }

  /// Waits for the calls that are inside; later ones get ClosedError. Again: waits, nothing else.
  void close();
  bool closed() { return !here() || gate_.closed(); }
  /// Closes every session of this process that is still open: before the interpreter ends.
  static void close_all();

 private:
  explicit Session(ClockHolder clock);
  bool here() const;
  void check_process() const;

  ClockHolder clock_;  // behind the office, which borrows it
  std::unique_ptr<Office> office_;
  Gate gate_;
  std::mutex closing_;  // who closes second waits for the first
  std::atomic<std::uint64_t> written_{0};
  int process_;
};

}  // namespace recourse::python
