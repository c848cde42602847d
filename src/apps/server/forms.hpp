// Forms: what a workflow's commands, events and state are made of, in both languages, so that a
// form can be drawn, and a state shown, from it alone.
//
//     workflow_list(infos)                    GET /v1/workflows
//     workflow_form(*infos[0])                GET /v1/workflows/case
//
// A field has `name`, `zh`, `doc`, `form`, `needed`, `personal`, and what its form asks for:
//
//     {"name": "ground", "zh": "暂停事由", "form": "word", "optional": true, "needed": true,
//      "words": [{"name": "…", "zh": "…"}], …}
//     {"name": "items", "form": "list", "item": {"form": "group", "fields": […]}, …}
//
// `form` is one of truth, number, word, text, moment, day, stream, id, list, group. Pure.
#pragma once

#include <boost/json.hpp>
#include <recourse/core/workflow_port.hpp>
#include <span>

namespace recourse::server {

/// Each with kind, name, doc, `key` (that of the only stream; empty: many) and `makes_key`: whether
/// a stream may be begun without one.
boost::json::array workflow_list(std::span<const core::WorkflowInfo* const> workflows);

/// The same of one, and `commands`, `events`, `state` (with what follows from it) as forms.
boost::json::object workflow_form(const core::WorkflowInfo& workflow);

}  // namespace recourse::server
