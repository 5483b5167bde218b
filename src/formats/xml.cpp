// SPDX-License-Identifier: EUPL-1.2
#include "formats/xml.hpp"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <exception>
#include <memory>
#include <span>

#include "core/text.hpp"

namespace gordion::formats {
namespace {

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view()
                           : std::string_view(reinterpret_cast<const char*>(text));
}

std::string line_place(int line) {
    return "line " + std::to_string(line);
}

Error too_large(std::size_t bytes, std::size_t limit) {
    return {ErrorKind::TooLarge,
            "formats.too_large",
            "",
            {{"bytes", std::to_string(bytes)}, {"limit", std::to_string(limit)}},
            "The XML document is larger than allowed."};
}

void prepare_library() {
    static const bool ready = [] {
        xmlInitParser();
        return true;
    }();
    VERIFY(ready, "the library is set up before its first use");
}

void ignore_message(void*, const char*, ...) {}

// One run of libxml2's parser. Its callbacks are C functions: nothing may be thrown through
// the library, so an exception of the handler waits in `thrown_` until the parser has returned.
class Reading {
public:
    Reading(XmlHandler& handler, const XmlLimits& limits) : handler_(handler), limits_(limits) {}
    ~Reading() {
        if (context_ != nullptr) {
            // A document is only made where a DOCTYPE begins; that is before we can refuse it.
            xmlFreeDoc(context_->myDoc);
            xmlFreeParserCtxt(context_);
        }
    }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    Result<void> read(std::string_view bytes) {
        if (bytes.empty()) {
            return outcome();
        }
        silence();
        context_ = xmlCreateMemoryParserCtxt(bytes.data(), static_cast<int>(bytes.size()));
        return parse();
    }

    Result<void> read(ByteSource& source) {
        source_ = &source;
        piece_ = std::make_unique_for_overwrite<char[]>(piece_bytes);
        silence();
        context_ =
            xmlCreateIOParserCtxt(nullptr, nullptr, on_read, nullptr, this, XML_CHAR_ENCODING_NONE);
        return parse();
    }

private:
    static constexpr std::size_t piece_bytes = 64 * 1024;

    // The library may also write to standard error, per thread, where it has no context yet.
    static void silence() { xmlSetGenericErrorFunc(nullptr, ignore_message); }

    Result<void> parse() {
        VERIFY(context_ != nullptr, "libxml2 makes a parser unless memory is exhausted");
        xmlCtxtUseOptions(context_, XML_PARSE_NONET);
        *context_->sax = callbacks();
        context_->userData = this;
        xmlParseDocument(context_);
        return outcome();
    }

    // The library believes that less than it asked for is the end.
    static int on_read(void* user, char* into, int most) {
        Reading& reading = self(user);
        std::span<char> rest(into, static_cast<std::size_t>(most));
        while (!rest.empty() && !reading.stopped_) {
            reading.note_fault([&]() { return reading.fetch(); });
            const std::size_t count = std::min(reading.unread_.size(), rest.size());
            if (count == 0) {
                break;
            }
            std::memcpy(rest.data(), reading.unread_.data(), count);
            reading.unread_.remove_prefix(count);
            rest = rest.subspan(count);
        }
        // The parser must not be stopped inside this call: it would free what it is filling.
        return reading.stopped_ ? -1 : most - static_cast<int>(rest.size());
    }

    Result<void> fetch() {
        if (!unread_.empty()) {
            return {};
        }
        const std::size_t count = TRY(source_->read({piece_.get(), piece_bytes}));
        bytes_ += count;
        if (bytes_ > limits_.bytes) {
            return too_large(bytes_, limits_.bytes);
        }
        unread_ = {piece_.get(), count};
        return {};
    }

    Result<void> outcome() {
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
        if (error_) {
            return std::move(*error_);
        }
        // Bytes outside the declared encoding stop the parser without a word to its callbacks.
        const bool readable = context_ != nullptr && context_->wellFormed != 0 &&
                              context_->errNo != XML_ERR_INVALID_ENCODING && !has_broken_input();
        if (!readable || !seen_root_ || depth_ != 0) {
            return Error{ErrorKind::Invalid,
                         "formats.xml_invalid",
                         line_place(line()),
                         {},
                         "The text is not well-formed XML."};
        }
        return {};
    }

    static xmlSAXHandler callbacks() {
        xmlSAXHandler sax{};
        sax.initialized = XML_SAX2_MAGIC;
        sax.startElementNs = on_start;
        sax.endElementNs = on_end;
        sax.characters = on_text;
        sax.ignorableWhitespace = on_text;
        sax.cdataBlock = on_text;
        sax.internalSubset = on_doctype;
        sax.getEntity = find_entity;
        sax.serror = on_error;
        return sax;
    }

    static Reading& self(void* user) { return *static_cast<Reading*>(user); }

    static void on_start(void* user, const xmlChar* name, const xmlChar*, const xmlChar* ns, int,
                         const xmlChar**, int attribute_count, int, const xmlChar** attributes) {
        self(user).guarded([&](Reading& reading) -> Result<void> {
            if (++reading.depth_ > reading.limits_.depth) {
                return Error{ErrorKind::TooLarge,
                             "formats.too_deep",
                             line_place(reading.line()),
                             {{"limit", std::to_string(reading.limits_.depth)}},
                             "The XML document nests deeper than allowed."};
            }
            reading.seen_root_ = true;
            reading.take_attributes(attribute_count, attributes);
            return reading.handler_.on_start(reading.namespace_view(ns), view(name),
                                             reading.attributes_, reading.line());
        });
    }

    static void on_end(void* user, const xmlChar* name, const xmlChar*, const xmlChar* ns) {
        self(user).guarded([&](Reading& reading) -> Result<void> {
            --reading.depth_;
            return reading.handler_.on_end(reading.namespace_view(ns), view(name), reading.line());
        });
    }

    static void on_text(void* user, const xmlChar* text, int length) {
        self(user).guarded([&](Reading& reading) -> Result<void> {
            return reading.handler_.on_text(
                {reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
        });
    }

    static void on_doctype(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
        self(user).guarded([](Reading& reading) -> Result<void> {
            return Error{
                ErrorKind::Invalid,
                "formats.xml_doctype",
                line_place(reading.line()),
                {},
                "The document declares a DOCTYPE. It could define entities or fetch files, "
                "so it is refused; remove it."};
        });
    }

    // Only &amp; &lt; &gt; &quot; &apos; exist, because nothing can define more.
    static xmlEntityPtr find_entity(void*, const xmlChar* name) {
        return xmlGetPredefinedEntity(name);
    }

    static void on_error(void* user, xmlErrorPtr error) {
        if (error == nullptr || error->level < XML_ERR_ERROR) {
            return;
        }
        self(user).guarded([&](Reading&) -> Result<void> {
            std::string_view message =
                error->message == nullptr ? std::string_view("unknown fault") : error->message;
            if (error->code == XML_ERR_DOCUMENT_END) {
                // The library says "extra content" of an unfinished document, too.
                message = "It is incomplete, or something follows its end.";
            }
            return Error{ErrorKind::Invalid,
                         "formats.xml_invalid",
                         line_place(error->line),
                         {},
                         "The text is not well-formed XML: " + std::string(trim(message))};
        });
    }

    // Whatever goes wrong in a step waits until the parser has returned.
    template <typename Step>
    void note_fault(const Step& step) {
        try {
            Result<void> result = step();
            if (result) {
                return;
            }
            error_ = result.take_error();
        } catch (...) {
            thrown_ = std::current_exception();
        }
        stopped_ = true;
    }

    template <typename Step>
    void guarded(const Step& step) {
        if (stopped_) {
            return;
        }
        note_fault([&]() { return step(*this); });
        if (stopped_ && context_ != nullptr) {
            xmlStopParser(context_);
        }
    }

    void take_attributes(int count, const xmlChar** five_each) {
        attributes_.resize(static_cast<std::size_t>(count));
        if (!mended_.empty()) {
            mended_.clear();
        }
        for (XmlAttribute& attribute : attributes_) {
            attribute.name = view(five_each[0]);
            attribute.ns = view(five_each[2]);
            attribute.value = {reinterpret_cast<const char*>(five_each[3]),
                               static_cast<std::size_t>(five_each[4] - five_each[3])};
            // Without entity substitution the library hands on every ampersand in this form, for
            // a second reading that a document tree would do.
            if (attribute.value.find('&') != std::string_view::npos) {
                mended_.push_back(replace_all(std::string(attribute.value), "&#38;", "&"));
                attribute.value = mended_.back();
            }
            five_each += 5;
        }
    }

    // The library keeps each URI once, and nearly all elements have the same.
    std::string_view namespace_view(const xmlChar* ns) {
        if (reinterpret_cast<const char*>(ns) != namespace_.data()) {
            namespace_ = view(ns);
        }
        return namespace_;
    }

    // Late ones look like the end to it.
    [[nodiscard]] bool has_broken_input() const {
        const xmlParserInput* input = context_->input;
        return input != nullptr && input->buf != nullptr && input->buf->error != 0;
    }

    [[nodiscard]] int line() const {
        const bool known = context_ != nullptr && context_->input != nullptr;
        return known ? context_->input->line : 1;
    }

    XmlHandler& handler_;
    const XmlLimits& limits_;
    xmlParserCtxtPtr context_ = nullptr;
    ByteSource* source_ = nullptr;
    std::unique_ptr<char[]> piece_;
    std::string_view unread_;  // the rest of the piece
    std::size_t bytes_ = 0;    // of all pieces
    std::size_t depth_ = 0;
    bool seen_root_ = false;
    std::string_view namespace_;  // of the last element
    std::vector<XmlAttribute> attributes_;
    std::deque<std::string> mended_;  // values that do not stand in the parser's memory as they are
    bool stopped_ = false;            // by one of the next two
    std::optional<Error> error_;
    std::exception_ptr thrown_;
};

// XML 1.0 knows no control characters but these three.
bool is_allowed(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r';
}

}  // namespace

Result<void> read_xml(std::string_view bytes, XmlHandler& handler, const XmlLimits& limits) {
    if (bytes.size() > limits.bytes) {
        return too_large(bytes.size(), limits.bytes);
    }
    prepare_library();
    return Reading(handler, limits).read(bytes);
}

Result<void> read_xml(ByteSource& source, XmlHandler& handler, const XmlLimits& limits) {
    prepare_library();
    return Reading(handler, limits).read(source);
}

std::string escape_xml(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size() + text.size() / 8);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view three = text.substr(at, 3);
        if (!is_allowed(text[at])) {
            continue;
        }
        if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
            at += 2;
            continue;
        }
        switch (text[at]) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\r':
                // A reader would turn it into a line feed.
                escaped += "&#13;";
                break;
            default:
                escaped += text[at];
        }
    }
    return escaped;
}

}  // namespace gordion::formats
