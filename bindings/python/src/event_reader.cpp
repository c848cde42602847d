#include "event_reader.hpp"

#include "results.hpp"

namespace recourse::python {

Result<void> EventReader::show(const core::RecordView& record,
                               const std::function<void(py::object event)>& see) {
  const auto* const port = engine_->workflow(record.stream_kind());
  RECOURSE_TRY_ASSIGN(const auto* const visibility, looks_.at(*engine_, port, record.stream));
  if (!visibility->listed()) return {};
  if (port == nullptr) {
    const py::gil_scoped_acquire held;
    see(log_event(record, record.actor, record.type, py::none()));
    return {};
  }
  const auto actor = core::actor_of(*port, record, *visibility);
  return each_object(*port, record, *visibility, [&](std::string_view type, py::object event) {
    see(log_event(record, actor, type, std::move(event)));
  });
}

}  // namespace recourse::python
