// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// What a letter or copy consists of, before anybody thinks of pages. Plain values, no invariant;
/// what render_pdf cannot set as given it mends (see there). All texts are UTF-8; a "\n" inside a
/// Span is a line break. The {} after the members are there for designated initializers: g++ warns
/// about a member that is left out unless it says what it is then.
namespace gordion::documents {

enum class Weight { Regular, Bold };
enum class Slant { Upright, Italic };

/// A run of text in one look. `link` is a target ("https:", "mailto:", "tel:") or empty.
struct Span {
    std::string text{};
    Weight weight = Weight::Regular;
    Slant slant = Slant::Upright;
    std::string link{};
    bool operator==(const Span&) const = default;
};

using Text = std::vector<Span>;

[[nodiscard]] Text plain(std::string_view text);
[[nodiscard]] Text bold(std::string_view text);

/// Levels 1 to 3. A level that skips one ("1, then 3") is set as the next allowed one.
struct Heading {
    int level = 2;
    Text text{};
    bool operator==(const Heading&) const = default;
};

struct Paragraph {
    Text text{};
    bool operator==(const Paragraph&) const = default;
};

struct List {
    enum class Kind { Bulleted, Numbered };
    Kind kind = Kind::Bulleted;
    std::vector<Text> items{};
    int first_number = 1;
    bool operator==(const List&) const = default;
};

enum class Align { Left, Right };

/// A regular grid. Rows that are shorter than the header are filled up with empty cells, longer
/// ones are cut. `align` may be shorter than the header: the rest is left-aligned. The first cell
/// of `total` is the header of its row.
struct Table {
    Text caption{};              ///< may be empty
    std::vector<Text> header{};  ///< decides the number of columns; never empty
    std::vector<Align> align{};
    std::vector<std::vector<Text>> rows{};
    std::vector<Text> total{};  ///< may be empty
    bool operator==(const Table&) const = default;
};

/// Label and value side by side: the answers of a form, a data sheet. Tagged as a table whose
/// first column heads the rows.
struct KeyValues {
    Text caption{};  ///< may be empty
    std::vector<std::pair<std::string, Text>> pairs{};
    bool operator==(const KeyValues&) const = default;
};

/// Paragraphs in a box that catches the eye.
struct Note {
    std::vector<Text> paragraphs{};
    bool operator==(const Note&) const = default;
};

struct PageBreak {
    bool operator==(const PageBreak&) const = default;
};

/// The end of a letter; stays together on one page. Empty members are left out.
struct Signature {
    std::string closing{};  ///< "Mit freundlichen Grüßen"
    std::string role{};     ///< "Im Auftrag"
    std::string name{};     ///< who decided
    std::string remark{};   ///< "Dieser Bescheid wurde maschinell erstellt …"
    bool operator==(const Signature&) const = default;
};

using Block = std::variant<Heading, Paragraph, List, Table, KeyValues, Note, PageBreak, Signature>;

/// The sender on top of the first page.
struct Letterhead {
    std::string name{};                ///< the authority, set large
    std::vector<std::string> lines{};  ///< office, street, phone …; small, at the right edge
    std::string return_line{};         ///< one line above the address: "Amt X · Weg 1 · 25842 Y"
    bool operator==(const Letterhead&) const = default;
};

/// One document of any length on DIN A4. With an address it is a letter by DIN 5008 form B.
struct Document {
    std::string title{};             ///< shown by readers in the title bar; never empty
    std::string language = "de-DE";  ///< BCP 47
    std::string author{};            ///< metadata
    std::string subject{};           ///< metadata: one sentence what this is
    std::optional<Letterhead> letterhead{};
    std::vector<std::string> address{};  ///< at most six lines fit the window
    std::vector<std::pair<std::string, std::string>> references{};  ///< Aktenzeichen, Datum …
    /// Where no block is a Heading of level 1, the title is set above them as one.
    std::vector<Block> blocks{};
    std::vector<std::string> footer{};  ///< foot of every page, read out by nobody: repeat nothing
                                        ///< here that is not also in the letterhead or the blocks
};

}  // namespace gordion::documents
