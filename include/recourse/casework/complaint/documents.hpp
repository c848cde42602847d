// Documents: the papers that are printed, signed and handed to the citizen (R11, R14).
//
//     auto paper = document_of(DocumentKind::notice, "PD01-20240105-0007-R", events).value();
//     print(document_text(paper));        // or document_html(paper): one page A4, no scripts
//
// The order is draft, print, sign, record. A draft is made of the events that a command would lead
// to (Office::draft_document) and carries a digest of what it says; the command that records the
// matter afterwards names the digest in `draft`, and is refused if it says something else.
//
// A paper says what was signed, however long afterwards it is printed: its own items and its own
// days, as they stood then. What is lacking after a later demand says the paper of that demand.
//
// A document shows the name that the citizen gave; a name that is sealed is left as a line to fill
// in. Texts are Chinese, as the citizen reads them, with names in place of codes. Pure functions;
// safe from any thread.
#pragma once

#include <recourse/casework/common/catalogue.hpp>
#include <recourse/casework/common/norms.hpp>
#include <recourse/casework/complaint/commands.hpp>
#include <recourse/casework/complaint/events.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework::complaint {

/// The kinds of papers.
enum class DocumentKind : std::uint8_t {
  notice = 1,      ///< What is lacking, told once and completely (R14).
  acceptance = 2,  ///< Receipt of acceptance.
  refusal = 3,     ///< Receipt of refusal.
  supplement = 4,  ///< What is demanded beyond the notice, with all that is lacking then.
};
BOOST_DESCRIBE_ENUM(DocumentKind, notice, acceptance, refusal, supplement)
constexpr auto recourse_labels(const DocumentKind*) {
  return describe::labels<DocumentKind>({
      {DocumentKind::notice, "一次性告知书"},
      {DocumentKind::acceptance, "受理通知书"},
      {DocumentKind::refusal, "不予受理通知书"},
      {DocumentKind::supplement, "补充告知书"},
  });
}

/// An event of the case, and when it happened. Borrows the event.
struct DocumentEvent {
  const Event* event;
  Timestamp at;
};

/// What a paper says, without layout.
struct Document {
  /// A line with a heading: "补交期限：2025年3月24日".
  struct Entry {
    std::string label;
    std::string value;
  };
  DocumentKind kind{};
  std::string title;                  ///< "不予受理通知书".
  std::string number;                 ///< "BSL-PD01-20240105-0007-R".
  std::string case_number;            ///< "PD01-20240105-0007-R".
  std::string organ;                  ///< Who issues it: the station's name.
  std::string addressee;              ///< The citizen, or a line to fill in.
  std::string matter;                 ///< "户口迁入".
  std::vector<std::string> body;      ///< Paragraphs.
  std::vector<std::string> items;     ///< "1．机动车行驶证（原件）".
  std::vector<Entry> details;         ///< Basis, days, places.
  std::vector<std::string> remedies;  ///< Paragraphs: to whom, and within what time.
  std::vector<Entry> signatures;      ///< Who signs, and what is known of it.
  std::string seal;                   ///< Number of the seal; empty: its place is left.
  LocalDay day{};                     ///< On which it is issued.
  bool recorded = true;               ///< False: a draft, printed before it is recorded.
  std::string draft;                  ///< Of a draft: the digest of what it says, where it counts.
};

/// By whose numbers and lists.
struct DocumentSetting {
  const Norms& norms;
  const Catalogue& catalogue = Catalogue::builtin();
};

/// The paper of that kind that the events led to last, as it was then; an acceptance from the event
/// by which the case came to be accepted, be it by silence or after a declining. not_found if they
/// led to none.
Result<Document> document_of(DocumentKind kind, std::string_view case_number,
                             std::span<const DocumentEvent> events, const DocumentSetting& setting);
/// The kind of paper that the event is printed as; none for the others.
std::optional<DocumentKind> document_kind_of(const Event& event);

/// Digest of what is printed and signed, sixteen hexadecimal digits; who records it, seal and
/// signature come afterwards and do not count.
std::string draft_of(const RoutedNotice& notice);
std::string draft_of(const Declined& declined);
std::string draft_of(const NewDemandMade& demand);

/// The command as it will be given when its paper has been signed: what is signed after it was
/// printed is not asked for before.
Command as_if_signed(Command command);
/// The paper of a command that is not recorded yet, after all that happened: `coming` is what the
/// command would lead to. invalid_argument if no paper goes with that.
Result<Document> draft_of(std::string_view case_number, std::span<const DocumentEvent> happened,
                          std::span<const DocumentEvent> coming, const DocumentSetting& setting);

/// The paper as lines of text, with its stub below.
std::string document_text(const Document& document);
/// The same as a page of HTML; whatever people typed is escaped.
std::string document_html(const Document& document);

/// "二〇二五年三月三日".
std::string chinese_date(LocalDay day);

}  // namespace recourse::casework::complaint
