// What finding similar cases and words costs among many narratives.
//
//     bench_similar [--narratives N] [--lookups N] [--directory D]
//
// N narratives (default a million) are made by recombining sentences: those of the real messages in
// RECOURSE_DATA/messages.jsonl if it is set, else of generated ones of the same length. They go
// into the view `narratives` in a table on disk. Then: narratives a second while it is built; bytes
// of rows; the time of a look-up of the closest five to a fresh text (with the caches warm, after a
// tenth as many that do not count); of a search for the words of a sentence. The seed is fixed. The
// directory must lie on a real disk.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <recourse/casework/complaint/views/narratives_view.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/stores/rocksdb.hpp>

namespace recourse::bench {
namespace {

namespace fs = std::filesystem;
namespace complaint = casework::complaint;
using complaint::NarrativesView;
using Steady = std::chrono::steady_clock;

struct Options {
  std::uint64_t narratives = 1'000'000;
  std::uint64_t lookups = 2'000;
  fs::path directory = "bench-data";
};

double seconds_since(Steady::time_point begun) {
  return std::chrono::duration<double>(Steady::now() - begun).count();
}

/// Sentences, and how many make a narrative.
struct Language {
  std::vector<std::string> sentences;
  std::vector<std::size_t> lengths;
};

void add_sentences(std::string_view text, Language& to) {
  std::size_t count = 0;
  while (!text.empty()) {
    const auto stop = text.find("，");
    const auto sentence = text.substr(0, stop);
    if (sentence.size() > 6) {
      to.sentences.emplace_back(sentence);
      ++count;
    }
    if (stop == std::string_view::npos) break;
    text.remove_prefix(stop + std::string_view{"，"}.size());
  }
  to.lengths.push_back(std::max<std::size_t>(count, 1));
}

Language real_language(const fs::path& file) {
  Language language;
  std::ifstream in{file};
  for (std::string line; std::getline(in, line);) {
    const auto json = describe::parse_json(line).value();
    add_sentences(std::string{json.at("text").as_string()}, language);
  }
  return language;
}

/// Characters by Zipf's law, in sentences of some twelve.
Language made_language(std::mt19937_64& random) {
  Language language;
  const auto character = [&] {
    const auto u = std::uniform_real_distribution<double>{0, 1}(random);
    const auto rank = static_cast<std::uint32_t>(std::pow(3000.0, u)) - 1;
    const auto c = 0x4e00U + rank * 7;
    return std::string{static_cast<char>(0xe0U | (c >> 12U)),
                       static_cast<char>(0x80U | ((c >> 6U) & 0x3fU)),
                       static_cast<char>(0x80U | (c & 0x3fU))};
  };
  for (int i = 0; i < 30'000; ++i) {
    std::string sentence;
    const auto length = 6 + random() % 14;
    for (std::size_t k = 0; k < length; ++k) sentence += character();
    language.sentences.push_back(std::move(sentence));
  }
  for (int i = 0; i < 1000; ++i) language.lengths.push_back(4 + random() % 30);
  return language;
}

std::string narrative(const Language& language, std::mt19937_64& random) {
  std::string text;
  const auto sentences = language.lengths[random() % language.lengths.size()];
  for (std::size_t i = 0; i < sentences; ++i) {
    text.append(language.sentences[random() % language.sentences.size()]).append("，");
  }
  return text;
}

complaint::Received report_of(std::string text) {
  complaint::Received e;
  e.category = complaint::Category::difficult;
  e.channel = complaint::Channel::window;
  e.line = casework::Line::population;
  e.applicant = complaint::ApplicantKind::person;
  e.narrative = std::move(text);
  return e;
}

void check(const Result<void>& done) {
  if (done) return;
  std::fprintf(stderr, "%s\n", done.error().message().c_str());
  std::exit(1);
}

/// Feeds the view as the engine would, and writes its rows batch by batch.
void build(const Options& options, const Language& language, std::mt19937_64& random,
           const std::shared_ptr<trust::Keyring>& ring, core::Table& table) {
  constexpr std::size_t kBatchBytes = 16 << 20;
  NarrativesView view{ring};
  core::TableWriter writer{table};
  std::uint64_t bytes = 0;
  const auto begun = Steady::now();
  for (std::uint64_t i = 1; i <= options.narratives; ++i) {
    auto text = narrative(language, random);
    bytes += text.size();
    const auto payload = describe::encode(report_of(std::move(text)));
    const auto stream = "case/n" + std::to_string(i);
    core::RecordView record{};
    record.position = Position{i};
    record.version = Version{1};
    record.stream = stream;
    record.type = describe::spec_of<complaint::Received>.type;
    record.schema_version = describe::spec_of<complaint::Received>.version;
    record.payload = payload;
    check(view.apply(record, writer));
    if (writer.waiting_bytes() > kBatchBytes) check(writer.commit({{}, Position{i}}));
  }
  check(writer.commit({{}, Position{options.narratives}}));
  const auto seconds = seconds_since(begun);
  std::printf("built: %.0f narratives/s, %.0f bytes of text each\n",
              static_cast<double>(options.narratives) / seconds,
              static_cast<double>(bytes) / static_cast<double>(options.narratives));
}

/// Bytes of keys and values by the sort of row.
void weigh(const core::TableSnapshot& rows, std::uint64_t narratives) {
  std::uint64_t sizes[256] = {};
  std::uint64_t all = 0;
  const auto cursor = rows.scan({}, {});
  while (cursor->next().value()) {
    const auto size = cursor->key().size() + cursor->value().size();
    sizes[static_cast<unsigned char>(cursor->key().front())] += size;
    all += size;
  }
  const auto each = [&](std::uint64_t size) {
    return static_cast<double>(size) / static_cast<double>(narratives);
  };
  std::printf("rows: %.0f bytes a narrative (documents %.0f, postings %.0f, terms %.0f)\n",
              each(all), each(sizes['d']), each(sizes['p']), each(sizes['g']));
}

template <class F>
void time(const char* what, std::uint64_t times, F&& once) {
  for (std::uint64_t i = 0; i < times / 10; ++i) once();
  std::vector<double> took;
  for (std::uint64_t i = 0; i < times; ++i) {
    const auto begun = Steady::now();
    once();
    took.push_back(seconds_since(begun) * 1000);
  }
  std::sort(took.begin(), took.end());
  const auto at = [&](double share) {
    return took[static_cast<std::size_t>(share * static_cast<double>(took.size() - 1))];
  };
  std::printf("%s: median %.2f ms, p90 %.2f, p99 %.2f, most %.2f\n", what, at(0.5), at(0.9),
              at(0.99), took.back());
}

void run(const Options& options) {
  std::mt19937_64 random{20231130};
  const auto* folder = std::getenv("RECOURSE_DATA");
  const auto language = folder != nullptr ? real_language(fs::path{folder} / "messages.jsonl")
                                          : made_language(random);
  std::printf("%llu narratives of %zu sentences (%s), on disk\n",
              static_cast<unsigned long long>(options.narratives), language.sentences.size(),
              folder != nullptr ? "real messages, recombined" : "generated");
  fs::remove_all(options.directory);
  auto store = stores::open_rocksdb({.directory = options.directory}).value();
  trust::KeyringOptions keys{.log = store->identity().id, .master = trust::random_master_key()};
  keys.files = trust::memory_key_files();
  const auto ring = trust::Keyring::open(keys).value();
  auto table = store->tables().open({"narratives", 1, 1}).value();
  build(options, language, random, ring, *table);
  check(table->flush());
  const auto rows = table->snapshot().value();
  weigh(*rows, options.narratives);
  time("closest five", options.lookups, [&] {
    const complaint::ClosenessQuery query{.text = narrative(language, random)};
    if (NarrativesView::closest(*rows, *ring, query).value().empty()) std::abort();
  });
  time("two words", options.lookups / 10, [&] {
    const auto& sentence = language.sentences[random() % language.sentences.size()];
    (void)NarrativesView::with_all(*rows, *ring, sentence);
  });
}

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name{argv[i]};
    if (name == "--narratives") {
      options.narratives = std::strtoull(argv[i + 1], nullptr, 10);
    } else if (name == "--lookups") {
      options.lookups = std::strtoull(argv[i + 1], nullptr, 10);
    } else if (name == "--directory") {
      options.directory = argv[i + 1];
    } else {
      std::fprintf(stderr, "there is no option %s\n", argv[i]);
      std::exit(2);
    }
  }
  if (options.narratives == 0 || options.lookups < 10) {
    std::fprintf(stderr, "--narratives is from 1 on, --lookups from 10\n");
    std::exit(2);
  }
  return options;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) { recourse::bench::run(recourse::bench::parse(argc, argv)); }
