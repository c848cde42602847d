// The window's cases as an object-centric log.
#include <map>
#include <recourse/exchange/cases.hpp>
#include <set>

#include "exchange/fields.hpp"

namespace recourse::exchange {
namespace {

OcelType type_of(AttributeType type) {
  switch (type) {
    case AttributeType::date:
      return OcelType::time;
    case AttributeType::integer:
      return OcelType::integer;
    case AttributeType::real:
      return OcelType::real;
    case AttributeType::boolean:
      return OcelType::boolean;
    default:
      return OcelType::string;
  }
}

/// Fields without what lies in others; the values of a list of words in one text, blanks between.
std::vector<Attribute> flat(const std::vector<Attribute>& fields) {
  std::vector<Attribute> list;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto one = fields[i];
    if (one.depth > 0) continue;
    if (one.type == AttributeType::list) {
      one.type = AttributeType::string;
      for (auto next = i + 1; next < fields.size() && fields[next].depth > 0; ++next) {
        const bool deeper = next + 1 < fields.size() && fields[next + 1].depth > fields[next].depth;
        if (fields[next].depth > 1 || deeper) continue;  // a struct: what it holds has no place
        one.value += (one.value.empty() ? "" : " ") + fields[next].value;
      }
      if (one.value.empty()) continue;
    }
    list.push_back(std::move(one));
  }
  return list;
}

class Maker {
 public:
  /// Of an event of a case.
  void add(const SelectedCase& chosen, const core::RecordView& record, std::size_t number,
           const ShownEvent& shown) {
    const auto fields = flat(shown.fields);
    const auto case_id = "case/" + std::string{chosen.id.key()};
    if (!objects_.contains(case_id)) add_case(case_id, record.occurred_at, fields);
    OcelEvent event{.id = std::to_string(record.position.value),
                    .type = std::string{shown.type.type},
                    .at = record.occurred_at};
    if (number > 0) event.id += "." + std::to_string(number);
    auto& declared = event_types_[event.type];
    for (const auto& one : fields) {
      declared.emplace(one.key, type_of(one.type));
      event.attributes.push_back({one.key, one.value, {}});
    }
    event.relations.push_back({case_id, "of"});
    add_actor(shown.actor, event);
    log_.events.push_back(std::move(event));
  }

  OcelLog finish() {
    units_are_stations();
    for (auto& [name, attributes] : event_types_) {
      log_.event_types.push_back(kind(name, attributes));
    }
    for (auto& [name, attributes] : object_types_) {
      log_.object_types.push_back(kind(name, attributes));
    }
    for (auto& [id, object] : objects_) log_.objects.push_back(std::move(object));
    return std::move(log_);
  }

 private:
  using Declared = std::map<std::string, OcelType>;

  static OcelKind kind(const std::string& name, const Declared& attributes) {
    OcelKind made{name, {}};
    for (const auto& [key, type] : attributes) made.attributes.push_back({key, type});
    return made;
  }

  OcelObject& object(const std::string& type, const std::string& id) {
    auto& one = objects_[id];
    one.id = id;
    one.type = type;
    return one;
  }

  static void relate(OcelObject& from, const std::string& to, const char* as) {
    for (const auto& one : from.relations) {
      if (one.object == to && one.qualifier == as) return;
    }
    from.relations.push_back({to, as});
  }

  void add_case(const std::string& id, Timestamp at, const std::vector<Attribute>& report) {
    auto& one = object("case", id);
    std::string station;
    std::string district;
    for (const auto& field : report) {
      if (field.key == "station") station = field.value;
      if (field.key == "district") district = field.value;
      const bool kept = field.key == "line" || field.key == "matter" || field.key == "reason" ||
                        field.key == "category" || field.key == "channel" ||
                        field.key == "demand" || field.key == "urgency";
      if (kept) one.attributes.push_back({field.key, field.value, at});
    }
    if (station.empty()) return;
    relate(one, "station/" + station, "registered at");
    auto& place = object("station", "station/" + station);
    if (district.empty()) return;
    object("district", "district/" + district);
    relate(place, "district/" + district, "belongs to");
  }

  void add_actor(const core::Actor& actor, OcelEvent& event) {
    if (!actor.unit.empty()) {
      const auto& unit = object("unit", "unit/" + actor.unit);
      event.relations.push_back({unit.id, "in"});
    }
    if (actor.id.empty()) return;
    auto& officer = object("officer", "officer/" + actor.id);
    event.relations.push_back({officer.id, "by"});
  }

  /// A unit with cases of its own is a station, wherever it acted first.
  void units_are_stations() {
    const std::string unit = "unit/";
    for (auto& event : log_.events) {
      for (auto& one : event.relations) {
        if (!one.object.starts_with(unit)) continue;
        auto station = "station/" + one.object.substr(unit.size());
        if (!objects_.contains(station)) continue;
        objects_.erase(one.object);
        one.object = std::move(station);
      }
    }
  }

  static Declared of_case() {
    Declared declared;
    for (const auto* key :
         {"line", "matter", "reason", "category", "channel", "demand", "urgency"}) {
      declared.emplace(key, OcelType::string);
    }
    return declared;
  }

  OcelLog log_;
  std::map<std::string, Declared> event_types_;
  std::map<std::string, Declared> object_types_{
      {"case", of_case()}, {"district", {}}, {"officer", {}}, {"station", {}}, {"unit", {}}};
  std::map<std::string, OcelObject> objects_;
};

}  // namespace

Result<OcelExport> ocel_of(const Office& office, const CaseSelection& selection,
                           const core::Viewer& viewer) {
  RECOURSE_TRY_ASSIGN(const auto selected, select_cases(office, selection, viewer));
  const auto& workflow = office.cases_workflow();
  Maker maker;
  for (const auto& one : selected.cases) {
    RECOURSE_TRY(each_record_of(office, one.id, selected.position, [&](const auto& record) {
      std::size_t number = 0;
      return each_shown(workflow, record, one.visibility, [&](const ShownEvent& shown) {
        maker.add(one, record, number++, shown);
        return Result<void>{};
      });
    }));
  }
  OcelExport made{maker.finish(), {selected.position, selected.cases.size(), 0}};
  made.exported.events = made.log.events.size();
  return made;
}

}  // namespace recourse::exchange
