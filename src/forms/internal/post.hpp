// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <set>
#include <string_view>
#include <unordered_map>

#include "forms/internal/compiled_form.hpp"
#include "forms/internal/values.hpp"
#include "forms/internal/visibility.hpp"

namespace gordion::forms::internal {

/// Takes in what was posted for one page of questions.
class PostReader {
public:
    PostReader(const Compiled& form, const PageRef& page, const formats::Json& answers,
               const FormContext& context);
    Judged<ParsedPage> read(const PostedPage& posted);
    Judged<ParsedPage> read_files(const PostedPage& posted);

private:
    /// What was posted for one question.
    struct Taken {
        const Node* node = nullptr;
        std::string place;
        bool was_posted = false;
        formats::Json value;
        Findings findings;
        std::vector<std::string> dropped;
    };

    void index_fields(const PostedPage& posted);
    Taken take(const Node& node);
    void take_files(Taken& taken);
    void take_single(Taken& taken);
    void take_repeated(Taken& taken);
    void take_date(Taken& taken);
    void take_search(Taken& taken);
    void add_searched(Taken& taken, std::string_view typed);
    [[nodiscard]] ValueFault not_resolved(const Node& node, std::string_view typed) const;
    void fault(Taken& taken, const ValueFault& fault, std::optional<std::size_t> item = {});
    const std::vector<std::string_view>* posted_for(const std::string& name);
    void report_foreign(Findings& findings) const;
    void settle(std::vector<Taken> all, Judged<ParsedPage>& result);

    const Compiled& form_;
    const PageRef& page_;
    const formats::Json& answers_;
    const FormContext& context_;
    Visibility before_;
    std::unordered_map<std::string_view, std::vector<std::string_view>> fields_;
    std::unordered_map<std::string_view, std::vector<const UploadedFile*>> files_;
    std::set<std::string_view> known_;
};

}  // namespace gordion::forms::internal
