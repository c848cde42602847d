// BuildSwap: one build of a view serves while another is made beside it and takes its place.
//
// Invariants: there is always a build that serves. A new build serves only once it has come as far
// as the old one (or to the head, if the old one has stopped) and is durable; and, where it is to
// be compared, once it was held against the old one's rows at one position. What serves until then
// is not touched.
//
// Thread-safety: `step` and `swap` from one thread at a time; everything else from any thread.
#pragma once

#include <mutex>

#include "core/build_group.hpp"
#include "core/view_builds.hpp"

namespace recourse::core {

class BuildSwap {
 public:
  /// Borrows all three.
  BuildSwap(const EventStore& store, const ViewBuilds& builds, BuildGroup& group)
      : store_(&store), builds_(&builds), group_(&group) {}
  ~BuildSwap();

  /// To be called once, before anything else.
  void open(ViewBuilds::Chosen chosen);

  std::shared_ptr<View> serving() const;
  /// Null: none is under way.
  std::shared_ptr<View> building() const;
  ViewReport report() const;

  /// Begins a new build; one that has failed is dropped. invalid_argument if one is under way;
  /// view_stopped if it is to be compared with rows that cannot be read.
  Result<void> begin(RebuildOptions options);

  /// What a step of the new build came to.
  enum class Step : std::uint8_t { idle, moved, ready };
  /// Passes the new build over the next records and compares it where that is due. `ready`: it is
  /// durable and may serve.
  Result<Step> step(const View& live, View& next);
  /// The new build serves from now on. Answers with the old one, whose table is to be dropped.
  std::shared_ptr<View> swap();

 private:
  /// Where the builds are to be compared; nothing: they are not, or have been.
  std::optional<Position> meeting() const;
  void compare(const View& live, const View& next);

  const EventStore* store_;
  const ViewBuilds* builds_;
  BuildGroup* group_;
  mutable std::mutex mutex_;
  std::shared_ptr<View> serving_;
  std::shared_ptr<View> building_;
  std::shared_ptr<TableSnapshot> before_;  // what the new build is to be compared with
  std::optional<BuildComparison> compared_;
};

}  // namespace recourse::core
