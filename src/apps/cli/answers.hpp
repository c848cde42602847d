// The shape of every answer as JSON: that of the office's (office/answer_json.hpp). A refusal is
// {"refusal": {…}}, an error {"error": {…}} (session.hpp, usage.hpp).
#pragma once

#include <recourse/office/answer_json.hpp>
