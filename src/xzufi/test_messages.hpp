// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "xzufi/message_reader.hpp"

/// For tests: messages of testdata/, and messages written on the spot.
namespace gordion::xzufi::testing {

struct Heard {
    Result<ReadMessage> outcome;
    std::vector<TransferObject> objects;

    /// The content of the first object of that kind.
    [[nodiscard]] const formats::Json& content(ObjectKind kind) const {
        for (const TransferObject& object : objects) {
            if (object.kind == kind && object.deed == Deed::Write) {
                return object.content;
            }
        }
        throw Bug("the message has no such object");
    }
};

inline Heard hear(std::string_view xml, const MessageLimits& limits = {},
                  std::size_t piece_bytes = 4096) {
    MemorySource source(xml, piece_bytes);
    std::vector<TransferObject> objects;
    const ObjectListener listener = [&](TransferObject object) -> Result<void> {
        objects.push_back(std::move(object));
        return {};
    };
    auto outcome = read_message(source, listener, limits);
    return {std::move(outcome), std::move(objects)};
}

inline std::string sample(const std::string& name) {
    const auto bytes = load_file(std::string(GORDION_SOURCE_DIR) + "/src/xzufi/testdata/" + name,
                                 limits::xml_bytes);
    EXPECT_TRUE(bytes) << name;
    return bytes ? bytes.value() : std::string();
}

/// A message whose schreibe holds what is inside; `head` goes into its nachrichtenkopf.
inline std::string message_of(std::string_view inside, std::string_view version = "2_2_0",
                              std::string_view head = {}) {
    return "<x:transfer xmlns:x=\"http://xoev.de/schemata/xzufi/" + std::string(version) +
           "\"><x:nachrichtenkopf>" + std::string(head) + "</x:nachrichtenkopf><x:schreibe>" +
           std::string(inside) + "</x:schreibe></x:transfer>";
}

/// <x:name><x:id schemeAgencyID="R">id</x:id>inside</x:name>
inline std::string object_of(const std::string& name, const std::string& id,
                             std::string_view inside = {}) {
    return "<x:" + name + "><x:id schemeAgencyID=\"R\">" + id + "</x:id>" + std::string(inside) +
           "</x:" + name + ">";
}

}  // namespace gordion::xzufi::testing
