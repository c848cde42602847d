#include "benchmarks/suite/result.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

namespace recourse::bench {
namespace {

namespace json = boost::json;

Error missing(std::string_view name) {
  return {Errc::malformed, "the member '" + std::string{name} + "' is missing or of another type"};
}

json::object object_of(const std::vector<Fact>& facts) {
  json::object object;
  for (const auto& [name, value] : facts) object[name] = value;
  return object;
}

json::value json_of(const Latency& l) {
  json::object object{{"loop", l.loop},  {"count", l.count},  {"p50_us", l.p50},
                      {"p90_us", l.p90}, {"p99_us", nullptr}, {"p999_us", nullptr},
                      {"max_us", l.max}};
  if (l.p99) object["p99_us"] = *l.p99;
  if (l.p999) object["p999_us"] = *l.p999;
  return object;
}

json::value json_of(const Measurement& m) {
  json::array runs;
  for (const auto& run : m.runs) {
    runs.push_back({{"value", run.value},
                    {"processor_us", run.processor_us},
                    {"peak_mib", run.peak_mib},
                    {"load", run.load}});
  }
  json::object object{{"operation", m.operation},
                      {"subject", m.subject},
                      {"work", m.work},
                      {"counts", m.counts},
                      {"unit", m.unit},
                      {"more_is_better", m.more_is_better},
                      {"payload_bytes", m.payload_bytes},
                      {"durability", m.durability},
                      {"load", m.load},
                      {"runs", std::move(runs)}};
  if (m.latency) object["latency"] = json_of(*m.latency);
  return object;
}

/// Reads members of an object; the first that is not as it should be is remembered.
class Members {
 public:
  Members(const json::value& value, std::string where) : where_(std::move(where)) {
    object_ = value.if_object();
    if (object_ == nullptr) fail("");
  }

  std::string text(std::string_view name) {
    const auto* found = find(name);
    if (found != nullptr && found->is_string()) return json::value_to<std::string>(*found);
    fail(name);
    return {};
  }
  double number(std::string_view name) {
    const auto* found = find(name);
    if (found != nullptr && found->is_number()) return found->to_number<double>();
    fail(name);
    return 0;
  }
  std::uint64_t count(std::string_view name) {
    const auto* found = find(name);
    boost::system::error_code failed;
    if (found != nullptr && (found->is_int64() || found->is_uint64())) {
      const auto value = found->to_number<std::uint64_t>(failed);
      if (!failed) return value;
    }
    fail(name);
    return 0;
  }
  bool truth(std::string_view name) {
    const auto* found = find(name);
    if (found != nullptr && found->is_bool()) return found->get_bool();
    fail(name);
    return false;
  }
  /// Null, or a number.
  std::optional<double> maybe(std::string_view name) {
    const auto* found = find(name);
    if (found != nullptr && found->is_null()) return std::nullopt;
    return number(name);
  }
  const json::value* optional(std::string_view name) { return find(name); }
  std::vector<Fact> facts(std::string_view name) {
    std::vector<Fact> all;
    const auto* found = find(name);
    if (found == nullptr || !found->is_object()) {
      fail(name);
      return all;
    }
    for (const auto& [key, value] : found->get_object()) {
      if (!value.is_string()) {
        fail(std::string{name} + "." + std::string{key});
        break;
      }
      all.emplace_back(key, json::value_to<std::string>(value));
    }
    return all;
  }
  /// Calls `take` with each element and its name.
  template <class Take>
  void each(std::string_view name, const Take& take) {
    const auto* found = find(name);
    if (found == nullptr || !found->is_array()) return fail(name);
    std::size_t i = 0;
    for (const auto& element : found->get_array()) {
      take(element, where_ + std::string{name} + "[" + std::to_string(i++) + "].");
    }
  }

  void take_fault(const Members& inner) {
    if (!fault_) fault_ = inner.fault_;
  }
  const std::optional<std::string>& fault() const { return fault_; }

 private:
  const json::value* find(std::string_view name) {
    return object_ == nullptr ? nullptr : object_->if_contains(name);
  }
  void fail(std::string_view name) {
    if (!fault_) fault_ = where_ + std::string{name};
  }

  const json::object* object_ = nullptr;
  std::string where_;
  std::optional<std::string> fault_;
};

Latency latency_from(Members& m) {
  return {m.text("loop"),    m.count("count"),   m.number("p50_us"), m.number("p90_us"),
          m.maybe("p99_us"), m.maybe("p999_us"), m.number("max_us")};
}

Measurement measurement_from(Members& m) {
  Measurement measured{.operation = m.text("operation"),
                       .subject = m.text("subject"),
                       .work = m.text("work"),
                       .counts = m.text("counts"),
                       .unit = m.text("unit"),
                       .more_is_better = m.truth("more_is_better"),
                       .payload_bytes = m.count("payload_bytes"),
                       .durability = m.text("durability"),
                       .load = m.text("load"),
                       .runs = {},
                       .latency = {}};
  m.each("runs", [&](const json::value& value, std::string where) {
    Members run{value, std::move(where)};
    measured.runs.push_back({run.number("value"), run.number("processor_us"),
                             run.number("peak_mib"), run.number("load")});
    m.take_fault(run);
  });
  if (const auto* found = m.optional("latency")) {
    Members latency{*found, "latency."};
    measured.latency = latency_from(latency);
    m.take_fault(latency);
  }
  return measured;
}

Report report_from(Members& m) {
  Report report{.build = m.facts("build"),
                .machine = m.facts("machine"),
                .options = m.facts("options"),
                .measurements = {},
                .rivals = {},
                .left_out = {}};
  m.each("measurements", [&](const json::value& value, std::string where) {
    Members one{value, std::move(where)};
    report.measurements.push_back(measurement_from(one));
    m.take_fault(one);
  });
  m.each("rivals", [&](const json::value& value, std::string where) {
    Members one{value, std::move(where)};
    report.rivals.push_back({one.text("name"), one.text("version"), one.text("settings")});
    m.take_fault(one);
  });
  m.each("left_out", [&](const json::value& value, std::string where) {
    Members one{value, std::move(where)};
    report.left_out.push_back({one.text("operation"), one.text("why")});
    m.take_fault(one);
  });
  return report;
}

}  // namespace

std::optional<Latency> latency_of(const Histogram& nanoseconds, std::string loop) {
  if (nanoseconds.count() == 0) return std::nullopt;
  const auto at = [&](double share) {
    return static_cast<double>(nanoseconds.quantile(share)) / 1000;
  };
  Latency latency{std::move(loop),
                  nanoseconds.count(),
                  at(0.5),
                  at(0.9),
                  {},
                  {},
                  static_cast<double>(nanoseconds.max()) / 1000};
  if (nanoseconds.count() >= 100) latency.p99 = at(0.99);
  if (nanoseconds.count() >= 1000) latency.p999 = at(0.999);
  return latency;
}

std::vector<double> Measurement::values() const {
  std::vector<double> all;
  for (const auto& run : runs) all.push_back(run.value);
  return all;
}

const Measurement* Report::find(std::string_view operation, std::string_view subject) const {
  for (const auto& m : measurements) {
    if (m.operation == operation && m.subject == subject) return &m;
  }
  return nullptr;
}

std::string to_json(const Report& report) {
  json::array measurements;
  for (const auto& m : report.measurements) measurements.push_back(json_of(m));
  json::array rivals;
  for (const auto& r : report.rivals) {
    rivals.push_back({{"name", r.name}, {"version", r.version}, {"settings", r.settings}});
  }
  json::array left_out;
  for (const auto& l : report.left_out) {
    left_out.push_back({{"operation", l.operation}, {"why", l.why}});
  }
  return json::serialize(json::object{{"schema", kSchema},
                                      {"build", object_of(report.build)},
                                      {"machine", object_of(report.machine)},
                                      {"options", object_of(report.options)},
                                      {"measurements", std::move(measurements)},
                                      {"rivals", std::move(rivals)},
                                      {"left_out", std::move(left_out)}}) +
         "\n";
}

Result<Report> report_of_json(std::string_view text) {
  boost::system::error_code failed;
  const auto value = json::parse(text, failed);
  if (failed) return Error{Errc::malformed, "this is no JSON: " + failed.message()};
  Members members{value, ""};
  if (const auto schema = members.text("schema"); schema != kSchema) {
    return Error{Errc::malformed, "the schema is '" + schema + "', not " + std::string{kSchema}};
  }
  auto report = report_from(members);
  if (members.fault()) return missing(*members.fault());
  return report;
}

Result<Report> read_report(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error{Errc::io_error, file.string() + " cannot be read"};
  auto report = report_of_json(text.str());
  if (!report) return report.error().within(file.string());
  return report;
}

Result<void> write_text(const std::filesystem::path& file, std::string_view text) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  if (!out) return Error{Errc::io_error, file.string() + " cannot be written"};
  return {};
}

}  // namespace recourse::bench
