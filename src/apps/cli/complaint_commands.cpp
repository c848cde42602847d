#include "apps/cli/complaint_commands.hpp"

#include <fmt/format.h>

#include <recourse/casework/complaint/documents.hpp>
#include <recourse/casework/complaint/inquiry.hpp>
#include <recourse/casework/complaint/json.hpp>
#include <recourse/casework/complaint/read_permissions.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/nearest.hpp"
#include "apps/cli/served_workflow.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/workflow_text.hpp"

namespace recourse::cli {
namespace {

using boost::json::object;
using boost::json::string;
using namespace casework::complaint;

constexpr auto kKind = ComplaintDecider::kKind;

// --- what the generic commands ask ---------------------------------------------------------------

Result<void> check_role(const core::Actor& actor) {
  casework::Role role{};
  if (describe::enum_from_name(actor.role, role)) return {};
  const auto known = names_of<casework::Role>();
  return Error{Errc::invalid_argument,
               "--as: " + no_such("role", actor.role, {known.begin(), known.end()})};
}

/// A case with the next number of its station's day.
Result<BegunStream> begin(const Office& office, const void* command, const core::Context& context) {
  RECOURSE_TRY_ASSIGN(auto opened,
                      office.open_case(*static_cast<const Command*>(command), context));
  BegunStream begun{std::move(opened.id), std::move(opened.outcome)};
  if (!opened.inquiry_code.empty()) {
    begun.told["inquiry_code"] = string{opened.inquiry_code};
    begun.text = "  inquiry code 查询码: " + opened.inquiry_code + "\n";
  }
  return begun;
}

std::string due_text(const std::vector<DueTime>& dues) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& d : dues) {
    std::string note = d.due.provisional ? "provisional" : "";
    if (d.met_at) note = "met " + local_time(*d.met_at);
    rows.push_back({"  " + std::string{zh(d.kind)}, std::string{describe::enum_name(d.kind)},
                    local_time(d.due.at), note});
  }
  return table(rows, "<<<<");
}

std::string case_text(const ShownStream& shown) {
  const auto& s = *static_cast<const State*>(shown.now.state.get());
  auto text = fmt::format("{}  {} {}\n", shown.stream.key(), zh(s.phases.stage),
                          describe::enum_name(s.phases.stage));
  text += fmt::format("  clock {} {}, owner {}\n", zh(s.phases.clock),
                      describe::enum_name(s.phases.clock), owner_of(s));
  text += due_text(due_times(s));
  return text + fmt::format("  next: {}\n", names_of(allowed_commands(s.phases)));
}

// --- who may see what ----------------------------------------------------------------------------

/// Takes what is not to be seen out of an entry of a case's history.
Redact redact_by(const ReadPermissions& permissions) {
  return [permissions](object& entry) {
    auto& event = entry.at("event");
    const bool rated = event.at("type").as_string() == describe::spec_of<Rated>.type;
    redact(event, permissions);
    if (rated && !permissions.rater) entry["actor"] = "-";
  };
}

/// What the viewer may see. Whoever wants personal data in clear is recorded first.
Result<std::variant<Redact, core::Refusal>> look(const Session& session, const StreamId& id,
                                                 const Viewer& viewer) {
  using Seen = std::variant<Redact, core::Refusal>;
  if (viewer.actor.empty()) {
    return Seen{redact_by(ReadPermissions{true, true, true, true, true, {}})};
  }
  const auto actor = core::Actor::parse(viewer.actor);
  RECOURSE_TRY_ASSIGN(const auto office,
                      session.reveal ? session.open_existing() : session.open_to_read());
  RECOURSE_TRY_ASSIGN(const auto view, office->find_case(id));
  const auto permissions = read_permissions_of(view.state, actor);
  if (!permissions.any) {
    return Seen{core::Refusal{"not_to_be_seen",
                              std::string{permissions.why},
                              "This case is not for " + viewer.actor + " to see.",
                              "该人员无权查看本事项。",
                              {},
                              core::RefusalKind::forbidden}};
  }
  if (session.reveal) {
    RECOURSE_TRY_ASSIGN(const auto outcome,
                        office->handle(id, Unmask{viewer.purpose}, office->context(actor)));
    if (outcome.refused()) return Seen{outcome.refusal()};
  }
  return Seen{redact_by(permissions)};
}

// --- papers --------------------------------------------------------------------------------------

/// The written notice that was issued last, as it is handed to the citizen.
Exit notice(const Session& session, const std::string& key, bool html) {
  const auto id = stream_of(served(*office_workflow(kKind)), key);
  if (!id) return fail(session, id.error());
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->store().head();
  const auto entries = (*office)->history(*id);
  if (!entries) return fail(session, entries.error());
  const Received* received = nullptr;
  const HistoryEntry* issued = nullptr;
  for (const auto& e : *entries) {
    if (const auto* event = std::get_if<Received>(&e.event)) received = event;
    if (std::holds_alternative<RoutedNotice>(e.event)) issued = &e;
  }
  if (received == nullptr || issued == nullptr) {
    return fail(session, Error{Errc::not_found, key + " has no written notice"});
  }
  const Notice paper{id->key(), *received, std::get<RoutedNotice>(issued->event),
                     issued->occurred_at, (*office)->decider().norms.utc_offset};
  const auto text = html ? notice_html(paper) : notice_text(paper);
  const object item{{"key", string{id->key()}}, {"notice", string{text}}};
  return answered(print(session, item_answer(head, item), text));
}

/// A form for the case that is finished at once, with everything filled in that is known.
Exit form(const Session& session, const std::string& actor, const std::string& matter,
          const std::string& district) {
  const auto who = core::Actor::parse(actor);
  const auto* known = casework::Catalogue::builtin().matter(matter);
  if (known == nullptr) {
    std::vector<std::string> codes;
    for (const auto& one : casework::Catalogue::builtin().matters()) codes.push_back(one.code);
    return fail(session, no_such_name("matter", matter, codes, "--matter"));
  }
  const object report{
      {"station", string{who.unit}}, {"district", string{district}},
      {"channel", "window"},         {"line", string{describe::enum_name(known->line)}},
      {"matter", string{matter}},    {"applicant", "person"},
      {"category", nullptr}};
  const object filled{{"report", report}, {"outcome", nullptr}};
  return answered(print(session, item_answer(filled), boost::json::serialize(filled) + "\n"));
}

void add_notice(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto key = std::make_shared<std::string>();
  const auto html = std::make_shared<bool>(false);
  auto* command =
      parent.add_subcommand("notice", "Prints the written notice that was issued last.");
  command->add_option("key", *key, "Key of the case.")->required();
  command->add_flag("--html", *html, "As a page to print.");
  command->callback([&session, &chosen, key, html] {
    chosen = [&session, key, html] { return notice(session, *key, *html); };
  });
}

void add_form(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto actor = std::make_shared<std::string>();
  const auto matter = std::make_shared<std::string>();
  const auto district = std::make_shared<std::string>();
  auto* command = parent.add_subcommand(
      "form", "Prints a form for finish-on-spot, filled in as far as known, to give by --input.");
  command->add_option("--as", *actor, "Who acts: role:id@unit (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
  command->add_option("--matter", *matter, "Code of the matter.")->required();
  command
      ->add_option("--district", *district,
                   "District bureau of the station (or RECOURSE_DISTRICT).")
      ->envname("RECOURSE_DISTRICT");
  command->callback([&session, &chosen, actor, matter, district] {
    chosen = [&session, actor, matter, district] {
      return form(session, *actor, *matter, *district);
    };
  });
}

}  // namespace

WorkflowExtension complaint_extension() {
  WorkflowExtension extension{kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    add_notice(parent, session, chosen);
    add_form(parent, session, chosen);
  };
  extension.check_key = check_case_number;
  extension.check_actor = check_role;
  extension.begin = begin;
  extension.text = case_text;
  extension.look = look;
  return extension;
}

}  // namespace recourse::cli
