// SPDX-License-Identifier: EUPL-1.2
#include "app/schemas.hpp"

#include "app/source_files.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/schema_reader.hpp"

namespace gordion::app {

Result<Judged<std::optional<fim::SchemaImport>>> import_schema(Modules& in,
                                                               const std::filesystem::path& file,
                                                               Overwrite overwrite) {
    const SourceFile message = TRY(find_source_file(file, limits::xml_bytes));
    return in.schemas.import_schema(
        system_scope("fim.import"), [&message] { return open_source_file(message); },
        {file.filename().string(), message.sha256}, overwrite);
}

Result<std::vector<SchemaUser>> list_schema_users(Modules& in, std::string_view schema_id) {
    std::vector<SchemaUser> users;
    for (const reuse::Offer& offer : TRY(in.reuse.list_offers(system_scope("fim.users")))) {
        const auto package = TRY(in.reuse.load_package(offer.package_id, offer.version));
        const fim::Identification& schema = package->form->schema().identification;
        if (schema.id != schema_id) {
            continue;
        }
        SchemaUser user{offer.package_id, offer.version, schema, {}};
        for (reuse::Adoption& adoption :
             TRY(in.reuse.list_adopters(offer.package_id, in.clock.today()))) {
            if (adoption.version == offer.version) {
                user.adoptions.push_back(std::move(adoption));
            }
        }
        users.push_back(std::move(user));
    }
    return users;
}

Result<Judged<fim::Schema>> read_schema(Modules* in, const std::string& file_or_id) {
    std::error_code unreadable;
    const bool is_file = std::filesystem::exists(file_or_id, unreadable);
    if (is_file || in == nullptr || file_or_id.find('/') != std::string::npos) {
        return fim::read_schema(*TRY(open_file(file_or_id, limits::xml_bytes)));
    }
    const auto colon = file_or_id.find(':');
    const std::string version =
        colon == std::string::npos ? std::string() : file_or_id.substr(colon + 1);
    const auto message = TRY(
        in->schemas.open_message(system_scope("fim.read"), file_or_id.substr(0, colon), version));
    return fim::read_schema(*message);
}

}  // namespace gordion::app
