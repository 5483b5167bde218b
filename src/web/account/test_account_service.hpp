// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "web/test_town.hpp"

/// For tests: a service in Gröde for which one must sign in with a citizen account of level 30.
namespace gordion::web {

class AccountService {
public:
    static const AccountService& open();
    [[nodiscard]] const std::string& key() const { return key_; }
    [[nodiscard]] std::string page() const { return "/leistung/" + key_ + "/" + groede; }

private:
    AccountService();
    std::string key_;
};

/// Goes through the demo account as a browser does; "" breaks it off. The answer is what comes
/// after the provider's page.
http::Response sign_in(TestBrowser& browser, const std::string& person, const std::string& back,
                       const std::string& provider = "demo-konto");
/// A browser that is signed in and has begun a draft of that service.
TestBrowser begin_account_draft(const std::string& person);

}  // namespace gordion::web
