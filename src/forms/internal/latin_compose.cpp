// SPDX-License-Identifier: EUPL-1.2
// Normal form C (Unicode, UAX 15) for Latin letters: which letter and mark make which letter.
#include <algorithm>
#include <array>
#include <vector>

#include "forms/internal/latin.hpp"
#include "forms/internal/utf8.hpp"

namespace gordion::forms::internal {
namespace {

/// `pairs` is a letter and what it becomes with the mark, again and again. Marks of one class
/// stand in the same place of a letter.
struct Mark {
    std::uint32_t mark;
    int combining_class;
    std::string_view pairs;
};

constexpr std::array<Mark, 20> marks{{
    {0x300, 230, "AÀEÈIÌNǸOÒUÙWẀYỲaàeèiìnǹoòuùwẁyỳÂẦÊỀÔỒÜǛâầêềôồüǜĂẰăằƠỜơờƯỪưừ"},
    {0x301, 230,
     "AÁCĆEÉGǴIÍKḰLĹNŃOÓPṔRŔSŚUÚWẂYÝZŹaácćeégǵiíkḱlĺnńoópṕrŕsśuúwẃyýzźÂẤÅǺÆǼÊẾÔỐØǾ"
     "ÜǗâấåǻæǽêếïḯôốøǿüǘĂẮăắēḗŌṒōṓƠỚơớƯỨưứ"},
    {0x302, 230, "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑẠẬạậẸỆẹệỌỘọộ"},
    {0x303, 230, "AÃEẼIĨNÑOÕUŨYỸaãeẽiĩnñoõuũyỹÂẪÊỄÔỖâẫêễôỗĂẴăẵƠỠơỡƯỮưữ"},
    {0x304, 230, "AĀEĒGḠIĪOŌUŪYȲaāeēgḡiīoōuūyȳÄǞÆǢÕȬÖȪÜǕäǟæǣõȭöȫüǖǪǬǫǭȮȰȯȱ"},
    {0x306, 230, "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭȨḜȩḝẠẶạặ"},
    {0x307, 230, "BḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆYẎZŻaȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇyẏzż"},
    {0x308, 230, "AÄEËHḦIÏOÖUÜWẄYŸaäeëhḧiïoötẗuüwẅxẍyÿ"},
    {0x309, 230, "AẢEẺIỈOỎUỦYỶaảeẻiỉoỏuủyỷÂẨÊỂÔỔâẩêểôổĂẲăẳƠỞơởƯỬưử"},
    {0x30A, 230, "AÅUŮaåuů"},
    {0x30B, 230, "OŐUŰoőuű"},
    {0x30C, 230, "AǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzžÜǙüǚƷǮʒǯ"},
    {0x311, 230, "RȒrȓ"},
    {0x31B, 216, "OƠUƯoơuư"},
    {0x323, 220, "AẠDḌEẸHḤIỊKḲLḶMṂNṆOỌRṚSṢTṬUỤYỴZẒaạdḍeẹhḥiịkḳlḷmṃnṇoọrṛsṣtṭuụyỵzẓƠỢơợƯỰưự"},
    {0x326, 220, "SȘTȚsștț"},
    {0x327, 202, "CÇDḐEȨGĢHḨKĶLĻNŅRŖSŞTŢcçdḑeȩgģhḩkķlļnņrŗsştţ"},
    {0x328, 202, "AĄEĘIĮOǪUŲaąeęiįoǫuų"},
    {0x32E, 220, "HḪhḫ"},
    {0x331, 220, "BḆDḎKḴLḺNṈRṞTṮZẔbḇdḏhẖkḵlḻnṉrṟtṯzẕ"},
}};

// Marks that occur in sequences but make no letter of their own.
constexpr std::array<Mark, 8> other_marks{{
    {0x30D, 230, ""},
    {0x310, 230, ""},
    {0x315, 232, ""},
    {0x32F, 220, ""},
    {0x330, 220, ""},
    {0x332, 220, ""},
    {0x335, 1, ""},
    {0x35F, 233, ""},
}};

const Mark* find_mark(std::uint32_t c) {
    if (c < 0x300 || c > 0x36F) {
        return nullptr;
    }
    const auto is_it = [c](const Mark& each) { return each.mark == c; };
    if (const auto* found = std::find_if(marks.begin(), marks.end(), is_it); found != marks.end()) {
        return found;
    }
    const auto* other = std::find_if(other_marks.begin(), other_marks.end(), is_it);
    return other != other_marks.end() ? other : nullptr;
}

std::uint32_t compose(std::uint32_t letter, const Mark& mark) {
    for (std::size_t at = 0; at < mark.pairs.size();) {
        const std::uint32_t from = next_character(mark.pairs, at);
        const std::uint32_t to = next_character(mark.pairs, at);
        if (from == letter) {
            return to;
        }
    }
    return 0;
}

void append_composed(std::uint32_t letter, std::vector<const Mark*>& found, std::string& to) {
    std::stable_sort(found.begin(), found.end(), [](const Mark* left, const Mark* right) {
        return left->combining_class < right->combining_class;
    });
    std::vector<const Mark*> left_over;
    for (const Mark* mark : found) {
        // A mark of the same class in between keeps a letter and its mark apart.
        const bool blocked =
            !left_over.empty() && left_over.back()->combining_class == mark->combining_class;
        const std::uint32_t made = blocked ? 0 : compose(letter, *mark);
        if (made != 0) {
            letter = made;
        } else {
            left_over.push_back(mark);
        }
    }
    append_character(to, letter);
    for (const Mark* mark : left_over) {
        append_character(to, mark->mark);
    }
    found.clear();
}

}  // namespace

std::string compose_latin(std::string_view utf8) {
    const bool has_marks = utf8.find_first_of("\xCC\xCD") != std::string_view::npos;
    if (!has_marks) {
        return std::string(utf8);
    }
    std::string composed;
    std::uint32_t letter = 0;
    std::vector<const Mark*> found;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t c = next_character(utf8, at);
        const Mark* mark = letter == 0 ? nullptr : find_mark(c);
        if (mark != nullptr) {
            found.push_back(mark);
            continue;
        }
        if (letter != 0) {
            append_composed(letter, found, composed);
        }
        letter = c;
    }
    if (letter != 0) {
        append_composed(letter, found, composed);
    }
    return composed;
}

}  // namespace gordion::forms::internal
