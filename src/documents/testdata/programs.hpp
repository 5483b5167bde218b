// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

/// Other people's readers, for tests: poppler, qpdf, node.
namespace gordion::documents {

struct Outcome {
    int status = 0;
    std::string output;
};

inline Outcome run_program(const std::string& command) {
    Outcome outcome;
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");  // NOLINT(cert-env33-c): fixed commands
    if (pipe == nullptr) {
        return {127, {}};
    }
    char part[4096];
    for (std::size_t read = fread(part, 1, sizeof part, pipe); read > 0;
         read = fread(part, 1, sizeof part, pipe)) {
        outcome.output.append(part, read);
    }
    const int status = pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return outcome;
}

inline bool has_program(const std::string& name) {
    return run_program("command -v " + name).status == 0;
}

/// A file that lives as long as this value.
class TemporaryPdf {
public:
    explicit TemporaryPdf(const std::string& bytes) {
        std::string folder = (std::filesystem::temp_directory_path() / "gordion-pdf-XXXXXX");
        folder_ = mkdtemp(folder.data());
        std::ofstream(path(), std::ios::binary) << bytes;
    }
    TemporaryPdf(const TemporaryPdf&) = delete;
    TemporaryPdf& operator=(const TemporaryPdf&) = delete;
    ~TemporaryPdf() { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string path() const { return folder_ + "/document.pdf"; }

private:
    std::string folder_;
};

}  // namespace gordion::documents
