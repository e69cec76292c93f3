#include "ops/clock.hpp"
#include "ops/pool.hpp"
#include "store/commands.hpp"
#include "store/document_ids.hpp"
#include "store/make_entities.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace organizer::store {

namespace {

namespace asio = boost::asio;

/// The coroutine face of `commands`: whatever may block runs on the pool, and the caller resumes on its own executor.
class pooled_entities final : public entities {
public:
    pooled_entities(document_store& over, const ops::clock& time, const entities_options& options)
        : commands_(over, time, options), pool_("store", options.threads, options.most_waiting_work) {}

    std::shared_ptr<const event_view> view_if_loaded(std::string_view slug) const override {
        return commands_.views().view_if_loaded(slug);
    }

    asio::awaitable<domain::result<std::shared_ptr<const event_view>>> view(std::string slug) override {
        if (auto loaded = view_if_loaded(slug)) {
            co_return loaded;
        }
        auto read = co_await blocking<std::shared_ptr<const event_view>>(
            [this, &slug] { return commands_.views().load(slug); });
        co_return read;
    }

    kept<domain::account> account_if_loaded(std::string_view id) const override {
        return commands_.views().account_if_loaded(id);
    }

    asio::awaitable<domain::result<kept<domain::account>>> account(std::string id) override {
        if (auto loaded = account_if_loaded(id)) {
            co_return loaded;
        }
        auto read = co_await blocking<kept<domain::account>>([this, &id] { return commands_.views().account(id); });
        co_return read;
    }

    asio::awaitable<domain::result<std::vector<kept<domain::account>>>> accounts() override {
        auto read =
            co_await blocking<std::vector<kept<domain::account>>>([this] { return commands_.views().all_accounts(); });
        co_return read;
    }

    asio::awaitable<domain::result<std::vector<kept<domain::event>>>> events_of(std::string account) override {
        auto read = co_await blocking<std::vector<kept<domain::event>>>([this, &account] {
            return account.empty() ? commands_.views().all_events() : commands_.views().events_of(account);
        });
        co_return read;
    }

    asio::awaitable<domain::result<domain::activity_page>> activity(domain::activity_query query) override {
        auto page = co_await blocking<domain::activity_page>(
            [this, &query] { return read_activity(commands_.documents(), query); });
        co_return page;
    }

    asio::awaitable<domain::result<command_outcome<domain::event>>>
    execute(domain::command_header header, std::string slug, domain::event_command command) override {
        return decide<domain::event>(std::move(header), event_document_id(slug), std::move(command));
    }

    asio::awaitable<domain::result<command_outcome<domain::helper>>> execute(domain::command_header header,
                                                                             std::string slug, std::string helper,
                                                                             domain::helper_command command) override {
        return decide<domain::helper>(std::move(header), helper_document_id(slug, helper), std::move(command));
    }

    asio::awaitable<domain::result<command_outcome<domain::schedule>>>
    execute(domain::command_header header, std::string slug, domain::local_date date,
            domain::schedule_command command) override {
        return decide<domain::schedule>(std::move(header), schedule_document_id(slug, date), std::move(command));
    }

    asio::awaitable<domain::result<command_outcome<domain::account>>>
    execute(domain::command_header header, std::string account, domain::account_command command) override {
        return decide<domain::account>(std::move(header), account_document_id(account), std::move(command));
    }

    asio::awaitable<domain::result<std::optional<domain::decided_entry>>> decided(std::string entity,
                                                                                  std::string op) override {
        auto read = co_await blocking<std::optional<domain::decided_entry>>(
            [this, &entity, &op] { return commands_.loop().decided(entity, op); });
        co_return read;
    }

    domain::result<void> settle(std::chrono::milliseconds longest) override {
        if (commands_.background().settle(longest)) {
            return {};
        }
        return store_busy("the activity log is not complete yet");
    }

private:
    /// Runs `work` on the pool. The references it holds live in the calling coroutine's frame.
    template <class Value, class Work>
    asio::awaitable<domain::result<Value>> blocking(Work work) {
        domain::result<Value> outcome = store_busy("too much blocking work waits");
        const bool ran = co_await pool_.run([&] { outcome = work(); });
        if (!ran) {
            co_return store_busy("too much blocking work waits");
        }
        co_return outcome;
    }

    template <class Noun>
    asio::awaitable<domain::result<command_outcome<Noun>>> decide(domain::command_header header, std::string id,
                                                                  typename noun<Noun>::command command) {
        const auto job = std::make_shared<command_job<Noun>>();
        job->header = std::move(header);
        job->command = std::move(command);
        job->deadline = std::chrono::steady_clock::now() + commands_.deadline();
        co_await answered<Noun>(job, std::move(id));
        co_return std::move(*job->answer);
    }

    /// Hands the job over and resumes when it is answered.
    template <class Noun>
    asio::awaitable<void> answered(std::shared_ptr<command_job<Noun>> handed, std::string document) {
        return asio::async_initiate<const asio::use_awaitable_t<>, void()>(
            [this](auto handler, std::shared_ptr<command_job<Noun>> job, std::string id) {
                // The executor is kept at work, so that its context does not end while the command waits.
                auto executor =
                    asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
                auto shared = std::make_shared<decltype(handler)>(std::move(handler));
                job->answered = [executor, shared] { asio::post(executor, [shared] { std::move (*shared)(); }); };
                if (commands_.submit<Noun>(id, std::move(job)) &&
                    !pool_.post([this, id] { commands_.work<Noun>(id); })) {
                    commands_.refuse<Noun>(id);
                }
            },
            asio::use_awaitable, std::move(handed), std::move(document));
    }

    mutable commands commands_;
    ops::pool pool_; ///< ends first: what it runs uses the commands
};

} // namespace

std::unique_ptr<entities> make_entities(document_store& over, const ops::clock& time, const entities_options& options) {
    return std::make_unique<pooled_entities>(over, time, options);
}

} // namespace organizer::store
