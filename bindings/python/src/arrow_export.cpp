#include "arrow_export.hpp"

#include <cerrno>
#include <deque>

namespace recourse::python {
namespace {

/// Releases a struct that was not moved away.
template <class Struct>
void release_if_held(Struct* one) {
  if (one != nullptr && one->release != nullptr) one->release(one);
}

// Schemas.

struct SchemaHold {
  std::string name;
  std::deque<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
  ArrowSchema dictionary{};
};

void release_schema(ArrowSchema* schema) {
  const std::unique_ptr<SchemaHold> hold{static_cast<SchemaHold*>(schema->private_data)};
  for (auto& child : hold->children) release_if_held(&child);
  release_if_held(schema->dictionary);
  schema->release = nullptr;
}

const char* format_of(ColumnType type) {
  switch (type) {
    case ColumnType::truth:
      return "b";
    case ColumnType::natural32:
      return "I";
    case ColumnType::natural64:
      return "L";
    case ColumnType::whole64:
      return "l";
    case ColumnType::real:
      return "g";
    case ColumnType::moment:
      return "tsm:UTC";
    case ColumnType::word:
      return "i";
    case ColumnType::text:
    case ColumnType::long_text:
      return "u";
  }
  return "n";
}

SchemaHold& begin_schema(ArrowSchema* out, const char* format, std::string name, bool nullable) {
  auto* const hold = new SchemaHold;
  hold->name = std::move(name);
  *out = ArrowSchema{};
  out->format = format;
  out->name = hold->name.c_str();
  out->flags = nullable ? kArrowNullable : 0;
  out->release = &release_schema;
  out->private_data = hold;
  return *hold;
}

void export_field(const ColumnForm& form, ArrowSchema* out) {
  auto& hold = begin_schema(out, format_of(form.type), form.name, form.nullable);
  if (form.type != ColumnType::word) return;
  begin_schema(&hold.dictionary, "u", {}, false);
  out->dictionary = &hold.dictionary;
}

// Arrays.

struct ArrayHold {
  std::shared_ptr<const OwnedBatch> batch;  // what the buffers point into
  std::string bits;                         // which rows have a value
  std::string truths;
  std::vector<std::int32_t> offsets;  // of a dictionary
  std::string text;                   // of a dictionary
  std::vector<const void*> buffers;
  std::deque<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  ArrowArray dictionary{};
};

void release_array(ArrowArray* array) {
  const std::unique_ptr<ArrayHold> hold{static_cast<ArrayHold*>(array->private_data)};
  for (auto& child : hold->children) release_if_held(&child);
  release_if_held(array->dictionary);
  array->release = nullptr;
}

ArrayHold& begin_array(ArrowArray* out, std::size_t length) {
  auto* const hold = new ArrayHold;
  *out = ArrowArray{};
  out->length = static_cast<std::int64_t>(length);
  out->release = &release_array;
  out->private_data = hold;
  return *hold;
}

void set_buffers(ArrowArray* out, ArrayHold& hold, std::vector<const void*> buffers) {
  hold.buffers = std::move(buffers);
  out->n_buffers = static_cast<std::int64_t>(hold.buffers.size());
  out->buffers = hold.buffers.data();
}

/// A bit a row, set where is_set(row), the lowest first.
template <class IsSet>
std::string bits_of(std::size_t rows, IsSet&& is_set) {
  std::string bits((rows + 7) / 8, '\0');
  for (std::size_t i = 0; i < rows; ++i) {
    if (is_set(i)) bits[i / 8] = static_cast<char>(bits[i / 8] | (1 << (i % 8)));
  }
  return bits;
}

void export_words(const describe::EnumInfo& words, ArrowArray* out) {
  auto& hold = begin_array(out, words.words.size());
  hold.offsets.push_back(0);
  for (const auto& word : words.words) {
    hold.text.append(word.name);
    hold.offsets.push_back(static_cast<std::int32_t>(hold.text.size()));
  }
  set_buffers(out, hold, {nullptr, hold.offsets.data(), hold.text.data()});
}

void export_column(const std::shared_ptr<const OwnedBatch>& batch, const Column& column,
                   ArrowArray* out) {
  auto& hold = begin_array(out, column.rows());
  hold.batch = batch;
  out->null_count = static_cast<std::int64_t>(column.missing_count());
  const void* valid = nullptr;
  if (column.missing_count() > 0) {
    hold.bits = bits_of(column.rows(), [&](std::size_t i) { return column.missing()[i] == 0; });
    valid = hold.bits.data();
  }
  const auto type = column.form().type;
  if (is_text(type)) {
    return set_buffers(out, hold, {valid, column.offsets().data(), column.text().data()});
  }
  if (type == ColumnType::truth) {
    hold.truths =
        bits_of(column.rows(), [&](std::size_t i) { return column.data()[i] != std::byte{0}; });
    return set_buffers(out, hold, {valid, hold.truths.data()});
  }
  set_buffers(out, hold, {valid, column.data().data()});
  if (type != ColumnType::word) return;
  export_words(*column.form().words, &hold.dictionary);
  out->dictionary = &hold.dictionary;
}

// Streams.

struct StreamHold {
  Forms forms;
  ReadBatch read;
  std::string error;  // of the call that failed; not empty: the stream is over
};

StreamHold& hold_of(ArrowArrayStream* stream) {
  return *static_cast<StreamHold*>(stream->private_data);
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  export_schema(*hold_of(stream).forms, out);
  return 0;
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  auto& hold = hold_of(stream);
  *out = ArrowArray{};
  if (!hold.error.empty()) return EIO;
  auto next = hold.read();
  hold.error = std::move(next.error);
  if (!hold.error.empty()) return EIO;
  if (next.batch != nullptr) export_batch(std::move(next.batch), out);
  return 0;
}

const char* get_last_error(ArrowArrayStream* stream) {
  const auto& error = hold_of(stream).error;
  return error.empty() ? nullptr : error.c_str();
}

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<StreamHold*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

void export_schema(const std::vector<ColumnForm>& forms, ArrowSchema* out) {
  auto& hold = begin_schema(out, "+s", {}, false);
  for (const auto& form : forms) {
    export_field(form, &hold.children.emplace_back());
    hold.pointers.push_back(&hold.children.back());
  }
  out->n_children = static_cast<std::int64_t>(hold.pointers.size());
  out->children = hold.pointers.data();
}

void export_batch(std::shared_ptr<const OwnedBatch> batch, ArrowArray* out) {
  auto& hold = begin_array(out, batch->batch.rows);
  set_buffers(out, hold, {nullptr});
  for (const auto& column : batch->batch.columns) {
    export_column(batch, column, &hold.children.emplace_back());
    hold.pointers.push_back(&hold.children.back());
  }
  out->n_children = static_cast<std::int64_t>(hold.pointers.size());
  out->children = hold.pointers.data();
}

void export_stream(Forms forms, ReadBatch read, ArrowArrayStream* out) {
  *out = ArrowArrayStream{};
  out->get_schema = &get_schema;
  out->get_next = &get_next;
  out->get_last_error = &get_last_error;
  out->release = &release_stream;
  out->private_data = new StreamHold{std::move(forms), std::move(read), {}};
}

}  // namespace recourse::python
