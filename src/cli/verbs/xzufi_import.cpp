// SPDX-License-Identifier: EUPL-1.2
#include <fmt/format.h>

#include "app/transfers.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/stopwatch.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

constexpr double progress_every_ms = 2000;

// Says every two seconds how far a long file is. Not for machines.
class ProgressLine {
public:
    ProgressLine(Call& call, const std::filesystem::path& file)
        : call_(call), name_(file.filename().string()) {
        std::error_code ignored;
        const auto size = std::filesystem::file_size(file, ignored);
        size_ = ignored ? 0 : static_cast<double>(size);
    }
    void show(const xzufi::ImportProgress& progress) {
        const double now = watch_.elapsed_ms();
        if (call_.json || now - shown_ms_ < progress_every_ms || size_ <= 0) {
            return;
        }
        shown_ms_ = now;
        call_.err << fmt::format("{}: {:.0f} % {}\n", name_,
                                 static_cast<double>(progress.bytes) * 100 / size_,
                                 progress.applying ? "applied" : "judged");
    }

private:
    Call& call_;
    std::string name_;
    double size_ = 0;
    Stopwatch watch_;
    double shown_ms_ = 0;
};

Json counts_json(const xzufi::CountsByKind& by_kind) {
    Json all = Json::object();
    for (const auto& [kind, counts] : by_kind) {
        all.set(xzufi::to_string(kind), Json::object({{"written", counts.written},
                                                      {"removed", counts.removed},
                                                      {"unchanged", counts.unchanged},
                                                      {"older", counts.older},
                                                      {"refused", counts.refused}}));
    }
    return all;
}

void print_json(Call& call, const std::string& file, const xzufi::MessageImport& import,
                double ms) {
    const xzufi::MessageHead& head = import.head;
    const Json created_at = head.created_at ? Json(head.created_at->to_iso()) : Json();
    call.out << formats::write_json(Json::object({{"file", file},
                                                  {"sha256", import.source.sha256},
                                                  {"bytes", import.bytes},
                                                  {"standard_version", head.standard_version},
                                                  {"message_id", head.id},
                                                  {"created_at", created_at},
                                                  {"applied_before", import.applied_before},
                                                  {"resumed", import.resumed},
                                                  {"ms", ms},
                                                  {"counts", counts_json(import.counts)}}))
             << "\n";
}

void print_text(Call& call, const std::string& file, const xzufi::MessageImport& import,
                double ms) {
    const xzufi::MessageHead& head = import.head;
    call.out << fmt::format("{}: XZuFi {}{}{}, {:.1f} MB, {:.0f} ms\n", file, head.standard_version,
                            head.id.empty() ? "" : ", message " + head.id,
                            head.created_at ? " of " + head.created_at->to_german() : "",
                            static_cast<double>(import.bytes) / 1e6, ms);
    if (import.applied_before) {
        call.out << "  was imported before; nothing changed (--overwrite applies it again)\n";
        return;
    }
    if (import.resumed) {
        call.out << "  was cut off before; the rest was applied\n";
    }
    call.out << fmt::format("  {:<20} {:>8} {:>8} {:>9} {:>6} {:>7}\n", "", "written", "removed",
                            "unchanged", "older", "refused");
    for (const auto& [kind, counts] : import.counts) {
        call.out << fmt::format("  {:<20} {:>8} {:>8} {:>9} {:>6} {:>7}\n", xzufi::to_string(kind),
                                counts.written, counts.removed, counts.unchanged, counts.older,
                                counts.refused);
    }
}

Result<bool> import_file(Call& call, app::Modules& in, const std::filesystem::path& file) {
    ProgressLine line(call, file);
    xzufi::ImportOptions options;
    options.overwrite = call.has("overwrite") ? Overwrite::Yes : Overwrite::No;
    options.progress = [&](const xzufi::ImportProgress& progress) { line.show(progress); };
    const Stopwatch stopwatch;
    const auto import = TRY(app::import_transfer_file(in, file, options));
    const double ms = stopwatch.elapsed_ms();
    print_findings(call, import.findings);
    (call.json ? print_json : print_text)(call, file.string(), import, ms);
    return has_faults(import.findings);
}

Result<Exit> run(Call& call) {
    std::vector<std::filesystem::path> files;
    for (const std::string& argument : call.arguments) {
        const auto named = TRY(app::list_transfer_files(argument));
        files.insert(files.end(), named.begin(), named.end());
    }
    TRY(app::migrate(call.config));
    const auto in = TRY(call.open());
    bool faults = false;
    for (const auto& file : files) {
        // Later messages build on earlier ones: the first that cannot be read ends the replay.
        const bool has = TRY(import_file(call, *in, file));
        faults = faults || has;
    }
    return faults ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb xzufi_import_verb() {
    return {"xzufi import",
            "PATH",
            1,
            1000,
            "Read XZuFi messages: files, or folders with an index.txt that lists them in order",
            {{"overwrite", "also if it was imported before, or newer objects are there", true}},
            run};
}

}  // namespace gordion::cli
