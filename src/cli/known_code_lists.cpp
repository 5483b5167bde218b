// SPDX-License-Identifier: EUPL-1.2
#include "cli/known_code_lists.hpp"

#include "fim/code_list_folder.hpp"

namespace gordion::cli {

const fim::CodeListSource* InstalledCodeLists::store() const {
    std::call_once(opened_, [this] { installation_ = call_.open_if_there(); });
    return installation_ == nullptr ? nullptr : &installation_->code_lists;
}

Result<std::vector<std::string>> InstalledCodeLists::list_versions(
    std::string_view canonical_identification) const {
    const fim::CodeListSource* lists = store();
    return lists == nullptr ? Result<std::vector<std::string>>(std::vector<std::string>())
                            : lists->list_versions(canonical_identification);
}

Result<std::shared_ptr<const fim::CodeList>> InstalledCodeLists::find(
    std::string_view canonical_identification, std::string_view version) const {
    const fim::CodeListSource* lists = store();
    return lists == nullptr ? Result<std::shared_ptr<const fim::CodeList>>(nullptr)
                            : lists->find(canonical_identification, version);
}

KnownCodeLists::KnownCodeLists(const Call& call)
    : installed_(call),
      shipped_(fim::load_code_lists(call.config.product_data / "codelists").value) {}

}  // namespace gordion::cli
