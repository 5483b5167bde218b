// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"
#include "cli/xzufi_words.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

void print_text(Call& call, const Asked& asked, const xzufi::EffectiveText& text) {
    const std::string language = call.option("language", "de");
    const bool varied = text.origin_kind == xzufi::ObjectKind::Specialization;
    const std::string code = text.text.code.code;
    if (call.json) {
        Json contents = Json::object();
        for (const xzufi::LocalText& one : text.text.content) {
            contents.set(one.language, one.value);
        }
        call.out << formats::write_json(
                        Json::object({{"code", code},
                                      {"title", xzufi::text_in(text.text.title, language)},
                                      {"content", contents},
                                      {"origin_kind", xzufi::to_string(text.origin_kind)},
                                      {"origin_agency", text.origin.agency},
                                      {"origin_id", text.origin.value},
                                      {"ambiguous", text.ambiguous}}))
                 << "\n";
        return;
    }
    call.out << (code.empty() ? xzufi::text_in(text.text.title, language) : code) << "  ["
             << xzufi::to_string(text.origin_kind) << " " << text.origin.to_text()
             << (varied ? " for " + area_text(*asked.directory, text.area) : "") << "]"
             << (text.ambiguous ? "   AMBIGUOUS" : "") << "\n    "
             << xzufi::text_in(text.text.content, language) << "\n";
}

// The description that was named, else the most specific one for the key.
Result<xzufi::Identity> choose_service(Call& call, app::Modules& in, const Asked& asked) {
    if (call.has("agency") && call.has("id")) {
        return xzufi::Identity{call.option("agency"), call.option("id")};
    }
    const auto services =
        TRY(in.xzufi_lookups.find_services(system_scope("xzufi.ask"), asked.question));
    if (services.all.empty()) {
        return Error{ErrorKind::NotFound,
                     "xzufi.object_missing",
                     "",
                     {{"object", asked.question.service_key}},
                     "no description with this Leistungsschluessel holds there"};
    }
    if (services.best() > 1) {
        call.err << services.best() << " descriptions hold equally; this is the first. Others:\n";
        for (std::size_t i = 1; i < services.best(); ++i) {
            call.err << "  " << found_text(services.all[i]) << "\n";
        }
    }
    return services.all.front().object;
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const Asked asked = TRY(read_question(call, *in));
    const xzufi::Identity service = TRY(choose_service(call, *in, asked));
    const auto texts =
        TRY(in->xzufi_lookups.find_texts(system_scope("xzufi.ask"), asked.question, service));
    bool clear = true;
    for (const xzufi::EffectiveText& text : texts) {
        clear = clear && !text.ambiguous;
        print_text(call, asked, text);
    }
    return clear ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb xzufi_texts_verb() {
    std::vector<Option> options = question_options();
    options.push_back({"agency", "take the description of this office, with --id"});
    options.push_back({"id", "its number there"});
    options.push_back({"language", "de (default), en, de-LS …"});
    return {"xzufi texts", "", 0, 0, "Text modules of a service at a place, with local variants",
            options,       run};
}

}  // namespace gordion::cli
