// SPDX-License-Identifier: EUPL-1.2
#include "fim/code_list_reader.hpp"

#include "core/text.hpp"
#include "fim/internal/code_list_builder.hpp"

namespace gordion::fim {

Result<Judged<CodeList>> read_code_list(std::string_view bytes) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (bytes.substr(0, byte_order_mark.size()) == byte_order_mark) {
        bytes.remove_prefix(byte_order_mark.size());
    }
    const std::string_view content = trim(bytes);
    if (!content.empty() && (content.front() == '{' || content.front() == '[')) {
        return internal::read_list_json(content);
    }
    return internal::read_genericode(bytes);
}

}  // namespace gordion::fim
