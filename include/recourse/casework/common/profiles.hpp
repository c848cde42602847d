// Profiles: norms by name and version, so that a case keeps the numbers that it began with.
//
//     auto profiles = Profiles::builtin().with(older).value();
//     const Norms* norms = profiles.find("shanghai", 1);      // nullptr: not known here
//
// A name and a version mean the same numbers for ever: whoever changes a number changes the
// version, and keeps the old file as long as there are cases that began with it.
// Immutable once made; values, safe to share between threads.
#pragma once

#include <recourse/casework/common/norms.hpp>
#include <vector>

namespace recourse::casework {

class Profiles {
 public:
  /// The profiles that travel inside the library, shanghai among them (docs/norms.md). Valid for
  /// the life of the process.
  static const Profiles& builtin();
  /// The file of a built-in profile, with the source of each number. Empty if there is none of that
  /// name and version.
  static std::string_view builtin_text(std::string_view name, std::uint32_t version);

  /// These and one more. The same name and version with the same numbers changes nothing;
  /// invalid_argument if the numbers are other, or Norms::check says so.
  Result<Profiles> with(Norms norms) const;

  /// nullptr if there is none. Valid as long as these profiles.
  const Norms* find(std::string_view name, std::uint32_t version) const noexcept;
  /// The highest version of that name; nullptr if there is none.
  const Norms* newest(std::string_view name) const noexcept;

  /// By name, then by version.
  std::span<const Norms> all() const noexcept { return all_; }

  /// What is followed where nobody chose: Norms::shanghai().
  static const Norms& default_profile();

 private:
  Profiles() = default;

  std::vector<Norms> all_;
};

}  // namespace recourse::casework
