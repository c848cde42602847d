// Signing in and out, who one is, passwords, tokens.
#include <array>
#include <recourse/casework/account/decider.hpp>
#include <recourse/office/answer_json.hpp>

#include "apps/server/parameters.hpp"
#include "apps/server/routes.hpp"

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
namespace account = casework::account;

constexpr std::array<std::pair<Scope, std::string_view>, 4> kScopes{{{Scope::read, "read"},
                                                                     {Scope::write, "write"},
                                                                     {Scope::feed, "feed"},
                                                                     {Scope::operate, "operate"}}};

std::string_view name_of(Means means) {
  switch (means) {
    case Means::session:
      return "session";
    case Means::token:
      return "token";
    case Means::proxy:
      return "proxy";
    case Means::inquiry:
      return "inquiry";
  }
  return {};
}

array scopes_json(std::uint8_t scopes) {
  array names;
  for (const auto& [scope, name] : kScopes) {
    if ((scopes & static_cast<std::uint8_t>(scope)) != 0) names.push_back(string{name});
  }
  return names;
}

Result<std::uint8_t> scopes_of(const object& body) {
  const auto* const given = body.if_contains("scopes");
  if (given == nullptr || !given->is_array()) {
    return Error{Errc::invalid_argument, "scopes: a list of read, write, feed, operate"};
  }
  unsigned scopes = 0;
  for (const auto& one : given->get_array()) {
    unsigned bit = 0;
    for (const auto& [scope, name] : kScopes) {
      if (one.is_string() && one.get_string() == name) bit = static_cast<unsigned>(scope);
    }
    if (bit == 0) {
      return Error{Errc::invalid_argument, "scopes: each is one of read, write, feed, operate"};
    }
    scopes |= bit;
  }
  return static_cast<std::uint8_t>(scopes);
}

object who_json(const Principal& who, bool demo) {
  object json{{"account", nullptr},
              {"name", string{who.name}},
              {"actor", {{"id", who.actor.id}, {"role", who.actor.role}, {"unit", who.actor.unit}}},
              {"means", string{name_of(who.means)}},
              {"scopes", scopes_json(who.scopes)},
              {"csrf", nullptr},
              {"stream", nullptr},
              {"demo", demo}};
  if (!who.account.empty()) json["account"] = string{who.account};
  if (!who.csrf.empty()) json["csrf"] = string{who.csrf};
  if (!who.stream.empty()) json["stream"] = string{who.stream};
  return json;
}

Reply begun(const SignedIn& session, const Request& request, bool demo) {
  auto reply = json_reply(item_answer(who_json(session.principal, demo)), 201);
  reply.headers.emplace_back("Set-Cookie", session_cookie(session.cookie, request.secure));
  return reply;
}

Result<Reply> begun(Result<Authenticator::Answer> answer, const Request& request, bool demo) {
  if (!answer) return answer.error();
  if (!answer->session) return std::move(answer->refusal);
  return begun(*answer->session, request, demo);
}

Result<Reply> sign_in(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto body, json_body(call.request));
  Credentials given;
  RECOURSE_TRY_ASSIGN(given.account, text_member(body, "account"));
  RECOURSE_TRY_ASSIGN(given.password, text_member(body, "password"));
  return begun(from.authenticator.sign_in(given, call.request), call.request, from.demo);
}

Result<Reply> sign_in_citizen(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto body, json_body(call.request));
  Inquiry given;
  RECOURSE_TRY_ASSIGN(given.stream, text_member(body, "case"));
  RECOURSE_TRY_ASSIGN(given.code, text_member(body, "code"));
  return begun(from.authenticator.sign_in(given, call.request), call.request, from.demo);
}

Result<Reply> who(const Sources& from, const Call& call) {
  // Nobody is an answer, too: a page that asks first is not wrong.
  if (call.principal == nullptr) return json_reply(object{{"item", nullptr}, {"demo", from.demo}});
  return json_reply(item_answer(who_json(*call.principal, from.demo)));
}

Result<Reply> sign_out(const Sources& from, const Call& call) {
  RECOURSE_TRY(from.authenticator.sign_out(*call.principal));
  Reply reply{.status = 204};
  reply.headers.emplace_back("Set-Cookie", ended_cookie(call.request.secure));
  return reply;
}

/// Records what was done with an account's secrets, and who did it; never the secret. What may not
/// be recorded is not done: its refusal. Nothing: it is recorded.
Result<std::optional<Reply>> note(const Sources& from, const Call& call, std::string_view account,
                                  const account::Command& command) {
  const auto* const port = from.office.engine().workflow(account::AccountDecider::kKind);
  RECOURSE_TRY_ASSIGN(const auto stream, StreamId::of(account::AccountDecider::kKind, account));
  RECOURSE_TRY_ASSIGN(
      const auto outcome,
      from.office.handle_any(*port, stream, &command, from.office.context(call.actor())));
  if (outcome.refused()) return std::optional{problem(outcome.refusal())};
  return std::optional<Reply>{};
}

Result<Reply> change_password(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto body, json_body(call.request));
  RECOURSE_TRY_ASSIGN(const auto before, text_member(body, "old"));
  RECOURSE_TRY_ASSIGN(const auto after, text_member(body, "new"));
  RECOURSE_TRY_ASSIGN(const bool changed, from.authenticator.change_password(
                                              *call.principal, before, after, call.request));
  if (!changed)
    return problem(403, "wrong_password", "the old password is wrong, or wait a little");
  RECOURSE_TRY_ASSIGN(auto no, note(from, call, call.principal->account, account::NotePassword{}));
  return no ? std::move(*no) : Reply{.status = 204};
}

Result<Reply> set_password(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto body, json_body(call.request));
  RECOURSE_TRY_ASSIGN(const auto password, text_member(body, "password"));
  RECOURSE_TRY(check_password(call.places[0], password));
  RECOURSE_TRY_ASSIGN(auto no, note(from, call, call.places[0], account::NotePassword{}));
  if (no) return std::move(*no);
  RECOURSE_TRY(from.authenticator.set_password(call.places[0], password));
  return Reply{.status = 204};
}

// --- the demonstration ---------------------------------------------------------------------------

/// How the list names a citizen: by the case, "citizen:31010101-20240109-004".
std::string name_of(const Inquiry& citizen) {
  return "citizen:" + citizen.stream.substr(citizen.stream.find('/') + 1);
}

/// Staff by their names; citizens with what they would type, as number and code are all they have.
Result<Reply> actors(const Sources& from, const Call&) {
  array items;
  for (const auto& one : from.demo_actors) items.push_back(string{one});
  for (const auto& one : from.demo_citizens) {
    const auto actor = name_of(one);
    const auto key = actor.substr(actor.find(':') + 1);
    items.push_back(object{{"actor", actor},
                           {"name", "citizen of case " + key},
                           {"zh", "群众（编号 " + key + "）"},
                           {"case", key},
                           {"code", one.code}});
  }
  return json_reply(list_answer(std::move(items)));
}

Result<Reply> become(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto body, json_body(call.request));
  RECOURSE_TRY_ASSIGN(const auto actor, text_member(body, "actor"));
  for (const auto& one : from.demo_citizens) {
    if (actor != name_of(one)) continue;
    return begun(from.authenticator.sign_in(one, call.request), call.request, from.demo);
  }
  RECOURSE_TRY_ASSIGN(const auto session, from.authenticator.become(core::Actor::parse(actor)));
  return begun(session, call.request, from.demo);
}

// --- tokens --------------------------------------------------------------------------------------

constexpr std::uint64_t kDaysMost = 365;

Result<Reply> tokens(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto list, from.authenticator.tokens(call.principal->account));
  array items;
  for (const auto& one : list) {
    items.push_back(object{{"id", one.id},
                           {"note", one.note},
                           {"scopes", scopes_json(one.scopes)},
                           {"issued", to_string(one.issued)},
                           {"until", to_string(one.until)}});
  }
  return json_reply(list_answer(std::move(items)));
}

Result<Reply> issue_token(const Sources& from, const Call& call) {
  if (call.principal->means != Means::session) {
    return problem(403, "session_wanted", "a token is issued to a session alone");
  }
  RECOURSE_TRY_ASSIGN(const auto body, json_body(call.request));
  RECOURSE_TRY_ASSIGN(const auto label, text_member(body, "note"));
  RECOURSE_TRY_ASSIGN(const auto scopes, scopes_of(body));
  const auto* const days = body.if_contains("days");
  const auto wanted = days != nullptr && days->is_int64() ? days->get_int64() : 0;
  if (wanted < 1 || wanted > static_cast<std::int64_t>(kDaysMost)) {
    return Error{Errc::invalid_argument, "days: how long it holds, from 1 to 365"};
  }
  RECOURSE_TRY_ASSIGN(const auto token,
                      from.authenticator.issue_token(*call.principal, scopes,
                                                     std::chrono::hours{24 * wanted}, label));
  account::NoteToken noted{token.id, {}, {}};
  for (const auto& [scope, name] : kScopes) {
    account::Scope one{};
    const bool given = (scopes & static_cast<std::uint8_t>(scope)) != 0;
    if (given && describe::enum_from_name(name, one)) noted.scopes.push_back(one);
  }
  noted.until = from.office.clock().now() + std::chrono::hours{24 * wanted};
  auto no = note(from, call, call.principal->account, noted);
  if (!no || *no) {
    // What is not recorded does not hold.
    RECOURSE_TRY(from.authenticator.revoke_token(call.principal->account, token.id));
    if (!no) return no.error();
    return std::move(**no);
  }
  return json_reply(item_answer(object{{"id", token.id}, {"token", token.secret}}), 201);
}

Result<Reply> revoke_token(const Sources& from, const Call& call) {
  RECOURSE_TRY(from.authenticator.revoke_token(call.principal->account, call.places[0]));
  RECOURSE_TRY_ASSIGN(auto no, note(from, call, call.principal->account,
                                    account::NoteTokenRevoked{call.places[0]}));
  return no ? std::move(*no) : Reply{.status = 204};
}

object body_of(std::initializer_list<std::string_view> names) {
  object properties;
  array required;
  for (const auto name : names) {
    properties[name] = object{{"type", "string"}};
    required.push_back(string{name});
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

}  // namespace

void add_session_routes(const Sources& sources, std::vector<Route>& routes) {
  const auto* from = &sources;
  const auto of = [from](Result<Reply> (*f)(const Sources&, const Call&)) {
    return answering([from, f](const Call& call) { return f(*from, call); });
  };
  const auto add = [&](Method method, std::string path, std::string id, std::string summary,
                       Who may, Result<Reply> (*f)(const Sources&, const Call&)) -> Route& {
    routes.push_back({.method = method,
                      .path = std::move(path),
                      .id = std::move(id),
                      .summary = std::move(summary),
                      .tag = "session",
                      .who = may,
                      .answer = of(f)});
    return routes.back();
  };
  auto& begin = add(Method::post, "/v1/session", "sign_in", "Signs in.", Who::everybody, sign_in);
  begin.body = body_of({"account", "password"});
  begin.success = 201;
  auto& citizen = add(Method::post, "/v1/session/citizen", "sign_in_citizen",
                      "Signs in by case number and inquiry code, for that case alone (R18).",
                      Who::everybody, sign_in_citizen);
  citizen.body = body_of({"case", "code"});
  citizen.success = 201;
  add(Method::get, "/v1/session", "who_am_i", "Who one is; null: nobody.", Who::everybody, who);
  add(Method::del, "/v1/session", "sign_out", "Ends the session.", Who::signed_in, sign_out)
      .success = 204;
  auto& change =
      add(Method::put, "/v1/session/password", "change_password",
          "Changes one's own password; other sessions end.", Who::staff, change_password);
  change.body = body_of({"old", "new"});
  change.success = 204;
  auto& first = add(Method::put, "/v1/account/{key}/password", "set_password",
                    "Sets an account's password; its sessions end.", Who::operators, set_password);
  first.body = body_of({"password"});
  first.scope = Scope::operate;
  first.success = 204;
  add(Method::get, "/v1/tokens", "tokens", "One's own tokens.", Who::staff, tokens);
  auto& issue = add(Method::post, "/v1/tokens", "issue_token",
                    "Issues a token; its text is shown once.", Who::staff, issue_token);
  issue.success = 201;
  issue.scope = Scope::write;
  issue.body =
      object{{"type", "object"},
             {"properties",
              {{"note", {{"type", "string"}}},
               {"scopes",
                {{"type", "array"}, {"items", {{"enum", {"read", "write", "feed", "operate"}}}}}},
               {"days", {{"type", "integer"}, {"minimum", 1}, {"maximum", kDaysMost}}}}},
             {"required", {"note", "scopes", "days"}},
             {"additionalProperties", false}};
  auto& revoke = add(Method::del, "/v1/tokens/{id}", "revoke_token", "Revokes a token.", Who::staff,
                     revoke_token);
  revoke.scope = Scope::write;
  revoke.success = 204;
  if (!sources.demo) return;
  add(Method::get, "/v1/session/demo", "demo_actors", "Who one may become.", Who::everybody,
      actors);
  auto& other =
      add(Method::post, "/v1/session/demo", "become", "Becomes somebody.", Who::everybody, become);
  other.body = body_of({"actor"});
  other.success = 201;
}

}  // namespace recourse::server
