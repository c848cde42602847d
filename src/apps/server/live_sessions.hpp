// LiveSessions: sessions that end with the process: of citizens, whose inquiry codes are written
// nowhere, and of the demonstration.
//
// At most kMost; beyond, the one that was seen longest ago ends.
// Thread-safety: all members from any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <recourse/base/time.hpp>

#include "apps/server/principal.hpp"

namespace recourse::server {

class LiveSessions {
 public:
  static constexpr std::size_t kMost = 10'000;

  LiveSessions(std::chrono::minutes idle, std::chrono::hours longest)
      : idle_(idle), longest_(longest) {}

  /// Under Principal::session.
  void add(Principal principal, Timestamp now);
  /// Null: there is none, or it has ended. `active`: it counts as used now.
  std::unique_ptr<Principal> find(std::string_view session, Timestamp now, bool active);
  void end(std::string_view session);

 private:
  struct Live {
    Principal principal;
    Timestamp began{};
    Timestamp seen{};
  };
  bool is_over(const Live& live, Timestamp now) const;

  std::mutex mutex_;
  std::chrono::minutes idle_;
  std::chrono::hours longest_;
  std::map<std::string, Live, std::less<>> sessions_;
};

}  // namespace recourse::server
