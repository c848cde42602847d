// The log as a feed of CloudEvents 1.0, in the JSON format: a subscriber's copy of what happened.
//
//     {"specversion":"1.0","id":"6f0c…/42","source":"urn:recourse:6f0c…","type":"case.accepted",
//      "subject":"case/S001-20231201-0001-S","time":"2023-12-01T01:30:00.000Z",
//      "sequence":"00000000000000000042","streamversion":2,"actor":"window_officer:w7@S001",
//      "actorkind":"person","datacontenttype":"application/json","data":{…}}
//
// `id` is the log's id and the record's position: the same for ever, so that a receiver knows what
// it has. `sequence` sorts as text; the feed goes on from the position behind the last one. Records
// of streams that the viewer may not see are left out (of a citizen all cases: nobody says here
// which is his), and so are streams of no workflow, since nobody can judge them. `data` is the
// event as `tail` shows it to the viewer: what he may not see is null, personal data masked; a
// record that means several events today has {"events": […]}. A citizen who acted is named by the
// role alone; where a field has what he is called, it is null.
//
// Free function over an office; thread-safety: as the office.
#pragma once

#include <recourse/exchange/sink.hpp>
#include <recourse/office.hpp>

namespace recourse::exchange {

struct CloudEventOptions {
  Position from{1};
  std::string kind = {};                ///< Of streams; empty: all.
  std::vector<std::string> types = {};  ///< Of events; empty: all.
  std::uint64_t limit = 0;              ///< Events; 0: all that are there.
  bool batch = false;                   ///< One JSON array; else an event a line.
};

struct CloudEventsWritten {
  std::uint64_t events = 0;
  Position next{};  ///< Where to go on.
  friend bool operator==(const CloudEventsWritten&, const CloudEventsWritten&) = default;
};
BOOST_DESCRIBE_STRUCT(CloudEventsWritten, (), (events, next))
constexpr auto recourse_spec(const CloudEventsWritten*) {
  using describe::Access;
  return describe::spec("exchange.cloud_events_written", 1, "How far a feed has come.",
                        {{"events", 1, "Events written.", Access::open},
                         {"next", 1, "Where to go on.", Access::open}});
}

/// Errors: invalid_argument (`from` is 0, or beyond the position behind the log's end; a kind that
/// no workflow has, a type of events that none of that kind has), and those of the store, of
/// records that cannot be read, and of the sink.
Result<CloudEventsWritten> write_cloud_events(const Office& office,
                                              const CloudEventOptions& options,
                                              const core::Viewer& viewer, const Sink& sink);

}  // namespace recourse::exchange
