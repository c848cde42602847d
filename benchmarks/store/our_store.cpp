#include "benchmarks/store/our_store.hpp"

#include <recourse/base/exceptions.hpp>
#include <recourse/describe/wire.hpp>
#include <recourse/stores/rocksdb.hpp>

namespace recourse::bench {

/// What a payload is decoded to.
struct NoiseEvent {
  std::string noise;
};
BOOST_DESCRIBE_STRUCT(NoiseEvent, (), (noise))
constexpr auto recourse_spec(const NoiseEvent*) {
  return describe::spec("case.measured", 1, "A measurement.", {{"noise", 1, "Random bytes."}});
}

namespace {

class Ours final : public Sink {
 public:
  Ours(const std::filesystem::path& directory, std::size_t memory_bytes)
      : store_(stores::open_rocksdb(
                   {.directory = directory, .memory_bytes = memory_bytes, .wait_when_full = true})
                   .value()) {}

  void append(Events events, std::function<void()> done) override {
    const auto key = std::to_string(events.stream);
    core::Append append{
        .command_id = derived_command_id(key + "/" + std::to_string(events.version)),
        .actor = "bench",
        .streams = {}};
    auto& stream = append.streams.emplace_back(
        core::StreamEvents{StreamId::of("case", key).value(),
                           core::ExpectedVersion::exactly(Version{events.version - 1}),
                           1,
                           {}});
    if (events.count() == 1) {
      stream.events.push_back({"case.measured", 1, Timestamp{}, std::move(events.payload)});
    } else {
      stream.events.reserve(events.count());
      for (std::uint64_t i = 0; i < events.count(); ++i) {
        stream.events.push_back({"case.measured", 1, Timestamp{},
                                 events.payload.substr(i * kPayloadBytes, kPayloadBytes)});
      }
    }
    store_->async_append(std::move(append), [done = std::move(done)](auto answer) {
      (void)answer.value();
      done();
    });
  }
  void drain() override { store_->drain().value(); }

  std::uint64_t replay(Replay way) override {
    const auto cursor = store_->read_all().value();
    std::uint64_t events = 0;
    while (cursor->next().value()) {
      ++events;
      if (way == Replay::decoded)
        (void)describe::decode<NoiseEvent>(cursor->record().payload, 1).value();
    }
    return events;
  }
  std::uint64_t read_case(std::uint64_t stream) override {
    const auto cursor =
        store_->read_stream(StreamId::of("case", std::to_string(stream)).value()).value();
    std::uint64_t events = 0;
    while (cursor->next().value()) ++events;
    return events;
  }

 private:
  std::unique_ptr<core::EventStore> store_;
};

}  // namespace

std::unique_ptr<Sink> open_ours(const std::filesystem::path& directory, std::size_t memory_bytes) {
  return std::make_unique<Ours>(directory, memory_bytes);
}

}  // namespace recourse::bench
