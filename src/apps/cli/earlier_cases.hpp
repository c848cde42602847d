// Earlier cases of the same person (R45), as answers show them.
#pragma once

#include <boost/json.hpp>
#include <recourse/casework/complaint/views/persons_view.hpp>
#include <string>
#include <vector>

namespace recourse::cli {

boost::json::array earlier_json(const std::vector<casework::complaint::EarlierCase>& cases);
/// A table without a heading.
std::string earlier_text(const std::vector<casework::complaint::EarlierCase>& cases);

}  // namespace recourse::cli
