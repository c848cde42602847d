// The lifecycle of a standard reply: two regions side by side (R22).
//
// `Drafting` is the version that is being made: proposed, drafted, reviewed, approved; publishing
// empties it. `Standing` is what is published: it stays valid while a revision is drafted beside
// it. The numbers are on disk and never reused.
#pragma once

#include <recourse/casework/common/labels.hpp>
#include <recourse/casework/replies/commands.hpp>
#include <recourse/casework/replies/events.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::casework::replies {

/// Which commands a role may give, by the command's permanent name.
bool may_give(std::string_view command, Role role);

/// The regions of the lifecycle.
const lifecycle::Region<Drafting>& drafting();
const lifecycle::Region<Standing>& standing();

/// What a command records in a region; a command that is in neither records nothing there.
struct Step {
  std::string_view command;
  std::string_view event;
};
std::span<const Step> steps();

/// The phases take the command.
bool takes(Drafting draft, Standing stands, std::string_view command);

}  // namespace recourse::casework::replies
