#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <recourse/base/bytes.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/base/text.hpp>
#include <recourse/notary/keys.hpp>
#include <stdexcept>

#include "notary/crypto.hpp"
#include "notary/files.hpp"

namespace recourse::notary {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

constexpr std::string_view kNameLine = "name: ";
constexpr std::size_t kCoordinateBytes = 32;

/// What cannot fail with a key that was read: out of memory.
void require(bool done, const char* what) {
  if (!done) throw std::runtime_error{std::string{"OpenSSL could not "} + what};
}

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Result<void> check_name(std::string_view name) {
  const auto bad = [&name](const char* why) {
    return Error{Errc::invalid_argument, "key name '" + base::excerpt(name, 64) + "' " + why};
  };
  if (name.empty()) return bad("is empty");
  if (name.size() > limits::kStreamIdBytesMax) return bad("has more than 128 bytes");
  const auto wrong = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '+' || c == 127;
  };
  if (std::ranges::any_of(name, wrong)) return bad("holds a space, a control character or '+'");
  if (base::first_invalid_utf8(name)) return bad("is not UTF-8");
  // Of the spaces of Unicode: verifiers split lines at them.
  for (const auto* space : {"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
                            "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a",
                            "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"}) {
    if (name.find(space) != std::string_view::npos) return bad("holds a space");
  }
  return {};
}

bool is_p256(const EVP_PKEY* key) {
  char group[32];
  std::size_t length = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group,
                                        &length) == 1 &&
         std::string_view{group, length} == "prime256v1";
}

/// Null unless the bytes are such a key.
Key public_key_of(Algorithm algorithm, std::string_view bytes) {
  if (algorithm == Algorithm::ed25519) {
    return Key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(bytes), bytes.size())};
  }
  const auto* from = raw(bytes);
  Key key{d2i_PUBKEY(nullptr, &from, static_cast<long>(bytes.size()))};
  const bool whole = from == raw(bytes) + bytes.size();
  return key && whole && is_p256(key.get()) ? std::move(key) : nullptr;
}

/// The algorithm of a key that OpenSSL has read; nothing if it is neither.
std::optional<Algorithm> algorithm_of(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return Algorithm::ed25519;
  if (is_p256(key)) return Algorithm::es256;
  return std::nullopt;
}

/// As PublicKey::of takes them.
std::string public_bytes_of(EVP_PKEY* key, Algorithm algorithm) {
  if (algorithm == Algorithm::ed25519) {
    std::string bytes(32, '\0');
    std::size_t length = bytes.size();
    require(EVP_PKEY_get_raw_public_key(key, raw(bytes), &length) == 1, "read a public key");
    return bytes;
  }
  unsigned char* der = nullptr;
  const auto length = i2d_PUBKEY(key, &der);
  require(length > 0, "write a public key");
  std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)};
  OPENSSL_free(der);
  return bytes;
}

KeyId id_of(std::string_view name, Algorithm algorithm, std::string_view bytes) {
  const auto hash =
      algorithm == Algorithm::ed25519 ? sha256({name, "\n\x01", bytes}) : sha256({bytes});
  return {hash[0], hash[1], hash[2], hash[3]};
}

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const auto length = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(length)};
}

/// The name before the PEM of a key; empty if there is none.
std::string name_before(std::string_view text) {
  const auto begin = text.find("-----BEGIN");
  const auto before = text.substr(0, begin == std::string_view::npos ? 0 : begin);
  const auto at = before.starts_with(kNameLine) ? 0 : before.find("\n" + std::string{kNameLine});
  if (at == std::string_view::npos) return {};
  const auto from = before.find(kNameLine, at) + kNameLine.size();
  return std::string{before.substr(from, before.find('\n', from) - from)};
}

std::string named(std::string_view name, std::string pem) {
  if (name.empty()) return pem;
  return std::string{kNameLine}.append(name).append("\n").append(pem);
}

Memory reader_of(std::string_view text) {
  Memory memory{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
  require(memory != nullptr, "read a key");
  return memory;
}

/// r ‖ s of the DER that OpenSSL makes.
std::string plain_signature(std::string_view der) {
  const auto* from = raw(der);
  const EcSignature signature{d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(der.size()))};
  require(signature != nullptr, "sign");
  std::string plain(2 * kCoordinateBytes, '\0');
  const int half = static_cast<int>(kCoordinateBytes);
  require(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw(plain), half) == half &&
              BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw(plain) + half, half) == half,
          "sign");
  return plain;
}

/// And back.
std::string der_signature(std::string_view plain) {
  const int half = static_cast<int>(kCoordinateBytes);
  const EcSignature signature{ECDSA_SIG_new()};
  auto* const r = BN_bin2bn(raw(plain), half, nullptr);
  auto* const s = BN_bin2bn(raw(plain) + half, half, nullptr);
  require(signature && r != nullptr && s != nullptr, "read a signature");
  require(ECDSA_SIG_set0(signature.get(), r, s) == 1, "read a signature");
  unsigned char* der = nullptr;
  const auto length = i2d_ECDSA_SIG(signature.get(), &der);
  require(length > 0, "read a signature");
  std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)};
  OPENSSL_free(der);
  return bytes;
}

const EVP_MD* digest_of(Algorithm algorithm) {
  return algorithm == Algorithm::ed25519 ? nullptr : EVP_sha256();
}

std::shared_ptr<const void> shared(Key key) {
  return {key.release(),
          [](const void* k) { EVP_PKEY_free(static_cast<EVP_PKEY*>(const_cast<void*>(k))); }};
}

/// OpenSSL takes no const key, and changes none.
EVP_PKEY* plain(const std::shared_ptr<const void>& parsed) {
  return static_cast<EVP_PKEY*>(const_cast<void*>(parsed.get()));
}

Error not_a_key(const char* what) {
  return {Errc::malformed, std::string{"this is not "} + what + " (Ed25519 or P-256)"};
}

}  // namespace

std::string to_string(const KeyId& id) {
  return base::hex({reinterpret_cast<const char*>(id.data()), id.size()});
}

std::optional<KeyId> key_id(std::string_view digits) {
  KeyId id{};
  const auto bytes = base::unhex(digits);
  if (!bytes || bytes->size() != id.size()) return std::nullopt;
  std::ranges::copy(*bytes, id.begin());
  return id;
}

PublicKey::PublicKey(std::string name, Algorithm algorithm, std::string bytes,
                     std::shared_ptr<const void> parsed)
    : name_(std::move(name)),
      algorithm_(algorithm),
      bytes_(std::move(bytes)),
      id_(id_of(name_, algorithm_, bytes_)),
      parsed_(std::move(parsed)) {}

Result<PublicKey> PublicKey::of(std::string name, Algorithm algorithm, std::string bytes) {
  RECOURSE_TRY(check_name(name));
  auto parsed = shared(public_key_of(algorithm, bytes));
  if (!parsed) return not_a_key("a public key");
  return PublicKey{std::move(name), algorithm, std::move(bytes), std::move(parsed)};
}

Result<PublicKey> PublicKey::parse(std::string_view text) {
  if (text.find("-----BEGIN") != std::string_view::npos) {
    const auto memory = reader_of(text);
    Key key{PEM_read_bio_PUBKEY(memory.get(), nullptr, nullptr, nullptr)};
    const auto algorithm = key ? algorithm_of(key.get()) : std::nullopt;
    if (!algorithm) return not_a_key("the PEM of a public key");
    auto name = name_before(text);
    if (!name.empty()) RECOURSE_TRY(check_name(name));
    auto bytes = public_bytes_of(key.get(), *algorithm);
    return PublicKey{std::move(name), *algorithm, std::move(bytes), shared(std::move(key))};
  }
  while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' ')) text.remove_suffix(1);
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) {
    return Error{Errc::malformed, "a verifier key is name+hash+base64, or PEM"};
  }
  const auto coded = unbase64(text.substr(second + 1));
  if (!coded || coded->empty() || (coded->front() != 1 && coded->front() != 2)) {
    return not_a_key("a verifier key");
  }
  const auto algorithm = coded->front() == 1 ? Algorithm::ed25519 : Algorithm::es256;
  RECOURSE_TRY_ASSIGN(auto key,
                      of(std::string{text.substr(0, first)}, algorithm, coded->substr(1)));
  if (to_string(key.id()) != text.substr(first + 1, second - first - 1)) {
    return Error{Errc::malformed, "the verifier key's hash is not that of its name and key"};
  }
  return key;
}

std::string PublicKey::verifier() const {
  const char type = static_cast<char>(algorithm_);
  return name_ + "+" + to_string(id_) + "+" + base64(std::string(1, type) + bytes_);
}

std::string PublicKey::pem() const {
  const Memory memory{BIO_new(BIO_s_mem())};
  require(memory && PEM_write_bio_PUBKEY(memory.get(), plain(parsed_)) == 1, "write a public key");
  return named(name_, text_of(memory.get()));
}

bool PublicKey::verifies(std::string_view message, std::string_view signature) const {
  if (signature.size() != 2 * kCoordinateBytes) return false;
  const Context context{EVP_MD_CTX_new()};
  require(context != nullptr, "verify");
  if (EVP_DigestVerifyInit(context.get(), nullptr, digest_of(algorithm_), nullptr,
                           plain(parsed_)) != 1) {
    return false;
  }
  const auto form =
      algorithm_ == Algorithm::ed25519 ? std::string{signature} : der_signature(signature);
  return EVP_DigestVerify(context.get(), raw(form), form.size(), raw(message), message.size()) == 1;
}

PrivateKey::PrivateKey(PublicKey key, std::shared_ptr<void> secret)
    : public_(std::move(key)), secret_(std::move(secret)) {}

Result<PrivateKey> PrivateKey::generate(std::string name, Algorithm algorithm) {
  RECOURSE_TRY(check_name(name));
  auto* const made = algorithm == Algorithm::ed25519
                         ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                         : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  require(made != nullptr, "make a key");
  std::shared_ptr<void> secret{made, [](void* key) { EVP_PKEY_free(static_cast<EVP_PKEY*>(key)); }};
  RECOURSE_TRY_ASSIGN(auto key,
                      PublicKey::of(std::move(name), algorithm, public_bytes_of(made, algorithm)));
  return PrivateKey{std::move(key), std::move(secret)};
}

Result<PrivateKey> PrivateKey::parse(std::string_view text) {
  const auto memory = reader_of(text);
  // No prompt for a passphrase: a key that has one is not ours.
  const auto no_passphrase = [](char*, int, int, void*) { return 0; };
  auto* const read = PEM_read_bio_PrivateKey(memory.get(), nullptr, no_passphrase, nullptr);
  if (read == nullptr) return not_a_key("the PEM of a private key");
  std::shared_ptr<void> secret{read, [](void* key) { EVP_PKEY_free(static_cast<EVP_PKEY*>(key)); }};
  const auto algorithm = algorithm_of(read);
  if (!algorithm) return not_a_key("the PEM of a private key");
  auto name = name_before(text);
  if (auto ok = check_name(name); !ok) {
    return Error{Errc::malformed, "the line 'name: …' before the key: " + ok.error().message()};
  }
  RECOURSE_TRY_ASSIGN(
      auto key, PublicKey::of(std::move(name), *algorithm, public_bytes_of(read, *algorithm)));
  return PrivateKey{std::move(key), std::move(secret)};
}

Result<PrivateKey> PrivateKey::read(const std::filesystem::path& file) {
  RECOURSE_TRY_ASSIGN(const auto text, read_private_file(file));
  auto key = parse(text);
  if (!key) return key.error().within(file.string());
  return key;
}

std::string PrivateKey::pem() const {
  const Memory memory{BIO_new(BIO_s_mem())};
  auto* const key = static_cast<EVP_PKEY*>(secret_.get());
  require(memory && PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr,
                                                  nullptr) == 1,
          "write a private key");
  return named(public_.name(), text_of(memory.get()));
}

Result<void> PrivateKey::write(const std::filesystem::path& file) const {
  return write_private_file(file, pem());
}

std::string PrivateKey::sign(std::string_view message) const {
  const auto algorithm = public_.algorithm();
  const Context context{EVP_MD_CTX_new()};
  auto* const key = static_cast<EVP_PKEY*>(secret_.get());
  require(context &&
              EVP_DigestSignInit(context.get(), nullptr, digest_of(algorithm), nullptr, key) == 1,
          "sign");
  std::size_t length = 0;
  require(EVP_DigestSign(context.get(), nullptr, &length, raw(message), message.size()) == 1,
          "sign");
  std::string signature(length, '\0');
  require(EVP_DigestSign(context.get(), raw(signature), &length, raw(message), message.size()) == 1,
          "sign");
  signature.resize(length);
  return algorithm == Algorithm::ed25519 ? signature : plain_signature(signature);
}

}  // namespace recourse::notary
