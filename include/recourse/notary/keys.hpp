// Keys of a notary: Ed25519 for signed notes (C2SP signed-note), P-256 (ES256) for COSE receipts.
//
//     auto key = PrivateKey::generate("recourse/00…ff", Algorithm::ed25519).value();
//     key.write("/etc/recourse/notary.key").value();           // mode 0600; never overwrites
//     key.public_key().verifier()     → "recourse/00…ff+1a2b3c4d+AX…"
//
// A private key lies in a file outside the database: PEM of PKCS#8 (RFC 7468), with the key's name
// in a line before it. A file that others than its owner may read is refused. The key is not
// encrypted; who may read the file may sign.
//
// A key's id is the C2SP key id, 4 bytes:
//     Ed25519   SHA-256(name ‖ 0x0A ‖ 0x01 ‖ 32-byte public key)[:4]
//     ES256     SHA-256(public key as SPKI DER)[:4]
//
// Thread-safety: values; const members from any thread.
#pragma once

#include <array>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>

namespace recourse::notary {

/// How a key signs. Stored; numbers are never reused.
enum class Algorithm : std::uint8_t {
  ed25519 = 1,  ///< RFC 8032, over the note's text.
  es256 = 2,    ///< ECDSA P-256 with SHA-256, r ‖ s (RFC 9053), over the COSE Sig_structure.
};
BOOST_DESCRIBE_ENUM(Algorithm, ed25519, es256)

/// The 4 bytes of a key id.
using KeyId = std::array<std::uint8_t, 4>;
/// 8 lower-case hexadecimal digits.
std::string to_string(const KeyId& id);
/// And back; nothing unless they are 8 hexadecimal digits.
std::optional<KeyId> key_id(std::string_view digits);

/// A public key with its name.
class PublicKey {
 public:
  /// `bytes`: Ed25519: the 32 bytes; ES256: SPKI DER. Errors: invalid_argument for a name that is
  /// empty, too long, not UTF-8, or holds a space, a control character or '+'; malformed for bytes
  /// that are no such key.
  static Result<PublicKey> of(std::string name, Algorithm algorithm, std::string bytes);
  /// Reads a note verifier key "name+hash+base64" (its id must be right), or PEM, which has its
  /// name in a line "name: …" before it; without one the name is empty. malformed otherwise.
  static Result<PublicKey> parse(std::string_view text);

  const std::string& name() const noexcept { return name_; }
  Algorithm algorithm() const noexcept { return algorithm_; }
  /// Of a key whose name is empty it says nothing.
  const KeyId& id() const noexcept { return id_; }
  /// As `of` takes them.
  const std::string& bytes() const noexcept { return bytes_; }
  /// Of an Ed25519 key: "name+hash+base64(0x01 ‖ key)", as golang.org/x/mod/sumdb/note takes it.
  /// Of an ES256 key: the same with 0x02 and the SPKI DER.
  std::string verifier() const;
  /// SubjectPublicKeyInfo, with the line "name: …" before it, if it has one.
  std::string pem() const;
  /// True if `signature` (64 bytes for both algorithms) is this key's over `message`.
  bool verifies(std::string_view message, std::string_view signature) const;

  friend bool operator==(const PublicKey& a, const PublicKey& b) {
    return a.name_ == b.name_ && a.algorithm_ == b.algorithm_ && a.bytes_ == b.bytes_;
  }

 private:
  friend class PrivateKey;
  PublicKey(std::string name, Algorithm algorithm, std::string bytes,
            std::shared_ptr<const void> parsed);
  std::string name_;
  Algorithm algorithm_;
  std::string bytes_;
  KeyId id_;
  /// As OpenSSL has it, never changed and so shared by copies: reading it again costs more than
  /// verifying by it.
  std::shared_ptr<const void> parsed_;
};

class PrivateKey {
 public:
  /// A fresh key from the operating system's randomness. Errors: invalid_argument (name).
  static Result<PrivateKey> generate(std::string name, Algorithm algorithm);
  /// Reads what `write` wrote. Errors: not_found, io_error, malformed, and invalid_argument for a
  /// file that others than its owner may read.
  static Result<PrivateKey> read(const std::filesystem::path& file);
  /// From the text of such a file. malformed.
  static Result<PrivateKey> parse(std::string_view text);

  /// Writes a new file of mode 0600, and syncs it. Errors: invalid_argument if there is one
  /// already; io_error.
  Result<void> write(const std::filesystem::path& file) const;
  const PublicKey& public_key() const noexcept { return public_; }
  /// 64 bytes. Ed25519 gives the same for the same message, ES256 another each time.
  std::string sign(std::string_view message) const;

 private:
  PrivateKey(PublicKey key, std::shared_ptr<void> secret);
  std::string pem() const;
  PublicKey public_;
  std::shared_ptr<void> secret_;  // OpenSSL's, which counts its owners itself; copies share it
};

}  // namespace recourse::notary
