// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string_view>

/// The closed code lists of XDatenfelder as enumerations, with the standard's own spelling.
namespace gordion::fim {

/// Which version of the standard a message speaks; its namespace says so, never its prefix.
enum class XdfVersion { V1, V2, V3 };

/// What a field is on a page (code list xdatenfelder.feldart).
enum class Feldart { Input, Select, Label, Hidden, Locked };

/// What a field holds (code list xdatenfelder.datentyp).
enum class Datentyp {
    Text,
    TextLatin,
    Date,
    Time,
    Datetime,
    Bool,
    Num,
    NumInt,
    NumCurrency,
    File,
    Obj,
};

enum class Schemaelementart { Abstract, Harmonized, Norm };  ///< ABS, HAR, RNG
enum class Vorbefuellung { None, Optional, Required };       ///< keine, optional, verpflichtend

std::string_view to_string(XdfVersion version);    ///< "1.0", "2.0", "3.0.0"
std::string_view to_string(Feldart feldart);       ///< the standard's code: "input"
std::string_view to_string(Datentyp datentyp);     ///< "num_currency"
std::string_view to_string(Schemaelementart art);  ///< "HAR"
std::string_view to_string(Vorbefuellung vorbefuellung);
std::optional<Feldart> parse_feldart(std::string_view code);
std::optional<Datentyp> parse_datentyp(std::string_view code);
std::optional<Schemaelementart> parse_schemaelementart(std::string_view code);
std::optional<Vorbefuellung> parse_vorbefuellung(std::string_view code);

/// Whether answers to such a field are numbers.
bool is_numeric(Datentyp datentyp);

/// The freigabestatus of version 3 that a status of version 1 or 2 stands for: inVorbereitung 2,
/// aktiv 6, inaktiv 7; 0 for another word. Inferred: no text of the standard was at hand.
int freigabestatus_of(std::string_view status);

}  // namespace gordion::fim
