// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "formats/json.hpp"

namespace gordion::forms {

enum class PageKind {
    Questions,   ///< fields and groups, asked together
    Repetition,  ///< the instances of one repeatable group: change, remove, add another
};

/// One page of one visit, named as in its address: "halter" · "hunde" (the list) · "hunde.2" (the
/// second instance, counted from one) · "hunde.2.chip" (a further page of that instance).
struct PageRef {
    std::string id;
    PageKind kind = PageKind::Questions;
    std::size_t page = 0;               ///< index in the form; of no meaning outside
    std::vector<std::size_t> instance;  ///< counted from zero, outermost first

    bool operator==(const PageRef& other) const { return id == other.id; }
};

/// What a question is asked with. How that looks is the business of web.
enum class Control {
    Text,
    TextArea,
    Number,
    Money,
    Date,
    Time,
    Datetime,
    YesNo,
    Radios,
    Select,
    Checkboxes,
    Search,  ///< a list too long to show: a text is typed, one of its matches chosen
    File,
    Locked,  ///< a value that is shown and cannot be changed
    Label,
};

struct Option {
    std::string code;
    std::string label;
    std::string help;
    bool chosen = false;
};

/// The options that fit a text, the best first; `total` counts those that are not listed as well.
struct OptionMatches {
    std::vector<Option> options;
    std::size_t total = 0;
};

/// A file that was uploaded for an answer; its bytes lie sealed in the blob store.
struct UploadedFile {
    std::string name;
    std::string media_type;
    std::size_t size = 0;
    std::string blob;
    std::string sha512;  ///< hex

    bool operator==(const UploadedFile&) const = default;
};

formats::Json to_json(const UploadedFile& file);  ///< as it stands in the Fachdaten
Result<UploadedFile> parse_uploaded_file(const formats::Json& json);

/// One question with its present answer. The names to post are `path`, for Date the three
/// `path`.day, .month, .year, and `path`.remove with a blob id to take a file away. A repeated
/// question posts `path` several times; blank ones are ignored.
/// Search posts `path`.search (what was typed), `path`.query (the text for which `options` are
/// shown) and the chosen codes as `path`. Where the two texts differ, the typed one counts.
struct Question {
    std::string path;     ///< "G1[0].F2", the place that findings name
    std::string element;  ///< "F2"
    Control control = Control::Text;
    std::string label;
    std::string help;
    bool required = false;
    bool repeated = false;
    std::size_t max_values = 1;
    std::vector<std::string> values;  ///< as a person writes them; Date: day, month, year;
                                      ///< Locked: as a person reads it
    std::vector<Option> options;      ///< Radios, Select, Checkboxes; Search: chosen ones, matches
    std::string query;                ///< Search: the text that the options match
    std::size_t matches = 0;          ///< Search: how many there are beyond those shown as well
    std::vector<UploadedFile> files;
    std::size_t max_length = 0;  ///< characters; 0: no limit of its own
    std::vector<std::string> media_types;
    std::size_t max_size_bytes = 0;
    std::string pattern_hint;   ///< the schema's pattern, for tools
    bool lacks_list = false;    ///< its code list is not at hand, so any code may be typed
    bool from_account = false;  ///< the answer is what the account says
};

/// A question, or a fieldset (then `question` is empty in path) with more blocks inside.
struct Block {
    bool is_fieldset = false;
    Question question;
    std::string path;
    std::string label;
    std::string help;
    std::vector<Block> blocks;
};

struct RepetitionItem {
    std::size_t number = 1;  ///< as in the address
    std::string title;       ///< "Hund 1"
    std::string digest;      ///< the first answers, for recognition
    std::string page;        ///< to change it
};

struct PageView {
    std::string id;
    PageKind kind = PageKind::Questions;
    std::string title;
    std::string within;  ///< what the page is a part of ("Reise 1 · Anschrift"), or ""
    std::string intro;
    std::vector<Block> blocks;
    std::vector<RepetitionItem> items;  ///< Repetition only, as the next three
    std::string add_label;
    std::string add_page;  ///< where the next instance is asked; "" if no more may be
    std::size_t min_items = 0;
    bool has_upload = false;
};

struct PostedField {
    std::string name;
    std::string value;
};

struct PostedFile {
    std::string name;  ///< of the question
    UploadedFile file;
};

/// What a browser sent for one page. Names that begin with "_" belong to web and are not looked at.
struct PostedPage {
    std::vector<PostedField> fields;
    std::vector<PostedFile> files;
};

struct ParsedPage {
    formats::Json answers;                   ///< all answers, with those of this page replaced
    bool asks_more = false;                  ///< an answer made a question of this page appear:
                                             ///< save and show the page once more
    std::vector<std::string> dropped_blobs;  ///< uploads that nobody refers to any more
};

struct SummaryRow {
    std::string path;
    std::string label;
    std::string value;  ///< for people; "" if not answered; lines end with \n
    std::string page;   ///< address id for "change"
    std::vector<UploadedFile> files;
    int level = 0;  ///< depth of fieldsets
    bool is_heading = false;
};

struct SummarySection {
    std::string title;  ///< with what the page is a part of
    std::string page;
    std::vector<SummaryRow> rows;
};

}  // namespace gordion::forms
