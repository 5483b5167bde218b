// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/message_import.hpp"

#include "core/limits.hpp"
#include "crypto/hashes.hpp"

namespace gordion::xzufi {
namespace {

// Hands bytes through, hashes and counts them.
class WatchedSource final : public ByteSource {
public:
    WatchedSource(ByteSource& source, const ImportOptions& options, bool applying)
        : source_(source), options_(options) {
        progress_.applying = applying;
    }
    Result<std::size_t> read(std::span<char> into) override {
        const std::size_t count = TRY(source_.read(into));
        hash_.add({into.data(), count});
        progress_.bytes += static_cast<std::int64_t>(count);
        if (options_.progress) {
            options_.progress(progress_);
        }
        return count;
    }
    [[nodiscard]] std::int64_t bytes() const { return progress_.bytes; }
    std::string hash() { return crypto::to_hex(hash_.finish()); }

private:
    ByteSource& source_;
    const ImportOptions& options_;
    ImportProgress progress_;
    crypto::Sha256 hash_;
};

void add(CountsByKind& to, const CountsByKind& more) {
    for (const auto& [kind, counts] : more) {
        to[kind] += counts;
    }
}

// Collects objects and applies them when they are many or large.
class Applying {
public:
    Applying(XzufiStore& store, const Scope& scope, MessageImport& import, Overwrite overwrite)
        : store_(store), scope_(scope), import_(import), overwrite_(overwrite) {}

    Result<void> take(TransferObject object) {
        bytes_ += object.bytes;
        batch_.push_back(std::move(object));
        const bool full =
            batch_.size() >= limits::xzufi_batch_objects || bytes_ >= limits::xzufi_batch_bytes;
        return full ? flush() : Result<void>();
    }

    Result<void> flush() {
        add(import_.counts,
            TRY(store_.apply_batch(scope_, import_.source, import_.head, batch_, overwrite_)));
        batch_.clear();
        bytes_ = 0;
        return {};
    }

private:
    XzufiStore& store_;
    const Scope& scope_;
    MessageImport& import_;
    Overwrite overwrite_;
    std::vector<TransferObject> batch_;
    std::size_t bytes_ = 0;
};

Result<ReadMessage> judge(MessageImport& import, const OpenSource& open,
                          const ImportOptions& options) {
    const auto opened = TRY(open());
    WatchedSource source(*opened, options, false);
    auto read = TRY(read_message(source, [](const TransferObject&) -> Result<void> { return {}; }));
    import.bytes = source.bytes();
    import.source.sha256 = source.hash();
    return read;
}

void count_refused(MessageImport& import, const ReadMessage& read) {
    for (const auto& [kind, counts] : read.counts) {
        import.counts[kind].refused += counts.refused;
    }
}

void report_older(MessageImport& import) {
    std::int64_t older = 0;
    for (const auto& [kind, counts] : import.counts) {
        older += counts.older;
    }
    if (older > 0) {
        import.findings.push_back({"xzufi.object_newer",
                                   Severity::Warning,
                                   "",
                                   {{ "count",
                                      std::to_string(older) }},
                                   "a newer message said otherwise of these objects; they were "
                                   "left as they are"});
    }
}

}  // namespace

Result<MessageImport> import_message(XzufiStore& store, const Scope& scope, const std::string& name,
                                     const OpenSource& open, const ImportOptions& options) {
    MessageImport import;
    import.source.name = name;
    ReadMessage judged = TRY(judge(import, open, options));
    import.head = judged.head;
    import.findings = std::move(judged.findings);
    count_refused(import, judged);
    const MessageStart start =
        TRY(store.begin_message(scope, import.source, judged, options.overwrite));
    if (start.applied_before) {
        import.applied_before = true;
        return import;
    }
    import.resumed = start.applied_position > 0;
    const auto opened = TRY(open());
    WatchedSource source(*opened, options, true);
    Applying applying(store, scope, import, options.overwrite);
    TRY(read_message(source, [&](TransferObject object) -> Result<void> {
        return object.position > start.applied_position ? applying.take(std::move(object))
                                                        : Result<void>();
    }));
    TRY(applying.flush());
    if (source.hash() != import.source.sha256) {
        return Error{ErrorKind::Conflict,
                     "xzufi.file_changed",
                     name,
                     {},
                     "the file changed while it was imported; import it again when it is complete"};
    }
    TRY(store.finish_message(scope, import.source));
    report_older(import);
    return import;
}

}  // namespace gordion::xzufi
