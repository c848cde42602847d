#include "apps/cli/replies_commands.hpp"

#include <fmt/format.h>

#include <recourse/casework/replies/difference.hpp>
#include <recourse/casework/replies/views/replies_view.hpp>

#include "apps/cli/answers.hpp"
#include "apps/cli/arguments.hpp"
#include "apps/cli/console.hpp"
#include "apps/cli/served_workflow.hpp"
#include "apps/cli/viewer.hpp"

namespace recourse::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
namespace replies = casework::replies;

// --- find ----------------------------------------------------------------------------------------

struct FindArguments {
  std::string matter;
  std::string reason;
  std::string bureau;
  std::string day;
};

struct FoundReplies {
  Position position;
  LocalDay day;
  std::vector<replies::ValidReply> list;
};

Result<FoundReplies> find_them(const Session& session, const FindArguments& a) {
  RECOURSE_TRY_ASSIGN(const auto options, session.options());
  RECOURSE_TRY_ASSIGN(const auto office, session.open_to_read());
  auto day = local_day(office->clock().now(), options.norms.utc_offset);
  if (!a.day.empty()) {
    auto given = parse_day(a.day);
    if (!given) return of_argument("--day", given.error());
    day = *given;
  }
  if (casework::Catalogue::builtin().matter(a.matter) == nullptr) {
    return Error{Errc::invalid_argument,
                 fmt::format("--matter: the catalogue has no matter '{}'", a.matter)};
  }
  RECOURSE_TRY_ASSIGN(const auto head, office->store().head());
  RECOURSE_TRY_ASSIGN(const auto rows, office->engine().rows(replies::RepliesView::kName, head));
  RECOURSE_TRY_ASSIGN(auto list, replies::find_replies(*rows, {a.matter, a.reason, a.bureau, day}));
  return FoundReplies{rows->position(), day, std::move(list)};
}

std::string to_text(const FindArguments& a, const FoundReplies& found) {
  if (found.list.empty()) {
    return fmt::format("no standard reply holds for {} on {}\n", a.matter, to_string(found.day));
  }
  std::string text;
  for (const auto& one : found.list) {
    const auto reason = one.reason.empty() ? "" : "/" + one.reason;
    const auto until = one.valid_until ? to_string(*one.valid_until) : "…";
    text += fmt::format("{} v{}  {}{}  {}  {} – {}\n  {}\n", one.key, one.version, one.matter,
                        reason, one.unit, to_string(one.valid_from), until, one.wording);
  }
  return text;
}

Exit run_find(const Session& session, const FindArguments& a) {
  const auto found = find_them(session, a);
  if (!found) return fail(session, found.error());
  array items;
  for (const auto& one : found->list) items.push_back(describe::to_json(one, {}));
  return answered(
      print(session, list_answer(found->position, std::move(items)), to_text(a, *found)));
}

void add_find(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<FindArguments>();
  auto* find = parent.add_subcommand("find", "Finds what may be said today in a matter.");
  find->add_option("--matter", a->matter, "Code of the matter, say RK01.")->required();
  find->add_option("--reason", a->reason,
                   "Code of the failure reason: its reply, and the one for whatever reason.");
  find->add_option("--bureau", a->bureau, "District bureau: its replies, and the city's.");
  find->add_option("--day", a->day, "A day other than today, say 2026-03-02.");
  find->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_find(session, *a); }; });
}

// --- diff ----------------------------------------------------------------------------------------

struct DiffArguments {
  std::string key;
  std::optional<std::uint64_t> from;
  std::optional<std::uint64_t> to;
  ViewerArguments viewer;
};

/// A version's texts, published or being made.
struct Texts {
  std::uint32_t number = 0;
  std::string wording;
  std::string basis;
};

/// Those that the viewer may see, in the order of their numbers.
std::vector<Texts> texts_of(const replies::State& state, const core::Visibility& seen) {
  const bool basis = seen.sees(describe::Access::basis);
  std::vector<Texts> all;
  for (const auto& one : state.versions) {
    all.push_back({one.number, one.wording, basis ? one.basis : ""});
  }
  const auto& draft = state.draft;
  if (draft.number != 0 && seen.sees(describe::Access::internal)) {
    all.push_back({draft.number, draft.wording, basis ? draft.basis : ""});
  }
  return all;
}

Result<const Texts*> version_in(const std::vector<Texts>& all, std::uint64_t number) {
  for (const auto& one : all) {
    if (one.number == number) return &one;
  }
  return Error{Errc::invalid_argument, fmt::format("it has no version {}", number)};
}

struct ShownDifference {
  Position position;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::vector<replies::SentenceChange> wording;
  std::vector<replies::SentenceChange> basis;
};

Result<ShownDifference> compare(const Found& found, const DiffArguments& a) {
  const auto& state = *static_cast<const replies::State*>(found.shown.now.state.get());
  const auto all = texts_of(state, found.shown.visibility);
  if (all.size() < 2) {
    return Error{Errc::invalid_argument, "there are no two versions to compare"};
  }
  RECOURSE_TRY_ASSIGN(const auto* to, version_in(all, a.to.value_or(all.back().number)));
  RECOURSE_TRY_ASSIGN(const auto* from, version_in(all, a.from.value_or(to->number - 1)));
  return ShownDifference{found.position, from->number, to->number,
                         replies::difference(from->wording, to->wording),
                         replies::difference(from->basis, to->basis)};
}

constexpr std::string_view word_of(replies::Change change) {
  switch (change) {
    case replies::Change::removed:
      return "removed";
    case replies::Change::added:
      return "added";
    default:
      return "kept";
  }
}

array to_json(const std::vector<replies::SentenceChange>& changes) {
  array list;
  for (const auto& one : changes) {
    list.push_back(object{{"change", string{word_of(one.change)}}, {"text", one.text}});
  }
  return list;
}

std::string to_text(std::string_view what, const std::vector<replies::SentenceChange>& changes) {
  if (changes.empty()) return {};
  auto text = fmt::format("{}\n", what);
  for (const auto& one : changes) {
    const auto sign = one.change == replies::Change::kept      ? ' '
                      : one.change == replies::Change::removed ? '-'
                                                               : '+';
    auto sentence = one.text;
    while (sentence.ends_with('\n')) sentence.pop_back();
    text += fmt::format("{} {}\n", sign, sentence);
  }
  return text;
}

Exit run_diff(const Session& session, const DiffArguments& a) {
  const auto one = served(*office_workflow(replies::RepliesDecider::kKind));
  const auto stream = stream_of(one, a.key);
  if (!stream) return fail(session, stream.error());
  const auto viewer = viewer_of(session, a.viewer);
  if (!viewer) return fail(session, viewer.error());
  const auto office = open_to_look(session);
  if (!office) return fail(session, office.error());
  const auto seen = find(**office, one, *stream, *viewer);
  if (!seen) return fail(session, seen.error());
  if (const auto* no = core::refused(*seen)) return refuse(session, *no);
  const auto shown = compare(std::get<Found>(*seen), a);
  if (!shown) return fail(session, shown.error());
  const object item{{"from", shown->from},
                    {"to", shown->to},
                    {"wording", to_json(shown->wording)},
                    {"basis", to_json(shown->basis)}};
  const auto text = fmt::format("version {} → {}\n{}{}", shown->from, shown->to,
                                to_text("对外口径 wording", shown->wording),
                                to_text("内部依据 basis", shown->basis));
  return answered(print(session, item_answer(shown->position, item), text));
}

void add_diff(CommandLine& parent, Session& session, std::function<Exit()>& chosen) {
  const auto a = std::make_shared<DiffArguments>();
  auto* diff = parent.add_subcommand("diff", "Shows what a version changes, by sentences.");
  diff->add_option("key", a->key, "Key of the reply, say KJ-0001.")->required();
  diff->add_option("--from", a->from, "The earlier version; by itself the one before.");
  diff->add_option("--to", a->to, "The later version; by itself the last, or the draft.");
  add_viewer(*diff, a->viewer);
  diff->callback(
      [&session, &chosen, a] { chosen = [&session, a] { return run_diff(session, *a); }; });
}

}  // namespace

WorkflowExtension replies_extension() {
  WorkflowExtension extension{replies::RepliesDecider::kKind};
  extension.add_commands = [](CommandLine& parent, Session& session,
                              std::function<Exit()>& chosen) {
    add_find(parent, session, chosen);
    add_diff(parent, session, chosen);
  };
  return extension;
}

}  // namespace recourse::cli
