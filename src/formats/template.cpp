// SPDX-License-Identifier: EUPL-1.2
#include "formats/template.hpp"

#include <charconv>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/internal/template_escape.hpp"

namespace gordion::formats {
namespace {

enum class Kind { Text, Variable, Raw, Section, Inverted, End };

// One instruction. A section ends at the instruction `end`, which is its End.
struct Step {
    Kind kind = Kind::Text;
    std::string text;  // the literal, or the name as written
    std::vector<std::string> path;
    std::size_t end = 0;
};

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
                add_step(tag.sigil == 0 ? Kind::Variable : Kind::Raw, tag.name);
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
                add_step(tag.sigil == '#' ? Kind::Section : Kind::Inverted, tag.name);
                return {};
        }
    }

    Result<void> close_section(const Tag& tag) {
        if (open_.empty() || steps_[open_.back()].text != tag.name) {
            return invalid(tag.begin, "This closes a section that is not the innermost open one.");
        }
        steps_[open_.back()].end = steps_.size();
        open_.pop_back();
        add_step(Kind::End, tag.name);
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
            steps_.push_back({Kind::Text, std::string(text_.substr(at_, end - at_)), {}, 0});
        }
    }

    void add_step(Kind kind, std::string_view name) {
        Step step{kind, std::string(name), {}, 0};
        if (name != ".") {
            step.path = split(name, '.');
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

bool is_shown(const Json* value) {
    if (value == nullptr || value->is_null()) {
        return false;
    }
    if (value->is_bool()) {
        return value->as_bool();
    }
    if (value->is_string()) {
        return !value->as_string().empty();
    }
    return !value->is_array() || !value->as_array().empty();
}

class Rendering {
public:
    Rendering(const std::vector<Step>& steps, Escape escape, std::vector<const Json*> context)
        : steps_(steps), escape_(escape), context_(std::move(context)) {}

    Result<std::string> render(std::size_t reserve) {
        out_.reserve(reserve);
        TRY(run(0, steps_.size()));
        return std::move(out_);
    }

private:
    Result<void> run(std::size_t first, std::size_t last) {
        for (std::size_t at = first; at < last; ++at) {
            // Sections inside sections multiply, so the work is bounded and not only the depth.
            if (++done_ > limits::template_steps || out_.size() > limits::template_output_bytes) {
                return Error{ErrorKind::TooLarge,
                             "formats.too_large",
                             "",
                             {},
                             "The rendered text is larger than allowed."};
            }
            const Step& step = steps_[at];
            switch (step.kind) {
                case Kind::Text:
                    out_ += step.text;
                    break;
                case Kind::Variable:
                case Kind::Raw:
                    TRY(print(step));
                    break;
                case Kind::Section:
                    TRY(run_section(step, at + 1));
                    at = step.end;
                    break;
                case Kind::Inverted:
                    if (!is_shown(find(step))) {
                        TRY(run(at + 1, step.end));
                    }
                    at = step.end;
                    break;
                case Kind::End:
                    break;
            }
        }
        return {};
    }

    Result<void> run_section(const Step& step, std::size_t first) {
        const Json* value = find(step);
        if (!is_shown(value)) {
            return {};
        }
        if (!value->is_array()) {
            return run_inside(*value, first, step.end);
        }
        for (const Json& item : value->as_array()) {
            TRY(run_inside(item, first, step.end));
        }
        return {};
    }

    Result<void> run_inside(const Json& value, std::size_t first, std::size_t last) {
        context_.push_back(&value);
        Result<void> result = run(first, last);
        context_.pop_back();
        return result;
    }

    Result<void> print(const Step& step) {
        const Json* value = find(step);
        if (value == nullptr) {
            return Error{ErrorKind::Invalid,
                         "formats.template_variable_missing",
                         "",
                         {{"name", step.text}},
                         "The template names a variable that the data do not have."};
        }
        if (value->is_string()) {
            append_escaped(out_, value->as_string(),
                           step.kind == Kind::Raw ? Escape::None : escape_);
        } else if (value->is_int()) {
            append_number(value->as_int());
        } else if (value->is_number()) {
            append_number(value->as_number());
        } else if (value->is_bool()) {
            out_ += value->as_bool() ? "true" : "false";
        } else if (!value->is_null()) {
            return Error{ErrorKind::Invalid,
                         "formats.template_variable_unprintable",
                         "",
                         {{"name", step.text}},
                         "The template prints a list or an object; use a section."};
        }
        return {};
    }

    // The first part of a name is looked for from the innermost context outwards; the other parts
    // only inside what was found.
    [[nodiscard]] const Json* find(const Step& step) const {
        if (step.path.empty()) {
            return context_.back();
        }
        const Json* value = nullptr;
        for (auto level = context_.rbegin(); level != context_.rend() && value == nullptr;
             ++level) {
            value = (*level)->find(step.path.front());
        }
        for (std::size_t i = 1; i < step.path.size() && value != nullptr; ++i) {
            value = value->find(step.path[i]);
        }
        return value;
    }

    template <typename Number>
    void append_number(Number number) {
        std::array<char, 32> digits{};
        const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
        out_.append(digits.data(), written.ptr);
    }

    const std::vector<Step>& steps_;
    Escape escape_;
    std::vector<const Json*> context_;
    std::string out_;
    std::size_t done_ = 0;
};

}  // namespace

struct Template::Parsed {
    std::vector<Step> steps;
    Escape escape;
    std::size_t source_bytes;
};

Template::Template(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Result<Template> Template::parse(std::string_view text, Escape escape) {
    if (text.size() > limits::template_bytes) {
        return Error{ErrorKind::TooLarge,
                     "formats.too_large",
                     "",
                     {{"bytes", std::to_string(text.size())},
                      {"limit", std::to_string(limits::template_bytes)}},
                     "The template is larger than allowed."};
    }
    std::vector<Step> steps = TRY(Parser(text).parse());
    return Template(std::make_unique<Parsed>(Parsed{std::move(steps), escape, text.size()}));
}

Result<std::string> Template::render(const Json& data) const {
    VERIFY(parsed_ != nullptr, "a template that was moved away is not rendered");
    return Rendering(parsed_->steps, parsed_->escape, {&data}).render(parsed_->source_bytes * 2);
}

Result<std::string> Template::render(const Json& data, const Json& outer) const {
    VERIFY(parsed_ != nullptr, "a template that was moved away is not rendered");
    return Rendering(parsed_->steps, parsed_->escape, {&outer, &data})
        .render(parsed_->source_bytes * 2);
}

}  // namespace gordion::formats
