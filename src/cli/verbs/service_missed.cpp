// SPDX-License-Identifier: EUPL-1.2
#include "cli/package_folder.hpp"
#include "cli/verbs/verbs.hpp"
#include "reuse/succession.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

// The folder of a copy, or the id under which it is published.
Result<std::shared_ptr<const reuse::LoadedPackage>> load_copy(Call& call, app::Modules& in) {
    const std::string& name = call.arguments.at(0);
    if (!std::filesystem::is_directory(name)) {
        return in.reuse.load_package(name, "");
    }
    return load_package_folder(call, name, in.code_list_sources(),
                               {ErrorKind::Invalid,
                                "cli.against_faulty",
                                name,
                                {},
                                "The copy has faults; mend them first (gordion service check)."});
}

void print(Call& call, const reuse::MissedChange& missed) {
    if (call.json) {
        call.out << formats::write_json(
                        Json::object({{"state", reuse::to_string(missed.state)},
                                      {"area", reuse::to_string(missed.change.area)},
                                      {"place", missed.change.place},
                                      {"attribute", missed.change.attribute},
                                      {"before", missed.change.before},
                                      {"after", missed.change.after},
                                      {"ours", missed.ours}}))
                 << "\n";
        return;
    }
    call.out << "  " << reuse::to_string(missed.state) << "  " << reuse::to_text(missed.change)
             << "\n";
    if (missed.state == reuse::MissedState::Conflict) {
        call.out << "      the copy has: " << missed.ours << "\n";
    }
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const auto copy = TRY(load_copy(call, *in));
    const reuse::Missed missed = TRY(reuse::Succession(in->reuse).list_missed(*copy));
    if (!call.json) {
        call.out << copy->service().id << " was taken from " << missed.origin.package << " "
                 << missed.origin.version << "; there is " << missed.newest << " now, with "
                 << missed.changes.size() << " changes\n";
    }
    bool up_to_date = true;
    for (const reuse::MissedChange& change : missed.changes) {
        print(call, change);
        up_to_date = up_to_date && change.state == reuse::MissedState::There;
    }
    if (!call.json && !missed.changes.empty()) {
        call.out << "Take over what is open, decide what conflicts, then write version = \""
                 << missed.newest << "\" into [origin].\n";
    }
    return up_to_date ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb service_missed_verb() {
    return {"service missed",
            "DIR|ID",
            1,
            1,
            "What the original of a copy has become since: open, already there, in conflict",
            {},
            run};
}

}  // namespace gordion::cli
