// SPDX-License-Identifier: EUPL-1.2
// OASIS genericode 1.0: Identification, ColumnSet, SimpleCodeList. Only the root has a namespace.
#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "fim/internal/code_list_builder.hpp"
#include "formats/xml.hpp"

namespace gordion::fim::internal {
namespace {

using formats::XmlAttribute;

constexpr std::string_view genericode = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/";

enum class Part {
    Root,
    Identification,
    ShortName,
    LongName,
    Version,
    CanonicalUri,
    CanonicalVersionUri,
    Agency,
    AgencyName,
    ColumnSet,
    Column,
    ColumnName,
    Key,
    ColumnRef,
    SimpleCodeList,
    Row,
    Value,
    SimpleValue,
    Ignored,  ///< known to the standard, of no meaning here; skipped whole
};

struct Child {
    Part parent;
    std::string_view name;
    Part part;
};

constexpr std::array<Child, 38> children{{
    {Part::Root, "Annotation", Part::Ignored},
    {Part::Root, "Identification", Part::Identification},
    {Part::Root, "ColumnSet", Part::ColumnSet},
    {Part::Root, "SimpleCodeList", Part::SimpleCodeList},
    {Part::Identification, "ShortName", Part::ShortName},
    {Part::Identification, "LongName", Part::LongName},
    {Part::Identification, "Version", Part::Version},
    {Part::Identification, "CanonicalUri", Part::CanonicalUri},
    {Part::Identification, "CanonicalVersionUri", Part::CanonicalVersionUri},
    {Part::Identification, "LocationUri", Part::Ignored},
    {Part::Identification, "AlternateFormatLocationUri", Part::Ignored},
    {Part::Identification, "Agency", Part::Agency},
    {Part::Agency, "ShortName", Part::AgencyName},
    {Part::Agency, "LongName", Part::AgencyName},
    {Part::Agency, "Identifier", Part::Ignored},
    {Part::ColumnSet, "Annotation", Part::Ignored},
    {Part::ColumnSet, "DatatypeLibrary", Part::Ignored},
    {Part::ColumnSet, "Column", Part::Column},
    {Part::ColumnSet, "Key", Part::Key},
    {Part::Column, "Annotation", Part::Ignored},
    {Part::Column, "ShortName", Part::ColumnName},
    {Part::Column, "LongName", Part::Ignored},
    {Part::Column, "CanonicalUri", Part::Ignored},
    {Part::Column, "CanonicalVersionUri", Part::Ignored},
    {Part::Column, "Data", Part::Ignored},
    {Part::Key, "Annotation", Part::Ignored},
    {Part::Key, "ShortName", Part::Ignored},
    {Part::Key, "LongName", Part::Ignored},
    {Part::Key, "CanonicalUri", Part::Ignored},
    {Part::Key, "CanonicalVersionUri", Part::Ignored},
    {Part::Key, "ColumnRef", Part::ColumnRef},
    {Part::SimpleCodeList, "Annotation", Part::Ignored},
    {Part::SimpleCodeList, "Row", Part::Row},
    {Part::Row, "Annotation", Part::Ignored},
    {Part::Row, "Value", Part::Value},
    {Part::Value, "Annotation", Part::Ignored},
    {Part::Value, "SimpleValue", Part::SimpleValue},
    {Part::Value, "ComplexValue", Part::Ignored},
}};

bool is_text(Part part) {
    return part == Part::ShortName || part == Part::LongName || part == Part::Version ||
           part == Part::CanonicalUri || part == Part::CanonicalVersionUri ||
           part == Part::AgencyName || part == Part::ColumnName || part == Part::SimpleValue;
}

std::string attribute(const std::vector<XmlAttribute>& attributes, std::string_view name) {
    const auto found = std::find_if(
        attributes.begin(), attributes.end(),
        [&](const XmlAttribute& each) { return each.name == name && each.ns.empty(); });
    return found == attributes.end() ? std::string() : std::string(trim(found->value));
}

std::string line_text(int line) {
    return "line " + std::to_string(line);
}

class GenericodeHandler final : public formats::XmlHandler {
public:
    Result<void> on_start(std::string_view ns, std::string_view name,
                          const std::vector<XmlAttribute>& attributes, int line) override;
    Result<void> on_text(std::string_view text) override;
    Result<void> on_end(std::string_view ns, std::string_view name, int line) override;
    Result<Judged<CodeList>> take();

private:
    Result<void> open(Part part, const std::vector<XmlAttribute>& attributes, int line);
    Result<void> close(Part part, int line);
    void place_value(const std::string& column_ref, int line);
    void mark_key(const std::string& column, int line);
    void keep_first(std::string& to);

    CodeListBuilder builder_;
    std::vector<Part> open_;
    std::size_t skipped_depth_ = 0;
    std::string text_;
    CodeListColumn column_;
    std::vector<std::string> row_;
    std::size_t value_at_ = 0;  // the column that the open Value is for
    std::size_t next_ = 0;      // the column of a Value that names none
    bool key_seen_ = false;
    bool rows_seen_ = false;
};

Result<void> GenericodeHandler::on_start(std::string_view ns, std::string_view name,
                                         const std::vector<XmlAttribute>& attributes, int line) {
    if (skipped_depth_ > 0) {
        ++skipped_depth_;
        return {};
    }
    if (open_.empty()) {
        if (ns != genericode || name != "CodeList") {
            return list_unsupported(line_text(line), "root " + std::string(name.substr(0, 80)));
        }
        open_.push_back(Part::Root);
        return {};
    }
    const auto child = std::find_if(children.begin(), children.end(), [&](const Child& each) {
        return each.parent == open_.back() && each.name == name;
    });
    // A list without its rows: column set or rows are kept somewhere else.
    if (open_.back() == Part::Root && (name == "ColumnSetRef" || name == "SimpleCodeListRef")) {
        return list_unsupported(line_text(line), std::string(name) + " points to another file");
    }
    if (child == children.end()) {
        builder_.report("fim.element_unexpected", Severity::Warning, line_text(line),
                        {{"element", "CodeList"},
                         {"name", std::string(name.substr(0, 80))},
                         {"parent", "CodeList"}},
                        "genericode has no such element here; it was skipped");
        skipped_depth_ = 1;
        return {};
    }
    if (child->part == Part::Ignored) {
        skipped_depth_ = 1;
        return {};
    }
    open_.push_back(child->part);
    text_.clear();
    return open(child->part, attributes, line);
}

Result<void> GenericodeHandler::open(Part part, const std::vector<XmlAttribute>& attributes,
                                     int line) {
    switch (part) {
        case Part::Column:
            column_ = {attribute(attributes, "Id"), "", attribute(attributes, "Use") == "required",
                       false};
            break;
        case Part::Key:
            break;
        case Part::ColumnRef:
            mark_key(attribute(attributes, "Ref"), line);
            break;
        case Part::SimpleCodeList:
            rows_seen_ = true;
            break;
        case Part::Row:
            row_.assign(builder_.list.columns.size(), "");
            next_ = 0;
            break;
        case Part::Value:
            place_value(attribute(attributes, "ColumnRef"), line);
            break;
        default:
            break;
    }
    return {};
}

// Only the first key is the code; others say what else is unique.
void GenericodeHandler::mark_key(const std::string& column, int line) {
    const std::size_t at = builder_.column(column);
    if (at == std::string::npos) {
        builder_.report("fim.code_list_column", Severity::Fault, line_text(line),
                        {{"column", column.substr(0, 80)}}, "the key names no column of the list");
    } else if (!key_seen_) {
        builder_.list.columns[at].is_key = true;
        key_seen_ = true;
    }
}

// genericode 1.0: a Value without ColumnRef belongs to the column after the one before it.
void GenericodeHandler::place_value(const std::string& column_ref, int line) {
    value_at_ = column_ref.empty() ? next_ : builder_.column(column_ref);
    if (!column_ref.empty() && value_at_ == std::string::npos) {
        builder_.report("fim.code_list_column", Severity::Fault, line_text(line),
                        {{"column", column_ref.substr(0, 80)}},
                        "the value names no column of the list");
        return;
    }
    next_ = value_at_ + 1;
    if (value_at_ >= builder_.list.columns.size()) {
        builder_.report("fim.code_list_values", Severity::Fault, line_text(line), {},
                        "the row has more values than the list has columns");
    }
}

Result<void> GenericodeHandler::on_text(std::string_view text) {
    if (skipped_depth_ == 0 && !open_.empty() && is_text(open_.back())) {
        text_.append(text);
    }
    return {};
}

Result<void> GenericodeHandler::on_end(std::string_view, std::string_view, int line) {
    if (skipped_depth_ > 0) {
        --skipped_depth_;
        return {};
    }
    const Part part = open_.back();
    open_.pop_back();
    return close(part, line);
}

void GenericodeHandler::keep_first(std::string& to) {
    if (to.empty()) {
        to = trim(text_);
    }
}

Result<void> GenericodeHandler::close(Part part, int line) {
    CodeList& list = builder_.list;
    switch (part) {
        case Part::ShortName:
            keep_first(list.short_name);
            break;
        case Part::LongName:
            keep_first(list.long_name);
            break;
        case Part::Version:
            keep_first(list.version);
            break;
        case Part::CanonicalUri:
            keep_first(list.canonical_identification);
            break;
        case Part::CanonicalVersionUri:
            keep_first(list.canonical_version_uri);
            break;
        case Part::AgencyName:
            keep_first(list.agency);
            break;
        case Part::ColumnName:
            keep_first(column_.name);
            break;
        case Part::Column:
            return builder_.add_column(std::move(column_), line_text(line));
        case Part::SimpleValue:
            if (value_at_ < row_.size()) {
                row_[value_at_] = trim(text_);
            }
            break;
        case Part::Row:
            return builder_.add_row(std::move(row_), line_text(line));
        default:
            break;
    }
    return {};
}

Result<Judged<CodeList>> GenericodeHandler::take() {
    if (!rows_seen_) {
        return list_unsupported("", "no SimpleCodeList");
    }
    for (const auto& [name, text] : {std::pair<const char*, const std::string*>{
                                         "CanonicalUri", &builder_.list.canonical_identification},
                                     {"Version", &builder_.list.version}}) {
        if (text->empty()) {
            builder_.report("fim.element_missing", Severity::Fault, "line 1",
                            {{"element", "CodeList"}, {"name", name}, {"parent", "Identification"}},
                            "without it nobody can refer to the list");
        }
    }
    return builder_.take();
}

}  // namespace

Result<Judged<CodeList>> read_genericode(std::string_view bytes) {
    GenericodeHandler handler;
    TRY(formats::read_xml(bytes, handler));
    return handler.take();
}

Result<Judged<CodeList>> read_genericode(ByteSource& bytes) {
    GenericodeHandler handler;
    TRY(formats::read_xml(bytes, handler, {}));
    return handler.take();
}

}  // namespace gordion::fim::internal
