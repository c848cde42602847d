// Whether a wording for citizens repeats the basis for staff (R22).
#pragma once

#include <string>
#include <string_view>

namespace recourse::casework::replies {

/// The first run of `run` characters of the basis that stands in the wording too, white space left
/// out; of a shorter basis, four characters at least, the whole. Empty: none. Titles of laws,
/// "《…法》" and "《…条例》", are published and may stand in both.
std::string common_run(std::string_view basis, std::string_view wording, std::size_t run);

}  // namespace recourse::casework::replies
