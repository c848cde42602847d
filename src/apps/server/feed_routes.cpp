// The log's records as CloudEvents: a batch, or a stream that goes on.
#include <recourse/exchange/cloud_events.hpp>
#include <recourse/office/answer_json.hpp>

#include "apps/server/feed.hpp"
#include "apps/server/parameters.hpp"
#include "apps/server/routes.hpp"

namespace recourse::server {
namespace {

constexpr std::uint64_t kBatchMost = 1000;

Result<exchange::CloudEventOptions> options_of(const Call& call) {
  exchange::CloudEventOptions options;
  RECOURSE_TRY_ASSIGN(const auto from, number(call, "from", 1, ~std::uint64_t{0} >> 1U, 1));
  options.from = Position{from};
  options.kind = text(call, "kind");
  options.types = list(call, "type");
  RECOURSE_TRY_ASSIGN(options.limit, number(call, "limit", 1, kBatchMost, kBatchMost));
  return options;
}

Result<Reply> batch(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(auto options, options_of(call));
  options.batch = true;
  Reply reply{.type = "application/cloudevents-batch+json"};
  RECOURSE_TRY_ASSIGN(const auto written,
                      exchange::write_cloud_events(from.office, options, viewer_of(call),
                                                   [&](std::string_view bytes) -> Result<void> {
                                                     reply.body.append(bytes);
                                                     return {};
                                                   }));
  reply.headers.emplace_back("Recourse-Next", std::to_string(written.next.value));
  return reply;
}

/// The log from a position on, for one client.
class Feed final : public LiveSource {
 public:
  Feed(const Office& office, exchange::CloudEventOptions options, core::Viewer viewer)
      : office_(&office), options_(std::move(options)), viewer_(std::move(viewer)) {
    options_.limit = kPiece;
  }
  Result<std::string> next() override {
    std::string pieces;
    std::string line;
    const auto take = [&](std::string_view bytes) -> Result<void> {
      line.append(bytes);
      for (auto end = line.find('\n'); end != std::string::npos; end = line.find('\n')) {
        pieces += as_event(std::string_view{line}.substr(0, end));
        line.erase(0, end + 1);
      }
      return {};
    };
    RECOURSE_TRY_ASSIGN(const auto written,
                        exchange::write_cloud_events(*office_, options_, viewer_, take));
    options_.from = written.next;
    return pieces;
  }

 private:
  static constexpr std::uint64_t kPiece = 200;

  static std::string as_event(std::string_view json) {
    // The id that a client comes back with is the position, which the sequence says.
    const auto id = sequence_in(json);
    return event_text("record", json, id);
  }
  static std::string sequence_in(std::string_view json) {
    boost::system::error_code failed;
    const auto event =
        boost::json::parse(boost::json::string_view{json.data(), json.size()}, failed);
    if (failed || !event.is_object()) return {};
    const auto* sequence = event.get_object().if_contains("sequence");
    if (sequence == nullptr || !sequence->is_string()) return {};
    const std::string digits{sequence->get_string()};
    const auto first = digits.find_first_not_of('0');
    return first == std::string::npos ? std::string{} : digits.substr(first);
  }

  const Office* office_;
  exchange::CloudEventOptions options_;
  core::Viewer viewer_;
};

}  // namespace

Result<std::unique_ptr<LiveSource>> feed_of(const Office& office, const Call& call) {
  RECOURSE_TRY_ASSIGN(auto options, options_of(call));
  if (call.target.find("limit") != nullptr) {
    return Error{Errc::invalid_argument, "limit: a stream goes on; it has none"};
  }
  if (const auto last = call.request.header("Last-Event-ID"); !last.empty()) {
    if (last.size() > 18 || last.find_first_not_of("0123456789") != std::string_view::npos) {
      return Error{Errc::invalid_argument, "Last-Event-ID: a position"};
    }
    options.from = Position{std::stoull(std::string{last}) + 1};
  }
  // What is wrong with it is told at once, not in the stream.
  auto trial = options;
  trial.limit = 1;
  RECOURSE_TRY(exchange::write_cloud_events(office, trial, viewer_of(call),
                                            [](std::string_view) -> Result<void> { return {}; }));
  return std::unique_ptr<LiveSource>{
      std::make_unique<Feed>(office, std::move(options), viewer_of(call))};
}

void add_feed_routes(const Sources& sources, std::vector<Route>& routes) {
  const auto* from = &sources;
  routes.push_back(
      {.method = Method::get,
       .path = std::string{kFeedPath},
       .id = "events",
       .summary = "Records of the log as CloudEvents, a batch or a stream.",
       .tag = "feed",
       .scope = Scope::feed,
       .query = {{.name = "from",
                  .doc = "The first position.",
                  .schema = R"({"type":"integer","minimum":1,"default":1})"},
                 {.name = "limit",
                  .doc = "Of a batch: at most so many.",
                  .schema = R"({"type":"integer","minimum":1,"maximum":1000})"},
                 {.name = "kind", .doc = "Only of streams of this kind."},
                 {.name = "type", .doc = "Only events of these types.", .repeated = true}},
       .produces = "application/cloudevents-batch+json",
       .live = true,
       .answer = answering([from](const Call& call) { return batch(*from, call); })});
}

}  // namespace recourse::server
