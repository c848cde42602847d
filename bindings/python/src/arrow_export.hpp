// Columns as Arrow's C structs, for whatever library reads those.
//
//     ArrowArrayStream stream;
//     export_stream(forms, [rows] { return rows->next(); }, &stream);     // released by others
//
// Texts are Utf8, words dictionaries of 32-bit places (each batch with all words of its list),
// truths Bool, numbers of 32 or 64 bits, moments Timestamp in milliseconds, UTC. No value is
// copied but for bits: arrays point into the batch and share it.
//
// Thread-safety: a stream is read by one thread at a time, whichever; arrays are released on any.
#pragma once

#include <functional>
#include <memory>

#include "arrow_c.hpp"
#include "columns_batch.hpp"

namespace recourse::python {

using Forms = std::shared_ptr<const std::vector<ColumnForm>>;

/// A batch with the forms that it was made by.
struct OwnedBatch {
  explicit OwnedBatch(Forms of) : forms(std::move(of)), batch(*forms) {}
  Forms forms;
  Batch batch;
};

/// What comes next in a stream.
struct NextBatch {
  std::shared_ptr<const OwnedBatch> batch = {};  ///< Null: there are no more.
  std::string error = {};                        ///< Not empty: the stream ends with it.
};
/// Must not throw.
using ReadBatch = std::function<NextBatch()>;

void export_schema(const std::vector<ColumnForm>& forms, ArrowSchema* out);
void export_batch(std::shared_ptr<const OwnedBatch> batch, ArrowArray* out);
void export_stream(Forms forms, ReadBatch read, ArrowArrayStream* out);

}  // namespace recourse::python
