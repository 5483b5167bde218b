// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "formats/toml.hpp"
#include "reuse/parameter.hpp"

namespace gordion::reuse {

/// Takes members out of one table of a TOML file and notes what is wrong with each, with file and
/// line. Used by one thread; lives as long as the file.
class TomlReader {
public:
    TomlReader(const formats::Toml& file, std::string_view file_name, Findings& findings);
    /// A table inside, addressed as in formats::Toml::lines ("parameter.2").
    TomlReader(const TomlReader& outer, const formats::Json& table, std::string path);

    /// Empty and a finding reuse.service_key if it is absent and `Need` demands it.
    enum class Need { Required, Optional };
    std::string text(std::string_view key, Need need);
    std::vector<std::string> texts(std::string_view key, Need need);
    std::int64_t integer(std::string_view key, std::int64_t fallback);
    bool truth(std::string_view key, bool fallback);
    /// A table of languages, or plain text, which stands for German.
    LocalText local_text(std::string_view key, Need need);

    [[nodiscard]] const formats::Json* find(std::string_view key) const;
    void note(std::string code, std::string_view key, Values values, std::string message,
              Severity severity = Severity::Fault);
    /// Members that none of the calls asked for become warnings reuse.service_unknown.
    void note_unknown(const std::vector<std::string_view>& known);

private:
    const formats::Json* expect(std::string_view key, Need need);
    void note_type(std::string_view key, std::string_view expected);

    const formats::Toml* file_;
    std::string file_name_;
    Findings* findings_;
    const formats::Json* table_;
    std::string path_;
};

}  // namespace gordion::reuse
