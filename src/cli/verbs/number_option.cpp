// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/number_option.hpp"

#include "core/text.hpp"

namespace gordion::cli {

Result<int> parse_number_option(const Call& call, std::string_view name, NumberOption allowed) {
    if (!call.has(name)) {
        return allowed.fallback;
    }
    const std::string text = call.option(name);
    const int number = is_digits(text) && text.size() <= 6 ? std::stoi(text) : -1;
    if (number < allowed.least || number > allowed.most) {
        const std::string least = std::to_string(allowed.least);
        const std::string most = std::to_string(allowed.most);
        return Error{
            ErrorKind::Invalid,
            "cli.number_invalid",
            "--" + std::string(name),
            {{"option", std::string(name)}, {"least", least}, {"most", most}},
            "--" + std::string(name) + " takes a whole number from " + least + " to " + most + "."};
    }
    return number;
}

}  // namespace gordion::cli
