#include <fstream>
#include <recourse/base/text.hpp>
#include <recourse/casework/common/limits.hpp>
#include <recourse/office.hpp>

namespace recourse {
namespace {

using casework::Norms;
using casework::Profiles;

Result<std::string> text_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::error_code ignored;
  if (!file || std::filesystem::is_directory(path, ignored)) {
    return Error{Errc::invalid_argument, "the file " + path + " cannot be read"};
  }
  // One byte more than may be there: the reader says that it is too long.
  std::string text(limits::kNormsBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return Error{Errc::io_error, "the file " + path + " cannot be read on"};
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace

Result<Norms> read_norms(const std::string& path) {
  RECOURSE_TRY_ASSIGN(const auto text, text_of(path));
  auto norms = Norms::from_toml(base::without_byte_order_mark(text));
  if (!norms) return norms.error().within(path);
  return norms;
}

Result<Norms> load_norms(const std::string& name_or_file) {
  if (const auto* norms = Profiles::builtin().newest(name_or_file)) return *norms;
  std::error_code ignored;
  if (std::filesystem::exists(name_or_file, ignored)) return read_norms(name_or_file);
  std::string names;
  for (const auto& norms : Profiles::builtin().all()) {
    names += (names.empty() ? "" : ", ") + norms.name;
  }
  return Error{Errc::invalid_argument,
               "norms: '" + name_or_file +
                   "' is neither a file nor a built-in profile; those are: " + names};
}

}  // namespace recourse
