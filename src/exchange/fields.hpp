// An event's fields as attributes of an event log.
#pragma once

#include <functional>
#include <recourse/core/workflow_port.hpp>
#include <recourse/exchange/event_log.hpp>

namespace recourse::exchange {

/// What a citizen who acts is called: his account or telephone number, which goes to nobody. Empty
/// of whoever is none.
class CitizenAccount {
 public:
  explicit CitizenAccount(const core::Actor& actor);
  bool empty() const { return whole_.empty(); }
  /// The text is the account; one with an @ in it is written as a name and a unit.
  bool is(std::string_view text) const { return !empty() && (text == id_ || text == whole_); }

 private:
  std::string id_;
  std::string whole_;
};
/// A citizen by his role alone; anybody else as he is.
core::Actor without_account(core::Actor actor);

/// Appends the fields that the viewer may see, but for personal data. `object` is as core::redact
/// leaves it. Nested structs go into their fields' keys; a list of structs has a text for each,
/// its number, with the fields as its attributes. `hidden`: texts that are it are left out.
void append_fields(const void* object, const describe::TypeInfo& type,
                   const core::Visibility& visibility, const CitizenAccount& hidden,
                   std::vector<Attribute>& to);

/// A case's record, and what of it is shown.
struct ShownEvent {
  const describe::TypeInfo& type;
  /// Empty where it is hidden; without an id unless he is staff; of a citizen the role alone.
  core::Actor actor;
  std::vector<Attribute> fields;
};
/// Calls `see` for each event of a record, as the viewer may see it.
Result<void> each_shown(const core::WorkflowPort& workflow, const core::RecordView& record,
                        const core::Visibility& visibility,
                        const std::function<Result<void>(ShownEvent event)>& see);

}  // namespace recourse::exchange
