#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <recourse/base/bytes.hpp>
#include <recourse/trust/keyring.hpp>

#include "trust/crypto.hpp"
#include "trust/descriptor.hpp"

namespace recourse::trust {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

Error failed(const std::filesystem::path& file, std::string_view what) {
  const auto code = errno == ENOENT ? Errc::not_found : Errc::io_error;
  return {code, std::string{what} + " " + file.string() + ": " + std::strerror(errno)};
}

}  // namespace

MasterKey random_master_key() {
  MasterKey key;
  crypto::random(key.bytes.data(), key.bytes.size());
  return key;
}

Result<MasterKey> parse_master_key(std::string_view text) {
  const auto begin = text.find_first_not_of(kSpace);
  text = begin == std::string_view::npos ? std::string_view{} : text.substr(begin);
  text = text.substr(0, text.find_last_not_of(kSpace) + 1);
  MasterKey key;
  if (text.size() != 2 * key.bytes.size()) {
    return Error{Errc::malformed, "a master key is 64 hexadecimal digits; here are " +
                                      std::to_string(text.size()) + " characters"};
  }
  auto bytes = base::unhex(text);
  if (!bytes) {
    return Error{Errc::malformed, "a master key is 64 hexadecimal digits, and nothing else"};
  }
  std::memcpy(key.bytes.data(), bytes->data(), key.bytes.size());
  crypto::wipe(bytes->data(), bytes->size());
  return key;
}

Result<MasterKey> read_master_key(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) return failed(path, "cannot open the master key");
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) return failed(path, "cannot look at");
  if (!S_ISREG(found.st_mode)) {
    return Error{Errc::invalid_argument, "the master key " + path.string() + " is no file"};
  }
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Error{Errc::invalid_argument, "others may read the master key " + path.string() +
                                             ": take their rights away (chmod 600)"};
  }
  char text[256];
  const auto n = ::read(file.get(), text, sizeof text);
  if (n < 0) return failed(path, "cannot read");
  auto key = parse_master_key({text, static_cast<std::size_t>(n)});
  crypto::wipe(text, sizeof text);
  if (!key) return std::move(key).error().within(path.string());
  return key;
}

Result<MasterKey> create_master_key(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (!file && errno == EEXIST) {
    return Error{Errc::invalid_argument,
                 path.string() + " is there already; a master key is never replaced by itself"};
  }
  if (!file) return failed(path, "cannot make");
  const auto key = random_master_key();
  std::string text = base::hex({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()});
  text.push_back('\n');
  const bool written =
      ::write(file.get(), text.data(), text.size()) == static_cast<::ssize_t>(text.size()) &&
      ::fsync(file.get()) == 0;
  crypto::wipe(text.data(), text.size());
  if (written) return key;
  auto error = failed(path, "cannot write");
  (void)::unlink(path.c_str());  // half a key is none
  return error;
}

}  // namespace recourse::trust
