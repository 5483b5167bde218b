// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/xml.hpp"

namespace gordion::xzufi::internal {

/// An element written down again as XML that stands for itself: every namespace it needs is
/// declared in it. Prefixes may differ from the original, names and texts do not.
class OpaqueCopy {
public:
    void start(std::string_view ns, std::string_view name,
               const std::vector<formats::XmlAttribute>& attributes);
    void text(std::string_view text);
    void end();

    [[nodiscard]] std::size_t depth() const { return open_.size(); }
    [[nodiscard]] std::string take() { return std::move(xml_); }

private:
    struct Open {
        std::string ns;
        std::string name;
    };
    std::vector<Open> open_;
    std::string xml_;
};

}  // namespace gordion::xzufi::internal
