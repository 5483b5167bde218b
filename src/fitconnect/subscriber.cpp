// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/subscriber.hpp"

#include <atomic>
#include <thread>

#include "core/ids.hpp"
#include "core/limits.hpp"
#include "core/log.hpp"
#include "fitconnect/internal/api_call.hpp"
#include "fitconnect/internal/bounded_queue.hpp"

namespace gordion::fitconnect {

// One round: fetchers put what they picked up into `opening`, openers put answers into `answering`,
// posters send them.
class Subscriber::Round {
public:
    Round(Subscriber& subscriber, const Subscription& subscription, std::vector<ItemIds> waiting,
          std::stop_token stop)
        : in_(subscriber),
          subscription_(subscription),
          waiting_(std::move(waiting)),
          stop_(std::move(stop)),
          spool_(std::make_shared<Spool>(subscriber.options_.spool)),
          opening_(subscriber.options_.queue),
          answering_(subscriber.options_.queue) {}

    ReceiveReport run() {
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        const std::size_t openers = in_.options_.openers == 0 ? cores : in_.options_.openers;
        std::vector<std::jthread> posting = start(in_.options_.posters, [this] { post_all(); });
        std::vector<std::jthread> opening = start(openers, [this] { open_all(); });
        {
            const std::vector<std::jthread> fetching =
                start(in_.options_.fetchers, [this] { fetch_all(); });
        }
        opening_.close();
        opening.clear();
        answering_.close();
        posting.clear();
        return std::move(report_);
    }

private:
    struct Answer {
        ItemIds ids;
        std::string token;
        bool accepts = true;
    };

    static std::vector<std::jthread> start(std::size_t count, const std::function<void()>& work) {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) {
            threads.emplace_back(work);
        }
        return threads;
    }

    void fetch_all() {
        for (;;) {
            spool_->wait_below(in_.options_.spool_bytes);
            const std::size_t index = next_.fetch_add(1);
            if (index >= waiting_.size() || stop_.stop_requested()) {
                return;
            }
            auto picked = guarded([&] { return fetch(waiting_[index]); });
            if (!picked) {
                fail(picked.take_error());
            } else if (picked.value()) {
                opening_.put(std::move(*picked.value()));
            }
        }
    }

    // A bug ends this submission, as it would end a job, and stays at the server; the thread serves
    // the others.
    template <typename Work>
    static auto guarded(const Work& work) -> decltype(work()) {
        try {
            return work();
        } catch (const std::exception& bug) {
            log(LogLevel::Error, "fitconnect.receive_threw", {{"bug", bug.what()}});
            return Error{ErrorKind::Corrupt,
                         "fitconnect.receive_threw",
                         "",
                         {},
                         "A fault of this program; see its log."};
        }
    }

    // Nothing if somebody else has answered meanwhile.
    Result<std::optional<PickedUp>> fetch(const ItemIds& ids) {
        PickedUp picked;
        picked.item = TRY(in_.parts_.api.fetch_submission(ids.item_id));
        picked.item.ids.destination_id = subscription_.destination.id;
        TRY(fetch_attachments(picked));
        auto log = in_.parts_.events.load(picked.item.ids);
        if (log) {
            picked.log = std::move(log).value();
            if (picked.log.answer) {
                return std::optional<PickedUp>();
            }
            // What is picked up was submitted, so a log without that event is not whole yet.
            return picked.log.submitted_tags ? Result(std::optional(std::move(picked)))
                                             : internal::answer_error("eventLog");
        }
        // A log that is wrong is a reason to refuse; one that could not be read or proved is none.
        if (!is_proved_wrong(log.error())) {
            return log.take_error();
        }
        TRY(refuse(picked, make_problem("event-log-invalid", "Event log invalid", "submission")));
        return std::optional<PickedUp>();
    }

    Result<void> fetch_attachments(PickedUp& picked) {
        std::uint64_t bytes = 0;
        for (const std::string& attachment : picked.item.attachments) {
            const auto jwe = std::make_shared<SpooledJwe>(spool_);
            TRY(in_.parts_.api.fetch_attachment(picked.item.ids.item_id, attachment, *jwe));
            bytes += jwe->size();
            if (bytes > attachments_jwe_bytes) {
                return Error{ErrorKind::TooLarge,
                             "fitconnect.attachment_too_large",
                             "",
                             {{"limit", std::to_string(attachments_jwe_bytes)}},
                             "The attachments of a submission have at most 2 GB together."};
            }
            picked.attachment_jwes.push_back(jwe);
        }
        return {};
    }

    Result<void> refuse(const PickedUp& picked, Problem problem) {
        Answer answer{picked.item.ids, "", false};
        answer.token = TRY(
            in_.make_answer(subscription_, picked.item.ids, picked.log, {}, {std::move(problem)}));
        answering_.put(std::move(answer));
        return {};
    }

    void open_all() {
        while (auto picked = opening_.take()) {
            const auto answered = guarded([&] { return open(std::move(*picked)); });
            if (!answered) {
                fail(answered.error());
            }
        }
    }

    Result<Examined> examine_picked(PickedUp picked) const {
        auto examined = examine(subscription_, std::move(picked), in_.judge_);
        if (!examined && examined.error().code == "fitconnect.decryption_key" &&
            in_.options_.unknown_key == UnknownKey::Reject) {
            const Values& values = examined.error().values;
            return Examined(std::vector{
                make_problem("encryption-issue", "Decryption failed", values.at(1).second,
                             "The JWE is for the key " + values.at(0).second + ".")});
        }
        return examined;
    }

    Result<void> open(PickedUp picked) {
        const ItemIds ids = picked.item.ids;
        const EventLog log = picked.log;
        Examined examined = TRY(examine_picked(std::move(picked)));
        std::vector<Problem> problems;
        AuthenticationTags tags;
        if (auto* received = std::get_if<ReceivedSubmission>(&examined)) {
            tags = received->tags;
            problems = TRY(in_.parts_.inbox.take_in(*received));
        } else {
            problems = std::get<std::vector<Problem>>(std::move(examined));
        }
        Answer answer{ids, "", problems.empty()};
        answer.token = TRY(in_.make_answer(subscription_, ids, log, tags, problems));
        answering_.put(std::move(answer));
        return {};
    }

    void post_all() {
        while (const auto answer = answering_.take()) {
            const auto posted = guarded(
                [&] { return in_.parts_.api.post_event(answer->ids.case_id, answer->token); });
            // A conflict says that an answer is there: ours, whose receipt got lost, or that of
            // another subscriber of this destination.
            if (!posted && posted.error().kind != ErrorKind::Conflict) {
                fail(posted.error());
                continue;
            }
            const std::lock_guard lock(mutex_);
            ++(answer->accepts ? report_.accepted : report_.rejected);
        }
    }

    void fail(const Error& error) {
        const std::lock_guard lock(mutex_);
        ++report_.failed;
        if (report_.errors.size() < limits::fitconnect_errors) {
            report_.errors.push_back(error);
        }
    }

    Subscriber& in_;
    const Subscription& subscription_;
    const std::vector<ItemIds> waiting_;
    std::stop_token stop_;
    std::shared_ptr<Spool> spool_;
    std::atomic<std::size_t> next_{0};
    internal::BoundedQueue<PickedUp> opening_;
    internal::BoundedQueue<Answer> answering_;
    std::mutex mutex_;
    ReceiveReport report_;
};

Subscriber::Subscriber(Parts parts, ReceiveOptions options, DataJudge judge)
    : parts_(parts), options_(options), judge_(std::move(judge)) {}

// Answered ones leave the list while it is read, so the pages are read first.
Result<std::vector<ItemIds>> Subscriber::list_waiting(const Subscription& subscription) {
    std::vector<ItemIds> waiting;
    while (waiting.size() < options_.most) {
        const ItemPage page = TRY(parts_.api.list_submissions(
            subscription.destination.id, static_cast<std::int64_t>(waiting.size()),
            static_cast<std::int64_t>(
                std::min(limits::fitconnect_page_items, options_.most - waiting.size()))));
        waiting.insert(waiting.end(), page.items.begin(), page.items.end());
        if (page.items.empty() || static_cast<std::int64_t>(waiting.size()) >= page.total) {
            break;
        }
    }
    return waiting;
}

Result<ReceiveReport> Subscriber::receive(const Subscription& subscription, std::stop_token stop) {
    return Round(*this, subscription, TRY(list_waiting(subscription)), std::move(stop)).run();
}

// Source: FIT-Connect documentation, event log, set creation; the $schema is the one of the
// submit-event, because a server refuses versions that it does not know.
Result<std::string> Subscriber::make_answer(const Subscription& subscription, const ItemIds& ids,
                                            const EventLog& log, const AuthenticationTags& tags,
                                            const std::vector<Problem>& problems) {
    SecurityEvent event;
    event.schema = log.payload_schema.empty() ? set_payload_schema : log.payload_schema;
    event.id = make_uuid(parts_.clock, parts_.random);
    event.issuer = subscription.destination.id;
    event.issued_at = {parts_.clock.now().ms / 1000 * 1000};
    event.subject_id = ids.item_id;
    event.case_id = ids.case_id;
    event.type = {SubjectKind::Submission,
                  problems.empty() ? EventVerb::Accept : EventVerb::Reject};
    if (problems.empty()) {
        event.tags = tags;
    }
    event.problems = problems;
    return sign_event(event, subscription.signing_key);
}

}  // namespace gordion::fitconnect
