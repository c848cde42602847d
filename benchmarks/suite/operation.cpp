#include "benchmarks/suite/operation.hpp"

#include <boost/json.hpp>

#include "benchmarks/suite/text.hpp"

namespace recourse::bench {

namespace json = boost::json;

std::string to_line(const Measured& measured) {
  json::array latency;
  for (const auto& [value, times] : measured.latency.buckets()) {
    latency.push_back(json::array{value, times});
  }
  return json::serialize(json::object{{"value", measured.value},
                                      {"processor_us", measured.processor_us},
                                      {"latency", std::move(latency)}}) +
         "\n";
}

Result<Measured> measured_of_line(std::string_view line) {
  const Error wrong{Errc::malformed, "a run told '" + std::string{line.substr(0, 200)} + "'"};
  boost::system::error_code failed;
  const auto value = json::parse(line, failed);
  const auto* const object = failed ? nullptr : value.if_object();
  if (object == nullptr) return wrong;
  const auto number = [&](std::string_view name, double& into) {
    const auto* const found = object->if_contains(name);
    if (found == nullptr || !found->is_number()) return false;
    into = found->to_number<double>();
    return true;
  };
  Measured measured;
  const auto* const latency = object->if_contains("latency");
  if (!number("value", measured.value) || !number("processor_us", measured.processor_us) ||
      latency == nullptr || !latency->is_array()) {
    return wrong;
  }
  for (const auto& bucket : latency->get_array()) {
    const auto* const pair = bucket.if_array();
    boost::system::error_code one;
    boost::system::error_code other;
    if (pair == nullptr || pair->size() != 2) return wrong;
    const auto nanoseconds = (*pair)[0].to_number<std::uint64_t>(one);
    const auto times = (*pair)[1].to_number<std::uint64_t>(other);
    if (one || other) return wrong;
    measured.latency.record(nanoseconds, times);
  }
  return measured;
}

std::string loop_of(const Operation& operation) {
  if (operation.loop == Loop::none) return "";
  if (operation.loop == Loop::closed) return "closed";
  return "open, " + decimal(operation.rate, 0) + "/s";
}

}  // namespace recourse::bench
