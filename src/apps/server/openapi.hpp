// The API as an OpenAPI 3.1 document, made from the routes and the workflows' descriptions: the
// generic routes under /v1/{kind} are written out, a path for each workflow and each command.
//
//     auto document = openapi(router.routes(), infos_of(office_workflows()), "0.9.0");
//     document["paths"]["/v1/case/{key}/commands/accept"]["post"]["operationId"]    // case_accept
//
// Pure. The order is that of the routes, the workflows and their commands, so that the text of the
// same build is the same.
#pragma once

#include <recourse/core/workflow_port.hpp>

#include "apps/server/router.hpp"

namespace recourse::server {

boost::json::object openapi(std::span<const Route> routes,
                            std::span<const core::WorkflowInfo* const> workflows,
                            std::string_view version);

/// The name of a command in a path: "accept" of "case.accept".
std::string_view short_name(std::string_view command);

}  // namespace recourse::server
