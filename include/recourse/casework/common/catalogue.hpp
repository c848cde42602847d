// Catalogue: the business lines, the matters people come for, and the reasons why they fail.
//
//     const Catalogue& c = Catalogue::builtin();
//     c.matter("RK01")->zh        → "新生儿国内出生户口登记"
//     c.matter("RK01")->line      → Line::population
//     c.matter("RK01")->material("1")->zh → "出生医学证明"
//
// A catalogue is one version of the lists. It is immutable and safe to share between threads; a
// change is a new catalogue with a new version, which cases name in their first event.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/base/result.hpp>
#include <recourse/casework/common/line.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::casework {

/// A paper that is handed in or shown for a matter.
struct Material {
  std::string code;  ///< "1"; no two of a matter have the same.
  std::string zh;    ///< "出生医学证明"; never a catch-all such as "其他材料" (R14).
  std::string en;    ///< "Medical certificate of birth".
  std::string requirement_zh;  ///< What it must be like, or who needs it: "原件，在有效期内".
  std::string requirement_en;  ///< "Original, valid".
  /// A main paper must be there whenever it applies; a secondary one may be lacking for a while, if
  /// the matter allows that (R11).
  bool main = false;
};

/// Something people want done at a counter.
struct Matter {
  std::string code;      ///< "RK01".
  std::string zh;        ///< "新生儿国内出生户口登记".
  std::string en;        ///< "Birth registration (born in China)".
  Line line{};           ///< The department that answers for it.
  std::string limit;     ///< Its own limit by law, in words; often empty.
  bool sourced = false;  ///< Named by a source; else written from general knowledge.

  /// In the order in which people are told of them. Empty if nothing is handed in, or nobody said.
  std::vector<Material> materials{};
  /// A licence in the sense of the administrative licence act (行政许可): an application whose gaps
  /// were not told in time counts as accepted (R14).
  bool licence = false;
  /// May be accepted with secondary papers lacking, against a promise (容缺受理, R11).
  bool lacking = false;
  /// Its own limit in working days, without extensions, 1 to limits::kWorkingDaysMax; none if
  /// `limit` says nothing, or says it in calendar days or in steps.
  std::optional<std::int64_t> limit_days{};
  /// What its notices say besides the papers, in Chinese (R30); mostly empty.
  std::string notice{};

  /// nullptr if there is none of that code. Valid as long as the matter.
  const Material* material(std::string_view wanted) const noexcept;
};

/// Why it could not be done.
struct FailureReason {
  std::string code;         ///< "M1".
  std::string zh;           ///< "材料不全".
  std::string en;           ///< "Papers missing".
  std::string usual_route;  ///< In words, as a hint for triage: "ON_SPOT|WRITTEN_NOTICE".
  bool sourced = false;
};

class Catalogue {
 public:
  /// The catalogue that travels inside the library. Valid for the life of the process.
  static const Catalogue& builtin();

  /// Reads a catalogue in the form of src/casework/common/catalogue/taxonomy.json. malformed,
  /// naming entry and member, if a member is missing or of another type, a code is taken twice, a
  /// line is not one of the six, or a material has a blank or catch-all name. What a matter says of
  /// materials, licence, lacking, limit_days and notice may be missing: then it has none and is
  /// neither.
  static Result<Catalogue> from_json(std::string_view text);

  /// The same lists under another version, with this matter in place of the one of its code; where
  /// there is none of that code, it joins them. Nothing: the matters stay.
  Catalogue with(std::string version, std::optional<Matter> matter) const;

  /// Names this version of the lists; stored in each case's first event.
  const std::string& version() const noexcept { return version_; }

  /// In the order of their codes.
  std::span<const Matter> matters() const noexcept { return matters_; }
  std::span<const FailureReason> reasons() const noexcept { return reasons_; }

  /// nullptr if there is none of that code. Valid as long as the catalogue.
  const Matter* matter(std::string_view code) const noexcept;
  const FailureReason* reason(std::string_view code) const noexcept;

 private:
  Catalogue() = default;

  std::string version_;
  std::vector<Matter> matters_;
  std::vector<FailureReason> reasons_;
};

}  // namespace recourse::casework
