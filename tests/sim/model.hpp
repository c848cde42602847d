// The oracle: what the log must hold, kept the simplest way there is.
#pragma once

#include <map>
#include <recourse/core/event_store.hpp>

namespace recourse::sim {

/// One event as it must be read again.
struct Event {
  std::string stream;
  std::uint64_t version = 0;
  std::string type;
  std::string payload;
  CommandId command_id{};
  friend bool operator==(const Event&, const Event&) = default;
};

class Model {
 public:
  /// What the store must answer, as the contract says it; a success is remembered. Of an answer's
  /// recorded_at nothing is known here.
  Result<core::Appended> apply(const core::Append& append);

  const std::vector<Event>& log() const { return log_; }
  const std::map<std::string, std::uint64_t>& versions() const { return versions_; }
  struct Command {
    std::uint64_t fingerprint = 0;
    core::Appended appended{};
  };
  const std::map<CommandId, Command>& commands() const { return commands_; }
  /// The last position of each tag of thing.happened.
  const std::map<std::string, std::uint64_t>& tags() const { return tags_; }

 private:
  std::vector<Event> log_;
  std::map<std::string, std::uint64_t> versions_;
  std::map<CommandId, Command> commands_;
  std::map<std::string, std::uint64_t> tags_;
};

}  // namespace recourse::sim
