// SPDX-License-Identifier: EUPL-1.2
#include "web/preview/preview_form.hpp"

#include <set>

#include "reuse/example_params.hpp"

namespace gordion::web {
namespace {

std::string rule_text(const fim::Regel& regel) {
    const std::string text = regel.freitext.empty() ? regel.skript : regel.freitext;
    return regel.identification.id + (regel.name.empty() ? "" : " " + regel.name) + ": " + text;
}

// Each once, although a reused group brings its rules to every place of use.
std::vector<std::string> list_rules(const fim::Schema& schema) {
    std::vector<std::string> texts;
    std::set<std::string> seen;
    const auto take = [&](const std::vector<fim::Regel>& rules) {
        for (const fim::Regel& regel : rules) {
            if (std::string text = rule_text(regel); seen.insert(text).second) {
                texts.push_back(std::move(text));
            }
        }
    };
    take(schema.regeln);
    fim::visit_positions(schema.positions, "", [&](const fim::Position& position, const auto&) {
        take(position.group() != nullptr ? position.group()->regeln : position.field()->regeln);
    });
    return texts;
}

std::string title_of(const fim::Schema& schema) {
    return schema.bezeichnung.empty() ? schema.name : schema.bezeichnung;
}

}  // namespace

Result<PreviewForm> make_preview(Judged<fim::Schema> schema, const reuse::Package* package,
                                 const fim::CodeListSources& code_lists) {
    PreviewForm preview;
    preview.key = "file";
    preview.title = title_of(schema.value);
    preview.rules = list_rules(schema.value);
    preview.findings = std::move(schema.findings);
    preview.params = formats::Json::object();
    const fim::CodeListShelf own(package != nullptr ? package->code_lists
                                                    : std::vector<fim::CodeList>());
    forms::FormSource source;
    source.schema = std::move(schema.value);
    source.code_lists = {&own};
    source.code_lists.insert(source.code_lists.end(), code_lists.begin(), code_lists.end());
    if (package != nullptr) {
        preview.title = std::string(reuse::in_language(package->service.title, "de"));
        preview.params = reuse::sample_params(*package);
        source.layout = package->form;
        source.rules = package->rules;
        source.texts = package->texts;
    }
    auto made = forms::Form::make(std::move(source), forms::Strictness::Preview);
    append(preview.findings, std::move(made.findings));
    preview.form = std::move(made.value);
    if (preview.form == nullptr) {
        return Error{ErrorKind::Invalid,
                     "web.preview_empty",
                     "",
                     {},
                     "The schema asks nothing that could be shown."};
    }
    return preview;
}

PreviewForm make_preview(std::shared_ptr<const reuse::LoadedPackage> package) {
    PreviewForm preview;
    const reuse::ServiceDeclaration& service = package->service();
    preview.key = service.id + "/" + service.version;
    preview.title = std::string(reuse::in_language(service.title, "de"));
    preview.rules = list_rules(package->form->schema());
    preview.params = reuse::sample_params(package->package);
    preview.form = package->form;
    return preview;
}

}  // namespace gordion::web
