// SPDX-License-Identifier: EUPL-1.2
#include "fim/code_list.hpp"

#include <algorithm>

namespace gordion::fim {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

std::size_t find_column(const CodeList& list, const std::string& id) {
    for (std::size_t i = 0; !id.empty() && i < list.columns.size(); ++i) {
        if (list.columns[i].id == id) {
            return i;
        }
    }
    return none;
}

std::size_t code_column(const CodeList& list, const std::string& wanted) {
    if (const std::size_t named = find_column(list, wanted); named != none) {
        return named;
    }
    const auto key = std::find_if(list.columns.begin(), list.columns.end(),
                                  [](const CodeListColumn& column) { return column.is_key; });
    return key == list.columns.end() ? 0 : static_cast<std::size_t>(key - list.columns.begin());
}

std::size_t name_column(const CodeList& list, const std::string& wanted, std::size_t code) {
    if (const std::size_t named = find_column(list, wanted); named != none) {
        return named;
    }
    if (code + 1 < list.columns.size()) {
        return code + 1;
    }
    return code == 0 ? none : 0;
}

std::string cell(const std::vector<std::string>& row, std::size_t column) {
    return column < row.size() ? row[column] : std::string();
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The digits that a text begins with, without leading zeros; they are taken off the text.
std::string_view take_number(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && is_digit(text[end])) {
        ++end;
    }
    std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    while (digits.size() > 1 && digits.front() == '0') {
        digits.remove_prefix(1);
    }
    return digits;
}

}  // namespace

bool CodeList::operator==(const CodeList& other) const {
    const auto same_column = [](const CodeListColumn& left, const CodeListColumn& right) {
        return left.id == right.id && left.name == right.name && left.required == right.required &&
               left.is_key == right.is_key;
    };
    return canonical_identification == other.canonical_identification && version == other.version &&
           canonical_version_uri == other.canonical_version_uri && short_name == other.short_name &&
           long_name == other.long_name && agency == other.agency && rows == other.rows &&
           std::equal(columns.begin(), columns.end(), other.columns.begin(), other.columns.end(),
                      same_column);
}

std::vector<Code> make_codes(const CodeList& list, const CodeColumns& wanted) {
    const std::size_t code = code_column(list, wanted.code);
    const std::size_t name = name_column(list, wanted.name, code);
    const std::size_t help = find_column(list, wanted.help);
    std::vector<Code> codes;
    codes.reserve(list.rows.size());
    for (const auto& row : list.rows) {
        Code made{cell(row, code), cell(row, name), cell(row, help)};
        if (made.code.empty()) {
            continue;
        }
        if (made.name.empty()) {
            made.name = made.code;
        }
        codes.push_back(std::move(made));
    }
    return codes;
}

int compare_list_versions(std::string_view left, std::string_view right) {
    while (!left.empty() && !right.empty()) {
        if (is_digit(left.front()) && is_digit(right.front())) {
            const std::string_view ours = take_number(left);
            const std::string_view theirs = take_number(right);
            if (ours.size() != theirs.size()) {
                return ours.size() < theirs.size() ? -1 : 1;
            }
            if (const int order = ours.compare(theirs); order != 0) {
                return order;
            }
        } else if (left.front() != right.front()) {
            return static_cast<unsigned char>(left.front()) <
                           static_cast<unsigned char>(right.front())
                       ? -1
                       : 1;
        } else {
            left.remove_prefix(1);
            right.remove_prefix(1);
        }
    }
    return left.empty() ? (right.empty() ? 0 : -1) : 1;
}

std::string wanted_version(const CodeListReference& reference) {
    const std::string& whole = reference.canonical_version_uri;
    const std::string& id = reference.canonical_identification;
    if (!reference.version.empty() || id.empty() || whole.size() <= id.size() + 1 ||
        whole.compare(0, id.size(), id) != 0 ||
        (whole[id.size()] != '_' && whole[id.size()] != ':')) {
        return reference.version;
    }
    return whole.substr(id.size() + 1);
}

Result<FoundCodeList> find_code_list(const CodeListSources& sources,
                                     const CodeListReference& reference) {
    const std::string& id = reference.canonical_identification;
    const std::string wanted = wanted_version(reference);
    if (!wanted.empty()) {
        for (const CodeListSource* source : sources) {
            if (auto list = TRY(source->find(id, wanted))) {
                return FoundCodeList{std::move(list), false};
            }
        }
    }
    const CodeListSource* newest_in = nullptr;
    std::string newest;
    for (const CodeListSource* source : sources) {
        for (std::string& version : TRY(source->list_versions(id))) {
            if (newest_in == nullptr || compare_list_versions(newest, version) < 0) {
                newest_in = source;
                newest = std::move(version);
            }
        }
    }
    if (newest_in == nullptr) {
        return FoundCodeList{};
    }
    return FoundCodeList{TRY(newest_in->find(id, newest)), !wanted.empty()};
}

CodeListShelf::CodeListShelf(std::vector<CodeList> lists) {
    for (CodeList& list : lists) {
        add(std::move(list));
    }
}

void CodeListShelf::add(CodeList list) {
    lists_.push_back(std::make_shared<const CodeList>(std::move(list)));
}

Result<std::vector<std::string>> CodeListShelf::list_versions(std::string_view id) const {
    std::vector<std::string> versions;
    for (const auto& list : lists_) {
        if (list->canonical_identification == id) {
            versions.push_back(list->version);
        }
    }
    return versions;
}

Result<std::shared_ptr<const CodeList>> CodeListShelf::find(std::string_view id,
                                                            std::string_view version) const {
    const auto found = std::find_if(lists_.begin(), lists_.end(), [&](const auto& list) {
        return list->canonical_identification == id && list->version == version;
    });
    return found == lists_.end() ? nullptr : *found;
}

}  // namespace gordion::fim
