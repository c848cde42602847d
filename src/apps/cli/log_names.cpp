#include "apps/cli/log_names.hpp"

#include <algorithm>

namespace recourse::cli {
namespace {

/// Whether the log has such a record.
Result<bool> holds(const core::EventStore& store, core::LogRange range) {
  RECOURSE_TRY_ASSIGN(const auto cursor, store.read_all(std::move(range)));
  return cursor->next();
}

using Names = std::vector<std::string>;

Names kinds_of(const Engine& engine) {
  Names kinds;
  for (const auto* workflow : engine.workflows()) kinds.emplace_back(workflow->info().kind);
  return kinds;
}

/// Of the workflow of that kind, or of all.
Names event_types_of(const Engine& engine, std::string_view kind) {
  Names types;
  for (const auto* workflow : engine.workflows()) {
    const auto& info = workflow->info();
    if (!kind.empty() && info.kind != kind) continue;
    for (const auto* set : {info.events, info.retired}) {
      if (set == nullptr) continue;
      for (const auto* type : set->types) types.emplace_back(type->type);
    }
  }
  return types;
}

}  // namespace

Result<std::optional<Usage>> wrong_name(const Engine& engine, const std::string& kind,
                                        const std::vector<std::string>& types) {
  std::optional<Usage> nothing;
  const auto kinds = kinds_of(engine);
  if (!kind.empty() && std::ranges::find(kinds, kind) == kinds.end()) {
    RECOURSE_TRY_ASSIGN(const bool there, holds(engine.store(), {.stream_kind = kind}));
    if (!there) return std::optional{no_such_name("kind of streams", kind, kinds, "--kind")};
  }
  const auto known = event_types_of(engine, kind);
  for (const auto& type : types) {
    if (std::ranges::find(known, type) != known.end()) continue;
    RECOURSE_TRY_ASSIGN(const bool there,
                        holds(engine.store(), {.stream_kind = kind, .types = {type}}));
    if (there) continue;
    const auto what = kind.empty() ? "event" : "event of " + kind;
    return std::optional{no_such_name(what, type, known, "--type")};
  }
  return nothing;
}

}  // namespace recourse::cli
