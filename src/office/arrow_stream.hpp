// Messages of Apache Arrow's IPC stream, as bytes: a schema, batches of rows, the end.
//
//     std::vector<ArrowField> fields{{"number", ArrowType::text}, {"due", ArrowType::moment}};
//     out << schema_message(fields) << batch_message(rows, columns) << end_message();
//
// Little-endian, metadata version 5, no compression, no dictionaries, every field nullable. Its
// metadata are FlatBuffers, of which this writes what these two messages need. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace recourse {

enum class ArrowType : std::uint8_t {
  text,     ///< Utf8
  natural,  ///< Int, 32 bits, unsigned
  truth,    ///< Bool
  moment,   ///< Timestamp, milliseconds, "UTC"
};

struct ArrowField {
  std::string name;
  ArrowType type{};
};

/// The values of one field in a batch; of its type the member that is used.
struct ArrowColumn {
  ArrowType type{};
  std::vector<std::optional<std::string>> texts = {};
  std::vector<std::optional<std::int64_t>> numbers = {};  ///< Of all other types.
};

std::string schema_message(const std::vector<ArrowField>& fields);
/// Requires: the columns of the schema, in its order, each with so many values.
std::string batch_message(std::size_t rows, const std::vector<ArrowColumn>& columns);
std::string end_message();

}  // namespace recourse
