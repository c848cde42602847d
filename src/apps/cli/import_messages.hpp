// `recourse import messages FILE`: real messages to a city government, with the official reply, as
// historical cases.
//
// A line is a JSON object: id, user, subject, time, text, reply, reply_time (local time). It
// becomes the stream case/<source>-<id>: reported at its time, answered and closed at the reply's,
// decided by the same rules as any case, in one atomic append. The command id is derived from
// source and id, so that importing twice changes nothing. No timer acts on it.
#pragma once

#include "apps/cli/session.hpp"

namespace recourse::cli {

struct ImportArguments {
  std::string file;
  std::string source = "messages";  ///< Names the stream keys; letters, digits, - and _.
};

Exit run_import_messages(const Session& session, const ImportArguments& arguments);

}  // namespace recourse::cli
