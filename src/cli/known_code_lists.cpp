// SPDX-License-Identifier: EUPL-1.2
#include "cli/known_code_lists.hpp"

#include "fim/code_list_folder.hpp"

namespace gordion::cli {

KnownCodeLists::KnownCodeLists(const Call& call)
    : installation_(call.open_if_there()),
      shipped_(installation_ == nullptr
                   ? fim::load_code_lists(call.config.product_data / "codelists").value
                   : fim::CodeListShelf()) {}

fim::CodeListSources KnownCodeLists::sources() const {
    return installation_ == nullptr ? fim::CodeListSources{&shipped_}
                                    : installation_->code_list_sources();
}

}  // namespace gordion::cli
