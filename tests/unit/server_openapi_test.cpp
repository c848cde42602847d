// What the API says of itself: the OpenAPI document, the forms, the page that reads the document.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <recourse/describe/json.hpp>
#include <recourse/office_workflows.hpp>
#include <regex>
#include <set>

#include "apps/server/api_page.hpp"
#include "apps/server/api_schemas.hpp"
#include "apps/server/field_labels.hpp"
#include "apps/server/forms.hpp"
#include "apps/server/openapi.hpp"

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using Strings = std::vector<std::string>;

std::vector<const core::WorkflowInfo*> infos() {
  std::vector<const core::WorkflowInfo*> all;
  for (const auto& workflow : office_workflows()) all.push_back(workflow.info);
  return all;
}

Reply unused(const Call&) { return {}; }

Route route(Method method, std::string path, std::string id, std::string tag) {
  Route made;
  made.method = method;
  made.path = std::move(path);
  made.id = std::move(id);
  made.summary = "Does it.";
  made.tag = std::move(tag);
  made.answer = &unused;
  return made;
}

std::vector<Route> routes() {
  std::vector<Route> all;
  auto sign_in = route(Method::post, "/v1/session", "sign_in", "session");
  sign_in.who = Who::everybody;
  sign_in.body = object{{"type", "object"}};
  all.push_back(std::move(sign_in));
  auto cases = route(Method::get, "/v1/cases", "cases", "lists");
  cases.live = true;
  cases.query = {{.name = "station", .doc = "Code of a station."},
                 {.name = "page_size",
                  .doc = "At most.",
                  .schema = R"({"type": "integer", "minimum": 1, "maximum": 1000})"},
                 {.name = "where", .doc = "All hold.", .repeated = true}};
  all.push_back(std::move(cases));
  auto printed = route(Method::get, "/v1/case/{key}/documents/{paper}", "document", "case");
  printed.produces = "text/html";
  all.push_back(std::move(printed));
  all.push_back(route(Method::get, "/v1/workflows/{kind}", "workflow", "workflows"));
  auto ends = route(Method::del, "/v1/session", "sign_out", "session");
  ends.success = 204;
  all.push_back(std::move(ends));
  all.push_back(route(Method::get, "/v1/{kind}/{key}", "find", "streams"));
  all.push_back(route(Method::get, "/v1/{kind}/{key}/history", "history", "streams"));
  all.push_back(route(Method::post, "/v1/{kind}/{key}/look", "look", "streams"));
  all.push_back(route(Method::get, "/v1/{kind}/{key}/looks", "looks", "streams"));
  auto command = route(Method::post, "/v1/{kind}/{key}/commands/{name}", "command", "streams");
  command.scope = Scope::write;
  command.query = {{.name = "dry_run", .doc = "Only what it would come to."}};
  all.push_back(std::move(command));
  auto begin = route(Method::post, "/v1/{kind}/commands/{name}", "begin", "streams");
  begin.scope = Scope::write;
  begin.success = 201;
  all.push_back(std::move(begin));
  return all;
}

const object& document() {
  static const object made = openapi(routes(), infos(), "1.2.3");
  return made;
}
const object& at(std::initializer_list<std::string_view> steps) {
  const value* found = nullptr;
  const auto* from = &document();
  for (const auto step : steps) {
    found = from->if_contains(step);
    if (found == nullptr) throw std::runtime_error{"there is no " + std::string{step}};
    from = &found->as_object();
  }
  return *from;
}
const object& operation(std::string_view path, std::string_view method) {
  return at({"paths", path, method});
}
const object& schema(std::string_view name) { return at({"components", "schemas", name}); }

/// Calls `see` with each object in a value, the outermost first.
void each_object(const value& in, const std::function<void(const object&)>& see) {
  if (const auto* members = in.if_object()) {
    see(*members);
    for (const auto& member : *members) each_object(member.value(), see);
  } else if (const auto* items = in.if_array()) {
    for (const auto& item : *items) each_object(item, see);
  }
}

/// What a reference points at; null: nothing.
const value* target(const std::string& reference) {
  if (!reference.starts_with("#/")) return nullptr;
  const value* found = nullptr;
  const auto* from = &document();
  for (std::size_t begin = 2; begin <= reference.size();) {
    const auto end = std::min(reference.find('/', begin), reference.size());
    found = from == nullptr ? nullptr : from->if_contains(reference.substr(begin, end - begin));
    if (found == nullptr) return nullptr;
    from = found->if_object();
    begin = end + 1;
  }
  return found;
}

Strings names_in(const value& list) {
  Strings names;
  for (const auto& one : list.as_array()) names.emplace_back(one.as_string());
  return names;
}

// --- the document --------------------------------------------------------------------------------

TEST(OpenApi, SaysWhatItIs) {
  EXPECT_EQ(document().at("openapi").as_string(), "3.1.0");
  EXPECT_EQ(at({"info"}).at("version").as_string(), "1.2.3");
}

TEST(OpenApi, HasEveryRoute) {
  const auto& paths = at({"paths"});
  for (const auto& one : routes()) {
    auto path = one.path;
    if (path.starts_with("/v1/{kind}/")) path.replace(0, 11, "/v1/case/");
    const auto name = path.find("{name}");
    if (name != std::string::npos) path.replace(name, 6, "report");
    auto method = std::string{name_of(one.method)};
    std::ranges::transform(method, method.begin(), [](char c) { return std::tolower(c); });
    ASSERT_TRUE(paths.contains(path)) << path;
    EXPECT_TRUE(paths.at(path).as_object().contains(method)) << method << " " << path;
  }
  EXPECT_FALSE(paths.contains("/v1/{kind}/{key}")) << "generic routes are written out";
  EXPECT_TRUE(paths.contains("/v1/workflows/{kind}"));
}

TEST(OpenApi, HasAPathAndAComponentForEveryCommand) {
  for (const auto* const workflow : infos()) {
    const std::string kind{workflow->kind};
    for (const auto* const command : workflow->commands->types) {
      const std::string name{short_name(command->type)};
      const auto& given = operation("/v1/" + kind + "/{key}/commands/" + name, "post");
      EXPECT_EQ(given.at("operationId").as_string(), kind + "_" + name);
      EXPECT_EQ(given.at("summary").as_string(), command->doc);
      EXPECT_EQ(given.at("tags"), (array{kind}));
      const auto& body = given.at("requestBody").at("content").at("application/json").at("schema");
      EXPECT_EQ(body, schema_ref(command->type));
      EXPECT_EQ(schema(command->type).at("title").as_string(), command->type);
    }
  }
}

TEST(OpenApi, BeginsStreamsWithoutAKeyWhereTheWorkflowMakesOne) {
  const auto& report = operation("/v1/case/commands/report", "post");
  EXPECT_EQ(report.at("operationId").as_string(), "begin_case_report");
  EXPECT_TRUE(report.at("responses").at("201").at("headers").as_object().contains("Location"));
  EXPECT_FALSE(report.at("responses").as_object().contains("200"));
  EXPECT_TRUE(at({"paths"}).contains("/v1/case/commands/finish_on_spot"));
  EXPECT_TRUE(at({"paths"}).contains("/v1/rectification/commands/open"));
  EXPECT_FALSE(at({"paths"}).contains("/v1/case/commands/accept"));
  EXPECT_TRUE(at({"paths"}).contains("/v1/calendar/commands/publish_year")) << "it has one stream";
  EXPECT_FALSE(at({"paths"}).contains("/v1/registry/commands/register"));
  const auto& under_a_key = operation("/v1/case/{key}/commands/report", "post").at("responses");
  EXPECT_TRUE(under_a_key.as_object().contains("201"));
  EXPECT_TRUE(under_a_key.as_object().contains("200")) << "with dry_run";
}

TEST(OpenApi, EveryReferenceResolves) {
  std::size_t references = 0;
  each_object(document(), [&](const object& one) {
    if (const auto* reference = one.if_contains("$ref")) {
      ++references;
      EXPECT_NE(target(std::string{reference->as_string()}), nullptr) << *reference;
    }
    const auto* told_apart = one.if_contains("discriminator");
    if (told_apart == nullptr || !told_apart->is_object()) return;
    for (const auto& member : told_apart->at("mapping").as_object()) {
      EXPECT_NE(target(std::string{member.value().as_string()}), nullptr) << member.key();
    }
  });
  EXPECT_GT(references, 1000u);
  EXPECT_EQ(target("#/components/schemas/case.frob"), nullptr) << "the test can fail";
}

TEST(OpenApi, NamesAreFitForGenerators) {
  const std::regex fit{"^[a-zA-Z0-9._-]+$"};
  for (const auto& kind : at({"components"})) {
    for (const auto& component : kind.value().as_object()) {
      EXPECT_TRUE(std::regex_match(std::string{component.key()}, fit)) << component.key();
    }
  }
  std::set<std::string> ids;
  for (const auto& path : at({"paths"})) {
    for (const auto& method : path.value().as_object()) {
      const std::string id{method.value().at("operationId").as_string()};
      EXPECT_TRUE(std::regex_match(id, std::regex{"^[a-z][a-z0-9_]*$"})) << id;
      EXPECT_TRUE(ids.insert(id).second) << id << " twice";
    }
  }
}

TEST(OpenApi, PlacesOfAPathAreItsParameters) {
  for (const auto& path : at({"paths"})) {
    std::set<std::string> places;
    const std::string text{path.key()};
    const std::regex place{"\\{([a-z]+)\\}"};
    for (std::sregex_iterator it{text.begin(), text.end(), place}, end; it != end; ++it) {
      places.insert((*it)[1]);
    }
    for (const auto& method : path.value().as_object()) {
      std::set<std::string> said;
      if (const auto* all = method.value().as_object().if_contains("parameters")) {
        for (const auto& one : all->as_array()) {
          const auto* in = one.as_object().if_contains("in");
          if (in != nullptr && in->as_string() == "path") {
            said.emplace(one.at("name").as_string());
            EXPECT_TRUE(one.at("required").as_bool());
          }
        }
      }
      EXPECT_EQ(said, places) << text;
    }
  }
}

TEST(OpenApi, ACommandTakesItsHeadersAndSaysWhatCanBeWrong) {
  const auto& accept = operation("/v1/case/{key}/commands/accept", "post");
  EXPECT_EQ(boost::json::serialize(accept.at("parameters")).find("Only what it would"),
            std::string::npos)
      << "dry_run is said once";
  Strings references;
  for (const auto& one : accept.at("parameters").as_array()) {
    const auto* reference = one.as_object().if_contains("$ref");
    if (reference != nullptr) references.emplace_back(reference->as_string());
  }
  EXPECT_EQ(references,
            (Strings{"#/components/parameters/Idempotency-Key", "#/components/parameters/If-Match",
                     "#/components/parameters/dry_run"}));
  Strings statuses;
  for (const auto& one : accept.at("responses").as_object()) statuses.emplace_back(one.key());
  EXPECT_EQ(statuses, (Strings{"200", "400", "401", "403", "404", "409", "412", "422", "503"}));
  const auto& done = accept.at("responses").at("200").at("content").at("application/json");
  const auto& either = done.at("schema").at("anyOf").as_array();
  EXPECT_EQ(names_in(either[0].at("required")), (Strings{"position", "item", "outcome"}));
  EXPECT_EQ(names_in(either[1].at("required")), (Strings{"position", "item"})) << "of dry_run";
  const auto& begin = operation("/v1/case/commands/report", "post").at("parameters").as_array();
  EXPECT_EQ(begin.size(), 1u) << "a stream that is not there has no version";
}

TEST(OpenApi, SaysWhoMayCall) {
  EXPECT_EQ(operation("/v1/session", "post").at("security"), array{});
  EXPECT_EQ(operation("/v1/case/{key}", "get").at("security"),
            boost::json::parse(R"([{"session": []}, {"token": ["read"]}])"));
  EXPECT_EQ(operation("/v1/case/{key}/commands/accept", "post").at("security"),
            boost::json::parse(R"([{"session": [], "csrf": []}, {"token": ["write"]}])"));
  for (const auto* const scheme : {"session", "csrf", "token"}) {
    EXPECT_TRUE(at({"components", "securitySchemes"}).contains(scheme)) << scheme;
  }
}

TEST(OpenApi, TakesParametersAsTheRowsHaveThem) {
  const auto& cases = operation("/v1/cases", "get");
  const auto& parameters = cases.at("parameters").as_array();
  EXPECT_EQ(parameters[0].at("schema"), boost::json::parse(R"({"type": "string"})"));
  EXPECT_EQ(parameters[1].at("schema").at("maximum").to_number<int>(), 1000);
  EXPECT_EQ(parameters[2].at("schema").at("type").as_string(), "array");
  const auto& content = cases.at("responses").at("200").at("content").as_object();
  EXPECT_TRUE(content.contains("text/event-stream")) << "it is live";
  EXPECT_TRUE(content.contains("application/json"));
  const auto& kinds = operation("/v1/workflows/{kind}", "get").at("parameters").as_array();
  EXPECT_EQ(kinds[0].at("schema").at("enum").as_array().size(), office_workflows().size());
  const auto& year = operation("/v1/calendar/{key}", "get").at("parameters").as_array();
  EXPECT_EQ(year[0].at("schema").at("const").as_string(), "cn") << "it is the only one";
  const auto& ended = operation("/v1/session", "delete").at("responses").at("204").as_object();
  EXPECT_FALSE(ended.contains("content"));
  const auto& page = operation("/v1/case/{key}/documents/{paper}", "get").at("responses");
  EXPECT_TRUE(page.at("200").at("content").as_object().contains("text/html"));
}

TEST(OpenApi, ARouteOfItsOwnGoesBeforeAGenericOne) {
  auto all = routes();
  auto own = route(Method::get, "/v1/case/{key}/history", "own_history", "case");
  all.insert(all.begin(), own);
  auto made = openapi(all, infos(), "1");
  const auto id = [&] {
    return std::string{
        made.at("paths").at("/v1/case/{key}/history").at("get").at("operationId").as_string()};
  };
  EXPECT_EQ(id(), "own_history");
  all.erase(all.begin());
  all.push_back(own);
  made = openapi(all, infos(), "1");
  EXPECT_EQ(id(), "own_history");
}

TEST(OpenApi, IsTheSameEachTime) {
  EXPECT_EQ(boost::json::serialize(openapi(routes(), infos(), "1.2.3")),
            boost::json::serialize(document()));
}

// --- components ----------------------------------------------------------------------------------

TEST(OpenApi, ACommandIsSentWithWhatItNeeds) {
  const auto& close = schema("case.close");
  EXPECT_EQ(names_in(close.at("required")), (Strings{"outcome", "reply", "told"}));
  EXPECT_EQ(close.at("properties").at("type").at("const").as_string(), "case.close");
  EXPECT_EQ(names_in(schema("case.accept").at("required")), Strings{});
}

TEST(OpenApi, WhatIsShownMayBeNull) {
  const auto& closed = schema("case.closed").at("properties").as_object();
  EXPECT_EQ(closed.at("type").at("const").as_string(), "case.closed");
  EXPECT_EQ(closed.at("by").at("anyOf").as_array().back(),
            boost::json::parse(R"({"type": "null"})"));
  const auto& stream = schema("case.Stream").at("properties").as_object();
  EXPECT_EQ(stream.at("state"), schema_ref("case.State"));
  const auto& state = schema("case.State").at("properties").as_object();
  EXPECT_TRUE(state.contains("intake"));
  EXPECT_TRUE(state.contains("owner")) << "what follows from the state stands behind it";
  EXPECT_EQ(schema("case.State").at("required").as_array().size(), state.size());
}

TEST(OpenApi, EventsAreToldApartByTheirType) {
  for (const auto* const workflow : infos()) {
    const auto& any = schema(std::string{workflow->kind} + ".Event");
    EXPECT_EQ(any.at("oneOf").as_array().size(), workflow->events->types.size());
    EXPECT_EQ(any.at("discriminator").at("propertyName").as_string(), "type");
    EXPECT_EQ(any.at("discriminator").at("mapping").as_object().size(),
              workflow->events->types.size());
  }
}

TEST(OpenApi, AProblemHasTheMembersThatItIsDescribedWith) {
  const auto& properties = schema("Problem").at("properties").as_object();
  std::set<std::string> met;
  core::Refusal refusal{"used", "R1", "Used.", "已用。", {"case.close"}};
  for (const auto& reply : {problem(refusal), problem(Error{Errc::not_found, "there is none"}),
                            problem(401, "not_signed_in", "Nobody is signed in", "Sign in.")}) {
    const auto said = boost::json::parse(reply.body).as_object();
    for (const auto& member : said) {
      EXPECT_TRUE(properties.contains(member.key())) << member.key();
      met.emplace(member.key());
    }
    for (const auto& name : names_in(schema("Problem").at("required"))) {
      EXPECT_TRUE(said.contains(name)) << reply.body;
    }
  }
  EXPECT_GE(met.size(), 9u);
}

// --- forms ---------------------------------------------------------------------------------------

/// Every field of a type is in its form, what is nested too.
void expect_fields(const array& fields, const describe::TypeInfo& type) {
  ASSERT_EQ(fields.size(), type.fields.size()) << type.type;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const auto& field = type.fields[i];
    const auto& form = fields[i].as_object();
    EXPECT_EQ(form.at("name").as_string(), field.name);
    EXPECT_EQ(form.at("doc").as_string(), field.doc);
    EXPECT_EQ(form.at("needed").as_bool(), field.needed);
    EXPECT_FALSE(field_label(type.type, field.name).empty()) << type.type << "." << field.name;
    EXPECT_EQ(form.at("personal").as_bool(), field.access == describe::Access::identity)
        << type.type << "." << field.name;
    const auto* value = field.value;
    const auto* at = &form;
    while (value->element != nullptr) {
      if (value->shape == describe::Shape::list) at = &at->at("item").as_object();
      value = value->element;
    }
    if (value->words != nullptr) {
      const auto& words = at->at("words").as_array();
      ASSERT_EQ(words.size(), value->words->words.size());
      EXPECT_EQ(words[0].at("name").as_string(), value->words->words[0].name);
      EXPECT_EQ(words[0].at("zh").as_string(), value->words->words[0].zh);
    }
    if (value->object != nullptr) expect_fields(at->at("fields").as_array(), *value->object);
  }
}

TEST(Forms, NameEveryFieldInBothLanguages) {
  for (const auto* const workflow : infos()) {
    const auto form = workflow_form(*workflow);
    const auto& commands = form.at("commands").as_array();
    ASSERT_EQ(commands.size(), workflow->commands->types.size());
    for (std::size_t i = 0; i < commands.size(); ++i) {
      const auto& type = *workflow->commands->types[i];
      EXPECT_EQ(commands[i].at("type").as_string(), type.type);
      EXPECT_EQ(commands[i].at("zh").as_string(), type.zh);
      EXPECT_EQ(commands[i].at("begins").as_bool(), workflow->begins_stream(type.type));
      expect_fields(commands[i].at("fields").as_array(), type);
    }
    const auto& events = form.at("events").as_array();
    ASSERT_EQ(events.size(), workflow->events->types.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
      expect_fields(events[i].at("fields").as_array(), *workflow->events->types[i]);
    }
    std::set<std::string> shown;
    for (const auto& field : form.at("state").at("fields").as_array()) {
      EXPECT_TRUE(shown.emplace(field.at("name").as_string()).second) << field.at("name");
    }
    for (const auto* const type : {workflow->state, workflow->summary}) {
      if (type == nullptr) continue;
      for (const auto& field : type->fields) {
        EXPECT_EQ(shown.count(std::string{field.name}), 1u) << field.name;
        EXPECT_FALSE(field_label(type->type, field.name).empty())
            << type->type << "." << field.name;
      }
    }
  }
}

object command_form(std::string_view kind, std::string_view type) {
  const auto form = workflow_form(*office_workflow(kind)->info);
  for (const auto& command : form.at("commands").as_array()) {
    if (command.at("type").as_string() == type) return command.as_object();
  }
  ADD_FAILURE() << "there is no " << type;
  return {};
}
object field_of(const object& form, std::string_view name) {
  for (const auto& field : form.at("fields").as_array()) {
    if (field.at("name").as_string() == name) return field.as_object();
  }
  ADD_FAILURE() << "there is no " << name;
  return {};
}

TEST(Forms, SayWhatAnInputAsksFor) {
  const auto pause = command_form("case", "case.pause");
  EXPECT_EQ(pause.at("name").as_string(), "pause");
  EXPECT_EQ(pause.at("zh").as_string(), "暂停");
  EXPECT_FALSE(pause.at("begins").as_bool());
  EXPECT_EQ(pause.at("schema").at("title").as_string(), "case.pause");
  const auto ground = field_of(pause, "ground");
  EXPECT_EQ(ground.at("zh").as_string(), "暂停事由");
  EXPECT_EQ(ground.at("form").as_string(), "word");
  EXPECT_TRUE(ground.at("needed").as_bool());
  EXPECT_EQ(ground.at("words").at(2),
            boost::json::parse(R"({"name": "force_majeure", "zh": "不可抗力"})"));
  EXPECT_EQ(field_of(pause, "reason").at("zh").as_string(), "原因");
  EXPECT_EQ(field_of(pause, "reason").at("form").as_string(), "text");

  const auto report = command_form("case", "case.report");
  EXPECT_TRUE(report.at("begins").as_bool());
  EXPECT_TRUE(report.at("makes_key").as_bool());
  const auto name = field_of(report, "name");
  EXPECT_TRUE(name.at("personal").as_bool());
  EXPECT_TRUE(name.at("optional").as_bool());
  EXPECT_EQ(name.at("form").as_string(), "text");
  EXPECT_EQ(field_of(report, "reported_at").at("form").as_string(), "moment");
  EXPECT_EQ(field_of(report, "present").at("form").as_string(), "truth");
  EXPECT_EQ(field_of(report, "earlier_trips").at("form").as_string(), "number");
  const auto accused = field_of(report, "accused");
  EXPECT_EQ(accused.at("form").as_string(), "list");
  EXPECT_EQ(accused.at("item").at("form").as_string(), "group");

  const auto once = command_form("case", "case.finish_on_spot");
  const auto inner = field_of(once, "report");
  EXPECT_EQ(inner.at("form").as_string(), "group");
  EXPECT_EQ(field_of(inner, "category").at("form").as_string(), "word");
  EXPECT_EQ(field_of(command_form("case", "case.extend"), "until").at("form").as_string(), "day");
}

TEST(Forms, ListWhatThereIs) {
  const auto list = workflow_list(infos());
  ASSERT_EQ(list.size(), office_workflows().size());
  const auto& complaint = list[0];
  EXPECT_EQ(complaint.at("kind").as_string(), "case");
  EXPECT_EQ(complaint.at("name").as_string(), "complaint");
  EXPECT_TRUE(complaint.at("makes_key").as_bool());
  for (const auto& one : list) {
    EXPECT_FALSE(one.at("doc").as_string().empty()) << one.at("kind");
    if (one.at("kind").as_string() != "calendar") continue;
    EXPECT_EQ(one.at("key").as_string(), "cn");
    EXPECT_FALSE(one.at("makes_key").as_bool());
  }
}

TEST(FieldLabels, AreATypesOwnOrEverybodys) {
  EXPECT_EQ(field_label("case.pause", "ground"), "暂停事由");
  EXPECT_EQ(field_label("no.such", "ground"), "理由");
  EXPECT_EQ(field_label("case.pause", "no_such"), "");
}

// --- the page ------------------------------------------------------------------------------------

TEST(ApiPage, KeepsItsPolicy) {
  const std::string page{api_page()};
  EXPECT_FALSE(std::regex_search(page, std::regex{"\\son[a-z]+="})) << "inline handlers";
  EXPECT_FALSE(std::regex_search(page, std::regex{"<style|style=|<script>|javascript:"}));
  EXPECT_EQ(page.find("://"), std::string::npos) << "it asks nobody else";
  EXPECT_NE(page.find("src=\"/v1/docs.js\""), std::string::npos);
  EXPECT_NE(page.find("href=\"/v1/docs.css\""), std::string::npos);
  const std::string script{api_page_script()};
  for (const auto* const banned : {"innerHTML", "outerHTML", "insertAdjacentHTML", "eval(",
                                   "document.write", "new Function", "://", ".style"}) {
    EXPECT_EQ(script.find(banned), std::string::npos) << banned;
  }
  EXPECT_NE(script.find("fetch(\"/v1/openapi.json\")"), std::string::npos);
  EXPECT_EQ(std::string{api_page_style()}.find("url("), std::string::npos);
  EXPECT_EQ(kApiPagePolicy.find("unsafe"), std::string_view::npos);
}

TEST(ApiPage, HasThePlacesThatItsScriptFills) {
  const std::string page{api_page()};
  const std::string script{api_page_script()};
  const std::regex place{"getElementById\\(\"([a-z]+)\"\\)"};
  std::size_t places = 0;
  for (std::sregex_iterator it{script.begin(), script.end(), place}, end; it != end; ++it) {
    ++places;
    EXPECT_NE(page.find("id=\"" + (*it)[1].str() + "\""), std::string::npos) << (*it)[1];
  }
  EXPECT_GE(places, 5u);
}

}  // namespace
}  // namespace recourse::server
