// What the service's answers say of themselves: problems in both languages, names instead of codes,
// papers that there are, limits that have passed, pages of cases behind a figure.
#include <gtest/gtest.h>

#include <recourse/casework/common/norms.hpp>
#include <thread>

#include "apps/server/norm_sources.hpp"
#include "apps/server/service.hpp"
#include "apps/server/unit_names.hpp"

namespace recourse::server {
namespace {

using boost::json::object;
using namespace std::chrono_literals;

constexpr auto kOfficer = "window_officer:w7@S001";
constexpr auto kSupervisor = "supervisor:v1@city";

class AnswersTest : public testing::Test {
 protected:
  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  std::unique_ptr<Authenticator> authenticator =
      Authenticator::open(*office, {.file = {},
                                    .demo = true,
                                    .password_operations = 1,
                                    .password_memory = std::size_t{8} << 20})
          .value();
  Service service{*office,
                  *authenticator,
                  {.demo = true,
                   .demo_actors = {kOfficer, kSupervisor},
                   .live = {.least_pause = 5ms, .heartbeat = 50ms}}};

  struct Signed {
    std::string cookie;
    std::string csrf;
  };
  static Request request(Method method, std::string target, std::string body = {}) {
    Request r{.method = method, .target = std::move(target), .body = std::move(body)};
    r.headers.emplace("Host", "window.example");
    if (!r.body.empty()) r.headers.emplace("Content-Type", "application/json");
    return r;
  }
  static Request by(const Signed& who, Request r) {
    r.headers.emplace("Cookie", std::string{kSessionCookie} + "=" + who.cookie);
    r.headers.emplace("X-CSRF-Token", who.csrf);
    return r;
  }
  static object json(const Reply& reply) {
    auto read = boost::json::parse(reply.body);
    return read.is_object() ? read.as_object() : object{};
  }
  Signed become(const std::string& actor) {
    const auto reply = service.answer(request(Method::post, "/v1/session/demo",
                                              boost::json::serialize(object{{"actor", actor}})));
    const std::string cookie{reply.header("Set-Cookie")};
    const auto from = cookie.find('=') + 1;
    return {cookie.substr(from, cookie.find(';') - from),
            std::string{json(reply).at("item").at("csrf").as_string()}};
  }
  Reply get(const Signed& who, const std::string& target) {
    return service.answer(by(who, request(Method::get, target)));
  }
  Reply post(const Signed& who, const std::string& target, const std::string& body) {
    return service.answer(by(who, request(Method::post, target, body)));
  }
  std::string begun(const Signed& officer) {
    const auto reply = post(officer, "/v1/case/commands/report",
                            R"({"district":"310115","category":"difficult","line":"population",
                                "present":true,"narrative":"三次都没办成"})");
    EXPECT_EQ(reply.status, 201) << reply.body;
    return std::string{json(reply).at("item").at("key").as_string()};
  }
};

TEST(Problems, EveryErrorHasATitleInChinese) {
#define RECOURSE_ERROR(number, code, Exception, http, retryable, meaning, cure) \
  EXPECT_FALSE(title_zh_of(#code).empty()) << #code;
#include <recourse/base/errors.def>
#undef RECOURSE_ERROR
  EXPECT_EQ(title_zh_of("no such error"), "");
}

TEST_F(AnswersTest, TheStatusInAProblemIsThatOfTheReply) {
  const auto officer = become(kOfficer);
  const auto key = begun(officer);
  const auto old = [&](const std::string& target) {
    auto r = by(officer, request(Method::post, target, "{}"));
    r.headers.emplace("If-Match", "\"1\"");
    return service.answer(r);
  };
  const std::string accept = "/v1/case/" + key + "/commands/route_on_spot";
  const std::vector<std::pair<int, Reply>> noes{
      {412, old(accept)},
      {412, old(accept + "?dry_run=true")},
      {400, get(officer, "/v1/figures?figure=cases&period=garbage")},
      {401, service.answer(request(Method::get, "/v1/cases"))},
      {403, get(officer, "/v1/operation")},
      {404, get(officer, "/v1/case/S001-9")},
      {405, service.answer(by(officer, request(Method::del, "/v1/cases")))},
      {404, get(officer, "/v1/case/" + key + "/documents/refusal")},
  };
  for (const auto& [status, reply] : noes) {
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_EQ(json(reply).at("status").to_number<int>(), reply.status) << reply.body;
    EXPECT_TRUE(json(reply).contains("title_zh") || json(reply).contains("detail_zh"))
        << reply.body;
  }
  EXPECT_EQ(json(noes[0].second).at("type"), "urn:recourse:error:version_conflict");
}

TEST_F(AnswersTest, ABrowserReadsAProblemAsAPageInBothLanguages) {
  const auto officer = become(kOfficer);
  const auto key = begun(officer);
  const auto asked = [&](const char* accept, const std::string& target) {
    auto r = by(officer, request(Method::get, target));
    r.headers.emplace("Accept", accept);
    return service.answer(r);
  };
  const auto paper = "/v1/case/" + key + "/documents/refusal";
  const auto page = asked("text/html,application/xhtml+xml,*/*;q=0.8", paper);
  EXPECT_EQ(page.status, 404);
  EXPECT_EQ(page.type, "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("没有找到"), std::string::npos) << page.body;
  EXPECT_NE(page.body.find("not_found"), std::string::npos) << page.body;
  const auto escaped = asked("text/html", "/v1/cases?due_by=%3Cscript%3E");
  EXPECT_EQ(escaped.status, 400);
  EXPECT_EQ(escaped.body.find("<script>"), std::string::npos) << escaped.body;
  EXPECT_NE(escaped.body.find("&lt;script&gt;"), std::string::npos) << escaped.body;
  for (const auto* accept : {"application/json", "*/*", "application/json, text/html"}) {
    EXPECT_EQ(asked(accept, paper).type, kProblemType) << accept;
  }
}

TEST_F(AnswersTest, WhoAsksWithoutASessionIsToldNobody) {
  const auto reply = service.answer(request(Method::get, "/v1/session"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(json(reply).at("item").is_null());
  EXPECT_TRUE(json(reply).at("demo").as_bool());
}

TEST_F(AnswersTest, OnlyPapersThatThereAreAreListed) {
  const auto officer = become(kOfficer);
  const auto key = begun(officer);
  const auto papers = [&] {
    std::vector<std::string> names;
    const auto reply = get(officer, "/v1/case/" + key + "/documents");
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto body = json(reply);
    for (const auto& one : body.at("items").as_array()) {
      names.emplace_back(one.at("paper").as_string());
    }
    return names;
  };
  for (const auto& paper : papers()) {
    EXPECT_EQ(get(officer, "/v1/case/" + key + "/documents/" + paper).status, 200) << paper;
  }
  for (const std::string paper : {"notice", "acceptance", "refusal", "supplement"}) {
    const auto all = papers();
    const bool listed = std::find(all.begin(), all.end(), paper) != all.end();
    const auto asked = get(officer, "/v1/case/" + key + "/documents/" + paper);
    EXPECT_EQ(asked.status == 200, listed) << paper << asked.body;
  }
}

TEST_F(AnswersTest, StationsAndUnitsHaveNames) {
  begun(become(kOfficer));
  const auto registered =
      post(become("station_chief:c1@S002"), "/v1/registry/S002/commands/register",
           R"({"district":"310115","name":"浦东分局第02派出所"})");
  ASSERT_LT(registered.status, 300) << registered.body;
  const auto supervisor = become(kSupervisor);
  const auto names = [&](const std::string& list, const char* member) {
    std::map<std::string, std::string> found;
    const auto reply = get(supervisor, "/v1/words/" + list);
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto body = json(reply);
    for (const auto& one : body.at("items").as_array()) {
      found[std::string{one.at("code").as_string()}] = one.at(member).as_string();
    }
    return found;
  };
  const auto stations = names("stations", "name");
  EXPECT_EQ(stations.at("S001"), "") << "a case names it, no register does";
  EXPECT_EQ(stations.at("S002"), "浦东分局第02派出所");
  const auto units = names("units", "zh");
  EXPECT_EQ(units.at("city"), "市局");
  EXPECT_EQ(units.at("city.RK"), "市局人口条线");
  EXPECT_EQ(units.at("310101"), "黄浦分局");
  EXPECT_EQ(units.at("310101.RK"), "黄浦分局人口条线");
}

TEST_F(AnswersTest, LimitsThatHavePassedAreThoseOfTheServicesClock) {
  const auto key = begun(become(kOfficer));
  const auto all = json(get(become(kOfficer), "/v1/deadlines")).at("items").as_array();
  ASSERT_FALSE(all.empty());
  const auto due = parse_timestamp(std::string{all.front().at("due").as_string()}).value();
  // Shortly before it ends, so that the session lasts beyond.
  clock.set(due - std::chrono::minutes{5});
  const auto officer = become(kOfficer);
  EXPECT_TRUE(json(get(officer, "/v1/deadlines?to=now")).at("items").as_array().empty());
  auto r = by(officer, request(Method::get, "/v1/deadlines?to=now"));
  r.headers.emplace("Accept", "text/event-stream");
  const auto live = service.answer(r);
  ASSERT_NE(live.stream, nullptr);
  std::mutex mutex;
  std::condition_variable more;
  std::string text;
  live.stream->begin([&](std::shared_ptr<const std::string> piece) {
    const std::lock_guard lock{mutex};
    if (piece != nullptr) text += *piece;
    more.notify_all();
    return true;
  });
  const auto head = office->store().head().value();
  clock.advance(std::chrono::minutes{10});
  {
    std::unique_lock lock{mutex};
    EXPECT_TRUE(more.wait_for(lock, 20s, [&] {
      const auto change = text.find("event: change");
      return change != std::string::npos && text.find(key, change) != std::string::npos;
    })) << text;
  }
  live.stream->end();
  EXPECT_EQ(office->store().head().value(), head) << "no record was needed for it";
}

TEST_F(AnswersTest, CasesBehindAFigureSayWhereTheNextPageBegins) {
  const auto officer = become(kOfficer);
  const std::set<std::string> all{"case/" + begun(officer), "case/" + begun(officer),
                                  "case/" + begun(officer)};
  const auto supervisor = become(kSupervisor);
  std::set<std::string> found;
  std::string after;
  for (const std::size_t size : {2U, 1U}) {
    const auto page = json(get(supervisor, "/v1/figures/cases?figure=cases&most=2" + after));
    const auto& items = page.at("items").as_array();
    EXPECT_EQ(items.size(), size);
    for (const auto& one : items) found.emplace(one.as_string());
    EXPECT_EQ(page.contains("next"), size == 2U);
    if (page.contains("next")) {
      after = "&after=" + percent_encoded(std::string{page.at("next").as_string()});
    }
  }
  EXPECT_EQ(found, all);
  const auto whole = json(get(supervisor, "/v1/figures/cases?figure=cases&most=3"));
  EXPECT_FALSE(whole.contains("next")) << "a page that is full and the last";
}

TEST_F(AnswersTest, NormsSayInBothLanguagesWhereTheyComeFromAndWhatIsNone) {
  for (const auto& field : casework::norm_fields()) {
    EXPECT_EQ(norm_source_zh(field.source).empty(), field.source.empty()) << field.source;
  }
  std::map<std::string, bool> none;
  const auto norms = json(get(become("administrator:a1"), "/v1/norms"));
  for (const auto& one : norms.at("items").as_array()) {
    none[std::string{one.at("key").as_string()}] = one.at("none").as_bool();
  }
  EXPECT_TRUE(none.at("receive_ordinary"));
  EXPECT_TRUE(none.at("urging"));
  EXPECT_FALSE(none.at("ordinary"));
  EXPECT_FALSE(none.at("notice_for_every_line")) << "it is set: to no";
}

TEST_F(AnswersTest, WhatCannotBeTriedOutIsExplained) {
  const auto officer = become(kOfficer);
  const auto reply = post(officer, "/v1/case/commands/report?dry_run=true",
                          R"({"district":"310115","category":"difficult","line":"population",
                              "present":true,"narrative":"三次都没办成"})");
  EXPECT_EQ(reply.status, 400);
  EXPECT_NE(reply.body.find("/v1/case/{key}/commands/report?dry_run=true"), std::string::npos)
      << reply.body;
  const auto feed = get(become(kSupervisor), "/v1/events?type=zzz");
  EXPECT_EQ(feed.status, 400);
  EXPECT_TRUE(json(feed).at("detail").as_string().starts_with("type: ")) << feed.body;
}

TEST_F(AnswersTest, ASampleAndATopicAreAskedForByName) {
  const auto supervisor = become(kSupervisor);
  EXPECT_EQ(get(supervisor, "/v1/supervision/CC-1/sample").status, 404);
  const auto topic = get(supervisor, "/v1/topics/2023-08");
  ASSERT_EQ(topic.status, 200) << topic.body;
  for (const auto* list : {"tasks", "responsible", "policy"}) {
    EXPECT_TRUE(json(topic).at("item").at(list).is_array()) << list;
  }
}

}  // namespace
}  // namespace recourse::server
