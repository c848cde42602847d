#include "trust/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <stdexcept>

namespace recourse::trust::crypto {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

/// What cannot fail but for want of memory or of randomness.
void must(bool ok, const char* what) {
  if (!ok) throw std::runtime_error{std::string{"OpenSSL cannot "} + what};
}

/// One of this thread's, for one direction: making one costs more than a short text.
EVP_CIPHER_CTX* context(bool encrypting) {
  thread_local const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> own[2]{
      std::unique_ptr<EVP_CIPHER_CTX, FreeContext>{EVP_CIPHER_CTX_new()},
      std::unique_ptr<EVP_CIPHER_CTX, FreeContext>{EVP_CIPHER_CTX_new()}};
  thread_local bool known[2]{};
  const auto which = encrypting ? 1 : 0;
  auto* const at = own[which].get();
  if (!known[which]) {
    static const EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    must(fetched != nullptr, "find AES-256-GCM");
    must(at != nullptr && EVP_CipherInit_ex2(at, fetched, nullptr, nullptr, which, nullptr) == 1,
         "make a cipher");
    known[which] = true;
  }
  return at;
}

struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

/// This thread's HMAC-SHA-256.
EVP_MAC_CTX* mac_context() {
  thread_local const std::unique_ptr<EVP_MAC_CTX, FreeMac> own = [] {
    static EVP_MAC* const fetched = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    must(fetched != nullptr, "find HMAC");
    std::unique_ptr<EVP_MAC_CTX, FreeMac> made{EVP_MAC_CTX_new(fetched)};
    char digest[] = "SHA256";
    const OSSL_PARAM params[]{OSSL_PARAM_construct_utf8_string("digest", digest, 0),
                              OSSL_PARAM_construct_end()};
    must(made != nullptr && EVP_MAC_CTX_set_params(made.get(), params) == 1, "make an HMAC");
    return made;
  }();
  return own.get();
}

/// Random bytes made ahead, of this thread and this process: a child that was forked makes its own.
struct Randomness {
  unsigned char bytes[768];
  std::size_t left = 0;
  ::pid_t process = 0;
};

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

KeyGuard::~KeyGuard() { wipe(key_.data(), key_.size()); }

void wipe(void* memory, std::size_t size) { OPENSSL_cleanse(memory, size); }

void random(void* to, std::size_t size) {
  must(RAND_bytes(static_cast<unsigned char*>(to), static_cast<int>(size)) == 1,
       "make random bytes");
}

Nonce random_nonce() {
  thread_local Randomness ahead;
  const auto process = ::getpid();
  Nonce nonce;
  if (ahead.process != process || ahead.left < nonce.size()) {
    random(ahead.bytes, sizeof ahead.bytes);
    ahead.left = sizeof ahead.bytes;
    ahead.process = process;
  }
  ahead.left -= nonce.size();
  std::memcpy(nonce.data(), ahead.bytes + ahead.left, nonce.size());
  return nonce;
}

std::string encrypt(const Key& key, const Nonce& nonce, std::string_view about,
                    std::string_view clear) {
  auto* const at = context(true);
  std::string out(clear.size() + kTagBytes, '\0');
  int n = 0;
  must(EVP_EncryptInit_ex2(at, nullptr, key.data(), nonce.data(), nullptr) == 1, "begin");
  must(EVP_EncryptUpdate(at, nullptr, &n, bytes(about), static_cast<int>(about.size())) == 1,
       "bind");
  must(EVP_EncryptUpdate(at, bytes(out), &n, bytes(clear), static_cast<int>(clear.size())) == 1,
       "encrypt");
  must(EVP_EncryptFinal_ex(at, bytes(out) + n, &n) == 1, "end");
  must(EVP_CIPHER_CTX_ctrl(at, EVP_CTRL_GCM_GET_TAG, kTagBytes, bytes(out) + clear.size()) == 1,
       "make a tag");
  return out;
}

bool decrypt(const Key& key, const Nonce& nonce, std::string_view about, std::string_view sealed,
             std::string& clear) {
  if (sealed.size() < kTagBytes) return false;
  auto* const at = context(false);
  const auto body = sealed.substr(0, sealed.size() - kTagBytes);
  std::string tag{sealed.substr(body.size())};
  clear.assign(body.size(), '\0');
  int n = 0;
  must(EVP_DecryptInit_ex2(at, nullptr, key.data(), nonce.data(), nullptr) == 1, "begin");
  must(EVP_DecryptUpdate(at, nullptr, &n, bytes(about), static_cast<int>(about.size())) == 1,
       "bind");
  must(EVP_DecryptUpdate(at, bytes(clear), &n, bytes(body), static_cast<int>(body.size())) == 1,
       "decrypt");
  must(EVP_CIPHER_CTX_ctrl(at, EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1, "take a tag");
  const bool whole = EVP_DecryptFinal_ex(at, bytes(clear) + n, &n) == 1;
  if (!whole) {
    wipe(clear.data(), clear.size());
    clear.clear();
  }
  return whole;
}

Key mac(const Key& key, std::string_view what) {
  auto* const at = mac_context();
  Key out{};
  std::size_t size = 0;
  must(EVP_MAC_init(at, key.data(), key.size(), nullptr) == 1 &&
           EVP_MAC_update(at, bytes(what), what.size()) == 1 &&
           EVP_MAC_final(at, out.data(), &size, out.size()) == 1 && size == out.size(),
       "make a MAC");
  return out;
}

Key hash(std::string_view what) {
  Key out{};
  must(EVP_Digest(what.data(), what.size(), out.data(), nullptr, EVP_sha256(), nullptr) == 1,
       "hash");
  return out;
}

}  // namespace recourse::trust::crypto
