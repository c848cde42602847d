// What `ledger` and `logs ledger` are told alike, as a query.
#pragma once

#include <recourse/office/ledger.hpp>

#include "apps/cli/arguments.hpp"
#include "apps/cli/viewer.hpp"
#include "apps/cli/zone.hpp"

namespace recourse::cli {

/// Who reads: a ledger shows personal data masked alone.
inline Result<core::Viewer> ledger_reader(const Session& session, const ViewerArguments& given) {
  if (session.reveal) {
    return Error{Errc::invalid_argument,
                 "--reveal: the ledger masks personal data; look at one case by `case show`"};
  }
  return viewer_of(session, given);
}

/// Conditions, order, page and cursor of `a`. invalid_argument, naming the option.
template <class Query, class Arguments>
Result<void> read_list(const Arguments& a, Query& query) {
  for (const auto& text : a.where) {
    auto condition = ledger_condition(text, zone());
    if (!condition) return of_argument("--where", condition.error());
    query.where.push_back(std::move(*condition));
  }
  query.descending = a.sort.starts_with('-');
  query.sort = query.descending ? a.sort.substr(1) : a.sort;
  if (a.page_size) query.page_size = *a.page_size;
  RECOURSE_TRY_ASSIGN(query.after, unhex("--after", a.after));
  return {};
}

}  // namespace recourse::cli
