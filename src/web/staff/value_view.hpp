// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "reuse/effective.hpp"
#include "web/visit.hpp"

/// How a value of a parameter looks on a page of the back office. Canonical texts go in.
namespace gordion::web {

/// A line of text, a list, or a table with the labels of its columns.
Html value_markup(const Visit& visit, const reuse::ParameterDeclaration& declaration,
                  std::string_view canonical);
/// For a cell of a table: entries and rows on lines of their own, columns divided by " · ".
std::string value_lines(const reuse::ParameterDeclaration& declaration, std::string_view canonical);
/// What an input field begins with, and parse_parameter() reads: a list as lines, a table as CSV
/// with the keys of its columns on top.
std::string typed_text(const reuse::ParameterDeclaration& declaration, std::string_view canonical);

}  // namespace gordion::web
