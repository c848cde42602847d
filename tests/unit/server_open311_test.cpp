// Open311 GeoReport v2: its documents, its forms as reports, who may ask for what.
#include "apps/server/open311.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <recourse/casework/account/decider.hpp>
#include <recourse/casework/registry/decider.hpp>

#include "apps/server/service.hpp"

namespace recourse::server {
namespace {

namespace account = casework::account;
namespace complaint = casework::complaint;
namespace registry = casework::registry;
using boost::json::array;
using boost::json::object;
using boost::json::value;

const casework::Catalogue& catalogue() { return casework::Catalogue::builtin(); }

constexpr std::string_view kReport =
    "service_code=RK01&first_name=%E4%B8%89&last_name=%E5%BC%A0&phone=13800001234"
    "&email=z%40example.cn&description=%E4%B8%89%E6%AC%A1%E9%83%BD%E6%B2%A1%E5%8A%9E%E6%88%90"
    "&attribute%5Bdistrict%5D=310115&attribute%5Bstation%5D=S001"
    "&attribute%5Bcategory%5D=difficult";

open311::Form form_of(std::string_view body) { return open311::parse_form(body).value(); }

std::string message_of(std::string_view body) {
  const auto sent = open311::submission_of(form_of(body), catalogue());
  return sent ? std::string{} : sent.error().message();
}

TEST(Open311Form, IsDecodedFieldByField) {
  const auto form = form_of("a=1+2&b=%E4%B8%89%0A%2B&&c&attribute%5Bx%5D==");
  ASSERT_EQ(form.size(), 4u);
  EXPECT_EQ(*open311::field(form, "a"), "1 2");
  EXPECT_EQ(*open311::field(form, "b"), "三\n+");
  EXPECT_EQ(*open311::field(form, "c"), "");
  EXPECT_EQ(*open311::field(form, "attribute[x]"), "=");
  EXPECT_EQ(open311::field(form, "d"), nullptr);
}

TEST(Open311Form, WhatIsNoneIsRefused) {
  for (const auto* const body : {"a=%4", "a=%zz", "a=%00", "a=%FF"}) {
    const auto form = open311::parse_form(body);
    ASSERT_FALSE(form) << body;
    EXPECT_EQ(form.error().code(), Errc::malformed) << body;
  }
  EXPECT_EQ(open311::parse_form("a=1&%61=2").error().code(), Errc::invalid_argument);
  std::string many;
  for (std::size_t i = 0; i < open311::kFormFieldsMax; ++i) many += "f" + std::to_string(i) + "&";
  EXPECT_TRUE(open311::parse_form(many));
  EXPECT_EQ(open311::parse_form(many + "more").error().code(), Errc::limit_exceeded);
}

TEST(Open311Submission, IsAReportOfTheCitizen) {
  const auto sent = open311::submission_of(
      form_of(std::string{kReport} + "&address_string=1+Rd&lat=31.2&long=121.5&device_id=d1"
                                     "&attribute[earlier_trips]=3&attribute[confidential]=true"),
      catalogue());
  ASSERT_TRUE(sent) << sent.error().message();
  const auto& report = sent->report;
  EXPECT_EQ(report.matter, "RK01");
  EXPECT_EQ(report.channel, complaint::Channel::online);
  EXPECT_EQ(report.district, "310115");
  EXPECT_EQ(report.station, "S001");
  EXPECT_EQ(report.category, complaint::Category::difficult);
  EXPECT_EQ(report.name->clear(), "张三");
  EXPECT_EQ(report.phone->clear(), "13800001234");
  EXPECT_EQ(report.address->clear(), "z@example.cn");
  EXPECT_EQ(report.narrative->clear(), "三次都没办成\n地点：1 Rd\n坐标：31.2, 121.5");
  EXPECT_EQ(report.earlier_trips, 3u);
  EXPECT_TRUE(report.confidential);
  EXPECT_FALSE(report.applicant) << "a person, whom the rules put there";
  EXPECT_EQ(sent->dropped, std::vector<std::string>{"device_id"});
}

TEST(Open311Submission, WhoeverIsNotNamedIsAnonymous) {
  const std::string bare =
      "service_code=RK01&description=x&attribute[district]=310115&attribute[station]=S001"
      "&attribute[category]=other";
  EXPECT_EQ(open311::submission_of(form_of(bare), catalogue())->report.applicant,
            complaint::ApplicantKind::anonymous);
  const auto named =
      open311::submission_of(form_of(bare + "&first_name=San&last_name=Zhang"), catalogue());
  EXPECT_EQ(named->report.name->clear(), "San Zhang");
  EXPECT_FALSE(named->report.applicant);
}

TEST(Open311Submission, AFieldThatIsWrongIsNamed) {
  const std::string good{kReport};
  const auto without = [&](std::string_view part) {
    auto body = good;
    body.erase(body.find(part), part.size());
    return message_of(body);
  };
  EXPECT_EQ(message_of(good), "");
  EXPECT_TRUE(without("service_code=RK01").starts_with("service_code: "));
  EXPECT_TRUE(without("&attribute%5Bstation%5D=S001").starts_with("attribute[station]: "));
  EXPECT_TRUE(without("&attribute%5Bdistrict%5D=310115").starts_with("attribute[district]: "));
  EXPECT_TRUE(without("&attribute%5Bcategory%5D=difficult").starts_with("attribute[category]: "));
  EXPECT_TRUE(without("&description=%E4%B8%89%E6%AC%A1%E9%83%BD%E6%B2%A1%E5%8A%9E%E6%88%90")
                  .starts_with("description: "));
  EXPECT_TRUE(message_of(good + "&lat=31.2").starts_with("lat, long: "));
  EXPECT_TRUE(message_of(good + "&lat=91&long=1").starts_with("lat: "));
  EXPECT_TRUE(message_of(good + "&lat=nan&long=1").starts_with("lat: "));
  EXPECT_TRUE(message_of(good + "&lat=1&long=12x").starts_with("long: "));
  EXPECT_TRUE(message_of(good + "&address_id=7").starts_with("address_id: "));
  EXPECT_TRUE(message_of(good + "&attribute[demand]=wish").starts_with("attribute[demand]: "));
  EXPECT_TRUE(
      message_of(good + "&attribute[earlier_trips]=-1").starts_with("attribute[earlier_trips]: "));
  EXPECT_TRUE(
      message_of(good + "&attribute[confidential]=1").starts_with("attribute[confidential]: "));
  EXPECT_TRUE(message_of(good + "&attribute[line]=traffic").starts_with("'attribute[line]': "));
  EXPECT_TRUE(message_of(good + "&role=supervisor").starts_with("'role': "));
  auto nowhere = good;
  nowhere.replace(nowhere.find("RK01"), 4, "XX99");
  EXPECT_TRUE(message_of(nowhere).starts_with("service_code: 'XX99'"));
}

TEST(Open311Span, IsAtMostNinetyDays) {
  const auto at = [](std::string_view text) { return parse_timestamp(text).value(); };
  const auto now = at("2023-06-01T00:00:00Z");
  const auto none = open311::span_of({}, {}, now).value();
  EXPECT_EQ(none.to, now);
  EXPECT_EQ(none.from, at("2023-03-03T00:00:00Z"));
  const auto from = open311::span_of(at("2023-01-01T00:00:00Z"), {}, now).value();
  EXPECT_EQ(from.to, at("2023-04-01T00:00:00Z"));
  EXPECT_TRUE(open311::span_of(at("2023-01-01T00:00:00Z"), at("2023-04-01T00:00:00Z"), now));
  EXPECT_FALSE(open311::span_of(at("2023-01-01T00:00:00Z"), at("2023-04-01T00:00:01Z"), now));
  EXPECT_FALSE(open311::span_of(at("2023-01-02T00:00:00Z"), at("2023-01-01T00:00:00Z"), now));
}

TEST(Open311Errors, AreThoseOfTheStandard) {
  const auto of = [](Reply reply, std::string_view target = "/open311/v2/x.json") {
    return open311::in_its_errors(std::move(reply), target);
  };
  const auto code = [&](int status) { return of(problem(status, "n", "t")).status; };
  EXPECT_EQ(code(401), 403);
  EXPECT_EQ(code(404), 404);
  EXPECT_EQ(code(409), 400);
  EXPECT_EQ(code(415), 400);
  EXPECT_EQ(code(422), 400);
  EXPECT_EQ(code(429), 429);
  EXPECT_EQ(code(503), 503);
  auto slow = problem(429, "n", "t");
  slow.headers.emplace_back("Retry-After", "4");
  const auto reply = of(std::move(slow));
  EXPECT_EQ(reply.header("Retry-After"), "4");
  EXPECT_EQ(reply.type, "application/json");
  EXPECT_EQ(boost::json::parse(reply.body),
            value(array{object{{"code", 429}, {"description", "t"}}}));
  const auto good = of(json_reply(object{{"a", 1}}));
  EXPECT_EQ(good.body, "{\"a\":1}\n");
}

TEST(Open311Request, IsOpenUntilItHasEnded) {
  LedgerEntry row;
  row.number = "S001-1";
  row.station = "S001";
  row.unit = "310115.RK";
  row.phase = complaint::Phase::escalated_district;
  row.reported_at = parse_timestamp("2023-06-01T09:00:00+08:00").value();
  row.due = parse_timestamp("2023-06-08T23:59:59+08:00").value();
  const auto json = [&] { return open311::request_json({.row = row}, kShanghaiOffset); };
  EXPECT_EQ(json().at("status"), "open");
  EXPECT_EQ(json().at("status_notes"), "上报分局 escalated district");
  EXPECT_EQ(json().at("agency_responsible"), "310115.RK");
  EXPECT_EQ(json().at("requested_datetime"), "2023-06-01T09:00:00+08:00");
  EXPECT_EQ(json().at("expected_datetime"), "2023-06-08T23:59:59+08:00");
  EXPECT_TRUE(json().at("description").is_null());
  row.phase = complaint::Phase::closed;
  row.outcome = complaint::Outcome::cannot_by_law;
  EXPECT_EQ(json().at("status"), "closed");
  EXPECT_EQ(json().at("status_notes"), "依法不能办 cannot by law");
  row.phase = complaint::Phase::merged;
  row.unit = "case/S001-2";
  EXPECT_EQ(json().at("agency_responsible"), "S001") << "a stream is no agency";
}

// --- over the service ----------------------------------------------------------------------------

class Open311Test : public testing::Test {
 protected:
  Open311Test() {
    open("app1", casework::Role::supervisor, "");
    open("w7", casework::Role::window_officer, "S001");
    write = token("app1", Scope::write);
    read = token("app1", Scope::read);
  }

  ManualClock clock{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  std::unique_ptr<Office> office = Office::open({.store = "memory", .clock = &clock}).value();
  std::unique_ptr<Authenticator> authenticator =
      Authenticator::open(*office, {.file = {},
                                    .demo = true,
                                    .password_operations = 1,
                                    .password_memory = std::size_t{8} << 20})
          .value();
  Service service{*office, *authenticator, {.demo = true}};
  std::string write;
  std::string read;

  template <class Any, class Command>
  void give(std::string_view kind, std::string_view key, Command command, std::string_view actor) {
    Any any{std::move(command)};
    const auto outcome =
        office->handle_any(*office->engine().workflow(kind), StreamId::of(kind, key).value(), &any,
                           office->context(core::Actor::parse(actor)));
    ASSERT_TRUE(outcome);
    ASSERT_FALSE(outcome->refused()) << outcome->refusal().en;
  }
  void open(std::string_view key, casework::Role role, std::string unit) {
    give<account::Command>("account", key,
                           account::Open{std::string{key}, role, std::move(unit), ""},
                           "administrator:a1");
  }
  std::string token(std::string_view key, Scope scope) {
    Principal principal;
    principal.account = key;
    return authenticator
        ->issue_token(principal, static_cast<std::uint8_t>(scope), std::chrono::hours{24}, "")
        .value()
        .secret;
  }
  Reply get(const std::string& path, const std::string& key = {}) {
    Request r{.method = Method::get, .target = "/open311/v2/" + path};
    r.headers.emplace("Host", "window.example");
    if (!key.empty()) r.headers.emplace("Authorization", "Bearer " + key);
    return service.answer(r);
  }
  Request posting(const std::string& path, std::string body) {
    Request r{.method = Method::post, .target = "/open311/v2/" + path, .body = std::move(body)};
    r.headers.emplace("Host", "window.example");
    r.headers.emplace("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    return r;
  }
  Reply post(const std::string& path, std::string body) {
    return service.answer(posting(path, std::move(body)));
  }
  Reply report() { return post("requests.json", std::string{kReport} + "&api_key=" + write); }
  static value json(const Reply& reply) { return boost::json::parse(reply.body); }
  static object only(const Reply& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto read = json(reply);
    const bool one = read.is_array() && read.as_array().size() == 1;
    EXPECT_TRUE(one) << reply.body;
    return one ? read.as_array()[0].as_object() : object{};
  }
  static std::string text(const object& from, std::string_view member) {
    const auto* const found = from.if_contains(member);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : "";
  }
  /// [{code, description}] with the status itself.
  static void expect_error(const Reply& reply, int status) {
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_EQ(reply.type, "application/json");
    const auto read = json(reply);
    ASSERT_TRUE(read.is_array()) << reply.body;
    EXPECT_EQ(read.at(0).at("code"), status);
    EXPECT_FALSE(read.at(0).at("description").as_string().empty());
  }
  struct Given {
    std::string id;
    std::string code;
  };
  Given reported() {
    const auto answer = only(report());
    return {text(answer, "service_request_id"), text(answer, "inquiry_code")};
  }
  /// By the citizen's signed word.
  void withdraw(const std::string& key) {
    const auto officer = core::Actor::parse("window_officer:w7@S001");
    const auto id = StreamId::of("case", key).value();
    const auto outcome = office->handle(
        id, complaint::Withdraw{complaint::WithdrawProof::signature, "纸 1", "已解决"},
        office->context(officer));
    ASSERT_TRUE(outcome);
    ASSERT_FALSE(outcome->refused()) << outcome->refusal().en;
  }
};

TEST_F(Open311Test, ItSaysWhatItIs) {
  const auto reply = get("discovery.json");
  ASSERT_EQ(reply.status, 200);
  const auto endpoint = json(reply).at("endpoints").at(0);
  EXPECT_EQ(endpoint.at("url"), "http://window.example/open311/v2");
  EXPECT_EQ(endpoint.at("specification"), "http://wiki.open311.org/GeoReport_v2");
  EXPECT_EQ(endpoint.at("type"), "test");
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
}

TEST_F(Open311Test, ServicesAreTheMattersOfTheCatalogue) {
  const auto reply = get("services.json");
  ASSERT_EQ(reply.status, 200) << "no key is needed";
  const auto all = json(reply).as_array();
  EXPECT_EQ(all.size(), catalogue().matters().size());
  const auto found = std::find_if(
      all.begin(), all.end(), [](const value& one) { return one.at("service_code") == "RK01"; });
  ASSERT_NE(found, all.end());
  EXPECT_EQ(text(found->as_object(), "service_name"), catalogue().matter("RK01")->zh);
  EXPECT_EQ(text(found->as_object(), "group"),
            "人口 " + std::string{casework::en(casework::Line::population)});
  EXPECT_EQ(found->at("metadata"), true);
  const auto definition = json(get("services/RK01.json"));
  const auto district = definition.at("attributes").at(0);
  EXPECT_EQ(district.at("code"), "district");
  EXPECT_EQ(district.at("required"), true);
  EXPECT_EQ(district.at("values").as_array().size(),
            office->decider().norms.district_list().size());
  expect_error(get("services/XX99.json"), 404);
}

TEST_F(Open311Test, OtherFormatsAndJurisdictionsAreNotThere) {
  for (const auto* const path : {"services.xml", "services/RK01.xml", "requests/S001-1.xml"}) {
    const auto reply = get(path);
    expect_error(reply, 404);
    EXPECT_NE(reply.body.find("XML"), std::string::npos) << reply.body;
  }
  EXPECT_EQ(get("services.json?jurisdiction_id=shanghai").status, 200);
  expect_error(get("services.json?jurisdiction_id=bonn.de"), 404);
  const auto elsewhere = std::string{kReport} + "&jurisdiction_id=bonn.de&api_key=" + write;
  expect_error(post("requests.json", elsewhere), 404);
  expect_error(get("services.json?colour=red"), 400);
  expect_error(get("nothing.json"), 404);
  EXPECT_EQ(service.answer({.method = Method::get, .target = "/v1/nothing"}).type,
            "application/problem+json")
      << "elsewhere a no stays a problem";
}

TEST_F(Open311Test, ACitizenReportsThroughAToken) {
  const auto answer = only(report());
  const auto code = text(answer, "inquiry_code");
  EXPECT_EQ(code.size(), 9u);
  EXPECT_NE(text(answer, "service_notice").find("inquiry code " + code), std::string::npos);
  EXPECT_TRUE(answer.at("account_id").is_null());
  const auto id = StreamId::of("case", text(answer, "service_request_id")).value();
  const auto found = office->find_case(id).value();
  EXPECT_EQ(found.state.intake.channel, complaint::Channel::online);
  EXPECT_EQ(found.state.intake.matter, "RK01");
  EXPECT_EQ(found.state.intake.station, "S001");
  EXPECT_EQ(found.state.phases.stage, complaint::Phase::received) << "nobody has accepted it";
  EXPECT_EQ(office->history(id).value()[0].actor, "citizen:open311.app1");
}

TEST_F(Open311Test, NobodyReportsWithoutATokenForIt) {
  const auto head = office->store().head().value();
  const std::string body{kReport};
  expect_error(post("requests.json", body), 403);
  expect_error(post("requests.json", body + "&api_key=" + read), 403);
  expect_error(post("requests.json", body + "&api_key=rk_0_0"), 403);
  expect_error(post("requests.json?api_key=" + read, body + "&api_key=" + write), 400);
  // A browser's session is no means here, whatever it may do elsewhere.
  const auto session = authenticator->become(core::Actor::parse("supervisor:v1")).value();
  auto r = posting("requests.json", body);
  r.headers.emplace("Cookie", std::string{kSessionCookie} + "=" + session.cookie);
  r.headers.emplace("X-CSRF-Token", session.principal.csrf);
  expect_error(service.answer(r), 403);
  auto foreign = posting("requests.json", body + "&api_key=" + write);
  foreign.headers.emplace("Origin", "https://evil.example");
  expect_error(service.answer(foreign), 403);
  EXPECT_EQ(office->store().head().value(), head);
}

TEST_F(Open311Test, FormsAreForTheseRoutesAlone) {
  auto r = posting("requests.json", R"({"service_code":"RK01"})");
  r.headers.erase("Content-Type");
  r.headers.emplace("Content-Type", "application/json");
  expect_error(service.answer(r), 400);
  auto other = posting("x", "account=w7&password=x");
  other.target = "/v1/session";
  EXPECT_EQ(service.answer(other).status, 415);
}

TEST_F(Open311Test, WhatTheRulesRefuseIsSaidInBothLanguages) {
  auto body = std::string{kReport} + "&api_key=" + write;
  body.replace(body.find("310115"), 6, "999999");
  const auto reply = post("requests.json", body);
  expect_error(reply, 400);
  EXPECT_NE(reply.body.find("999999"), std::string::npos);
}

TEST_F(Open311Test, AStationMustBeRegisteredOnceAnyIs) {
  give<registry::Command>("registry", "PD01", registry::Register{"310115", "陆家嘴派出所", "c1"},
                          "station_chief:c1@PD01");
  auto known = std::string{kReport} + "&api_key=" + write;
  known.replace(known.find("S001"), 4, "PD01");
  only(post("requests.json", known));
  const auto reply = report();
  expect_error(reply, 400);
  EXPECT_NE(reply.body.find("attribute[station]"), std::string::npos) << reply.body;
}

TEST_F(Open311Test, AReportUnderTheSameKeyIsOne) {
  auto r = posting("requests.json", std::string{kReport} + "&api_key=" + write);
  r.headers.emplace("Idempotency-Key", "first");
  const auto first = only(service.answer(r));
  const auto again = only(service.answer(r));
  EXPECT_EQ(text(first, "service_request_id"), text(again, "service_request_id"));
  EXPECT_TRUE(again.at("inquiry_code").is_null()) << "of a code only the digest is known";
  EXPECT_NE(text(again, "service_notice").find("此前已登记"), std::string::npos);
}

TEST_F(Open311Test, ARequestIsShownForItsCode) {
  const auto mine = reported();
  const auto other = reported();
  const auto path = "requests/" + mine.id + ".json";
  const auto shown = only(get(path + "?code=" + mine.code));
  EXPECT_EQ(text(shown, "service_request_id"), mine.id);
  EXPECT_EQ(text(shown, "status"), "open");
  EXPECT_EQ(text(shown, "service_code"), "RK01");
  EXPECT_EQ(text(shown, "agency_responsible"), "S001");
  EXPECT_EQ(text(shown, "requested_datetime"), "2023-06-01T09:00:00+08:00");
  EXPECT_EQ(text(shown, "expected_datetime").substr(0, 10), "2023-06-08") << "five working days";
  expect_error(get(path), 403);
  const auto wrong = get(path + "?code=" + other.code);
  expect_error(wrong, 403);
  const auto slowed = get(path + "?code=" + mine.code);
  expect_error(slowed, 429);
  EXPECT_FALSE(slowed.header("Retry-After").empty());
  clock.advance(std::chrono::minutes{2});
  const auto right = get(path + "?code=" + mine.code);
  EXPECT_EQ(right.status, 200);
  EXPECT_TRUE(right.header("Set-Cookie").empty()) << "no session begins";
  expect_error(get("requests/S001-0.json?code=" + mine.code), 403);
}

TEST_F(Open311Test, NothingPersonalGoesOutToATokenOrAnybody) {
  const auto mine = reported();
  const std::string path = "requests/" + mine.id;
  for (const auto& reply :
       {get(path + ".json", read), get("requests.json", read), get(path + "/updates.json", read),
        get(path + "/updates.json?code=" + mine.code)}) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    for (const auto* const secret : {"张", "1380000", "example.cn", "三次", "open311.app1"}) {
      EXPECT_EQ(reply.body.find(secret), std::string::npos) << secret << " in " << reply.body;
    }
  }
  EXPECT_TRUE(only(get(path + ".json", read)).at("description").is_null());
  EXPECT_FALSE(only(get(path + ".json?code=" + mine.code)).at("description").is_null());
}

TEST_F(Open311Test, AListHoldsWhatWasReportedOnline) {
  const auto first = reported();
  clock.advance(std::chrono::hours{1});
  const auto second = reported();
  auto officer = office->context(core::Actor::parse("window_officer:w7@S001"));
  const auto walked_in = office
                             ->open_case(complaint::Report{.district = "310115",
                                                           .category = complaint::Category::other,
                                                           .line = casework::Line::population},
                                         officer)
                             .value();
  ASSERT_FALSE(walked_in.outcome.refused());
  const auto ids = [&](const std::string& query, const std::string& key) {
    std::vector<std::string> all;
    const auto reply = get("requests.json" + query, key);
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto list = json(reply);
    for (const auto& one : list.as_array()) {
      all.push_back(text(one.as_object(), "service_request_id"));
    }
    return all;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ids("", read), (Ids{second.id, first.id})) << "the latest first";
  EXPECT_EQ(ids("?service_request_id=" + first.id + ",none", read), Ids{first.id});
  EXPECT_EQ(ids("?service_code=RK02", read), Ids{});
  EXPECT_EQ(ids("?service_code=RK02,RK01&status=open", read).size(), 2u);
  EXPECT_EQ(ids("?status=closed", read), Ids{});
  withdraw(first.id);
  EXPECT_EQ(ids("?status=closed", read), Ids{first.id});
  EXPECT_EQ(ids("?status=open", read), Ids{second.id});
  EXPECT_EQ(ids("?status=open,closed", read).size(), 2u);
  EXPECT_EQ(ids("?start_date=2023-06-01T09:30:00%2B08:00", read), Ids{second.id});
  EXPECT_EQ(ids("?end_date=2023-05-31", read), Ids{});
  EXPECT_EQ(ids("?page_size=1&page=2", read), Ids{first.id});
  EXPECT_EQ(ids("?page=3", read), Ids{});
  EXPECT_NE(get("requests.json?page_size=1", read).header("Link").find("page=2"),
            std::string_view::npos);
  EXPECT_TRUE(get("requests.json?page_size=1&page=2", read).header("Link").empty());
  expect_error(get("requests.json"), 403);
  expect_error(get("requests.json", write), 403);
  expect_error(get("requests.json?status=lost", read), 400);
  expect_error(get("requests.json?start_date=2023-01-01&end_date=2023-05-01", read), 400);
  expect_error(get("requests.json?page_size=1001", read), 400);
  expect_error(get("requests.json?page=11", read), 400);
  // Whoever was met at the window has no request here, but for a code.
  expect_error(get("requests/" + std::string{walked_in.id.key()} + ".json", read), 404);
  EXPECT_EQ(
      get("requests/" + std::string{walked_in.id.key()} + ".json?code=" + walked_in.inquiry_code)
          .status,
      200);
}

TEST_F(Open311Test, AListHoldsTheCasesOfWhomTheTokenIsFor) {
  reported();
  open("w8", casework::Role::window_officer, "S002");
  EXPECT_EQ(json(get("requests.json", token("w7", Scope::read))).as_array().size(), 1u);
  EXPECT_TRUE(json(get("requests.json", token("w8", Scope::read))).as_array().empty());
}

TEST_F(Open311Test, AClosedRequestSaysWhatCameOfIt) {
  const auto mine = reported();
  withdraw(mine.id);
  const auto shown = only(get("requests/" + mine.id + ".json?code=" + mine.code));
  EXPECT_EQ(text(shown, "status"), "closed");
  EXPECT_EQ(text(shown, "status_notes"), "撤回 withdrawn");
  EXPECT_EQ(text(shown, "agency_responsible"), "S001") << "the archive is no agency";
}

TEST_F(Open311Test, UpdatesSayWhatHappenedAndByWhom) {
  const auto mine = reported();
  const auto id = StreamId::of("case", mine.id).value();
  const auto officer = core::Actor::parse("window_officer:w7@S001");
  ASSERT_FALSE(office->handle(id, complaint::Accept{}, office->context(officer)).value().refused());
  ASSERT_FALSE(office
                   ->handle(id, complaint::PlaceHold{"诉讼"},
                            office->context(core::Actor::parse("supervisor:v1")))
                   .value()
                   .refused());
  const auto path = "requests/" + mine.id + "/updates.json";
  const auto updates = [&](const Reply& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    std::vector<std::pair<std::string, std::string>> all;
    const auto list = json(reply);
    for (const auto& one : list.as_array()) {
      all.emplace_back(text(one.as_object(), "event"), text(one.as_object(), "by"));
    }
    return all;
  };
  using Updates = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(updates(get(path + "?code=" + mine.code)),
            (Updates{{"case.received", "citizen"}, {"case.accepted", "station"}}))
      << "a hold is for staff";
  const auto staff = updates(get(path, read));
  ASSERT_EQ(staff.size(), 3u);
  EXPECT_EQ(staff[2], (std::pair<std::string, std::string>{"case.hold_placed", "supervision"}));
  const auto last = json(get(path + "?page_size=1&page=2&code=" + mine.code)).at(0);
  EXPECT_EQ(last.at("description_zh"), "受理");
  EXPECT_EQ(last.at("update_id"), "2");
  const auto first = get(path + "?page_size=1&code=" + mine.code);
  EXPECT_NE(first.header("Link").find("page=2"), std::string_view::npos);
  EXPECT_EQ(first.header("Link").find(mine.code), std::string_view::npos);
  expect_error(get(path), 403);
}

TEST_F(Open311Test, ACitizenAddsToHisRequestByItsCode) {
  const auto mine = reported();
  const auto other = reported();
  const auto path = "requests/" + mine.id + "/updates.json";
  const auto added = only(post(path, "code=" + mine.code + "&description=%E8%BF%98%E6%9C%89"));
  EXPECT_EQ(text(added, "service_request_id"), mine.id);
  EXPECT_EQ(text(added, "update_id"), "2");
  const auto id = StreamId::of("case", mine.id).value();
  EXPECT_EQ(office->find_case(id).value().state.work.messages, 1u);
  EXPECT_EQ(office->history(id).value().back().actor, "citizen:citizen");
  const auto head = office->store().head().value();
  expect_error(post(path, "description=x"), 403);
  expect_error(post(path, "code=" + mine.code), 400);
  expect_error(post(path, "code=" + mine.code + "&description=+"), 400);
  expect_error(post(path, "code=" + mine.code + "&description=x&supplement=all"), 400);
  expect_error(post(path, "code=" + mine.code + "&supplement=1,,2"), 400);
  expect_error(post(path, "code=" + mine.code + "&description=x&api_key=" + write), 400);
  // Nothing is lacking, so nothing can be brought.
  expect_error(post(path, "code=" + mine.code + "&supplement=all"), 400);
  expect_error(post(path, "code=" + other.code + "&description=x"), 403);
  EXPECT_EQ(office->store().head().value(), head);
}

}  // namespace
}  // namespace recourse::server
