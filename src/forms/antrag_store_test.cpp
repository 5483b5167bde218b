// SPDX-License-Identifier: EUPL-1.2
#include "forms/antrag_store.hpp"

#include "core/limits.hpp"
#include "forms/blob_names.hpp"
#include "forms/migrations.hpp"
#include "tests/support/databases.hpp"

namespace gordion::forms {
namespace {

using formats::Json;

class AntragStoreTest : public testing::OnBothDatabases {
protected:
    void SetUp() override {
        OnBothDatabases::SetUp();
        if (IsSkipped()) {
            return;
        }
        std::string pattern =
            (std::filesystem::temp_directory_path() / "gordion-blobs-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        database_ = &open({forms_migrations()});
        blobs_ = std::make_unique<storage::BlobStore>(folder_, random_);
        store_ = std::make_unique<AntragStore>(*database_, *blobs_, clock_, random_);
    }
    void TearDown() override {
        store_.reset();
        if (!folder_.empty()) {
            std::filesystem::remove_all(folder_);
        }
        OnBothDatabases::TearDown();
    }

    static Scope scope_of(const std::string& tenant) {
        return Scope{{tenant}, {"citizen"}, "antrag.test", {}, false};
    }
    OpenedAntrag create() {
        auto made = store_->create_antrag(
            scope_, {"99102013002000", "hundesteuer-anmeldung", "1.0.0", "010545459039", "de"});
        EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().to_text());
        return std::move(made).value();
    }
    static Json answers() {
        return Json::object({{"G1", Json::object({{"F1", "MARKER-4711-Ada"}})}});
    }
    // Everything that lies in the blob folder.
    [[nodiscard]] std::size_t count_blobs() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
            count += entry.is_regular_file() ? 1 : 0;
        }
        return count;
    }

    Scope scope_ = scope_of("010545459");
    FakeClock clock_;
    SystemRandom random_;
    std::filesystem::path folder_;
    storage::Database* database_ = nullptr;
    std::unique_ptr<storage::BlobStore> blobs_;
    std::unique_ptr<AntragStore> store_;
};
GORDION_ON_BOTH_DATABASES(AntragStoreTest);

TEST_P(AntragStoreTest, KeepsADraftUnderItsKey) {
    const OpenedAntrag made = create();
    EXPECT_EQ(find_tenant_of(made.antrag.vorgangsnummer), TenantId{"010545459"});
    EXPECT_EQ(find_tenant_of("gestern"), std::nullopt);
    const auto revision = store_->save_answers(scope_, made.antrag.id, made.key, 1, answers());
    ASSERT_TRUE(revision.has_value()) << revision.error().to_text();
    EXPECT_EQ(revision.value(), 2);
    const auto loaded = store_->load_antrag(scope_, made.antrag.id, made.key);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().to_text();
    EXPECT_EQ(loaded.value().answers.reveal(), answers());
    EXPECT_EQ(loaded.value().revision, 2);
    EXPECT_EQ(loaded.value().ars, "010545459039");
    EXPECT_FALSE(loaded.value().has_code);

    const DraftKey wrong(std::string(32, 'x'));
    EXPECT_EQ(store_->load_antrag(scope_, made.antrag.id, wrong).error().code,
              "forms.draft_unreadable");
    EXPECT_EQ(store_->load_antrag(scope_of("053150000"), made.antrag.id, made.key).error().code,
              "forms.draft_missing");
    EXPECT_EQ(store_->load_antrag(scope_, {"nope"}, made.key).error().kind, ErrorKind::NotFound);
}

TEST_P(AntragStoreTest, RefusesToSaveOverAnotherTab) {
    const OpenedAntrag made = create();
    ASSERT_TRUE(store_->save_answers(scope_, made.antrag.id, made.key, 1, answers()).has_value());
    const auto late = store_->save_answers(scope_, made.antrag.id, made.key, 1, Json::object());
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().code, "forms.draft_changed");
    EXPECT_EQ(late.error().kind, ErrorKind::Conflict);
    EXPECT_EQ(store_->save_answers(scope_, {"nope"}, made.key, 1, answers()).error().code,
              "forms.draft_missing");
    EXPECT_EQ(store_->save_answers(scope_of("053150000"), made.antrag.id, made.key, 2, answers())
                  .error()
                  .code,
              "forms.draft_missing");
}

TEST_P(AntragStoreTest, IsResumedByACodeOnAnotherDevice) {
    const OpenedAntrag made = create();
    ASSERT_TRUE(store_->save_answers(scope_, made.antrag.id, made.key, 1, answers()).has_value());
    EXPECT_EQ(store_->open_by_code(scope_, made.antrag.vorgangsnummer, Sensitive<std::string>("x"))
                  .error()
                  .code,
              "forms.resume_none");
    const auto first = store_->make_resume_code(scope_, made.antrag.id, made.key);
    ASSERT_TRUE(first.has_value()) << first.error().to_text();
    const auto code = store_->make_resume_code(scope_, made.antrag.id, made.key);
    const auto opened = store_->open_by_code(system_scope("antrag.resume"),
                                             " " + made.antrag.vorgangsnummer + " ", code.value());
    ASSERT_TRUE(opened.has_value()) << opened.error().to_text();
    EXPECT_EQ(opened.value().key.reveal(), made.key.reveal());
    EXPECT_EQ(opened.value().antrag.answers.reveal(), answers());
    EXPECT_TRUE(opened.value().antrag.has_code);
    EXPECT_EQ(store_->open_by_code(scope_, made.antrag.vorgangsnummer, first.value()).error().code,
              "forms.resume_wrong")
        << "an older code stops working";
    EXPECT_EQ(store_->open_by_code(scope_, "010545459-2222-2222", code.value()).error().code,
              "forms.draft_missing");
    EXPECT_EQ(store_->open_by_code(scope_of("053150000"), made.antrag.vorgangsnummer, code.value())
                  .error()
                  .code,
              "forms.draft_missing");
}

TEST_P(AntragStoreTest, LocksAfterFiveWrongCodesForAWhile) {
    const OpenedAntrag made = create();
    const auto code = store_->make_resume_code(scope_, made.antrag.id, made.key).value();
    const Sensitive<std::string> wrong("2222-2222-2222-2222");
    for (int left = limits::code_attempts - 1; left > 0; --left) {
        const auto refused = store_->open_by_code(scope_, made.antrag.vorgangsnummer, wrong);
        EXPECT_EQ(refused.error().code, "forms.resume_wrong");
        EXPECT_EQ(refused.error().values, (Values{{"attempts_left", std::to_string(left)}}));
    }
    for (const auto& tried : {wrong, code}) {
        const auto locked = store_->open_by_code(scope_, made.antrag.vorgangsnummer, tried);
        ASSERT_FALSE(locked.has_value());
        EXPECT_EQ(locked.error().code, "forms.resume_locked");
        EXPECT_EQ(locked.error().kind, ErrorKind::TooMany);
        EXPECT_EQ(locked.error().values, (Values{{"minutes", "15"}}));
    }
    clock_.advance_ms(limits::code_lock_ms - 1);
    EXPECT_EQ(store_->open_by_code(scope_, made.antrag.vorgangsnummer, code).error().values,
              (Values{{"minutes", "1"}}));
    clock_.advance_ms(2);
    EXPECT_TRUE(store_->open_by_code(scope_, made.antrag.vorgangsnummer, code).has_value());
}

TEST_P(AntragStoreTest, KeepsUploadsSealedAndChecked) {
    const OpenedAntrag made = create();
    const FileRule rule{"G1.F2", {"application/pdf", "image/png"}, 5000, 1, 0};
    const std::string pdf = "%PDF-1.7\nMARKER-4711\n";
    const auto put = store_->put_upload(scope_, made, rule, "C:\\temp\\Bescheid.pdf", pdf);
    ASSERT_TRUE(put.has_value()) << put.error().to_text();
    EXPECT_EQ(put.value().name, "Bescheid.pdf");
    EXPECT_EQ(put.value().media_type, "application/pdf");
    EXPECT_EQ(put.value().size, pdf.size());
    EXPECT_EQ(blobs_->load(put.value().blob).value().find("MARKER"), std::string::npos);
    const auto loaded = store_->load_upload(scope_, made.antrag.id, made.key, put.value());
    ASSERT_TRUE(loaded.has_value()) << loaded.error().to_text();
    EXPECT_EQ(loaded.value().reveal(), pdf);
    const std::vector<std::string> asked{std::string(32, '0'), put.value().blob};
    EXPECT_EQ(database_
                  ->read(system_scope("test"),
                         [&](storage::Connection& connection) {
                             return find_named_blobs(connection, asked);
                         })
                  .value(),
              std::vector<std::string>{put.value().blob});

    UploadedFile other = put.value();
    other.sha512 = std::string(128, '0');
    EXPECT_FALSE(store_->load_upload(scope_, made.antrag.id, made.key, other).has_value());
    EXPECT_EQ(store_->load_upload(scope_of("053150000"), made.antrag.id, made.key, put.value())
                  .error()
                  .code,
              "forms.upload_missing");

    EXPECT_EQ(store_->put_upload(scope_, made, rule, "a.pdf", "<html>lies</html>").error().code,
              "forms.file_type");
    EXPECT_EQ(store_->put_upload(scope_, made, rule, "a.pdf", "").error().code, "forms.file_empty");
    EXPECT_EQ(
        store_->put_upload(scope_, made, rule, "a.pdf", pdf + std::string(6000, 'x')).error().kind,
        ErrorKind::TooLarge);
    EXPECT_EQ(count_blobs(), 1U) << "what was refused is not kept";

    EXPECT_TRUE(
        store_->remove_upload(scope_of("053150000"), made.antrag.id, put.value().blob).has_value());
    EXPECT_EQ(count_blobs(), 1U) << "another tenant removes nothing";
    EXPECT_TRUE(store_->remove_upload(scope_, made.antrag.id, put.value().blob).has_value());
    EXPECT_EQ(count_blobs(), 0U);
}

class Suspicious final : public MalwareScanner {
public:
    Result<void> scan_source(ByteSource& bytes) override {
        std::string all(1000, '\0');
        all.resize(TRY(bytes.read(all)));
        const bool found = all.find("EVIL") != std::string::npos;
        return found
                   ? Result<void>(Error{ErrorKind::Invalid, "forms.scan_infected", "", {}, "found"})
                   : Result<void>();
    }
};

TEST_P(AntragStoreTest, KeepsNothingThatTheScannerRefuses) {
    const OpenedAntrag made = create();
    Suspicious scanner;
    store_->scan_with(scanner);
    const FileRule rule{"G1.F2", {"application/pdf"}, 5000, 1, 0};
    EXPECT_EQ(store_->put_upload(scope_, made, rule, "a.pdf", "%PDF-1.7\nEVIL").error().code,
              "forms.scan_infected");
    EXPECT_EQ(count_blobs(), 0U);
    EXPECT_TRUE(store_->put_upload(scope_, made, rule, "a.pdf", "%PDF-1.7\n").has_value());
}

TEST_P(AntragStoreTest, ForgetsADraftInsideAnotherTransaction) {
    const OpenedAntrag made = create();
    const FileRule rule{"G1.F2", {"application/pdf"}, 5000, 1, 0};
    const auto put = store_->put_upload(scope_, made, rule, "a.pdf", "%PDF-1.7\n");
    ASSERT_TRUE(put.has_value());
    const auto rolled_back = database_->write(scope_, [&](storage::Connection& c) -> Result<void> {
        TRY(AntragStore::remove_antrag(c, scope_, made.antrag.id));
        return Error{ErrorKind::Invalid, "test.no", "", {}, "the submission failed"};
    });
    EXPECT_FALSE(rolled_back.has_value());
    EXPECT_TRUE(store_->load_antrag(scope_, made.antrag.id, made.key).has_value());
    const auto blobs = database_->write(scope_, [&](storage::Connection& c) {
        return AntragStore::remove_antrag(c, scope_, made.antrag.id);
    });
    ASSERT_TRUE(blobs.has_value()) << blobs.error().to_text();
    EXPECT_EQ(blobs.value(), std::vector<std::string>{put.value().blob});
    EXPECT_TRUE(store_->remove_blobs(blobs.value()).has_value());
    EXPECT_EQ(count_blobs(), 0U);
    EXPECT_EQ(store_->load_antrag(scope_, made.antrag.id, made.key).error().code,
              "forms.draft_missing");
    const auto again = database_->write(scope_, [&](storage::Connection& c) {
        return AntragStore::remove_antrag(c, scope_, made.antrag.id);
    });
    EXPECT_EQ(again.error().code, "forms.draft_missing") << "a second submit finds no draft";
}

TEST_P(AntragStoreTest, DeletesWhatNobodyFinished) {
    const OpenedAntrag old = create();
    const FileRule rule{"G1.F2", {"application/pdf"}, 5000, 1, 0};
    ASSERT_TRUE(store_->put_upload(scope_, old, rule, "a.pdf", "%PDF-1.7\n").has_value());
    clock_.advance_ms(limits::draft_lifetime_ms - 1000);
    const OpenedAntrag fresh = create();
    EXPECT_EQ(store_->delete_expired(system_scope("forms.expire")).value(), 0);
    clock_.advance_ms(2000);
    EXPECT_EQ(store_->load_antrag(scope_, old.antrag.id, old.key).error().code,
              "forms.draft_missing")
        << "also before the job ran";
    EXPECT_EQ(store_->delete_expired(system_scope("forms.expire")).value(), 1);
    EXPECT_EQ(count_blobs(), 0U);
    EXPECT_TRUE(store_->load_antrag(scope_, fresh.antrag.id, fresh.key).has_value());
}

TEST_P(AntragStoreTest, HoldsNoPlaintext) {
    const OpenedAntrag made = create();
    ASSERT_TRUE(store_->save_answers(scope_, made.antrag.id, made.key, 1, answers()).has_value());
    const auto rows = database_->read(scope_, [](storage::Connection& connection) {
        return connection.query("SELECT sealed_answers FROM antraege");
    });
    ASSERT_TRUE(rows.has_value());
    ASSERT_EQ(rows.value().size(), 1U);
    EXPECT_EQ(rows.value()[0].blob(0).find("MARKER"), std::string::npos);
    EXPECT_EQ(rows.value()[0].blob(0).find(made.key.reveal()), std::string::npos);
}

TEST(MediaType, IsToldFromTheBytes) {
    const MediaTypeSniffer sniffer;
    EXPECT_EQ(sniffer.sniff("%PDF-1.7\n"), "application/pdf");
    EXPECT_EQ(
        sniffer.sniff(std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0", 29)),
        "image/png");
    EXPECT_EQ(sniffer.sniff(std::string("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 20)),
              "image/jpeg");
    EXPECT_EQ(sniffer.sniff("<!DOCTYPE html><html></html>"), "text/html");
    EXPECT_EQ(sniffer
                  .sniff(std::string("\x7f"
                                     "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0",
                                     20))
                  .rfind("application/", 0),
              0U);
    EXPECT_TRUE(is_allowed_media_type("image/png", {"image/*"}));
    EXPECT_TRUE(is_allowed_media_type("text/plain", {"text/csv; charset=utf-8"}));
    EXPECT_FALSE(is_allowed_media_type("text/html", {"text/plain"}));
    EXPECT_FALSE(is_allowed_media_type("application/pdf", {}));
}

TEST(MediaType, HasNamesForPeople) {
    EXPECT_EQ(name_media_types({"application/pdf", "image/jpeg", "x/y"}), "PDF, JPG, x/y");
    EXPECT_EQ(show_size(limits::upload_file_bytes), "10 MB");
    EXPECT_EQ(show_size(512'000), "500 kB");
}

TEST(FileName, IsMadeSafe) {
    EXPECT_EQ(make_safe_file_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(make_safe_file_name("C:\\Users\\Ada\\Foto.jpg"), "Foto.jpg");
    EXPECT_EQ(make_safe_file_name("a\r\nb\".pdf"), "a__b_.pdf");
    EXPECT_EQ(make_safe_file_name(""), "Datei");
    EXPECT_EQ(make_safe_file_name(".."), "Datei");
    EXPECT_EQ(make_safe_file_name("\xff\xfe"), "Datei");
    const std::string shortened = make_safe_file_name(std::string(300, 'a') + "ö.pdf");
    EXPECT_EQ(shortened.size(), 120U);
    EXPECT_EQ(shortened.substr(116), ".pdf");
}

}  // namespace
}  // namespace gordion::forms
