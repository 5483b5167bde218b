// SPDX-License-Identifier: EUPL-1.2
#include "documents/internal/ua_structure.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace gordion::documents::internal {
namespace {

constexpr std::size_t most_elements = 500'000;
constexpr int deepest = 100;

/// ISO 32000-1, 14.8.4.
bool is_standard(std::string_view role) {
    static const std::set<std::string_view> standard = {
        "Document", "Part",    "Art",   "Sect",      "Div",     "BlockQuote", "Caption",
        "TOC",      "TOCI",    "Index", "NonStruct", "Private", "P",          "H",
        "H1",       "H2",      "H3",    "H4",        "H5",      "H6",         "L",
        "LI",       "Lbl",     "LBody", "Table",     "TR",      "TH",         "TD",
        "THead",    "TBody",   "TFoot", "Span",      "Quote",   "Note",       "Reference",
        "BibEntry", "Code",    "Link",  "Annot",     "Ruby",    "RB",         "RT",
        "RP",       "Warichu", "WT",    "WP",        "Figure",  "Formula",    "Form"};
    return standard.contains(role);
}

std::string name_of(QPDFObjectHandle object) {
    return object.isName() ? object.getName().substr(1) : std::string();
}

class StructureReader {
public:
    StructureReader(QPDF& pdf, UaReport& report) : report_(report) {
        root_ = pdf.getRoot().getKey("/StructTreeRoot");
        if (root_.isDictionary()) {
            role_map_ = root_.getKey("/RoleMap");
        }
        read_.elements.push_back({root_, "StructTreeRoot", 0, {}});
    }

    Structure read() {
        if (root_.isDictionary()) {
            check_role_map();
            read_kids(0, root_.getKey("/K"), QPDFObjectHandle::newNull(), 0);
        }
        return std::move(read_);
    }

private:
    void check_role_map() {
        if (!role_map_.isDictionary()) {
            return;
        }
        for (const std::string& key : role_map_.getKeys()) {
            if (is_standard(key.substr(1)) && name_of(role_map_.getKey(key)) != key.substr(1)) {
                report_.add("02-004", "tag " + key.substr(1));
            }
        }
    }

    std::string map_role(const std::string& role) {
        std::string at = role;
        std::set<std::string> seen;
        while (!is_standard(at)) {
            if (!seen.insert(at).second) {
                report_.add("02-003", "tag " + role);
                return role;
            }
            QPDFObjectHandle next =
                role_map_.isDictionary() ? role_map_.getKey("/" + at) : QPDFObjectHandle::newNull();
            if (!next.isName()) {
                report_.add("02-001", "tag " + role);
                return role;
            }
            at = name_of(next);
        }
        return at;
    }

    /// `page` is the /Pg that holds for marks given as bare numbers.
    void read_kids(std::size_t parent, QPDFObjectHandle kids, QPDFObjectHandle page, int depth) {
        if (!kids.isArray()) {
            read_kid(parent, kids, page, depth);
            return;
        }
        for (QPDFObjectHandle& kid : kids.getArrayAsVector()) {
            read_kid(parent, kid, page, depth);
        }
    }

    void read_kid(std::size_t parent, QPDFObjectHandle kid, QPDFObjectHandle page, int depth) {
        if (kid.isInteger()) {
            own_mark(parent, page, kid.getIntValueAsInt());
        } else if (kid.isDictionary() && name_of(kid.getKey("/Type")) == "MCR") {
            QPDFObjectHandle where = kid.hasKey("/Pg") ? kid.getKey("/Pg") : page;
            QPDFObjectHandle stream = kid.getKey("/Stm");
            own_mark(parent, stream.isStream() ? stream : where,
                     kid.getKey("/MCID").isInteger() ? kid.getKey("/MCID").getIntValueAsInt() : -1);
        } else if (kid.isDictionary() && name_of(kid.getKey("/Type")) == "OBJR") {
            read_.owner_of_object[kid.getKey("/Obj").getObjectID()] = parent;
        } else if (kid.isDictionary()) {
            read_element(parent, kid, page, depth);
        }
    }

    void own_mark(std::size_t owner, QPDFObjectHandle place, int mark) {
        const bool is_new = read_.owner_of_mark.insert({{place.getObjectID(), mark}, owner}).second;
        if (!is_new) {
            report_.add("00-003", place_of(read_.elements[owner]));
        }
    }

    void read_element(std::size_t parent, QPDFObjectHandle object, QPDFObjectHandle page,
                      int depth) {
        const bool is_known = object.isIndirect() && !seen_.insert(object.getObjectID()).second;
        if (is_known || depth > deepest || read_.elements.size() >= most_elements) {
            report_.add("00-002", "object " + std::to_string(object.getObjectID()));
            return;
        }
        const std::size_t index = read_.elements.size();
        read_.elements.push_back({object, map_role(name_of(object.getKey("/S"))), parent, {}});
        read_.elements[parent].kids.push_back(index);
        QPDFObjectHandle back = object.getKey("/P");
        if (!back.isDictionary() ||
            back.getObjectID() != read_.elements[parent].object.getObjectID()) {
            report_.add("00-002", place_of(read_.elements[index]));
        }
        QPDFObjectHandle own_page = object.getKey("/Pg");
        read_kids(index, object.getKey("/K"), own_page.isDictionary() ? own_page : page, depth + 1);
    }

    UaReport& report_;
    QPDFObjectHandle root_;
    QPDFObjectHandle role_map_ = QPDFObjectHandle::newNull();
    Structure read_;
    std::set<int> seen_;
};

/// Attributes may be one dictionary, or a list in which revision numbers stand, too.
QPDFObjectHandle find_attribute(QPDFObjectHandle element, const std::string& key) {
    QPDFObjectHandle attributes = element.getKey("/A");
    if (attributes.isDictionary()) {
        return attributes.getKey(key);
    }
    if (attributes.isArray()) {
        for (QPDFObjectHandle& part : attributes.getArrayAsVector()) {
            if (part.isDictionary() && part.hasKey(key)) {
                return part.getKey(key);
            }
        }
    }
    return QPDFObjectHandle::newNull();
}

class StructureChecker {
public:
    StructureChecker(const Structure& structure, UaReport& report)
        : all_(structure.elements), report_(report) {}

    void check() {
        for (std::size_t i = 1; i < all_.size(); ++i) {
            check_containment(i);
            check_texts(all_[i]);
            check_heading(all_[i]);
            if (all_[i].role == "Table") {
                check_table(all_[i]);
            }
            check_unnumbered(all_[i]);
        }
    }

private:
    using Roles = std::vector<std::string_view>;

    static bool is_one_of(std::string_view role, const Roles& roles) {
        return std::find(roles.begin(), roles.end(), role) != roles.end();
    }

    struct Rule {
        std::string_view number;
        std::string_view role;
        Roles parents;  ///< empty: any
        Roles kids;     ///< empty: any
    };

    /// ISO 32000-1, tables 333, 336 and 337.
    static const std::vector<Rule>& rules() {
        static const std::vector<Rule> all = {
            {"09-004", "Table", {}, {"TR", "THead", "TBody", "TFoot", "Caption"}},
            {"09-004", "THead", {"Table"}, {"TR"}},
            {"09-004", "TBody", {"Table"}, {"TR"}},
            {"09-004", "TFoot", {"Table"}, {"TR"}},
            {"09-004", "TR", {"Table", "THead", "TBody", "TFoot"}, {"TH", "TD"}},
            {"09-004", "TH", {"TR"}, {}},
            {"09-004", "TD", {"TR"}, {}},
            {"09-005", "L", {}, {"L", "LI", "Caption"}},
            {"09-005", "LI", {"L"}, {"Lbl", "LBody"}},
            {"09-005", "LBody", {"LI"}, {}},
            {"09-006", "TOC", {}, {"TOC", "TOCI", "Caption"}},
            {"09-006", "TOCI", {"TOC"}, {}},
        };
        return all;
    }

    void check_containment(std::size_t index) {
        const Element& element = all_[index];
        for (const Rule& rule : rules()) {
            if (rule.role != element.role) {
                continue;
            }
            if (!rule.parents.empty() && !is_one_of(all_[element.parent].role, rule.parents)) {
                report_.add(rule.number, place_of(element));
            }
            for (const std::size_t kid : element.kids) {
                if (!rule.kids.empty() && !is_one_of(all_[kid].role, rule.kids)) {
                    report_.add(rule.number, place_of(all_[kid]));
                }
            }
        }
    }

    void check_texts(const Element& element) {
        QPDFObjectHandle object = element.object;
        const bool is_described = object.hasKey("/Alt") || object.hasKey("/ActualText");
        if (element.role == "Figure" && !is_described) {
            report_.add("13-004", place_of(element));
        } else if (element.role == "Formula" && !object.hasKey("/Alt")) {
            report_.add("17-002", place_of(element));
        } else if (element.role == "Note") {
            QPDFObjectHandle id = object.getKey("/ID");
            if (!id.isString() || id.getStringValue().empty()) {
                report_.add("19-003", place_of(element));
            } else if (!note_ids_.insert(id.getStringValue()).second) {
                report_.add("19-004", place_of(element));
            }
        }
    }

    void check_heading(const Element& element) {
        const std::string& role = element.role;
        const bool is_numbered =
            role.size() == 2 && role[0] == 'H' && role[1] >= '1' && role[1] <= '6';
        if (is_numbered) {
            const int level = role[1] - '0';
            if (level_ == 0 && level != 1) {
                report_.add("14-002", place_of(element));
            } else if (level_ != 0 && level > level_ + 1) {
                report_.add("14-003", place_of(element));
            }
            level_ = level;
        }
        has_unnumbered_ = has_unnumbered_ || role == "H";
        if (has_unnumbered_ && level_ != 0 && (is_numbered || role == "H")) {
            report_.add("14-007", place_of(element));
        }
    }

    void check_unnumbered(const Element& element) {
        const auto count = std::count_if(element.kids.begin(), element.kids.end(),
                                         [&](std::size_t kid) { return all_[kid].role == "H"; });
        if (count > 1) {
            report_.add("14-006", place_of(element));
        }
    }

    /// All rows below a table, in whatever group they stand, but not those of inner tables.
    std::vector<std::size_t> rows_of(const Element& table) const {
        std::vector<std::size_t> rows;
        for (const std::size_t kid : table.kids) {
            if (all_[kid].role == "TR") {
                rows.push_back(kid);
            } else if (is_one_of(all_[kid].role, {"THead", "TBody", "TFoot"})) {
                rows.insert(rows.end(), all_[kid].kids.begin(), all_[kid].kids.end());
            }
        }
        return rows;
    }

    void check_table(const Element& table) {
        bool uses_headers = false;
        bool spans_rows = false;
        std::set<long long> lengths;
        std::vector<std::size_t> without_scope;
        for (const std::size_t row : rows_of(table)) {
            long long length = 0;
            for (const std::size_t cell : all_[row].kids) {
                QPDFObjectHandle object = all_[cell].object;
                uses_headers = uses_headers || find_attribute(object, "/Headers").isArray();
                spans_rows = spans_rows || find_attribute(object, "/RowSpan").isInteger();
                QPDFObjectHandle span = find_attribute(object, "/ColSpan");
                length += span.isInteger() ? std::clamp(span.getIntValue(), 1LL, 1000LL) : 1;
                const std::string scope = name_of(find_attribute(object, "/Scope"));
                if (all_[cell].role == "TH" && !is_one_of(scope, {"Row", "Column", "Both"})) {
                    without_scope.push_back(cell);
                }
            }
            lengths.insert(length);
        }
        if (lengths.size() > 1 && !spans_rows) {
            report_.add("00-005", place_of(table));
        }
        for (const std::size_t cell : without_scope) {
            if (!uses_headers) {
                report_.add("15-003", place_of(all_[cell]));
            }
        }
    }

    const std::vector<Element>& all_;
    UaReport& report_;
    std::set<std::string> note_ids_;
    int level_ = 0;
    bool has_unnumbered_ = false;
};

}  // namespace

std::string place_of(const Element& element) {
    const int number = QPDFObjectHandle(element.object).getObjectID();
    return "<" + element.role + ">, object " + std::to_string(number);
}

Structure read_structure(QPDF& pdf, UaReport& report) {
    return StructureReader(pdf, report).read();
}

void check_structure(const Structure& structure, UaReport& report) {
    StructureChecker(structure, report).check();
}

}  // namespace gordion::documents::internal
