#include "tests/support/guess.hpp"

#include <cstring>
#include <map>
#include <vector>

namespace recourse::test {
namespace {

using Words = std::vector<std::string>;

template <class List>
const auto& pick(sim::Random& random, const List& list) {
  return list[random.below(list.size())];
}

const Words kTexts{"情况说明一", "材料已齐", "人手不足", "下周处理", "w1", "x"};

/// What fields of that name hold. Kept small: what two commands name is to be the same now and
/// then.
const std::map<std::string, Words, std::less<>>& words_for() {
  static const std::map<std::string, Words, std::less<>> kWords{
      {"district", {"PD", "PD", "HP", "??"}},
      {"station", {"PD01", "PD01", "PD02"}},
      {"unit", {"PD01", "PD02", "PD.RK", "city.RK"}},
      {"units", {"PD01", "PD02", "PD.RK"}},
      {"owner", {"PD01", "PD.RK", "city.RK"}},
      {"stations", {"PD01", "PD01", "PD02", "PD1000"}},
      {"staff", {"w1", "w2", "w3"}},
      {"officer", {"w1", "w2", "w3"}},
      {"person", {"d2", "d3", "l1"}},
      {"stand_in", {"d3", "d4"}},
      {"leaving", {"w1", "w2", ""}},
      {"joining", {"w2", "w3", ""}},
      {"absent", {"w1", "w2"}},
      {"chief", {"s1", "s1", "s2"}},
      {"counter", {"1号窗", "2号窗"}},
      {"centre", {"PD03"}},
      {"matter", {"RK10", "RK10", "RK10", "RK01", "RK23", "RK20", "JJ01", "??"}},
      {"reason", {"M1", "M1", "缺人手", "D1"}},
      {"case", {"case/PD01-1", "PD01-1", "PD01-2"}},
      {"cases", {"PD01-1", "PD01-2", "PD02-1"}},
      {"period",
       {"2023Q1",  "2022Q1",  "2022Q2",  "2022Q3",  "2022Q4",  "2021Q1",  "2021Q2",  "2021Q3",
        "2021Q4",  "2023-05", "2023-04", "2023-03", "2023-02", "2023-01", "2022-12", "2022-11",
        "2022-10", "2022-09", "2022-08", "2022-07", "2022-06", "2022-05", "2023Q3",  "??"}},
      {"month", {"2023-06", "2023-07"}},
      {"place", {"大厅东侧", "大厅西侧"}},
      {"attendees", {"w1", "w2", "w3"}},
      {"code", {"P1", "P2"}},
      {"from_case", {"PD01-1", "case/PD01-2"}},
  };
  return kWords;
}

/// Who acts. Some persons in two roles, so that bars are met.
const Words& people() {
  static const Words kPeople{"window_officer:w1@PD01",
                             "window_officer:w2@PD01",
                             "counter_lead:l1@PD01",
                             "station_chief:s1@PD01",
                             "station_chief:s1@PD01",
                             "station_chief:s2@PD02",
                             "district_officer:d1@PD.RK",
                             "district_officer:d2@PD.RK",
                             "district_officer:d3@PD.RK",
                             "city_officer:m1@city.RK",
                             "city_officer:m2@city.RK",
                             "liaison:d2@PD.RK",
                             "supervisor:v1@city",
                             "supervisor:v2@city",
                             "supervisor:v1@city",
                             "administrator:a1",
                             "citizen:c1"};
  return kPeople;
}

const Words& keys_of(std::string_view kind) {
  static const std::map<std::string, Words, std::less<>> kKeys{
      {"case", {"1", "2", "3"}},
      {"calendar", {"notices"}},
      {"registry", {"PD01", "PD02", "PD03"}},
      {"replies", {"KJ-0001", "KJ-0002"}},
      {"liaison", {"population.PD01", "traffic.PD01"}},
      {"supervision", {"DC-2023-0001", "DC-2023-0002"}},
      {"rectification", {"ZG-2023-0001", "ZG-2023-0002"}},
      {"training", {"PX-2023-01", "PX-2023-02"}},
      {"dispatch", {"catalogue"}},
      {"hotline", {"A-1", "A-2", "A-3"}},
  };
  static const Words kOthers{"1", "2"};
  const auto found = kKeys.find(kind);
  return found == kKeys.end() ? kOthers : found->second;
}

}  // namespace

std::shared_ptr<void> Guesser::command(const core::WorkflowInfo& workflow, std::string_view type) {
  auto made = workflow.new_command();
  const auto& set = *workflow.commands;
  const auto index = set.find(type);
  fill(set.emplace(made.get(), index), *set.types[index]);
  return made;
}

core::Actor Guesser::actor() { return core::Actor::parse(pick(*random_, people())); }

core::Context Guesser::context(const Office& office) {
  if (random_->chance(15)) return office.import_context("exchange", "S001");
  return office.context(actor());
}

std::string Guesser::key(std::string_view kind) { return pick(*random_, keys_of(kind)); }

std::string Guesser::key(std::string_view kind, unsigned number) {
  const auto digits = std::to_string(1000 + number);
  if (kind == "registry") return "PD" + digits;
  if (kind == "liaison") return "population.PD" + digits;
  if (kind == "replies") return "KJ-" + digits;
  if (kind == "supervision") return "DC-2023-" + digits;
  if (kind == "rectification") return "ZG-2023-" + digits;
  if (kind == "training") return "PX-2023-" + digits;
  return digits;
}

void Guesser::fill(void* object, const describe::TypeInfo& type) {
  for (const auto& field : type.fields) fill(field.at(object), *field.value, field.name);
}

void Guesser::fill(void* value, const describe::ValueInfo& info, std::string_view name) {
  using describe::Shape;
  switch (info.shape) {
    case Shape::boolean:
      *static_cast<bool*>(value) = random_->chance(70);
      return;
    case Shape::natural:
    case Shape::whole:
      return describe::store_number(value, info, random_->below(random_->chance(80) ? 4 : 100));
    case Shape::enumeration:
      return describe::store_number(value, info, pick(*random_, info.words->words).value);
    case Shape::text:
      *static_cast<std::string*>(value) = text(name);
      return;
    case Shape::timestamp:
      *static_cast<Timestamp*>(value) =
          now_ - std::chrono::hours{random_->below(48)} + std::chrono::hours{random_->below(24)};
      return;
    case Shape::day:
      *static_cast<LocalDay*>(value) = local_day(now_, kShanghaiOffset) +
                                       std::chrono::days{static_cast<int>(random_->below(40)) - 5};
      return;
    case Shape::optional:
      if (random_->chance(20)) return;
      return fill(info.inside->add(value), *info.element, name);
    case Shape::sealed:
      return fill(info.inside->add(value), *info.element, name);
    case Shape::list:
      // Cases that are named must be there, and few are.
      if (name == "cases" && random_->chance(75)) return;
      for (auto n = random_->below(3); n > 0; --n)
        fill(info.inside->add(value), *info.element, name);
      return;
    case Shape::object:
      return fill(value, *info.object);
    case Shape::real:
      *static_cast<double*>(value) = static_cast<double>(random_->below(100)) / 10;
      return;
    case Shape::stream_id:
      *static_cast<StreamId*>(value) = StreamId::of("case", "PD01-1").value();
      return;
    case Shape::id128:
      std::memset(value, static_cast<int>(random_->below(256)), sizeof(CommandId));
      return;
  }
}

std::string Guesser::text(std::string_view name) {
  if (random_->chance(4)) return {};
  const auto found = words_for().find(name);
  return pick(*random_, found == words_for().end() ? kTexts : found->second);
}

}  // namespace recourse::test
