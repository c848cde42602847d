#include "own_parts.hpp"

#include <algorithm>
#include <recourse/engine.hpp>

#include "own_hosted.hpp"
#include "raise.hpp"
#include "sequences.hpp"

namespace recourse::python {
namespace {

py::sequence sequence_of(const char* name, const py::object& object) {
  if (PyUnicode_Check(object.ptr()) || !py::isinstance<py::sequence>(object)) {
    parameter(name, [&] { wrong_type("a list", object); });
  }
  return py::reinterpret_borrow<py::sequence>(object);
}

/// A recourse.define.Workflow, described.
const OwnWorkflow& described(py::handle workflow) {
  if (!py::isinstance(workflow, package_attribute("recourse.define", "Workflow"))) {
    parameter("workflows", [&] { wrong_type("a recourse.define.Workflow", workflow); });
  }
  return *py::cast<const OwnWorkflow*>(py::object{workflow.attr("_described")()});
}

core::SubscriptionOptions subscription_of(const py::object& given) {
  core::SubscriptionOptions options;
  options.name = text_of(py::object{given.attr("name")});
  options.stream_kind = text_of(py::object{given.attr("kind")});
  options.from = Position{natural_of(py::object{given.attr("from_")}, ~std::uint64_t{0})};
  return options;
}

}  // namespace

std::shared_ptr<OwnParts> OwnParts::of(const Given& given) {
  auto parts = std::make_shared<OwnParts>();
  for (const auto one : sequence_of("workflows", given.workflows)) {
    const auto& own = described(one);
    if (parts->workflows_->find(own.kind()) != nullptr) {
      wrong_value("two workflows of the kind " + own.kind());
    }
    parts->workflows_->add(own, {own.core(), own_rules(own), {.check_determinism = given.debug}});
  }
  for (const auto one : sequence_of("projections", given.projections)) {
    const auto projection = py::reinterpret_borrow<py::object>(one);
    parts->projections_.push_back(own_projection(parts->workflows_, projection));
    parts->views_.push_back(text_of(py::object{projection.attr("name")}));
  }
  for (const auto one : sequence_of("reactions", given.reactions)) {
    parts->reactions_.push_back(
        own_reaction(parts->workflows_, py::reinterpret_borrow<py::object>(one)));
  }
  return parts;
}

Result<void> OwnParts::add_to(Engine& engine) {
  workflows_->stand_on(engine);
  for (const auto& one : workflows_->all()) add_workflow(engine, one.decider);
  for (auto& one : projections_) engine.add_view(std::move(one));
  for (auto& one : reactions_) engine.add_reaction(std::move(one));
  return {};
}

void add_subscribers(const Engine& engine, const std::shared_ptr<OwnWorkflows>& workflows,
                     const py::object& subscribers) {
  for (const auto one : sequence_of("subscribers", subscribers)) {
    const auto subscriber = py::reinterpret_borrow<py::object>(one);
    auto options = subscription_of(subscriber);
    auto handler = own_subscriber(workflows, options.name, subscriber.attr("handle"));
    auto added = [&] {
      const py::gil_scoped_release released;
      return engine.subscriptions().add(std::move(options), std::move(handler));
    }();
    value_of(std::move(added));
  }
}

Result<OwnRowList> own_rows(const Engine& engine, const OwnParts* parts, const std::string& view,
                            const std::string& from, const std::string& to, Position at_least) {
  const bool known = parts != nullptr && std::find(parts->views().begin(), parts->views().end(),
                                                   view) != parts->views().end();
  if (!known) {
    return Error{Errc::invalid_argument,
                 "'" + view + "' is no view that was given as a projection when this was opened"};
  }
  RECOURSE_TRY_ASSIGN(const auto table, engine.rows(view, at_least));
  OwnRowList found{{}, table->position()};
  const auto cursor = table->scan(from, to);
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return found;
    found.rows.emplace_back(cursor->key(), cursor->value());
  }
}

py::object rows_to_python(const OwnRowList& found) {
  const auto loads = package_attribute("json", "loads");
  return list_of(found.rows, [&](const auto& row) {
    return py::make_tuple(text_to_python(row.first), loads(py::bytes(row.second)));
  });
}

}  // namespace recourse::python
