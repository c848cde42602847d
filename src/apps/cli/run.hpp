// The command line as a whole.
//
//     int main(int argc, char** argv) { return recourse::cli::run(argc, argv); }
//
// It serves the workflows of office_workflows(): a program that links another list serves that.
#pragma once

namespace recourse::cli {

/// Reads the arguments and runs the command that they name. Answers with how the process ends
/// (session.hpp, Exit); throws nothing.
int run(int argc, char** argv);

}  // namespace recourse::cli
