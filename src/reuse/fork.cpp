// SPDX-License-Identifier: EUPL-1.2
#include "reuse/fork.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "formats/toml.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::reuse {
namespace {

Error fork_failed(std::string reason) {
    return {ErrorKind::Invalid,
            "reuse.fork_failed",
            "service.toml",
            {{"reason", reason}},
            "service.toml cannot be changed for a copy: " + reason};
}

/// A text as TOML writes it in one line.
std::string toml_text(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            safe += '\\';
        }
        safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return "\"" + safe + "\"";
}

/// Replaces the line on which a member of the outermost table stands.
Result<void> replace_line(std::vector<std::string>& lines, const formats::Toml& toml,
                          const std::string& key, const std::string& value) {
    const auto line = toml.lines.find(key);
    const std::size_t at =
        line == toml.lines.end() ? lines.size() : static_cast<std::size_t>(line->second) - 1;
    if (at >= lines.size() || !trim(lines[at]).starts_with(key)) {
        return fork_failed("'" + key + "' does not stand on a line of its own.");
    }
    lines[at] = key + " = " + value;
    return {};
}

bool is_inside(std::string_view inner, std::string_view outer) {
    return inner.size() > outer.size() && inner.starts_with(outer) && inner[outer.size()] == '.';
}

/// Whether two changes are about the same thing, or one about something inside the other.
bool touches(const PackageChange& left, const PackageChange& right) {
    if (left.area != right.area) {
        return false;
    }
    if (left.place == right.place) {
        return left.attribute == right.attribute || left.attribute.empty() ||
               right.attribute.empty();
    }
    const bool left_whole = left.attribute.empty() && left.area == PackageArea::Schema;
    const bool right_whole = right.attribute.empty() && right.area == PackageArea::Schema;
    return (left_whole && is_inside(right.place, left.place)) ||
           (right_whole && is_inside(left.place, right.place));
}

const PackageChange* find_touching(const std::vector<PackageChange>& changes,
                                   const PackageChange& wanted) {
    const auto found =
        std::find_if(changes.begin(), changes.end(),
                     [&](const PackageChange& change) { return touches(change, wanted); });
    return found == changes.end() ? nullptr : &*found;
}

}  // namespace

std::string fork_id(std::string_view package_id, const TenantId& tenant) {
    return std::string(package_id) + "-" + tenant.value;
}

Result<PackageFiles> fork_files(const PackageFiles& original, const ForkWish& wish) {
    const Judged<Package> package = TRY(read_package(original));
    const ServiceDeclaration& service = package.value.service;
    if (service.origin) {
        return Error{ErrorKind::Conflict,
                     "reuse.fork_copy",
                     service.id,
                     {{"origin", service.origin->package}},
                     "'" + service.id + "' is a copy itself. Take its original, '" +
                         service.origin->package + "'."};
    }
    const std::string id = wish.id.empty() ? fork_id(service.id, wish.tenant) : wish.id;
    const std::string& text = original.at("service.toml");
    const formats::Toml toml = TRY(formats::parse_toml(text));
    std::vector<std::string> lines = split(text, '\n');
    TRY(replace_line(lines, toml, "version", toml_text("1.0.0")));
    TRY(replace_line(lines, toml, "provider_name", toml_text(wish.provider_name)));
    TRY(replace_line(lines, toml, "provider", toml_text(wish.tenant.value)));
    // The one that makes a line more comes last: the numbers of the others stay true.
    TRY(replace_line(lines, toml, "id", toml_text(id) + "\nprivate = true"));
    PackageFiles files = original;
    files.at("service.toml") = join(lines, "\n") +
                               "\n[origin]\npackage = " + toml_text(service.id) +
                               "\nversion = " + toml_text(service.version) + "\n";
    const Judged<Package> copy = TRY(read_package(files));
    const ServiceDeclaration& made = copy.value.service;
    const bool is_right = made.id == id && made.is_private && made.version == "1.0.0" &&
                          made.origin == PackageOrigin{service.id, service.version} &&
                          made.parameters.size() == service.parameters.size();
    if (!is_right || copy.findings.size() > package.findings.size()) {
        return fork_failed("it does not read back as it should; is '" + id + "' an id?");
    }
    return files;
}

std::string_view to_string(MissedState state) {
    switch (state) {
        case MissedState::Open:
            return "open";
        case MissedState::There:
            return "there";
        case MissedState::Conflict:
            return "conflict";
    }
    return "";
}

std::vector<MissedChange> find_missed(const LoadedPackage& base, const LoadedPackage& theirs,
                                      const LoadedPackage& ours) {
    const std::vector<PackageChange> own = diff_packages(base, ours);
    const std::vector<PackageChange> between = diff_packages(theirs, ours);
    std::vector<MissedChange> missed;
    for (PackageChange& change : diff_packages(base, theirs)) {
        MissedChange one;
        if (find_touching(between, change) == nullptr) {
            one.state = MissedState::There;
        } else if (const PackageChange* mine = find_touching(own, change)) {
            one.state = MissedState::Conflict;
            one.ours = mine->kind == fim::ChangeKind::Removed ? "" : mine->after;
        }
        one.change = std::move(change);
        missed.push_back(std::move(one));
    }
    return missed;
}

}  // namespace gordion::reuse
