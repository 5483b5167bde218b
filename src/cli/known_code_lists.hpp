// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>

#include "cli/verb.hpp"
#include "fim/code_list.hpp"

namespace gordion::cli {

/// Where a form that is made in a shell looks for lists that its schema only refers to: what was
/// imported into the installation, if there is one, then what ships with Gordion.
class KnownCodeLists {
public:
    explicit KnownCodeLists(const Call& call);

    /// Live as long as this.
    [[nodiscard]] fim::CodeListSources sources() const;

private:
    std::unique_ptr<app::Modules> installation_;
    fim::CodeListShelf shipped_;
};

}  // namespace gordion::cli
