// PersonsView: which cases the same person reported, by keyed hashes (R45). Only in a log that is
// sealed, and with its keys.
//
//     views.add([ring] { return std::make_unique<PersonsView>(ring); });
//     auto repeats = PersonsView::find(*views.snapshot("persons").value(), *ring,
//                                      {.phone = "139 1234 5678", .matter = "hukou_move_in"});
//
// A person is the same by telephone number, or by name and address together. Spaces, dashes and the
// country's code are left out; a report without either is in no row. Of somebody who was erased
// no row remains (trust/blind_index.hpp).
//
// Thread-safety: as Projection; `find` from any thread.
#pragma once

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/trust/blind_index.hpp>

namespace recourse::casework::complaint {

/// Within so many days a demand of the same person in the same matter is a repeated one (R45).
inline constexpr std::uint32_t kRepeatedDays = 90;

/// What is known of who is at the window.
struct PersonQuery {
  std::string name = {};
  std::string phone = {};
  std::string address = {};
  std::string matter = {};              ///< Code; empty: in whatever matter.
  std::optional<Timestamp> until = {};  ///< Reported up to then; nothing: however late.
  std::uint32_t days = kRepeatedDays;   ///< And so many days before `until`; 0: however early.
};

/// An earlier case of the same person.
struct EarlierCase {
  std::string stream{};
  std::string matter{};
  Timestamp reported_at{};
  std::string known_by{};
  friend bool operator==(const EarlierCase&, const EarlierCase&) = default;
};
BOOST_DESCRIBE_STRUCT(EarlierCase, (), (stream, matter, reported_at, known_by))
constexpr auto recourse_spec(const EarlierCase*) {
  return describe::spec("case.earlier", 1, "An earlier case of the same person (R45).",
                        {{"stream", 1, "The case."},
                         {"matter", 1, "Code of its matter; may be empty."},
                         {"reported_at", 1, "When it was reported."},
                         {"known_by", 1, "phone, or name_and_address."}});
}

class PersonsView final : public core::Projection {
 public:
  static constexpr std::string_view kName = "persons";
  static constexpr std::uint32_t kVersion = 1;

  explicit PersonsView(std::shared_ptr<const trust::Keyring> ring) : ring_(std::move(ring)) {}

  core::ProjectionSpec spec() const override;
  core::Label label() const override { return {"Earlier cases of a person", "同一人的以往诉求"}; }
  Result<void> apply(const core::RecordView& record, core::TableWriter& rows) override;

  /// The latest first. Errors: corruption, and those of the table.
  static Result<std::vector<EarlierCase>> find(const core::TableSnapshot& rows,
                                               const trust::Keyring& ring,
                                               const PersonQuery& query);

 private:
  std::shared_ptr<const trust::Keyring> ring_;
};

}  // namespace recourse::casework::complaint
