// The streams of a workflow, folded from the log: for what a view, which has the last state alone,
// cannot tell.
#pragma once

#include <functional>
#include <map>
#include <recourse/core/fold.hpp>
#include <recourse/office.hpp>
#include <string>

namespace recourse {

template <class D>
using FoldedStreams = std::map<std::string, core::Loaded<typename D::State>, std::less<>>;

/// Every stream of a workflow up to a position, by its name; none if the program does not serve it.
/// Before each record calls look(stream, loaded, at): the stream as it stood until `at`, when the
/// record occurred; of version 0 before its first. Errors: those of the store, and of records that
/// cannot be read.
template <class D, class Look>
Result<FoldedStreams<D>> fold_log(const Office& office, Position to, Look&& look) {
  FoldedStreams<D> streams;
  const auto* hosted = dynamic_cast<const Hosted<D>*>(office.engine().workflow(D::kKind));
  if (hosted == nullptr || to.value == 0) return streams;
  const core::Fold<D> fold{hosted->decider()};
  RECOURSE_TRY_ASSIGN(const auto cursor,
                      office.store().read_all({.to = to, .stream_kind = std::string{D::kKind}}));
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return streams;
    const auto& record = cursor->record();
    auto& loaded = streams[std::string{record.stream}];
    look(record.stream, std::as_const(loaded), record.occurred_at);
    RECOURSE_TRY(fold.take(loaded, record));
  }
}

}  // namespace recourse
