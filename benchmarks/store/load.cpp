#include "benchmarks/store/load.hpp"

#include <semaphore>

namespace recourse::bench {

CaseLoad::CaseLoad(Appender& sink, std::uint64_t clients, std::uint64_t events_each)
    : sink_(&sink), events_each_(events_each), clients_(clients) {
  for (std::uint64_t i = 0; i < clients; ++i) {
    clients_[i].noise = Noise{i + 1};
    clients_[i].payload.resize(kPayloadBytes * events_each);
  }
}

void CaseLoad::begin(std::uint64_t client, Done done) {
  auto& c = clients_[client];
  if (c.version == kEventsPerCase) {
    c.stream = next_case_++;
    c.version = 0;
  }
  c.noise.fill(c.payload);
  sink_->append({c.stream, c.version + 1, c.payload}, std::move(done));
  c.version += events_each_;
}

double asynchronous(Sink& sink, std::uint64_t unanswered, double seconds,
                    std::uint64_t events_each) {
  CaseLoad cases{sink, unanswered, events_each};
  const auto begun = Steady::now();
  const auto looped = in_flight(cases.load(), unanswered, seconds);
  sink.drain();
  return static_cast<double>(looped.done * events_each) / seconds_since(begun);
}

double blocked(Sink& sink, std::uint64_t clients, double seconds) {
  CaseLoad cases{sink, clients};
  const auto begun = Steady::now();
  const auto looped = blocked(cases.load(), clients, seconds);
  sink.drain();
  return static_cast<double>(looped.done) / seconds_since(begun);
}

void fill_packed(Sink& sink, std::uint64_t cases) {
  constexpr int kInFlight = 1024;
  Noise noise{3};
  std::string payload(kPayloadBytes, '\0');
  std::counting_semaphore<> room{kInFlight};
  for (std::uint64_t v = 1; v <= kEventsPerCase; ++v) {
    for (std::uint64_t stream = 1; stream <= cases; ++stream) {
      noise.fill(payload);
      room.acquire();
      sink.append({stream, v, payload}, [&room] { room.release(); });
    }
  }
  for (int i = 0; i < kInFlight; ++i) room.acquire();
  sink.drain();
}

}  // namespace recourse::bench
