#include <algorithm>
#include <charconv>
#include <recourse/base/text.hpp>
#include <recourse/notary/checkpoint.hpp>

#include "notary/crypto.hpp"
#include "notary/lines.hpp"

namespace recourse::notary {
namespace {

constexpr std::string_view kPrefix = "recourse/";
constexpr std::string_view kDash = "\u2014 ";

Result<NoteSignature> parse_signature(std::string_view line) {
  const auto rest = line.substr(std::min(line.size(), kDash.size()));
  const auto blank = rest.find(' ');
  if (!line.starts_with(kDash) || blank == 0 || blank == std::string_view::npos) {
    return Error{Errc::malformed, "a signature line is '\u2014 name base64'"};
  }
  const auto coded = unbase64(rest.substr(blank + 1));
  if (!coded || coded->size() <= std::tuple_size_v<KeyId>) {
    return Error{Errc::malformed, "a signature is base64 of more than 4 bytes"};
  }
  constexpr auto kIdBytes = std::tuple_size_v<KeyId>;
  NoteSignature read{std::string{rest.substr(0, blank)}, {}, coded->substr(kIdBytes)};
  std::copy_n(coded->begin(), kIdBytes, read.id.begin());
  return read;
}

}  // namespace

std::string key_name_of(const LogId& log) { return std::string{kPrefix} + log.to_string(); }

std::string origin_of(const core::LogIdentity& log) {
  return key_name_of(log.id) + "/" + std::to_string(log.incarnation.value);
}

Result<core::LogIdentity> identity_of(std::string_view origin) {
  const auto slash = origin.rfind('/');
  if (origin.starts_with(kPrefix) && slash > kPrefix.size()) {
    const auto id = LogId::parse(origin.substr(kPrefix.size(), slash - kPrefix.size()));
    const auto incarnation = whole_number(origin.substr(slash + 1));
    if (id && incarnation) {
      const core::LogIdentity log{*id, Incarnation{*incarnation}};
      if (origin_of(log) == origin) return log;
    }
  }
  return Error{Errc::malformed,
               "'" + base::excerpt(origin, 128) + "' is not recourse/<log id>/<incarnation>"};
}

std::string root_text(const Hash& root) { return base64(bytes_of(root)); }

std::string note_text(const TreeHead& head) {
  return head.origin + "\n" + std::to_string(head.size.value) + "\n" + root_text(head.root) + "\n";
}

std::string to_note(const SignedNote& note) {
  auto text = note_text(note.head) + "\n";
  for (const auto& s : note.signatures) {
    const std::string id{s.id.begin(), s.id.end()};
    text.append(kDash).append(s.name).append(" ").append(base64(id + s.signature)).append("\n");
  }
  return text;
}

Result<SignedNote> parse_note(std::string_view text) {
  if (base::first_invalid_utf8(text)) return Error{Errc::malformed, "the note is not UTF-8"};
  Lines lines{text};
  SignedNote note;
  const auto origin = lines.next();
  const auto size = lines.next();
  const auto root = lines.next();
  const auto blank = lines.next();
  if (!blank || !blank->empty()) {
    return Error{Errc::malformed,
                 "a checkpoint is three lines, an empty one, then the signatures, each ended"};
  }
  RECOURSE_TRY(identity_of(*origin));
  note.head.origin = *origin;
  const auto number = whole_number(*size);
  if (!number) return Error{Errc::malformed, "line 2 of the checkpoint is not a tree size"};
  note.head.size = TreeSize{*number};
  const auto bytes = unbase64(*root);
  const auto hash = bytes ? hash_from(*bytes) : std::nullopt;
  if (!hash) return Error{Errc::malformed, "line 3 of the checkpoint is not base64 of 32 bytes"};
  note.head.root = *hash;
  while (const auto line = lines.next()) {
    if (note.signatures.size() == kNoteSignaturesMax) {
      return Error{Errc::malformed, "the checkpoint has more than 64 signatures"};
    }
    RECOURSE_TRY_ASSIGN(auto signature, parse_signature(*line));
    note.signatures.push_back(std::move(signature));
  }
  if (!lines.at_end() || note.signatures.empty()) {
    return Error{Errc::malformed, "the checkpoint does not end with a signature line"};
  }
  return note;
}

std::optional<std::string> fault_of(const SignedNote& note, std::span<const PublicKey> keys) {
  const auto text = note_text(note.head);
  bool verified = false;
  for (const auto& s : note.signatures) {
    const auto key = std::ranges::find_if(keys, [&s](const PublicKey& k) {
      return k.algorithm() == Algorithm::ed25519 && k.name() == s.name && k.id() == s.id;
    });
    if (key == keys.end()) continue;
    if (!key->verifies(text, s.signature)) {
      return "the signature of " + s.name + " (" + to_string(s.id) + ") is wrong";
    }
    verified = true;
  }
  if (!verified) return "no key that is known has signed the checkpoint";
  return std::nullopt;
}

}  // namespace recourse::notary
