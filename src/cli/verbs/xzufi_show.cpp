// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"
#include "cli/xzufi_words.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

void print_object(Call& call, const xzufi::StoredObject& object) {
    if (call.json) {
        call.out << formats::write_json(Json::object(
                        {{"kind", xzufi::to_string(object.kind)},
                         {"agency", object.identity.agency},
                         {"id", object.identity.value},
                         {"label", object.label},
                         {"standard_version", object.standard_version},
                         {"message_id", object.message_id},
                         {"message_created_at", instant_json(object.message_created_at)},
                         {"position", object.position},
                         {"source_hash", object.source_hash},
                         {"read_at", object.read_at.to_iso()},
                         {"removed_at", instant_json(object.removed_at)},
                         {"content", object.content}}))
                 << "\n";
        return;
    }
    call.out << xzufi::to_string(object.kind) << " " << object.identity.to_text() << "  "
             << object.label << "\n"
             << "  XZuFi " << object.standard_version << ", message "
             << (object.message_id.empty() ? "without number" : object.message_id) << " of "
             << day_text(object.message_created_at) << ", place " << object.position << "\n"
             << "  read " << object.read_at.to_german() << " from " << object.source_hash << "\n";
    if (object.removed_at) {
        call.out << "  removed " << object.removed_at->to_german() << "\n";
        return;
    }
    call.out << formats::write_json_pretty(object.content) << "\n";
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const xzufi::Identity identity{call.option("agency"), call.option("id")};
    std::optional<xzufi::ObjectKind> kind;
    if (call.has("kind")) {
        kind = TRY(parse_kind(call.option("kind")));
    }
    const auto objects = TRY(in->xzufi.find_objects(system_scope("xzufi.show"), identity));
    bool found = false;
    for (const xzufi::StoredObject& object : objects) {
        if (!kind || object.kind == *kind) {
            print_object(call, object);
            found = true;
        }
    }
    if (!found) {
        return Error{ErrorKind::NotFound,
                     "xzufi.object_missing",
                     "",
                     {{"object", identity.to_text()}},
                     "no object of this office and number is stored; see: gordion xzufi list"};
    }
    return Exit::Done;
}

}  // namespace

Verb xzufi_show_verb() {
    return {"xzufi show",
            "",
            0,
            0,
            "An object of an editorial office, with where it comes from",
            {{"agency", "the editorial office (schemeAgencyID)", false, true},
             {"id", "its number there", false, true},
             {"kind", kinds_text()}},
            run};
}

}  // namespace gordion::cli
