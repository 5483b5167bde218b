// SPDX-License-Identifier: EUPL-1.2
#include "documents/internal/ua_content.hpp"

#include <algorithm>
#include <optional>

#include "documents/internal/ua_fonts.hpp"

namespace gordion::documents::internal {
namespace {

constexpr int deepest_form = 12;
constexpr std::size_t most_operators = 20'000'000;

enum class Marking { Neutral, Artifact, Tagged };

struct OpenMark {
    Marking marking = Marking::Neutral;
    bool has_text = false;  ///< ActualText speaks for the characters inside
};

/// What the check of all pages shares.
struct ContentState {
    const Structure& structure;
    UaReport& report;
    std::map<int, FontFacts> fonts;
    std::map<int, int> shown_forms;
    std::set<std::pair<int, int>> met_marks;
    std::size_t operators = 0;
};

/// Reads the content of one page or form XObject. Forms inside are read by a reader of their own
/// that inherits the open marks.
class ContentReader : public QPDFObjectHandle::ParserCallbacks {
public:
    ContentReader(ContentState& state, QPDFObjectHandle owner, QPDFObjectHandle resources,
                  std::string place)
        : state_(state), owner_(owner), resources_(resources), place_(std::move(place)) {}

    void handleObject(QPDFObjectHandle object) override {
        if (object.isInlineImage()) {
            require_marking();
        } else if (!object.isOperator()) {
            if (operands_.size() < 64) {
                operands_.push_back(object);
            }
        } else {
            if (++state_.operators > most_operators) {
                terminateParsing();
            }
            apply(object.getOperatorValue());
            operands_.clear();
        }
    }

    void handleEOF() override {}

    void inherit(const std::vector<OpenMark>& open, int depth) {
        open_ = open;
        depth_ = depth;
    }

private:
    void apply(const std::string& word) {
        static const std::set<std::string> painting = {"f", "F",  "f*", "B", "B*",
                                                       "b", "b*", "S",  "s", "sh"};
        if (word == "BDC" || word == "BMC") {
            open_mark();
        } else if (word == "EMC") {
            if (!open_.empty()) {
                open_.pop_back();
            }
        } else if (word == "Tf") {
            choose_font();
        } else if (word == "Tj" || word == "TJ" || word == "'" || word == "\"") {
            require_marking();
            check_text();
        } else if (word == "Do") {
            show_object();
        } else if (painting.contains(word)) {
            require_marking();
        }
    }

    [[nodiscard]] bool is_inside(Marking marking) const {
        return std::any_of(open_.begin(), open_.end(),
                           [&](const OpenMark& mark) { return mark.marking == marking; });
    }

    void require_marking() {
        if (!is_inside(Marking::Artifact) && !is_inside(Marking::Tagged)) {
            state_.report.add("01-005", place_);
        }
    }

    QPDFObjectHandle find_resource(const std::string& kind, QPDFObjectHandle name) {
        QPDFObjectHandle group =
            resources_.isDictionary() ? resources_.getKey(kind) : QPDFObjectHandle::newNull();
        return group.isDictionary() && name.isName() ? group.getKey(name.getName())
                                                     : QPDFObjectHandle::newNull();
    }

    void open_mark() {
        OpenMark mark;
        QPDFObjectHandle properties =
            operands_.size() > 1 ? operands_[1] : QPDFObjectHandle::newNull();
        if (properties.isName()) {
            properties = find_resource("/Properties", properties);
        }
        if (!operands_.empty() && operands_[0].isName() && operands_[0].getName() == "/Artifact") {
            mark.marking = Marking::Artifact;
            if (is_inside(Marking::Tagged)) {
                state_.report.add("01-003", place_);
            }
        } else if (properties.isDictionary() && properties.getKey("/MCID").isInteger()) {
            open_tagged(mark, properties.getKey("/MCID").getIntValueAsInt());
        }
        mark.has_text = properties.isDictionary() && properties.hasKey("/ActualText");
        open_.push_back(mark);
    }

    void open_tagged(OpenMark& mark, int number) {
        const std::pair<int, int> key{owner_.getObjectID(), number};
        state_.met_marks.insert(key);
        const auto owner = state_.structure.owner_of_mark.find(key);
        if (owner != state_.structure.owner_of_mark.end()) {
            mark.marking = Marking::Tagged;
        }
        if (is_inside(Marking::Artifact)) {
            state_.report.add("01-004", place_);
        }
    }

    void choose_font() {
        QPDFObjectHandle font =
            operands_.empty() ? QPDFObjectHandle::newNull() : find_resource("/Font", operands_[0]);
        font_ = nullptr;
        if (font.isDictionary()) {
            const auto known = state_.fonts.find(font.getObjectID());
            font_ = known != state_.fonts.end()
                        ? &known->second
                        : &state_.fonts.emplace(font.getObjectID(), check_font(font, state_.report))
                               .first->second;
        }
    }

    void check_text() {
        const bool is_spoken_for = std::any_of(open_.begin(), open_.end(),
                                               [](const OpenMark& mark) { return mark.has_text; });
        std::vector<QPDFObjectHandle> strings = operands_;
        if (!operands_.empty() && operands_.back().isArray()) {
            strings = operands_.back().getArrayAsVector();
        }
        for (QPDFObjectHandle& part : strings) {
            if (!part.isString() || font_ == nullptr) {
                continue;
            }
            for (const std::uint32_t code : codes_of(*font_, part.getStringValue())) {
                if (font_->is_composite && code == 0) {
                    state_.report.add("31-030", place_);
                }
                const bool is_mapped =
                    font_->is_mapped_by_rule || font_->to_unicode.contains(code) || is_spoken_for;
                if (!is_mapped) {
                    state_.report.add("10-001", place_);
                }
            }
        }
    }

    void show_object() {
        QPDFObjectHandle shown = operands_.empty() ? QPDFObjectHandle::newNull()
                                                   : find_resource("/XObject", operands_[0]);
        if (!shown.isStream()) {
            return;
        }
        QPDFObjectHandle dictionary = shown.getDict();
        QPDFObjectHandle kind = dictionary.getKey("/Subtype");
        if (!kind.isName() || kind.getName() != "/Form") {
            require_marking();
            return;
        }
        if (dictionary.hasKey("/Ref")) {
            state_.report.add("30-001", place_);
        }
        const int times = ++state_.shown_forms[shown.getObjectID()];
        const auto mark = state_.met_marks.lower_bound({shown.getObjectID(), 0});
        const bool is_tagged = mark != state_.met_marks.end() && mark->first == shown.getObjectID();
        if (times > 1) {
            if (is_tagged) {
                state_.report.add("30-002", place_);
            }
            return;
        }
        if (depth_ < deepest_form) {
            QPDFObjectHandle own = dictionary.getKey("/Resources");
            ContentReader inner(state_, shown, own.isDictionary() ? own : resources_, place_);
            inner.inherit(open_, depth_ + 1);
            QPDFObjectHandle::parseContentStream(shown, &inner);
        }
    }

    ContentState& state_;
    QPDFObjectHandle owner_;
    QPDFObjectHandle resources_;
    std::string place_;
    std::vector<QPDFObjectHandle> operands_;
    std::vector<OpenMark> open_;
    const FontFacts* font_ = nullptr;
    int depth_ = 0;
};

/// A number tree (ISO 32000-1, 7.9.7) as a map. Bounded.
void read_numbers(QPDFObjectHandle tree, std::map<long long, QPDFObjectHandle>& found, int depth) {
    constexpr int deepest = 20;
    if (!tree.isDictionary() || depth > deepest) {
        return;
    }
    QPDFObjectHandle numbers = tree.getKey("/Nums");
    for (int i = 0; numbers.isArray() && i + 1 < numbers.getArrayNItems(); i += 2) {
        if (numbers.getArrayItem(i).isInteger()) {
            found[numbers.getArrayItem(i).getIntValue()] = numbers.getArrayItem(i + 1);
        }
    }
    QPDFObjectHandle kids = tree.getKey("/Kids");
    for (int i = 0; kids.isArray() && i < kids.getArrayNItems(); ++i) {
        read_numbers(kids.getArrayItem(i), found, depth + 1);
    }
}

/// From the page to the element: the way a screen reader takes.
void check_parent_tree(QPDF& pdf, const ContentState& state) {
    std::map<long long, QPDFObjectHandle> parents;
    QPDFObjectHandle root = state.structure.elements.front().object;
    if (root.isDictionary()) {
        read_numbers(root.getKey("/ParentTree"), parents, 0);
    }
    for (const auto& [mark, owner] : state.structure.owner_of_mark) {
        QPDFObjectHandle place = pdf.getObjectByID(mark.first, 0);
        QPDFObjectHandle dictionary = place.isStream() ? place.getDict() : place;
        QPDFObjectHandle key = dictionary.isDictionary() ? dictionary.getKey("/StructParents")
                                                         : QPDFObjectHandle::newNull();
        const auto found = key.isInteger() ? parents.find(key.getIntValue()) : parents.end();
        QPDFObjectHandle owners =
            found != parents.end() ? found->second : QPDFObjectHandle::newNull();
        const bool leads_back =
            owners.isArray() && mark.second >= 0 && mark.second < owners.getArrayNItems() &&
            owners.getArrayItem(mark.second).getObjectID() ==
                QPDFObjectHandle(state.structure.elements[owner].object).getObjectID();
        if (!leads_back) {
            state.report.add("00-003", place_of(state.structure.elements[owner]));
        }
        if (!state.met_marks.contains(mark)) {
            state.report.add("00-004", place_of(state.structure.elements[owner]));
        }
    }
}

}  // namespace

void check_content(QPDF& pdf, const Structure& structure, UaReport& report) {
    ContentState state{structure, report, {}, {}, {}, 0};
    int number = 0;
    for (QPDFObjectHandle page : pdf.getAllPages()) {
        QPDFPageObjectHelper helper(page);
        ContentReader reader(state, page, helper.getAttribute("/Resources", false),
                             "page " + std::to_string(++number));
        page.parsePageContents(&reader);
    }
    check_parent_tree(pdf, state);
}

}  // namespace gordion::documents::internal
