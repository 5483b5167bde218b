// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/result.hpp"

namespace gordion::zustelldienst {

enum class CheckOutcome { Pass, Fail };

/// Hears of each check of the server: "token.valid", "jwe.segments", "event.signature". The trace
/// of the sandbox is made from it. This one listens to nothing and costs nothing: whoever does not
/// care passes a default-made one. Used by one thread at a time.
class CheckObserver {
public:
    CheckObserver() = default;
    CheckObserver(const CheckObserver&) = delete;
    CheckObserver& operator=(const CheckObserver&) = delete;
    virtual ~CheckObserver() = default;

    /// Whether it is worth making values.
    [[nodiscard]] virtual bool listens() const { return false; }
    /// `name` is stable and dotted; `sentence` says in English what to change, empty for Pass.
    virtual void on_check(std::string_view name, CheckOutcome outcome, std::string_view sentence,
                          const Values& values) {
        (void)name, (void)outcome, (void)sentence, (void)values;
    }
};

struct Check {
    std::string name;
    CheckOutcome outcome = CheckOutcome::Pass;
    std::string sentence;
    Values values;
    bool operator==(const Check&) const = default;
};

/// Keeps what it hears, in order: the checks of one request.
class CheckList final : public CheckObserver {
public:
    [[nodiscard]] bool listens() const override { return true; }
    void on_check(std::string_view name, CheckOutcome outcome, std::string_view sentence,
                  const Values& values) override;
    [[nodiscard]] const std::vector<Check>& checks() const { return checks_; }

private:
    std::vector<Check> checks_;
};

/// Reports how a step went and passes it on; an Error's message is the sentence. Use it around a
/// step: `TRY(report(checks, "event.signature", verify(…)))`.
template <typename T>
Result<T> report(CheckObserver& checks, std::string_view name, Result<T> step) {
    if (checks.listens()) {
        if (step.has_value()) {
            checks.on_check(name, CheckOutcome::Pass, "", {});
        } else {
            checks.on_check(name, CheckOutcome::Fail, step.error().message, step.error().values);
        }
    }
    return step;
}

}  // namespace gordion::zustelldienst
