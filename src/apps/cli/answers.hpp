// The shape of every answer as JSON: one thing or a list, and the position of the log at which it
// is true.
//
//     {"position": 7, "item": {…}}                    one thing
//     {"position": 7, "items": […], "next": "0a3f"}  a list; `next` if it ends early
//     {"position": 7, "item": {…}, "outcome": {…}}    what a command came to
//
// An answer that no log is behind, say a schema, has no position. A refusal is
// {"refusal": {…}}, an error {"error": {…}} (session.hpp, usage.hpp).
#pragma once

#include <boost/json.hpp>
#include <recourse/base/ids.hpp>

namespace recourse::cli {

inline boost::json::object item_answer(Position position, boost::json::value item) {
  return {{"position", position.value}, {"item", std::move(item)}};
}

inline boost::json::object list_answer(Position position, boost::json::array items) {
  return {{"position", position.value}, {"items", std::move(items)}};
}

/// The same where no log was read.
inline boost::json::object item_answer(boost::json::value item) {
  return {{"item", std::move(item)}};
}

inline boost::json::object list_answer(boost::json::array items) {
  return {{"items", std::move(items)}};
}

}  // namespace recourse::cli
