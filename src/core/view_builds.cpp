#include "core/view_builds.hpp"

#include <algorithm>
#include <recourse/core/memory_table.hpp>

namespace recourse::core {

Result<void> ViewBuilds::add(std::uint32_t version, Label label, ProjectionFactory make) {
  if (makers_.emplace(version, std::move(make)).second) {
    if (makers_.rbegin()->first == version) label_ = label;
    return {};
  }
  return Error{Errc::invalid_argument,
               "view " + view_ + " version " + std::to_string(version) + " was added already"};
}

TableName ViewBuilds::newest(std::uint64_t build) const {
  return {view_, makers_.rbegin()->first, build};
}

Result<ViewBuilds::Chosen> ViewBuilds::open() {
  RECOURSE_TRY_ASSIGN(auto tables, usable());
  std::uint64_t build = 0;  // the last number that was given
  for (const auto& table : tables) build = std::max(build, table.name.build);
  const auto gone = [](const Usable& table) { return table.rows == Rows::unreadable; };
  if (options_.read_only) {
    // Nothing is built here: what is not ours is made up in memory, from the start.
    std::erase_if(tables, [](const Usable& table) { return table.rows != Rows::ours; });
    const auto name = tables.empty() ? newest(build + 1) : tables.front().name;
    RECOURSE_TRY_ASSIGN(auto only, make(name));
    return Chosen{std::move(only), nullptr};
  }
  for (const auto& table : tables) {
    if (gone(table)) RECOURSE_TRY(drop(table.name));
  }
  std::erase_if(tables, gone);
  Chosen chosen;
  if (tables.empty()) {
    RECOURSE_TRY_ASSIGN(chosen.serving, make(newest(build + 1)));
    return chosen;
  }
  const auto& serves = tables.front();
  const bool outdated = serves.rows == Rows::outdated;
  const auto keep = outdated ? View::Keep::as_they_are : View::Keep::up_to_date;
  RECOURSE_TRY_ASSIGN(chosen.serving, make(serves.name, keep));
  // What a crash interrupted is gone on with; what was begun before that is forgotten.
  const auto version = makers_.rbegin()->first;
  const auto& last = tables.back();
  const bool interrupted =
      tables.size() > 1 && last.name.version == version && last.rows == Rows::ours;
  const std::size_t kept = interrupted ? 1 : 0;
  for (std::size_t i = 1; i + kept < tables.size(); ++i) RECOURSE_TRY(drop(tables[i].name));
  if (interrupted) {
    RECOURSE_TRY_ASSIGN(chosen.building, make(last.name));
  } else if (outdated || serves.name.version < version) {
    RECOURSE_TRY_ASSIGN(chosen.building, make(newest(build + 1)));
  }
  return chosen;
}

Result<ViewReport> ViewBuilds::stored() const {
  RECOURSE_TRY_ASSIGN(auto tables, usable());
  // Nobody will serve rows that look otherwise.
  std::erase_if(tables, [](const Usable& table) { return table.rows == Rows::unreadable; });
  ViewReport r;
  r.serving.name = newest(1);
  r.serving.head = known_head(*store_);
  if (tables.empty()) return r;
  r.serving = stored(tables.front().name);
  r.serving.outdated = tables.front().rows != Rows::ours;
  if (tables.size() > 1 && tables.back().name.version == makers_.rbegin()->first) {
    r.building = stored(tables.back().name);
  }
  return r;
}

Result<std::shared_ptr<View>> ViewBuilds::make(const TableName& name, View::Keep keep) const {
  RECOURSE_TRY_ASSIGN(auto table, open_table(name));
  auto projection = makers_.at(name.version)();
  auto view =
      std::make_shared<View>(*store_, *feed_, std::move(projection), std::move(table), name, keep);
  // A table that cannot be read stops its view, which can be rebuilt, and not the store.
  (void)view->begin();
  return view;
}

Result<std::vector<ViewBuilds::Usable>> ViewBuilds::usable() const {
  RECOURSE_TRY_ASSIGN(const auto all, store_->tables().list());
  std::vector<Usable> usable;
  for (const auto& table : all) {
    if (table.view != view_) continue;
    if (makers_.contains(table.version)) {
      usable.push_back({table, rows_in(table)});
    } else if (table.version < makers_.rbegin()->first && !options_.read_only) {
      RECOURSE_TRY(drop(table));
    }
  }
  // Who only reads takes what is complete, and that is the oldest.
  return usable;
}

ViewBuilds::Rows ViewBuilds::rows_in(const TableName& name) const {
  const auto table = store_->tables().open(name);
  const auto rows = table ? (*table)->snapshot() : Result<std::unique_ptr<TableSnapshot>>{nullptr};
  // One that cannot be read stops its view, which says so.
  if (!table || !rows) return Rows::ours;
  const auto at = (*rows)->checkpoint();
  const auto ours = identity_of(makers_.at(name.version)()->spec());
  if (!at || at->rows == ours) return Rows::ours;
  return at->rows.layout == ours.layout ? Rows::outdated : Rows::unreadable;
}

Result<std::shared_ptr<Table>> ViewBuilds::open_table(const TableName& name) const {
  if (!options_.read_only) return store_->tables().open(name);
  RECOURSE_TRY_ASSIGN(const auto there, store_->tables().list());
  if (std::ranges::find(there, name) == there.end()) {
    return std::shared_ptr<Table>{std::make_shared<MemoryTable>()};
  }
  RECOURSE_TRY_ASSIGN(const auto below, store_->tables().open(name));
  auto rows = below->snapshot();
  // What cannot be read is made up as well.
  if (!rows) return std::shared_ptr<Table>{std::make_shared<MemoryTable>()};
  return std::shared_ptr<Table>{std::make_shared<MemoryTable>(std::move(*rows))};
}

ViewStatus ViewBuilds::stored(const TableName& name) const {
  ViewStatus s;
  s.name = name;
  s.head = known_head(*store_);
  const auto at = [&]() -> Result<std::optional<Checkpoint>> {
    RECOURSE_TRY_ASSIGN(const auto table, store_->tables().open(name));
    RECOURSE_TRY_ASSIGN(const auto rows, table->snapshot());
    return rows->checkpoint();
  }();
  s.stopped = at.has_error();
  if (s.stopped) {
    s.error = at.error().message();
  } else if (*at && (*at)->log == store_->identity()) {
    s.position = (*at)->position;
  }
  return s;
}

}  // namespace recourse::core
