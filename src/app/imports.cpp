// SPDX-License-Identifier: EUPL-1.2
#include "app/imports.hpp"

#include <array>
#include <fstream>

#include "app/source_files.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "fim/code_list_reader.hpp"
#include "regions/directory_reader.hpp"
#include "services/catalogue_reader.hpp"

namespace gordion::app {
namespace {

SourceFile of_bytes(const std::filesystem::path& file, std::string_view bytes) {
    return {file, limits::directory_bytes, crypto::to_hex(crypto::sha256(bytes))};
}

Result<void> copy_to(const std::filesystem::path& to, const SourceFile& file) {
    const auto source = TRY(open_source_file(file));
    std::ofstream stream(to, std::ios::binary | std::ios::trunc);
    std::array<char, 64 * 1024> piece;
    while (const std::size_t count = TRY(source->read(piece))) {
        stream.write(piece.data(), static_cast<std::streamsize>(count));
    }
    if (!stream.flush()) {
        return Error{ErrorKind::Unavailable,
                     "app.import_copy",
                     to.string(),
                     {},
                     "The imported file cannot be kept; is the disk full?"};
    }
    return {};
}

constexpr std::array<std::string_view, 5> catalogue_names{
    "themenfelder.csv", "lagen.csv", "ozg_leistungen.csv", "leika_leistungen.csv",
    "leika_verrichtungen.csv"};

}  // namespace

Result<ImportSource> keep_source(const Modules& in, const SourceFile& file) {
    const auto folder = in.config.data_folder / "imports";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const auto kept = folder / (file.sha256 + file.path.extension().string());
    if (!error && !std::filesystem::exists(kept)) {
        const auto part = kept.string() + ".part";
        Result<void> copied = copy_to(part, file);
        if (copied) {
            std::filesystem::rename(part, kept, error);
        }
        if (!copied || error) {
            std::error_code ignored;
            std::filesystem::remove(part, ignored);
        }
        TRY(std::move(copied));
    }
    return ImportSource{file.path.filename().string(), file.sha256};
}

Result<Judged<regions::DirectoryImport>> import_regions(Modules& in,
                                                        const std::filesystem::path& file,
                                                        Overwrite overwrite) {
    const std::string bytes = TRY(load_file(file, limits::directory_bytes));
    auto draft = TRY(regions::read_gv100(bytes));
    const auto source = TRY(keep_source(in, of_bytes(file, bytes)));
    auto import = TRY(in.directories.import_directory(system_scope("regions.import"), draft.value,
                                                      source, overwrite));
    return Judged<regions::DirectoryImport>{std::move(import), std::move(draft.findings)};
}

Result<Judged<std::int64_t>> import_postcodes(Modules& in, const std::filesystem::path& file) {
    const std::string bytes = TRY(load_file(file, limits::directory_bytes));
    auto draft = TRY(regions::read_postcodes(bytes));
    const auto source = TRY(keep_source(in, of_bytes(file, bytes)));
    const std::int64_t pairs =
        TRY(in.directories.import_postcodes(system_scope("regions.import"), draft.value, source));
    return Judged<std::int64_t>{pairs, std::move(draft.findings)};
}

Result<Judged<services::CatalogueImport>> import_catalogue(Modules& in,
                                                           const std::filesystem::path& folder,
                                                           Date date, Overwrite overwrite) {
    std::array<std::string, catalogue_names.size()> files;
    std::string all;
    for (std::size_t i = 0; i < files.size(); ++i) {
        files.at(i) = TRY(load_file(folder / catalogue_names.at(i), limits::directory_bytes));
        all += files.at(i);
    }
    auto content =
        TRY(services::read_catalogue({date, files[0], files[1], files[2], files[3], files[4]}));
    const ImportSource source{folder.filename().string(), crypto::to_hex(crypto::sha256(all))};
    auto import = TRY(in.catalogues.import_catalogue(system_scope("catalogue.import"),
                                                     content.value, source, overwrite));
    return Judged<services::CatalogueImport>{std::move(import), std::move(content.findings)};
}

Result<Judged<std::optional<fim::CodeListImport>>> import_code_list(
    Modules& in, const std::filesystem::path& file, const CodeListName& name,
    fim::Replace replace) {
    const SourceFile found = TRY(find_source_file(file, limits::xml_bytes));
    auto read = TRY(fim::read_code_list(*TRY(open_source_file(found))));
    if (has_faults(read.findings)) {
        return Judged<std::optional<fim::CodeListImport>>{std::nullopt, std::move(read.findings)};
    }
    fim::CodeList& list = read.value;
    if (!name.canonical_identification.empty()) {
        list.canonical_identification = name.canonical_identification;
    }
    if (!name.version.empty()) {
        list.version = name.version;
    }
    const auto source = TRY(keep_source(in, found));
    auto import = TRY(in.code_lists.import_code_list(system_scope("codelist.import"), list,
                                                     {source.name, source.sha256}, replace));
    return Judged<std::optional<fim::CodeListImport>>{std::move(import), std::move(read.findings)};
}

}  // namespace gordion::app
