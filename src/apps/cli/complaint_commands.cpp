#include "apps/cli/complaint_commands.hpp"

#include <fmt/format.h>

#include <recourse/casework/complaint/authority.hpp>
#include <recourse/casework/complaint/documents.hpp>
#include <recourse/casework/complaint/inquiry.hpp>
#include <recourse/casework/complaint/json.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/earlier_cases.hpp"
#include "apps/cli/nearest.hpp"
#include "apps/cli/served_workflow.hpp"
#include "apps/cli/usage.hpp"
#include "apps/cli/viewer.hpp"
#include "apps/cli/workflow_text.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using namespace casework::complaint;

constexpr auto kKind = ComplaintDecider::kKind;

// --- what the generic commands ask ---------------------------------------------------------------

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
  const auto next = shown.port.next(&s, &shown.actor);
  return text + fmt::format("  next: {}\n", names_of(next.value_or(allowed_commands(s.phases))));
}

// --- papers --------------------------------------------------------------------------------------

/// Which paper, how it looks, and for a draft, what it would be recorded by.
struct PaperArguments {
  std::string key;
  std::string kind;
  bool html = false;
  bool draft = false;
  ViewerArguments viewer;
  std::string input;
};

Exit show(const Session& session, const Office& office, const StreamId& id, const Document& paper,
          const PaperArguments& a) {
  const auto head = office.store().head();
  if (!head) return fail(session, head.error());
  const auto text = a.html ? document_html(paper) : document_text(paper);
  object item{{"key", string{id.key()}},
              {"kind", string{describe::enum_name(paper.kind)}},
              {"number", string{paper.number}},
              {"text", string{text}}};
  if (!paper.recorded) item["draft"] = string{paper.draft};
  return answered(print(session, item_answer(*head, std::move(item)), text));
}

/// The command that records a paper of that kind.
std::string_view command_of(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::notice:
      return describe::spec_of<RouteNotice>.type;
    case DocumentKind::acceptance:
      return describe::spec_of<Accept>.type;
    case DocumentKind::refusal:
      return describe::spec_of<Decline>.type;
    case DocumentKind::supplement:
      return describe::spec_of<DemandMore>.type;
  }
  return {};
}

Result<Command> drafted_command(DocumentKind kind, const PaperArguments& a) {
  boost::json::value fields = object{};
  if (!a.input.empty()) {
    RECOURSE_TRY_ASSIGN(const auto text, read_input(a.input));
    RECOURSE_TRY_ASSIGN(fields, describe::parse_json(text));
    if (!fields.is_object()) return Error{Errc::malformed, "/: an object is wanted here"};
  }
  const auto& commands = describe::set_info<Command>();
  const auto type = command_of(kind);
  auto command = describe::make_alternative<Command>(commands.find(type));
  RECOURSE_TRY(
      describe::read_json_as(type, fields, &command, commands, describe::JsonReading::lenient));
  return command;
}

/// The paper as it was recorded last, or as it would be.
Exit document(const Session& session, const PaperArguments& a) {
  const auto id = stream_of(served(*office_workflow(kKind)), a.key);
  if (!id) return fail(session, id.error());
  const auto kind = *named<DocumentKind>(a.kind);
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  if (const auto ok = check_role(viewer->actor); !ok) return fail(session, ok.error());
  const auto office = open_to_look(session);
  if (!office) return fail(session, office.error());
  if (!a.draft) {
    const auto paper = (*office)->document(*id, kind, *viewer);
    if (!paper) return fail(session, paper.error());
    if (const auto* no = core::refused(*paper)) return refuse(session, *no);
    return show(session, **office, *id, std::get<Document>(*paper), a);
  }
  auto command = drafted_command(kind, a);
  if (!command) return fail(session, command.error());
  const auto drafted = (*office)->draft_document(*id, std::move(*command),
                                                 (*office)->context(viewer->actor), *viewer);
  if (!drafted) return fail(session, drafted.error());
  if (const auto* no = std::get_if<core::Refusal>(&*drafted)) return refuse(session, *no);
  return show(session, **office, *id, std::get<Document>(*drafted), a);
}

/// A form for the case that is finished at once, with everything filled in that is known.
Exit form(const Session& session, const std::string& actor, const std::string& matter,
          const std::string& district) {
  const auto who = actor_of(actor);
  if (const auto ok = check_role(who); !ok) return fail(session, ok.error());
  casework::Role role{};
  describe::enum_from_name(who.role, role);
  const auto able = roles_anywhere(describe::spec_of<FinishOnSpot>.type);
  if (!contains(able, role) || who.unit.empty()) {
    return fail(session, Error{Errc::invalid_argument,
                               "--as: a case is finished at once by a station's officer, lead or "
                               "chief: role:id@station"});
  }
  const auto options = session.options();
  if (!options) return fail(session, options.error());
  if (!district.empty() && !options->norms.knows_district(district)) {
    std::vector<std::string> districts;
    for (const auto& one : options->norms.district_list()) districts.push_back(one.code);
    return fail(session, no_such_name("district", district, districts, "--district"));
  }
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
  const auto a = std::make_shared<PaperArguments>();
  a->kind = describe::enum_name(DocumentKind::notice);
  auto* command = parent.add_subcommand(
      "notice", "Prints the written notice that was issued last, as it was signed.");
  command->add_option("key", a->key, "Key of the case.")->required();
  command->add_flag("--html", a->html, "As a page to print.");
  add_viewer(*command, a->viewer);
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return document(session, *a); }; });
}

void add_document(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<PaperArguments>();
  auto* command = parent.add_subcommand(
      "document", "Prints a paper of a case: notice, acceptance, refusal or supplement.");
  command->add_option("key", a->key, "Key of the case.")->required();
  command
      ->add_option("kind", a->kind,
                   "Which paper. One of: notice 一次性告知书, acceptance 受理通知书, refusal "
                   "不予受理通知书, supplement 补充告知书.")
      ->required()
      ->among("kind of document", describe::enum_info<DocumentKind>);
  command->add_flag("--html", a->html, "As a page to print.");
  command->add_flag("--draft", a->draft,
                    "Before it is signed and recorded, by --as; --input says what the "
                    "command would say. The code that it shows is given to that command as "
                    "--draft.");
  add_viewer(*command, a->viewer);
  command->add_option("--input", a->input,
                      "JSON file with the fields of the command (- for standard input).");
  command->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return document(session, *a); }; });
}

Exit earlier(const Session& session, const PersonQuery& query, const std::string& actor) {
  if (query.phone.empty() && (query.name.empty() || query.address.empty())) {
    return fail(session,
                Usage{"say --phone, or --name and --address: a name alone is many people's"});
  }
  const auto office = session.open_to_read();
  if (!office) return fail(session, office.error());
  const auto head = (*office)->engine().follow();
  if (!head) return fail(session, head.error());
  const auto seen = (*office)->earlier_cases(query, {actor_of(actor)}, *head);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto& found = std::get<std::vector<EarlierCase>>(*seen);
  const auto text = found.empty() ? std::string{"nothing earlier\n"} : earlier_text(found);
  return answered(print(session, list_answer(*head, earlier_json(found)), text));
}

void add_earlier(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto query = std::make_shared<PersonQuery>();
  const auto days = std::make_shared<std::uint64_t>(0);
  const auto actor = std::make_shared<std::string>();
  auto* command = parent.add_subcommand(
      "earlier", "Lists earlier cases of the same person, found by keyed hashes (R45).");
  command->add_option("--as", *actor, "Who looks: role:id@unit (or RECOURSE_ACTOR).")
      ->envname("RECOURSE_ACTOR")
      ->required();
  command->add_option("--phone", query->phone, "Telephone number.")->check(not_empty());
  command->add_option("--name", query->name, "Name; with --address.")->check(not_empty());
  command->add_option("--address", query->address, "Address; with --name.")->check(not_empty());
  command->add_option("--matter", query->matter, "Code of the matter; missing: any.")
      ->check(not_empty());
  command->add_option("--days", *days, "Reported within so many days; 0: however early.")
      ->capture_default_str()
      ->check(whole_number(0, 36'500));
  command->callback([&session, &chosen, query, days, actor] {
    chosen = [&session, query, days, actor] {
      query->days = static_cast<std::uint32_t>(*days);
      if (*days != 0) query->until = SystemClock::instance().now();
      return earlier(session, *query, *actor);
    };
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
    add_document(parent, session, chosen);
    add_form(parent, session, chosen);
    add_earlier(parent, session, chosen);
  };
  extension.check_key = check_case_number;
  extension.check_actor = check_role;
  extension.text = case_text;
  return extension;
}

}  // namespace recourse::cli
