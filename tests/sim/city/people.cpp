#include "tests/sim/city/people.hpp"

namespace recourse::sim {
namespace {

using namespace casework;
using namespace casework::complaint;

/// Gives each field of a command a random value that it may well have.
class Scribe {
 public:
  Scribe(Random& random, LocalDay today) : random_(&random), today_(today) {}

  void fill(void* object, const describe::TypeInfo& type) {
    for (const auto& field : type.fields) put(field.at(object), *field.value, field.name);
  }

 private:
  void put(void* v, const describe::ValueInfo& info, std::string_view name) {
    using describe::Shape;
    switch (info.shape) {
      case Shape::boolean:
        *static_cast<bool*>(v) = random_->chance(50);
        return;
      case Shape::natural:
      case Shape::whole:
        return describe::store_number(v, info, random_->below(3));
      case Shape::enumeration: {
        const auto& words = info.words->words;
        return describe::store_number(v, info, words[random_->below(words.size())].value);
      }
      case Shape::text:
        *static_cast<std::string*>(v) = text(name);
        return;
      case Shape::timestamp:
        *static_cast<Timestamp*>(v) = start_of(today_, kShanghaiOffset);
        return;
      case Shape::day:
        *static_cast<LocalDay*>(v) =
            today_ + std::chrono::days{static_cast<int>(random_->below(25))};
        return;
      case Shape::optional:
        // When it was reported is for those who tell of the past.
        if (name == "reported_at" || !random_->chance(90)) return;
        return put(info.inside->add(v), *info.element, name);
      case Shape::list:
      case Shape::sealed:
        return put(info.inside->add(v), *info.element, name);
      case Shape::object:
        return fill(v, *info.object);
      case Shape::real:
      case Shape::stream_id:
      case Shape::id128:
        return;
    }
  }
  std::string text(std::string_view name) {
    if (name == "station") return "S00" + std::to_string(random_->below(3));
    if (name == "district") return "PD";
    if (name == "matter") return "RK10";
    if (name == "reason") return "D1";
    if (name == "code") return "6";  // Of a paper of that matter.
    if (name == "target") return std::to_string(random_->below(8));
    if (name.starts_with("standard_reply")) return {};
    return "x" + std::to_string(random_->below(9));
  }

  Random* random_;
  LocalDay today_;
};

}  // namespace

People::Given People::command_for(const State& state) {
  if (state.phases.stage == Phase::none) {
    auto command = make(describe::spec_of<Report>.type);
    auto& report = std::get<Report>(command);
    report.station = "S00" + std::to_string(random_->below(3));
    report.district = "PD";
    report.inquiry_code.clear();
    report.accused.clear();
    if (report.applicant == ApplicantKind::anonymous) {
      report.name.reset();
      report.phone.reset();
    }
    return {command, {"w1", "window_officer", report.station}};
  }
  const auto names = allowed_commands(state.phases);
  if (names.empty()) return {Message{}, {"c1", "citizen", ""}};
  const auto name = names[random_->below(names.size())];
  return {make(name), actor_for(state, name)};
}

Command People::make(std::string_view type) {
  Scribe scribe{*random_, local_day(clock_->now(), kShanghaiOffset)};
  const auto& set = describe::set_info<Command>();
  const auto which = set.find(type);
  Command made;
  scribe.fill(set.emplace(&made, which), *set.types[which]);
  return made;
}

core::Actor People::actor_for(const State& state, std::string_view command) {
  std::vector<Role> roles;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    const bool may = contains(roles_for(state.phases.stage, command), d.value);
    // What the timers do is theirs, and who tells of the past has other cases.
    if (may && d.value != Role::timer && d.value != Role::importer) roles.push_back(d.value);
  });
  if (roles.empty()) return {"v1", "supervisor", ""};
  const auto role = roles[random_->below(roles.size())];
  std::string unit;
  switch (role) {
    case Role::window_officer:
    case Role::counter_lead:
    case Role::station_chief:
      unit = state.intake.station;
      break;
    case Role::district_officer:
      unit = state.escalation.district_department;
      break;
    case Role::city_officer:
      unit = state.escalation.department;
      break;
    default:
      break;
  }
  return {"p" + std::to_string(random_->below(4)), std::string{describe::enum_name(role)}, unit};
}

}  // namespace recourse::sim
