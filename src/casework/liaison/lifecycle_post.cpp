// The machine of the region `Post`.
#include <recourse/lifecycle_machine.hpp>

#include "casework/liaison/lifecycle_table.hpp"

namespace recourse::casework::liaison {

lifecycle::Steps<Post> post_steps() { return lifecycle::steps<PostRows>(); }

}  // namespace recourse::casework::liaison
