#include "backups.hpp"

#include "fields.hpp"
#include "raise.hpp"
#include "sequences.hpp"

namespace recourse::python {
namespace {

py::object to_python(const stores::BackupInfo& segment) {
  return Fields{}
      .put("number", segment.number)
      .put("first", segment.first)
      .put("last", segment.last)
      .put("taken_at", segment.taken_at)
      .put("recorded_at", segment.recorded_at)
      .put("bytes", segment.bytes)
      .as("BackupSegment");
}

py::object segments_of(const std::vector<stores::BackupInfo>& segments) {
  return tuple_of(segments, [](const stores::BackupInfo& one) { return to_python(one); });
}

Typed<"tuple[recourse.BackupSegment, ...]"> list_backups(const Path& folder) {
  const auto where = path_of("folder", folder);
  return segments_of(value_of(freely([where] { return stores::list_backups(where); })));
}

Typed<"recourse.BackupReport"> verify_backup(const Path& folder) {
  const auto where = path_of("folder", folder);
  const auto report = value_of(freely([where] {
    return stores::verify_backup(where, [](std::uint64_t, std::uint64_t) { return goes_on(); });
  }));
  return Fields{}
      .put("ok", report.ok())
      .put("segments", report.segments)
      .put("last", report.last)
      .put("records", report.records)
      .put("streams", report.streams)
      .put("bytes", report.bytes)
      .put("problems", report.problems)
      .put("findings", tuple_of(report.findings,
                                [](const stores::BackupFinding& one) {
                                  return Fields{}
                                      .put("file", one.file)
                                      .put_said("what", one.what)
                                      .put("cure", one.cure)
                                      .as("BackupFinding");
                                }))
      .put("notes", report.notes)
      .as("BackupReport");
}

Typed<"recourse.Restored"> restore_backup(const Path& folder, const Path& directory,
                                          const OptionalNumber& up_to,
                                          const OptionalMoment& up_to_time) {
  const auto from = path_of("folder", folder);
  const auto to = path_of("directory", directory);
  stores::RestoreOptions options;
  if (const auto at = if_given("up_to", up_to, number_of)) options.up_to_position = Position{*at};
  options.up_to_time = if_given("up_to_time", up_to_time, moment_of);
  options.progress = [](std::uint64_t, std::uint64_t) { return goes_on(); };
  const auto restored =
      value_of(freely([from, to, options] { return stores::restore_backup(from, to, options); }));
  return Fields{}
      .put("last", restored.last)
      .put("recorded_at", restored.recorded_at)
      .put("backup_last", restored.backup_last)
      .put("notes", restored.notes)
      .as("Restored");
}

}  // namespace

py::object to_python(const core::VerifyReport& report) {
  return Fields{}
      .put("ok", report.ok())
      .put("head", report.head)
      .put("records", report.records)
      .put("streams", report.streams)
      .put("payloads_decoded", report.payloads_decoded)
      .put("problems", report.problems)
      .put("findings", tuple_of(report.findings,
                                [](const core::Finding& one) {
                                  return Fields{}
                                      .put("position", one.position)
                                      .put_said("what", one.what)
                                      .as("Finding");
                                }))
      .as("VerifyReport");
}

py::object to_python(const stores::BackupMade& made) {
  return Fields{}
      .put("segments", segments_of(made.segments))
      .put("last", made.last)
      .as("BackupMade");
}

py::object to_python(const core::Health& health) {
  return Fields{}
      .put("writable", health.writable)
      .put_said("reason", health.reason)
      .put("head", health.head)
      .put("indexed", health.indexed)
      .put("queued", std::uint64_t{health.queued})
      .put("cache_bytes", std::uint64_t{health.cache_bytes})
      .put("tail_bytes", std::uint64_t{health.tail_bytes})
      .put("notes", health.notes)
      .as("StoreHealth");
}

void bind_backups(py::module_& module) {
  module.def("list_backups", &list_backups, py::arg("folder"), R"(
The segments of a backup folder, in order. Raises NotFoundError, NotAStoreError, CorruptionError,
FormatTooNewError, IoError.)");
  module.def("verify_backup", &verify_backup, py::arg("folder"), R"(
Reads a whole backup and proves what can be proved from it; damage is a finding. Raises as
`list_backups`.)");
  module.def("restore_backup", &restore_backup, py::arg("folder"), py::arg("directory"),
             py::kw_only(), py::arg("up_to") = py::none(), py::arg("up_to_time") = py::none(), R"(
Makes a store of a backup, in a directory that is missing or empty.
up_to, up_to_time: leave out what was recorded behind this position, or this moment.
Raises InvalidArgumentError, and as `list_backups`.)");
}

}  // namespace recourse::python
