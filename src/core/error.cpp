// SPDX-License-Identifier: EUPL-1.2
#include "core/error.hpp"

namespace gordion {

std::string_view to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Invalid:
            return "invalid";
        case ErrorKind::Unauthenticated:
            return "unauthenticated";
        case ErrorKind::Forbidden:
            return "forbidden";
        case ErrorKind::NotFound:
            return "not_found";
        case ErrorKind::Conflict:
            return "conflict";
        case ErrorKind::TooLarge:
            return "too_large";
        case ErrorKind::TooMany:
            return "too_many";
        case ErrorKind::Unsupported:
            return "unsupported";
        case ErrorKind::Unavailable:
            return "unavailable";
        case ErrorKind::Deadline:
            return "deadline";
        case ErrorKind::Corrupt:
            return "corrupt";
    }
    return "unknown";
}

std::string Error::to_text() const {
    std::string text = code;
    if (!place.empty()) {
        text += " at " + place;
    }
    if (!message.empty()) {
        text += ": " + message;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        text += (i == 0 ? " (" : ", ") + values[i].first + "=" + values[i].second;
    }
    return values.empty() ? text : text + ")";
}

}  // namespace gordion
