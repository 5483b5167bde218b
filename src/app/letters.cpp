// SPDX-License-Identifier: EUPL-1.2
#include "app/letters.hpp"

#include "core/text.hpp"
#include "documents/document.hpp"
#include "documents/markup.hpp"
#include "documents/render.hpp"

namespace gordion::app {
namespace {

documents::Letterhead letterhead_of(const Authority& authority) {
    documents::Letterhead head;
    head.name = authority.name;
    for (const std::string& line : {authority.street, authority.postcode + " " + authority.city,
                                    authority.phone, authority.email}) {
        if (!line.empty()) {
            head.lines.push_back(line);
        }
    }
    head.return_line = authority.name + " · " + authority.street + " · " + authority.postcode +
                       " " + authority.city;
    return head;
}

std::string heading_text(const forms::SummaryRow& row) {
    return row.value.empty() ? row.label : row.label + ": " + row.value;
}

// One caption and its pairs; a fieldset inside a page begins a new block.
std::vector<documents::Block> section_blocks(const forms::SummarySection& section) {
    std::vector<documents::Block> blocks{documents::Heading{2, documents::plain(section.title)}};
    documents::KeyValues pairs;
    const auto flush = [&] {
        if (!pairs.pairs.empty()) {
            blocks.emplace_back(std::move(pairs));
            pairs = {};
        }
    };
    for (const forms::SummaryRow& row : section.rows) {
        if (row.is_heading) {
            flush();
            blocks.emplace_back(documents::Heading{3, documents::plain(heading_text(row))});
            continue;
        }
        pairs.pairs.emplace_back(row.label, documents::plain(row.value.empty() ? "–" : row.value));
    }
    flush();
    return blocks;
}

void add_receivers(documents::Document& document, const std::vector<ShownCopy>& receivers) {
    if (receivers.empty()) {
        return;
    }
    document.blocks.emplace_back(
        documents::Heading{2, documents::plain("Wer außerdem etwas erhält")});
    documents::KeyValues pairs;
    for (const ShownCopy& copy : receivers) {
        const std::string what = copy.fields.empty() ? "alle Angaben" : join(copy.fields, ", ");
        const std::string name = copy.name.empty() ? "für diesen Ort nicht eingetragen" : copy.name;
        pairs.pairs.emplace_back(
            copy.label, documents::plain(name + "; " + what + " (" + copy.legal_ground + ")"));
    }
    document.blocks.emplace_back(std::move(pairs));
}

}  // namespace

Result<std::string> make_copy(Modules& in, const Draft& draft, const formats::Json& fachdaten,
                              const std::vector<ShownCopy>& receivers) {
    const forms::Antrag& antrag = draft.opened.antrag;
    documents::Document document;
    document.title = "Kopie Ihres Antrags: " + draft.service_name;
    document.subject = "Angaben, die mit der Nummer " + antrag.vorgangsnummer + " abgegeben wurden";
    document.author = draft.authority.name;
    document.letterhead = letterhead_of(draft.authority);
    document.references = {{"Nummer", antrag.vorgangsnummer},
                           {"Abgegeben", in.clock.now().to_german()}};
    document.blocks.emplace_back(
        documents::Paragraph{documents::plain("Dies ist eine Kopie der Angaben, die Sie online "
                                              "gemacht haben. Sie ist für Ihre Unterlagen.")});
    for (const forms::SummarySection& section :
         draft.package->form->summary(fachdaten, draft.context(), "de")) {
        for (documents::Block& block : section_blocks(section)) {
            document.blocks.push_back(std::move(block));
        }
    }
    add_receivers(document, receivers);
    return documents::render_pdf(document, in.clock.now(), antrag.vorgangsnummer);
}

Result<std::string> make_bescheid(Modules& in, const BescheidFacts& facts) {
    const std::string markup = TRY(reuse::render_bescheid(*facts.package, facts.letter));
    auto blocks = TRY(documents::parse_markup(markup));
    documents::Document document;
    document.title = facts.service_name + " – Bescheid";
    document.subject = "Bescheid zum Aktenzeichen " + facts.letter.aktenzeichen;
    document.author = facts.authority.name;
    document.letterhead = letterhead_of(facts.authority);
    const reuse::Recipient recipient =
        reuse::find_recipient(facts.package->service(), facts.letter.answers);
    document.address.push_back(recipient.name);
    document.address.insert(document.address.end(), recipient.lines.begin(), recipient.lines.end());
    document.references = {{"Aktenzeichen", facts.letter.aktenzeichen},
                           {"Datum", facts.letter.today.to_german()}};
    document.blocks = std::move(blocks.value);
    return documents::render_pdf(document, in.clock.now(), facts.letter.aktenzeichen);
}

}  // namespace gordion::app
