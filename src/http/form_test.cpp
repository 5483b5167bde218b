// SPDX-License-Identifier: EUPL-1.2
#include "http/form.hpp"

#include <gtest/gtest.h>

namespace gordion::http {
namespace {

constexpr std::string_view type = "multipart/form-data; boundary=XX";

// A part as browsers write it, without the boundary before it.
std::string part(std::string_view disposition, std::string_view content,
                 std::string_view more_headers = "") {
    return "--XX\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n" +
           std::string(more_headers) + "\r\n" + std::string(content) + "\r\n";
}

std::string refusal(std::string_view body, std::string_view content_type = type,
                    const FormLimits& limits = {}) {
    Result<FormPost> post = parse_multipart(content_type, body, limits);
    return post ? "accepted" : post.error().code;
}

TEST(Form, ReadsFieldsInOrderWithRepetitions) {
    const Fields fields =
        parse_urlencoded("name=Rex+M%C3%BCller&tag=a&tag=b&leer=&nur&&x=1=2").value();
    EXPECT_EQ(fields.find("name"), "Rex M\u00FCller");
    EXPECT_EQ(fields.find_all("tag"), (std::vector<std::string_view>{"a", "b"}));
    EXPECT_EQ(fields.find("leer"), "");
    EXPECT_EQ(fields.find("nur"), "");
    EXPECT_EQ(fields.find("x"), "1=2");
    EXPECT_FALSE(fields.has("fremd"));
    EXPECT_TRUE(parse_urlencoded("").value().empty());
}

TEST(Form, RefusesWhatNoBrowserSends) {
    EXPECT_EQ(parse_urlencoded("a=%zz").error().code, "http.percent_invalid");
    EXPECT_EQ(parse_urlencoded("a=%00").error().code, "http.text_invalid");
    EXPECT_EQ(parse_urlencoded("%FF=1").error().code, "http.text_invalid");
    std::string many;
    for (std::size_t i = 0; i <= limits::form_fields; ++i) {
        many += "a=1&";
    }
    EXPECT_EQ(parse_urlencoded(many).error().code, "http.form_too_many_fields");
    EXPECT_EQ(parse_urlencoded(std::string(257, 'n') + "=1").error().code,
              "http.form_name_too_long");
}

TEST(Form, IsReadByItsContentType) {
    Request request;
    request.body = "a=1";
    EXPECT_EQ(parse_form(request).error().code, "http.form_media_type");
    request.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    EXPECT_EQ(parse_form(request).value().fields.find("a"), "1");
    Request upload;
    upload.headers.add("Content-Type", type);
    upload.body = part("name=\"a\"", "2") + "--XX--\r\n";
    EXPECT_EQ(parse_form(upload).value().fields.find("a"), "2");
}

TEST(Multipart, ReadsFieldsAndFiles) {
    const std::string bytes("\x00\xFF\r\n--X\r\n--\r\n", 13);
    const std::string body = part("name=\"halter\"", "M\u00FCller\r\nzweite Zeile") +
                             part("name=\"nachweis\"; filename=\"Ausweis.pdf\"", bytes,
                                  "Content-Type: application/pdf\r\n") +
                             part("name=leer", "") + "--XX--\r\n";
    const FormPost post = parse_multipart(type, body).value();
    EXPECT_EQ(post.fields.find("halter"), "M\u00FCller\r\nzweite Zeile");
    EXPECT_EQ(post.fields.find("leer"), "");
    ASSERT_EQ(post.files.size(), 1U);
    const UploadedFile* file = post.find_file("nachweis");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->file_name, "Ausweis.pdf");
    EXPECT_EQ(file->media_type, "application/pdf");
    EXPECT_EQ(file->bytes, bytes);
    EXPECT_EQ(post.find_file("fremd"), nullptr);
}

TEST(Multipart, LeavesOutFileFieldsThatWereLeftEmpty) {
    const std::string body =
        part("name=\"f\"; filename=\"\"", "", "Content-Type: application/octet-stream\r\n") +
        "--XX--\r\n";
    EXPECT_TRUE(parse_multipart(type, body).value().files.empty());
    EXPECT_TRUE(parse_multipart(type, "--XX--\r\n").value().fields.empty());
}

TEST(Multipart, KeepsOnlyTheLastPartOfAFileName) {
    const auto name_of = [](std::string_view raw) {
        const std::string body =
            part("name=\"f\"; filename=\"" + std::string(raw) + "\"", "x") + "--XX--";
        return parse_multipart(type, body).value().files.at(0).file_name;
    };
    EXPECT_EQ(name_of("../../etc/passwd"), "passwd");
    EXPECT_EQ(name_of("C:\\Users\\Anna\\Bild.jpg"), "Bild.jpg");
    EXPECT_EQ(name_of(".."), "upload");
    EXPECT_EQ(name_of("dir/"), "upload");
    EXPECT_EQ(name_of("a%22b.pdf"), "a\"b.pdf");
    EXPECT_EQ(name_of("a\\\"b.pdf"), "a\"b.pdf");
    EXPECT_EQ(name_of("fdp.\u202Eexe"), "fdp.exe");
}

TEST(Multipart, KeepsTheNameOfAFileThatIsTooLarge) {
    FormLimits limits;
    limits.file_bytes = 4;
    const std::string body = part("name=\"f\"; filename=\"gross.pdf\"", "12345") +
                             part("name=\"g\"", "bleibt") + "--XX--";
    const FormPost post = parse_multipart(type, body, limits).value();
    EXPECT_TRUE(post.files.at(0).is_too_large);
    EXPECT_EQ(post.files.at(0).size, 5U);
    EXPECT_EQ(post.files.at(0).bytes, "");
    EXPECT_EQ(post.fields.find("g"), "bleibt");
}

TEST(Multipart, RefusesMissingOrStrangeBoundaries) {
    const std::string body = part("name=\"a\"", "1") + "--XX--\r\n";
    EXPECT_EQ(refusal(body), "accepted");
    EXPECT_EQ(refusal(body, "multipart/form-data; boundary=\"XX\""), "accepted");
    for (const std::string_view content_type :
         {"multipart/form-data",
          "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
          "multipart/form-data; boundary=\"XX", "multipart/form-data; boundary=X\tX",
          "multipart/form-data; boundary=XX; boundary=YY", "multipart/form-data; boundary=YY"}) {
        EXPECT_EQ(refusal(body, content_type), "http.multipart_boundary") << content_type;
    }
    EXPECT_EQ(refusal(body, "multipart/form-data; boundary=" + std::string(71, 'X')),
              "http.multipart_boundary");
    EXPECT_EQ(refusal("preamble\r\n" + body), "http.multipart_boundary");
}

TEST(Multipart, RefusesTruncatedBodies) {
    const std::string body = part("name=\"a\"; filename=\"b\"", "1234") + "--XX--\r\n";
    const std::size_t complete = body.size() - 2;
    for (std::size_t length = 0; length < complete; ++length) {
        EXPECT_NE(refusal(body.substr(0, length)), "accepted") << length;
    }
    EXPECT_EQ(refusal(body.substr(0, complete)), "accepted");
    EXPECT_EQ(refusal("--XX\r\n"), "http.multipart_truncated");
    EXPECT_EQ(refusal("--XX"), "http.multipart_truncated");
    EXPECT_EQ(refusal("--XXmore"), "http.multipart_part");
}

TEST(Multipart, RefusesHostileParts) {
    const std::string end = "--XX--\r\n";
    const std::string nul("name=\"a\0b\"", 10);
    EXPECT_EQ(refusal(part(nul, "1") + end), "http.multipart_part");
    EXPECT_EQ(refusal(part("name=\"a\"; filename=\"" + std::string("x\0y", 3) + "\"", "1") + end),
              "http.multipart_part");
    EXPECT_EQ(refusal(part("name=\"a\"", std::string("1\0", 2)) + end), "http.text_invalid");
    EXPECT_EQ(refusal(part("name=\"a\"", "\xFF") + end), "http.text_invalid");
    EXPECT_EQ(refusal(part("name=\"\xFF\"", "1") + end), "http.multipart_part");
    EXPECT_EQ(refusal(part("name=\"a\"; filename=\"\xFF\"", "1") + end), "http.file_name_invalid");
    EXPECT_EQ(refusal(part("filename=\"b\"", "1") + end), "http.multipart_part");
    EXPECT_EQ(refusal(part("name=\"\"", "1") + end), "http.multipart_part");
    EXPECT_EQ(refusal(part("name=\"a\"; name=\"b\"", "1") + end), "http.multipart_part");
    EXPECT_EQ(refusal(part("name=\"a", "1") + end), "http.multipart_part");
    EXPECT_EQ(refusal("--XX\r\n\r\nohne Kopf\r\n" + end), "http.multipart_part");
    EXPECT_EQ(refusal("--XX\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n" + end),
              "http.multipart_part");
    EXPECT_EQ(refusal(part("name=a", "1", "Content-Disposition: form-data; name=b\r\n") + end),
              "http.multipart_part");
    EXPECT_EQ(refusal(part("name=a", "1", " folded\r\n") + end), "http.multipart_part");
    EXPECT_EQ(refusal(part("name=a", "1", "Content-Transfer-Encoding: base64\r\n") + end),
              "http.multipart_part");
    EXPECT_EQ(refusal(part("name=a", "1", "Content-Type: multipart/mixed; boundary=Y\r\n") + end),
              "http.multipart_nested");
    EXPECT_EQ(refusal(part("name=" + std::string(300, 'n'), "1") + end), "http.form_name_too_long");
    EXPECT_EQ(refusal(part("name=a", "1", "X: " + std::string(5000, 'x') + "\r\n") + end),
              "http.multipart_header_too_large");
}

TEST(Multipart, StopsAtTooManyParts) {
    std::string body;
    for (int i = 0; i < 10'000; ++i) {
        body += part("name=a", "1");
    }
    EXPECT_EQ(refusal(body + "--XX--"), "http.form_too_many_fields");
}

}  // namespace
}  // namespace gordion::http
