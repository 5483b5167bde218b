// SPDX-License-Identifier: EUPL-1.2
#include <fmt/format.h>

#include "cli/verbs/number_option.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/xzufi_words.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Result<Exit> list_ages(Call& call, app::Modules& in) {
    const auto ages = TRY(in.xzufi.list_ages(system_scope("xzufi.list")));
    for (const xzufi::DataAge& age : ages) {
        if (call.json) {
            call.out << formats::write_json(
                            Json::object({{"agency", age.agency},
                                          {"kind", xzufi::to_string(age.kind)},
                                          {"objects", age.objects},
                                          {"removed", age.removed},
                                          {"oldest", instant_json(age.oldest_message_at)},
                                          {"newest", instant_json(age.newest_message_at)},
                                          {"read_at", age.newest_read_at.to_iso()}}))
                     << "\n";
            continue;
        }
        call.out << fmt::format("{:<12} {:<20} {:>8} objects, {} removed; of {} to {}, read {}\n",
                                age.agency, xzufi::to_string(age.kind), age.objects, age.removed,
                                day_text(age.oldest_message_at), day_text(age.newest_message_at),
                                age.newest_read_at.to_german());
    }
    if (ages.empty()) {
        call.err << "Nothing was imported yet. Run: gordion xzufi import FILE\n";
    }
    return ages.empty() ? Exit::Faults : Exit::Done;
}

Result<xzufi::ObjectFilter> filter_of(const Call& call) {
    xzufi::ObjectFilter filter;
    filter.kind = TRY(parse_kind(call.option("kind")));
    filter.agency = call.option("agency");
    filter.removed = call.has("removed");
    if (call.has("after")) {
        const std::string after = call.option("after");
        const std::size_t slash = after.find('/');
        filter.after = {after.substr(0, slash),
                        slash == std::string::npos ? "" : after.substr(slash + 1)};
    }
    filter.most = TRY(parse_number_option(call, "most", {50, 1, 10'000}));
    return filter;
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    if (!call.has("kind")) {
        return list_ages(call, *in);
    }
    const auto filter = TRY(filter_of(call));
    const auto objects = TRY(in->xzufi.list_objects(system_scope("xzufi.list"), filter));
    for (const xzufi::StoredObject& object : objects) {
        if (call.json) {
            call.out << formats::write_json(Json::object(
                            {{"kind", xzufi::to_string(object.kind)},
                             {"agency", object.identity.agency},
                             {"id", object.identity.value},
                             {"label", object.label},
                             {"message_created_at", instant_json(object.message_created_at)},
                             {"read_at", object.read_at.to_iso()},
                             {"removed_at", instant_json(object.removed_at)}}))
                     << "\n";
        } else {
            call.out << object.identity.to_text() << "  " << object.label
                     << (object.removed_at ? "removed " + object.removed_at->to_german() : "")
                     << "\n";
        }
    }
    if (!call.json && static_cast<std::int64_t>(objects.size()) == filter.most) {
        call.err << "There may be more: --after=" << objects.back().identity.to_text() << "\n";
    }
    return Exit::Done;
}

}  // namespace

Verb xzufi_list_verb() {
    return {"xzufi list",
            "",
            0,
            0,
            "Objects of editorial offices; without --kind how many there are and how old",
            {{"kind", kinds_text()},
             {"agency", "only of this editorial office (schemeAgencyID)"},
             {"removed", "those that were removed", true},
             {"after", "AGENCY/ID behind which the list begins"},
             {"most", "how many lines (default 50)"}},
            run};
}

}  // namespace gordion::cli
