// The machine of the region `Collection`.
#include <recourse/lifecycle_machine.hpp>

#include "casework/liaison/lifecycle_table.hpp"

namespace recourse::casework::liaison {

lifecycle::Steps<Collection> collection_steps() { return lifecycle::steps<CollectionRows>(); }

}  // namespace recourse::casework::liaison
