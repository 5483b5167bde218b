// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "forms/internal/compiled_form.hpp"
#include "forms/internal/navigation.hpp"
#include "forms/internal/options.hpp"
#include "forms/internal/values.hpp"
#include "forms/internal/visibility.hpp"

namespace gordion::forms::internal {

/// Makes what people see: pages with their questions and answers, and the summary.
class Showing {
public:
    Showing(const Compiled& form, const Visibility& visibility, std::string_view language)
        : form_(form), visibility_(visibility), language_(language), texts_(form.texts(language)) {}

    [[nodiscard]] PageView view(const PageRef& page) const;
    [[nodiscard]] std::vector<SummarySection> summary() const;
    /// Puts what was posted into the questions, so that faulty answers can be mended.
    void show_posted(std::vector<Block>& blocks, const PostedPage& posted) const;

private:
    [[nodiscard]] std::vector<Block> blocks(const std::vector<std::size_t>& nodes,
                                            const PageRef& page) const;
    [[nodiscard]] Question question(const Node& node, const Instance& instance) const;
    void fill_options(Question& question, const Node& node, const formats::Json* answer) const;
    static void fill_search(Question& question, const OptionLookup& lookup);
    void show_posted(Question& question, const PostedPage& posted) const;
    void show_posted_search(Question& question, std::string_view typed,
                            const std::vector<std::string>& chosen) const;
    void show_repetition(PageView& view, const PageRef& page) const;
    [[nodiscard]] std::string title_of(const PageRef& page) const;
    [[nodiscard]] std::string within(const PageRef& page) const;
    [[nodiscard]] std::string item_title(const Node& group, std::size_t number) const;
    [[nodiscard]] std::string digest(const PageSpec& spec, const Instance& instance) const;
    void add_rows(std::vector<SummaryRow>& rows, const std::vector<std::size_t>& nodes,
                  const PageRef& page, int level) const;
    [[nodiscard]] SummaryRow row(const Node& node, const PageRef& page, int level) const;

    const Compiled& form_;
    const Visibility& visibility_;
    std::string_view language_;
    const LanguageTexts& texts_;
};

std::vector<UploadedFile> files_in(const formats::Json& value);

}  // namespace gordion::forms::internal
