// Emerging phrases: what people begin to write about, whatever matter and reason they were given
// (frequent and concentrated failures, R28).
//
//     PhraseRules rules{.period = *read_period("2023-10"), .before = *read_period("2023Q3")};
//     PhraseReport report = find_phrases(samples, rules).value();
//     report.phrases[0].text                  → "学区划转"
//     report.phrases[0].count                 → 14 cases of the period, none before
//
// A phrase is two to six neighbouring Chinese characters, or one to three neighbouring words. A
// case counts once, however often it says it. Of phrases that the same cases hold only the longest
// is looked at. Each is compared with its own past as classes are: given in how many cases it is in
// both times together, and how many cases there are, its count in the period is binomial.
//
// Phrases overlap, and hang together in ways that nobody knows. So the bound on false alarms is one
// that holds whatever they do: with the chance PhraseRules::false_alarm at most a report shows any
// phrase at all if nothing has changed (Bonferroni over the phrases that could be found, Tarone
// 1990; which ones these are is decided by the sums of both times alone). What is found must also
// be large enough to matter (count_least, ratio_least).
//
// Who writes the same again and again makes a phrase: cases are counted, not persons.
//
// Pure: no clock, no I/O. Safe from any thread.
#pragma once

#include <recourse/casework/rectification/period.hpp>
#include <recourse/casework/rectification/values.hpp>
#include <span>

namespace recourse::casework::rectification {

/// What was written in a case, without what names persons.
struct TextSample {
  std::string text{};
  Timestamp reported_at{};
  std::string key{};  ///< Number of the case.
};

struct PhraseRules {
  Period period{};                     ///< That is looked at; both days inclusive.
  Period before{};                     ///< That it is compared with; ends before `period` begins.
  UtcOffset offset = kShanghaiOffset;  ///< Of the days.
  double false_alarm = 0.05;           ///< Above 0, below 1.
  double ratio_least = 1.5;            ///< The smallest rate ratio of a phrase; from 1.
  std::uint64_t count_least = 5;       ///< The fewest cases of a phrase; from 2.
};

/// A phrase that was found.
struct FoundPhrase {
  std::string text{};
  std::uint64_t count = 0;
  std::uint64_t count_before = 0;
  double expected = 0;
  std::optional<double> ratio{};
  double lower = 0;
  std::optional<double> upper{};
  double p = 1;
  std::vector<std::string> cases{};
  friend bool operator==(const FoundPhrase&, const FoundPhrase&) = default;
};
BOOST_DESCRIBE_STRUCT(FoundPhrase, (),
                      (text, count, count_before, expected, ratio, lower, upper, p, cases))
constexpr auto recourse_spec(const FoundPhrase*) {
  return describe::spec(
      "rectification.found_phrase", 1, "A phrase that more cases hold than before (R28).",
      {{"text", 1, "The phrase, width and case folded.", kInternal},
       {"count", 1, "Cases of the period that hold it.", kInternal},
       {"count_before", 1, "Cases of the time before that hold it.", kInternal},
       {"expected", 1, "Cases of the period if its share were that of before.", kInternal},
       {"ratio", 1, "Its share to that of before; none: no case held it then.", kInternal},
       {"lower", 1, "Lower end of the ratio's exact 95 % interval.", kInternal},
       {"upper", 1, "Upper end; none: it has none.", kInternal},
       {"p", 1, "Chance of as many or more, if nothing were different.", kInternal},
       {"cases", 1, "Numbers of the cases of the period that hold it.", kInternal}});
}

/// The emerging phrases of a period.
struct PhraseReport {
  LocalDay from{};
  LocalDay to{};
  LocalDay before_from{};
  LocalDay before_to{};
  std::uint64_t cases = 0;
  std::uint64_t cases_before = 0;
  std::uint64_t phrases_tested = 0;
  double false_alarm = 0;
  std::vector<FoundPhrase> phrases{};
  friend bool operator==(const PhraseReport&, const PhraseReport&) = default;
};
BOOST_DESCRIBE_STRUCT(PhraseReport, (),
                      (from, to, before_from, before_to, cases, cases_before, phrases_tested,
                       false_alarm, phrases))
constexpr auto recourse_spec(const PhraseReport*) {
  return describe::spec(
      "rectification.phrase_report", 1, "The emerging phrases of a period (R28).",
      {{"from", 1, "First day of the period.", kInternal},
       {"to", 1, "Last day of it.", kInternal},
       {"before_from", 1, "First day of the time that it is compared with.", kInternal},
       {"before_to", 1, "Last day of it.", kInternal},
       {"cases", 1, "Cases of the period whose words were looked at.", kInternal},
       {"cases_before", 1, "Cases of the time before, likewise.", kInternal},
       {"phrases_tested", 1, "Phrases that could have been found.", kInternal},
       {"false_alarm", 1, "Chance of any phrase in a report if nothing has changed, at most.",
        kInternal},
       {"phrases", 1, "The clearest first.", kInternal}});
}

/// What the samples show. Of phrases within each other that stand for mostly the same cases the
/// clearest is told. Errors: invalid_argument, naming the member: the time before does not end
/// before the period, or a number is out of its range.
Result<PhraseReport> find_phrases(std::span<const TextSample> samples, const PhraseRules& rules);

}  // namespace recourse::casework::rectification
