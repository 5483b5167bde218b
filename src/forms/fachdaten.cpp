// SPDX-License-Identifier: EUPL-1.2
// What is handed over, and which uploads answers refer to.
#include "forms/form.hpp"
#include "forms/internal/compiled_form.hpp"
#include "forms/internal/given.hpp"
#include "forms/internal/visibility.hpp"

namespace gordion::forms {

using formats::Json;
using internal::Node;

namespace {

using Compiled = Form::Compiled;

struct Cleaning {
    const Compiled& form;
    const FormContext& context;
};

Json cleaned(const Cleaning& all, const std::vector<std::size_t>& nodes, const Json& object);

Json cleaned_group(const Cleaning& all, const Node& node, const Json& value) {
    if (!node.is_repeated_group()) {
        // What is only prefilled in an optional group was never meant.
        const bool left_out = all.form.has_sources && node.min == 0 &&
                              !internal::is_begun(all.form, node, value, all.context);
        return left_out ? Json() : cleaned(all, node.children, value);
    }
    Json list = Json::array();
    for (const Json& item : value.is_array() ? value.as_array() : Json::Array()) {
        Json clean = cleaned(all, node.children, item);
        if (internal::has_content(clean)) {
            list.push(std::move(clean));
        }
    }
    return list;
}

Json cleaned(const Cleaning& all, const std::vector<std::size_t>& nodes, const Json& object) {
    Json made = Json::object();
    for (const std::size_t index : nodes) {
        const Node& node = all.form.nodes[index];
        const Json* value = object.find(node.id);
        if (value == nullptr || !internal::has_content(*value)) {
            continue;
        }
        if (node.field != nullptr) {
            if (node.control != Control::Label) {
                made.set(node.id, *value);
            }
            continue;
        }
        Json group = cleaned_group(all, node, *value);
        if (internal::has_content(group)) {
            made.set(node.id, std::move(group));
        }
    }
    return made;
}

void collect_files(const Json& value, std::vector<UploadedFile>& files) {
    if (value.is_array()) {
        for (const Json& item : value.as_array()) {
            collect_files(item, files);
        }
    } else if (value.is_object()) {
        if (value.find("blob") != nullptr) {
            if (auto file = parse_uploaded_file(value)) {
                files.push_back(std::move(file).value());
            }
            return;
        }
        for (const Json::Member& member : value.as_object()) {
            collect_files(member.second, files);
        }
    }
}

}  // namespace

Json Form::fachdaten(const Json& answers, const FormContext& context) const {
    const internal::Visibility visibility(*compiled_, answers, context);
    return cleaned({*compiled_, context}, compiled_->roots, visibility.answers());
}

std::vector<UploadedFile> Form::uploads(const Json& answers) {
    std::vector<UploadedFile> files;
    collect_files(answers, files);
    return files;
}

}  // namespace gordion::forms
