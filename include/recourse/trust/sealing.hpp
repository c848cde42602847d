// Sealing as a workflow: that a log is sealed, and whose data in it was erased. The engine gives
// its commands (Engine::erase); what it records stands in the log, in order, and with proofs as any
// other event.
//
//     "sealing/log"              personal data is sealed in this log, from its first record on
//     "sealing/case:S001-1"      what was erased in the stream "case/S001-1"
//
// An erased event is the tombstone: it names the keys that open nothing any more. A ring of keys
// that was copied before, and is put back, is held against these events whenever the log is opened,
// and what they name is destroyed again.
//
// Pure: no clock, no I/O, no randomness. Safe from any thread.
#pragma once

#include <recourse/core/decider.hpp>
#include <recourse/core/sealer.hpp>

namespace recourse::trust {

/// Why somebody's data goes.
enum class ErasureGround : std::uint8_t {
  request = 1,    ///< The person asked for it.
  retention = 2,  ///< The term for which it may be kept has run out.
  order = 3,      ///< A body that may order it did.
};
BOOST_DESCRIBE_ENUM(ErasureGround, request, retention, order)

/// From here on personal data goes into the log as ciphertext only.
struct Begun {
  std::uint32_t form = 1;
  friend bool operator==(const Begun&, const Begun&) = default;
};
BOOST_DESCRIBE_STRUCT(Begun, (), (form))
constexpr auto recourse_spec(const Begun*) {
  return describe::spec("sealing.begun", 1,
                        "Personal data is sealed in this log, from its first record on.",
                        {{"form", 1, "Of the ciphertexts: AES-256-GCM, bound to their places."}});
}
constexpr std::string_view recourse_zh(const Begun*) { return "启用个人信息加密"; }

/// A person's data in a stream opens nowhere any more.
struct Erased {
  std::string stream{};
  describe::Subject subject{};
  std::vector<KeyId> keys{};
  ErasureGround ground{};
  std::string reason{};
  std::string by{};
  friend bool operator==(const Erased&, const Erased&) = default;
};
BOOST_DESCRIBE_STRUCT(Erased, (), (stream, subject, keys, ground, reason, by))
constexpr auto recourse_spec(const Erased*) {
  using describe::Access;
  return describe::spec("sealing.erased", 1, "A person's data in a stream was erased.",
                        {{"stream", 1, "Where the data stands: kind/key.", Access::open},
                         {"subject", 1, "Whose it is.", Access::open},
                         {"keys", 1, "Names of the keys that were destroyed.", Access::open},
                         {"ground", 1, "Why.", Access::open},
                         {"reason", 1, "In words, without personal data; may be empty."},
                         {"by", 1, "Account of who did it."}});
}
constexpr std::string_view recourse_zh(const Erased*) { return "删除个人信息"; }

using Event = std::variant<Begun, Erased>;

/// The engine's, when it opens a new log with keys.
struct Begin {
  friend bool operator==(const Begin&, const Begin&) = default;
};
BOOST_DESCRIBE_STRUCT(Begin, (), ())
constexpr auto recourse_spec(const Begin*) {
  return describe::spec("sealing.begin", 1, "Seals a new log; the engine gives it.");
}
constexpr std::string_view recourse_zh(const Begin*) { return "启用个人信息加密"; }

/// The engine's, once the stream's own workflow has nothing against it.
struct Erase {
  std::string stream{};
  describe::Subject subject{};
  std::vector<KeyId> keys{};
  ErasureGround ground{};
  std::string reason{};
  std::string by{};
  friend bool operator==(const Erase&, const Erase&) = default;
};
BOOST_DESCRIBE_STRUCT(Erase, (), (stream, subject, keys, ground, reason, by))
constexpr auto recourse_spec(const Erase*) {
  return describe::spec("sealing.erase", 1, "Records an erasure; the engine gives it.",
                        {{"stream", 1, "Where the data stands: kind/key."},
                         {"subject", 1, "Whose it is."},
                         {"keys", 1, "The keys that seal it."},
                         {"ground", 1, "Why."},
                         {"reason", 1, "In words, without personal data; may be empty."},
                         {"by", 1, "Account of who asked for it."}});
}
constexpr std::string_view recourse_zh(const Erase*) { return "删除个人信息"; }

using Command = std::variant<Begin, Erase>;

/// Data that was erased.
struct Erasure {
  describe::Subject subject{};
  std::vector<KeyId> keys{};
  ErasureGround ground{};
  Timestamp at{};
  friend bool operator==(const Erasure&, const Erasure&) = default;
};
BOOST_DESCRIBE_STRUCT(Erasure, (), (subject, keys, ground, at))
constexpr auto recourse_spec(const Erasure*) {
  return describe::spec("sealing.erasure", 1, "Data that was erased.",
                        {{"subject", 1, "Whose it was."},
                         {"keys", 1, "Names of the keys that were destroyed."},
                         {"ground", 1, "Why."},
                         {"at", 1, "When."}});
}

/// Of "sealing/log": `begun`. Of the others: what was erased in their stream.
struct State {
  bool begun = false;
  std::vector<Erasure> erasures{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (begun, erasures))
constexpr auto recourse_spec(const State*) {
  return describe::spec(
      "sealing.state", 1, "That a log is sealed, or what was erased in a stream.",
      {{"begun", 1, "The log is sealed."}, {"erasures", 1, "What was erased, in order."}});
}

namespace refusals {
inline constexpr core::RefusalInfo not_the_engine{
    "not_the_engine",
    "not_the_engine",
    "sealing",
    core::RefusalKind::forbidden,
    "The engine records this by itself: erase by `recourse erase`, or Engine::erase.",
    "此记录由系统自动登记，删除个人信息请使用“recourse erase”。"};
inline constexpr core::RefusalInfo begun_already{"begun_already",
                                                 "begun_already",
                                                 "sealing",
                                                 core::RefusalKind::conflict,
                                                 "This log is sealed already.",
                                                 "本日志已启用个人信息加密。"};
inline constexpr core::RefusalInfo nothing_to_erase{
    "nothing_to_erase",
    "nothing_to_erase",
    "sealing",
    core::RefusalKind::conflict,
    "There is no personal data of this person in {stream}, or it is erased already.",
    "{stream}中没有该人的个人信息，或者已经删除。"};
inline constexpr core::RefusalInfo reason_names_somebody{
    "reason_names_somebody",
    "reason_names_somebody",
    "sealing",
    core::RefusalKind::invalid,
    "The reason stays in the log for ever, in clear: it must not repeat a name, an address or a "
    "number of anybody in {stream}, nor hold any mobile or identity number.",
    "删除理由将以明文永久留存，不得写入{stream}"
    "中任何人的姓名、地址、号码，也不得写入手机号码或身份证号码。"};
inline constexpr core::RefusalInfo kAll[]{not_the_engine, begun_already, nothing_to_erase,
                                          reason_names_somebody};
static_assert(core::well_formed(kAll));
}  // namespace refusals

struct SealingDecider {
  using State = trust::State;
  using Command = trust::Command;
  using Event = trust::Event;

  static constexpr std::string_view kKind = "sealing";
  static constexpr std::string_view kDoc = "That personal data is sealed, and what was erased.";
  static constexpr core::Label kLabel{"Sealing and erasures", "信息加密与删除"};
  static constexpr std::uint32_t kDefinition = 1;

  static std::span<const core::RefusalInfo> refusals() { return refusals::kAll; }

  /// Refusals: not_the_engine, begun_already, nothing_to_erase (no key is new).
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;
  std::vector<std::string_view> next(const State&) const { return {}; }
};
static_assert(core::SingleStreamDecider<SealingDecider>);

/// "sealing/log".
StreamId sealing_stream();
/// Where the erasures of a stream stand; of one whose name is too long, under a hash of it.
StreamId erasures_of(const StreamId& stream);

/// A decider that has a say in whether somebody's data in one of its streams may go: a hold, a
/// matter that is not over, who may ask for it. Without this everybody may whom the program lets.
///
///     std::optional<core::Refusal> check_erasure(const State&, describe::Subject, ErasureGround,
///                                                const core::Context&) const;       // pure
template <class D>
concept ErasureJudgingDecider = core::Decider<D> &&
    requires(const D& d, const typename D::State& s, const core::Context& context) {
  {
    d.check_erasure(s, describe::Subject{}, ErasureGround{}, context)
    } -> std::same_as<std::optional<core::Refusal>>;
};

namespace detail {
template <class D>
concept NamesErasure = requires {
  &D::check_erasure;
};
}  // namespace detail
/// A hook with a slip in it would let everything be erased, and nobody would be told.
template <class D>
constexpr bool judges_erasure_soundly() {
  return ErasureJudgingDecider<D> || !detail::NamesErasure<D>;
}

}  // namespace recourse::trust
