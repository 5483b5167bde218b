// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>

#include "xzufi/internal/transfer_grammar.hpp"

/// The rows of a Leistung and its modules; transfer_grammar.cpp has those of the other objects.
/// Spellings behind one another under the same key are those of different versions, and of exports
/// that differ.
namespace gordion::xzufi::internal::rows {

using enum Shape;
inline constexpr Part none = Part::None;
inline constexpr Times one = Times::One;
inline constexpr Times many = Times::Many;
inline constexpr Times many23 = Times::ManyFrom23;

inline constexpr std::array<ElementRule, 38> service{{
    {"struktur", Nested, Part::Structure},
    {"referenzLeistungsschluessel", Id, none, many, "referenzLeistungsschluessel", Home::From23},
    {"referenzLeiKa", Id, none, many, "referenzLeistungsschluessel", Home::Until22},
    {"modulText", Nested, Part::TextModule, many},
    {"modulFrist", Nested, Part::FristModule, many23},
    {"modulKosten", Nested, Part::FeeModule, many23},
    {"modulBearbeitungsdauer", Nested, Part::TimeModule, many23},
    {"modulDokument", Nested, Part::DocumentModule, many23},
    {"modulBegriffImKontext", Nested, Part::TermModule, many},
    {"modulFachlicheFreigabe", Nested, Part::ApprovalModule, many23},
    {"modulAuskunftshinweis", Nested, Part::TextModule, many23},
    {"modulUrsprungsportal", Nested, Part::TextModule, many},
    {"modulTextIndividuell", Nested, Part::TextModule, many},
    {"typisierung", Code, none, many},
    {"vertrauensniveau", Code},
    {"leistungsadressat", Code, none, many},
    {"kennzeichenSchriftformerfordernis", Flag, none, one, "", Home::Until22},
    {"kennzeichenEA", Flag, none, one, "", Home::Until22},
    {"kennzeichenFormular", Nested, Part::Signatures, one, "", Home::From23},
    {"kennzeichenFormularSchriftformerfordernis", Flag, none, one, "", Home::From23},
    {"kennzeichenFormularPersoenlich", Flag, none, one, "", Home::From23},
    {"kennzeichenFormularFormlos", Flag, none, one, "", Home::From23},
    {"statusKatalog", Code, none, one, "", Home::From23},
    {"statusBibliothek", Code, none, one, "", Home::From23},
    {"detailstufe", Code, none, one, "", Home::From23},
    {"bezugsortTyp", Code, none, many, "", Home::From23},
    {"durchfuehrbarEinheitlicheStelle", Code, none, many, "", Home::From23},
    {"kategorie", Code, none, many},
    {"klassifizierung", Code, none, many},
    {"informationsbereichSDG", Code, none, many, "", Home::Until22},
    {"informationsbereicheSDG", Nested, Part::SdgAreas, one, "", Home::From23},
    {"idLeistungImKontext", Id, none, many},
    {"idProzess", Id, none, many},
    {"gueltigkeitGebietID", Id, none, many},
    {"relevantFuerWirtschaftszweig", Code, none, many},
    {"relevantFuerRechtsform", Code, none, many},
    {"relevantFuerStaatsangehoerigkeit", Code, none, many},
    {"bezeichnung", Text, none, many},
}};
// Otherwise a Spezialisierung looks like the Leistung that it varies.
inline constexpr std::array<ElementRule, 4> specialization{{
    {"leistungID", Id},
    {"idLeistung", Id, none, one, "leistungID"},
    {"gebietID", Id, none, many, "gueltigkeitGebietID"},
    {"idGebiet", Id, none, many, "gueltigkeitGebietID"},
}};
inline constexpr std::array<ElementRule, 14> structure{{
    {"objekt", Choice, Part::Structure},
    {"objektMitVerrichtung", Choice, Part::Structure},
    {"objektMitVerrichtungUndDetail", Choice, Part::Structure},
    {"leistungsgruppierung", Code},
    {"leistungsobjektID", Id},
    {"verrichtung", Code},
    {"verrichtungsdetail", Text, none, many},
    {"leistungsgruppierungLeiKa", Code, none, one, "leistungsgruppierung", Home::From23},
    {"leistungsobjektLeiKa", Code, none, one, "leistungsobjekt", Home::From23},
    {"leistungskennungLeiKa", Code, none, one, "leistungsobjekt", Home::From23},
    {"verrichtungLeiKa", Code, none, one, "verrichtung", Home::From23},
    {"verrichtungsdetailLeiKa", Code, none, one, "verrichtungsdetailCode", Home::From23},
    {"leistungsobjekt", Code},
    {"bezeichnung", Text, none, many},
}};

inline constexpr std::array<ElementRule, 6> module_rows{{
    {"id", Id},
    {"idSekundaer", Id, none, many},
    {"positionDarstellung", Number},
    {"gueltigkeit", Nested, Part::Period, many},
    {"zugangskanal", Code, none, one, "", Home::From23},
    {"beschreibung", Text, none, many},
}};
inline constexpr std::array<ElementRule, 8> text_module{{
    {"leikaTextmodul", Code},
    {"textmodul", Code, none, one, "leikaTextmodul"},
    {"inhalt", Text, none, many},
    {"name", Text, none, many, "bezeichnung"},
    {"bezeichnung", Text, none, many},
    {"weiterfuehrenderLink", Nested, Part::Link, many},
    {"link", Nested, Part::Link, many, "weiterfuehrenderLink"},
    {"uri", Plain},
}};
// A Frist may stand inside its module or be the module itself.
inline constexpr std::array<ElementRule, 15> frist{{
    {"frist", Nested, Part::Frist, many},
    {"typ", Code},
    {"fristauswahl", Through, Part::Frist},
    {"dauer", Choice, Part::FristSpan},
    {"fristDauer", Choice, Part::FristSpan, one, "dauer"},
    {"stichtag", Choice, Part::FristDay},
    {"fristStichtag", Choice, Part::FristDay, one, "stichtag"},
    {"einheit", Code},
    {"von", Plain},
    {"bis", Plain},
    {"dauerBis", Number, none, one, "bis"},
    {"einheitBis", Code},
    {"bezeichnung", Text, none, many},
    {"weiterfuehrenderLink", Nested, Part::Link, many},
    {"link", Nested, Part::Link, many, "weiterfuehrenderLink"},
}};
inline constexpr std::array<ElementRule, 5> frist_span{{
    {"dauer", Number},
    {"einheit", Code},
    {"bis", Number},
    {"dauerBis", Number, none, one, "bis"},
    {"einheitBis", Code},
}};
inline constexpr std::array<ElementRule, 2> frist_day{{{"von", Plain}, {"bis", Plain}}};
inline constexpr std::array<ElementRule, 2> time_module{{
    {"bearbeitungsdauer", Nested, Part::Frist, many},
    {"dauer", Choice, Part::FristSpan},
}};
inline constexpr std::array<ElementRule, 23> fee{{
    {"kosten", Nested, Part::Fee, many},
    {"typ", Code},
    {"kostenauswahl", Through, Part::Fee},
    {"fix", Choice, Part::Fee},
    {"kostenFix", Choice, Part::Fee, one, "fix"},
    {"frei", Choice, Part::Fee},
    {"kostenFrei", Choice, Part::Fee, one, "frei"},
    {"variabel", Choice, Part::Fee},
    {"kostenVariabel", Choice, Part::Fee, one, "variabel"},
    {"betrag", Number},
    {"waehrung", Code},
    {"von", Number},
    {"betragVon", Number, none, one, "von"},
    {"betragUntergrenze", Number, none, one, "von"},
    {"bis", Number},
    {"betragBis", Number, none, one, "bis"},
    {"betragObergrenze", Number, none, one, "bis"},
    {"vorkasse", Flag},
    {"kennzeichenVorkasse", Flag, none, one, "vorkasse"},
    {"bezeichnung", Text, none, many},
    {"link", Nested, Part::Link, many},
    {"linkKostenbildung", Nested, Part::Link, many, "link"},
    {"weiterfuehrenderLink", Nested, Part::Link, many, "link"},
}};
inline constexpr std::array<ElementRule, 8> document{{
    {"dokument", Nested, Part::Document, many},
    {"art", Code},
    {"dokumentart", Code, none, one, "art"},
    {"bezeichnung", Text, none, many},
    {"signatur", Code, none, many},
    {"formularID", Id, none, many},
    {"formularverweis", Id, none, many, "formularID"},
    {"link", Nested, Part::Link, many},
}};
inline constexpr std::array<ElementRule, 3> term_module{{
    {"begriffImKontext", Text, none, many, "begriff"},
    {"begriff", Text, none, many},
    {"typ", Code},
}};
inline constexpr std::array<ElementRule, 3> approval_module{{
    {"fachlichFreigegebenAm", Moment},
    {"fachlichFreigegebenDurch", Text, none, many},
    {"freigabestatus", Code},
}};

inline constexpr std::array<ElementRule, 3> signatures{
    {{"schriftformerfordernis", Flag}, {"persoenlich", Flag}, {"formlos", Flag}}};
inline constexpr std::array<ElementRule, 2> sdg_areas{
    {{"sdg1", Code, none, many}, {"sdg2", Code, none, many}}};
}  // namespace gordion::xzufi::internal::rows
