#include "office/windows.hpp"

#include <recourse/casework/registry/window.hpp>

namespace recourse {

using casework::registry::RegistryDecider;

void RegisteredWindows::serve(const Engine& engine) {
  engine_ = &engine;
  registry_ = dynamic_cast<const Registry*>(engine.workflow(RegistryDecider::kKind));
}

Result<std::optional<casework::registry::State>> RegisteredWindows::state_of(
    std::string_view code) const {
  std::optional<casework::registry::State> nothing;
  const auto stream = StreamId::of(RegistryDecider::kKind, code);
  if (!stream) return nothing;
  auto found = registry_->find(*stream);
  if (found) return std::optional{std::move(found->state)};
  if (found.error().code() == Errc::not_found) return nothing;
  return std::move(found).error();
}

Result<std::optional<casework::Window>> RegisteredWindows::at(std::string_view station,
                                                              Timestamp moment) const {
  if (registry_ == nullptr) return std::optional<casework::Window>{};
  RECOURSE_TRY_ASSIGN(const auto own, state_of(station));
  if (!own) return std::optional<casework::Window>{};
  in_use_ = true;
  auto window = casework::registry::window_at(*own, moment);
  if (!window.centre.empty()) {
    RECOURSE_TRY_ASSIGN(const auto centre, state_of(window.centre));
    if (!centre) return std::optional<casework::Window>{};
    window = casework::registry::window_at(*centre, moment);
  }
  casework::registry::NotTaking why{};
  const bool named = describe::enum_from_name(window.why_not, why);
  return std::optional{casework::Window{
      std::move(window.station), window.open, std::move(window.why_not),
      named ? std::string{casework::zh(why)} : std::string{}, std::move(window.roster)}};
}

Result<std::optional<std::string>> RegisteredWindows::district_of(std::string_view code) const {
  std::optional<std::string> nothing;
  if (registry_ == nullptr) return nothing;
  RECOURSE_TRY_ASSIGN(const auto place, state_of(code));
  if (!place) return nothing;
  in_use_ = true;
  return std::optional{place->district};
}

bool RegisteredWindows::in_use() const {
  if (in_use_ || registry_ == nullptr) return in_use_;
  const auto rows = engine_->rows(engine_->view_of(RegistryDecider::kKind), Position{});
  if (!rows) return false;  // the view is not there yet; a station's own stream tells
  const auto cursor = (*rows)->scan(core::state_key(""), "t");
  const auto any = cursor->next();
  if (any && *any) in_use_ = true;
  return in_use_;
}

}  // namespace recourse
