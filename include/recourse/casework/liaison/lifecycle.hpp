// The lifecycle of a liaison's post: two regions side by side (R21). `Post` is whether somebody is
// the liaison; `Collection` goes on whoever is: collecting, a digest that waits for its answer, an
// answered one. The numbers are on disk and never reused.
#pragma once

#include <recourse/casework/liaison/commands.hpp>
#include <recourse/casework/liaison/events.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::casework::liaison {

/// Which commands a role may give, by the command's permanent name.
bool may_give(std::string_view command, Role role);

/// The regions of the lifecycle.
const lifecycle::Region<Post>& posts();
const lifecycle::Region<Collection>& collections();

/// What a command records.
struct Step {
  std::string_view command;
  std::string_view event;
};
std::span<const Step> steps();

/// The phases take the command.
bool takes(Post post, Collection collection, std::string_view command);

}  // namespace recourse::casework::liaison
