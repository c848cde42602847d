#include "apps/server/open311.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <recourse/base/text.hpp>
#include <recourse/casework/complaint/lifecycle.hpp>

namespace recourse::server::open311 {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;
namespace complaint = casework::complaint;
using casework::Matter;

/// When this mapping changed last.
constexpr std::string_view kChangeset = "2026-11-30T00:00:00Z";
constexpr std::size_t kShownBytes = 60;

Error wrong(std::string_view name, std::string_view what) {
  return {Errc::invalid_argument, std::string{name} + ": " + std::string{what}};
}
std::string shown(std::string_view given) { return "'" + base::excerpt(given, kShownBytes) + "'"; }

// --- forms ---------------------------------------------------------------------------------------

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_text(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || c == '\n' || c == '\r' || c == '\t';
}

Result<std::string> decoded(std::string_view raw) {
  const auto no = [](std::string_view what) {
    return Error{Errc::malformed, "form: " + std::string{what}};
  };
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '%') {
      out.push_back(raw[i] == '+' ? ' ' : raw[i]);
      continue;
    }
    const int high = i + 2 < raw.size() ? digit(raw[i + 1]) : -1;
    const int low = i + 2 < raw.size() ? digit(raw[i + 2]) : -1;
    if (high < 0 || low < 0) return no("a percent sign without two hexadecimal digits");
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  if (!std::all_of(out.begin(), out.end(), is_text)) return no("a control character");
  if (base::first_invalid_utf8(out)) return no("it is no UTF-8");
  return out;
}

constexpr std::string_view kAttribute = "attribute[";

/// The code in attribute[code]; empty: it is none.
std::string_view attribute_code(std::string_view name) {
  if (!name.starts_with(kAttribute) || !name.ends_with(']')) return {};
  return name.substr(kAttribute.size(), name.size() - kAttribute.size() - 1);
}

/// Without blanks around it; empty: it is not there.
std::string trimmed(const Form& form, std::string_view name) {
  const auto* const value = field(form, name);
  if (value == nullptr) return {};
  const auto first = value->find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return value->substr(first, value->find_last_not_of(" \t\r\n") - first + 1);
}
std::string attribute(const Form& form, std::string_view code) {
  return trimmed(form, std::string{kAttribute}.append(code).append("]"));
}

// --- attributes of a service ---------------------------------------------------------------------

struct Attribute {
  std::string_view code;
  std::string_view datatype;
  bool required;
  std::string_view description;
};
constexpr Attribute kAttributes[] = {
    {"district", "singlevaluelist", true, "所属分局 District bureau"},
    {"station", "string", true, "派出所代码 Code of the police station"},
    {"category", "singlevaluelist", true, "反映类别 What kind of failure it was"},
    {"reason", "singlevaluelist", false, "未办成原因 Why it failed"},
    {"demand", "singlevaluelist", false, "诉求类型 Kind of the demand"},
    {"applicant", "singlevaluelist", false, "反映人类型 Who asks"},
    {"application", "string", false, "业务受理编号 Reference of the application that failed"},
    {"earlier_trips", "number", false, "此前跑了几趟 Trips made in vain before"},
    {"confidential", "singlevaluelist", false, "身份保密 The name stays within the window"},
};

std::string words(std::string_view name) {
  std::string text{name};
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

void add_value(array& values, std::string_view key, std::string name) {
  values.push_back(object{{"key", string{key}}, {"name", std::move(name)}});
}
template <class E>
array values_of() {
  array values;
  for (const auto& word : describe::enum_info<E>.words) {
    add_value(values, word.name, std::string{word.zh} + " " + words(word.name));
  }
  return values;
}

/// Of a list: what there is to choose from; empty: any text.
array choices(std::string_view code, const casework::Catalogue& catalogue,
              const casework::Norms& norms) {
  array values;
  if (code == "district") {
    for (const auto& one : norms.district_list()) add_value(values, one.code, one.name);
  } else if (code == "reason") {
    for (const auto& one : catalogue.reasons()) add_value(values, one.code, one.zh + " " + one.en);
  } else if (code == "category") {
    return values_of<complaint::Category>();
  } else if (code == "demand") {
    return values_of<casework::Demand>();
  } else if (code == "applicant") {
    return values_of<complaint::ApplicantKind>();
  } else if (code == "confidential") {
    add_value(values, "true", "是 yes");
    add_value(values, "false", "否 no");
  }
  return values;
}

std::string group_of(casework::Line line) {
  return std::string{casework::zh(line)} + " " + std::string{casework::en(line)};
}

// --- a report ------------------------------------------------------------------------------------

template <class E>
Result<std::optional<E>> word(const Form& form, std::string_view code) {
  const auto given = attribute(form, code);
  if (given.empty()) return std::optional<E>{};
  E value{};
  if (describe::enum_from_name(given, value)) return std::optional{value};
  std::string names;
  for (const auto& one : describe::enum_info<E>.words) {
    names.append(names.empty() ? "" : ", ").append(one.name);
  }
  return wrong("attribute[" + std::string{code} + "]", shown(given) + " is none of: " + names);
}

/// 张 + 三 is 张三, San + Zhang is San Zhang.
std::string name_of(const Form& form) {
  const auto first = trimmed(form, "first_name");
  const auto last = trimmed(form, "last_name");
  if (first.empty() || last.empty()) return first + last;
  const auto is_wide = [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; };
  const bool chinese = is_wide(first.front()) || is_wide(last.front());
  return chinese ? last + first : first + " " + last;
}

Result<void> check_coordinate(std::string_view name, const std::string& given, double most) {
  double value = 0;
  const auto* const end = given.data() + given.size();
  const auto read = std::from_chars(given.data(), end, value);
  if (read.ec == std::errc{} && read.ptr == end && std::abs(value) <= most) return {};
  return wrong(name, shown(given) + " is no degree of WGS 84");
}

/// What happened, and where: the case has no place of its own, so it stands in the text.
Result<std::string> narrative_of(const Form& form) {
  auto text = trimmed(form, "description");
  if (text.empty()) return wrong("description", "say what happened");
  const auto lat = trimmed(form, "lat");
  const auto lng = trimmed(form, "long");
  if (lat.empty() != lng.empty()) return wrong("lat, long", "both, or neither");
  const auto place = trimmed(form, "address_string");
  if (!place.empty()) text += "\n地点：" + place;
  if (!lat.empty()) {
    RECOURSE_TRY(check_coordinate("lat", lat, 90));
    RECOURSE_TRY(check_coordinate("long", lng, 180));
    text += "\n坐标：" + lat + ", " + lng;
  }
  if (const auto media = trimmed(form, "media_url"); !media.empty()) text += "\n附件：" + media;
  return text;
}

std::optional<Sealed<std::string>> sealed(std::string text) {
  if (text.empty()) return std::nullopt;
  return Sealed<std::string>{std::move(text)};
}

Result<void> read_person(const Form& form, complaint::Report& report) {
  const auto name = name_of(form);
  const auto phone = trimmed(form, "phone");
  const auto email = trimmed(form, "email");
  const auto at = email.find('@');
  const bool mail = at != std::string::npos && at > 0 && at + 1 < email.size() &&
                    email.find_first_of(" \t\r\n") == std::string::npos;
  if (!email.empty() && !mail) return wrong("email", shown(email) + " is no address");
  RECOURSE_TRY_ASSIGN(report.applicant, word<complaint::ApplicantKind>(form, "applicant"));
  const bool nobody = name.empty() && phone.empty() && email.empty();
  if (!report.applicant && nobody) report.applicant = complaint::ApplicantKind::anonymous;
  if (report.applicant == complaint::ApplicantKind::anonymous && !email.empty()) {
    return wrong("email", "whoever is anonymous gives none");
  }
  report.name = sealed(name);
  report.phone = sealed(phone);
  report.address = sealed(email);
  return {};
}

Result<void> read_attributes(const Form& form, complaint::Report& report) {
  report.district = attribute(form, "district");
  report.station = attribute(form, "station");
  report.reason = attribute(form, "reason");
  report.application = attribute(form, "application");
  RECOURSE_TRY_ASSIGN(report.category, word<complaint::Category>(form, "category"));
  RECOURSE_TRY_ASSIGN(report.demand, word<casework::Demand>(form, "demand"));
  for (const auto& one : kAttributes) {
    if (one.required && attribute(form, one.code).empty()) {
      return wrong("attribute[" + std::string{one.code} + "]", "it is missing");
    }
  }
  const auto trips = attribute(form, "earlier_trips");
  if (!trips.empty()) {
    const auto* const end = trips.data() + trips.size();
    const auto read = std::from_chars(trips.data(), end, report.earlier_trips);
    if (read.ec != std::errc{} || read.ptr != end) {
      return wrong("attribute[earlier_trips]", shown(trips) + " is no count");
    }
  }
  const auto secret = attribute(form, "confidential");
  if (!secret.empty() && secret != "true" && secret != "false") {
    return wrong("attribute[confidential]", shown(secret) + " is neither true nor false");
  }
  report.confidential = secret == "true";
  return {};
}

/// Whose unit acted; what a stranger may know of the actor.
struct Side {
  std::string_view name;
  std::string_view zh;
};
std::optional<Side> side_of(std::string_view actor) {
  if (actor.empty() || actor == "-") return std::nullopt;
  const auto by = core::Actor::parse(actor);
  casework::Role role{};
  if (!describe::enum_from_name(by.role, role)) return Side{"system", "系统"};
  using enum casework::Role;
  switch (role) {
    case citizen:
      return Side{"citizen", "群众"};
    case window_officer:
    case counter_lead:
    case station_chief:
      return Side{"station", "派出所"};
    case district_officer:
      return Side{"district_department", "分局业务部门"};
    case city_officer:
      return Side{"city_department", "市局业务部门"};
    case liaison:
      return Side{"liaison", "对接专人"};
    case supervisor:
      return Side{"supervision", "督导"};
    case receiver:
      return Side{"other_body", "接收单位"};
    default:
      return Side{"system", "系统"};
  }
}

/// Something in it is for the viewer, or there is nothing in it but that it happened.
bool concerns(const describe::TypeInfo& event, const core::Visibility& visibility) {
  return event.fields.empty() ||
         std::any_of(event.fields.begin(), event.fields.end(),
                     [&](const describe::FieldInfo& one) { return visibility.sees(one); });
}

boost::json::value text_or_null(std::string text) {
  if (text.empty()) return nullptr;
  return string{text};
}
boost::json::value moment_or_null(const std::optional<Timestamp>& at, UtcOffset offset) {
  if (!at) return nullptr;
  return string{to_string(*at, offset)};
}

}  // namespace

Result<Form> parse_form(std::string_view body) {
  Form form;
  while (!body.empty()) {
    const auto end = body.find('&');
    const auto pair = body.substr(0, end);
    body = end == std::string_view::npos ? std::string_view{} : body.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto raw =
        equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
    RECOURSE_TRY_ASSIGN(auto name, decoded(pair.substr(0, equals)));
    RECOURSE_TRY_ASSIGN(auto value, decoded(raw));
    if (field(form, name) != nullptr) return wrong(shown(name), "it stands twice");
    if (form.size() == kFormFieldsMax) {
      return Error{Errc::limit_exceeded,
                   "a form has at most " + std::to_string(kFormFieldsMax) + " fields"};
    }
    form.emplace_back(std::move(name), std::move(value));
  }
  return form;
}

const std::string* field(const Form& form, std::string_view name) {
  const auto found =
      std::find_if(form.begin(), form.end(), [&](const auto& pair) { return pair.first == name; });
  return found == form.end() ? nullptr : &found->second;
}

Result<void> check_fields(const Form& form, std::initializer_list<std::string_view> known,
                          bool attributes) {
  for (const auto& pair : form) {
    const auto& name = pair.first;
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto code = attribute_code(name);
    const bool there = std::any_of(std::begin(kAttributes), std::end(kAttributes),
                                   [&](const Attribute& one) { return one.code == code; });
    if (attributes && there) continue;
    return wrong(shown(name),
                 code.empty() ? "there is no such field here" : "there is no such attribute");
  }
  return {};
}

object discovery_json(std::string_view base, bool demo) {
  object endpoint{{"specification", "http://wiki.open311.org/GeoReport_v2"},
                  {"url", string{base}},
                  {"changeset", string{kChangeset}},
                  {"type", demo ? "test" : "production"},
                  {"formats", array{"application/json"}}};
  return {{"changeset", string{kChangeset}},
          {"contact", "政务服务反映窗口，由部署单位运行。The window's operator."},
          {"key_service",
           "令牌由管理员发放（write 可提交，read 可查询）。An api_key is a token of an account "
           "(POST /v1/tokens): scope write to report, read to list."},
          {"endpoints", array{std::move(endpoint)}}};
}

object service_json(const Matter& matter) {
  const auto group = group_of(matter.line);
  return {
      {"service_code", matter.code},
      {"service_name", matter.zh},
      {"description", matter.limit.empty() ? matter.en : matter.en + "（" + matter.limit + "）"},
      {"metadata", true},
      {"type", "realtime"},
      {"keywords", std::string{casework::zh(matter.line)} + "," +
                       std::string{describe::enum_name(matter.line)} + "," + matter.en},
      {"group", group}};
}

object definition_json(const Matter& matter, const casework::Catalogue& catalogue,
                       const casework::Norms& norms) {
  array attributes;
  int order = 0;
  for (const auto& one : kAttributes) {
    auto values = choices(one.code, catalogue, norms);
    // Norms without districts take any: then it is a text.
    const bool list = one.datatype == "singlevaluelist" && !values.empty();
    object json{{"variable", true},
                {"code", string{one.code}},
                {"datatype", list || one.datatype == "number" ? string{one.datatype} : "string"},
                {"required", one.required},
                {"datatype_description", nullptr},
                {"order", ++order},
                {"description", string{one.description}}};
    if (list) json["values"] = std::move(values);
    attributes.push_back(std::move(json));
  }
  return {{"service_code", matter.code}, {"attributes", std::move(attributes)}};
}

Result<Submission> submission_of(const Form& form, const casework::Catalogue& catalogue) {
  RECOURSE_TRY(check_fields(form,
                            {"jurisdiction_id", "api_key", "service_code", "lat", "long",
                             "address_string", "address_id", "email", "device_id", "account_id",
                             "first_name", "last_name", "phone", "description", "media_url"},
                            true));
  Submission sent;
  auto& report = sent.report;
  report.matter = trimmed(form, "service_code");
  if (report.matter.empty()) return wrong("service_code", "it is missing");
  if (catalogue.matter(report.matter) == nullptr) {
    return wrong("service_code", shown(report.matter) + " is no service; see services.json");
  }
  if (!trimmed(form, "address_id").empty()) {
    return wrong("address_id", "there is no list of addresses here; send address_string");
  }
  report.channel = complaint::Channel::online;
  RECOURSE_TRY_ASSIGN(report.narrative, narrative_of(form));
  RECOURSE_TRY(read_person(form, report));
  RECOURSE_TRY(read_attributes(form, report));
  for (const auto* const name : {"device_id", "account_id"}) {
    if (!trimmed(form, name).empty()) sent.dropped.emplace_back(name);
  }
  return sent;
}

bool is_closed(complaint::Phase phase) { return !complaint::is_open(phase); }

object request_json(const Request311& request, UtcOffset offset) {
  const auto& row = request.row;
  const auto* const matter = request.matter;
  const bool closed = is_closed(row.phase);
  const auto notes = closed && row.outcome ? std::string{complaint::zh(*row.outcome)} + " " +
                                                 words(describe::enum_name(*row.outcome))
                                           : std::string{complaint::zh(row.phase)} + " " +
                                                 words(describe::enum_name(row.phase));
  // A case that went on in another one, or is in the archive, is no unit's: its station answers.
  const auto owner = complaint::owner_of(row.phase);
  const bool unit = !row.unit.empty() && owner != complaint::OwnerKind::target_case &&
                    owner != complaint::OwnerKind::archive;
  return {{"service_request_id", row.number},
          {"status", closed ? "closed" : "open"},
          {"status_notes", notes},
          {"service_name", matter != nullptr ? boost::json::value(matter->zh) : nullptr},
          {"service_code", text_or_null(row.matter)},
          {"description", text_or_null(request.description)},
          {"agency_responsible", unit ? row.unit : row.station},
          {"service_notice", text_or_null(matter != nullptr ? matter->limit : std::string{})},
          {"requested_datetime", to_string(row.reported_at, offset)},
          {"updated_datetime", moment_or_null(request.updated, offset)},
          {"expected_datetime", moment_or_null(row.due, offset)},
          {"address", nullptr},
          {"address_id", nullptr},
          {"zipcode", nullptr},
          {"lat", nullptr},
          {"long", nullptr},
          {"media_url", nullptr}};
}

array updates_json(std::string_view key, const std::vector<HistoryEntry>& entries,
                   const core::Visibility& visibility, UtcOffset offset) {
  const auto& events = describe::set_info<complaint::Event>();
  array updates;
  std::uint64_t version = 0;
  unsigned same = 0;
  for (const auto& entry : entries) {
    same = entry.version.value == version ? same + 1 : 1;
    version = entry.version.value;
    const auto& type = events.type_of(&entry.event);
    if (!concerns(type, visibility)) continue;
    auto id = std::to_string(version);
    if (same > 1) id += "-" + std::to_string(same);
    const auto by = side_of(entry.actor);
    updates.push_back(object{{"update_id", std::move(id)},
                             {"service_request_id", string{key}},
                             {"updated_datetime", to_string(entry.occurred_at, offset)},
                             {"event", string{type.type}},
                             {"description", string{type.doc}},
                             {"description_zh", string{type.zh}},
                             {"by", by ? boost::json::value(string{by->name}) : nullptr},
                             {"by_zh", by ? boost::json::value(string{by->zh}) : nullptr}});
  }
  return updates;
}

Result<Span> span_of(std::optional<Timestamp> from, std::optional<Timestamp> to, Timestamp now) {
  constexpr std::chrono::days kLongest{kDaysMax};
  if (from && !to) to = *from + kLongest;
  const auto end = to.value_or(now);
  const auto begin = from.value_or(end - kLongest);
  if (end < begin) return wrong("end_date", "it is before start_date");
  // A last day counts whole: its last millisecond is within.
  if (end - begin > kLongest) {
    return wrong("start_date, end_date", "at most " + std::to_string(kDaysMax) + " days");
  }
  return Span{begin, end};
}

namespace {

int status_in_standard(int status) {
  if (status == 401) return 403;
  const bool stays = status == 403 || status == 404 || status == 405 || status == 413 ||
                     status == 429 || status >= 500;
  return stays ? status : 400;
}

std::string text_of(const object& problem, std::string_view member) {
  const auto* const value = problem.if_contains(member);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// What a problem says, in one sentence or two.
std::string description_of(const object& problem) {
  auto detail = text_of(problem, "detail");
  const auto zh = text_of(problem, "detail_zh");
  if (!zh.empty()) return detail + " " + zh;
  const bool of_transport = text_of(problem, "type").starts_with("urn:recourse:http:");
  if (detail.empty()) return text_of(problem, "title");
  return of_transport ? text_of(problem, "title") + " " + detail : detail;
}

bool asks_for_xml(std::string_view target) {
  return target.substr(0, target.find('?')).ends_with(".xml");
}

}  // namespace

Reply in_its_errors(Reply reply, std::string_view target) {
  if (reply.type != "application/problem+json") return reply;
  const auto read = boost::json::parse(reply.body);
  auto description = description_of(read.as_object());
  if (reply.status == 404 && asks_for_xml(target)) {
    description = "XML is not served: ask for the path that ends in .json. 只提供 JSON。";
  }
  // What a report names and does not exist is wrong with the report.
  const bool refused = text_of(read.as_object(), "type").starts_with("urn:recourse:refusal:");
  reply.status = refused && reply.status == 404 ? 400 : status_in_standard(reply.status);
  object error{{"code", reply.status}, {"description", std::move(description)}};
  auto made = json_reply(array{std::move(error)}, reply.status);
  made.headers = std::move(reply.headers);
  return made;
}

object errors_schema() {
  return {
      {"type", "array"},
      {"items",
       {{"type", "object"},
        {"properties", {{"code", {{"type", "integer"}}}, {"description", {{"type", "string"}}}}},
        {"required", array{"code", "description"}}}}};
}

}  // namespace recourse::server::open311
