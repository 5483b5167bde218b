// SPDX-License-Identifier: EUPL-1.2
#include "regions/internal/gv100_record.hpp"

namespace gordion::regions::internal {

Record cut_record(std::string_view line) {
    Record record;
    std::array<std::size_t, record_characters + 1> offsets{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        // Bytes 10xxxxxx continue a character.
        if ((static_cast<unsigned char>(line[i]) & 0xC0) == 0x80) {
            continue;
        }
        if (count <= record_characters) {
            offsets.at(count) = i;
        }
        ++count;
    }
    record.characters = count;
    const auto offset = [&](std::size_t character) {
        return character < count && character <= record_characters ? offsets.at(character)
                                                                   : line.size();
    };
    for (std::size_t i = 0; i < ColumnCount; ++i) {
        const std::size_t from = offset(columns.at(i).from);
        record.fields.at(i) = line.substr(from, offset(columns.at(i).to) - from);
    }
    return record;
}

bool looks_like_record(std::string_view line) {
    constexpr std::string_view types = "123456";
    return line.size() >= 12 && types.find(line[0]) != std::string_view::npos && line[1] == '0' &&
           is_digits(line.substr(2, 10));
}

std::optional<RegionLevel> level_of_type(std::string_view type) {
    if (type == "10") {
        return RegionLevel::Land;
    }
    if (type == "20") {
        return RegionLevel::Regierungsbezirk;
    }
    if (type == "40") {
        return RegionLevel::Kreis;
    }
    if (type == "50") {
        return RegionLevel::Verband;
    }
    if (type == "60") {
        return RegionLevel::Gemeinde;
    }
    return std::nullopt;
}

}  // namespace gordion::regions::internal
