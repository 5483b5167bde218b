// SPDX-License-Identifier: EUPL-1.2
#include "core/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "core/time.hpp"

namespace gordion {
namespace {

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = std::make_shared<spdlog::logger>(
            "gordion", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->set_level(spdlog::level::info);
        return made;
    }();
    return *instance;
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return spdlog::level::debug;
        case LogLevel::Info:
            return spdlog::level::info;
        case LogLevel::Warning:
            return spdlog::level::warn;
        case LogLevel::Error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

void append_quoted(std::string& line, std::string_view text) {
    line += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            line += fmt::format("\\u{:04x}", static_cast<int>(c));
        } else {
            line += c;
        }
    }
    line += '"';
}

}  // namespace

void log(LogLevel level, std::string_view event, const Values& values) {
    if (!logger().should_log(to_spdlog(level))) {
        return;
    }
    std::string line = "{\"time\":\"" + SystemClock().now().to_iso() + "\",\"level\":\"";
    line += spdlog::level::to_string_view(to_spdlog(level)).data();
    line += "\",\"event\":";
    append_quoted(line, event);
    for (const auto& [name, value] : values) {
        line += ',';
        append_quoted(line, name);
        line += ':';
        append_quoted(line, value);
    }
    line += '}';
    logger().log(to_spdlog(level), line);
}

void set_log_level(LogLevel lowest) {
    logger().set_level(to_spdlog(lowest));
}

}  // namespace gordion
