// Looks: what somebody may see of the streams that come along in what scans the log.
//
//     Looks looks{viewer};
//     RECOURSE_TRY_ASSIGN(const auto* const seen, looks.at(engine, workflow, record.stream));
//     if (seen->listed()) show(record, *seen);
//
// It is looked up once for each stream and remembered. With a purpose the look is recorded in each
// stream that may be listed, and in no other; where it is refused, personal data stays masked.
//
// Thread-safety: one thread at a time, without the GIL. Ownership: values.
#pragma once

#include <map>
#include <recourse/engine.hpp>
#include <string>

namespace recourse::python {

class Looks {
 public:
  explicit Looks(core::Viewer viewer) : viewer_(std::move(viewer)) {}

  /// `workflow` null: no workflow reads such streams; they have a frame to show, and no more. Valid
  /// until the next call.
  Result<const core::Visibility*> at(const Engine& engine, const core::WorkflowPort* workflow,
                                     std::string_view stream);

 private:
  /// Streams that are remembered: some 10 MB.
  static constexpr std::size_t kStreamsMax = 50'000;

  Result<core::Visibility> look(const Engine& engine, const core::WorkflowPort* workflow,
                                std::string_view stream) const;

  core::Viewer viewer_;
  std::map<std::string, core::Visibility, std::less<>> seen_;
};

}  // namespace recourse::python
