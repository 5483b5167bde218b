// SPDX-License-Identifier: EUPL-1.2
#include "fim/code_list_reader.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/internal/code_list_builder.hpp"

namespace gordion::fim {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t piece_bytes = 64 * 1024;

std::string_view without_mark(std::string_view bytes) {
    const bool marked = bytes.substr(0, byte_order_mark.size()) == byte_order_mark;
    return marked ? bytes.substr(byte_order_mark.size()) : bytes;
}

bool begins_as_json(std::string_view content) {
    return !content.empty() && (content.front() == '{' || content.front() == '[');
}

// What was looked at already, and then the rest.
class JoinedSource final : public ByteSource {
public:
    JoinedSource(std::string_view first, ByteSource& rest) : first_(first), rest_(rest) {}
    Result<std::size_t> read(std::span<char> into) override {
        if (first_.empty()) {
            return rest_.read(into);
        }
        const std::size_t count = std::min(first_.size(), into.size());
        std::copy_n(first_.begin(), count, into.begin());
        first_.remove_prefix(count);
        return count;
    }

private:
    std::string_view first_;
    ByteSource& rest_;
};

// Appends up to `most` bytes; false at the end of the source.
Result<bool> append_piece(std::string& to, ByteSource& source, std::size_t most) {
    const std::size_t had = to.size();
    to.resize(had + most);
    const std::size_t count = TRY(source.read(std::span(to).subspan(had)));
    to.resize(had + count);
    return count > 0;
}

}  // namespace

Result<Judged<CodeList>> read_code_list(std::string_view bytes) {
    bytes = without_mark(bytes);
    const std::string_view content = trim(bytes);
    if (begins_as_json(content)) {
        return internal::read_list_json(content);
    }
    return internal::read_genericode(bytes);
}

Result<Judged<CodeList>> read_code_list(ByteSource& bytes) {
    std::string head;
    const auto undecided = [&] {
        return head.size() < byte_order_mark.size() || trim(without_mark(head)).empty();
    };
    // Blanks without end are no list of any kind; the reader of XML says so.
    while (undecided() && head.size() < piece_bytes) {
        if (!TRY(append_piece(head, bytes, piece_bytes - head.size()))) {
            break;
        }
    }
    if (!begins_as_json(trim(without_mark(head)))) {
        JoinedSource all(without_mark(head), bytes);
        return internal::read_genericode(all);
    }
    // One byte more than allowed is enough for being refused.
    while (head.size() <= limits::json_bytes + byte_order_mark.size() &&
           TRY(append_piece(head, bytes, piece_bytes))) {
    }
    return internal::read_list_json(trim(without_mark(head)));
}

}  // namespace gordion::fim
