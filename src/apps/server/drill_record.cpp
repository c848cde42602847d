#include "apps/server/drill_record.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <recourse/exchange/sink.hpp>
#include <sstream>

namespace recourse::server {
namespace {

constexpr std::int64_t kFormat = 1;

Error malformed(const std::filesystem::path& file) {
  return {Errc::malformed, file.string() + " is no record of a restore drill"};
}

}  // namespace

Result<void> write_drill(const std::filesystem::path& folder, const DrillRecord& drill) {
  const boost::json::object json{{"format", kFormat},
                                 {"at", to_string(drill.at)},
                                 {"ok", drill.ok},
                                 {"head", drill.head.value},
                                 {"problems", drill.problems},
                                 {"restore_seconds", drill.restore_seconds},
                                 {"verify_seconds", drill.verify_seconds},
                                 {"error", drill.error}};
  return exchange::write_file(folder / kDrillFile, [&](const exchange::Sink& sink) {
    return sink(boost::json::serialize(json) + "\n");
  });
}

Result<std::optional<DrillRecord>> read_drill(const std::filesystem::path& folder) {
  const auto path = folder / kDrillFile;
  std::error_code ignored;  // its type says as much
  const auto type = std::filesystem::status(path, ignored).type();
  if (type == std::filesystem::file_type::not_found) return std::optional<DrillRecord>{};
  std::ifstream file{path, std::ios::binary};
  if (type != std::filesystem::file_type::regular || !file.is_open()) {
    return Error{Errc::io_error, path.string() + " cannot be read"};
  }
  // Whatever the disk answers, this does not throw; what was not read is malformed.
  std::ostringstream text;
  text << file.rdbuf();
  boost::system::error_code wrong;
  const auto json = boost::json::parse(std::move(text).str(), wrong);
  if (wrong || !json.is_object()) return malformed(path);
  try {
    const auto& o = json.get_object();
    const auto at = parse_timestamp(std::string{o.at("at").as_string()});
    if (!at || o.at("format").as_int64() != kFormat) return malformed(path);
    DrillRecord drill;
    drill.at = *at;
    drill.ok = o.at("ok").as_bool();
    drill.head = Position{o.at("head").to_number<std::uint64_t>()};
    drill.problems = o.at("problems").to_number<std::uint64_t>();
    drill.restore_seconds = o.at("restore_seconds").to_number<double>();
    drill.verify_seconds = o.at("verify_seconds").to_number<double>();
    drill.error = std::string{o.at("error").as_string()};
    return std::optional{std::move(drill)};
  } catch (const std::exception&) {  // a member is missing, or of another form
    return malformed(path);
  }
}

}  // namespace recourse::server
