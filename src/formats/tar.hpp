// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>

namespace gordion::formats {

/// An archive (POSIX ustar, with pax headers for names over 100 bytes) of regular files, path →
/// bytes, in the order of their paths and without times or owners: the same files give the same
/// bytes. Written only, for handing files over. Paths are relative and lie inside; others are a
/// Bug.
std::string write_tar(const std::map<std::string, std::string>& files);

}  // namespace gordion::formats
