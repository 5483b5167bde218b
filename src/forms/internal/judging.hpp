// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "forms/internal/compiled_form.hpp"
#include "forms/internal/values.hpp"
#include "forms/internal/visibility.hpp"

namespace gordion::forms::internal {

Finding make_finding(std::string_view code, std::string place, Values values);

/// Judges answers; findings come out in the order of the schema, the package's own checks last for
/// each place, and one per place at most for the checks.
class Judging {
public:
    Judging(const Compiled& form, const Visibility& visibility)
        : form_(form), visibility_(visibility) {}

    void check_page(const PageRef& page);
    void check_all();
    Findings take();

private:
    struct Placed {
        std::vector<std::size_t> order;  ///< node and instance from the root on
        Finding finding;
    };

    /// nullptr when there are too many already.
    Finding* report(std::string_view code, const Node& node, const Instance& instance,
                    std::optional<std::size_t> item, Values values);
    void check_fixed(const Node& node, const Instance& instance);
    void check_field(const Node& node, const formats::Json* answer, const Instance& instance);
    void check_items(const Node& node, const formats::Json& answer, const Instance& instance);
    void check_demanded(const Node& node, const formats::Json* value, const Instance& instance);
    [[nodiscard]] const Node* first_asked(const Node& node) const;
    void check_repetition(const Node& node, const Instance& instance);
    void check_object(const formats::Json* object, const std::vector<std::size_t>& nodes,
                      const Node* parent, const Instance& instance);
    [[nodiscard]] bool find_members(const formats::Json* object,
                                    const std::vector<std::size_t>& nodes);
    void check_unknown(const formats::Json& object, const std::vector<std::size_t>& nodes,
                       const Node* parent, const Instance& instance);
    void check_group(const Node& node, const formats::Json* value, const Instance& instance);
    void run_check(const RuleCheck& check, const Instance& instance);
    [[nodiscard]] bool is_demanded(const Node& node, const Instance& instance) const;
    [[nodiscard]] bool has_begun(const Node& group, const formats::Json* content) const;
    [[nodiscard]] bool is_required(const Node& node, const Instance& instance) const;
    [[nodiscard]] bool lacks_answers(const RuleCheck& check, const Instance& instance,
                                     std::size_t page) const;
    [[nodiscard]] bool has_fault_at(const std::string& place) const;

    const Compiled& form_;
    const Visibility& visibility_;
    std::vector<Placed> found_;
    /// check_all: what each node's object holds for it, by Node::index; of a repeated group the
    /// instance that is being judged.
    std::vector<const formats::Json*> members_;
};

}  // namespace gordion::forms::internal
