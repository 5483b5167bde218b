// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "regions/directory.hpp"
#include "zustelldienst/destination_store.hpp"

namespace gordion::zustelldienst {

/// An area as the Routing API shows it. Its id is its part of the ARS.
struct Area {
    std::string id;
    std::string name;
    std::string type;  ///< "Stadt", "Landkreis", "Land" …
    bool operator==(const Area&) const = default;
};

struct AreaPage {
    std::vector<Area> areas;
    std::size_t total = 0;
};

/// The areas of Germany for the Routing API: found by name or postcode, and by their numbers.
/// Immutable; shared between threads.
class AreaIndex {
public:
    explicit AreaIndex(std::shared_ptr<const regions::Directory> directory);

    /// Areas that every expression fits, the largest first. An expression of digits is a postcode,
    /// or with "*" behind it the beginning of one; any other names words of the area's name, where
    /// "*" stands for any characters ("Mag*" fits what has a word that begins with it).
    /// Error code: zustelldienst.area_expression (Invalid: none, more than ten, or not
    /// ^(\*?([^\*]{2,})\*?)*$).
    Result<AreaPage> search(const std::vector<std::string_view>& expressions,
                            const Page& page) const;
    /// The twelve digits of the municipality with this eight-digit AGS.
    [[nodiscard]] std::optional<std::string> ars_of(std::string_view ags) const;

private:
    struct Entry {
        const regions::Region* region;
        std::string words;  ///< the folded name between blanks: " halle saale "
    };
    std::shared_ptr<const regions::Directory> directory_;
    std::vector<Entry> entries_;
};

}  // namespace gordion::zustelldienst
