#include "benchmarks/store/load.hpp"

#include <semaphore>
#include <vector>

namespace recourse::bench {

double asynchronous(Sink& sink, std::uint64_t in_flight, double seconds,
                    std::uint64_t events_each) {
  std::counting_semaphore<> room{static_cast<std::ptrdiff_t>(in_flight)};
  Noise noise{7};
  std::string payload(kPayloadBytes * events_each, '\0');
  std::vector<std::pair<std::uint64_t, std::uint64_t>> clients(in_flight);
  std::uint64_t next_case = 1;
  std::uint64_t events = 0;
  const auto begun = Steady::now();
  for (std::size_t i = 0; seconds_since(begun) < seconds; i = (i + 1) % in_flight) {
    auto& [stream, version] = clients[i];
    if (version == 0 || version == kEventsPerCase) stream = next_case++, version = 0;
    noise.fill(payload);
    room.acquire();
    sink.append({stream, version + 1, payload}, [&room] { room.release(); });
    version += events_each;
    events += events_each;
  }
  for (std::uint64_t i = 0; i < in_flight; ++i) room.acquire();
  sink.drain();
  return static_cast<double>(events) / seconds_since(begun);
}

}  // namespace recourse::bench
