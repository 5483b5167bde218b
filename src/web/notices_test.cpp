// SPDX-License-Identifier: EUPL-1.2
#include "web/notices.hpp"

#include <gtest/gtest.h>

namespace gordion::web {
namespace {

TEST(Notices, NamesNumberAndAddressAndNeverTheMatter) {
    const auto site = Site::load().value();
    const auto writer = make_notice_writer(*site, "https://leistungen.example");
    delivery::Submission submission;
    submission.number = "010545459-7KX3-9QWM";
    submission.service = "99102013002000";
    submission.package_id = "hundesteuer-anmeldung";
    for (const auto reason :
         {delivery::NoticeReason::Submitted, delivery::NoticeReason::QuestionAsked,
          delivery::NoticeReason::BescheidIssued}) {
        const mail::Mail written = writer(submission, reason);
        EXPECT_NE(written.subject.find(submission.number), std::string::npos) << written.subject;
        EXPECT_NE(written.text.find("https://leistungen.example/status"), std::string::npos);
        EXPECT_EQ(written.text.find("Hund"), std::string::npos) << written.text;
        EXPECT_EQ(written.text.find(submission.service), std::string::npos);
        EXPECT_EQ(written.text.find('{'), std::string::npos) << "every value is known";
        EXPECT_TRUE(written.to.reveal().empty()) << "the address is filled in where it is unsealed";
    }
}

}  // namespace
}  // namespace gordion::web
