// Targets, headers, routes, parameters: what a request says, before anybody is asked.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "apps/server/listener.hpp"
#include "apps/server/live.hpp"
#include "apps/server/parameters.hpp"

namespace recourse::server {
namespace {

TEST(Targets, AreReadInSegmentsAndPairs) {
  const auto target =
      parse_target("/v1/case/S001-1/?where=line%3Dpopulation&text=%E6%88%B7+%E5%8F%A3&open&x=")
          .value();
  EXPECT_EQ(target.path, "/v1/case/S001-1");
  EXPECT_EQ(target.segments, (std::vector<std::string>{"v1", "case", "S001-1"}));
  EXPECT_EQ(*target.find("where"), "line=population");
  EXPECT_EQ(*target.find("text"), "户 口");
  EXPECT_EQ(*target.find("open"), "");
  EXPECT_EQ(target.find("none"), nullptr);
  EXPECT_EQ(parse_target("/").value().segments.size(), 0u);
  // A slash that is encoded is no separator.
  EXPECT_EQ(parse_target("/a%2Fb").value().segments, std::vector<std::string>{"a/b"});
}

TEST(Targets, InAbsoluteFormAreSplit) {
  const auto split = [](std::string target) {
    const auto authority = take_authority(target);
    return authority.value_or("none") + " " + target;
  };
  EXPECT_EQ(split("http://h:80/v1/x?a=1"), "h:80 /v1/x?a=1");
  EXPECT_EQ(split("HTTPS://[::1]:8080"), "[::1]:8080 /");
  EXPECT_EQ(split("http://h?a=http://g/"), "h /?a=http://g/");
  // Of another form, or nothing that a server is asked for.
  for (const std::string same : {"/v1/x", "*", "http:///x", "http://u@h/x", "ftp://h/x", "h:80"}) {
    EXPECT_EQ(split(same), "none " + same);
  }
}

TEST(Targets, WhatMayLeadElsewhereIsRefused) {
  for (const auto* text : {"", "v1", "//v1", "/v1//case", "/v1/../x", "/%2e%2e/x", "/./x", "/a%",
                           "/a%2", "/a%zz", "/%00", "/a%0d%0aSet-Cookie:x", "/%ff", "/x?a=%",
                           "/x?a=%00", "/x?%ff=1", "http://other/v1"}) {
    const auto target = parse_target(text);
    ASSERT_FALSE(target) << text;
    EXPECT_EQ(target.error().code(), Errc::malformed);
  }
}

TEST(Headers, AreFoundWithoutCaseAndOnlyOnce) {
  const Request request{
      .headers = {{"cOOkie", "a=1; recourse_session=abc;b="}, {"X", "1"}, {"x", "2"}}};
  EXPECT_EQ(request.header("Cookie"), "a=1; recourse_session=abc;b=");
  EXPECT_EQ(request.cookie("recourse_session"), "abc");
  EXPECT_EQ(request.cookie("session"), "");
  EXPECT_EQ(request.cookie("b"), "");
  EXPECT_EQ(request.header("X"), "") << "which of two is meant nobody knows";
}

TEST(Headers, ATagIsFoundInWhateverListOfThem) {
  for (const auto* known : {"\"4\"", "W/\"4\"", "\"1\",\"4\"", "W/\"1\" ,\tW/\"4\" ", "*", " * "}) {
    EXPECT_TRUE(names_tag(known, "\"4\"")) << known;
    EXPECT_TRUE(names_tag(known, "W/\"4\"")) << known;
  }
  for (const auto* known : {"", "\"\"", "4", "\"44\"", "\"1\", \"2\"", ",", "w/\"4\""}) {
    EXPECT_FALSE(names_tag(known, "\"4\"")) << known;
  }
}

std::function<Reply(const Call&)> says(std::string text) {
  return [text](const Call&) { return text_reply(text); };
}

TEST(Routes, TheMostLiteralOneAnswers) {
  std::vector<Route> routes;
  routes.push_back(
      {.method = Method::get, .path = "/v1/{kind}/{key}", .id = "any", .answer = says("any")});
  routes.push_back(
      {.method = Method::get, .path = "/v1/workflows/{kind}", .id = "one", .answer = says("one")});
  routes.push_back({.method = Method::post,
                    .path = "/v1/workflows/{kind}",
                    .id = "post",
                    .answer = says("post")});
  const Router router{std::move(routes)};
  const auto at = [&](Method method, const char* path) {
    return router.match(method, parse_target(path).value());
  };
  EXPECT_EQ(at(Method::get, "/v1/workflows/case").route->id, "one");
  EXPECT_EQ(at(Method::get, "/v1/case/S001-1").route->id, "any");
  EXPECT_EQ(at(Method::get, "/v1/case/S001-1").places,
            (std::vector<std::string>{"case", "S001-1"}));
  EXPECT_EQ(at(Method::head, "/v1/workflows/case").route->id, "one");
  EXPECT_EQ(at(Method::post, "/v1/workflows/case").route->id, "post");
  EXPECT_EQ(at(Method::del, "/v1/workflows/case").route, nullptr);
  EXPECT_EQ(at(Method::del, "/v1/workflows/case").allowed,
            (std::vector<Method>{Method::get, Method::post}));
  EXPECT_TRUE(at(Method::get, "/v1/case").allowed.empty());
}

// --- what the listener takes ---------------------------------------------------------------------

/// What a listener on this machine answers, until it closes.
std::string answer_to(std::uint16_t port, const std::string& sent) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(connection, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
      send(connection, sent.data(), sent.size(), MSG_NOSIGNAL) > 0) {
    std::array<char, 4096> piece{};
    for (ssize_t n = 0; (n = recv(connection, piece.data(), piece.size(), 0)) > 0;) {
      answer.append(piece.data(), static_cast<std::size_t>(n));
    }
  }
  close(connection);
  return answer;
}

TEST(Listening, BoundsAndCodingsOfRequests) {
  const auto listener =
      Listener::open({.workers = 1}, [](const Request& r) { return text_reply(r.body); }).value();
  const auto status = [&](const std::string& headers, const std::string& body = {}) {
    return answer_to(listener->port(), "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" +
                                           headers + "\r\n" + body)
        .substr(9, 3);
  };
  EXPECT_EQ(status("Content-Length: 1\r\n", "x"), "200");
  EXPECT_EQ(status("X: " + std::string(15'000, 'a') + "\r\n"), "200");
  EXPECT_EQ(status("X: " + std::string(17'000, 'a') + "\r\n"), "431") << "the target has its own";
  EXPECT_EQ(status("Transfer-Encoding: Chunked\r\n", "1\r\nx\r\n0\r\n\r\n"), "200");
  for (const auto* coding : {"gzip, chunked", "identity, chunked"}) {
    EXPECT_EQ(status(std::string{"Transfer-Encoding: "} + coding + "\r\n", "1\r\nx\r\n0\r\n\r\n"),
              "501")
        << coding;
  }
}

// --- parameters ----------------------------------------------------------------------------------

struct Asked {
  explicit Asked(const std::string& query)
      : target(parse_target("/x?" + query).value()), call{request, target, {}, nullptr} {}
  Request request;
  Target target;
  Call call;
};

TEST(Parameters, AreWhatTheRouteHasAndOnce) {
  const std::vector<Parameter> known{{.name = "a", .doc = ""},
                                     {.name = "b", .doc = "", .repeated = true}};
  EXPECT_TRUE(check_parameters(Asked{"a=1&b=2&b=3"}.target, known));
  EXPECT_NE(check_parameters(Asked{"c=1"}.target, known).error().message().find("a, b"),
            std::string::npos);
  EXPECT_NE(check_parameters(Asked{"a=1&a=2"}.target, known).error().message().find("twice"),
            std::string::npos);
  const std::vector<Parameter> wanted{{.name = "a", .doc = "", .required = true}};
  EXPECT_FALSE(check_parameters(Asked{""}.target, wanted));
}

TEST(Parameters, NumbersFlagsWordsAndMoments) {
  EXPECT_EQ(number(Asked{""}.call, "n", 1, 9, 5).value(), 5u);
  EXPECT_EQ(number(Asked{"n=9"}.call, "n", 1, 9, 5).value(), 9u);
  for (const auto* text :
       {"n=0", "n=10", "n=", "n=-1", "n=1.0", "n=0x1", "n=99999999999999999999"}) {
    EXPECT_EQ(number(Asked{text}.call, "n", 1, 9, 5).error().code(), Errc::invalid_argument)
        << text;
  }
  EXPECT_TRUE(flag(Asked{"f"}.call, "f").value());
  EXPECT_TRUE(flag(Asked{"f=true"}.call, "f").value());
  EXPECT_FALSE(flag(Asked{"f=false"}.call, "f").value());
  EXPECT_FALSE(flag(Asked{"f=yes"}.call, "f"));
  EXPECT_EQ(list(Asked{"l=a,b&l=c"}.call, "l"), (std::vector<std::string>{"a", "b", "c"}));
  const auto end = moment(Asked{"t=2023-06-01"}.call, "t", Edge::end, kShanghaiOffset).value();
  EXPECT_EQ(*end, end_of(parse_day("2023-06-01").value(), kShanghaiOffset));
  EXPECT_FALSE(moment(Asked{"t=yesterday"}.call, "t", Edge::end, kShanghaiOffset));
  EXPECT_FALSE(page_token(Asked{"p=0g"}.call, "p"));
  EXPECT_EQ(page_token(Asked{"p=4142"}.call, "p").value(), "AB");
}

TEST(Bodies, AreOneObject) {
  EXPECT_TRUE(json_body({.body = ""}).value().empty());
  EXPECT_EQ(json_body({.body = R"({"a":1})"}).value().at("a"), 1);
  EXPECT_FALSE(json_body({.body = "[1]"}));
  EXPECT_FALSE(json_body({.body = R"({"a":1,"a":2})"}));
  EXPECT_FALSE(json_body({.body = "{"}));
}

// --- what changes in a list ----------------------------------------------------------------------

boost::json::object answer(const char* text) { return boost::json::parse(text).as_object(); }

TEST(Changes, AreTheOrderAndWhatIsNewOrOther) {
  const auto before = answer(R"({"position":1,"items":[{"case":"A","x":1},{"case":"B","x":1}]})");
  const auto after = answer(R"({"position":2,"items":[{"case":"C","x":1},{"case":"A","x":2}]})");
  const auto change = change_of(before, after).value();
  EXPECT_EQ(change.at("position"), 2);
  EXPECT_EQ(change.at("order"), (boost::json::array{"C", "A"}));
  EXPECT_EQ(change.at("changed").as_array().size(), 2u);
  EXPECT_EQ(change_of(before, before), std::nullopt);
  auto later = before;
  later["position"] = 9;
  EXPECT_EQ(change_of(before, later), std::nullopt) << "nothing of it changed";
  const auto moved = answer(R"({"position":1,"items":[{"case":"B","x":1},{"case":"A","x":1}]})");
  EXPECT_EQ(change_of(before, moved)->at("changed").as_array().size(), 0u);
}

TEST(Changes, OfOneThingAreThatThing) {
  const auto before = answer(R"({"position":1,"item":{"key":"A","version":1}})");
  const auto after = answer(R"({"position":2,"item":{"key":"A","version":2}})");
  EXPECT_EQ(change_of(before, after)->at("changed").as_array()[0].at("version"), 2);
}

TEST(Events, NoLineOfThemIsLost) {
  EXPECT_EQ(event_text("page", "a\nb", "7"), "event: page\ndata: a\ndata: b\nid: 7\n\n");
}

}  // namespace
}  // namespace recourse::server
