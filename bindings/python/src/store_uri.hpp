// Where a store lies: in a directory, in memory, or where a URI says.
#pragma once

#include <recourse/stores/open.hpp>

#include "raise.hpp"

namespace recourse::python {

/// InvalidArgumentError unless the store is given what it needs: `placed` by a directory, or by a
/// URI alone where that does.
inline void check_place(const std::string& store, bool placed, bool create) {
  const bool in_memory = store == "memory";
  if (in_memory == placed) {
    raise(Error{Errc::invalid_argument,
                in_memory ? "the store 'memory' has no directory: leave it out"
                          : "the store '" + stores::shown(store) + "' needs a directory"});
  }
  if (in_memory && !create) {
    raise(Error{Errc::invalid_argument, "the store 'memory' is always a new one: create=True"});
  }
}

/// If `store` is a URI, `open_store` opens it, and keys lie where the directory says.
template <class Options>
void open_by_uri(Options& options) {
  if (!stores::is_store_uri(options.store)) return;
  if (options.sealing && options.sealing->keys.empty()) {
    options.sealing->keys = options.directory / "keys";
  }
  options.open_store = stores::store_at({.store = std::move(options.store),
                                         .directory = std::move(options.directory),
                                         .create = options.create,
                                         .memory_bytes = options.memory_bytes});
  options.store = Options{}.store;
  options.directory.clear();
}

}  // namespace recourse::python
