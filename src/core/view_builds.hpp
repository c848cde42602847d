// ViewBuilds: the tables of one view, and which of them is taken up.
//
// A view has a table for each build, named by the version of its projection and a number that
// grows. Invariants: a table is written only by a projection of its own version; the oldest usable
// table is the one that is complete and serves; of the others only the last, of the newest version,
// is gone on with. A table of an older version that nobody adds any more is dropped; one of a later
// version is somebody else's and stays. A table whose rows another code made (identity_of) is not
// brought up: if its rows can be read it serves as they are until a new build has come as far;
// otherwise the new build serves from the start, at the position that it states.
//
// Thread-safety: `add` and `open` before anything else, from one thread; then all members from any.
#pragma once

#include <map>
#include <recourse/core/views.hpp>

namespace recourse::core {

class ViewBuilds {
 public:
  /// Borrows store and feed.
  ViewBuilds(EventStore& store, LogFeed& feed, ViewsOptions options, std::string view)
      : store_(&store), feed_(&feed), options_(options), view_(std::move(view)) {}

  const std::string& view() const noexcept { return view_; }
  /// As its newest version says it.
  Label label() const { return label_; }
  bool read_only() const noexcept { return options_.read_only; }
  const ViewsOptions& options() const noexcept { return options_; }
  /// invalid_argument if the version was added before.
  Result<void> add(std::uint32_t version, Label label, ProjectionFactory make);

  /// The build that serves, and the one that will, if there is one.
  struct Chosen {
    std::shared_ptr<View> serving;
    std::shared_ptr<View> building;
  };
  /// Takes up what a crash interrupted, begins a build of a newer version, and drops the rest.
  Result<Chosen> open();
  /// The same builds that `open` would choose, as their tables say it. Changes nothing.
  Result<ViewReport> stored() const;

  /// A build of the newest version, by this number.
  TableName newest(std::uint64_t build) const;
  /// Opens a build and finds its position. A table that cannot be read stops its view, not this.
  Result<std::shared_ptr<View>> make(const TableName& name) const {
    return make(name, View::Keep::up_to_date);
  }
  Result<void> drop(const TableName& name) const { return store_->tables().drop(name); }

 private:
  /// What a table's rows are to the code that was added.
  enum class Rows : std::uint8_t {
    ours,        ///< It would make the same; or there are none yet.
    outdated,    ///< It can read them, and would make others.
    unreadable,  ///< They look otherwise.
  };
  struct Usable {
    TableName name;
    Rows rows;
  };
  /// The tables of versions that were added, oldest build first.
  Result<std::vector<Usable>> usable() const;
  Rows rows_in(const TableName& name) const;
  Result<std::shared_ptr<View>> make(const TableName& name, View::Keep keep) const;
  Result<std::shared_ptr<Table>> open_table(const TableName& name) const;
  ViewStatus stored(const TableName& name) const;

  EventStore* store_;
  LogFeed* feed_;
  const ViewsOptions options_;
  const std::string view_;
  std::map<std::uint32_t, ProjectionFactory> makers_;  // by version
  Label label_;                                        // of the newest version
};

}  // namespace recourse::core
