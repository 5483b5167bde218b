// SPDX-License-Identifier: EUPL-1.2
#include "app/coverage_report.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

using app::percent_text;

void print_area(Call& call, const planning::AreaCoverage& area) {
    call.out << "  programme rule  " << area.programme << " of " << area.bundles
             << "  (in at least one municipality)\n"
             << "  everywhere      " << area.everywhere << " of " << area.bundles
             << "  (in all municipalities)\n"
             << "  weighted        " << percent_text(area.weighted_millionths)
             << " %  (pairs of a bundle and an inhabitant)\n"
             << "  known           " << percent_text(area.known_millionths)
             << " %  (of such pairs; what is not known can only raise the numbers)\n";
}

void print(Call& call, const app::CoverageReport& report) {
    call.out << report.name << " on " << report.question.day.to_iso() << ", level "
             << report.question.level << " or higher\n";
    print_area(call, report.total);
    call.out << "  reach           " << report.spread.sum() << " = " << report.spread.bund
             << " Bund + " << report.spread.land << " Land + " << report.spread.area << " area + "
             << report.spread.some << " in part\n";
    for (const app::CoveragePart& part : report.parts) {
        const planning::AreaCoverage& area = part.ranked.area;
        call.out << (part.ranked.rank ? std::to_string(*part.ranked.rank) : "-") << "\t"
                 << area.area << "\t" << area.programme << "\t" << area.everywhere << "\t"
                 << percent_text(area.weighted_millionths) << " %\t" << part.name << "\n";
    }
    for (const app::CoverageSource& source : report.sources) {
        call.out << "Source: " << source.name << ", "
                 << (source.imported_at ? "imported " + source.imported_at->german_date().to_iso()
                                        : std::string("now"))
                 << ", " << source.facts << " facts\n";
    }
    call.out << "Directory of " << report.directory_day.to_iso() << ", catalogue of "
             << report.catalogue_day.to_iso() << "\n";
}

Result<app::CoverageQuestion> read_question(Call& call) {
    app::CoverageQuestion question;
    question.area = call.option("area", "00");
    question.day = call.has("date") ? TRY(parse_date(call.option("date"))) : call.clock.today();
    const std::string level = call.option("level", "2");
    const auto rule = app::find_rule(call.option("rank-by", "weighted"));
    if (level.size() != 1 || level < "0" || level > "4" || !rule) {
        return Error{ErrorKind::Invalid,
                     "cli.coverage_question",
                     rule ? "--level" : "--rank-by",
                     {},
                     "A level is 0 to 4; rank by programme, everywhere or weighted."};
    }
    question.level = level.front() - '0';
    question.rule = *rule;
    return question;
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const app::CoverageQuestion question = TRY(read_question(call));
    const auto state =
        call.has("known-on")
            ? TRY(in->coverage_desk.load_state_known_at(
                  Instant{TRY(parse_date(call.option("known-on"))).plus_days(1).days_since_epoch() *
                              24 * 3600 * 1000 -
                          1}))
            : TRY(in->coverage_desk.load_state());
    const auto report = TRY(app::report_coverage(in->coverage_desk, state, question));
    if (call.has("bundles")) {
        call.out << app::bundles_as_csv(report);
    } else if (call.has("csv")) {
        call.out << app::coverage_as_csv(report);
    } else if (call.json) {
        call.out << formats::write_json(app::coverage_as_json(report)) << "\n";
    } else {
        print(call, report);
    }
    return Exit::Done;
}

}  // namespace

Verb coverage_show_verb() {
    return {"coverage show",
            "",
            0,
            0,
            "How much is offered online in an area on a day, counted in three ways",
            {{"area", "ARS of 2, 5, 9 or 12 digits (default 00: all of Germany)"},
             {"date", "the day, YYYY-MM-DD (default today)"},
             {"level", "least level of maturity, 0 to 4 (default 2)"},
             {"rank-by", "programme, everywhere or weighted (default)"},
             {"known-on", "with what was known by the end of that day, YYYY-MM-DD (UTC)"},
             {"csv", "the area and its parts as CSV", true},
             {"bundles", "each bundle with its reach, as CSV", true}},
            run};
}

}  // namespace gordion::cli
