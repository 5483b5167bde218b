// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/files.hpp"
#include "core/finding.hpp"
#include "core/result.hpp"
#include "fim/code_list.hpp"

namespace gordion::fim::internal {

/// Puts a list together and judges it, whatever it was written in.
class CodeListBuilder {
public:
    CodeList list;

    /// Where a column with this id stands; std::string::npos if there is none.
    [[nodiscard]] std::size_t column(std::string_view id) const;
    /// Error code: fim.code_list_too_large.
    Result<void> add_column(CodeListColumn column, const std::string& place);
    /// Takes a row if it has a code that is not there yet. Error code: fim.code_list_too_large.
    Result<void> add_row(std::vector<std::string> row, const std::string& place);
    void report(std::string_view code, Severity severity, std::string place, Values values,
                std::string message);
    Judged<CodeList> take();

private:
    [[nodiscard]] std::size_t code_column() const;
    Findings findings_;
    std::unordered_set<std::string> codes_;
    std::size_t cells_ = 0;
    bool has_rows_ = false;
};

Result<Judged<CodeList>> read_genericode(std::string_view bytes);
Result<Judged<CodeList>> read_genericode(ByteSource& bytes);
Result<Judged<CodeList>> read_list_json(std::string_view text);
Error list_unsupported(std::string place, std::string reason);

}  // namespace gordion::fim::internal
