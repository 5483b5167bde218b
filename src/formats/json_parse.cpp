// SPDX-License-Identifier: EUPL-1.2
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>

#include "core/limits.hpp"
#include "formats/json.hpp"

namespace gordion::formats {
namespace {

using boost::json::error;
using boost::json::error_code;
using boost::json::string_view;

// What Boost.JSON has no code for.
enum class Refusal { None, DuplicateName, NumberRange };

// Receives the events of Boost.JSON's parser and builds our value directly. Finished values wait
// on a stack until the array or object around them ends and takes them.
class Builder {
public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t count, error_code&) {
        const auto first = values_.end() - static_cast<std::ptrdiff_t>(count);
        Json::Array items(std::make_move_iterator(first), std::make_move_iterator(values_.end()));
        values_.erase(first, values_.end());
        values_.emplace_back(std::move(items));
        return true;
    }
    bool on_object_begin(error_code&) { return true; }
    bool on_object_end(std::size_t count, error_code& ec) {
        const std::size_t first_value = values_.size() - count;
        const std::size_t first_name = names_.size() - count;
        if (has_duplicate(std::span(names_).subspan(first_name))) {
            return refuse(Refusal::DuplicateName, ec);
        }
        Json::Object members;
        members.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            members.emplace_back(std::move(names_[first_name + i]),
                                 std::move(values_[first_value + i]));
        }
        values_.resize(first_value);
        names_.resize(first_name);
        values_.emplace_back(std::move(members));
        return true;
    }
    bool on_key_part(string_view part, std::size_t, error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_key(string_view part, std::size_t, error_code&) {
        names_.push_back(take_text(part));
        return true;
    }
    bool on_string_part(string_view part, std::size_t, error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_string(string_view part, std::size_t, error_code&) {
        values_.emplace_back(take_text(part));
        return true;
    }
    bool on_number_part(string_view part, error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_int64(std::int64_t number, string_view, error_code&) {
        text_.clear();
        values_.emplace_back(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, string_view, error_code&) {
        text_.clear();
        values_.emplace_back(static_cast<double>(number));
        return true;
    }
    bool on_double(double rough, string_view part, error_code& ec) {
        // Boost.JSON 1.81 rounds some decimals to a neighbour of the nearest double; the standard
        // library does not, and money must come back as it was written.
        const std::string text = take_text(part);
        double number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec == std::errc::result_out_of_range && std::abs(rough) < 1) {
            number = 0;
        } else if (read.ec != std::errc() || !std::isfinite(number)) {
            return refuse(Refusal::NumberRange, ec);
        }
        values_.emplace_back(number);
        return true;
    }
    bool on_bool(bool value, error_code&) {
        values_.emplace_back(value);
        return true;
    }
    bool on_null(error_code&) {
        values_.emplace_back();
        return true;
    }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

    [[nodiscard]] Refusal refusal() const { return refusal_; }
    Json take() {
        VERIFY(values_.size() == 1, "a complete document is one value");
        return std::move(values_.front());
    }

private:
    bool refuse(Refusal why, error_code& ec) {
        refusal_ = why;
        ec = error::syntax;
        return false;
    }

    std::string take_text(string_view part) {
        if (text_.empty()) {
            return std::string(part.data(), part.size());
        }
        text_.append(part.data(), part.size());
        return std::exchange(text_, std::string());
    }

    static bool has_duplicate(std::span<const std::string> names) {
        if (names.size() <= 8) {
            for (std::size_t i = 1; i < names.size(); ++i) {
                for (std::size_t j = 0; j < i; ++j) {
                    if (names[i] == names[j]) {
                        return true;
                    }
                }
            }
            return false;
        }
        std::vector<std::string_view> sorted(names.begin(), names.end());
        std::sort(sorted.begin(), sorted.end());
        return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    }

    std::vector<Json> values_;
    std::vector<std::string> names_;
    std::string text_;
    Refusal refusal_ = Refusal::None;
};

std::string place_of(std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto line_start = before.rfind('\n');
    const std::size_t column =
        before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
    return std::to_string(line) + ":" + std::to_string(column);
}

Error explain(std::string_view text, std::size_t at, error_code ec, Refusal refusal) {
    if (ec == error::too_deep) {
        return {ErrorKind::TooLarge,
                "formats.too_deep",
                place_of(text, at),
                {{"limit", std::to_string(limits::json_depth)}},
                "The JSON text nests deeper than allowed."};
    }
    std::string why = "The text is not valid JSON: " + ec.message() + ".";
    if (refusal == Refusal::DuplicateName) {
        why = "An object names the same member twice; its meaning would be open.";
    } else if (refusal == Refusal::NumberRange) {
        why = "A number is larger than a double can hold.";
    }
    return {ErrorKind::Invalid, "formats.json_invalid", place_of(text, at), {}, std::move(why)};
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
    if (text.size() > limits::json_bytes) {
        return Error{
            ErrorKind::TooLarge,
            "formats.too_large",
            "",
            {{"bytes", std::to_string(text.size())}, {"limit", std::to_string(limits::json_bytes)}},
            "The JSON text is larger than allowed."};
    }
    boost::json::parse_options options;
    options.max_depth = limits::json_depth;
    boost::json::basic_parser<Builder> parser(options);
    error_code ec;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && read < text.size()) {
        ec = error::extra_data;
    }
    if (ec) {
        return explain(text, read, ec, parser.handler().refusal());
    }
    return parser.handler().take();
}

}  // namespace gordion::formats
