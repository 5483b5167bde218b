// SPDX-License-Identifier: EUPL-1.2
#include <csignal>
#include <iostream>

#include "cli/verb.hpp"

int main(int argc, char** argv) {
    // A reader that goes away ("gordion … | head") is no reason to die in the middle of a write.
    std::signal(SIGPIPE, SIG_IGN);
    const gordion::SystemClock clock;
    gordion::SystemRandom random;
    return gordion::cli::run_command({argv + 1, argv + argc}, std::cout, std::cerr, clock, random);
}
