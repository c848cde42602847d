#include "apps/cli/viewer.hpp"

#include <recourse/casework/common/roles.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/nearest.hpp"

namespace recourse::cli {

void add_viewer(CommandLine& command, ViewerArguments& to) {
  command
      .add_option("--as", to.actor,
                  "Who looks: role:id@unit (or RECOURSE_ACTOR). What is not theirs to see is left "
                  "out.")
      ->envname("RECOURSE_ACTOR");
  command.add_option("--purpose", to.purpose,
                     "With --reveal: for what. The look is recorded, or refused.");
  command.add_option("--code", to.code,
                     "With --reveal: the inquiry code by which a citizen shows that it is their "
                     "case.");
}

Result<void> check_role(const core::Actor& actor) {
  casework::Role role{};
  if (describe::enum_from_name(actor.role, role)) return {};
  const auto known = names_of<casework::Role>();
  return Error{Errc::invalid_argument,
               "--as: " + no_such("role", actor.role, {known.begin(), known.end()})};
}

Result<core::Viewer> viewer_of(const Session& session, const ViewerArguments& given) {
  core::Viewer viewer{actor_of(given.actor), session.reveal ? given.purpose : std::string{}};
  viewer.proof = given.code;
  if (viewer.actor.id.empty()) {
    return Error{Errc::invalid_argument,
                 "--as: somebody looks: role:id@unit (or RECOURSE_ACTOR); nothing is shown to "
                 "nobody in particular"};
  }
  RECOURSE_TRY(check_role(viewer.actor));
  if (session.reveal && given.purpose.empty()) {
    return Error{Errc::invalid_argument,
                 "--reveal: a look at personal data is recorded: --purpose says for what"};
  }
  if (!session.reveal && !given.purpose.empty()) {
    return Error{Errc::invalid_argument,
                 "--purpose: personal data stays masked without --reveal; give both, or neither"};
  }
  if (!session.reveal && !given.code.empty()) {
    return Error{Errc::invalid_argument,
                 "--code: it is asked for where personal data is shown in clear: give --reveal and "
                 "--purpose too"};
  }
  return viewer;
}

Result<std::unique_ptr<Office>> open_to_look(const Session& session) {
  return session.reveal ? session.open_existing() : session.open_to_read();
}

}  // namespace recourse::cli
