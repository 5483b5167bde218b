// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/test_town.hpp"

/// For the tests of this module: the test town, where bonfires can be permitted. Amt Pellworm and
/// München joined tests/packages/osterfeuer-genehmigung. The fire brigade of the Amt and the Kreis
/// Nordfriesland (nature conservation) are registered as receivers; München has neither.
namespace gordion::web {

inline constexpr const char* bonfire = "99063010006000";
inline constexpr const char* munich_ars = "091620000000";
inline constexpr const char* brigade_name = "wehr@pellworm.test";
inline constexpr const char* kreis_name = "natur@nordfriesland.test";
inline constexpr const char* signer_name = "amtsleitung@pellworm.test";
inline constexpr const char* munich_name = "team@muenchen.test";

inline const TenantId amt_pellworm{"010545459"};
inline const TenantId brigade{"010545459-feuerwehr"};
inline const TenantId kreis{"01054"};
inline const TenantId munich{"091620000"};

class BonfireTown {
public:
    static BonfireTown& open();

    app::Modules& modules() { return *TestTown::open().modules; }

    /// Answers of an example of the package ("gueltig-kleines-feuer").
    static formats::Json answers(const std::string& example);
    /// A browser with all answers given, one page before "Verbindlich absenden".
    TestBrowser fill_in(const formats::Json& answers, const char* ars = groede);
    /// Submits and runs every job; returns the number. The browser then has the status page.
    std::string submit(TestBrowser& citizen);
    /// Signed in.
    TestBrowser sign_in(const char* name);
    /// The address of the case (or consultation) beside `text` in the inbox, or "".
    static std::string find_in_inbox(TestBrowser& worker, const std::string& text);

    void set_parameter(const char* key, const std::string& value);

    static constexpr const char* password = "correct horse battery";

private:
    BonfireTown();
};

}  // namespace gordion::web
