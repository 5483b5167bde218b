// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <mutex>

#include "cli/verb.hpp"
#include "fim/code_list.hpp"

namespace gordion::cli {

/// Lists of the installation that the call names, if there is one that can be opened. Opened when
/// the first list is asked for: most schemas refer to none, and a preview is a matter of a moment.
class InstalledCodeLists : public fim::CodeListSource {
public:
    explicit InstalledCodeLists(const Call& call) : call_(call) {}

    [[nodiscard]] Result<std::vector<std::string>> list_versions(
        std::string_view canonical_identification) const override;
    [[nodiscard]] Result<std::shared_ptr<const fim::CodeList>> find(
        std::string_view canonical_identification, std::string_view version) const override;

private:
    /// nullptr where there is nothing to ask.
    const fim::CodeListSource* store() const;

    const Call& call_;
    mutable std::once_flag opened_;
    mutable std::unique_ptr<app::Modules> installation_;
};

/// Where a form that is made in a shell looks for lists that its schema only refers to: what was
/// imported into the installation, then what ships with Gordion.
class KnownCodeLists {
public:
    explicit KnownCodeLists(const Call& call);

    /// Live as long as this.
    [[nodiscard]] fim::CodeListSources sources() const { return {&installed_, &shipped_}; }

private:
    InstalledCodeLists installed_;
    fim::CodeListShelf shipped_;
};

}  // namespace gordion::cli
