#include "office/arrow_stream.hpp"

#include <algorithm>
#include <cassert>
#include <map>

namespace recourse {
namespace {

template <class T>
void append_le(std::string& out, T value) {
  using U = std::make_unsigned_t<T>;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out.push_back(static_cast<char>(static_cast<std::uint64_t>(static_cast<U>(value)) >> (8 * i)));
  }
}

/// A FlatBuffer, made from its end to its beginning: what is pointed at is written before what
/// points at it. An address is the distance from the end.
class Flat {
 public:
  using Address = std::uint32_t;

  /// A field of a table: a number of `bytes`, or the address of an object.
  struct Field {
    std::uint16_t slot;
    std::uint8_t bytes;
    std::int64_t value;
    bool points = false;
  };

  Address text(std::string_view text) {
    align(4, text.size() + 1);
    put(std::string{text} + '\0');
    put_number<std::uint32_t>(static_cast<std::uint32_t>(text.size()));
    return size();
  }

  Address pointers(const std::vector<Address>& objects) {
    align(4, 4 * objects.size());
    for (auto it = objects.rbegin(); it != objects.rend(); ++it) point_at(*it);
    put_number<std::uint32_t>(static_cast<std::uint32_t>(objects.size()));
    return size();
  }

  /// A list of structs of two 64-bit numbers.
  Address pairs(const std::vector<std::pair<std::int64_t, std::int64_t>>& structs) {
    align(8, 16 * structs.size());
    for (auto it = structs.rbegin(); it != structs.rend(); ++it) {
      put_number(it->second);
      put_number(it->first);
    }
    put_number<std::uint32_t>(static_cast<std::uint32_t>(structs.size()));
    return size();
  }

  Address table(std::vector<Field> fields) {
    std::sort(fields.begin(), fields.end(),
              [](const Field& a, const Field& b) { return a.bytes > b.bytes; });
    const auto begin = size();
    std::map<std::uint16_t, Address> places;
    for (const auto& field : fields) {
      align(field.bytes, 0);
      put_field(field);
      places[field.slot] = size();
    }
    align(4, 0);
    put_number<std::int32_t>(0);  // where its vtable is; below
    const auto table = size();
    put_vtable(places, table, begin);
    const auto distance = static_cast<std::int32_t>(size() - table);
    std::string bytes;
    append_le(bytes, distance);
    bytes_.replace(bytes_.size() - table, bytes.size(), bytes);
    return table;
  }

  /// The whole, a multiple of eight bytes.
  std::string finish(Address root) {
    align(8, 4);
    point_at(root);
    return bytes_;
  }

 private:
  Address size() const { return static_cast<Address>(bytes_.size()); }
  void put(const std::string& bytes) { bytes_.insert(0, bytes); }
  template <class T>
  void put_number(T value) {
    std::string bytes;
    append_le(bytes, value);
    put(bytes);
  }
  /// Zeros, so that what begins `more` bytes further on is aligned.
  void align(std::size_t to, std::size_t more) {
    put(std::string((to - (bytes_.size() + more) % to) % to, '\0'));
  }
  void point_at(Address object) { put_number<std::uint32_t>(size() + 4 - object); }

  void put_field(const Field& field) {
    if (field.points) return point_at(static_cast<Address>(field.value));
    if (field.bytes == 1) return put_number(static_cast<std::int8_t>(field.value));
    if (field.bytes == 2) return put_number(static_cast<std::int16_t>(field.value));
    if (field.bytes == 4) return put_number(static_cast<std::int32_t>(field.value));
    put_number(field.value);
  }

  void put_vtable(const std::map<std::uint16_t, Address>& places, Address table, Address begin) {
    const auto slots = places.empty() ? std::uint16_t{0} : places.rbegin()->first + 1;
    std::string vtable;
    append_le(vtable, static_cast<std::uint16_t>(4 + 2 * slots));
    append_le(vtable, static_cast<std::uint16_t>(table - begin));
    for (std::uint16_t slot = 0; slot < slots; ++slot) {
      const auto place = places.find(slot);
      const auto at = place == places.end() ? 0U : table - place->second;
      append_le(vtable, static_cast<std::uint16_t>(at));
    }
    put(vtable);
  }

  std::string bytes_;
};

// Numbers of Arrow's Schema.fbs and Message.fbs.
constexpr std::int64_t kVersion5 = 4;
constexpr std::int64_t kSchemaHeader = 1;
constexpr std::int64_t kBatchHeader = 3;
constexpr std::int64_t kInt = 2;
constexpr std::int64_t kUtf8 = 5;
constexpr std::int64_t kBool = 6;
constexpr std::int64_t kTimestamp = 10;
constexpr std::int64_t kMilliseconds = 1;

/// Continuation marker, length of the metadata, the metadata, the body.
std::string message(Flat& flat, std::int64_t header, Flat::Address content,
                    const std::string& body) {
  const auto root = flat.table({{0, 2, kVersion5},
                                {1, 1, header},
                                {2, 4, content, true},
                                {3, 8, static_cast<std::int64_t>(body.size())}});
  const auto metadata = flat.finish(root);
  std::string out;
  append_le(out, std::uint32_t{0xffffffff});
  append_le(out, static_cast<std::int32_t>(metadata.size()));
  return out.append(metadata).append(body);
}

std::pair<std::int64_t, Flat::Address> type_of(Flat& flat, ArrowType type) {
  switch (type) {
    case ArrowType::text:
      return {kUtf8, flat.table({})};
    case ArrowType::natural:
      return {kInt, flat.table({{0, 4, 32}})};
    case ArrowType::truth:
      return {kBool, flat.table({})};
    case ArrowType::moment: {
      const auto zone = flat.text("UTC");
      return {kTimestamp, flat.table({{0, 2, kMilliseconds}, {1, 4, zone, true}})};
    }
  }
  return {0, 0};
}

/// The buffers of a batch, each on eight bytes.
class Body {
 public:
  void add(const std::string& buffer) {
    places.emplace_back(static_cast<std::int64_t>(bytes.size()),
                        static_cast<std::int64_t>(buffer.size()));
    bytes.append(buffer);
    bytes.resize((bytes.size() + 7) / 8 * 8, '\0');
  }
  std::string bytes;
  std::vector<std::pair<std::int64_t, std::int64_t>> places;
};

void set_bit(std::string& bits, std::size_t at) {
  bits[at / 8] = static_cast<char>(static_cast<unsigned char>(bits[at / 8]) | 1U << (at % 8));
}

/// One bit a value; answers with how many are null.
template <class Values>
std::int64_t add_validity(const Values& values, Body& body) {
  std::string bits((values.size() + 7) / 8, '\0');
  std::int64_t nulls = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i]) {
      set_bit(bits, i);
    } else {
      ++nulls;
    }
  }
  body.add(bits);
  return nulls;
}

void add_texts(const ArrowColumn& column, Body& body) {
  std::string offsets;
  std::string bytes;
  append_le(offsets, std::int32_t{0});
  for (const auto& text : column.texts) {
    if (text) bytes.append(*text);
    append_le(offsets, static_cast<std::int32_t>(bytes.size()));
  }
  body.add(offsets);
  body.add(bytes);
}

void add_numbers(const ArrowColumn& column, Body& body) {
  std::string bytes;
  if (column.type == ArrowType::truth) bytes.assign((column.numbers.size() + 7) / 8, '\0');
  for (std::size_t i = 0; i < column.numbers.size(); ++i) {
    const auto value = column.numbers[i].value_or(0);
    if (column.type == ArrowType::truth) {
      if (value != 0) set_bit(bytes, i);
    } else if (column.type == ArrowType::natural) {
      append_le(bytes, static_cast<std::uint32_t>(value));
    } else {
      append_le(bytes, value);
    }
  }
  body.add(bytes);
}

}  // namespace

std::string schema_message(const std::vector<ArrowField>& fields) {
  Flat flat;
  std::vector<Flat::Address> written;
  for (const auto& field : fields) {
    const auto name = flat.text(field.name);
    const auto [number, type] = type_of(flat, field.type);
    const auto children = flat.pointers({});
    written.push_back(flat.table({{0, 4, name, true},
                                  {1, 1, 1},
                                  {2, 1, number},
                                  {3, 4, type, true},
                                  {5, 4, children, true}}));
  }
  const auto list = flat.pointers(written);
  const auto schema = flat.table({{1, 4, list, true}});
  return message(flat, kSchemaHeader, schema, {});
}

std::string batch_message(std::size_t rows, const std::vector<ArrowColumn>& columns) {
  Body body;
  std::vector<std::pair<std::int64_t, std::int64_t>> nodes;
  const auto length = static_cast<std::int64_t>(rows);
  for (const auto& column : columns) {
    const bool texts = column.type == ArrowType::text;
    assert((texts ? column.texts.size() : column.numbers.size()) == rows);
    nodes.emplace_back(
        length, texts ? add_validity(column.texts, body) : add_validity(column.numbers, body));
    if (texts) {
      add_texts(column, body);
    } else {
      add_numbers(column, body);
    }
  }
  Flat flat;
  const auto places = flat.pairs(body.places);
  const auto of_columns = flat.pairs(nodes);
  const auto batch = flat.table({{0, 8, length}, {1, 4, of_columns, true}, {2, 4, places, true}});
  return message(flat, kBatchHeader, batch, body.bytes);
}

std::string end_message() {
  std::string out;
  append_le(out, std::uint32_t{0xffffffff});
  append_le(out, std::int32_t{0});
  return out;
}

}  // namespace recourse
