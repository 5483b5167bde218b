// SPDX-License-Identifier: EUPL-1.2
#include "formats/template.hpp"

#include <charconv>

#include "core/limits.hpp"
#include "formats/internal/template_escape.hpp"
#include "formats/internal/template_steps.hpp"

namespace gordion::formats {
namespace {

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
                case StepKind::Text:
                    out_ += step.text;
                    break;
                case StepKind::Variable:
                case StepKind::Raw:
                    TRY(print(step));
                    break;
                case StepKind::Section:
                    TRY(run_section(step, at + 1));
                    at = step.end;
                    break;
                case StepKind::Inverted:
                    if (!is_shown(find(step))) {
                        TRY(run(at + 1, step.end));
                    }
                    at = step.end;
                    break;
                case StepKind::End:
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
                           step.kind == StepKind::Raw ? Escape::None : escape_);
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
            value = step.path.front().find_in(**level);
        }
        for (std::size_t i = 1; i < step.path.size() && value != nullptr; ++i) {
            value = step.path[i].find_in(*value);
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
    std::vector<Step> steps = TRY(parse_template(text));
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
