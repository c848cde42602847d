// Rivals: the servers and drivers of other systems, started and stopped around their operations.
//
//     Rivals rivals{folder, peers};
//     auto where = rivals.start("postgres");     // or why it is left out
//     …                                          // measure
//     rivals.stop();
//
// Servers listen on free ports of the loopback, write below `folder`, are stopped by their own pid,
// and die with this process. Nothing of them is installed here: benchmarks/peers/setup.sh does
// that.
//
// Thread-safety: one thread.
#pragma once

#include <map>

#include "benchmarks/suite/operation.hpp"
#include "benchmarks/suite/process.hpp"
#include "benchmarks/suite/result.hpp"

namespace recourse::bench {

/// Where setup.sh installs: $RECOURSE_BENCH_PEERS, else ~/.cache/recourse-bench/peers.
std::filesystem::path default_peers();

class Rivals {
 public:
  Rivals(std::filesystem::path folder, std::filesystem::path peers);
  ~Rivals() { stop(); }

  /// Starts what a subject needs; the answer is where it listens, empty if it has no server.
  /// Errors: io_error or timed_out, saying why it must be left out.
  Result<std::string> start(const std::string& subject);
  void stop();

  /// The driver of an operation that this program does not do itself.
  Command driver(const Operation& operation, const std::string& server, double seconds) const;
  /// As the operation says; of a server that was found to sync, that it does.
  std::string durability(const Operation& operation) const;
  /// What it is and how it is set; of one that was started once.
  RivalNote note(const std::string& subject) const;

 private:
  Result<std::string> start_postgres(const std::string& database, bool as_url);
  Result<void> make_cluster(const std::filesystem::path& data);
  Result<void> make_database(const std::string& name);
  Result<void> install_message_db();
  Result<std::string> start_nats();
  Result<std::string> start_restate();
  Result<void> need_packages(const std::vector<std::string>& names) const;
  std::string package_version(const std::string& name) const;
  std::filesystem::path log_of(const std::string& name) const { return folder_ / (name + ".log"); }

  std::filesystem::path folder_;
  std::filesystem::path peers_;
  std::vector<Process> running_;
  std::uint16_t postgres_port_ = 0;
  std::map<std::string, bool> databases_;
  bool nats_syncs_ = false;
};

}  // namespace recourse::bench
