// SPDX-License-Identifier: EUPL-1.2
#include "cli/demo_journey.hpp"

#include <fstream>

#include "app/demo.hpp"
#include "audit/audit.hpp"
#include "cli/demo_browser.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/stopwatch.hpp"
#include "documents/ua_check.hpp"
#include "web/notices.hpp"
#include "web/web_server.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

constexpr const char* hundesteuer = "99102013002000";
constexpr const char* groede = "010545459039";
constexpr int most_pages = 40;

// Prints each step with its time and keeps it for the report; the first failure ends the journey.
class Report {
public:
    explicit Report(Call& call) : call_(&call) {}

    Result<void> step(const std::string& what, bool happened, const std::string& detail = {}) {
        const double ms = stopwatch_.elapsed_ms();
        call_->out << (happened ? "  ok    " : "  FAIL  ") << what
                   << (detail.empty() ? "" : ": " + detail) << "\n"
                   << std::flush;
        steps_.push(
            Json::object({{"step", what}, {"happened", happened}, {"detail", detail}, {"ms", ms}}));
        if (!happened) {
            return Error{ErrorKind::Corrupt,
                         "cli.journey_failed",
                         what,
                         {{"detail", detail}},
                         "This step of the journey did not happen."};
        }
        return {};
    }
    [[nodiscard]] Json to_json() const {
        return Json::object({{"steps", steps_}, {"total_ms", stopwatch_.elapsed_ms()}});
    }

private:
    Call* call_;
    Stopwatch stopwatch_;
    Json steps_ = Json::array();
};

struct Journey {
    Call& call;
    app::Modules& in;
    Report report;
    DemoBrowser citizen;
    DemoBrowser team;
    std::string number;
    std::string code;
};

Result<Json> example_answers(const Journey& journey) {
    const auto file = std::filesystem::absolute(journey.in.config.product_data).parent_path() /
                      "packages" / "hundesteuer-anmeldung" / "examples" / "gueltig-ein-hund.json";
    const Json example = TRY(formats::parse_json(TRY(load_file(file, limits::json_bytes))));
    const Json* answers = example.find("answers");
    VERIFY(answers != nullptr, "publishing checked the examples");
    return *answers;
}

Result<void> find_authority(Journey& journey) {
    const SeenPage found = TRY(journey.citizen.fetch("/suche?q=hund%20anmelden"));
    TRY(journey.report.step("search \"hund anmelden\" finds the dog tax",
                            found.shows(std::string("/leistung/") + hundesteuer)));
    const SeenPage choice =
        TRY(journey.citizen.fetch(std::string("/leistung/") + hundesteuer + "/ort?q=Neustadt"));
    TRY(journey.report.step("\"Neustadt\" offers a choice with the Kreis",
                            choice.shows("Neustadt") && choice.shows("Kreis")));
    const SeenPage place =
        TRY(journey.citizen.fetch(std::string("/leistung/") + hundesteuer + "/ort?q=25869"));
    return journey.report.step("postcode 25869 leads to Gröde and Amt Pellworm",
                               place.shows("Gröde") && place.shows("Amt Pellworm"), place.url);
}

// Page by page until the summary, as long as the pages ask.
Result<SeenPage> fill_in(Journey& journey, SeenPage page) {
    const Json answers = TRY(example_answers(journey));
    for (int pages = 0; pages < most_pages; ++pages) {
        if (page.url == "/antrag/pruefen") {
            return page;
        }
        TRY(journey.report.step("page " + page.url, page.status == 200,
                                page.between("<h1 class=\"kern-heading-large\">", "</h1>")));
        const bool empty_list =
            page.url == "/antrag/hunde" && !page.shows("class=\"repetition__actions\"");
        const std::string add = empty_list ? page.link_to("/antrag/hunde.") : std::string();
        page =
            add.empty()
                ? TRY(journey.citizen.submit(page, page.url, answers_for(page, page.url, answers)))
                : TRY(journey.citizen.fetch(add));
    }
    return Error{ErrorKind::Corrupt, "cli.journey_endless", page.url, {}, "The form does not end."};
}

Result<void> apply(Journey& journey) {
    SeenPage page =
        TRY(journey.citizen.post("/antrag/start", {{"key", hundesteuer}, {"ars", groede}}));
    const SeenPage refused = TRY(journey.citizen.submit(page, page.url, {}));
    TRY(journey.report.step("an empty page is refused with a list of errors",
                            refused.status == 422 && refused.shows("id=\"fehler\"")));
    const SeenPage summary = TRY(fill_in(journey, std::move(page)));
    TRY(journey.report.step("the summary shows the answers", summary.shows("Bello")));
    const SeenPage receipt = TRY(journey.citizen.submit(summary, "/antrag/absenden",
                                                        {{"notify", "erika@beispiel.example"}}));
    journey.number = receipt.between("id=\"nummer\">", "<");
    journey.code = receipt.between("id=\"code\">", "<");
    TRY(journey.report.step("submitted, number and code are shown",
                            !journey.number.empty() && !journey.code.empty(), journey.number));
    const SeenPage again = TRY(journey.citizen.submit(summary, "/antrag/absenden", {}));
    return journey.report.step("the same post again gives the same number",
                               again.between("id=\"nummer\">", "<") == journey.number);
}

Result<SeenPage> sign_in(Journey& journey) {
    const app::DemoAccount& account = app::demo_accounts().front();
    return journey.team.post("/backoffice/anmelden",
                             {{"name", account.sign_in_name}, {"password", account.password}});
}

// Delivery is a job: the case appears a moment after the receipt.
Result<SeenPage> wait_for_case(Journey& journey) {
    const Deadline deadline(journey.call.clock, 15'000);
    while (true) {
        SeenPage inbox = TRY(journey.team.fetch("/backoffice/eingang"));
        if (inbox.shows(journey.number)) {
            return inbox;
        }
        TRY(deadline.check());
        journey.in.jobs.wake();
    }
}

Result<void> decide(Journey& journey) {
    const SeenPage signed_in = TRY(sign_in(journey));
    TRY(journey.report.step("the team of Amt Pellworm signs in", signed_in.shows("Eingang")));
    const SeenPage inbox = TRY(wait_for_case(journey));
    const std::string url = inbox.link_to("/backoffice/vorgang/");
    SeenPage opened = TRY(journey.team.fetch(url));
    TRY(journey.report.step("the case opens and shows the answers and the amount",
                            opened.shows("Bello") && opened.shows("€"), url));
    opened = TRY(journey.team.submit(opened, url + "/frage", {{"question", "Wie alt ist Bello?"}}));
    TRY(journey.report.step("a question goes out", opened.shows("Wie alt ist Bello?")));
    const SeenPage status = TRY(journey.citizen.fetch("/status/vorgang"));
    TRY(journey.report.step("the citizen reads the question", status.shows("Wie alt ist Bello?")));
    const SeenPage answered =
        TRY(journey.citizen.submit(status, "/status/antwort", {{"answer", "Vier Jahre."}}));
    TRY(journey.report.step("and answers", answered.shows("Vier Jahre.")));
    opened = TRY(journey.team.fetch(url));
    TRY(journey.report.step("the team reads the answer", opened.shows("Vier Jahre.")));
    const SeenPage decided = TRY(
        journey.team.submit(opened, url + "/entscheiden", {{"granted", "yes"}, {"reason", ""}}));
    return journey.report.step("the team decides", decided.shows("Bescheid"), decided.url);
}

Result<void> receive(Journey& journey) {
    DemoBrowser elsewhere("http://127.0.0.1:" + std::to_string(journey.in.config.port));
    const SeenPage status =
        TRY(elsewhere.post("/status", {{"number", journey.number}, {"code", journey.code}}));
    TRY(journey.report.step("number and code open the status on another device",
                            status.shows("Entschieden")));
    const auto last = status.body.rfind("/status/brief/");
    const std::string url = status.body.substr(last, status.body.find('"', last) - last);
    const SeenPage bescheid = TRY(elsewhere.fetch(url));
    TRY(journey.report.step("the Bescheid is a PDF", bescheid.body.starts_with("%PDF"),
                            std::to_string(bescheid.body.size()) + " bytes"));
    const Findings faults = documents::check_pdf_ua(bescheid.body);
    TRY(journey.report.step("and accessible (PDF/UA-1, machine-checkable conditions)",
                            !has_faults(faults)));
    std::ofstream(journey.in.config.data_folder / "Bescheid.pdf", std::ios::binary)
        << bescheid.body;
    for (const audit::ChainReport& chain :
         TRY(audit::verify_all(*journey.in.database, system_scope("audit.verify")))) {
        TRY(journey.report.step("audit chain " + chain.tenant.value, chain.is_unbroken(),
                                std::to_string(chain.entries) + " entries"));
    }
    return {};
}

Result<void> walk(Journey& journey) {
    TRY(find_authority(journey));
    TRY(apply(journey));
    TRY(decide(journey));
    return receive(journey);
}

}  // namespace

Result<Exit> walk_demo_journey(Call& call, app::Modules& in) {
    const auto server = TRY(web::WebServer::make(in));
    app::start_jobs(in, web::make_mail_writers(server->site(), in.config.base_url));
    TRY(server->start());
    in.config.port = server->port();
    const std::string url = "http://127.0.0.1:" + std::to_string(server->port());
    call.out << "The journey, over HTTP on " << url << ":\n";
    Journey journey{call, in, Report(call), DemoBrowser(url), DemoBrowser(url), "", ""};
    const Result<void> walked = walk(journey);
    std::ofstream(in.config.data_folder / "report.json")
        << formats::write_json_pretty(journey.report.to_json()) << "\n";
    server->stop(1'000);
    in.jobs.stop();
    if (!walked) {
        return walked.error();
    }
    call.out << "All of it happened. See " << (in.config.data_folder / "Bescheid.pdf").string()
             << " and " << (in.config.data_folder / "report.json").string() << "\n";
    return Exit::Done;
}

}  // namespace gordion::cli
