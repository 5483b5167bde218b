// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <cctype>

#include "source_tree.hpp"

namespace gordion::architecture {
namespace {

struct Open {
    char bracket = '{';
    bool is_block = false;  ///< statements; else a list
    bool has_comma = false;
};

/// Whether what the brace at `at` opens holds statements: then a semicolon stands directly in it.
bool opens_block(std::string_view code, std::size_t at) {
    int depth = 0;
    for (; at < code.size(); ++at) {
        const char c = code[at];
        if (c == '{' || c == '(' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ')' || c == ']') {
            if (--depth == 0) {
                return false;
            }
        } else if (c == ';' && depth == 1) {
            return true;
        }
    }
    return false;
}

bool is_try(std::string_view code, std::size_t at) {
    return code.substr(at, 4) == "TRY(" &&
           (at == 0 ||
            (std::isalnum(static_cast<unsigned char>(code[at - 1])) == 0 && code[at - 1] != '_'));
}

/// Whether something stands before this place in a list that is not finished.
bool is_behind_an_element(const std::vector<Open>& open) {
    for (auto one = open.rbegin(); one != open.rend(); ++one) {
        if (one->bracket == '{' && (one->is_block || one->has_comma)) {
            return !one->is_block;
        }
    }
    return false;
}

}  // namespace

std::vector<int> find_tries_behind_elements(const SourceFile& file) {
    const std::string_view code = file.code;
    std::vector<Open> open;
    std::vector<int> lines;
    for (std::size_t at = 0; at < code.size(); ++at) {
        const char c = code[at];
        if (c == '{' || c == '(' || c == '[') {
            open.push_back({c, c == '{' && opens_block(code, at), false});
        } else if ((c == '}' || c == ')' || c == ']') && !open.empty()) {
            open.pop_back();
        } else if (c == ',' && !open.empty()) {
            open.back().has_comma = true;
        } else if (c == 'T' && is_try(code, at) && is_behind_an_element(open)) {
            lines.push_back(
                1 + static_cast<int>(std::count(
                        code.begin(), code.begin() + static_cast<std::ptrdiff_t>(at), '\n')));
        }
    }
    return lines;
}

}  // namespace gordion::architecture
