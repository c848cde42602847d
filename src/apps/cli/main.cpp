// The command `recourse`.
#include "apps/cli/run.hpp"

int main(int argc, char** argv) { return recourse::cli::run(argc, argv); }
