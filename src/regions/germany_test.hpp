// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "regions/directory.hpp"
#include "regions/directory_reader.hpp"

/// For tests: the directory that the product ships, read once per test program.
namespace gordion::regions::testing {

inline std::string shipped(const std::string& name) {
    const auto bytes =
        load_file(std::string(GORDION_SOURCE_DIR) + "/data/" + name, limits::directory_bytes);
    return bytes.has_value() ? bytes.value() : std::string{};
}

inline const Judged<GvDraft>& germany_draft() {
    static const Judged<GvDraft> draft =
        read_gv100(shipped("gemeindeverzeichnis/GV100AD_30112025.txt")).value();
    return draft;
}

inline const std::shared_ptr<const Directory>& germany() {
    static const std::shared_ptr<const Directory> directory =
        Directory::make({germany_draft().value.date, germany_draft().value.regions,
                         read_postcodes(shipped("plz/plz_ags_ohne_osm.csv")).value().value.pairs});
    return directory;
}

}  // namespace gordion::regions::testing
