// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/key_file.hpp"

namespace gordion::fitconnect {

using formats::Json;

namespace {

constexpr std::size_t most_keys = 20;
constexpr std::string_view replaced_at = "replaced_at";

Result<std::vector<Json>> list_keys(const Json& file) {
    std::vector<Json> keys;
    const Json* list = file.find("keys");
    if (list == nullptr && file.find("kty") != nullptr) {
        keys.push_back(file);
    } else if (list != nullptr && list->is_array() && list->size() <= most_keys) {
        keys = list->as_array();
    }
    if (keys.empty()) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.key_file",
                     "",
                     {{"most", std::to_string(most_keys)}},
                     "A file with keys holds one JWK, or a JWK Set of at most 20."};
    }
    return keys;
}

bool is_old(const Json& key, Instant now, int keep_days) {
    constexpr std::int64_t day_s = 24LL * 3600;
    const Json* replaced = key.find(replaced_at);
    return replaced != nullptr && replaced->is_int() &&
           replaced->as_int() < now.ms / 1000 - keep_days * day_s;
}

Json write_set(std::vector<Json> keys) {
    Json list = Json::array();
    for (Json& key : keys) {
        list.push(std::move(key));
    }
    return Json::object({{"keys", std::move(list)}});
}

}  // namespace

Result<std::vector<crypto::PrivateKey>> read_key_file(const Json& file) {
    std::vector<crypto::PrivateKey> keys;
    for (const Json& jwk : TRY(list_keys(file))) {
        keys.push_back(TRY(crypto::PrivateKey::from_jwk(jwk)));
    }
    return keys;
}

Result<Json> put_key_in_front(const Json& file, const Json& key, Instant now, int keep_days) {
    TRY(read_key_file(file));
    std::vector<Json> kept{key};
    for (Json& known : TRY(list_keys(file))) {
        if (known.find(replaced_at) == nullptr) {
            known.set(replaced_at, now.ms / 1000);
        }
        if (!is_old(known, now, keep_days) && kept.size() < most_keys) {
            kept.push_back(std::move(known));
        }
    }
    return write_set(std::move(kept));
}

Result<Json> drop_old_keys(const Json& file, Instant now, int keep_days) {
    TRY(read_key_file(file));
    std::vector<Json> kept;
    for (Json& known : TRY(list_keys(file))) {
        if (kept.empty() || !is_old(known, now, keep_days)) {
            kept.push_back(std::move(known));
        }
    }
    return write_set(std::move(kept));
}

}  // namespace gordion::fitconnect
