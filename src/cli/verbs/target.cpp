// SPDX-License-Identifier: EUPL-1.2
// Target pictures in a shell: what there is, how far an area is, what differs, keeping an own one.
#include <cmath>

#include "app/targets.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "formats/toml.hpp"

namespace gordion::cli {
namespace {

using formats::Json;
using planning::StoredPicture;

std::string tenths(double value) {
    const auto rounded = static_cast<std::int64_t>(std::llround(value * 10));
    return std::to_string(rounded / 10) +
           (rounded % 10 == 0 ? "" : "." + std::to_string(std::abs(rounded % 10)));
}

// "zielbild-2030" or "zielbild-2030@1".
std::pair<std::string, std::string> name_and_version(const std::string& text) {
    const std::size_t at = text.find('@');
    return at == std::string::npos ? std::pair(text, std::string())
                                   : std::pair(text.substr(0, at), text.substr(at + 1));
}

Result<Exit> list(Call& call) {
    const auto in = TRY(call.open());
    for (const StoredPicture& stored : TRY(in->targets.list_pictures())) {
        const planning::TargetPicture& picture = stored.picture;
        if (call.json) {
            call.out << formats::write_json(
                            Json::object({{"picture", picture.id},
                                          {"version", picture.version},
                                          {"title", picture.title},
                                          {"owner", picture.owner},
                                          {"tenant", stored.tenant.value},
                                          {"valid_from", picture.valid_from.to_iso()},
                                          {"dimensions", picture.dimensions.size()}}))
                     << "\n";
        } else {
            call.out << picture.id << "@" << picture.version << "  " << picture.title << "  ("
                     << picture.owner << ", from " << picture.valid_from.to_iso() << ")\n";
        }
    }
    return Exit::Done;
}

void print(Call& call, const app::TargetReport& report) {
    call.out << report.stored.picture.title << ", version " << report.stored.picture.version << " ("
             << report.stored.picture.owner << ")\n"
             << report.name << " on " << report.day.to_iso() << "\n";
    for (const app::TargetRow& row : report.rows) {
        const planning::GoalDistance& distance = row.distance;
        const std::string& unit = distance.dimension->unit;
        call.out << "  " << distance.goal->until.to_iso() << "  "
                 << planning::to_string(distance.state) << (distance.is_overdue ? " (overdue)" : "")
                 << "  " << distance.dimension->title << ": "
                 << (distance.value ? tenths(*distance.value) : std::string("?"));
        if (distance.value && distance.most && *distance.value < *distance.most) {
            call.out << " to " << tenths(*distance.most);
        }
        call.out << " of " << tenths(distance.needed) << (unit.empty() ? "" : " ") << unit << "\n";
        for (const app::TargetReason& reason : row.reasons) {
            call.out << "      " << reason.code.substr(reason.code.find('.') + 1);
            for (const auto& [name, value] : reason.values) {
                call.out << " " << name << "=" << value;
            }
            call.out << "\n";
        }
    }
}

Result<Exit> show(Call& call) {
    const auto in = TRY(call.open());
    app::TargetQuestion question;
    std::tie(question.picture, question.version) = name_and_version(call.arguments.at(0));
    question.area = call.option("area", "00");
    question.day = call.has("date") ? TRY(parse_date(call.option("date"))) : call.clock.today();
    if (call.has("declarations")) {
        const std::string text = TRY(load_file(call.option("declarations"), limits::toml_bytes));
        question.declared = TRY(formats::parse_toml(text)).root;
    }
    const auto report = TRY(app::report_target(*in, question));
    if (call.json) {
        call.out << formats::write_json(app::target_as_json(*report)) << "\n";
    } else {
        print(call, *report);
    }
    for (const app::TargetRow& row : report->rows) {
        if (row.distance.is_overdue) {
            return Exit::Faults;
        }
    }
    return Exit::Done;
}

Result<Exit> compare(Call& call) {
    const auto in = TRY(call.open());
    const auto [one, one_version] = name_and_version(call.arguments.at(0));
    const auto [other, other_version] = name_and_version(call.arguments.at(1));
    const StoredPicture first = TRY(in->targets.find_picture(one, one_version));
    const StoredPicture second = TRY(in->targets.find_picture(other, other_version));
    for (const planning::TargetDifference& difference :
         planning::compare_pictures(first.picture, second.picture)) {
        const std::string addressee(
            difference.addressee ? planning::to_string(*difference.addressee) : "");
        if (call.json) {
            call.out << formats::write_json(
                            Json::object({{"kind", planning::to_string(difference.kind)},
                                          {"dimension", difference.dimension},
                                          {"addressee", addressee},
                                          {"first", difference.first},
                                          {"second", difference.second}}))
                     << "\n";
        } else {
            call.out << planning::to_string(difference.kind) << "  " << difference.dimension
                     << (addressee.empty() ? "" : " (" + addressee + ")") << "  "
                     << difference.first << "  |  " << difference.second << "\n";
        }
    }
    return Exit::Done;
}

Result<Exit> keep(Call& call) {
    const auto in = TRY(call.open());
    const std::string toml = TRY(load_file(call.arguments.at(0), limits::toml_bytes));
    const StoredPicture stored =
        TRY(in->targets.keep_picture(system_scope("target.keep"), {call.option("tenant")}, toml));
    call.out << stored.picture.id << "@" << stored.picture.version << " is kept for "
             << stored.tenant.value << ".\n";
    return Exit::Done;
}

}  // namespace

Verb target_list_verb() {
    return {"target list", "", 0, 0, "Every target picture with its versions", {}, list};
}

Verb target_show_verb() {
    return {"target show",
            "PICTURE[@VERSION]",
            1,
            1,
            "How far an area is from a target picture, and where it comes from",
            {{"area", "ARS of 2, 5 or 9 digits (default 00: all of Germany)"},
             {"date", "the day, YYYY-MM-DD (default today)"},
             {"declarations", "file (TOML) with what somebody declares: name = number"}},
            show};
}

Verb target_compare_verb() {
    return {"target compare",
            "PICTURE[@VERSION] PICTURE[@VERSION]",
            2,
            2,
            "Where two target pictures say different things",
            {},
            compare};
}

Verb target_keep_verb() {
    return {"target keep",
            "FILE",
            1,
            1,
            "Keep a target picture (TOML) of an administration, a Kreis, a Land or the Bund",
            {{"tenant", "whose picture it is, by its number", false, true}},
            keep};
}

}  // namespace gordion::cli
