// SPDX-License-Identifier: EUPL-1.2
#include "crypto/access_code.hpp"

#include "core/text.hpp"
#include "crypto/hashes.hpp"

namespace gordion::crypto {
namespace {

constexpr std::size_t code_length = 16;
constexpr std::size_t number_length = 8;

// Upper case, without blanks and dashes.
std::string squeeze(std::string_view typed) {
    std::string squeezed;
    for (const char c : typed.substr(0, 100)) {
        if (c >= 'a' && c <= 'z') {
            squeezed += static_cast<char>(c - 'a' + 'A');
        } else if (c != ' ' && c != '-' && c != '\t') {
            squeezed += c;
        }
    }
    return squeezed;
}

bool is_readable(std::string_view text) {
    return text.find_first_not_of(readable_alphabet) == std::string_view::npos;
}

}  // namespace

std::string make_access_code(Random& random) {
    std::string code = random.characters(code_length, readable_alphabet);
    for (std::size_t at = 12; at >= 4; at -= 4) {
        code.insert(at, "-");
    }
    return code;
}

Result<std::string> parse_access_code(std::string_view typed) {
    std::string code = squeeze(typed);
    if (code.size() != code_length || !is_readable(code)) {
        return Error{ErrorKind::Invalid,
                     "crypto.code_shape",
                     "code",
                     {},
                     "A code has sixteen letters and digits, without 0, 1, I, L, O and U."};
    }
    return code;
}

std::string access_code_check(std::string_view parsed_code) {
    return to_hex(derive_key(parsed_code, "code-check"));
}

std::string make_case_number(std::string_view tenant, Random& random) {
    return std::string(tenant) + "-" + random.characters(4, readable_alphabet) + "-" +
           random.characters(4, readable_alphabet);
}

Result<std::string> parse_case_number(std::string_view typed) {
    const std::string squeezed = squeeze(typed);
    const bool long_enough = squeezed.size() > number_length;
    const std::string tenant =
        long_enough ? squeezed.substr(0, squeezed.size() - number_length) : "";
    const std::string rest = long_enough ? squeezed.substr(squeezed.size() - number_length) : "";
    if (!is_digits(tenant) || tenant.size() > 12 || !is_readable(rest)) {
        return Error{ErrorKind::Invalid,
                     "crypto.number_shape",
                     "number",
                     {},
                     "A number looks like 010545459-7KX3-9QWM."};
    }
    return tenant + "-" + rest.substr(0, 4) + "-" + rest.substr(4);
}

std::string tenant_of_number(std::string_view number) {
    return std::string(number.substr(0, number.find('-')));
}

}  // namespace gordion::crypto
