// NATS JetStream as a store of events: a subject a stream; a publish is acknowledged by the server
// and says which sequence the subject must be at.
#include <nats/nats.h>

#include <array>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

#include "benchmarks/store/load.hpp"
#include "benchmarks/suite/phase.hpp"
#include "benchmarks/suite/pool.hpp"
#include "benchmarks/suite/work.hpp"

namespace recourse::bench {
namespace {

void check(natsStatus status, const char* what) {
  if (status == NATS_OK) return;
  throw std::runtime_error{std::string{"NATS: "} + what + ": " + natsStatus_GetText(status)};
}

/// A connection with its JetStream context.
class Connection {
 public:
  explicit Connection(const std::string& where) {
    check(natsConnection_ConnectTo(&connection_, where.c_str()), "connecting");
    jsOptions options;
    check(jsOptions_Init(&options), "options");
    check(natsConnection_JetStream(&stream_, connection_, &options), "JetStream");
  }
  ~Connection() {
    jsCtx_Destroy(stream_);
    natsConnection_Destroy(connection_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  jsCtx* stream() const { return stream_; }

  /// The sequence that it got; 0: the server refused it.
  std::uint64_t publish(const Events& events, std::uint64_t after) {
    jsPubOptions options;
    check(jsPubOptions_Init(&options), "options");
    if (after == 0) {
      options.ExpectNoMessage = true;
    } else {
      options.ExpectLastSubjectSeq = after;
    }
    const auto subject = "case." + std::to_string(events.stream);
    jsPubAck* acknowledged = nullptr;
    jsErrCode code{};
    const auto status = js_Publish(&acknowledged, stream_, subject.c_str(), events.payload.data(),
                                   static_cast<int>(events.payload.size()), &options, &code);
    if (status == NATS_ERR && code == JSStreamWrongLastSequenceErr) return 0;
    check(status, "publishing");
    const auto sequence = acknowledged->Sequence;
    jsPubAck_Destroy(acknowledged);
    return sequence;
  }

 private:
  natsConnection* connection_ = nullptr;
  jsCtx* stream_ = nullptr;
};

void make_stream(jsCtx* context) {
  jsErrCode code{};
  (void)js_DeleteStream(context, "CASES", nullptr, &code);  // there is none the first time
  jsStreamConfig config;
  check(jsStreamConfig_Init(&config), "options");
  std::array<const char*, 1> subjects{"case.*"};
  config.Name = "CASES";
  config.Subjects = subjects.data();
  config.SubjectsLen = 1;
  config.Storage = js_FileStorage;
  config.Replicas = 1;
  check(js_AddStream(nullptr, context, &config, nullptr, &code), "making the stream");
}

class Nats final : public Appender {
 public:
  explicit Nats(std::string where)
      : where_(std::move(where)), pool_([this] { return std::make_unique<Connection>(where_); }) {
    const Connection connection{where_};
    make_stream(connection.stream());
  }
  void append(Events events, std::function<void()> done) override {
    const auto mine = pool_.take();
    std::uint64_t after = 0;
    if (events.version > 1) {
      const std::lock_guard lock{mutex_};
      after = last_.at(events.stream);
    }
    const auto sequence = mine->publish(events, after);
    if (sequence == 0) throw std::runtime_error{"NATS: a subject was not at its sequence"};
    {
      const std::lock_guard lock{mutex_};
      if (events.version < kEventsPerCase) {
        last_[events.stream] = sequence;
      } else {
        last_.erase(events.stream);
      }
    }
    done();
  }
  Result<void> check_stale() const {
    Connection connection{where_};
    if (connection.publish({1, 1, std::string(kPayloadBytes, 'x')}, 0) == 0) return {};
    return Error{Errc::corruption, "NATS took a publish of a stale sequence"};
  }

 private:
  std::string where_;
  Pool<Connection> pool_;
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::uint64_t> last_;
};

}  // namespace

Result<Measured> nats_append(const Operation& operation, const Setting& setting) {
  Nats nats{setting.server};
  CaseLoad cases{nats, operation.clients};
  const auto open = operation.loop == Loop::open;
  auto measured = phase(
      [&](double seconds) {
        return open ? open_loop_blocked(cases.load(), operation.clients, operation.rate, seconds)
                    : blocked(cases.load(), operation.clients, seconds);
      },
      [] {}, setting.seconds);
  RECOURSE_TRY(nats.check_stale());
  return open ? at_p99(std::move(measured)) : std::move(measured);
}

}  // namespace recourse::bench
