// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "forms/internal/compiled_form.hpp"
#include "forms/internal/visibility.hpp"

/// The way through the pages of a form for some answers.
namespace gordion::forms::internal {

/// The reference of a page whose instance is given (own instance included for pages inside one).
PageRef make_ref(const Compiled& form, std::size_t page, const Instance& instance);
bool is_page_visible(const Compiled& form, const Visibility& visibility, std::size_t page,
                     const Instance& instance);
/// All pages that exist for the answers; the list of a repeated group after its instances.
std::vector<PageRef> list_pages(const Compiled& form, const Visibility& visibility);
/// Where one comes to when going to a page: an empty list that must not stay empty leads to its
/// first instance.
PageRef enter_page(const Compiled& form, const Visibility& visibility, std::size_t page,
                   const Instance& instance);
std::optional<PageRef> find_next(const Compiled& form, const Visibility& visibility,
                                 const PageRef& from);
std::optional<PageRef> find_previous(const Compiled& form, const Visibility& visibility,
                                     const PageRef& from);
/// Reads an address id; the instance after the last one exists as well.
std::optional<PageRef> parse_ref(const Compiled& form, const Visibility& visibility,
                                 std::string_view id);

}  // namespace gordion::forms::internal
