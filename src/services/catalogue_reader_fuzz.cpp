// SPDX-License-Identifier: EUPL-1.2
#include "services/catalogue_reader.hpp"

#include <cstddef>
#include <cstdint>

#include "services/zustaendigkeit.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion::services;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    CatalogueFiles files;
    files.themenfeld_file = "id,name\n1,Umwelt\n";
    files.lagen = "id,themenfeld_id,name\n1,1,Tiere\n";
    files.bundles = "ozg_id,name,lage_id\n10160,Hundehaltung,1\n";
    files.services = bytes;
    files.verrichtung_file = "code,bezeichnung\n002,Festsetzung\n";
    const auto judged = read_catalogue(files);
    if (judged) {
        const auto catalogue = Catalogue::make(judged.value().value, "00");
        for (const PublicService& service : catalogue->services()) {
            static_cast<void>(catalogue->siblings_of(service).size());
        }
    }
    static_cast<void>(read_zustaendigkeit_rules(bytes));
    return 0;
}
