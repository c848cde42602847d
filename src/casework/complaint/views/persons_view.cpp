#include <algorithm>
#include <recourse/casework/complaint/views/persons_view.hpp>
#include <recourse/core/fold.hpp>

namespace recourse::casework::complaint {
namespace {

constexpr std::string_view kPhone = "phone";
constexpr std::string_view kNameAndAddress = "name_and_address";
constexpr auto kReporter = describe::Subject::reporter;

/// What a row holds of a case.
struct Row {
  std::string matter{};
  Timestamp reported_at{};
};
BOOST_DESCRIBE_STRUCT(Row, (), (matter, reported_at))
constexpr auto recourse_spec(const Row*) {
  return describe::spec("case.person_row", 1, "A case of a person.",
                        {{"matter", 1, "Code of its matter; may be empty."},
                         {"reported_at", 1, "When it was reported."}});
}

/// The digits of a telephone number, without the country's code.
std::string phone_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits),
                       [](char c) { return c >= '0' && c <= '9'; });
  if (digits.starts_with("0086")) digits.erase(0, 4);
  if (digits.size() == 13 && digits.starts_with("86")) digits.erase(0, 2);
  return digits;
}

std::string letters_of(std::string_view text) {
  std::string letters;
  std::ranges::copy_if(text, std::back_inserter(letters),
                       [](char c) { return c != ' ' && c != '\t' && c != '-'; });
  return letters;
}

std::string name_and_address_of(std::string_view name, std::string_view address) {
  auto letters = letters_of(name);
  const auto where = letters_of(address);
  if (letters.empty() || where.empty()) return {};
  letters.push_back('\0');
  return letters.append(where);
}

std::string clear_of(const std::optional<Sealed<std::string>>& text) {
  return text && text->is_clear() ? text->clear() : std::string{};
}

Result<void> add(const Received& e, std::string_view stream, const trust::Keyring& ring,
                 core::TableWriter& rows) {
  const auto value = describe::encode(Row{e.matter, e.reported_at});
  RECOURSE_TRY(trust::BlindIndex::add(rows, ring, stream, kReporter, kPhone,
                                      phone_of(clear_of(e.phone)), value));
  return trust::BlindIndex::add(rows, ring, stream, kReporter, kNameAndAddress,
                                name_and_address_of(clear_of(e.name), clear_of(e.address)), value);
}

}  // namespace

core::ProjectionSpec PersonsView::spec() const {
  return {.name = std::string{kName},
          .version = kVersion,
          .types = {std::string{describe::spec_of<Received>.type},
                    std::string{describe::spec_of<trust::Erased>.type}}};
}

Result<void> PersonsView::apply(const core::RecordView& record, core::TableWriter& rows) {
  if (record.type == describe::spec_of<trust::Erased>.type) {
    RECOURSE_TRY_ASSIGN(const auto event, core::Fold<trust::SealingDecider>::event_of(record));
    const auto& erased = std::get<trust::Erased>(event);
    return trust::BlindIndex::remove(rows, erased.stream, erased.subject);
  }
  if (record.type != describe::spec_of<Received>.type) return {};
  RECOURSE_TRY_ASSIGN(auto event,
                      describe::decode<Received>(record.payload, record.schema_version));
  RECOURSE_TRY(ring_->open(&event, describe::type_info<Received>,
                           {record.stream, record.version, record.type}));
  return add(event, record.stream, *ring_, rows);
}

Result<std::vector<EarlierCase>> PersonsView::find(const core::TableSnapshot& rows,
                                                   const trust::Keyring& ring,
                                                   const PersonQuery& query) {
  std::vector<EarlierCase> cases;
  const auto collect = [&](std::string_view kind, const std::string& text) -> Result<void> {
    RECOURSE_TRY_ASSIGN(const auto found, trust::BlindIndex::find(rows, ring, kind, text));
    for (const auto& one : found) {
      RECOURSE_TRY_ASSIGN(const auto row, describe::decode<Row>(one.value, 1));
      const bool known = std::ranges::find(cases, one.stream, &EarlierCase::stream) != cases.end();
      const bool too_late = query.until && row.reported_at > *query.until;
      const bool too_early = query.until && query.days != 0 &&
                             row.reported_at < *query.until - std::chrono::days{query.days};
      if (known || too_late || too_early) continue;
      if (!query.matter.empty() && query.matter != row.matter) continue;
      cases.push_back({one.stream, row.matter, row.reported_at, std::string{kind}});
    }
    return {};
  };
  RECOURSE_TRY(collect(kPhone, phone_of(query.phone)));
  RECOURSE_TRY(collect(kNameAndAddress, name_and_address_of(query.name, query.address)));
  std::ranges::sort(cases, [](const EarlierCase& a, const EarlierCase& b) {
    return std::tie(b.reported_at, a.stream) < std::tie(a.reported_at, b.stream);
  });
  return cases;
}

}  // namespace recourse::casework::complaint
