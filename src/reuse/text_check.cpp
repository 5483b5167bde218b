// SPDX-License-Identifier: EUPL-1.2
#include "core/text.hpp"
#include "reuse/check_parts.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

/// The text at [table.name] key, or "".
std::string find_text(const Json& texts, std::string_view table, std::string_view name,
                      std::string_view key) {
    const Json* section = texts.find(table);
    const Json* entry = section == nullptr ? nullptr : section->find(name);
    return entry == nullptr ? "" : std::string(trim(entry->text_at(key)));
}

class TextCheck {
public:
    TextCheck(const LoadedPackage& loaded, std::string language, Findings& findings)
        : loaded_(loaded),
          language_(std::move(language)),
          texts_(loaded.package.texts.at(language_)),
          binding_(loaded.package.texts.at(loaded.service().languages.front())),
          is_binding_(language_ == loaded.service().languages.front()),
          findings_(findings) {}

    void run() {
        expect_service();
        expect_pages();
        fim::visit_positions(loaded_.form->schema().positions, "",
                             [this](const fim::Position& position, const std::string& path) {
                                 expect_element(position, path);
                             });
        expect_messages();
        expect_amounts();
    }

private:
    void note(std::string_view table, const std::string& name, std::string_view key) {
        const std::string what =
            "[" + std::string(table) + (name.empty() ? "" : "." + name) + "] " + std::string(key);
        findings_.push_back({"reuse.text_missing",
                             Severity::Fault,
                             "texts/" + language_ + ".toml",
                             {{"language", language_}, {"text", what}},
                             "The text " + what + " is missing. Add it in this language."});
    }

    void expect_service() {
        const Json* service = texts_.find("service");
        for (const std::string_view key : {"title", "summary"}) {
            if (service == nullptr || trim(service->text_at(key)).empty()) {
                note("service", "", key);
            }
        }
    }

    void expect_pages() {
        const Json* pages = loaded_.package.form.find("page");
        if (pages == nullptr || !pages->is_array()) {
            return;
        }
        for (const Json& page : pages->as_array()) {
            const std::string id = page.text_at("id");
            for (const std::string_view key : {"title", "intro"}) {
                const bool needed = key == "title" || !find_text(binding_, "page", id, key).empty();
                if (needed && find_text(texts_, "page", id, key).empty()) {
                    note("page", id, key);
                }
            }
        }
    }

    /// The text of an element, by its path or its id.
    std::string element_text(const Json& texts, const std::string& path, const std::string& id,
                             std::string_view key) const {
        const std::string by_path = find_text(texts, "element", path, key);
        return by_path.empty() ? find_text(texts, "element", id, key) : by_path;
    }

    /// German falls back to the schema, which names and explains each element itself.
    void expect_element(const fim::Position& position, const std::string& path) {
        const fim::ElementFacts& facts = position.facts();
        const std::string& id = position.id();
        const fim::Field* field = position.field();
        if (field != nullptr && field->feldart == fim::Feldart::Hidden) {
            return;
        }
        if (!is_binding_) {
            if (element_text(texts_, path, id, "label").empty()) {
                note("element", id, "label");
            }
            for (const std::string_view key : {"help", "add", "item"}) {
                const bool schema_has = key == "help" && !trim(facts.hilfetext_eingabe).empty();
                const bool needed = schema_has || !element_text(binding_, path, id, key).empty();
                if (needed && element_text(texts_, path, id, key).empty()) {
                    note("element", id, key);
                }
            }
        }
        if (field != nullptr && !is_binding_ && !has_parameter_options(id, path)) {
            for (const fim::Code& code : field->codes) {
                if (find_text(texts_, "option", id, code.code).empty() &&
                    find_text(texts_, "option", path, code.code).empty()) {
                    note("option", id, code.code);
                }
            }
        }
    }

    [[nodiscard]] bool has_parameter_options(const std::string& id, const std::string& path) const {
        const Json* options = loaded_.package.form.find("options");
        if (options == nullptr || !options->is_array()) {
            return false;
        }
        for (const Json& entry : options->as_array()) {
            const std::string field = entry.text_at("field");
            if (field == id || field == path) {
                return true;
            }
        }
        return false;
    }

    void expect_messages() {
        const Json* checks = loaded_.package.rules.find("checks");
        const Json* messages = texts_.find("message");
        if (checks == nullptr || !checks->is_array()) {
            return;
        }
        for (const Json& check : checks->as_array()) {
            const std::string code = check.text_at("code");
            if (messages == nullptr || trim(messages->text_at(code)).empty()) {
                note("message", "", code);
            }
        }
    }

    /// What people are told to pay is said in each of their languages.
    void expect_amounts() {
        const Json* promised = binding_.find("message");
        const Json* messages = texts_.find("message");
        if (promised == nullptr || !promised->is_object()) {
            return;
        }
        for (const auto& [code, text] : promised->as_object()) {
            const bool is_missing = messages == nullptr || trim(messages->text_at(code)).empty();
            if (code.starts_with(expected_prefix) && is_missing) {
                note("message", "", code);
            }
        }
    }

    const LoadedPackage& loaded_;
    std::string language_;
    const Json& texts_;
    const Json& binding_;
    bool is_binding_;
    Findings& findings_;
};

}  // namespace

Findings check_texts(const LoadedPackage& loaded) {
    Findings findings;
    for (const std::string& language : loaded.service().languages) {
        TextCheck(loaded, language, findings).run();
    }
    return findings;
}

}  // namespace gordion::reuse
