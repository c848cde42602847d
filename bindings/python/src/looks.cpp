#include "looks.hpp"

namespace recourse::python {

Result<const core::Visibility*> Looks::at(const Engine& engine, const core::WorkflowPort* workflow,
                                          std::string_view stream) {
  if (const auto known = seen_.find(stream); known != seen_.end()) return &known->second;
  RECOURSE_TRY_ASSIGN(auto seen, look(engine, workflow, stream));
  if (seen_.size() == kStreamsMax) seen_.clear();
  return &seen_.emplace(std::string{stream}, std::move(seen)).first->second;
}

Result<core::Visibility> Looks::look(const Engine& engine, const core::WorkflowPort* workflow,
                                     std::string_view stream) const {
  if (workflow == nullptr) return core::Visibility{.any = true};
  RECOURSE_TRY_ASSIGN(const auto id, StreamId::parse(stream));
  RECOURSE_TRY_ASSIGN(auto visibility, core::glance(*workflow, id, viewer_));
  if (!visibility.listed() || !viewer_.wants_clear()) return visibility;
  RECOURSE_TRY_ASSIGN(auto taken, engine.look(id, viewer_));
  if (core::refused(taken) != nullptr) return visibility;
  return std::get<core::Look>(std::move(taken)).visibility;
}

}  // namespace recourse::python
