// SPDX-License-Identifier: EUPL-1.2
// XZuFi 2.2.0 and 2.3.1, transfer messages, as far as the product needs them.
#include "xzufi/internal/transfer_grammar.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "core/verify.hpp"
#include "xzufi/internal/service_rows.hpp"

namespace gordion::xzufi::internal {
namespace {

using namespace rows;

constexpr std::array<ElementRule, 5> message{{
    {"nachrichtenkopf", Nested, Part::Header},
    {"transaktionID", Plain},
    {"transaktionPosition", Number},
    {"schreibe", Deeds, none, many},
    {"loesche", Deeds, none, many},
}};
constexpr std::array<ElementRule, 9> header{{
    {"nachrichtenID", Plain},
    {"nachrichtID", Plain, none, one, "nachrichtenID"},
    {"nachrichtenUUID", Plain, none, one, "nachrichtenID"},
    {"erstellungszeitpunkt", Moment},
    {"erstelltDatumZeit", Moment, none, one, "erstellungszeitpunkt"},
    {"transaktionID", Plain},
    {"transaktionPosition", Number},
    {"autor", Kept, none, many},
    {"leser", Kept, none, many},
}};

// Fields that most objects have at their end.
constexpr std::array<ElementRule, 7> shared{{
    {"id", Id},
    {"idSekundaer", Id, none, many},
    {"gueltigkeit", Nested, Part::Period, many},
    {"positionDarstellung", Number},
    {"herausgeber", Kept},
    {"versionsinformation", Nested, Part::VersionNote},
    {"sprachversion", Nested, Part::LanguageVersion, many},
}};

constexpr std::array<ElementRule, 8> link{{
    {"typ", Code},
    {"url", Plain},
    {"uri", Plain, none, one, "url"},
    {"link", Plain, none, one, "url"},
    {"titel", Text, none, many},
    {"beschreibung", Text, none, many},
    {"languageCode", Plain},
    {"positionDarstellung", Number},
}};
constexpr std::array<ElementRule, 7> period{{
    {"beginn", Moment},
    {"von", Moment, none, one, "beginn"},
    {"gueltigAb", Moment, none, one, "beginn"},
    {"ende", Moment},
    {"bis", Moment, none, one, "ende"},
    {"gueltigBis", Moment, none, one, "ende"},
    {"zusatz", Text, none, many},
}};
constexpr std::array<ElementRule, 5> version_note{{
    {"erstelltDatumZeit", Moment},
    {"erstelltDurch", Plain},
    {"geaendertDatumZeit", Moment},
    {"geaendertDurch", Plain},
    {"version", Plain},
}};
constexpr std::array<ElementRule, 6> language_version{{
    {"languageCode", Plain},
    {"sprachbezeichnungDeutsch", Plain},
    {"sprachbezeichnungNativ", Plain},
    {"erstelltDatumZeit", Moment},
    {"geaendertDatumZeit", Moment},
    {"version", Plain},
}};

constexpr std::array<ElementRule, 15> organizational_unit{{
    {"zustaendigkeit", Nested, Part::Zustaendigkeit, many},
    {"name", Text, none, many},
    {"bezeichnung", Text, none, many, "name"},
    {"kurzbezeichnung", Text, none, many},
    {"kurzbeschreibung", Text, none, many},
    {"beschreibung", Text, none, many},
    {"kategorie", Code, none, many},
    {"uebergeordnete*", Id, none, one, "uebergeordneteOrganisationseinheitID"},
    {"anschrift", Nested, Part::Address, many},
    {"erreichbarkeit", Nested, Part::Contact, many},
    {"oeffnungszeiten", Kept, none, many},
    {"zahlungsweise", Code, none, many},
    {"kommunikationssystem", Nested, Part::Channel, many},
    {"internetadresse", Nested, Part::Link, many},
    {"kontaktpersonID", Id, none, many},
}};
constexpr std::array<ElementRule, 11> zustaendigkeit{{
    {"leistungID", Id},
    {"gebietID", Id, none, many},
    {"organisationseinheitID", Id},
    {"onlinedienstID", Id},
    {"formularID", Id},
    {"uebergeordnetesObjektID", Id},
    {"rolle", Code},
    {"kriterium", Text, none, many},
    {"bemerkung", Text, none, many},
    {"bezeichnung", Text, none, many},
    {"zusatzinformation", Text, none, many},
}};
constexpr std::array<ElementRule, 11> online_service{{
    {"zustaendigkeit", Nested, Part::Zustaendigkeit, many},
    {"bezeichnung", Text, none, many},
    {"kurzbeschreibung", Text, none, many},
    {"teaser", Text, none, many},
    {"beschreibung", Text, none, many},
    {"link", Nested, Part::Link, many},
    {"vertrauensniveau", Code, none, many},
    {"identifizierungsmittel", Code, none, many},
    {"zahlungsweise", Code, none, many},
    {"parameter", Nested, Part::Parameter, many},
    {"leistungID", Id, none, many},
}};
constexpr std::array<ElementRule, 5> area{{
    {"typ", Nested, Part::AreaKind},
    {"bezeichnung", Text, none, many},
    {"uebergeordnet*", Id, none, many, "uebergeordnetesGebietID"},
    {"untergeordnet*", Id, none, many, "untergeordnetesGebietID"},
    {"verwaltungspolitischeKodierung", Nested, Part::Coding, many},
}};
constexpr std::array<ElementRule, 3> area_kind{
    {{"klasse", Code}, {"code", Plain}, {"name", Plain}}};
constexpr std::array<ElementRule, 7> coding{{
    {"nation", Code},
    {"bundesland", Code},
    {"bezirk", Code},
    {"kreis", Code},
    {"gemeindeverband", Code},
    {"gemeindeschluessel", Code},
    {"regionalschluessel", Code},
}};
constexpr std::array<ElementRule, 6> formular{{
    {"zustaendigkeit", Nested, Part::Zustaendigkeit, many},
    {"bezeichnung", Text, none, many},
    {"beschreibung", Text, none, many},
    {"typ", Code},
    {"link", Nested, Part::Link, many},
    {"leistungID", Id, none, many},
}};
constexpr std::array<ElementRule, 10> contact_person{{
    {"anrede", Plain},
    {"titel", Plain},
    {"vorname", Plain},
    {"familienname", Plain},
    {"name", Plain, none, one, "familienname"},
    {"rolle", Text, none, many},
    {"position", Text, none, many},
    {"anschrift", Nested, Part::Address, many},
    {"erreichbarkeit", Nested, Part::Contact, many},
    {"organisationseinheitID", Id, none, many},
}};
constexpr std::array<ElementRule, 10> address{{
    {"typ", Code},
    {"strasse", Plain},
    {"hausnummer", Plain},
    {"postfach", Plain},
    {"plz", Plain},
    {"postleitzahl", Plain, none, one, "plz"},
    {"ort", Plain},
    {"zusatz", Text, none, many},
    {"kodierung", Nested, Part::Coding, many, "verwaltungspolitischeKodierung"},
    {"verwaltungspolitischeKodierung", Nested, Part::Coding, many},
}};
constexpr std::array<ElementRule, 5> contact{{
    {"kanal", Code},
    {"kennung", Plain},
    {"wert", Plain, none, one, "kennung"},
    {"kennungszusatz", Plain},
    {"zusatz", Text, none, many},
}};
constexpr std::array<ElementRule, 4> channel{{
    {"kanal", Code},
    {"typ", Code, none, one, "kanal"},
    {"kennung", Plain},
    {"wert", Plain, none, one, "kennung"},
}};
constexpr std::array<ElementRule, 2> parameter{
    {{"parameterName", Plain}, {"parameterWert", Plain}}};
constexpr std::array<ElementRule, 2> code_parts{{{"code", Plain}, {"name", Plain}}};
constexpr std::array<ElementRule, 2> id_parts{
    {{"code", Plain, none, one, "value"}, {"value", Plain}}};
constexpr std::array<ElementRule, 2> text_parts{{{"languageCode", Plain}, {"value", Plain}}};

// Which rows a part has, in the order of the enumeration.
struct Table {
    Part part;
    std::array<std::span<const ElementRule>, 3> rows;
};

constexpr std::array<Table, 40> tables{{
    {Part::None, {}},
    {Part::Message, {message}},
    {Part::Header, {header}},
    {Part::Service, {service, shared}},
    {Part::Specialization, {specialization, service, shared}},
    {Part::OrganizationalUnit, {organizational_unit, shared}},
    {Part::Zustaendigkeit, {zustaendigkeit, shared}},
    {Part::OnlineService, {online_service, shared}},
    {Part::Area, {area, shared}},
    {Part::Formular, {formular, shared}},
    {Part::ContactPerson, {contact_person, shared}},
    {Part::Structure, {structure}},
    {Part::Module, {module_rows}},
    {Part::TextModule, {text_module, module_rows}},
    {Part::FristModule, {frist, module_rows}},
    {Part::FeeModule, {fee, module_rows}},
    {Part::TimeModule, {time_module, module_rows}},
    {Part::DocumentModule, {document, module_rows}},
    {Part::TermModule, {term_module, module_rows}},
    {Part::ApprovalModule, {approval_module, module_rows}},
    {Part::Frist, {frist, module_rows}},
    {Part::FristSpan, {frist_span}},
    {Part::FristDay, {frist_day}},
    {Part::Fee, {fee, module_rows}},
    {Part::Document, {document, module_rows}},
    {Part::Link, {link}},
    {Part::Period, {period}},
    {Part::Signatures, {signatures}},
    {Part::SdgAreas, {sdg_areas}},
    {Part::VersionNote, {version_note}},
    {Part::LanguageVersion, {language_version}},
    {Part::AreaKind, {area_kind}},
    {Part::Coding, {coding}},
    {Part::Address, {address, module_rows}},
    {Part::Contact, {contact, module_rows}},
    {Part::Channel, {channel, module_rows}},
    {Part::Parameter, {parameter}},
    {Part::CodeParts, {code_parts}},
    {Part::IdParts, {id_parts}},
    {Part::TextParts, {text_parts}},
}};

const Table& table_of(Part part) {
    const Table& table = tables.at(static_cast<std::size_t>(part));
    VERIFY(table.part == part, "the tables stand in the order of the enumeration");
    return table;
}

bool matches(const ElementRule& rule, std::string_view name) {
    if (!rule.name.ends_with('*')) {
        return rule.name == name;
    }
    return name.starts_with(rule.name.substr(0, rule.name.size() - 1));
}

constexpr std::array<ObjectRule, 8> objects{{
    {ObjectKind::Service, Part::Service},
    {ObjectKind::OrganizationalUnit, Part::OrganizationalUnit},
    {ObjectKind::Zustaendigkeit, Part::Zustaendigkeit},
    {ObjectKind::OnlineService, Part::OnlineService},
    {ObjectKind::Area, Part::Area},
    {ObjectKind::Formular, Part::Formular},
    {ObjectKind::Specialization, Part::Specialization},
    {ObjectKind::ContactPerson, Part::ContactPerson},
}};

}  // namespace

const ElementRule* find_rule(Part parent, std::string_view name) {
    for (const auto& rows : table_of(parent).rows) {
        const auto found = std::find_if(
            rows.begin(), rows.end(), [&](const ElementRule& rule) { return matches(rule, name); });
        if (found != rows.end()) {
            return &*found;
        }
    }
    return nullptr;
}

std::optional<ObjectRule> find_object_rule(std::string_view name) {
    if (name.starts_with(to_string(ObjectKind::Zustaendigkeit))) {
        name = to_string(ObjectKind::Zustaendigkeit);
    }
    if (name.ends_with("ID")) {
        name.remove_suffix(2);
    }
    for (const ObjectRule& rule : objects) {
        if (to_string(rule.kind) == name) {
            return rule;
        }
    }
    return std::nullopt;
}

}  // namespace gordion::xzufi::internal
