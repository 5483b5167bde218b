// SPDX-License-Identifier: EUPL-1.2
#include "core/text.hpp"
#include "formats/xml.hpp"

namespace {

// Starts and ends must pair up, and everything handed on must be UTF-8.
class Checker final : public gordion::formats::XmlHandler {
public:
    gordion::Result<void> on_start(std::string_view ns, std::string_view name,
                                   const std::vector<gordion::formats::XmlAttribute>& attributes,
                                   int) override {
        open_.emplace_back(name);
        ++count_;
        check(ns);
        check(name);
        for (const auto& attribute : attributes) {
            check(attribute.name);
            check(attribute.value);
        }
        return {};
    }
    gordion::Result<void> on_text(std::string_view text) override {
        check(text);
        check(gordion::formats::escape_xml(text));
        return {};
    }
    gordion::Result<void> on_end(std::string_view, std::string_view name, int) override {
        if (open_.empty() || open_.back() != name) {
            __builtin_trap();
        }
        open_.pop_back();
        return {};
    }
    [[nodiscard]] bool is_complete() const { return open_.empty(); }
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    static void check(std::string_view text) {
        if (!gordion::is_utf8(text)) {
            __builtin_trap();
        }
    }
    std::vector<std::string> open_;
    std::size_t count_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    Checker checker;
    const auto result = gordion::formats::read_xml(bytes, checker);
    if (result && !checker.is_complete()) {
        __builtin_trap();
    }
    // In pieces it is the same document, or the same refusal.
    gordion::MemorySource source(bytes, 1 + size % 7);
    Checker pieced;
    const auto again = gordion::formats::read_xml(source, pieced, {});
    if (again.has_value() != result.has_value() || (again && pieced.count() != checker.count())) {
        __builtin_trap();
    }
    return 0;
}
