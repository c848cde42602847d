// The service without its sockets: who may ask what, commands, lists that go on.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "apps/server/service.hpp"
#include "apps/server/stream_list.hpp"

namespace recourse::server {
namespace {

using boost::json::object;

constexpr auto kOfficer = "window_officer:w7@S001";
constexpr auto kSupervisor = "supervisor:v1@city";

/// A session as its browser keeps it.
struct Signed {
  std::string cookie;
  std::string csrf;
};

class ServiceTest : public testing::Test {
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
                   .live = {.least_pause = std::chrono::milliseconds{5},
                            .heartbeat = std::chrono::milliseconds{50}}}};

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
  Signed session_of(const Reply& reply) {
    EXPECT_EQ(reply.status, 201) << reply.body;
    const std::string cookie{reply.header("Set-Cookie")};
    const auto from = cookie.find('=') + 1;
    const auto text = json(reply);
    return {cookie.substr(from, cookie.find(';') - from),
            std::string{text.at("item").at("csrf").as_string()}};
  }
  Signed become(const std::string& actor) {
    return session_of(service.answer(request(Method::post, "/v1/session/demo",
                                             boost::json::serialize(object{{"actor", actor}}))));
  }
  Reply report(const Signed& who) {
    return service.answer(by(who, request(Method::post, "/v1/case/commands/report",
                                          R"({"district":"310115","category":"difficult",
        "line":"population","present":true,"narrative":"三次都没办成"})")));
  }
  std::string key_of(const Reply& reply) {
    EXPECT_EQ(reply.status, 201) << reply.body;
    return std::string{json(reply).at("item").at("key").as_string()};
  }
  Reply get(const Signed& who, const std::string& target) {
    return service.answer(by(who, request(Method::get, target)));
  }
  std::string type_of(const Reply& reply) {
    const auto text = json(reply);
    return text.contains("type") ? std::string{text.at("type").as_string()} : std::string{};
  }
};

TEST_F(ServiceTest, ACaseIsBegunSeenAndClosed) {
  const auto officer = become(kOfficer);
  const auto begun = report(officer);
  const auto key = key_of(begun);
  EXPECT_EQ(begun.header("Location"), "/v1/case/" + key);
  EXPECT_FALSE(json(begun).at("outcome").at("inquiry_code").as_string().empty());
  const auto found = get(officer, "/v1/case/" + key);
  ASSERT_EQ(found.status, 200);
  const auto item = json(found).at("item");
  EXPECT_EQ(item.at("state").at("intake").at("station"), "S001") << "the unit of who reported it";
  EXPECT_EQ(found.header("ETag"),
            "\"" + std::to_string(item.at("version").to_number<int>()) + "\"");
  EXPECT_EQ(found.header("Cache-Control"), "no-store");
  EXPECT_FALSE(item.at("next").as_array().empty());
  EXPECT_GE(json(get(officer, "/v1/case/" + key + "/history")).at("items").as_array().size(), 2u);
  const auto routed = service.answer(
      by(officer, request(Method::post, "/v1/case/" + key + "/commands/route_on_spot", "{}")));
  EXPECT_EQ(routed.status, 200) << routed.body;
  const auto refused =
      service.answer(by(officer, request(Method::post, "/v1/case/" + key + "/commands/accept",
                                         R"({"present":true})")));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.type, "application/problem+json");
  EXPECT_TRUE(type_of(refused).starts_with("urn:recourse:refusal:")) << refused.body;
}

TEST_F(ServiceTest, ACommandUnderTheSameKeyTakesEffectOnce) {
  const auto officer = become(kOfficer);
  auto r = by(
      officer,
      request(Method::post, "/v1/case/commands/report",
              R"({"district":"310115","category":"difficult","line":"population","present":true,)"
              R"("narrative":"x"})"));
  r.headers.emplace("Idempotency-Key", "the first of today");
  const auto first = service.answer(r);
  const auto again = service.answer(r);
  EXPECT_EQ(key_of(first), key_of(again));
  EXPECT_TRUE(json(again).at("outcome").at("repeated").as_bool());
  r.headers.erase("Idempotency-Key");
  r.headers.emplace("Idempotency-Key", std::string(129, 'x'));
  EXPECT_EQ(service.answer(r).status, 400);
}

TEST_F(ServiceTest, AVersionThatIsAnotherIsAConflict) {
  const auto officer = become(kOfficer);
  const auto key = key_of(report(officer));
  auto r = by(officer, request(Method::post, "/v1/case/" + key + "/commands/route_on_spot", "{}"));
  r.headers.emplace("If-Match", "\"1\"");
  const auto version = std::string{get(officer, "/v1/case/" + key).header("ETag")};
  ASSERT_NE(version, "\"1\"");
  const auto late = service.answer(r);
  EXPECT_EQ(late.status, 412);
  EXPECT_EQ(json(late).at("status").to_number<int>(), 412) << "as the reply says";
  EXPECT_EQ(json(late).at("actual").to_number<int>(), std::stoi(version.substr(1)));
  r.headers.erase("If-Match");
  r.headers.emplace("If-Match", "4");
  EXPECT_EQ(service.answer(r).status, 400) << "no quotes";
  r.headers.erase("If-Match");
  auto dry = by(officer, request(Method::post,
                                 "/v1/case/" + key + "/commands/route_on_spot?dry_run=true", "{}"));
  dry.headers.emplace("If-Match", "\"1\"");
  const auto rehearsed = service.answer(dry);
  EXPECT_EQ(rehearsed.status, 412) << "a rehearsal expects what the command would";
  EXPECT_EQ(json(rehearsed).at("actual").to_number<int>(), std::stoi(version.substr(1)));
  dry.headers.erase("If-Match");
  dry.headers.emplace("If-Match", version);
  EXPECT_EQ(service.answer(dry).status, 200);
  r.headers.emplace("If-Match", version);
  EXPECT_EQ(service.answer(r).status, 200);
}

TEST_F(ServiceTest, APositionThatIsNotYetThereIsNotAnsweredAsOfTheEnd) {
  const auto officer = become(kOfficer);
  key_of(report(officer));
  const auto head = std::to_string(office->store().head().value().value);
  for (const std::string target : {"/v1/ledger?as_of=", "/v1/figures?figure=cases&as_of=",
                                   "/v1/figures/cases?figure=cases&as_of=", "/v1/report?as_of="}) {
    EXPECT_EQ(get(officer, target + head).status, 200) << target;
    const auto found = get(officer, target + "99999");
    EXPECT_EQ(found.status, info(Errc::timed_out).http_status) << target << found.body;
    EXPECT_EQ(json(found).at("type").as_string(), "urn:recourse:error:timed_out") << target;
  }
}

TEST_F(ServiceTest, WhatIsHadAlreadyIsNotSentAgain) {
  const auto officer = become(kOfficer);
  const auto key = key_of(report(officer));
  auto r = by(officer, request(Method::get, "/v1/case/" + key));
  const auto tag = std::string{service.answer(r).header("ETag")};
  for (const auto& known : {tag, "W/" + tag, "\"1\", " + tag, std::string{"*"}}) {
    r.headers.erase("If-None-Match");
    r.headers.emplace("If-None-Match", known);
    const auto same = service.answer(r);
    EXPECT_EQ(same.status, 304) << known;
    EXPECT_EQ(same.header("ETag"), tag);
    EXPECT_TRUE(same.body.empty());
  }
  r.headers.erase("If-None-Match");
  r.headers.emplace("If-None-Match", "\"1\", W/\"3\"");
  EXPECT_EQ(service.answer(r).status, 200);
}

TEST_F(ServiceTest, ADryRunRecordsNothing) {
  const auto officer = become(kOfficer);
  const auto key = key_of(report(officer));
  const auto head = office->store().head().value();
  const auto dry = service.answer(
      by(officer,
         request(Method::post, "/v1/case/" + key + "/commands/route_on_spot?dry_run=true", "{}")));
  ASSERT_EQ(dry.status, 200) << dry.body;
  EXPECT_EQ(json(dry).at("item").at("events").as_array()[0].at("type"), "case.routed_on_spot");
  EXPECT_EQ(office->store().head().value(), head);
}

TEST_F(ServiceTest, NobodyActsForAnotherSite) {
  const auto officer = become(kOfficer);
  const auto head = office->store().head().value();
  auto bare = request(Method::post, "/v1/case/commands/report", "{}");
  bare.headers.emplace("Cookie", std::string{kSessionCookie} + "=" + officer.cookie);
  EXPECT_EQ(type_of(service.answer(bare)), "urn:recourse:http:csrf");
  auto wrong = bare;
  wrong.headers.emplace("X-CSRF-Token", std::string(officer.csrf.size(), '0'));
  EXPECT_EQ(service.answer(wrong).status, 403);
  auto foreign = by(officer, request(Method::post, "/v1/case/commands/report", "{}"));
  foreign.headers.emplace("Origin", "https://evil.example");
  EXPECT_EQ(type_of(service.answer(foreign)), "urn:recourse:http:foreign_origin");
  auto login = request(Method::post, "/v1/session/demo", R"({"actor":"supervisor:v1"})");
  login.headers.emplace("Origin", "https://evil.example");
  EXPECT_EQ(service.answer(login).status, 403);
  auto form = by(officer, request(Method::post, "/v1/case/commands/report", "a=1"));
  form.headers.erase("Content-Type");
  form.headers.emplace("Content-Type", "text/plain");
  EXPECT_EQ(service.answer(form).status, 415);
  auto packed = by(officer, request(Method::post, "/v1/case/commands/report", "{}"));
  packed.headers.emplace("Content-Encoding", "gzip");
  EXPECT_EQ(type_of(service.answer(packed)), "urn:recourse:http:content_encoding");
  EXPECT_EQ(office->store().head().value(), head);
}

TEST_F(ServiceTest, WhatIsNotThereIsSaid) {
  const auto officer = become(kOfficer);
  EXPECT_EQ(get(officer, "/v1/nothing").status, 404);
  EXPECT_EQ(get(officer, "/v1/case/S001-9").status, 404);
  EXPECT_EQ(get(officer, "/v1/parcel/1").status, 404);
  EXPECT_EQ(get(officer, "/v1/../etc/passwd").status, 400);
  const auto wrong = service.answer(by(officer, request(Method::del, "/v1/cases")));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("Allow"), "GET, HEAD");
  EXPECT_EQ(get(officer, "/v1/cases?station=S001&stations=2").status, 400);
  EXPECT_EQ(
      service.answer(by(officer, request(Method::post, "/v1/case/x/commands/fly", "{}"))).status,
      404);
  EXPECT_EQ(
      service.answer(by(officer, request(Method::post, "/v1/case/commands/report", "{"))).status,
      400);
}

/// Each route, by nobody, a citizen and each role: no route fails, and none lets in whom it is not
/// for.
TEST_F(ServiceTest, EachRouteByEachRole) {
  const auto officer = become(kOfficer);
  const auto begun = report(officer);
  const auto key = key_of(begun);
  const auto code = std::string{json(begun).at("outcome").at("inquiry_code").as_string()};
  const auto citizen = session_of(
      service.answer(request(Method::post, "/v1/session/citizen",
                             boost::json::serialize(object{{"case", key}, {"code", code}}))));
  std::map<std::string, Signed> everybody{{"citizen", citizen}};
  for (const auto* actor :
       {kOfficer, kSupervisor, "administrator:a1", "district_officer:d1@310115.RK",
        "window_officer:x@S002", "receiver:r@elsewhere", "liaison:l@310115.RK"}) {
    everybody[actor] = become(actor);
  }
  const auto target_of = [&](const Route& route) {
    std::string path = route.path;
    const auto put = [&](std::string_view place, const std::string& value) {
      for (auto at = path.find(place); at != std::string::npos; at = path.find(place)) {
        path.replace(at, place.size(), value);
      }
    };
    put("{kind}", "case");
    put("{key}", key);
    put("{name}", "accept");
    put("{list}", "matters");
    put("{paper}", "notice");
    put("{id}", "none");
    put("{month}", "2023-08");
    return path;
  };
  for (const auto& route : service.routes()) {
    if (route.id == "sign_out" || route.id == "become") continue;
    const auto target = target_of(route);
    const auto body = route.method == Method::get ? "" : "{}";
    const auto stranger = service.answer(request(route.method, target, body));
    if (route.who != Who::everybody) {
      EXPECT_EQ(stranger.status, 401) << route.path;
    }
    for (const auto& [name, who] : everybody) {
      const auto reply = service.answer(by(who, request(route.method, target, body)));
      EXPECT_LT(reply.status, 500) << name << " " << target << " " << reply.body;
      if (reply.type == kProblemType) {
        EXPECT_EQ(json(reply).at("status").to_number<int>(), reply.status) << target;
      }
      const bool citizens = route.who == Who::everybody || route.who == Who::signed_in;
      if (name == "citizen" && !citizens) {
        EXPECT_EQ(reply.status, 403) << route.path;
      }
      if (route.who == Who::operators && name != "administrator:a1") {
        EXPECT_EQ(reply.status, 403) << name << " " << route.path;
      }
    }
  }
  // The case is the station's: another one, and administrators, see nothing of it.
  for (const auto* actor : {"window_officer:x@S002", "administrator:a1"}) {
    EXPECT_EQ(get(everybody[actor], "/v1/case/" + key).status, 403) << actor;
    EXPECT_TRUE(json(get(everybody[actor], "/v1/cases")).at("items").as_array().empty());
  }
}

TEST_F(ServiceTest, ACitizenOfTheDemonstrationIsInTheListAndSeesTheOwnCaseAlone) {
  const auto officer = become(kOfficer);
  const auto begun = report(officer);
  const auto key = key_of(begun);
  const auto other = key_of(report(officer));
  const std::string code{json(begun).at("outcome").at("inquiry_code").as_string()};
  Service demo{*office,
               *authenticator,
               {.demo = true, .demo_actors = {kOfficer}, .demo_citizens = {{"case/" + key, code}}}};
  const auto list = json(demo.answer(request(Method::get, "/v1/session/demo")));
  const auto& items = list.at("items").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].as_string(), kOfficer);
  EXPECT_EQ(items[1].as_object(), (object{{"actor", "citizen:" + key},
                                          {"name", "citizen of case " + key},
                                          {"zh", "群众（编号 " + key + "）"},
                                          {"case", key},
                                          {"code", code}}));
  const auto as = [&](const std::string& actor) {
    return demo.answer(request(Method::post, "/v1/session/demo",
                               boost::json::serialize(object{{"actor", actor}})));
  };
  const auto citizen = session_of(as("citizen:" + key));
  const auto status = [&](const std::string& target) {
    return demo.answer(by(citizen, request(Method::get, target))).status;
  };
  EXPECT_EQ(status("/v1/case/" + key), 200);
  EXPECT_EQ(status("/v1/case/" + other), 404) << "nor whether it is there";
  EXPECT_EQ(status("/v1/cases"), 403);
  EXPECT_EQ(as("citizen:" + other).status, 400) << "only who is in the list";
}

TEST_F(ServiceTest, TheStreamsOfAWorkflowAreListedPageByPageAsOfOnePosition) {
  const auto officer = become(kOfficer);
  std::vector<std::string> keys;
  for (int i = 0; i < 3; ++i) keys.push_back(key_of(report(officer)));
  std::ranges::sort(keys);
  const auto first = json(get(officer, "/v1/case?page_size=2"));
  ASSERT_EQ(first.at("items").as_array().size(), 2u);
  EXPECT_EQ(first.at("items").at(0).at("key").as_string(), keys[0]);
  EXPECT_FALSE(first.at("items").at(0).at("next").as_array().empty());
  // What comes meanwhile is on no further page, and what changes shows there as it was.
  const auto later = key_of(report(officer));
  ASSERT_EQ(
      service
          .answer(by(officer, request(Method::post,
                                      "/v1/case/" + keys[2] + "/commands/route_on_spot", "{}")))
          .status,
      200);
  const std::string next{first.at("next").as_string()};
  const auto second = json(get(officer, "/v1/case?page_size=2&after=" + next));
  EXPECT_EQ(second.at("position"), first.at("position"));
  ASSERT_EQ(second.at("items").as_array().size(), 1u);
  const auto& last = second.at("items").at(0);
  EXPECT_EQ(last.at("key").as_string(), keys[2]);
  EXPECT_EQ(last.at("state").at("phases").at("stage").as_string(), "accepted");
  EXPECT_FALSE(second.contains("next"));
  const auto anew = json(get(officer, "/v1/case"));
  ASSERT_EQ(anew.at("items").as_array().size(), 4u);
  EXPECT_EQ(boost::json::serialize(anew).find("三次都没办成"), std::string::npos) << "masked";
  // Another station's officer sees none of them; a workflow without a view is listed from the log.
  EXPECT_TRUE(
      json(get(become("window_officer:x@S002"), "/v1/case")).at("items").as_array().empty());
  EXPECT_EQ(get(officer, "/v1/notary").status, 200);
  EXPECT_EQ(get(officer, "/v1/parcel").status, 404);
  EXPECT_EQ(get(officer, "/v1/case?page_size=0").status, 400);
  EXPECT_EQ(get(officer, "/v1/case?after=00").status, 400);
  EXPECT_EQ(get(officer, "/v1/replies?after=" + next).status, 400) << "of another list";
  // A citizen's case is found by who names it, never in a list.
  const auto& cases = *office->engine().workflow("case");
  const core::Viewer citizen{core::Actor::parse("citizen:c1")};
  EXPECT_TRUE(list_streams(*office, cases, {.page_size = 10}, citizen).value().streams.empty());
}

TEST_F(ServiceTest, ACitizenHasHisCaseAndNoOther) {
  const auto officer = become(kOfficer);
  const auto first = report(officer);
  const auto second = report(officer);
  const auto code = std::string{json(first).at("outcome").at("inquiry_code").as_string()};
  const auto sign_in = [&](const std::string& key, const std::string& with) {
    return service.answer(request(Method::post, "/v1/session/citizen",
                                  boost::json::serialize(object{{"case", key}, {"code", with}})));
  };
  EXPECT_EQ(sign_in(key_of(second), code).status, 401) << "the code is of the other case";
  EXPECT_EQ(sign_in("S001-0", code).status, 401);
  clock.advance(std::chrono::minutes{5});
  const auto citizen = session_of(sign_in(key_of(first), code));
  EXPECT_EQ(get(citizen, "/v1/case/" + key_of(first)).status, 200);
  EXPECT_EQ(get(citizen, "/v1/case/" + key_of(second)).status, 404);
  EXPECT_EQ(get(citizen, "/v1/cases").status, 403);
  EXPECT_EQ(get(citizen, "/v1/events").status, 403);
  const auto said = service.answer(
      by(citizen, request(Method::post, "/v1/case/" + key_of(first) + "/commands/message",
                          R"({"text":"何时有结果"})")));
  EXPECT_EQ(said.status, 200) << said.body;
}

TEST_F(ServiceTest, ATokenIsForWhatItWasIssued) {
  const auto admin = become("administrator:a1");
  const auto opened =
      service.answer(by(admin, request(Method::post, "/v1/account/v9/commands/open",
                                       R"({"name":"督导","role":"supervisor","unit":"city"})")));
  ASSERT_EQ(opened.status, 201) << opened.body;
  EXPECT_EQ(service
                .answer(by(admin, request(Method::put, "/v1/account/v9/password",
                                          R"({"password":"short"})")))
                .status,
            400);
  ASSERT_EQ(service
                .answer(by(admin, request(Method::put, "/v1/account/v9/password",
                                          R"({"password":"correct horse battery"})")))
                .status,
            204);
  const auto in = service.answer(request(Method::post, "/v1/session",
                                         R"({"account":"v9","password":"correct horse battery"})"));
  const auto supervisor = session_of(in);
  EXPECT_EQ(json(in).at("item").at("actor").at("role"), "supervisor");
  const auto issued =
      service.answer(by(supervisor, request(Method::post, "/v1/tokens",
                                            R"({"note":"export","scopes":["read"],"days":30})")));
  ASSERT_EQ(issued.status, 201) << issued.body;
  const auto secret = std::string{json(issued).at("item").at("token").as_string()};
  auto read = request(Method::get, "/v1/cases");
  read.headers.emplace("Authorization", "Bearer " + secret);
  EXPECT_EQ(service.answer(read).status, 200);
  auto feed = request(Method::get, "/v1/events");
  feed.headers.emplace("Authorization", "Bearer " + secret);
  EXPECT_EQ(type_of(service.answer(feed)), "urn:recourse:http:scope");
  const auto id = std::string{json(issued).at("item").at("id").as_string()};
  EXPECT_EQ(service.answer(by(supervisor, request(Method::del, "/v1/tokens/" + id))).status, 204);
  EXPECT_EQ(service.answer(read).status, 401);
  const auto noted = json(get(supervisor, "/v1/account/v9/history")).at("items").as_array();
  EXPECT_EQ(noted.back().at("event").at("type"), "account.token_revoked");
}

/// Takes what a stream sends.
struct Taken {
  std::mutex mutex;
  std::condition_variable more;
  std::string text;
  bool ended = false;

  BodyStream::Send send() {
    return [this](std::shared_ptr<const std::string> piece) {
      const std::lock_guard lock{mutex};
      if (piece == nullptr) {
        ended = true;
      } else {
        text += *piece;
      }
      more.notify_all();
      return true;
    };
  }
  bool holds(const std::string& words) {
    std::unique_lock lock{mutex};
    return more.wait_for(lock, std::chrono::seconds{20},
                         [&] { return text.find(words) != std::string::npos; });
  }
  bool ends() {
    std::unique_lock lock{mutex};
    return more.wait_for(lock, std::chrono::seconds{20}, [&] { return ended; });
  }
};

TEST_F(ServiceTest, AListThatGoesOnSaysWhatChanged) {
  const auto officer = become(kOfficer);
  auto r = by(officer, request(Method::get, "/v1/cases?station=S001"));
  r.headers.emplace("Accept", "text/event-stream");
  const auto reply = service.answer(r);
  ASSERT_NE(reply.stream, nullptr) << reply.body;
  EXPECT_EQ(reply.type, "text/event-stream");
  Taken taken;
  reply.stream->begin(taken.send());
  EXPECT_TRUE(taken.holds("event: page"));
  const auto key = key_of(report(officer));
  EXPECT_TRUE(taken.holds("event: change"));
  EXPECT_TRUE(taken.holds(key));
  EXPECT_TRUE(taken.holds(": alive"));
  ASSERT_EQ(service.answer(by(officer, request(Method::del, "/v1/session"))).status, 204);
  EXPECT_TRUE(taken.ends()) << "the session has ended, and so does what it asked for";
  reply.stream->end();
}

TEST(LiveHub, WhatAListAsksMayThrowAndItsClientsAreToldAndStoppingEndsThem) {
  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  const auto office = Office::open({.store = "memory", .clock = &clock}).value();
  LiveHub hub{*office, {.least_pause = std::chrono::milliseconds{1}}};
  const auto first = json_reply(object{{"position", 0}, {"items", boost::json::array{}}});
  Taken failing;
  const auto fails =
      hub.list("fails", []() -> Reply { throw std::runtime_error{"no"}; }, first, {});
  fails->begin(failing.send());
  Taken waiting;
  const auto waits = hub.list("waits", [first] { return first; }, first, {});
  waits->begin(waiting.send());
  EXPECT_TRUE(waiting.holds("event: page"));
  ASSERT_TRUE(office->open_case(
      casework::complaint::Report{.station = "S001",
                                  .district = "310115",
                                  .category = casework::complaint::Category::other,
                                  .line = casework::Line::population},
      office->context(core::Actor::parse(kOfficer))));
  EXPECT_TRUE(failing.holds("event: problem"));
  EXPECT_TRUE(failing.ends());
  hub.stop();
  EXPECT_TRUE(waiting.ends());
}

TEST_F(ServiceTest, TheFeedGoesOnWhereItsClientWas) {
  const auto supervisor = become(kSupervisor);
  const auto officer = become(kOfficer);
  const auto key = key_of(report(officer));
  auto r = by(supervisor, request(Method::get, "/v1/events"));
  r.headers.emplace("Accept", "text/event-stream");
  r.headers.emplace("Last-Event-ID", "1");
  const auto reply = service.answer(r);
  ASSERT_NE(reply.stream, nullptr) << reply.body;
  Taken taken;
  reply.stream->begin(taken.send());
  EXPECT_TRUE(taken.holds("id: 2\n"));
  EXPECT_EQ(taken.text.find("id: 1\n"), std::string::npos);
  const auto head = office->store().head().value().value;
  report(officer);
  EXPECT_TRUE(taken.holds("id: " + std::to_string(head + 1) + "\n"));
  reply.stream->end();
  r.headers.erase("Last-Event-ID");
  r.headers.emplace("Last-Event-ID", "x");
  EXPECT_EQ(service.answer(r).status, 400);
}

TEST_F(ServiceTest, AnExceptionIsAFailureAndIsTold) {
  const auto officer = become(kOfficer);
  const auto health = service.answer(request(Method::get, "/health"));
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(health.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(health.header("Date"), "Thu, 01 Jun 2023 01:00:00 GMT") << "the office's time";
  auto metrics = request(Method::get, "/metrics");
  metrics.peer = "10.0.0.1";
  EXPECT_EQ(service.answer(metrics).status, 403);
  metrics.peer = "127.0.0.1";
  auto through_a_proxy = metrics;
  through_a_proxy.headers.emplace("X-Forwarded-For", "203.0.113.7");
  EXPECT_EQ(service.answer(through_a_proxy).status, 403);
  const auto text = service.answer(metrics);
  EXPECT_NE(text.body.find("recourse_http_requests_total{route=\"health\",status=\"200\"} 1"),
            std::string::npos)
      << text.body.substr(0, 2000);
}

}  // namespace
}  // namespace recourse::server
