// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/demo/demo.hpp"

#include <algorithm>
#include <stdexcept>

#include "http/percent.hpp"

namespace gordion::identity {
namespace {

// From here on the demo accounts know their people, as a provider does that has seen a document.
constexpr TrustLevel known_from{20};

std::string sign_in_page(const std::string& provider, const std::string& state) {
    return "/anmelden/demo/" + http::percent_encode(provider) +
           "?state=" + http::percent_encode(state);
}

Error cancelled(const ProviderSettings& settings) {
    return {ErrorKind::Invalid,
            "identity.account_cancelled",
            "",
            {{"provider", settings.title}},
            "The sign-in was broken off at the provider."};
}

}  // namespace

std::string DemoPerson::name() const {
    const auto organisation = attributes.find("organisation_name");
    if (kind == AccountKind::Organisation && organisation != attributes.end()) {
        return organisation->second;
    }
    return attributes.at("given_name") + " " + attributes.at("family_name");
}

const std::vector<DemoPerson>& demo_people() {
    static const std::vector<DemoPerson> people{
        {"wiebke-petersen",
         AccountKind::Citizen,
         {30},
         {{"given_name", "Wiebke"},
          {"family_name", "Petersen"},
          {"birth_name", "Hansen"},
          {"birth_date", "1988-04-12"},
          {"birth_place", "Husum"},
          {"street", "Musterdeich"},
          {"house_number", "7"},
          {"postcode", "25849"},
          {"city", "Pellworm"},
          {"country", "Deutschland"},
          {"email", "wiebke.petersen@demo.example"}}},
        {"amir-yildiz",
         AccountKind::Citizen,
         {40},
         {{"given_name", "Amir"},
          {"family_name", "Yıldız"},
          {"birth_date", "1995-11-02"},
          {"birth_place", "İzmir"},
          {"street", "Musterallee"},
          {"house_number", "12a"},
          {"postcode", "80331"},
          {"city", "München"},
          {"country", "Deutschland"}}},
        {"jonas-friedrich",
         AccountKind::Citizen,
         {10},
         {{"given_name", "Jonas"},
          {"family_name", "Friedrich"},
          {"email", "jonas.friedrich@demo.example"}}},
        {"deichbaeckerei-lorenzen",
         AccountKind::Organisation,
         {30},
         {{"organisation_name", "Deichbäckerei Lorenzen GmbH"},
          {"legal_form", "GmbH"},
          {"register_court", "Amtsgericht Musterstadt"},
          {"register_kind", "HRB"},
          {"register_number", "12345"},
          {"seat", "Pellworm"},
          {"street", "Musterhafen"},
          {"house_number", "1"},
          {"postcode", "25849"},
          {"city", "Pellworm"},
          {"given_name", "Malte"},
          {"family_name", "Lorenzen"}}},
        {"foerderverein-leuchtturm",
         AccountKind::Organisation,
         {10},
         {{"organisation_name", "Förderverein Leuchtturm e. V."},
          {"legal_form", "e. V."},
          {"given_name", "Thea"},
          {"family_name", "Iwersen"}}},
    };
    return people;
}

DemoProvider::DemoProvider(ProviderSettings settings, const Clock& clock)
    : settings_(std::move(settings)), clock_(&clock) {}

Result<StartedSignIn> DemoProvider::begin(const SignInWish& wish) {
    return StartedSignIn{sign_in_page(settings_.id, wish.state), "{}"};
}

Result<UserAccount> DemoProvider::finish(const std::string&, const SignInAnswer& answer) {
    if (!answer.error.empty()) {
        return cancelled(settings_);
    }
    const auto& people = demo_people();
    const auto person = std::find_if(people.begin(), people.end(), [&](const DemoPerson& one) {
        return one.id == answer.code && one.kind == settings_.kind;
    });
    if (person == people.end()) {
        return Error{ErrorKind::Forbidden,
                     "identity.account_code",
                     "",
                     {},
                     "There is nobody of that name among the demo accounts."};
    }
    UserAccount account;
    account.provider = settings_.id;
    account.provider_title = settings_.title;
    account.kind = person->kind;
    account.level = person->level;
    account.signed_in_at = clock_->now();
    account.subject = Sensitive("demo:" + person->id);
    account.attributes = Sensitive(person->attributes);
    for (const auto& [name, value] : person->attributes) {
        if (person->level >= known_from && name != "email") {
            account.verified.push_back(name);
        }
    }
    return account;
}

Result<StartedSignIn> DemoRefuses::begin(const SignInWish&) {
    return Error{ErrorKind::Unavailable,
                 "identity.provider_unreachable",
                 "",
                 {{"provider", settings_.title}},
                 "This demo account is never there."};
}

Result<UserAccount> DemoRefuses::finish(const std::string&, const SignInAnswer&) {
    return cancelled(settings_);
}

Result<StartedSignIn> DemoThrows::begin(const SignInWish&) {
    throw std::runtime_error("This demo account has a bug.");
}

Result<UserAccount> DemoThrows::finish(const std::string&, const SignInAnswer&) {
    throw std::runtime_error("This demo account has a bug.");
}

std::vector<ProviderSettings> demo_provider_settings() {
    std::vector<ProviderSettings> all(2);
    for (ProviderSettings& settings : all) {
        settings.protocol = "demo";
        settings.default_level = {40};
    }
    all[0].id = "demo-konto";
    all[0].title = "Demo-Konto";
    all[1].id = "demo-organisation";
    all[1].title = "Demo-Konto für Organisationen";
    all[1].kind = AccountKind::Organisation;
    all[1].default_level = {30};
    return all;
}

}  // namespace gordion::identity
