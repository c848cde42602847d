#include "apps/cli/verify.hpp"

#include <fmt/format.h>

#include "apps/cli/answers.hpp"
#include "apps/cli/console.hpp"

namespace recourse::cli {
namespace {

boost::json::object to_json(const core::VerifyReport& r) {
  boost::json::array findings;
  for (const auto& f : r.findings) {
    findings.push_back(boost::json::object{{"position", f.position.value}, {"what", f.what}});
  }
  return item_answer(r.head, boost::json::object{{"ok", r.ok()},
                                                 {"head", r.head.value},
                                                 {"records", r.records},
                                                 {"streams", r.streams},
                                                 {"payloads_decoded", r.payloads_decoded},
                                                 {"problems", r.problems},
                                                 {"findings", std::move(findings)}});
}

std::string to_text(const core::VerifyReport& r) {
  std::string text =
      fmt::format("{} records in {} streams, {} payloads decoded, head at {}\n", grouped(r.records),
                  grouped(r.streams), grouped(r.payloads_decoded), r.head.value);
  for (const auto& f : r.findings) {
    text += f.position.value == 0 ? fmt::format("  {}\n", f.what)
                                  : fmt::format("  position {}: {}\n", f.position.value, f.what);
  }
  if (r.ok()) return text + "everything agrees\n";
  return text + fmt::format("{} problems. Keep the directory as it is and restore from a backup.\n",
                            grouped(r.problems));
}

}  // namespace

Exit run_verify(const Session& session) {
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  Progress progress{"verify"};
  const auto report = (*office)->verify([&](Position at, Position head) {
    progress.show(at.value, head.value);
    return true;
  });
  if (!report) return fail(session, report.error());
  const bool told = print(session, to_json(*report), to_text(*report));
  return report->ok() ? answered(told) : Exit::problems;
}

}  // namespace recourse::cli
