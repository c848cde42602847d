// Topic: the topic of a month (每月一题, R42): the rectifications that belong to it, as three lists
// (tasks 任务清单, responsible 责任清单, policy 政策清单), with the figures before and after.
//
//     const Topic topic = topic_of("2023-11", {{"ZG-2023-0001", state}});
//     topic.tasks[0].text      → "改版材料清单"
//     topic.figures[0].after   → 12
//
// Follows from the states alone. Pure; safe from any thread.
#pragma once

#include <recourse/casework/rectification/state.hpp>

namespace recourse::casework::rectification {

/// Something to be done: a measure that was not rejected.
struct TopicTask {
  std::string rectification{};
  std::uint32_t measure = 0;
  MeasureKind kind{};
  std::string text{};
  MeasureStatus status{};
  bool late = false;
  friend bool operator==(const TopicTask&, const TopicTask&) = default;
};
BOOST_DESCRIBE_STRUCT(TopicTask, (), (rectification, measure, kind, text, status, late))
constexpr auto recourse_spec(const TopicTask*) {
  return describe::spec("rectification.topic_task", 1, "Something to be done for a topic.",
                        {{"rectification", 1, "Key of the rectification.", kOpen},
                         {"measure", 1, "Number of the measure.", kOpen},
                         {"kind", 1, "What sort of measure it is.", kOpen},
                         {"text", 1, "What is to be done.", kOpen},
                         {"status", 1, "Where it is.", kOpen},
                         {"late", 1, "Its limit has passed.", kOpen}});
}

/// Who answers for what: the unit in charge (measure 0), and the owner of each task.
struct TopicResponsible {
  std::string rectification{};
  std::uint32_t measure = 0;
  std::string unit{};
  std::optional<Due> due{};
  friend bool operator==(const TopicResponsible&, const TopicResponsible&) = default;
};
BOOST_DESCRIBE_STRUCT(TopicResponsible, (), (rectification, measure, unit, due))
constexpr auto recourse_spec(const TopicResponsible*) {
  return describe::spec("rectification.topic_responsible", 1, "Who answers for what in a topic.",
                        {{"rectification", 1, "Key of the rectification.", kOpen},
                         {"measure", 1, "Number of the measure; 0: the whole.", kOpen},
                         {"unit", 1, "The unit.", kOpen},
                         {"due", 1, "Until when; none where no limit runs.", kOpen}});
}

/// What becomes the rule: an adopted measure that is not training.
struct TopicPolicy {
  std::string rectification{};
  std::uint32_t measure = 0;
  MeasureKind kind{};
  std::string text{};
  std::string adopted_by{};
  std::string catalogue{};
  friend bool operator==(const TopicPolicy&, const TopicPolicy&) = default;
};
BOOST_DESCRIBE_STRUCT(TopicPolicy, (), (rectification, measure, kind, text, adopted_by, catalogue))
constexpr auto recourse_spec(const TopicPolicy*) {
  return describe::spec(
      "rectification.topic_policy", 1, "What becomes the rule through a topic.",
      {{"rectification", 1, "Key of the rectification.", kOpen},
       {"measure", 1, "Number of the measure.", kOpen},
       {"kind", 1, "Rule, process, notice or list of papers.", kOpen},
       {"text", 1, "What it says.", kOpen},
       {"adopted_by", 1, "Department that adopted it.", kOpen},
       {"catalogue", 1, "Version of the catalogue that has it; empty: none yet, or it needs none.",
        kOpen}});
}

/// A class before and after.
struct TopicFigure {
  std::string rectification{};
  std::string matter{};
  std::string reason{};
  Line line{};
  Phase phase{};
  std::uint32_t round = 0;
  std::uint64_t found = 0;
  std::uint64_t overall = 0;
  std::optional<Recurrence> last{};
  friend bool operator==(const TopicFigure&, const TopicFigure&) = default;
};
BOOST_DESCRIBE_STRUCT(TopicFigure, (),
                      (rectification, matter, reason, line, phase, round, found, overall, last))
constexpr auto recourse_spec(const TopicFigure*) {
  return describe::spec(
      "rectification.topic_figure", 1, "A class of a topic before and after.",
      {{"rectification", 1, "Key of the rectification.", kOpen},
       {"matter", 1, "Code of the matter; empty: every matter of the line.", kOpen},
       {"reason", 1, "Code of the failure reason.", kOpen},
       {"line", 1, "Business line of the class.", kOpen},
       {"phase", 1, "Where the rectification is.", kOpen},
       {"round", 1, "The round that it is in.", kOpen},
       {"found", 1, "Cases of the class in the period, as found.", kOpen},
       {"overall", 1, "Cases of every class in it.", kOpen},
       {"last", 1, "What was compared last; none: nothing yet.", kOpen}});
}

struct Topic {
  std::string month{};
  std::vector<TopicTask> tasks{};
  std::vector<TopicResponsible> responsible{};
  std::vector<TopicPolicy> policy{};
  std::vector<TopicFigure> figures{};
  friend bool operator==(const Topic&, const Topic&) = default;
};
BOOST_DESCRIBE_STRUCT(Topic, (), (month, tasks, responsible, policy, figures))
constexpr auto recourse_spec(const Topic*) {
  return describe::spec("rectification.topic", 1, "The topic of a month (R42).",
                        {{"month", 1, "The month, as 2023-11.", kOpen},
                         {"tasks", 1, "What is to be done.", kOpen},
                         {"responsible", 1, "Who answers for it.", kOpen},
                         {"policy", 1, "What becomes the rule.", kOpen},
                         {"figures", 1, "Each class before and after.", kOpen}});
}

/// A rectification under its key.
struct Keyed {
  std::string key;
  State state;
};

/// Those of them that belong to the month, in the order in which they come.
Topic topic_of(std::string_view month, const std::vector<Keyed>& rectifications);

}  // namespace recourse::casework::rectification
