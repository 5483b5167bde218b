// SPDX-License-Identifier: EUPL-1.2
#include "reuse/package_check.hpp"

#include <algorithm>
#include <set>

#include "reuse/check_parts.hpp"

namespace gordion::reuse {
namespace {

void check_keys(const ServiceDeclaration& service, const services::Catalogue* catalogue,
                Findings& findings) {
    if (catalogue == nullptr) {
        findings.push_back({"reuse.catalogue_absent",
                            Severity::Note,
                            "service.toml",
                            {},
                            "There is no catalogue to look the Leistungsschluessel up in."});
        return;
    }
    for (const std::string& key : service.leistungsschluessel) {
        if (catalogue->find(key) == nullptr) {
            findings.push_back({"reuse.key_unknown",
                                Severity::Fault,
                                "service.toml",
                                {{"key", key}, {"date", catalogue->date().to_iso()}},
                                "The catalogue of " + catalogue->date().to_iso() +
                                    " has no service '" + key + "'. Search for the right key."});
        }
    }
}

void check_recipient(const LoadedPackage& loaded, Findings& findings) {
    std::vector<std::string> fields;
    fim::visit_positions(loaded.form->schema().positions, "",
                         [&](const fim::Position& position, const std::string& path) {
                             if (position.field() != nullptr) {
                                 fields.push_back(path);
                             }
                         });
    const RecipientFields& recipient = loaded.service().recipient;
    std::vector<std::string> named;
    for (const auto* list :
         {&recipient.name, &recipient.street, &recipient.postcode, &recipient.city}) {
        named.insert(named.end(), list->begin(), list->end());
    }
    if (!recipient.email.empty()) {
        named.push_back(recipient.email);
    }
    for (const std::string& path : named) {
        if (std::find(fields.begin(), fields.end(), path) == fields.end()) {
            findings.push_back({"reuse.recipient_field",
                                Severity::Fault,
                                "service.toml",
                                {{"element", path}},
                                "[recipient] names '" + path +
                                    "', which is no field of the schema. Write the whole path, "
                                    "such as G99000000001.F99000000001."});
        }
    }
}

void check_code_lists(const LoadedPackage& loaded, Findings& findings) {
    std::set<std::string> wanted;
    fim::visit_positions(
        loaded.form->schema().positions, "", [&](const fim::Position& position, const auto&) {
            if (position.field() != nullptr && position.field()->code_list) {
                wanted.insert(position.field()->code_list->canonical_identification);
            }
        });
    for (const fim::CodeList& list : loaded.package.code_lists) {
        if (wanted.count(list.canonical_identification) == 0) {
            findings.push_back({"reuse.code_list_unused",
                                Severity::Warning,
                                "codelists/",
                                {{"list", list.canonical_identification}},
                                "No field of the schema refers to the list '" +
                                    list.canonical_identification + "'. Remove its file."});
        }
    }
}

}  // namespace

CheckedPackage check_package(Package package, const services::Catalogue* catalogue,
                             const fim::CodeListSources& code_lists) {
    CheckedPackage checked;
    check_keys(package.service, catalogue, checked.findings);
    Judged<std::shared_ptr<const LoadedPackage>> compiled =
        compile_package(std::move(package), code_lists);
    append(checked.findings, std::move(compiled.findings));
    if (compiled.value == nullptr) {
        return checked;
    }
    const LoadedPackage& loaded = *compiled.value;
    check_recipient(loaded, checked.findings);
    check_code_lists(loaded, checked.findings);
    append(checked.findings, check_references(loaded));
    append(checked.findings, check_texts(loaded));
    append(checked.findings, check_handling(loaded));
    append(checked.findings, check_examples(loaded));
    checked.loaded = std::move(compiled.value);
    return checked;
}

}  // namespace gordion::reuse
