#include "tests/sim/city/people.hpp"

namespace recourse::sim {
namespace {

using namespace casework;

/// Gives each field of a command a random value that it may well have.
class Scribe {
 public:
  Scribe(Random& random, LocalDay today) : random_(&random), today_(today) {}

  template <describe::Described T>
  void fill(T& value) {
    describe::for_each_field<T>([&](auto member, const describe::Field& field, std::size_t) {
      put(value.*member, field.name);
    });
  }

 private:
  void put(bool& v, std::string_view) { v = random_->chance(50); }
  template <class T>
  requires std::is_integral_v<T>
  void put(T& v, std::string_view) { v = static_cast<T>(random_->below(3)); }
  template <describe::DescribedEnum T>
  void put(T& v, std::string_view) {
    std::vector<T> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto d) { all.push_back(d.value); });
    v = all[random_->below(all.size())];
  }
  void put(std::string& v, std::string_view name) {
    if (name == "station") v = "S00" + std::to_string(random_->below(3));
    if (name == "district") v = "PD";
    if (name == "matter") v = "RK10";
    if (name == "reason") v = "D1";
    if (name == "code") v = "6";  // Of a paper of that matter.
    if (name == "target") v = std::to_string(random_->below(8));
    if (v.empty() && !name.starts_with("standard_reply"))
      v = "x" + std::to_string(random_->below(9));
  }
  void put(Timestamp& v, std::string_view) { v = start_of(today_, kShanghaiOffset); }
  void put(LocalDay& v, std::string_view) {
    v = today_ + std::chrono::days{static_cast<int>(random_->below(25))};
  }
  template <class T>
  void put(std::optional<T>& v, std::string_view name) {
    // When it was reported is for those who tell of the past.
    if (name != "reported_at" && random_->chance(90)) put(v.emplace(), name);
  }
  template <class T>
  void put(std::vector<T>& v, std::string_view name) {
    v.resize(1);
    put(v.front(), name);
  }
  template <class T>
  void put(Sealed<T>& v, std::string_view name) {
    T clear{};
    put(clear, name);
    v = Sealed<T>{std::move(clear)};
  }
  void put(StreamId& v, std::string_view) { (void)v; }
  template <class Tag>
  void put(Id128<Tag>&, std::string_view) {}
  template <describe::Described T>
  void put(T& v, std::string_view) {
    fill(v);
  }

  Random* random_;
  LocalDay today_;
};

}  // namespace

People::Given People::command_for(const State& state) {
  if (state.phases.life == Phase::none) {
    auto command = make(describe::spec_of<Report>.type);
    auto& report = std::get<Report>(command);
    report.station = "S00" + std::to_string(random_->below(3));
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
  Command made;
  [&]<class... C>(std::type_identity<std::variant<C...>>) {
    const auto one = [&](auto command) {
      scribe.fill(command);
      made = std::move(command);
    };
    ((describe::spec_of<C>.type == type ? one(C{}) : void()), ...);
  }(std::type_identity<describe::SetOf<Command>>{});
  return made;
}

core::Actor People::actor_for(const State& state, std::string_view command) {
  std::vector<Role> roles;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    const bool may = contains(roles_for(state.phases.life, command), d.value);
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
      unit = state.ladder.district_department;
      break;
    case Role::city_officer:
      unit = state.ladder.department;
      break;
    default:
      break;
  }
  return {"p" + std::to_string(random_->below(4)), std::string{describe::enum_name(role)}, unit};
}

}  // namespace recourse::sim
