// What the notary costs, beside its limit: hashing alone.
//
//     bench_notary [--records N] [--receipts N] [--rounds N] [--directory D]
//
// A log of N records on disk (default a million; payload 200 bytes), then: the leaf hashes of the
// log alone, and the view made of it from nothing, in records a second; signing a head; receipts of
// random records, each read from the log, proven, verified and written as a tlog-proof; the same
// verified from its text; COSE receipts likewise; an audit. Sizes are of what is given out and of
// the view's rows. A figure is the median over the rounds. The directory must lie on a real disk.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <recourse/core/log_feed.hpp>
#include <recourse/core/view.hpp>
#include <recourse/notary/base64.hpp>
#include <recourse/notary/notary.hpp>
#include <recourse/stores/rocksdb.hpp>

#include "benchmarks/store/report.hpp"

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;
using namespace notary;
using Steady = std::chrono::steady_clock;

struct Options {
  std::uint64_t records = 1'000'000;
  std::uint64_t receipts = 20'000;
  int rounds = 3;
  fs::path directory = "bench-data";
};

double seconds_since(Steady::time_point begun) {
  return std::chrono::duration<double>(Steady::now() - begun).count();
}

void fill(core::EventStore& store, std::uint64_t records) {
  constexpr std::uint64_t kAtOnce = 1000;
  for (std::uint64_t done = 0; done < records;) {
    const auto some = std::min(kAtOnce, records - done);
    core::Append append{.command_id = derived_command_id("fill " + std::to_string(done)),
                        .actor = "window_officer:w7@S001",
                        .streams = {{StreamId::of("bench", std::to_string(done)).value(),
                                     core::ExpectedVersion::none(),
                                     0,
                                     {}}}};
    for (std::uint64_t i = 0; i < some; ++i) {
      append.streams[0].events.push_back({"bench.done", 1, Timestamp{}, std::string(200, 'x')});
    }
    store.append(std::move(append)).value();
    done += some;
  }
}

/// The limit: reading the log and hashing each record, and nothing else. Seconds.
double hash_leaves(const core::EventStore& store) {
  const auto begun = Steady::now();
  Hash all{};
  const auto cursor = store.read_all().value();
  while (cursor->next().value()) {
    const auto hash = leaf_hash(cursor->bytes());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] ^= hash[i];
  }
  const auto took = seconds_since(begun);
  if (all == Hash{}) std::puts("an empty log");
  return took;
}

/// Makes the view of nothing. Seconds.
double build_view(core::EventStore& store, const std::shared_ptr<core::Table>& table) {
  table->clear().value();
  core::LogFeed feed{store};
  const auto begun = Steady::now();
  core::View view{store, feed, tree_view()(), table, {std::string{kTreeView}, 1, 1}};
  view.begin().value();
  while (view.step().value()) {
  }
  view.flush().value();
  return seconds_since(begun);
}

/// A signed head, recorded as its workflow would.
State sign(core::EventStore& store, const TileTree& tree, std::span<const PrivateKey> keys,
           double& took) {
  State state;
  const NotaryDecider decider;
  const auto take = [&](const Command& command) {
    const core::Context context{Timestamp{}, {"a1", "administrator", ""}, random_command_id()};
    const auto decision = decider.decide(state, command, context);
    for (const auto& event : decision.events()) {
      decider.evolve(state, event, {Version{1}, Timestamp{}, 1});
      std::string payload;
      describe::encode_alternative(event, payload);
      store
          .append(
              {.command_id = random_command_id(),
               .actor = "administrator:a1",
               .streams = {{stream(),
                            core::ExpectedVersion::any(),
                            1,
                            {{std::string{describe::type_of(event)}, 1, Timestamp{}, payload}}}}})
          .value();
    }
  };
  for (const auto& key : keys) {
    const auto& of = key.public_key();
    take(AddKey{of.name(), of.algorithm(), base64(of.bytes())});
  }
  const auto begun = Steady::now();
  const auto head = make_head(tree, store.identity(), keys).value();
  took = seconds_since(begun);
  take(head);
  return state;
}

struct Receipts {
  std::vector<double> issued;
  std::vector<double> verified;
  std::size_t bytes = 0;
  std::size_t path = 0;
};

Receipts issue(const Options& o, const core::EventStore& store, const TileTree& tree,
               const State& state, Algorithm algorithm) {
  Receipts r;
  const auto keys = public_keys_of(state).value();
  const Trusted trusted{keys};
  const bool cose = algorithm == Algorithm::es256;
  std::mt19937_64 dice{4711};
  for (int round = 0; round < o.rounds; ++round) {
    std::vector<std::pair<std::string, std::string>> given;
    auto begun = Steady::now();
    for (std::uint64_t i = 0; i < o.receipts; ++i) {
      const Position position{1 + dice() % o.records};
      auto receipt = receipt_of(store, tree, state, position, algorithm).value();
      r.path = std::max(r.path, receipt.path.size());
      given.emplace_back(cose ? to_cose(receipt) : to_tlog_proof(receipt),
                         std::move(receipt.record));
    }
    r.issued.push_back(static_cast<double>(o.receipts) / seconds_since(begun));
    begun = Steady::now();
    for (const auto& [form, record] : given) {
      const auto verdict =
          cose ? verify_cose(form, record, trusted) : verify_tlog_proof(form, trusted);
      if (!verdict.value().proven()) std::abort();
      r.bytes = std::max(r.bytes, form.size());
    }
    r.verified.push_back(static_cast<double>(o.receipts) / seconds_since(begun));
  }
  return r;
}

void print_rate(const char* what, const std::vector<double>& rates) {
  std::printf("%-44s %12.0f /s\n", what, median(rates));
}

void run(const Options& o) {
  const auto folder = o.directory / "notary";
  fs::remove_all(folder);
  const auto store = stores::open_rocksdb({.directory = folder}).value();
  fill(*store, o.records);
  store->drain().value();
  const auto table = store->tables().open({std::string{kTreeView}, 1, 1}).value();
  const auto rate = [&o](double seconds) { return static_cast<double>(o.records) / seconds; };
  std::vector<double> hashes;
  std::vector<double> views;
  std::vector<double> audits;
  for (int round = 0; round < o.rounds; ++round) {
    hashes.push_back(rate(hash_leaves(*store)));
    views.push_back(rate(build_view(*store, table)));
  }
  const std::vector keys{
      PrivateKey::generate(key_name_of(store->identity().id), Algorithm::ed25519).value(),
      PrivateKey::generate(key_name_of(store->identity().id), Algorithm::es256).value()};
  double signing = 0;
  State state;
  {
    const auto rows = table->snapshot().value();
    state = sign(*store, TileTree{*rows}, keys, signing);
  }
  core::LogFeed feed{*store};
  core::View view{*store, feed, tree_view()(), table, {std::string{kTreeView}, 1, 1}};
  view.begin().value();
  while (view.step().value()) {
  }
  const auto rows = table->snapshot().value();
  const TileTree tree{*rows};
  std::printf("%llu records on disk\n", static_cast<unsigned long long>(o.records));
  print_rate("reading and hashing every record", hashes);
  print_rate("the view made of nothing", views);
  std::printf("%-44s %12.2f ms\n", "signing a head, Ed25519 and ES256", signing * 1000);
  for (const auto algorithm : {Algorithm::ed25519, Algorithm::es256}) {
    const bool cose = algorithm == Algorithm::es256;
    const auto r = issue(o, *store, tree, state, algorithm);
    print_rate(cose ? "COSE receipts of random records" : "tlog-proofs of random records",
               r.issued);
    print_rate("  verified", r.verified);
    std::printf("%-44s %12zu bytes, %zu hashes\n", "  size, at most", r.bytes, r.path);
  }
  for (int round = 0; round < o.rounds; ++round) {
    const auto begun = Steady::now();
    if (!audit(*store, tree).value().ok()) std::abort();
    audits.push_back(rate(seconds_since(begun)));
  }
  print_rate("audit, records", audits);
  std::uint64_t bytes = 0;
  const auto cursor = rows->scan({}, {});
  while (cursor->next().value()) bytes += cursor->key().size() + cursor->value().size();
  std::printf("%-44s %12.1f bytes a record\n", "rows of the view",
              static_cast<double>(bytes) / static_cast<double>(o.records));
}

Options parse(int argc, char** argv) {
  Options o;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name{argv[i]};
    const char* const value = argv[i + 1];
    if (name == "--records") {
      o.records = std::strtoull(value, nullptr, 10);
    } else if (name == "--receipts") {
      o.receipts = std::strtoull(value, nullptr, 10);
    } else if (name == "--rounds") {
      o.rounds = std::atoi(value);
    } else if (name == "--directory") {
      o.directory = value;
    } else {
      std::fprintf(stderr, "there is no option %s\n", argv[i]);
      std::exit(2);
    }
  }
  return o;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) { recourse::bench::run(recourse::bench::parse(argc, argv)); }
