// Phrases counted length by length, and what of them is found.
#include <algorithm>
#include <recourse/casework/common/terms.hpp>
#include <recourse/casework/rectification/phrases.hpp>
#include <unordered_map>

#include "casework/rectification/class_tests.hpp"

namespace recourse::casework::rectification {
namespace {

constexpr std::size_t kCharactersLeast = 2;
constexpr std::size_t kCharactersMost = 6;
constexpr std::size_t kWordsMost = 3;
/// A phrase is told by a clearer one beside it that has this share of its cases.
constexpr double kSameCases = 0.8;

/// A text of one of the two times, cut up.
struct Cut {
  std::vector<Run> runs;
  bool now = false;
  const TextSample* sample = nullptr;
};

struct Counted {
  TwoCounts cases;
  std::size_t last = ~std::size_t{0};  ///< The text that was counted last.
  bool closed = true;                  ///< No longer phrase has the same cases.
  std::uint64_t all() const { return cases.now + cases.before; }
};
using Phrases = std::unordered_map<std::string, Counted>;

/// Parts [at, at + length) of a run as a phrase.
std::string phrase_of(const Run& run, std::size_t at, std::size_t length) {
  std::string text;
  for (std::size_t i = at; i < at + length; ++i) {
    if (i > at && !run.chinese) text += ' ';
    text += run.parts[i];
  }
  return text;
}

bool has_length(const Run& run, std::size_t length) {
  const auto most = run.chinese ? kCharactersMost : kWordsMost;
  return length >= (run.chinese ? kCharactersLeast : 1) && length <= most &&
         length <= run.parts.size();
}

/// Phrases of one length that enough cases hold. One that begins or ends with a shorter one that
/// too few hold is none, and is not counted.
Phrases count(const std::vector<Cut>& texts, std::size_t length, const Phrases& shorter,
              std::uint64_t least) {
  Phrases found;
  const auto may_be = [&](const Run& run, std::size_t at) {
    if (!has_length(run, length - 1)) return true;
    return shorter.contains(phrase_of(run, at, length - 1)) &&
           shorter.contains(phrase_of(run, at + 1, length - 1));
  };
  for (std::size_t number = 0; number < texts.size(); ++number) {
    for (const auto& run : texts[number].runs) {
      if (!has_length(run, length)) continue;
      for (std::size_t at = 0; at + length <= run.parts.size(); ++at) {
        if (!may_be(run, at)) continue;
        auto& counted = found[phrase_of(run, at, length)];
        if (counted.last == number) continue;
        counted.last = number;
        counted.cases.add(texts[number].now);
      }
    }
  }
  std::erase_if(found, [&](const auto& one) { return one.second.all() < least; });
  return found;
}

/// Marks the shorter phrases that the same cases hold as one of the longer.
void close(Phrases& shorter, const Phrases& longer, const std::vector<Cut>& texts,
           std::size_t length) {
  for (const auto& text : texts) {
    for (const auto& run : text.runs) {
      if (!has_length(run, length) || !has_length(run, length - 1)) continue;
      for (std::size_t at = 0; at + length <= run.parts.size(); ++at) {
        const auto whole = longer.find(phrase_of(run, at, length));
        if (whole == longer.end()) continue;
        for (const auto begin : {at, at + 1}) {
          auto& part = shorter.at(phrase_of(run, begin, length - 1));
          if (part.all() == whole->second.all()) part.closed = false;
        }
      }
    }
  }
}

/// All that enough cases hold and no longer one stands for.
std::vector<Phrases::value_type> phrases_in(const std::vector<Cut>& texts, std::uint64_t least) {
  std::vector<Phrases::value_type> all;
  Phrases shorter;
  for (std::size_t length = 1; length <= kCharactersMost + 1; ++length) {
    auto longer = count(texts, length, shorter, least);
    if (length > 1) close(shorter, longer, texts, length);
    for (auto& one : shorter) {
      if (one.second.closed) all.push_back(one);
    }
    shorter = std::move(longer);
  }
  return all;
}

/// Bonferroni over those that could be found: the bound that each is held to, and how many they
/// are.
struct Bound {
  double p = 0;
  std::uint64_t tests = 0;
};
Bound bound_of(std::vector<double> least_ps, double false_alarm) {
  std::ranges::sort(least_ps);
  for (std::size_t tests = 1;; ++tests) {
    const auto bound = false_alarm / static_cast<double>(tests);
    const auto could = std::ranges::upper_bound(least_ps, bound) - least_ps.begin();
    if (static_cast<std::size_t>(could) <= tests) {
      return {bound, static_cast<std::uint64_t>(could)};
    }
  }
}

bool holds(const Cut& text, const std::string& phrase) {
  return std::ranges::any_of(text.runs, [&](const Run& run) {
    const auto joined = phrase_of(run, 0, run.parts.size());
    if (run.chinese) return joined.find(phrase) != std::string::npos;
    return (" " + joined + " ").find(" " + phrase + " ") != std::string::npos;
  });
}

/// A phrase that a clearer one within it, or around it, tells already.
bool is_told(const FoundPhrase& one, const std::vector<FoundPhrase>& clearer) {
  return std::ranges::any_of(clearer, [&](const FoundPhrase& other) {
    const bool within = other.text.find(one.text) != std::string::npos ||
                        one.text.find(other.text) != std::string::npos;
    if (!within) return false;
    const auto shared = std::ranges::count_if(one.cases, [&](const std::string& key) {
      return std::ranges::binary_search(other.cases, key);
    });
    return static_cast<double>(shared) >= kSameCases * static_cast<double>(one.cases.size());
  });
}

std::vector<Cut> texts_in(std::span<const TextSample> samples, const PhraseRules& rules) {
  std::vector<Cut> texts;
  for (const auto& sample : samples) {
    const auto day = local_day(sample.reported_at, rules.offset);
    const bool now = rules.period.from <= day && day <= rules.period.to;
    const bool before = rules.before.from <= day && day <= rules.before.to;
    if (now || before) texts.push_back({runs_of(sample.text), now, &sample});
  }
  return texts;
}

Result<void> check(const PhraseRules& rules) {
  const auto wrong = [](const char* member, const char* what) {
    return Error{Errc::invalid_argument, std::string{member} + ": " + what};
  };
  if (rules.period.to < rules.period.from) return wrong("period", "it ends before it begins");
  if (rules.before.to < rules.before.from) return wrong("before", "it ends before it begins");
  if (rules.before.to >= rules.period.from) return wrong("before", "it reaches into the period");
  const bool chance = rules.false_alarm > 0 && rules.false_alarm < 1;
  if (!chance) return wrong("false_alarm", "a chance lies between 0 and 1");
  if (!(rules.ratio_least >= 1)) return wrong("ratio_least", "1 or more");
  if (rules.count_least < 2) return wrong("count_least", "2 or more");
  return {};
}

/// Those of the phrases that keep to the bound, the clearest first, a longer one before a shorter.
std::vector<FoundPhrase> found_in(const std::vector<Phrases::value_type>& phrases,
                                  const PhraseReport& report, const PhraseRules& rules,
                                  double bound) {
  std::vector<FoundPhrase> found;
  for (const auto& [text, counted] : phrases) {
    const auto& c = counted.cases;
    const Comparison comparison{c.now, report.cases, c.before, report.cases_before};
    const auto p = upper_p(comparison);
    if (p > bound || c.now < rules.count_least) continue;
    const auto rate = rate_ratio(comparison);
    if (rate.ratio && *rate.ratio < rules.ratio_least) continue;
    const auto expected = static_cast<double>(c.before) * static_cast<double>(report.cases) /
                          static_cast<double>(report.cases_before);
    found.push_back({text, c.now, c.before, expected, rate.ratio, rate.lower, rate.upper, p, {}});
  }
  std::ranges::sort(found, [](const FoundPhrase& a, const FoundPhrase& b) {
    return std::tuple{a.p, b.text.size(), a.text} < std::tuple{b.p, a.text.size(), b.text};
  });
  return found;
}

}  // namespace

Result<PhraseReport> find_phrases(std::span<const TextSample> samples, const PhraseRules& rules) {
  RECOURSE_TRY(check(rules));
  PhraseReport report{.from = rules.period.from,
                      .to = rules.period.to,
                      .before_from = rules.before.from,
                      .before_to = rules.before.to,
                      .false_alarm = rules.false_alarm};
  const auto texts = texts_in(samples, rules);
  for (const auto& text : texts) ++(text.now ? report.cases : report.cases_before);
  if (report.cases == 0 || report.cases_before == 0) return report;
  const auto phrases = phrases_in(texts, rules.count_least);
  std::vector<double> least_ps;
  for (const auto& [text, counted] : phrases) {
    const auto& c = counted.cases;
    least_ps.push_back(least_p({c.now, report.cases, c.before, report.cases_before},
                               std::min(counted.all(), report.cases)));
  }
  const auto bound = bound_of(std::move(least_ps), rules.false_alarm);
  report.phrases_tested = bound.tests;
  for (auto& one : found_in(phrases, report, rules, bound.p)) {
    for (const auto& text : texts) {
      if (text.now && holds(text, one.text)) one.cases.push_back(text.sample->key);
    }
    std::ranges::sort(one.cases);
    if (!is_told(one, report.phrases)) report.phrases.push_back(std::move(one));
  }
  return report;
}

}  // namespace recourse::casework::rectification
