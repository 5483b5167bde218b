// SPDX-License-Identifier: EUPL-1.2
#include "services/catalogue_reader.hpp"

#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/csv.hpp"

namespace gordion::services {
namespace {

using formats::Csv;

constexpr std::size_t most_digits_of_id = 9;

// One file of the import: its rows, and a way to report what is wrong with one of them.
class Table {
public:
    static Result<Table> open(std::string_view name, std::string_view bytes, Findings& findings) {
        auto parsed = formats::parse_csv(bytes);
        if (!parsed) {
            Error error = parsed.take_error();
            error.place = std::string(name) + (error.place.empty() ? "" : ", " + error.place);
            return error;
        }
        Table table(name, std::move(parsed).value(), findings);
        return table;
    }

    [[nodiscard]] Result<std::size_t> column(std::string_view name) const {
        auto found = csv_.column(name);
        if (!found) {
            Error error = found.take_error();
            error.place = name_;
            return error;
        }
        return found;
    }

    [[nodiscard]] const std::vector<Csv::Row>& rows() const { return csv_.rows; }

    void report(const Csv::Row& row, std::string_view code, Severity severity, Values values,
                std::string_view message) {
        if (findings_->size() < limits::findings) {
            findings_->push_back({std::string(code), severity,
                                  name_ + ", line " + std::to_string(row.line), std::move(values),
                                  std::string(message)});
        }
    }

    // A positive number, or 0 with a finding where the cell holds something else.
    int id_of(const Csv::Row& row, std::size_t column_of_id) {
        const std::string& cell = row.cells[column_of_id];
        if (!is_digits(cell) || cell.size() > most_digits_of_id) {
            report(row, "services.id_invalid", Severity::Fault, {{"value", cell.substr(0, 40)}},
                   "an id is a whole number; the row was left out");
            return 0;
        }
        return std::stoi(cell);
    }

private:
    Table(std::string_view name, Judged<Csv> parsed, Findings& findings)
        : name_(name), csv_(std::move(parsed.value)), findings_(&findings) {
        for (Finding& finding : parsed.findings) {
            finding.place = name_ + ", " + finding.place;
        }
        append(*findings_, std::move(parsed.findings));
    }

    std::string name_;
    Csv csv_;
    Findings* findings_;
};

Result<void> read_themenfeld_list(const CatalogueFiles& files, Judged<CatalogueContent>& judged) {
    Table table = TRY(Table::open("themenfelder.csv", files.themenfeld_file, judged.findings));
    const std::size_t id = TRY(table.column("id"));
    const std::size_t name = TRY(table.column("name"));
    for (const Csv::Row& row : table.rows()) {
        if (const int number = table.id_of(row, id); number != 0) {
            judged.value.themenfeld_list.push_back({number, row.cells[name]});
        }
    }
    return {};
}

Result<void> read_lagen(const CatalogueFiles& files, Judged<CatalogueContent>& judged) {
    Table table = TRY(Table::open("lagen.csv", files.lagen, judged.findings));
    const std::size_t id = TRY(table.column("id"));
    const std::size_t above = TRY(table.column("themenfeld_id"));
    const std::size_t name = TRY(table.column("name"));
    for (const Csv::Row& row : table.rows()) {
        if (const int number = table.id_of(row, id); number != 0) {
            judged.value.lagen.push_back({number, table.id_of(row, above), row.cells[name]});
        }
    }
    return {};
}

Result<void> read_bundles(const CatalogueFiles& files, Judged<CatalogueContent>& judged) {
    Table table = TRY(Table::open("ozg_leistungen.csv", files.bundles, judged.findings));
    const std::size_t id = TRY(table.column("ozg_id"));
    const std::size_t name = TRY(table.column("name"));
    const std::size_t above = TRY(table.column("lage_id"));
    std::set<int> lagen;
    for (const Lage& lage : judged.value.lagen) {
        lagen.insert(lage.id);
    }
    for (const Csv::Row& row : table.rows()) {
        const int number = table.id_of(row, id);
        if (number == 0) {
            continue;
        }
        Bundle bundle{number, 0, row.cells[name]};
        // A bundle without a Lage is allowed: some were cut from the list before it was published.
        bundle.lage_id = row.cells[above].empty() ? 0 : table.id_of(row, above);
        if (bundle.lage_id != 0 && lagen.count(bundle.lage_id) == 0) {
            table.report(row, "services.reference_missing", Severity::Warning,
                         {{"lage_id", row.cells[above]}}, "there is no Lage with this number");
            bundle.lage_id = 0;
        }
        judged.value.bundles.push_back(std::move(bundle));
    }
    return {};
}

class ServiceRows {
public:
    ServiceRows(Table& table, CatalogueContent& content) : table_(&table), content_(&content) {
        for (const Bundle& bundle : content.bundles) {
            bundles_.insert(bundle.id);
        }
    }

    Result<void> read() {
        constexpr std::array<std::string_view, 7> names{
            "leika_schluessel", "name", "ozg_id", "typ", "sdg1", "sdg2", "rechtsgrundlagen"};
        std::array<std::size_t, names.size()> columns{};
        for (std::size_t i = 0; i < names.size(); ++i) {
            columns.at(i) = TRY(table_->column(names.at(i)));
        }
        for (const Csv::Row& row : table_->rows()) {
            read_row(row, columns);
        }
        return {};
    }

private:
    void read_row(const Csv::Row& row, const std::array<std::size_t, 7>& columns) {
        const auto cell = [&](std::size_t column) -> const std::string& {
            return row.cells[columns.at(column)];
        };
        PublicService service;
        service.number = static_cast<int>(content_->services.size()) + 1;
        service.name = std::string(trim(cell(1)));
        if (service.name.empty()) {
            return table_->report(row, "services.name_missing", Severity::Fault, {},
                                  "the service has no name; the row was left out");
        }
        if (!cell(0).empty() && !read_key(row, cell(0), service)) {
            return;
        }
        service.typ = cell(3);
        if (!service.typ.empty() && service.typisierung() == Typisierung::Unclear) {
            table_->report(row, "services.typ_unknown", Severity::Note, {{"typ", service.typ}},
                           "this Typisierung is not known; who is competent stays unclear");
        }
        read_bundle(row, cell(2), service);
        service.sdg1 = cell(4) == "1";
        service.sdg2 = cell(5) == "1";
        service.legal_grounds = cell(6);
        content_->services.push_back(std::move(service));
    }

    bool read_key(const Csv::Row& row, const std::string& text, PublicService& service) {
        auto key = parse_leistungsschluessel(text);
        if (!key) {
            const Error error = key.take_error();
            table_->report(row, error.code, Severity::Fault, error.values, error.message);
            return false;
        }
        if (!keys_.insert(key.value().digits).second) {
            table_->report(row, "services.key_duplicate", Severity::Fault, {{"key", text}},
                           "this key occurred before; the later row was left out");
            return false;
        }
        service.key = std::move(key).value();
        return true;
    }

    void read_bundle(const Csv::Row& row, const std::string& id, PublicService& service) {
        if (id.empty()) {
            return;
        }
        service.bundle_id = is_digits(id) && id.size() <= most_digits_of_id ? std::stoi(id) : -1;
        if (service.bundle_id != 0 && bundles_.count(service.bundle_id) == 0) {
            table_->report(row, "services.reference_missing", Severity::Warning, {{"ozg_id", id}},
                           "there is no bundle with this number");
            service.bundle_id = 0;
        }
    }

    Table* table_;
    CatalogueContent* content_;
    std::set<int> bundles_;
    std::set<std::string> keys_;
};

// Cuts "Hundesteuer Festsetzung" into object and Verrichtung: the object's own entry tells where;
// where the catalogue has none, the name of the Verrichtung does.
void cut_names(CatalogueContent& content,
               const std::map<std::string, std::string>& verrichtung_names) {
    std::unordered_map<std::string_view, std::string_view> objects;
    for (const PublicService& service : content.services) {
        if (service.key.verrichtung() == "000" && service.key.detail() == "000") {
            objects.emplace(service.key.object(), service.name);
        }
    }
    for (PublicService& service : content.services) {
        service.object_name = service.name;
        if (service.key.empty() || service.key.verrichtung() == "000") {
            continue;
        }
        const auto object = objects.find(service.key.object());
        std::size_t cut = std::string::npos;
        if (object != objects.end() &&
            service.name.compare(0, object->second.size(), object->second) == 0) {
            cut = object->second.size();
        } else if (const auto named =
                       verrichtung_names.find(std::string(service.key.verrichtung()));
                   named != verrichtung_names.end()) {
            cut = service.name.find(" " + named->second);
        }
        if (cut != std::string::npos && cut > 0) {
            service.object_name = service.name.substr(0, cut);
            service.verrichtung = std::string(trim(std::string_view(service.name).substr(cut)));
        }
    }
}

}  // namespace

Date shipped_catalogue_date() {
    return Date::make(2019, 10, 5).value();
}

Result<Judged<CatalogueContent>> read_catalogue(const CatalogueFiles& files) {
    Judged<CatalogueContent> judged;
    judged.value.date = files.date;
    TRY(read_themenfeld_list(files, judged));
    TRY(read_lagen(files, judged));
    TRY(read_bundles(files, judged));
    Table services = TRY(Table::open("leika_leistungen.csv", files.services, judged.findings));
    TRY(ServiceRows(services, judged.value).read());
    if (judged.value.services.empty()) {
        return Error{ErrorKind::Invalid,
                     "services.catalogue_empty",
                     "leika_leistungen.csv",
                     {},
                     "the file holds no service that can be read"};
    }
    Table names =
        TRY(Table::open("leika_verrichtungen.csv", files.verrichtung_file, judged.findings));
    const std::size_t code = TRY(names.column("code"));
    const std::size_t name = TRY(names.column("bezeichnung"));
    std::map<std::string, std::string> verrichtung_names;
    for (const Csv::Row& row : names.rows()) {
        verrichtung_names.emplace(row.cells[code], row.cells[name]);
    }
    cut_names(judged.value, verrichtung_names);
    return judged;
}

Result<CatalogueFiles> load_catalogue_files(const std::filesystem::path& folder, Date date) {
    CatalogueFiles files;
    files.date = date;
    files.themenfeld_file = TRY(load_file(folder / "themenfelder.csv", limits::csv_bytes));
    files.lagen = TRY(load_file(folder / "lagen.csv", limits::csv_bytes));
    files.bundles = TRY(load_file(folder / "ozg_leistungen.csv", limits::csv_bytes));
    files.services = TRY(load_file(folder / "leika_leistungen.csv", limits::csv_bytes));
    files.verrichtung_file = TRY(load_file(folder / "leika_verrichtungen.csv", limits::csv_bytes));
    return files;
}

}  // namespace gordion::services
