#include "apps/cli/workflow_text.hpp"

#include <fmt/format.h>

#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

using describe::Shape;
using describe::TypeInfo;
using describe::ValueInfo;

using Rows = std::vector<std::vector<std::string>>;
using Seen = core::Visibility;

// What is not to be seen has no row; what is sealed is masked already, or may be seen.
std::string value_text(const void* value, const ValueInfo& info, const Seen& seen);

/// "受理 accepted", or the name alone.
std::string word_of(const void* value, const ValueInfo& info) {
  const auto* const word = info.words->find(describe::load_number(value, info));
  if (word == nullptr) return "?";
  return (word->zh.empty() ? "" : std::string{word->zh} + " ") + std::string{word->name};
}

/// "" for what is not there: an empty text, list or optional.
std::string elements_of(const void* value, const ValueInfo& info, const Seen& seen) {
  std::vector<std::string> texts;
  describe::for_each_element(value, info, [&](const void* element, const ValueInfo& of) {
    texts.push_back(value_text(element, of, seen));
  });
  if (info.shape == Shape::list && info.element->object != nullptr && !texts.empty()) {
    return fmt::format("({})", texts.size());
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// The members that hold something, as "name value, name value".
std::string members_of(const void* object, const TypeInfo& type, const Seen& seen) {
  std::vector<std::string> texts;
  for (const auto& field : type.fields) {
    if (!seen.sees(field)) continue;
    const auto text = value_text(field.at(object), *field.value, seen);
    if (!text.empty()) texts.push_back(std::string{field.name} + " " + text);
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// A value on one line; lists of objects by how many there are.
std::string value_text(const void* value, const ValueInfo& info, const Seen& seen) {
  switch (info.shape) {
    case Shape::enumeration:
      return word_of(value, info);
    case Shape::timestamp:
      return local_time(*static_cast<const Timestamp*>(value));
    case Shape::optional:
    case Shape::list:
      return elements_of(value, info, seen);
    case Shape::object:
      return members_of(value, *info.object, seen);
    default:
      break;
  }
  const auto json = describe::to_json(value, info, {.reveal = true});
  return json.is_string() ? std::string{json.get_string()} : boost::json::serialize(json);
}

/// A row for each member that holds something; a list of objects has a row for each.
void add_rows(const void* object, const TypeInfo& type, const Seen& seen, Rows& rows) {
  for (const auto& field : type.fields) {
    if (!seen.sees(field)) continue;
    const auto* const value = field.at(object);
    const auto& info = *field.value;
    std::string name{field.name};
    if (info.shape == Shape::list && info.element->object != nullptr) {
      describe::for_each_element(value, info, [&](const void* element, const ValueInfo& of) {
        rows.push_back({"  " + std::exchange(name, ""), value_text(element, of, seen)});
      });
      continue;
    }
    auto text = value_text(value, info, seen);
    if (!text.empty()) rows.push_back({"  " + std::move(name), std::move(text)});
  }
}

std::string limits_of(const std::vector<core::ArmedTimer>& timers) {
  Rows rows;
  for (const auto& timer : timers) {
    if (timer.spent) continue;
    rows.push_back({"  " + timer.name, local_time(timer.due), timer.fires ? "" : "listed only"});
  }
  return rows.empty() ? "" : "limits\n" + table(rows, "<<<");
}

}  // namespace

std::string names_of(const std::vector<std::string_view>& commands) {
  std::vector<std::string> verbs;
  for (const auto name : commands) verbs.push_back(verb_of(name));
  return verbs.empty() ? "nothing" : fmt::format("{}", fmt::join(verbs, ", "));
}

std::string text_of(const ShownStream& shown) {
  const auto& info = shown.port.info();
  const auto* const state = shown.now.state.get();
  const auto next = shown.port.next(state, &shown.actor);
  Rows rows;
  const auto summary = shown.port.summary(state);
  if (info.state != nullptr) {
    // The look's own copy (WorkflowPort::find_any); nothing is asked of it below.
    auto* const own = const_cast<void*>(state);
    core::redact(own, *info.state, shown.visibility);
    add_rows(own, *info.state, shown.visibility, rows);
  }
  if (info.summary != nullptr) add_rows(summary.get(), *info.summary, shown.visibility, rows);
  auto text = fmt::format("{}  version {}\n", shown.stream.key(), shown.now.version.value);
  text += table(rows, "<<") + limits_of(shown.now.timers);
  return next ? text + fmt::format("next: {}\n", names_of(*next)) : text;
}

}  // namespace recourse::cli
