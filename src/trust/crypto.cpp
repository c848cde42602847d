#include "trust/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

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

/// This thread's, without a key.
EVP_CIPHER_CTX* context() {
  thread_local const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> own{EVP_CIPHER_CTX_new()};
  must(own != nullptr, "make a cipher");
  return own.get();
}

const EVP_CIPHER* cipher() {
  static const EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  must(fetched != nullptr, "find AES-256-GCM");
  return fetched;
}

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

std::string encrypt(const Key& key, const Nonce& nonce, std::string_view about,
                    std::string_view clear) {
  auto* const at = context();
  std::string out(clear.size() + kTagBytes, '\0');
  int n = 0;
  must(EVP_EncryptInit_ex2(at, cipher(), key.data(), nonce.data(), nullptr) == 1, "begin");
  must(EVP_EncryptUpdate(at, nullptr, &n, bytes(about), static_cast<int>(about.size())) == 1,
       "bind");
  must(EVP_EncryptUpdate(at, bytes(out), &n, bytes(clear), static_cast<int>(clear.size())) == 1,
       "encrypt");
  must(EVP_EncryptFinal_ex(at, bytes(out) + n, &n) == 1, "end");
  must(EVP_CIPHER_CTX_ctrl(at, EVP_CTRL_GCM_GET_TAG, kTagBytes, bytes(out) + clear.size()) == 1,
       "make a tag");
  EVP_CIPHER_CTX_reset(at);  // its copy of the key is wiped
  return out;
}

bool decrypt(const Key& key, const Nonce& nonce, std::string_view about, std::string_view sealed,
             std::string& clear) {
  if (sealed.size() < kTagBytes) return false;
  auto* const at = context();
  const auto body = sealed.substr(0, sealed.size() - kTagBytes);
  std::string tag{sealed.substr(body.size())};
  clear.assign(body.size(), '\0');
  int n = 0;
  must(EVP_DecryptInit_ex2(at, cipher(), key.data(), nonce.data(), nullptr) == 1, "begin");
  must(EVP_DecryptUpdate(at, nullptr, &n, bytes(about), static_cast<int>(about.size())) == 1,
       "bind");
  must(EVP_DecryptUpdate(at, bytes(clear), &n, bytes(body), static_cast<int>(body.size())) == 1,
       "decrypt");
  must(EVP_CIPHER_CTX_ctrl(at, EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1, "take a tag");
  const bool whole = EVP_DecryptFinal_ex(at, bytes(clear) + n, &n) == 1;
  EVP_CIPHER_CTX_reset(at);
  if (!whole) {
    wipe(clear.data(), clear.size());
    clear.clear();
  }
  return whole;
}

Key mac(const Key& key, std::string_view what) {
  Key out{};
  unsigned size = 0;
  must(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes(what), what.size(),
            out.data(), &size) != nullptr,
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
