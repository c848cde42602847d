// Worker: a thread that does steps while there is something to do, and sleeps while there is not.
//
//     Worker worker{"recourse-view", [&] { return view.step(); }};   // true: there was something
//     worker.wake();                                                  // there may be something
//
// What a step does is a function that a simulation may call without any thread. Nothing is missed:
// a wake that comes while a step runs makes it run again.
// Thread-safety: `wake` and `stop` from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace recourse::core {

class Worker {
 public:
  struct Options {
    /// Shown by the system's tools; at most 15 characters count.
    std::string name;
    /// Pause after a step that found something, so that more can gather; none while `hurry`. Asked
    /// after each such step, on the worker's thread. Null: none.
    std::function<std::chrono::milliseconds()> gather = {};
    /// It gives way to threads that people wait for when processors are scarce.
    bool background = false;
    /// A step is tried at least so often, woken or not.
    std::chrono::milliseconds at_least_every{1000};
  };

  /// `step` returns true if it found something to do: it is called again at once.
  Worker(Options options, std::function<bool()> step);
  /// Ends the thread after the step that it is in.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// There may be something to do. Cheap while the worker is awake.
  void wake();
  /// The same, and nobody wants to wait for more to gather.
  void hurry();
  /// Ends the thread after the step that it is in, and waits for that.
  void stop();

 private:
  void run();

  const Options options_;
  const std::function<bool()> step_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool awake_ = true;
  bool hurried_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace recourse::core
