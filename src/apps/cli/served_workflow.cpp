#include "apps/cli/served_workflow.hpp"

#include <fmt/format.h>

#include <recourse/office/answer_json.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/workflow_text.hpp"

namespace recourse::cli {

using boost::json::array;
using boost::json::object;
using boost::json::string;

Served served(const OfficeWorkflow& workflow) {
  return {workflow.info, &extension_of(workflow.info->kind)};
}

std::vector<std::string> workflow_kinds() {
  std::vector<std::string> kinds;
  for (const auto& workflow : office_workflows()) kinds.emplace_back(workflow.info->kind);
  return kinds;
}

Result<StreamId> stream_of(const Served& served, std::string_view text) {
  const auto kind = served.info->kind;
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    if (text.substr(0, slash) != kind) {
      return Error{
          Errc::invalid_argument,
          fmt::format("'{}' is no key of {}: they are <key> or {}/<key>", text, kind, kind)};
    }
    text.remove_prefix(slash + 1);
  }
  if (served.has_one_stream()) {
    if (text.empty() || text == served.info->key) return StreamId::of(kind, served.info->key);
    return Error{Errc::invalid_argument,
                 fmt::format("'{}' is no key of {}: its only stream is {}/{}, and needs no key",
                             text, kind, kind, served.info->key)};
  }
  if (served.more->check_key != nullptr) RECOURSE_TRY(served.more->check_key(text));
  auto stream = StreamId::of(kind, text);
  if (!stream) return of_argument("key", stream.error());
  return stream;
}

void add_key(CommandLine& command, const Served& served, std::string& to) {
  const auto kind = std::string{served.info->kind};
  if (served.has_one_stream()) {
    const auto only = std::string{served.info->key};
    command.add_option("key", to, "May be left out: the only stream is " + only + ".");
    return;
  }
  command.add_option("key", to, "Key of the stream: S001-1 or " + kind + "/S001-1.")->required();
}

Result<core::Seen<Found>> find(const Office& office, const Served& served, const StreamId& stream,
                               const core::Viewer& viewer, Version at) {
  using Answer = core::Seen<Found>;
  const auto& port = served.port(office);
  if (!viewer.actor.role.empty() && served.more->check_actor != nullptr) {
    RECOURSE_TRY(served.more->check_actor(viewer.actor));
  }
  RECOURSE_TRY_ASSIGN(auto seen, office.engine().look(stream, viewer, at));
  if (const auto* no = core::refused(seen)) return Answer{*no};
  auto& look = std::get<core::Look>(seen);
  RECOURSE_TRY_ASSIGN(const auto head, port.store().head());
  const auto moment = at == kLatest ? office.clock().now() : look.now.at;
  return Answer{Found{
      head, {port, stream, std::move(look.now), std::move(look.visibility), viewer.actor, moment}}};
}

object item_of(const ShownStream& shown) {
  auto item = stream_json(shown.port, shown.stream, shown.now, shown.visibility);
  if (const auto next = shown.port.next(shown.now.state.get(), &shown.actor)) {
    array names;
    for (const auto name : *next) names.push_back(string{name});
    item["next"] = std::move(names);
  }
  const auto& more = extension_of(shown.port.info().kind);
  if (more.figures != nullptr) item["figures"] = more.figures(shown);
  return item;
}

std::string text_of(const Served& served, const ShownStream& shown) {
  return served.more->text != nullptr ? served.more->text(shown) : text_of(shown);
}

}  // namespace recourse::cli
