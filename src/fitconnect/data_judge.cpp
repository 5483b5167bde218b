// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/data_judge.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace gordion::fitconnect {
namespace {

constexpr std::size_t named_places = 10;

// RFC 6901, section 3.
std::string pointer_step(std::string_view member) {
    std::string step = "/";
    for (const char c : member) {
        step += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return step;
}

std::string place_of(const Finding& finding) {
    std::string place = finding.place;
    if (finding.code == "formats.instance_required") {
        for (const auto& [name, value] : finding.values) {
            place += name == "expected" ? pointer_step(value) : "";
        }
    }
    return place.empty() ? "the whole" : place;
}

}  // namespace

std::string describe_findings(const Findings& findings) {
    std::vector<std::string> said;
    for (const Finding& finding : findings) {
        if (finding.severity != Severity::Fault) {
            continue;
        }
        std::string one = place_of(finding) + ": " + finding.code;
        if (std::find(said.begin(), said.end(), one) != said.end()) {
            continue;
        }
        if (said.size() == named_places) {
            said.emplace_back("and more");
            break;
        }
        said.push_back(std::move(one));
    }
    return join(said, "; ");
}

Result<void> SchemaShelf::add(const formats::Json& schema, std::string uri) {
    if (uri.empty()) {
        uri = schema.text_at("$id");
    }
    if (uri.empty()) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.schema_unnamed",
                     "",
                     {},
                     "The schema has no $id, so name the URI that submissions announce."};
    }
    auto compiled = formats::JsonSchema::compile(schema);
    if (!compiled.value) {
        VERIFY(!compiled.findings.empty(), "a schema that does not compile says why");
        const Finding& first = compiled.findings.front();
        return Error{ErrorKind::Invalid, first.code, first.place, first.values, first.message};
    }
    schemas_[uri] = std::make_shared<const formats::JsonSchema>(std::move(*compiled.value));
    return {};
}

DataJudge SchemaShelf::judge() const {
    return [schemas = schemas_](const ReceivedSubmission& received) -> std::vector<Problem> {
        const auto known = schemas.find(received.schema_uri);
        if (known == schemas.end() || received.data_media_type != "application/json") {
            return {};
        }
        const auto data = formats::parse_json(received.data.reveal());
        VERIFY(data.has_value(), "data that are no JSON were refused before");
        const Findings findings = known->second->validate(data.value());
        if (!has_faults(findings)) {
            return {};
        }
        return {make_problem("schema-violation", "Schema violation", "data",
                             describe_findings(findings))};
    };
}

}  // namespace gordion::fitconnect
