// SPDX-License-Identifier: EUPL-1.2
#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/internal/template_steps.hpp"

namespace gordion::formats {
namespace {

struct Tag {
    char sigil = 0;  // one of # ^ / ! & {, or 0 for a plain variable
    std::string_view name;
    std::size_t begin = 0;
    std::size_t end = 0;
};

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<std::vector<Step>> parse() {
        while (true) {
            const std::size_t begin = text_.find("{{", at_);
            if (begin == std::string_view::npos) {
                break;
            }
            const Tag tag = TRY(read_tag(begin));
            TRY(add(tag));
        }
        add_text(text_.size());
        if (!open_.empty()) {
            return invalid(text_.size(), "A section is never closed: " + steps_[open_.back()].text);
        }
        return std::move(steps_);
    }

private:
    Result<Tag> read_tag(std::size_t begin) {
        const bool triple = text_.substr(begin, 3) == "{{{";
        const std::string_view closing = triple ? "}}}" : "}}";
        const std::size_t inside = begin + closing.size();
        const std::size_t close = text_.find(closing, inside);
        if (close == std::string_view::npos) {
            return invalid(begin, "A tag is never closed.");
        }
        Tag tag;
        tag.begin = begin;
        tag.end = close + closing.size();
        tag.name = trim(text_.substr(inside, close - inside));
        if (triple) {
            tag.sigil = '{';
        } else if (!tag.name.empty() &&
                   std::string_view("#^/!&>=").find(tag.name.front()) != std::string_view::npos) {
            tag.sigil = tag.name.front();
            tag.name = trim(tag.name.substr(1));
        }
        if (tag.sigil == '>' || tag.sigil == '=') {
            return invalid(begin, "Partials and other delimiters are not part of this notation.");
        }
        if (tag.sigil != '!' && !is_name(tag.name)) {
            return invalid(begin, "A tag needs a name; dots separate its parts.");
        }
        return tag;
    }

    static bool is_name(std::string_view name) {
        if (name == ".") {
            return true;
        }
        return !name.empty() && name.front() != '.' && name.back() != '.' &&
               name.find("..") == std::string_view::npos &&
               name.find_first_of(" \t\r\n{}") == std::string_view::npos;
    }

    Result<void> add(const Tag& tag) {
        switch (tag.sigil) {
            case 0:
            case '&':
            case '{':
                add_text(tag.begin);
                at_ = tag.end;
                add_step(tag.sigil == 0 ? StepKind::Variable : StepKind::Raw, tag.name);
                return {};
            case '!':
                skip_tag(tag);
                return {};
            case '/':
                skip_tag(tag);
                return close_section(tag);
            default:
                skip_tag(tag);
                if (open_.size() >= limits::template_depth) {
                    return invalid(tag.begin, "Sections nest deeper than allowed.");
                }
                open_.push_back(steps_.size());
                add_step(tag.sigil == '#' ? StepKind::Section : StepKind::Inverted, tag.name);
                return {};
        }
    }

    Result<void> close_section(const Tag& tag) {
        if (open_.empty() || steps_[open_.back()].text != tag.name) {
            return invalid(tag.begin, "This closes a section that is not the innermost open one.");
        }
        steps_[open_.back()].end = steps_.size();
        open_.pop_back();
        add_step(StepKind::End, tag.name);
        return {};
    }

    // A tag that prints nothing takes its whole line with it where it stands alone.
    void skip_tag(const Tag& tag) {
        std::size_t line_begin = tag.begin;
        while (line_begin > at_ && is_blank(text_[line_begin - 1])) {
            --line_begin;
        }
        std::size_t line_end = tag.end;
        while (line_end < text_.size() && is_blank(text_[line_end])) {
            ++line_end;
        }
        const bool begins = line_begin == 0 || text_[line_begin - 1] == '\n';
        const bool breaks = line_end < text_.size();
        const std::size_t newline = text_.substr(line_end, 2) == "\r\n" ? 2 : 1;
        const bool ends = !breaks || newline == 2 || text_[line_end] == '\n';
        if (begins && ends) {
            add_text(line_begin);
            at_ = breaks ? line_end + newline : line_end;
        } else {
            add_text(tag.begin);
            at_ = tag.end;
        }
    }

    void add_text(std::size_t end) {
        if (end > at_) {
            steps_.push_back({StepKind::Text, std::string(text_.substr(at_, end - at_)), {}, 0});
        }
    }

    void add_step(StepKind kind, std::string_view name) {
        Step step{kind, std::string(name), {}, 0};
        if (name != ".") {
            for (std::string& part : split(name, '.')) {
                step.path.emplace_back(std::move(part));
            }
        }
        steps_.push_back(std::move(step));
    }

    [[nodiscard]] Error invalid(std::size_t at, std::string why) const {
        const std::string_view before = text_.substr(0, at);
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        return {ErrorKind::Invalid,
                "formats.template_invalid",
                "line " + std::to_string(line),
                {},
                std::move(why)};
    }

    std::string_view text_;
    std::size_t at_ = 0;  // everything before this is in steps_
    std::vector<Step> steps_;
    std::vector<std::size_t> open_;
};

}  // namespace

Result<std::vector<Step>> parse_template(std::string_view text) {
    return Parser(text).parse();
}

}  // namespace gordion::formats
