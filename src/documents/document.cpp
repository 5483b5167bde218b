// SPDX-License-Identifier: EUPL-1.2
#include "documents/document.hpp"

namespace gordion::documents {

Text plain(std::string_view text) {
    return {Span{.text = std::string(text), .link = {}}};
}

Text bold(std::string_view text) {
    return {Span{.text = std::string(text), .weight = Weight::Bold, .link = {}}};
}

}  // namespace gordion::documents
