// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "app/places.hpp"
#include "cli/known_code_lists.hpp"
#include "cli/package_folder.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/schema_reader.hpp"
#include "reuse/example_params.hpp"
#include "web/finding_words.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

/// A form with the parameters under which answers are looked at.
struct Checked {
    std::shared_ptr<const forms::Form> form;
    Json params = Json::object();
};

Error not_usable(const std::string& what) {
    return {ErrorKind::Invalid,
            "cli.form_unusable",
            what,
            {},
            "There is no form to check with; mend what stands above first."};
}

Result<Checked> of_schema(Call& call, const std::string& file) {
    auto read = TRY(fim::read_schema(*TRY(open_file(file, limits::xml_bytes))));
    const KnownCodeLists lists(call);
    forms::FormSource source;
    source.schema = std::move(read.value);
    source.code_lists = lists.sources();
    auto made = forms::Form::make(std::move(source), forms::Strictness::Preview);
    if (made.value == nullptr) {
        append(read.findings, std::move(made.findings));
        print_findings(call, read.findings);
        return not_usable(file);
    }
    // Whoever checks answers has to know that a code could not be looked up.
    std::erase_if(made.findings, [](const Finding& finding) {
        return finding.code != "forms.code_list_missing" &&
               finding.code != "forms.code_list_version";
    });
    if (!call.json) {
        print_findings(call, made.findings);
    }
    return Checked{std::move(made.value), Json::object()};
}

Result<Checked> of_package(Call& call, const std::string& folder) {
    const KnownCodeLists lists(call);
    const auto loaded = TRY(load_package_folder(call, folder, lists.sources(), not_usable(folder)));
    return Checked{loaded->form, reuse::sample_params(loaded->package)};
}

// What somebody joined at the place; without a place what is offered, with sample values.
Result<Checked> of_service(Call& call, const std::string& key) {
    const auto in = TRY(call.open());
    if (call.has("ars")) {
        const auto found = TRY(app::look_up_service(*in, key, call.option("ars")));
        if (found.adoption != nullptr) {
            return Checked{found.adoption->package->form, found.adoption->params};
        }
    } else {
        for (const reuse::Offer& offer : TRY(in->reuse.list_offers(system_scope("form.check")))) {
            const auto& keys = offer.leistungsschluessel;
            if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
                const auto loaded = TRY(in->reuse.load_package(offer.package_id, offer.version));
                return Checked{loaded->form, reuse::sample_params(loaded->package)};
            }
        }
    }
    return Error{ErrorKind::NotFound,
                 "cli.service_not_offered",
                 key,
                 {{"service", key}},
                 "Nobody offers this service here. List what is offered: gordion service list"};
}

Result<Checked> choose_form(Call& call) {
    const int named = (call.has("service") ? 1 : 0) + (call.has("package") ? 1 : 0) +
                      (call.has("schema") ? 1 : 0);
    if (named != 1) {
        return Error{ErrorKind::Invalid,
                     "cli.form_one_of",
                     "--service",
                     {},
                     "Name one of --service=KEY, --package=DIR and --schema=FILE."};
    }
    if (call.has("schema")) {
        return of_schema(call, call.option("schema"));
    }
    return call.has("package") ? of_package(call, call.option("package"))
                               : of_service(call, call.option("service"));
}

Result<Date> choose_day(const Call& call, const Json& file) {
    const std::string written = call.option("at", file.text_at("today"));
    return written.empty() ? Result<Date>(call.clock.today()) : parse_date(written);
}

Result<Exit> run(Call& call) {
    const Checked checked = TRY(choose_form(call));
    const Json file =
        TRY(formats::parse_json(TRY(load_file(call.arguments.at(0), limits::json_bytes))));
    // An example of a package holds the answers with what is expected of them.
    const Json* inside = file.find("answers");
    const Json& answers = inside != nullptr && inside->is_object() ? *inside : file;
    const Date day = TRY(choose_day(call, file));
    const forms::FormContext context{&checked.params, day};
    const Findings findings = checked.form->check_all(answers, context);
    const auto texts = TRY(web::Texts::load());
    const std::string language = call.option("language", "de");
    if (call.json) {
        call.out << formats::write_json(
                        Json::object({{"valid", !has_faults(findings)},
                                      {"findings", web::findings_json(texts, language,
                                                                      *checked.form, findings)}}))
                 << "\n";
    } else {
        for (const Finding& finding : findings) {
            call.out << to_string(finding.severity) << ": " << finding.place << ": "
                     << web::word_finding(texts, language, *checked.form, finding) << " ["
                     << finding.code << "]\n";
        }
        call.out << (has_faults(findings) ? "Not valid.\n" : "Valid.\n");
    }
    return has_faults(findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb form_check_verb() {
    return {"form check",
            "FILE",
            1,
            1,
            "Check answers (JSON) as page and interface do",
            {{"service", "Leistungsschluessel of an offered service"},
             {"ars", "with --service: the place whose parameters hold"},
             {"package", "folder of a package"},
             {"schema", "XDatenfelder file"},
             {"at", "day on which they are looked at (default: today)"},
             {"language", "de, en or ls (default de)"}},
            run};
}

}  // namespace gordion::cli
