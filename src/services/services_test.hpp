// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "regions/germany_test.hpp"
#include "services/catalogue_reader.hpp"

/// For tests: the catalogue that the product ships, read once per test program.
namespace gordion::services::testing {

using regions::testing::germany;
using regions::testing::shipped;

inline const Judged<CatalogueContent>& catalogue_draft() {
    static const Judged<CatalogueContent> draft =
        read_catalogue(load_catalogue_files(std::string(GORDION_SOURCE_DIR) + "/data/ozg-katalog",
                                            shipped_catalogue_date())
                           .value())
            .value();
    return draft;
}

inline const std::shared_ptr<const Catalogue>& catalogue() {
    static const std::shared_ptr<const Catalogue> made =
        Catalogue::make(catalogue_draft().value, "0123456789abcdef0123456789abcdef");
    return made;
}

}  // namespace gordion::services::testing
