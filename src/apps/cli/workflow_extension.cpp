#include "apps/cli/workflow_extension.hpp"

#include "apps/cli/account_commands.hpp"
#include "apps/cli/calendar_commands.hpp"
#include "apps/cli/complaint_commands.hpp"
#include "apps/cli/hotline_commands.hpp"
#include "apps/cli/notary_commands.hpp"
#include "apps/cli/rectification_commands.hpp"
#include "apps/cli/registry_commands.hpp"
#include "apps/cli/replies_commands.hpp"
#include "apps/cli/supervision_commands.hpp"
#include "apps/cli/training_commands.hpp"

namespace recourse::cli {

const WorkflowExtension& extension_of(std::string_view kind) {
  static const WorkflowExtension kAll[] = {complaint_extension(),     calendar_extension(),
                                           notary_extension(),        replies_extension(),
                                           rectification_extension(), registry_extension(),
                                           supervision_extension(),   training_extension(),
                                           hotline_extension(),       account_extension()};
  static const WorkflowExtension kNone{};
  for (const auto& extension : kAll) {
    if (extension.kind == kind) return extension;
  }
  return kNone;
}

}  // namespace recourse::cli
