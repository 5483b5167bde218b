// SPDX-License-Identifier: EUPL-1.2
#include "formats/tar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/text.hpp"
#include "core/verify.hpp"

namespace gordion::formats {
namespace {

constexpr std::size_t block = 512;
constexpr std::size_t name_bytes = 100;  // longer ones stand in a header of their own

void put(std::string& header, std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
}

/// POSIX.1-1988 ustar, section 10.1.1: fields at fixed places, numbers as octal text.
std::string make_header(std::string_view name, std::size_t size, char kind) {
    std::string header(block, '\0');
    put(header, 0, name.substr(0, name_bytes));
    put(header, 100, "0000644");                     // mode
    put(header, 108, "0000000");                     // owner
    put(header, 116, "0000000");                     // group
    put(header, 124, fmt::format("{:011o}", size));  // size
    put(header, 136, "00000000000");                 // time
    put(header, 148, "        ");                    // the sum counts itself as blanks
    header[156] = kind;
    put(header, 257, std::string_view("ustar\00000", 8));  // magic and version
    unsigned sum = 0;
    for (const char c : header) {
        sum += static_cast<unsigned char>(c);
    }
    put(header, 148, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
    return header;
}

void add(std::string& archive, std::string_view name, std::string_view bytes, char kind) {
    archive += make_header(name, bytes.size(), kind);
    archive += bytes;
    archive.append((block - bytes.size() % block) % block, '\0');
}

/// POSIX.1-2001 pax, extended header: "<length of the record> path=<name>\n".
std::string make_record(std::string_view name) {
    const std::string rest = fmt::format(" path={}\n", name);
    std::size_t length = rest.size() + 1;
    while (std::to_string(length).size() + rest.size() != length) {
        ++length;
    }
    return std::to_string(length) + rest;
}

bool is_inside(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find('\0') != std::string_view::npos) {
        return false;
    }
    const std::vector<std::string> parts = split(name, '/');
    return std::find(parts.begin(), parts.end(), "..") == parts.end();
}

}  // namespace

std::string write_tar(const std::map<std::string, std::string>& files) {
    std::string archive;
    for (const auto& [name, bytes] : files) {
        VERIFY(is_inside(name), "callers archive files with plain names");
        if (name.size() > name_bytes) {
            add(archive, "PaxHeader", make_record(name), 'x');
        }
        add(archive, name, bytes, '0');
    }
    return archive.append(2 * block, '\0');
}

}  // namespace gordion::formats
