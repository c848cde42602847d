// OwnParts: what Python adds to an engine before it starts: workflows, views and reactions.
//
//     auto parts = OwnParts::of({workflows, projections, reactions, debug});     // with the GIL
//     auto office = Office::open(options, [&](Engine& e) { return parts->add_to(e); });
//     add_subscribers(engine, parts->workflows(), subscribers);                  // once it runs
//
// Thread-safety: `of` with the GIL held; `add_to` without it, once. Ownership: what is added shares
// the workflows.
#pragma once

#include "arguments.hpp"
#include "own_rules.hpp"

namespace recourse::python {

using OwnWorkflowList = Typed<"collections.abc.Sequence[recourse.define.Workflow]">;
using ProjectionList = Typed<"collections.abc.Sequence[recourse.define.Projection]">;
using ReactionList = Typed<"collections.abc.Sequence[recourse.define.Reaction]">;
using SubscriberList = Typed<"collections.abc.Sequence[recourse.define.Subscriber]">;

class OwnParts {
 public:
  /// As Python gives them.
  struct Given {
    py::object workflows;
    py::object projections;
    py::object reactions;
    bool debug;
  };
  /// Throws what is wrong with any of them.
  static std::shared_ptr<OwnParts> of(const Given& given);

  Result<void> add_to(Engine& engine);
  const std::shared_ptr<OwnWorkflows>& workflows() const { return workflows_; }
  /// Names of the views that Python keeps: their rows are JSON.
  const std::vector<std::string>& views() const { return views_; }

 private:
  std::shared_ptr<OwnWorkflows> workflows_ = std::make_shared<OwnWorkflows>();
  std::vector<core::ProjectionFactory> projections_;
  std::vector<std::unique_ptr<core::Reaction>> reactions_;
  std::vector<std::string> views_;
};

/// Subscribers of recourse.define. With the GIL held, which is let go meanwhile.
void add_subscribers(const Engine& engine, const std::shared_ptr<OwnWorkflows>& workflows,
                     const py::object& subscribers);

/// The rows of a view of Python's with from ≤ key < to, and where they are true. invalid_argument
/// for a view that is another's.
struct OwnRowList {
  std::vector<std::pair<std::string, std::string>> rows = {};
  Position position = {};
};
Result<OwnRowList> own_rows(const Engine& engine, const OwnParts* parts, const std::string& view,
                            const std::string& from, const std::string& to, Position at_least);
/// Those rows as a list of key and value.
py::object rows_to_python(const OwnRowList& found);

}  // namespace recourse::python
