// SPDX-License-Identifier: EUPL-1.2
#include "formats/json.hpp"
#include "xzufi/internal/links.hpp"
#include "xzufi/message_reader.hpp"
#include "xzufi/objects.hpp"
#include "xzufi/service_description.hpp"

/// Every object that is handed on has an identity, can be written and read as JSON, has no more
/// links than its size allows, and can be read as any kind of value.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    MemorySource source({reinterpret_cast<const char*>(data), size}, 1 + size % 61);
    const auto outcome =
        xzufi::read_message(source, [](const xzufi::TransferObject& object) -> Result<void> {
            if (!object.identity.is_complete()) {
                __builtin_trap();
            }
            const auto again = formats::parse_json(formats::write_json(object.content));
            if (!again || again.value() != object.content) {
                __builtin_trap();
            }
            const auto links =
                xzufi::internal::derive_links(object.kind, object.identity, object.content);
            if (links.competences.size() > object.bytes) {
                __builtin_trap();
            }
            (void)xzufi::read_specialization(object.content);
            (void)xzufi::read_online_service(object.content);
            (void)xzufi::read_organizational_unit(object.content);
            (void)xzufi::read_zustaendigkeit(object.content);
            (void)xzufi::read_area(object.content);
            (void)xzufi::label_of(object.kind, object.content);
            return {};
        });
    (void)outcome;
    return 0;
}
