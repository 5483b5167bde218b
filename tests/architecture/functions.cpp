// SPDX-License-Identifier: EUPL-1.2
// Finds function bodies by their braces. A block is one of four kinds; only blocks directly in a
// namespace or type whose head looks like a function's are reported.
#include <algorithm>
#include <cctype>

#include "source_tree.hpp"

namespace gordion::architecture {
namespace {

enum class Block { Scope, Function, Other };

struct Open {
    Block kind = Block::Other;
    FunctionBody body;
};

bool has_word(const std::string& text, const std::string& word) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const auto is_letter = [&](std::size_t i) {
            return i < text.size() &&
                   (std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_');
        };
        if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + word.size())) {
            return true;
        }
    }
    return false;
}

/// Everything outside of round brackets.
std::string outside_brackets(const std::string& head) {
    std::string out;
    int depth = 0;
    for (const char c : head) {
        depth += c == '(' ? 1 : 0;
        if (depth == 0) {
            out += c;
        }
        depth -= c == ')' ? 1 : 0;
    }
    return depth == 0 ? out : "=";
}

bool is_function_head(const std::string& head) {
    if (head.find('(') == std::string::npos) {
        return false;
    }
    const std::string outside = outside_brackets(head);
    return outside.find('=') == std::string::npos || has_word(outside, "operator");
}

/// "template <class T> void f()" → "void f()".
std::string without_template(const std::string& head) {
    const std::size_t at = head.find("template <");
    if (at == std::string::npos) {
        return head;
    }
    int depth = 0;
    for (std::size_t i = head.find('<', at); i < head.size(); ++i) {
        depth += head[i] == '<' ? 1 : 0;
        depth -= head[i] == '>' ? 1 : 0;
        if (depth == 0) {
            return without_template(head.substr(i + 1));
        }
    }
    return head;
}

bool is_scope_head(const std::string& whole) {
    const std::string head = without_template(whole);
    if (head.find('(') != std::string::npos || head.find('=') != std::string::npos) {
        return false;
    }
    const auto words = {"namespace", "class", "struct", "union", "extern"};
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return has_word(head, word); });
}

int count_parameters(const std::string& head) {
    std::size_t at = head.find('(');
    const std::size_t call = head.find("operator()");
    if (call != std::string::npos) {
        at = head.find('(', call + 10);
    }
    int depth = 0;
    int commas = 0;
    bool empty = true;
    for (; at != std::string::npos && at < head.size(); ++at) {
        const char c = head[at];
        if (c == '(' || c == '<' || c == '[' || c == '{') {
            ++depth;
        } else if (c == ')' || c == '>' || c == ']' || c == '}') {
            --depth;
        } else if (c == ',' && depth == 1) {
            ++commas;
        } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            empty = false;
        }
        if (depth == 0) {
            break;
        }
    }
    return empty ? 0 : commas + 1;
}

std::string one_line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    while (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out;
}

/// Preprocessor lines would confuse the heads.
std::string without_directives(const std::string& code) {
    std::string out = code;
    bool line_start = true;
    bool directive = false;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] == '\n') {
            directive = directive && i > 0 && code[i - 1] == '\\';
            line_start = true;
            continue;
        }
        if (line_start && std::isspace(static_cast<unsigned char>(out[i])) == 0) {
            directive = directive || out[i] == '#';
            line_start = false;
        }
        if (directive) {
            out[i] = ' ';
        }
    }
    return out;
}

}  // namespace

std::vector<FunctionBody> find_functions(const SourceFile& file) {
    const std::string code = without_directives(file.code);
    std::vector<FunctionBody> found;
    std::vector<Open> open;
    std::size_t head_from = 0;
    int line = 1;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        line += c == '\n' ? 1 : 0;
        if (c == ';') {
            head_from = i + 1;
        } else if (c == '{') {
            const std::string raw = code.substr(head_from, i - head_from);
            Open block;
            block.body.head = one_line(raw);
            const bool in_scope = open.empty() || open.back().kind == Block::Scope;
            if (in_scope && is_scope_head(block.body.head)) {
                block.kind = Block::Scope;
            } else if (in_scope && is_function_head(block.body.head)) {
                block.kind = Block::Function;
                const std::size_t text = raw.find_first_not_of(" \n\t");
                block.body.first_line =
                    line - static_cast<int>(
                               std::count(raw.begin() + static_cast<long>(text), raw.end(), '\n'));
                block.body.parameters = count_parameters(block.body.head);
            }
            open.push_back(block);
            head_from = i + 1;
        } else if (c == '}' && !open.empty()) {
            if (open.back().kind == Block::Function) {
                open.back().body.lines = line - open.back().body.first_line + 1;
                found.push_back(open.back().body);
            }
            open.pop_back();
            head_from = i + 1;
        }
    }
    return found;
}

}  // namespace gordion::architecture
