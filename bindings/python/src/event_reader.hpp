// EventReader: records of the log as somebody may see them, whatever their workflows.
//
//     EventReader reader{engine, viewer};
//     reader.show(record, [&](py::object event) { list.append(event); }).value();
//
// What the viewer may not see is left out; with a purpose looks are recorded (looks.hpp).
//
// Thread-safety: one thread at a time, without the GIL; `show` takes it. Ownership: borrows the
// engine.
#pragma once

#include "looks.hpp"
#include "workflow.hpp"

namespace recourse::python {

class EventReader {
 public:
  EventReader(const Engine& engine, core::Viewer viewer)
      : engine_(&engine), looks_(std::move(viewer)) {}

  /// Calls `see` with each event that the record means, as a recourse.LogEvent; not at all if the
  /// viewer may not know of the stream.
  Result<void> show(const core::RecordView& record,
                    const std::function<void(py::object event)>& see);

 private:
  const Engine* engine_;
  Looks looks_;
};

}  // namespace recourse::python
