// SPDX-License-Identifier: EUPL-1.2
#include "source_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace gordion::architecture {
namespace fs = std::filesystem;
namespace {

const fs::path& root() {
    static const fs::path path = GORDION_SOURCE_DIR;
    return path;
}

bool is_foreign(const std::string& path) {
    for (const char* folder : {"build", "node_modules", "third_party", "var", ".git", ".cache"}) {
        if (path.rfind(std::string(folder) + "/", 0) == 0) {
            return true;
        }
    }
    return false;
}

/// Blanks comments, and literals too if asked. Keeps line breaks.
class Blanker {
public:
    Blanker(std::string_view bytes, bool literals)
        : in_(bytes), out_(bytes), blank_literals_(literals) {}

    std::string run() {
        while (at_ < in_.size()) {
            if (starts("//")) {
                blank_until("\n", 0);
            } else if (starts("/*")) {
                blank_until("*/", 2);
            } else if (starts("R\"") && !follows_a_word()) {
                skip_raw_string();
            } else if (in_[at_] == '"' || (in_[at_] == '\'' && !follows_a_word())) {
                skip_literal(in_[at_]);
            } else {
                ++at_;
            }
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] bool starts(std::string_view what) const {
        return in_.substr(at_, what.size()) == what;
    }
    [[nodiscard]] bool follows_a_word() const {
        return at_ > 0 && (std::isalnum(static_cast<unsigned char>(in_[at_ - 1])) != 0);
    }
    void blank(std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < std::min(to, out_.size()); ++i) {
            if (out_[i] != '\n') {
                out_[i] = ' ';
            }
        }
    }
    void blank_until(std::string_view end, std::size_t plus) {
        const std::size_t found = in_.find(end, at_);
        const std::size_t to = found == std::string_view::npos ? in_.size() : found + plus;
        blank(at_, to);
        at_ = std::max(to, at_ + 1);
    }
    void leave_literal(std::size_t from, std::size_t to) {
        if (blank_literals_) {
            blank(from, to);
        }
        at_ = to + 1;
    }
    void skip_raw_string() {
        const std::size_t open = in_.find('(', at_);
        if (open == std::string_view::npos) {
            at_ = in_.size();
            return;
        }
        const std::string end = ")" + std::string(in_.substr(at_ + 2, open - at_ - 2)) + "\"";
        const std::size_t close = in_.find(end, open);
        const std::size_t last = close == std::string_view::npos ? in_.size() : close;
        leave_literal(open + 1, last + end.size() - 1);
    }
    void skip_literal(char quote) {
        std::size_t end = at_ + 1;
        while (end < in_.size() && in_[end] != quote && in_[end] != '\n') {
            end += in_[end] == '\\' ? 2 : 1;
        }
        leave_literal(at_ + 1, end);
    }

    std::string_view in_;
    std::string out_;
    bool blank_literals_;
    std::size_t at_ = 0;
};

std::vector<SourceFile> read_sources() {
    std::vector<SourceFile> files;
    for (const char* ending : {".cpp", ".hpp"}) {
        for (const std::string& path : list_files(ending)) {
            SourceFile file;
            file.path = path;
            if (path.rfind("src/", 0) == 0) {
                file.module = path.substr(4, path.find('/', 4) - 4);
            }
            file.bytes = load_text(path);
            file.code = Blanker(file.bytes, true).run();
            file.text = Blanker(file.bytes, false).run();
            files.push_back(std::move(file));
        }
    }
    std::sort(files.begin(), files.end(),
              [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    return files;
}

}  // namespace

bool SourceFile::is_header() const {
    return path.ends_with(".hpp");
}

bool SourceFile::is_test() const {
    const bool beside = path.ends_with("_test.cpp") || path.ends_with("_test.hpp") ||
                        path.ends_with("_fuzz.cpp") || name().starts_with("test_");
    return module.empty() || beside || path.find("/testing/") != std::string::npos;
}

std::string SourceFile::name() const {
    return path.substr(path.rfind('/') + 1);
}

const std::vector<SourceFile>& source_files() {
    static const std::vector<SourceFile> files = read_sources();
    return files;
}

std::vector<std::string> list_files(std::string_view ending) {
    std::vector<std::string> paths;
    for (auto it = fs::recursive_directory_iterator(root()); it != fs::end(it); ++it) {
        const std::string path = it->path().lexically_relative(root()).generic_string();
        if (it->is_directory() && is_foreign(path + "/")) {
            it.disable_recursion_pending();
        } else if (it->is_regular_file() && path.ends_with(ending)) {
            paths.push_back(path);
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string load_text(const std::string& path) {
    std::ifstream in(root() / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream in{std::string(text)};
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::set<std::string> list_modules() {
    std::set<std::string> modules;
    for (const auto& entry : fs::directory_iterator(root() / "src")) {
        if (entry.is_directory()) {
            modules.insert(entry.path().filename().string());
        }
    }
    return modules;
}

std::map<std::string, std::set<std::string>> declared_arrows() {
    std::map<std::string, std::set<std::string>> arrows;
    for (const std::string& module : list_modules()) {
        std::set<std::string>& used = arrows[module];
        used.insert("core");
        std::string text = load_text("src/" + module + "/CMakeLists.txt");
        std::replace(text.begin(), text.end(), ')', ' ');
        std::istringstream words(text);
        bool inside = false;
        for (std::string word; words >> word;) {
            if (word == "USES" || word == "LINKS") {
                inside = word == "USES";
            } else if (inside) {
                used.insert(word);
            }
        }
    }
    return arrows;
}

std::map<std::string, std::string> exceptions_of(std::string_view rule) {
    std::map<std::string, std::string> granted;
    for (const std::string& line : split_lines(load_text("tests/architecture/exceptions.txt"))) {
        std::istringstream words(line);
        std::string name;
        std::string path;
        std::string value;
        if (line.rfind('#', 0) != 0 && words >> name >> path && name == rule) {
            words >> value;
            granted[path] = value;
        }
    }
    return granted;
}

void expect_none(const std::vector<std::string>& offences, std::string_view advice) {
    std::string all;
    for (const std::string& offence : offences) {
        all += "  " + offence + "\n";
    }
    EXPECT_TRUE(offences.empty()) << offences.size() << " offences:\n" << all << advice;
}

}  // namespace gordion::architecture
