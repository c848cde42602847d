// Open311 GeoReport v2 (docs/open311.md). No session opens these routes, and no proxy's word:
// whoever reports or lists has a token, whoever asks for his own request its inquiry code.
#include <algorithm>
#include <recourse/base/limits.hpp>
#include <recourse/base/text.hpp>
#include <recourse/casework/complaint/commands/clock.hpp>
#include <recourse/casework/complaint/commands/routes.hpp>
#include <recourse/casework/complaint/lifecycle.hpp>
#include <recourse/office/ledger.hpp>

#include "apps/server/open311.hpp"
#include "apps/server/parameters.hpp"
#include "apps/server/routes.hpp"

namespace recourse::server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
namespace complaint = casework::complaint;

constexpr std::uint64_t kPageMax = limits::kListPageMax;
/// How far into a list pages reach: each page reads what is before it.
constexpr std::uint64_t kReachMax = 10 * kPageMax;
constexpr std::size_t kIdempotencyBytesMax = 128;
constexpr std::string_view kSuffix = ".json";

Error wrong(std::string_view name, std::string_view what) {
  return {Errc::invalid_argument, std::string{name} + ": " + std::string{what}};
}

/// Nothing: it is ours, or none was named.
std::optional<Reply> foreign(const Sources& from, std::string_view jurisdiction) {
  const auto& ours = from.office.decider().norms.name;
  if (jurisdiction.empty() || jurisdiction == ours) return std::nullopt;
  return problem(404, "jurisdiction", "jurisdiction_id: this one is " + ours);
}

/// "RK01.json" → "RK01"; nothing: another format is asked for.
std::optional<std::string> without_suffix(const std::string& place) {
  if (!place.ends_with(kSuffix) || place.size() == kSuffix.size()) return std::nullopt;
  return place.substr(0, place.size() - kSuffix.size());
}

Reply no_format() { return problem(404, "format", "only JSON is served: a path ends in .json"); }

// --- who asks ------------------------------------------------------------------------------------

/// What of a request tells where it comes from; nobody's cookie, no proxy's name.
Request bare(const Request& request) {
  Request r{.method = request.method, .peer = request.peer, .secure = request.secure};
  const auto forwarded = request.header("X-Forwarded-For");
  if (!forwarded.empty()) r.headers.emplace("X-Forwarded-For", forwarded);
  return r;
}

/// The token of the bearer, of the query or of the form. invalid_argument: they differ.
Result<std::string> key_of(const Call& call, const open311::Form* form) {
  constexpr std::string_view kBearer = "bearer ";
  std::vector<std::string> given{text(call, "api_key")};
  if (form != nullptr) {
    if (const auto* const key = open311::field(*form, "api_key")) given.push_back(*key);
  }
  const auto authorization = call.request.header("Authorization");
  std::string scheme{authorization.substr(0, kBearer.size())};
  for (auto& c : scheme) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (scheme == kBearer) given.emplace_back(authorization.substr(kBearer.size()));
  std::erase(given, std::string{});
  if (given.empty()) return std::string{};
  const bool one = std::all_of(given.begin(), given.end(),
                               [&](const std::string& key) { return key == given.front(); });
  if (!one) return wrong("api_key", "two different ones were sent");
  return given.front();
}

/// Whose token it is, or the reply that says why it does not do.
struct Holder {
  std::unique_ptr<Principal> principal = {};
  Reply refusal = {};
};
Result<Holder> holder_of(const Sources& from, const Call& call, const open311::Form* form,
                         Scope scope) {
  RECOURSE_TRY_ASSIGN(const auto key, key_of(call, form));
  if (key.empty()) {
    return Holder{{}, problem(403, "api_key", "api_key is missing: a token of POST /v1/tokens")};
  }
  auto request = bare(call.request);
  request.headers.emplace("Authorization", "Bearer " + key);
  RECOURSE_TRY_ASSIGN(auto principal, from.authenticator.identify(request));
  if (!principal) return Holder{{}, problem(403, "api_key", "api_key is invalid")};
  if (!principal->may(scope)) return Holder{{}, problem(403, "scope", "the token is not for this")};
  return Holder{std::move(principal), {}};
}

/// The citizen whose request it is by number and inquiry code; wrong ones are slowed as signing in
/// is. No session is left.
Result<Holder> citizen_of(const Sources& from, const Call& call, const std::string& number,
                          const std::string& code) {
  RECOURSE_TRY_ASSIGN(auto answer,
                      from.authenticator.sign_in(Inquiry{number, code}, bare(call.request)));
  if (!answer.session) return Holder{{}, std::move(answer.refusal)};
  RECOURSE_TRY(from.authenticator.sign_out(answer.session->principal));
  return Holder{std::make_unique<Principal>(std::move(answer.session->principal)), {}};
}

/// Who asks for a single request, and by which right.
struct Asker {
  StreamId stream;
  core::Actor actor;
  bool proven = false;  ///< By the inquiry code: it is the citizen's own.
};
struct Asked {
  std::optional<Asker> by = {};
  Reply refusal = {};
};
Result<Asked> asker_of(const Sources& from, const Call& call, const std::string& number) {
  if (const auto* const code = call.target.find("code")) {
    RECOURSE_TRY_ASSIGN(auto citizen, citizen_of(from, call, number, *code));
    if (!citizen.principal) return Asked{{}, std::move(citizen.refusal)};
    RECOURSE_TRY_ASSIGN(auto stream, StreamId::parse(citizen.principal->stream));
    return Asked{Asker{std::move(stream), citizen.principal->actor, true}, {}};
  }
  RECOURSE_TRY_ASSIGN(auto holder, holder_of(from, call, nullptr, Scope::read));
  if (!holder.principal) return Asked{{}, std::move(holder.refusal)};
  auto stream = StreamId::of(complaint::ComplaintDecider::kKind, number);
  if (!stream) return Asked{{}, problem(404, "no_request", "there is no such request")};
  return Asked{Asker{*std::move(stream), holder.principal->actor, false}, {}};
}

/// The id of a command: of Idempotency-Key, for this sender; else a fresh one.
Result<CommandId> command_id_of(const Call& call, std::string_view sender) {
  if (call.request.headers.count("Idempotency-Key") == 0) return random_command_id();
  const auto key = call.request.header("Idempotency-Key");
  if (key.empty() || key.size() > kIdempotencyBytesMax) {
    return wrong("Idempotency-Key", "one header of 1 to 128 bytes");
  }
  return derived_command_id("open311\n" + std::string{sender} + "\n" + std::string{key});
}

// --- services ------------------------------------------------------------------------------------

Result<Reply> discovery(const Sources& from, const Call& call) {
  if (auto no = foreign(from, text(call, "jurisdiction_id"))) return std::move(*no);
  const bool secure = call.request.secure || call.request.header("X-Forwarded-Proto") == "https";
  const auto base = std::string{secure ? "https://" : "http://"} +
                    std::string{call.request.header("Host")} + "/open311/v2";
  return json_reply(open311::discovery_json(base, from.demo));
}

Result<Reply> services(const Sources& from, const Call& call) {
  if (auto no = foreign(from, text(call, "jurisdiction_id"))) return std::move(*no);
  array all;
  for (const auto& matter : from.office.catalogues().current().matters()) {
    all.push_back(open311::service_json(matter));
  }
  return json_reply(all);
}

Result<Reply> service(const Sources& from, const Call& call) {
  const auto code = without_suffix(call.places[0]);
  if (!code) return no_format();
  if (auto no = foreign(from, text(call, "jurisdiction_id"))) return std::move(*no);
  const auto& catalogue = from.office.catalogues().current();
  const auto* const matter = catalogue.matter(*code);
  if (matter == nullptr) return problem(404, "no_service", "there is no such service_code");
  return json_reply(open311::definition_json(*matter, catalogue, from.office.decider().norms));
}

// --- reporting -----------------------------------------------------------------------------------

/// Where stations are registered, a report for another would wait for nobody.
Result<void> check_station(const Office& office, const std::string& station) {
  const auto& windows = office.decider().windows;
  if (windows == nullptr) return {};
  RECOURSE_TRY_ASSIGN(const auto window, windows->at(station, office.clock().now()));
  if (window || !windows->in_use()) return {};
  return wrong("attribute[station]", "'" + base::excerpt(station, 60) + "' is not registered");
}

std::string notice_of(const OpenedCase& opened, const std::vector<std::string>& dropped) {
  std::string notice =
      opened.inquiry_code.empty()
          ? "reported before under this Idempotency-Key; the inquiry code was given then. "
            "此前已登记，查询码已于当时给出。"
          : "inquiry code " + opened.inquiry_code +
                ": it alone shows this request, keep it. 请妥善保管查询码。";
  for (const auto& name : dropped) notice += " " + name + " was not kept.";
  return notice;
}

Result<Reply> report(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto form, open311::parse_form(call.request.body));
  const auto* const jurisdiction = open311::field(form, "jurisdiction_id");
  for (const auto& named :
       {text(call, "jurisdiction_id"), jurisdiction != nullptr ? *jurisdiction : std::string{}}) {
    if (auto no = foreign(from, named)) return std::move(*no);
  }
  RECOURSE_TRY_ASSIGN(auto holder, holder_of(from, call, &form, Scope::write));
  if (!holder.principal) return std::move(holder.refusal);
  const auto& account = holder.principal->account;
  RECOURSE_TRY_ASSIGN(auto sent, open311::submission_of(form, from.office.catalogues().current()));
  RECOURSE_TRY(check_station(from.office, sent.report.station));
  // A citizen reports; the log says through whose token. Nothing of the person is in the name.
  auto context = from.office.context({"open311." + account, "citizen", ""});
  RECOURSE_TRY_ASSIGN(context.command_id, command_id_of(call, account));
  RECOURSE_TRY_ASSIGN(const auto opened, from.office.open_case(std::move(sent.report), context));
  if (opened.outcome.refused()) return problem(opened.outcome.refusal());
  object answer{{"service_request_id", string{opened.id.key()}},
                {"service_notice", notice_of(opened, sent.dropped)},
                {"account_id", nullptr},
                {"inquiry_code", nullptr}};
  if (!opened.inquiry_code.empty()) answer["inquiry_code"] = opened.inquiry_code;
  return json_reply(array{std::move(answer)});
}

// --- requests ------------------------------------------------------------------------------------

/// The report in the citizen's words, as the viewer may see it.
Result<std::string> description_of(const Office& office, const Asker& asker) {
  RECOURSE_TRY_ASSIGN(const auto seen, office.history(asker.stream, core::Viewer{asker.actor}));
  const auto* const entries = std::get_if<std::vector<HistoryEntry>>(&seen);
  if (entries == nullptr) return std::string{};
  for (const auto& entry : *entries) {
    const auto* const received = std::get_if<complaint::Received>(&entry.event);
    if (received == nullptr) continue;
    const auto& narrative = received->narrative;
    return narrative && narrative->is_clear() ? narrative->clear() : std::string{};
  }
  return std::string{};
}

Result<Reply> request(const Sources& from, const Call& call) {
  const auto number = without_suffix(call.places[0]);
  if (!number) return no_format();
  if (auto no = foreign(from, text(call, "jurisdiction_id"))) return std::move(*no);
  RECOURSE_TRY_ASSIGN(auto asked, asker_of(from, call, *number));
  if (!asked.by) return std::move(asked.refusal);
  const auto& asker = *asked.by;
  RECOURSE_TRY_ASSIGN(const auto seen,
                      from.office.engine().look(asker.stream, core::Viewer{asker.actor}));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& look = std::get<core::Look>(seen);
  const auto& state = *static_cast<const complaint::State*>(look.now.state.get());
  if (!asker.proven && state.intake.channel != complaint::Channel::online) {
    return problem(404, "no_request", "there is no such request");
  }
  auto row = ledger_entry(std::string{asker.stream.key()}, state);
  core::redact(row, look.visibility);
  open311::Request311 shown{.row = row,
                            .matter = from.office.catalogues().current().matter(row.matter),
                            .updated = look.now.at};
  if (asker.proven) {
    RECOURSE_TRY_ASSIGN(shown.description, description_of(from.office, asker));
  }
  return json_reply(array{open311::request_json(shown, from.offset)});
}

/// A value of a condition as it is, whatever signs it has.
std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == ',' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

Result<void> add_condition(LedgerQuery& query, const std::string& text) {
  RECOURSE_TRY_ASSIGN(auto condition, ledger_condition(text));
  query.where.push_back(std::move(condition));
  return {};
}

/// "column=a,b" of values between commas. invalid_argument: one is empty, or there are too many.
Result<void> add_any(LedgerQuery& query, const Call& call, std::string_view parameter,
                     std::string_view column) {
  const auto values = list(call, parameter);
  if (values.empty()) return {};
  if (values.size() > kPageMax) return wrong(parameter, "at most " + std::to_string(kPageMax));
  std::string text{column};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) return wrong(parameter, "a value is empty");
    text.append(i == 0 ? "=" : ",").append(escaped(values[i]));
  }
  return add_condition(query, text);
}

/// open, closed, or both.
Result<void> add_status(LedgerQuery& query, const Call& call) {
  bool open = false;
  bool closed = false;
  const auto wanted = list(call, "status");
  for (const auto& one : wanted) {
    if (one != "open" && one != "closed") return wrong("status", "open, closed, or both");
    (one == "open" ? open : closed) = true;
  }
  if (open == closed) return {};
  std::string phases;
  for (const auto& one : describe::enum_info<complaint::Phase>.words) {
    const auto phase = static_cast<complaint::Phase>(one.value);
    if (phase == complaint::Phase::none || open311::is_closed(phase) != closed) continue;
    phases.append(phases.empty() ? "phase=" : ",").append(one.name);
  }
  return add_condition(query, phases);
}

Result<LedgerQuery> query_of(const Sources& from, const Call& call) {
  LedgerQuery query{.sort = "reported_at", .descending = true, .page_size = kPageMax};
  RECOURSE_TRY(add_condition(query, "channel=online"));
  // By the standard numbers go before all else.
  if (call.target.find("service_request_id") != nullptr) {
    RECOURSE_TRY(add_any(query, call, "service_request_id", "number"));
    return query;
  }
  RECOURSE_TRY(add_any(query, call, "service_code", "matter"));
  RECOURSE_TRY(add_status(query, call));
  RECOURSE_TRY_ASSIGN(const auto start, moment(call, "start_date", Edge::start, from.offset));
  RECOURSE_TRY_ASSIGN(const auto end, moment(call, "end_date", Edge::end, from.offset));
  RECOURSE_TRY_ASSIGN(const auto span, open311::span_of(start, end, from.office.clock().now()));
  RECOURSE_TRY(add_condition(query, "reported_at>=" + to_string(span.from)));
  RECOURSE_TRY(add_condition(query, "reported_at<=" + to_string(span.to)));
  return query;
}

struct Part {
  std::size_t from;
  std::size_t size;
};
/// `page` from 1, of `page_size`; invalid_argument beyond kReachMax.
Result<Part> part_of(const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto page, number(call, "page", 1, kReachMax, 1));
  RECOURSE_TRY_ASSIGN(const auto size, number(call, "page_size", 1, kPageMax, kPageMax));
  if (page * size > kReachMax) {
    return wrong("page", "pages reach as far as " + std::to_string(kReachMax) +
                             " entries; ask for fewer days");
  }
  return Part{static_cast<std::size_t>((page - 1) * size), static_cast<std::size_t>(size)};
}

/// Where the next page is (RFC 8288).
void add_next(Reply& reply, const Call& call, const Part& part) {
  std::string query;
  for (const auto& [name, value] : call.target.query) {
    // What proves something does not go out again.
    if (name == "page" || name == "api_key" || name == "code") continue;
    query += percent_encoded(name) + "=" + percent_encoded(value) + "&";
  }
  const auto page = part.from / part.size + 2;
  reply.headers.emplace_back("Link", "<" + call.target.path + "?" + query +
                                         "page=" + std::to_string(page) + ">; rel=\"next\"");
}

Result<Reply> requests(const Sources& from, const Call& call) {
  if (auto no = foreign(from, text(call, "jurisdiction_id"))) return std::move(*no);
  RECOURSE_TRY_ASSIGN(auto holder, holder_of(from, call, nullptr, Scope::read));
  if (!holder.principal) return std::move(holder.refusal);
  RECOURSE_TRY_ASSIGN(const auto part, part_of(call));
  RECOURSE_TRY_ASSIGN(auto query, query_of(from, call));
  const core::Viewer viewer{holder.principal->actor};
  RECOURSE_TRY_ASSIGN(const auto head, from.office.store().head());
  const auto& catalogue = from.office.catalogues().current();
  array items;
  std::size_t at = 0;
  bool more = false;
  while (!more) {
    RECOURSE_TRY_ASSIGN(const auto page, ledger(from.office, query, viewer, head));
    for (const auto& row : page.rows) {
      const auto index = at++;
      if (index < part.from) continue;
      more = index >= part.from + part.size;
      if (more) break;
      open311::Request311 shown{.row = row, .matter = catalogue.matter(row.matter)};
      RECOURSE_TRY_ASSIGN(const auto stream,
                          StreamId::of(complaint::ComplaintDecider::kKind, row.number));
      RECOURSE_TRY_ASSIGN(const auto seen, from.office.engine().look(stream, viewer));
      if (const auto* look = std::get_if<core::Look>(&seen)) shown.updated = look->now.at;
      items.push_back(open311::request_json(shown, from.offset));
    }
    if (page.next.empty()) break;
    query.after = page.next;
  }
  auto reply = json_reply(items);
  if (more) add_next(reply, call, part);
  return reply;
}

// --- updates -------------------------------------------------------------------------------------

Result<Reply> updates(const Sources& from, const Call& call) {
  if (auto no = foreign(from, text(call, "jurisdiction_id"))) return std::move(*no);
  RECOURSE_TRY_ASSIGN(const auto part, part_of(call));
  RECOURSE_TRY_ASSIGN(auto asked, asker_of(from, call, call.places[0]));
  if (!asked.by) return std::move(asked.refusal);
  const core::Viewer viewer{asked.by->actor};
  const auto& stream = asked.by->stream;
  RECOURSE_TRY_ASSIGN(const auto seen, from.office.engine().look(stream, viewer));
  if (const auto* no = core::refused(seen)) return problem(*no);
  const auto& look = std::get<core::Look>(seen);
  const auto& state = *static_cast<const complaint::State*>(look.now.state.get());
  if (!asked.by->proven && state.intake.channel != complaint::Channel::online) {
    return problem(404, "no_request", "there is no such request");
  }
  RECOURSE_TRY_ASSIGN(const auto history, from.office.history(stream, viewer));
  if (const auto* no = core::refused(history)) return problem(*no);
  const auto all = open311::updates_json(stream.key(), std::get<std::vector<HistoryEntry>>(history),
                                         look.visibility, from.offset);
  const auto begin = std::min(part.from, all.size());
  const auto end = std::min(part.from + part.size, all.size());
  array items;
  for (auto i = begin; i < end; ++i) items.push_back(all[i]);
  auto reply = json_reply(items);
  if (end < all.size()) add_next(reply, call, part);
  return reply;
}

/// What the citizen adds: a message, or papers that were wanted.
Result<complaint::Command> addition_of(const open311::Form& form, const std::string& code) {
  const auto* const said = open311::field(form, "description");
  const auto* const brought = open311::field(form, "supplement");
  if ((said == nullptr) == (brought == nullptr)) {
    return wrong("description, supplement", "one of both: a message, or what is brought");
  }
  if (said != nullptr) {
    if (said->find_first_not_of(" \t\r\n") == std::string::npos) {
      return wrong("description", "it says nothing");
    }
    return complaint::Command{complaint::Message{Sealed<std::string>{*said}, code}};
  }
  if (*brought == "all") return complaint::Command{complaint::SupplementAll{code, {}}};
  complaint::SupplementPart part{{}, code};
  std::size_t from = 0;
  while (from <= brought->size()) {
    const auto comma = std::min(brought->find(',', from), brought->size());
    part.items.push_back(brought->substr(from, comma - from));
    if (part.items.back().empty()) return wrong("supplement", "all, or items between commas");
    from = comma + 1;
  }
  return complaint::Command{std::move(part)};
}

Result<Reply> add_update(const Sources& from, const Call& call) {
  RECOURSE_TRY_ASSIGN(const auto form, open311::parse_form(call.request.body));
  RECOURSE_TRY(
      open311::check_fields(form, {"jurisdiction_id", "code", "description", "supplement"}, false));
  const auto* const jurisdiction = open311::field(form, "jurisdiction_id");
  for (const auto& named :
       {text(call, "jurisdiction_id"), jurisdiction != nullptr ? *jurisdiction : std::string{}}) {
    if (auto no = foreign(from, named)) return std::move(*no);
  }
  const auto* const code = open311::field(form, "code");
  if (code == nullptr || code->empty()) {
    return problem(403, "code", "code is missing: the inquiry code of the request");
  }
  RECOURSE_TRY_ASSIGN(const auto command, addition_of(form, *code));
  RECOURSE_TRY_ASSIGN(auto citizen, citizen_of(from, call, call.places[0], *code));
  if (!citizen.principal) return std::move(citizen.refusal);
  RECOURSE_TRY_ASSIGN(const auto stream, StreamId::parse(citizen.principal->stream));
  auto context = from.office.context(citizen.principal->actor);
  RECOURSE_TRY_ASSIGN(context.command_id, command_id_of(call, stream.text()));
  RECOURSE_TRY_ASSIGN(const auto outcome, from.office.handle(stream, command, context));
  if (outcome.refused()) return problem(outcome.refusal());
  auto version = outcome.appended().version;
  if (outcome.nothing_to_do()) {
    RECOURSE_TRY_ASSIGN(version, from.office.store().version_of(stream));
  }
  return json_reply(array{object{{"update_id", std::to_string(version.value)},
                                 {"service_request_id", string{stream.key()}},
                                 {"account_id", nullptr}}});
}

// --- what the routes say of themselves -----------------------------------------------------------

const Parameter kJurisdiction{.name = "jurisdiction_id",
                              .doc = "The deployment's norms, if it is named."};
const Parameter kKey{.name = "api_key", .doc = "A token; or Authorization: Bearer."};
const Parameter kCode{.name = "code", .doc = "The inquiry code, instead of api_key."};
const Parameter kPage{.name = "page",
                      .doc = "From 1; Link says where the next one is.",
                      .schema = R"({"type":"integer","minimum":1,"default":1})"};
const Parameter kSize{.name = "page_size",
                      .doc = "At most so many.",
                      .schema = R"({"type":"integer","minimum":1,"maximum":1000,"default":1000})"};

object form_schema(std::initializer_list<std::string_view> names,
                   std::initializer_list<std::string_view> needed, bool attributes) {
  object properties;
  array required;
  for (const auto name : names) properties[name] = object{{"type", "string"}};
  for (const auto name : needed) required.push_back(string{name});
  object schema{
      {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
  if (attributes) {
    schema["description"] = "And attribute[code]=value for each attribute of the service.";
    schema["additionalProperties"] = object{{"type", "string"}};
  } else {
    schema["additionalProperties"] = false;
  }
  return schema;
}

}  // namespace

void add_open311_routes(const Sources& sources, std::vector<Route>& routes) {
  const auto* from = &sources;
  const auto add = [&](Method method, std::string path, std::string id, std::string summary,
                       std::vector<Parameter> query,
                       Result<Reply> (*f)(const Sources&, const Call&)) -> Route& {
    query.insert(query.begin(), kJurisdiction);
    routes.push_back({.method = method,
                      .path = "/open311/v2/" + path,
                      .id = std::move(id),
                      .summary = std::move(summary),
                      .tag = "open311",
                      .who = Who::everybody,
                      .query = std::move(query),
                      .errors = open311::errors_schema(),
                      .answer = answering([from, f](const Call& call) { return f(*from, call); })});
    return routes.back();
  };
  add(Method::get, "discovery.json", "open311_discovery", "What this endpoint is.", {}, discovery);
  add(Method::get, "services.json", "open311_services", "The matters of the catalogue.", {},
      services);
  add(Method::get, "services/{code}.json", "open311_service", "What is asked for a matter.", {},
      service);
  add(Method::get, "requests.json", "open311_requests",
      "What citizens reported online, the latest first; with a token of scope read.",
      {kKey,
       {.name = "service_request_id", .doc = "Numbers between commas; goes before all else."},
       {.name = "service_code", .doc = "Codes between commas."},
       {.name = "start_date", .doc = "Reported from this day or moment on."},
       {.name = "end_date", .doc = "Reported until this day or moment; at most 90 days."},
       {.name = "status", .doc = "open, closed, or both between a comma."},
       kPage,
       kSize},
      requests);
  auto& reports =
      add(Method::post, "requests.json", "open311_report",
          "Reports a matter for a citizen; with a token of scope write.", {kKey}, report);
  reports.form = true;
  reports.body = form_schema(
      {"jurisdiction_id", "api_key", "service_code", "lat", "long", "address_string", "email",
       "device_id", "account_id", "first_name", "last_name", "phone", "description", "media_url"},
      {"service_code", "description"}, true);
  add(Method::get, "requests/{id}.json", "open311_request",
      "A request: with its inquiry code, or a token of scope read.", {kKey, kCode}, request);
  add(Method::get, "requests/{id}/updates.json", "open311_updates",
      "What happened in a request: with its inquiry code, or a token of scope read.",
      {kKey, kCode, kPage, kSize}, updates);
  auto& update = add(Method::post, "requests/{id}/updates.json", "open311_add_update",
                     "Adds a message, or says what was brought, as the citizen.", {}, add_update);
  update.form = true;
  update.body =
      form_schema({"jurisdiction_id", "code", "description", "supplement"}, {"code"}, false);
}

}  // namespace recourse::server
