// SPDX-License-Identifier: EUPL-1.2
// texts/<language>.toml: what a package says about elements and pages, with its fallbacks.
#include "core/text.hpp"
#include "forms/internal/make.hpp"

namespace gordion::forms::internal {

using formats::Json;

class TextMaker {
public:
    explicit TextMaker(Maker& maker) : maker_(maker), form_(*maker.form) {}
    void make();

private:
    void start_language(const std::string& language);
    void read(const std::string& language, const Json& document);
    void read_elements(const std::string& language, const Json& table);
    void read_options(const std::string& language, const Json& table);
    void read_pages(const std::string& language, const Json& table);
    void fill_page_titles(const std::string& language);
    std::vector<std::size_t> nodes_of(const std::string& reference, const std::string& place);
    const Json& table(const Json& document, const char* name, const std::string& language);

    Maker& maker_;
    Compiled& form_;
};

void make_texts(Maker& maker) {
    TextMaker(maker).make();
}

void TextMaker::make() {
    // German first: every other language starts as its copy, so a missing text is never empty.
    start_language("de");
    const auto german = form_.source.texts.find("de");
    if (german != form_.source.texts.end()) {
        read("de", german->second);
    }
    for (const auto& [language, document] : form_.source.texts) {
        if (language != "de") {
            form_.languages[language] = form_.languages["de"];
            read(language, document);
        }
    }
    for (auto& [language, texts] : form_.languages) {
        fill_page_titles(language);
    }
}

void TextMaker::start_language(const std::string& language) {
    LanguageTexts& texts = form_.languages[language];
    texts.nodes.resize(form_.nodes.size());
    texts.pages.resize(form_.pages.size());
    for (const Node& node : form_.nodes) {
        NodeTexts& made = texts.nodes[node.index];
        const fim::ElementFacts& facts = node.position->facts();
        made.label = facts.bezeichnung_eingabe.empty() ? facts.name : facts.bezeichnung_eingabe;
        made.help = facts.hilfetext_eingabe;
        if (node.control == Control::Label && node.field != nullptr &&
            !node.field->inhalt.empty()) {
            made.help = node.field->inhalt;
        }
    }
}

const Json& TextMaker::table(const Json& document, const char* name, const std::string& language) {
    static const Json empty = Json::object();
    const Json* found = document.find(name);
    if (found == nullptr) {
        return empty;
    }
    if (!found->is_object()) {
        maker_.report("forms.texts_invalid", Severity::Fault, "texts/" + language + ".toml " + name,
                      {}, "a table is expected here");
        return empty;
    }
    return *found;
}

void TextMaker::read(const std::string& language, const Json& document) {
    read_elements(language, table(document, "element", language));
    read_options(language, table(document, "option", language));
    read_pages(language, table(document, "page", language));
    for (const Json::Member& member : table(document, "message", language).as_object()) {
        if (member.second.is_string()) {
            form_.languages[language].messages[member.first] = member.second.as_string();
        }
    }
}

std::vector<std::size_t> TextMaker::nodes_of(const std::string& reference,
                                             const std::string& place) {
    std::vector<std::size_t> found;
    for (const Node& node : form_.nodes) {
        if (node.path == reference || node.id == reference) {
            found.push_back(node.index);
        }
    }
    if (found.empty()) {
        maker_.report("forms.text_element_unknown", Severity::Warning, place,
                      {{"element", reference.substr(0, 200)}}, "the schema has no such element");
    }
    return found;
}

void TextMaker::read_elements(const std::string& language, const Json& elements) {
    const std::string place = "texts/" + language + ".toml element";
    // Ids first, paths after them: the longer name is the more exact one and wins.
    for (const bool by_path : {false, true}) {
        for (const auto& [reference, texts] : elements.as_object()) {
            if ((reference.find('.') != std::string::npos) != by_path) {
                continue;
            }
            for (const std::size_t node : nodes_of(reference, place)) {
                NodeTexts& target = form_.languages[language].nodes[node];
                for (const auto& [name, part] :
                     std::initializer_list<std::pair<const char*, std::string*>>{
                         {"label", &target.label},
                         {"help", &target.help},
                         {"add", &target.add},
                         {"item", &target.item}}) {
                    if (const Json* text = texts.find(name); text != nullptr && text->is_string()) {
                        *part = text->as_string();
                    }
                }
            }
        }
    }
}

void TextMaker::read_options(const std::string& language, const Json& options) {
    const std::string place = "texts/" + language + ".toml option";
    for (const auto& [reference, labels] : options.as_object()) {
        if (!labels.is_object()) {
            continue;
        }
        for (const std::size_t node : nodes_of(reference, place)) {
            for (const auto& [code, label] : labels.as_object()) {
                const auto& codes = form_.nodes[node].codes;
                if (codes == nullptr || codes->find(code) == nullptr) {
                    maker_.report("forms.text_element_unknown", Severity::Warning,
                                  place + "." + reference, {{"code", code.substr(0, 80)}},
                                  "the list has no such code");
                } else if (label.is_string()) {
                    form_.languages[language].nodes[node].options[code] = label.as_string();
                }
            }
        }
    }
}

void TextMaker::read_pages(const std::string& language, const Json& pages) {
    for (const auto& [key, texts] : pages.as_object()) {
        const auto page =
            std::find_if(form_.pages.begin(), form_.pages.end(),
                         [&, &name = key](const PageSpec& each) { return each.key == name; });
        if (page == form_.pages.end()) {
            maker_.report("forms.text_element_unknown", Severity::Warning,
                          "texts/" + language + ".toml page." + key.substr(0, 80), {},
                          "the form has no such page");
            continue;
        }
        PageTexts& target =
            form_.languages[language].pages[static_cast<std::size_t>(page - form_.pages.begin())];
        for (const auto& [name, part] : std::initializer_list<std::pair<const char*, std::string*>>{
                 {"title", &target.title}, {"intro", &target.intro}}) {
            if (const Json* text = texts.find(name); text != nullptr && text->is_string()) {
                *part = text->as_string();
            }
        }
    }
}

// A page without a title of its own is called after its group or its one question.
void TextMaker::fill_page_titles(const std::string& language) {
    LanguageTexts& texts = form_.languages[language];
    for (std::size_t i = 0; i < form_.pages.size(); ++i) {
        const PageSpec& page = form_.pages[i];
        if (!texts.pages[i].title.empty()) {
            continue;
        }
        std::size_t named = page.nodes.empty() ? none : page.nodes.front();
        const bool inside_instance = page.parent != none && page.slug.empty();
        if (inside_instance) {
            named = form_.pages[page.parent].nodes.front();
        } else if (page.nodes.size() > 1 && form_.nodes[named].parent != none) {
            named = form_.nodes[named].parent;
        }
        texts.pages[i].title = named == none ? std::string() : texts.nodes[named].label;
    }
}

}  // namespace gordion::forms::internal
