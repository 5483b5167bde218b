// SPDX-License-Identifier: EUPL-1.2
#include <coin/Cbc_C_Interface.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>
#include <span>

#include "core/stopwatch.hpp"
#include "planning/plan_search.hpp"

namespace gordion::planning {
namespace {

/// What the child writes: news of the search, then a result with its columns.
struct Message {
    enum Kind : std::int32_t { Progress = 1, Solved = 2 };
    std::int32_t kind = 0;
    std::int32_t flags = 0;  ///< of Solved: 1 proven, 2 infeasible
    double value = 0;
    double bound = 0;
    std::uint64_t columns = 0;
};
constexpr int pipe_end = 3;
constexpr double nothing = 1e40;

bool write_all(int to, const void* bytes, std::size_t size) {
    const char* at = static_cast<const char*>(bytes);
    while (size > 0) {
        const ssize_t written = ::write(to, at, size);
        if (written <= 0) {
            if (written < 0 && errno == EINTR) {
                continue;
            }
            return false;
        }
        at += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

/// Cbc0010I tells how far the tree is, Cbc0004I, 12 and 16 a better solution. The model minimizes
/// the opposite of our goal.
void tell_progress(int number, std::span<const double> values) {
    Message message;
    message.kind = Message::Progress;
    message.value = -nothing;
    message.bound = nothing;
    if (number == 10 && values.size() >= 2) {
        message.value = -values[0];
        message.bound = -values[1];
    } else if ((number == 4 || number == 12 || number == 16) && !values.empty()) {
        message.value = -values[0];
    } else {
        return;
    }
    write_all(pipe_end, &message, sizeof message);
}

void load(Cbc_Model* model, const PlanMip& mip) {
    const auto columns = static_cast<int>(mip.objective.size());
    const auto rows = static_cast<int>(mip.row_limits.size());
    std::vector<CoinBigIndex> starts(static_cast<std::size_t>(columns) + 1);
    for (const PlanMip::Entry& entry : mip.entries) {
        ++starts[static_cast<std::size_t>(entry.column) + 1];
    }
    for (std::size_t c = 1; c < starts.size(); ++c) {
        starts[c] += starts[c - 1];
    }
    std::vector<CoinBigIndex> next(starts.begin(), starts.end() - 1);
    std::vector<int> row_of(mip.entries.size());
    std::vector<double> values(mip.entries.size());
    for (const PlanMip::Entry& entry : mip.entries) {
        const auto to = static_cast<std::size_t>(next[static_cast<std::size_t>(entry.column)]++);
        row_of[to] = entry.row;
        values[to] = entry.value;
    }
    std::vector<double> objective(mip.objective.size());
    std::transform(mip.objective.begin(), mip.objective.end(), objective.begin(),
                   [](double value) { return -value; });
    const std::vector<double> zero(mip.objective.size(), 0.0);
    const std::vector<double> one(mip.objective.size(), 1.0);
    std::vector<double> least(mip.row_limits.size(), -1e30);
    std::vector<double> most(mip.row_limits.size(), 1e30);
    for (std::size_t r = 0; r < most.size(); ++r) {
        (mip.row_at_least[r] ? least : most)[r] = mip.row_limits[r];
    }
    Cbc_loadProblem(model, columns, rows, starts.data(), row_of.data(), values.data(), zero.data(),
                    one.data(), objective.data(), least.data(), most.data());
    for (int c = 0; c < columns; ++c) {
        Cbc_setInteger(model, c);
    }
}

void give_start(Cbc_Model* model, const std::vector<double>& start) {
    if (start.empty()) {
        return;
    }
    std::vector<int> numbers(start.size());
    for (std::size_t c = 0; c < numbers.size(); ++c) {
        numbers[c] = static_cast<int>(c);
    }
    Cbc_setMIPStartI(model, static_cast<int>(start.size()), numbers.data(), start.data());
}

/// The child: never returns, touches nothing of the parent's. Where memory ends, it ends.
[[noreturn]] void search_in_child(const SearchOrder& order, int to_parent) noexcept {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::signal(SIGINT, SIG_IGN);
    ::signal(SIGPIPE, SIG_DFL);
    ::dup2(to_parent, pipe_end);
    ::close_range(pipe_end + 1, ~0U, 0);
    if (::freopen("/dev/null", "w", stdout) == nullptr ||
        ::freopen("/dev/null", "w", stderr) == nullptr) {
        ::_exit(3);
    }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    if (order.memory_bytes > 0) {
        const rlimit limit{static_cast<rlim_t>(order.memory_bytes),
                           static_cast<rlim_t>(order.memory_bytes)};
        ::setrlimit(RLIMIT_AS, &limit);
    }
#endif
    Cbc_Model* model = Cbc_newModel();
    load(model, *order.mip);
    give_start(model, order.start);
    Cbc_registerCallBack(
        model, [](Cbc_Model* /*model*/, int number, int count, const double* values, int /*n*/,
                  const int* /*whole*/, int /*m*/, char** /*texts*/) {
            tell_progress(number, {values, static_cast<std::size_t>(std::max(count, 0))});
        });
    Cbc_setParameter(model, "timeMode", "elapsed");
    Cbc_setParameter(model, "sec",
                     std::to_string(static_cast<double>(order.time_limit_ms) / 1000).c_str());
    Cbc_setParameter(model, "ratio", std::to_string(order.tolerance).c_str());
    if (order.tolerance <= 0) {
        // Points and cents are whole: less than one is nothing.
        Cbc_setParameter(model, "allow", "0.999");
    }
    Cbc_setLogLevel(model, 1);
    Cbc_solve(model);
    Message message;
    message.kind = Message::Solved;
    const bool infeasible = Cbc_isProvenInfeasible(model) != 0;
    const double* best = infeasible ? nullptr : Cbc_bestSolution(model);
    message.flags = (Cbc_isProvenOptimal(model) != 0 ? 1 : 0) | (infeasible ? 2 : 0);
    message.bound = -Cbc_getBestPossibleObjValue(model);
    message.value = best != nullptr ? -Cbc_getObjValue(model) : -nothing;
    message.columns = best != nullptr ? order.mip->objective.size() : 0;
    const bool sent =
        write_all(pipe_end, &message, sizeof message) &&
        write_all(pipe_end, best, static_cast<std::size_t>(message.columns) * sizeof(double));
    ::_exit(sent ? 0 : 3);
}

/// The parent's side of the pipe.
class Listener {
public:
    Listener(const SearchOrder& order, pid_t child, int from)
        : order_(order), child_(child), from_(from) {}

    Result<SearchResult> run() {
        while (!is_done_) {
            pollfd waiting{from_, POLLIN, 0};
            ::poll(&waiting, 1, 200);
            if ((waiting.revents & (POLLIN | POLLHUP)) != 0 && !read_some()) {
                break;
            }
            take_messages();
            const bool goes_on = !order_.progress || order_.progress(value_, bound_);
            const bool is_late =
                watch_.elapsed_ms() > static_cast<double>(order_.time_limit_ms) * 1.5 + 5'000;
            if (!is_done_ && (!goes_on || is_late)) {
                result_.was_cancelled = !goes_on;
                result_.bound = bound_;
                ::kill(child_, SIGKILL);
                break;
            }
        }
        int status = 0;
        while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
        }
        if (is_done_ || result_.was_cancelled) {
            return std::move(result_);
        }
        const std::string reason = WIFSIGNALED(status)
                                       ? "signal " + std::to_string(WTERMSIG(status))
                                       : "status " + std::to_string(WEXITSTATUS(status));
        return Error{ErrorKind::Unavailable,
                     "planning.search_failed",
                     "",
                     {{"reason", reason}},
                     "The search ended without a result; what was found before still holds."};
    }

private:
    bool read_some() {
        char bytes[65'536];
        const ssize_t count = ::read(from_, bytes, sizeof bytes);
        if (count <= 0) {
            return count < 0 && errno == EINTR;
        }
        waiting_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    void take_messages() {
        while (waiting_.size() >= sizeof(Message)) {
            Message message;
            std::memcpy(&message, waiting_.data(), sizeof message);
            const std::size_t more =
                message.kind == Message::Solved
                    ? static_cast<std::size_t>(message.columns) * sizeof(double)
                    : 0;
            if (waiting_.size() < sizeof message + more) {
                return;
            }
            if (message.kind == Message::Progress) {
                value_ = std::max(value_, message.value);
                bound_ = std::min(bound_, message.bound);
            } else {
                result_.columns.resize(static_cast<std::size_t>(message.columns));
                std::memcpy(result_.columns.data(), waiting_.data() + sizeof message, more);
                result_.bound = message.bound;
                result_.is_proven = (message.flags & 1) != 0;
                result_.is_infeasible = (message.flags & 2) != 0;
                is_done_ = true;
            }
            waiting_.erase(0, sizeof message + more);
        }
    }

    const SearchOrder& order_;
    pid_t child_;
    int from_;
    std::string waiting_;
    SearchResult result_;
    double value_ = -nothing;
    double bound_ = nothing;
    bool is_done_ = false;
    Stopwatch watch_;
};

}  // namespace

Result<SearchResult> run_search(const SearchOrder& order) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return Error{ErrorKind::Unavailable,
                     "planning.search_failed",
                     "",
                     {{"reason", std::strerror(errno)}},
                     "The search could not be started."};
    }
    const pid_t child = ::fork();
    if (child == 0) {
        search_in_child(order, ends[1]);
    }
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return Error{ErrorKind::Unavailable,
                     "planning.search_failed",
                     "",
                     {{"reason", std::strerror(errno)}},
                     "The search could not be started."};
    }
    auto result = Listener(order, child, ends[0]).run();
    ::close(ends[0]);
    return result;
}

}  // namespace gordion::planning
