// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gordion::architecture {

/// One file of the tree. `code` and `text` have the same length and lines as `bytes`.
struct SourceFile {
    std::string path;    ///< Relative to the root: "src/core/error.hpp".
    std::string module;  ///< "core"; empty outside of src/.
    std::string bytes;
    std::string code;  ///< Comments, strings and character literals are blanks.
    std::string text;  ///< Only comments are blanks.

    [[nodiscard]] bool is_header() const;
    [[nodiscard]] bool is_test() const;  ///< *_test.*, *_fuzz.cpp, testing/ and all of tests/.
    [[nodiscard]] std::string name() const;
};

/// A function body found by counting braces; good enough for sizes, not a parser.
struct FunctionBody {
    std::string head;  ///< What stands before the brace, on one line.
    int first_line = 0;
    int lines = 0;
    int parameters = 0;
};

/// Every C++ file below src/, tests/ and bench/, sorted by path. Read once.
const std::vector<SourceFile>& source_files();

/// Paths of all files with this ending, without what is built, installed or vendored.
std::vector<std::string> list_files(std::string_view ending);

std::string load_text(const std::string& path);
std::vector<std::string> split_lines(std::string_view text);

/// The folders of src/.
std::set<std::string> list_modules();

/// module → what its CMakeLists.txt names after USES, and core.
std::map<std::string, std::set<std::string>> declared_arrows();

std::vector<FunctionBody> find_functions(const SourceFile& file);

/// Lines with a TRY that stands in a braced list behind another element.
std::vector<int> find_tries_behind_elements(const SourceFile& file);

/// Exceptions granted in exceptions.txt for one rule: path → limit or note.
std::map<std::string, std::string> exceptions_of(std::string_view rule);

/// Fails with one line per entry; says what to do about it.
void expect_none(const std::vector<std::string>& offences, std::string_view advice);

}  // namespace gordion::architecture
