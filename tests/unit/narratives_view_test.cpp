// The index of narratives: what words find, what is close to a text, what erasing takes along, and
// that it holds keyed hashes alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <recourse/casework/common/terms.hpp>
#include <recourse/casework/complaint/views/narratives_view.hpp>
#include <recourse/core/memory_table.hpp>
#include <recourse/describe/json.hpp>
#include <set>

namespace recourse::casework::complaint {
namespace {

using Texts = std::vector<std::string>;

TEST(Terms, ArePairsOfChineseCharactersAndFoldedWords) {
  EXPECT_EQ(terms_of("户口迁入"), (Texts{"户口", "口迁", "迁入"}));
  EXPECT_EQ(terms_of("ＡＢＣ户口Move-In 2023"), (Texts{"abc", "户口", "move", "in", "2023"}));
  EXPECT_EQ(terms_of("ÉTÉ ΑΒΓ Москва Žižka"), (Texts{"été", "αβγ", "москва", "žižka"}));
  EXPECT_EQ(terms_of("户，口 a一b"), (Texts{"a", "b"})) << "signs part, one character is no term";
  EXPECT_TRUE(terms_of("").empty());
  EXPECT_TRUE(terms_of("\xff\xfe\xe6\x88").empty()) << "what is not UTF-8 is blank";
  EXPECT_EQ(terms_of("𠮷野家"), (Texts{"𠮷野", "野家"})) << "beyond the basic plane";
  EXPECT_EQ(folded("Ａ　户口"), "a 户口");
  EXPECT_EQ(words_of(" 户口  迁入\nＡb "), (Texts{"户口", "迁入", "ab"}));
  EXPECT_EQ(number_key(" ＳＨ12345－1　\n"), "sh12345-1");
  EXPECT_EQ(number_key("　 \t"), "");
}

std::shared_ptr<trust::Keyring> random_ring() {
  trust::KeyringOptions options{.log = random_log_id(), .master = trust::random_master_key()};
  options.files = trust::memory_key_files();
  return trust::Keyring::open(options).value();
}

/// An index that is fed with narratives, without a log.
class Index {
 public:
  explicit Index(std::shared_ptr<trust::Keyring> of = random_ring())
      : ring(std::move(of)), view(std::make_unique<NarrativesView>(ring)) {}

  static std::string stream(std::size_t number) { return "case/n" + std::to_string(number); }
  void add(const std::string& of, std::string narrative, std::string matter = {}) {
    receive(of, Sealed<std::string>{std::move(narrative)}, std::move(matter));
  }
  /// A report whose narrative no key opens.
  void add_unopened(const std::string& of) {
    SealedBytes unopened;
    unopened.ciphertext.assign(16, 'x');  // as long as an empty text's tag
    receive(of, Sealed<std::string>{unopened});
  }
  void receive(const std::string& of, Sealed<std::string> narrative, std::string matter = {}) {
    Received e;
    e.category = Category::difficult;
    e.channel = Channel::window;
    e.line = Line::population;
    e.applicant = ApplicantKind::person;
    e.narrative = std::move(narrative);
    e.matter = std::move(matter);
    e.reported_at = Timestamp{std::chrono::milliseconds{++reported}};
    apply(of, describe::spec_of<Received>.type, describe::spec_of<Received>.version,
          describe::encode(e));
  }
  void erase(const std::string& of, describe::Subject subject = describe::Subject::reporter) {
    trust::Erased e;
    e.ground = trust::ErasureGround::request;
    e.stream = of;
    e.subject = subject;
    apply("sealing/x", describe::spec_of<trust::Erased>.type,
          describe::spec_of<trust::Erased>.version, describe::encode(e));
  }
  void apply(const std::string& of, std::string_view type, std::uint32_t version,
             const std::string& payload) {
    core::RecordView record{};
    record.position = Position{++position};
    record.version = Version{1};
    record.stream = of;
    record.type = type;
    record.schema_version = static_cast<std::uint16_t>(version);
    record.payload = payload;
    view->apply(record, writer).value();
  }
  std::unique_ptr<core::TableSnapshot> rows() {
    writer.commit({{}, Position{position}}).value();
    return table.snapshot().value();
  }
  Texts with_all(std::string_view words) {
    return NarrativesView::with_all(*rows(), *ring, words).value();
  }
  Texts closest_streams(const ClosenessQuery& query) {
    Texts streams;
    for (const auto& one : closest(query)) streams.push_back(one.stream);
    return streams;
  }
  std::vector<CloseNarrative> closest(ClosenessQuery query) {
    return NarrativesView::closest(*rows(), *ring, query).value();
  }

  std::shared_ptr<trust::Keyring> ring;
  std::unique_ptr<NarrativesView> view;
  core::MemoryTable table;
  core::TableWriter writer{table};
  std::uint64_t position = 0;
  std::int64_t reported = 0;
};

class Narratives : public testing::Test, public Index {};

/// A text of a small language, so that terms are shared by few and by many.
std::string random_text(std::mt19937& random) {
  static const Texts kParts{"户口", "迁入", "身份", "证件", "过期", "材料", "不齐",
                            "窗口", "态度", "排队", "三次", "落户", "学区", "违章",
                            "处理", "ABC",  "visa", "2023", "办理", "房产"};
  std::string text;
  const auto parts = 3 + random() % 12;
  for (std::size_t i = 0; i < parts; ++i) {
    const auto roll = random() % kParts.size();
    text += kParts[std::min(roll, static_cast<std::size_t>(random() % kParts.size()))];
    if (random() % 4 == 0) text += "，";
  }
  return text;
}

Texts slowly(const std::map<std::size_t, std::string>& texts, std::string_view words,
             const std::function<std::string(std::size_t)>& stream) {
  const auto wanted = terms_of(words);
  Texts found;
  for (const auto& [number, text] : texts) {
    const auto terms = terms_of(text);
    const std::set<std::string> there{terms.begin(), terms.end()};
    const bool all =
        std::all_of(wanted.begin(), wanted.end(), [&](const auto& t) { return there.contains(t); });
    if (all) found.push_back(stream(number));
  }
  return found;
}

/// Method: some three blocks of narratives, a part of them erased, before and after their block was
/// posted; each search is held against a slow one over the texts.
TEST_F(Narratives, WordsFindWhatASlowSearchFindsAlsoAfterErasures) {
  std::mt19937 random{20231130};
  std::map<std::size_t, std::string> texts;
  for (std::size_t i = 0; i < 3300; ++i) {
    texts[i] = random_text(random);
    add(stream(i), texts[i]);
    if (i % 7 == 3) {
      const auto gone = random() % (i + 1);
      texts.erase(gone);
      erase(stream(gone));
      erase(stream(gone));  // a second time is nothing
    }
  }
  for (const auto* words : {"户口", "房产", "Visa", "身份证件", "三次 窗口", "２０２３ abc",
                            "户口迁入 材料不齐", "没有这个词", "拼写"}) {
    EXPECT_EQ(with_all(words), slowly(texts, words, stream)) << words;
  }
  EXPECT_EQ(NarrativesView::with_all(*rows(), *ring, "一").error().code(), Errc::invalid_argument);
  for (const auto& [number, text] : texts) erase(stream(number));
  const auto left = rows();
  const auto row = left->scan({}, {});
  std::size_t lengths = 0;
  while (row->next().value()) {
    if (row->key() == "m") continue;
    ASSERT_EQ(row->key().front(), 'n') << "a row of somebody erased";
    EXPECT_EQ(row->value(), std::string(NarrativesView::kBlock, '\0')) << "a length of somebody";
    ++lengths;
  }
  EXPECT_EQ(lengths, 6u);
}

/// Goal: a rebuild, for which what was erased does not open, makes the rows of the view that ran
/// all the time. Method: terms of every frequency, and erasures before and after their block was
/// posted; in one row of a range and in several; of texts without a term too.
TEST_F(Narratives, ARebuildMakesTheSameRowsAfterErasures) {
  constexpr std::size_t kCases = 17'000;
  std::mt19937 random{20231130};
  const auto text_of = [](std::size_t i) {
    if (i % 50 == 7) return std::string{"，"};
    std::string text{"户口迁入"};
    for (const std::size_t share : {7, 8, 9, 40, 300, 5000}) {
      text += " every" + std::to_string(share) + "of" + std::to_string(i % share);
    }
    return text;
  };
  std::set<std::size_t> gone;
  for (std::size_t i = 0; i < kCases; ++i) {
    add(stream(i), text_of(i));
    if (i % 10 != 9) continue;
    const auto one = i % 20 == 9 ? i - random() % 10 : random() % (i + 1);
    gone.insert(one);
    erase(stream(one));
  }
  Index rebuilt{ring};
  for (std::size_t i = 0; i < kCases; ++i) {
    if (gone.contains(i)) {
      rebuilt.add_unopened(stream(i));
    } else {
      rebuilt.add(stream(i), text_of(i));
    }
    if (gone.contains(i)) rebuilt.erase(stream(i));
  }
  const auto difference = core::compare(*rows(), *rebuilt.rows()).value();
  EXPECT_EQ(difference.differences, 0u) << difference.first;
  EXPECT_GT(difference.rows, kCases);
}

TEST_F(Narratives, ARebuildAfterOneOfThreeWasErasedMakesTheSameRows) {
  for (const auto* one : {"case/a", "case/b", "case/c"}) add(one, "户口迁入");
  erase("case/a");
  Index rebuilt{ring};
  rebuilt.add_unopened("case/a");
  rebuilt.add("case/b", "户口迁入");
  rebuilt.add("case/c", "户口迁入");
  rebuilt.erase("case/a");
  const auto difference = core::compare(*rows(), *rebuilt.rows()).value();
  EXPECT_EQ(difference.differences, 0u) << difference.first;
  EXPECT_EQ(rebuilt.with_all("户口"), (Texts{"case/b", "case/c"}));
}

TEST_F(Narratives, TheLimitCountsWhatIsWanted) {
  for (std::size_t i = 0; i < 600; ++i) add(stream(i), "户口迁入");
  const auto all = rows();
  const auto asked = [&](const NarrativesView::Wanted& wanted, std::size_t most) {
    return NarrativesView::with_all(*all, *ring, "户口", wanted, most);
  };
  EXPECT_EQ(asked({}, 600).value().size(), 600u);
  EXPECT_EQ(asked({}, 599).error().code(), Errc::limit_exceeded);
  const auto one_posted_one_recent = [](const std::string& of) -> Result<bool> {
    return of == stream(5) || of == stream(599);
  };
  EXPECT_EQ(asked(one_posted_one_recent, 2).value(), (Texts{stream(5), stream(599)}));
  EXPECT_EQ(asked(one_posted_one_recent, 1).error().code(), Errc::limit_exceeded);
  const auto failing = [](const std::string&) -> Result<bool> {
    return Error{Errc::io_error, "no"};
  };
  EXPECT_EQ(asked(failing, 600).error().code(), Errc::io_error);
}

TEST_F(Narratives, HoldNothingOfTheTextAndNothingWithoutTheKey) {
  for (std::size_t i = 0; i < 1100; ++i) add(stream(i), "户口迁入被拒 MoveIn");
  const auto all = rows();
  const auto row = all->scan({}, {});
  while (row->next().value()) {
    for (const auto* plain : {"户口", "迁入", "被拒", "movein", "MoveIn"}) {
      EXPECT_EQ(row->key().find(plain), std::string_view::npos);
      EXPECT_EQ(row->value().find(plain), std::string_view::npos);
    }
  }
  trust::KeyringOptions other{.log = random_log_id(), .master = trust::random_master_key()};
  other.files = trust::memory_key_files();
  const auto stranger = trust::Keyring::open(other).value();
  EXPECT_TRUE(NarrativesView::with_all(*all, *stranger, "户口").value().empty());
  EXPECT_EQ(with_all("户口").size(), 1100u);
}

TEST_F(Narratives, OnlyTheReportersErasureTakesTheNarrative) {
  add("case/a", "户口迁入");
  erase("case/a", describe::Subject::accused);
  EXPECT_EQ(with_all("户口"), Texts{"case/a"});
  EXPECT_EQ(closest_streams({.text = "户口迁入"}), Texts{"case/a"}) << "one narrative is close too";
  erase("case/a");
  EXPECT_TRUE(with_all("户口").empty());
  EXPECT_TRUE(closest({.text = "户口迁入"}).empty());
}

TEST_F(Narratives, TheClosestComesFirstAndTheMatterBringsNearer) {
  for (std::size_t i = 0; i < 40; ++i) {
    add("case/x" + std::to_string(i), "排队太久，窗口态度不好" + std::to_string(i));
  }
  add("case/a", "孩子的户口迁入学区被拒，材料不齐", "hukou");
  add("case/b", "孩子的户口迁入学区被拒，材料不全", "school");
  const auto close = closest({.text = "孩子的户口迁入学区被拒，材料不齐", .most = 2});
  ASSERT_EQ(close.size(), 2u);
  EXPECT_EQ(close[0].stream, "case/a");
  EXPECT_DOUBLE_EQ(close[0].overlap, 1);
  EXPECT_EQ(close[1].stream, "case/b");
  EXPECT_LT(close[1].overlap, 1);
  EXPECT_GT(close[0].score, close[1].score);
  const auto by_matter = closest({.text = "户口迁入学区被拒", .matter = "school", .most = 2});
  ASSERT_EQ(by_matter.size(), 2u);
  EXPECT_EQ(by_matter[0].stream, "case/b");
  const auto earlier = closest(
      {.text = "户口迁入学区", .leave_out = "case/a", .before = close[0].reported_at, .most = 9});
  for (const auto& one : earlier) {
    EXPECT_NE(one.stream, "case/a");
    EXPECT_NE(one.stream, "case/b");
  }
  EXPECT_TRUE(closest({.text = "，。"}).empty());
  EXPECT_EQ(NarrativesView::closest(*rows(), *ring, {.text = "户口", .most = 0}).error().code(),
            Errc::invalid_argument);
}

/// Method: more documents with postings that come out better, but do not pass, than a question
/// looks at.
TEST_F(Narratives, WhatDoesNotPassTakesNobodysPlace) {
  static_assert(NarrativesView::kBlock > NarrativesView::kCandidates + 1);
  add("case/old", "户口迁入，还有别的事情要办");
  const auto later = Timestamp{std::chrono::milliseconds{reported + 1}};
  for (std::size_t i = 1; i < NarrativesView::kBlock; ++i) add(stream(i), "户口迁入");
  EXPECT_EQ(closest_streams({.text = "户口迁入", .before = later}), Texts{"case/old"});
  EXPECT_EQ(closest({.text = "户口迁入", .most = limits::kListPageMax}).size(),
            NarrativesView::kCandidates);
}

/// Method: "户口" is in one document, "排队" in nine; none has postings.
TEST_F(Narratives, TermsOfDocumentsWithoutPostingsAreRareOrFrequentToo) {
  for (std::size_t i = 0; i < 9; ++i) add("case/a" + std::to_string(i), "排队太久");
  add("case/z", "户口迁入");
  const auto close = closest({.text = "排队，户口", .most = 10, .plain = true});
  ASSERT_EQ(close.size(), 10u);
  EXPECT_EQ(close[0].stream, "case/z");
  EXPECT_GT(close[0].score, close[1].score);
}

// --- real messages -------------------------------------------------------------------------------

struct Message {
  std::string text;
  std::string reply;
};

/// Empty without RECOURSE_DATA.
std::vector<Message> messages() {
  std::vector<Message> all;
  const char* folder = std::getenv("RECOURSE_DATA");
  if (folder == nullptr) return all;
  std::ifstream file{std::string{folder} + "/messages.jsonl"};
  for (std::string line; std::getline(file, line);) {
    const auto json = describe::parse_json(line).value().as_object();
    const auto text = [&](const char* name) { return std::string{json.at(name).as_string()}; };
    all.push_back({text("subject") + "\n" + text("text"), text("reply")});
  }
  return all;
}

/// Numbers of a text's terms, sorted, each once.
using TermSet = std::vector<std::size_t>;

/// Numbers terms in the order in which they come.
class Numbers {
 public:
  TermSet of(const std::string& text) {
    TermSet set;
    for (const auto& term : terms_of(text)) {
      set.push_back(numbers_.try_emplace(term, numbers_.size()).first->second);
    }
    std::sort(set.begin(), set.end());
    set.erase(std::unique(set.begin(), set.end()), set.end());
    return set;
  }

 private:
  std::map<std::string, std::size_t> numbers_;
};

double jaccard(const TermSet& a, const TermSet& b) {
  TermSet both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return static_cast<double>(both.size()) / static_cast<double>(a.size() + b.size() - both.size());
}

class RealNarratives : public Narratives {
 protected:
  void SetUp() override {
    real = messages();
    if (real.empty()) GTEST_SKIP() << "real messages left out: RECOURSE_DATA is not set";
    for (std::size_t i = 0; i < real.size(); ++i) {
      add(stream(i), real[i].text);
      sets.push_back(numbers.of(real[i].text));
    }
  }
  std::size_t number_of(const CloseNarrative& one) const {
    return static_cast<std::size_t>(std::stoul(one.stream.substr(6)));
  }
  std::vector<Message> real;
  Numbers numbers;
  std::vector<TermSet> sets;
};

/// Method: all pairs by brute force; each message asks for its closest.
TEST_F(RealNarratives, EveryExactOrNearRepeatIsFound) {
  constexpr double kNear = 0.8;
  std::size_t pairs = 0;
  std::size_t flagged = 0;
  const auto snapshot = rows();
  for (std::size_t i = 0; i < real.size(); ++i) {
    std::set<std::size_t> near;
    for (std::size_t j = 0; j < real.size(); ++j) {
      if (i != j && jaccard(sets[i], sets[j]) >= kNear) near.insert(j);
    }
    const auto close =
        NarrativesView::closest(*snapshot, *ring, {.text = real[i].text, .leave_out = stream(i)})
            .value();
    std::set<std::size_t> found;
    for (const auto& one : close) {
      if (one.overlap >= kNear) found.insert(number_of(one));
    }
    EXPECT_EQ(found, near) << "message " << i;
    pairs += near.size();
    flagged += found.size();
  }
  std::printf("near repeats (Jaccard >= %.1f): %zu there, %zu found\n", kNear, pairs, flagged);
  EXPECT_GT(pairs, 0u);
}

/// Which sort of office answered: the one that the official reply names first.
std::string answered_by(const std::string& reply) {
  static const std::map<std::string, Texts> kOffices{
      {"education", {"教育局", "教体局", "教育部门", "教育厅"}},
      {"police", {"公安局", "公安分局", "派出所", "交警", "车管所", "交管"}},
      {"housing",
       {"住建局", "住房和城乡建设", "住建委", "住房城乡建设", "房产局", "房产交易", "住房保障",
        "房屋征收", "公积金", "物业"}},
      {"land", {"国土", "规划局", "自然资源", "规划和", "规划部门"}},
      {"transport", {"交通运输", "交通局", "公交", "轨道", "地铁", "公路局", "运管"}},
      {"city", {"城管", "城市管理", "行政执法"}},
      {"environment", {"环保", "环境保护", "生态环境"}},
      {"labour", {"人社", "人力资源", "社保", "劳动监察", "就业"}},
      {"health", {"卫计", "卫生", "医院", "疾控", "医保", "食药", "食品药品"}},
      {"welfare", {"民政", "老龄"}},
      {"market", {"工商", "市场监", "质监", "商务局", "消费者", "物价", "发改", "发展改革"}},
      {"water and farming", {"水务", "水利", "农业", "林业", "畜牧", "供水"}},
      {"culture", {"文化", "旅游", "体育", "文广"}},
      {"taxes", {"财政", "税务", "地税", "国税"}}};
  std::string office;
  auto first = std::string::npos;
  for (const auto& [name, words] : kOffices) {
    for (const auto& word : words) {
      const auto at = reply.find(word);
      if (at < first) office = name, first = at;
    }
  }
  return office;
}

/// The right ones of all that were shown.
struct Precision {
  std::size_t right = 0;
  std::size_t all = 0;
  double value() const { return static_cast<double>(right) / static_cast<double>(all); }
};

/// Cosines of counts times log(N / documents), over pairs and words, all documents looked at.
class PlainTfIdf {
 public:
  explicit PlainTfIdf(const std::vector<Message>& texts) : vectors_(texts.size()) {
    std::map<std::string, std::size_t> numbers;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      std::map<std::size_t, double> counts;
      for (const auto& term : terms_of(texts[i].text)) {
        ++counts[numbers.try_emplace(term, numbers.size()).first->second];
      }
      vectors_[i].assign(counts.begin(), counts.end());
    }
    index_.resize(numbers.size());
    for (const auto& vector : vectors_) {
      for (const auto& [term, n] : vector) index_[term].emplace_back();
    }
    for (std::size_t i = 0; i < vectors_.size(); ++i) weigh(i);
  }
  /// All others, the closest first.
  std::vector<std::size_t> closest(std::size_t to) const {
    std::vector<double> scores(vectors_.size(), 0);
    for (const auto& [term, weight] : vectors_[to]) {
      for (const auto& [document, other] : index_[term]) scores[document] += weight * other;
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (i != to) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; });
    return order;
  }

 private:
  using Vector = std::vector<std::pair<std::size_t, double>>;

  /// Counts become weights of length 1, and stand in the index.
  void weigh(std::size_t document) {
    double sum = 0;
    for (auto& [term, n] : vectors_[document]) {
      n *=
          std::log(static_cast<double>(vectors_.size()) / static_cast<double>(index_[term].size()));
      sum += n * n;
    }
    for (auto& [term, n] : vectors_[document]) {
      n /= std::sqrt(std::max(sum, 1e-9));
      *std::find(index_[term].begin(), index_[term].end(), Vector::value_type{}) = {document, n};
    }
  }

  std::vector<Vector> vectors_;
  std::vector<Vector> index_;
};

/// Judgement: a message is rightly close if the same sort of office answered it. Messages whose
/// reply names none are in the index, but neither ask nor count.
TEST_F(RealNarratives, AreCloserThanByPlainTfIdf) {
  std::vector<std::string> offices;
  std::map<std::string, double> shares;
  double judged = 0;
  for (const auto& one : real) offices.push_back(answered_by(one.reply));
  for (const auto& office : offices) {
    if (!office.empty()) ++shares[office], ++judged;
  }
  double chance = 0;
  for (const auto& [office, n] : shares) chance += (n / judged) * (n / judged);
  const PlainTfIdf plain{real};
  const auto snapshot = rows();
  Precision ours;
  Precision first_look;
  Precision theirs;
  const auto count = [&](Precision& to, std::size_t asked, const std::vector<std::size_t>& order) {
    std::size_t taken = 0;
    for (const auto one : order) {
      if (offices[one].empty() || one == asked) continue;
      ++to.all;
      to.right += offices[one] == offices[asked] ? 1U : 0U;
      if (++taken == 5) break;
    }
  };
  for (std::size_t i = 0; i < real.size(); ++i) {
    if (offices[i].empty()) continue;
    for (const bool of_plain : {false, true}) {
      const auto close = NarrativesView::closest(
          *snapshot, *ring,
          {.text = real[i].text, .leave_out = stream(i), .most = 50, .plain = of_plain});
      std::vector<std::size_t> order;
      for (const auto& one : close.value()) order.push_back(number_of(one));
      count(of_plain ? first_look : ours, i, order);
    }
    count(theirs, i, plain.closest(i));
  }
  std::printf(
      "precision at 5 by the answering office (%zu of %zu messages, %zu offices, chance %.3f): "
      "%.4f; without the second look %.4f; plain TF-IDF %.4f\n",
      static_cast<std::size_t>(judged), real.size(), shares.size(), chance, ours.value(),
      first_look.value(), theirs.value());
  EXPECT_GT(ours.value(), theirs.value());
}

}  // namespace
}  // namespace recourse::casework::complaint
