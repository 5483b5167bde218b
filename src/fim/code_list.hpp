// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "fim/schema.hpp"

namespace gordion::fim {

struct CodeListColumn {
    std::string id;    ///< what codeKey, nameKey and helpKey of a field name
    std::string name;  ///< for people
    bool required = false;
    bool is_key = false;
};

/// A code list as it was published: a table with a name and a version. Immutable once read.
struct CodeList {
    std::string canonical_identification;  ///< "urn:de:…:schluessel:staat"
    std::string version;
    std::string canonical_version_uri;
    std::string short_name;
    std::string long_name;
    std::string agency;
    std::vector<CodeListColumn> columns;
    std::vector<std::vector<std::string>> rows;  ///< one text per column; "" where none is given

    bool operator==(const CodeList& other) const;
};

/// Which columns a field wants (codeKey, nameKey, helpKey of XDatenfelder 3); "" for no wish.
struct CodeColumns {
    std::string code;
    std::string name;
    std::string help;
};

/// The rows as codes. A column that is not named, or that the list does not have: for the code the
/// key column, else the first; for the name the first column after the code's, else the first other
/// one; for the help none. Rows without a code are left out; a row without a name is called after
/// its code.
std::vector<Code> make_codes(const CodeList& list, const CodeColumns& wanted = {});

/// Below zero, zero or above zero as version `left` is older than, the same as or newer than
/// `right`. Numbers in it count as numbers: "9" < "14", "2021-02-19" < "2023-02-24".
int compare_list_versions(std::string_view left, std::string_view right);

/// The version that a reference names: its own element, or what its canonicalVersionUri says after
/// the identification; "" if it names none.
std::string wanted_version(const CodeListReference& reference);

/// Somewhere that lists come from: a package, the store, the data of the product. Used from any
/// thread.
class CodeListSource {
public:
    virtual ~CodeListSource() = default;
    /// The versions of a list that are here; none if the list is unknown.
    [[nodiscard]] virtual Result<std::vector<std::string>> list_versions(
        std::string_view canonical_identification) const = 0;
    /// nullptr if it is not here.
    [[nodiscard]] virtual Result<std::shared_ptr<const CodeList>> find(
        std::string_view canonical_identification, std::string_view version) const = 0;
};

/// The places to look at, in this order. Not owned.
using CodeListSources = std::vector<const CodeListSource*>;

struct FoundCodeList {
    std::shared_ptr<const CodeList> list;  ///< nullptr: nobody has it in any version
    bool is_other_version = false;         ///< the version that was named is nowhere
};

/// The list that a field refers to. The version that the reference names wins, from the first
/// source that has it; where none is named or nobody has it, the newest one of all sources.
Result<FoundCodeList> find_code_list(const CodeListSources& sources,
                                     const CodeListReference& reference);

/// Lists in memory: those of a package, of a folder, of a test.
class CodeListShelf : public CodeListSource {
public:
    CodeListShelf() = default;
    explicit CodeListShelf(std::vector<CodeList> lists);

    void add(CodeList list);
    [[nodiscard]] const std::vector<std::shared_ptr<const CodeList>>& lists() const {
        return lists_;
    }

    [[nodiscard]] Result<std::vector<std::string>> list_versions(
        std::string_view canonical_identification) const override;
    [[nodiscard]] Result<std::shared_ptr<const CodeList>> find(
        std::string_view canonical_identification, std::string_view version) const override;

private:
    std::vector<std::shared_ptr<const CodeList>> lists_;
};

}  // namespace gordion::fim
