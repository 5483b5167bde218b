// SPDX-License-Identifier: EUPL-1.2
#include "core/text.hpp"
#include "core/verify.hpp"
#include "http/message.hpp"

namespace gordion::http {
namespace {

// No browser names more; the rest of a longer list is not read.
constexpr int most_choices = 32;

struct Choice {
    std::string_view name;
    int thousandths = 1000;  // the weight q of RFC 9110, section 12.4.2
};

int parse_weight(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1')) {
        return 0;
    }
    if (text[0] == '1') {
        return 1000;
    }
    int weight = 0;
    int place = 100;
    for (std::size_t i = 2; i < text.size() && place > 0; ++i, place /= 10) {
        if (text[i] < '0' || text[i] > '9') {
            return 0;
        }
        weight += (text[i] - '0') * place;
    }
    return weight;
}

// Takes the next element off the front of a list such as "de-DE, en;q=0.8".
Choice take_choice(std::string_view& list) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view element = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    const std::size_t semicolon = std::min(element.find(';'), element.size());
    Choice choice{trim(element.substr(0, semicolon))};
    if (semicolon < element.size()) {
        const std::string_view parameter = trim(element.substr(semicolon + 1));
        if (parameter.size() > 2 && equals_ignoring_case(parameter.substr(0, 2), "q=")) {
            choice.thousandths = parse_weight(trim(parameter.substr(2)));
        }
    }
    return choice;
}

bool fits(std::string_view range, std::string_view language) {
    return equals_ignoring_case(range.substr(0, range.find('-')), language);
}

}  // namespace

std::string_view choose_language(std::string_view accept_language,
                                 const std::vector<std::string_view>& offered) {
    VERIFY(!offered.empty(), "every service is offered in at least one language");
    std::string_view best = offered.front();
    int best_weight = 0;
    for (int i = 0; i < most_choices && !accept_language.empty(); ++i) {
        const Choice choice = take_choice(accept_language);
        if (choice.thousandths <= best_weight) {
            continue;
        }
        for (const std::string_view language : offered) {
            if (choice.name == "*" || fits(choice.name, language)) {
                best = language;
                best_weight = choice.thousandths;
                break;
            }
        }
    }
    return best;
}

bool accepts_encoding(const Request& request, std::string_view coding) {
    std::string_view list = request.find_header("accept-encoding").value_or(std::string_view());
    for (int i = 0; i < most_choices && !list.empty(); ++i) {
        const Choice choice = take_choice(list);
        if (equals_ignoring_case(choice.name, coding)) {
            return choice.thousandths > 0;
        }
    }
    return false;
}

}  // namespace gordion::http
