// Baseline: what code made of every stream, saved so that newer code can be held against it.
//
//     {"type":"baseline.head","log":"…","kind":"case","position":700000,"parts":[…],…}
//     {"type":"baseline.stream","first":1,"stream":"case/7","version":9,"next":[…],"state":"…",…}
//     {"type":"baseline.end","streams":100000}
//
// One JSON object a line (docs/format/baseline.md), streams in the order in which the log has their
// first records, so that it is read and written beside the log without being held in memory. A
// state stands in it as one number for each of its members: those are compared that both builds
// have, by the leaves that both have.
// Thread-safety: none; a baseline is read or written by one check.
#pragma once

#include <algorithm>
#include <functional>
#include <recourse/core/fold.hpp>
#include <recourse/core/log_identity.hpp>

namespace recourse::core {

/// A member of State, and the leaves of it that were compared.
struct StatePart {
  std::string name{};
  std::vector<std::string> fields{};
};
BOOST_DESCRIBE_STRUCT(StatePart, (), (name, fields))
constexpr auto recourse_spec(const StatePart*) {
  return describe::spec("baseline.part", 1, "A member of the state.",
                        {{"name", 1, "The member."}, {"fields", 1, "Its leaves."}});
}

/// First line of a baseline.
struct BaselineHead {
  LogId log{};
  Incarnation incarnation{};
  std::string kind{};
  std::uint32_t definition = 0;
  Position position{};
  std::vector<StatePart> parts{};
};
BOOST_DESCRIBE_STRUCT(BaselineHead, (), (log, incarnation, kind, definition, position, parts))
constexpr auto recourse_spec(const BaselineHead*) {
  return describe::spec("baseline.head", 1, "First line of a baseline.",
                        {{"log", 1, "The log that it is of."},
                         {"incarnation", 1, "Which of its lives."},
                         {"kind", 1, "Kind of its streams."},
                         {"definition", 1, "Newest definition of the code that saved it."},
                         {"position", 1, "Where the log ended."},
                         {"parts", 1, "What `state` holds, in order."}});
}

/// One stream, as the code that saved the baseline had it. In order of `first`.
struct BaselineStream {
  Position first{};
  std::string stream{};
  Version version{};
  std::vector<std::string> next{};
  std::vector<std::string> declined{};
  std::string state{};
};
BOOST_DESCRIBE_STRUCT(BaselineStream, (), (first, stream, version, next, declined, state))
constexpr auto recourse_spec(const BaselineStream*) {
  return describe::spec("baseline.stream", 1, "A stream, as the code that saved this had it.",
                        {{"first", 1, "Position of its first record."},
                         {"stream", 1, "Its name."},
                         {"version", 1, "Of its last record."},
                         {"next", 1, "Commands that it took."},
                         {"declined", 1, "Timers whose command it did not take."},
                         {"state", 1, "Eight hexadecimal digits for each part."}});
}

/// Last line of a baseline.
struct BaselineEnd {
  std::uint64_t streams = 0;
};
BOOST_DESCRIBE_STRUCT(BaselineEnd, (), (streams))
constexpr auto recourse_spec(const BaselineEnd*) {
  return describe::spec("baseline.end", 1, "Last line of a baseline.",
                        {{"streams", 1, "How many there are."}});
}

using BaselineLine = std::variant<BaselineHead, BaselineStream, BaselineEnd>;
static_assert(describe::EventSet<BaselineLine>);

/// Takes the lines of a baseline one by one, without newline.
using TakeLine = std::function<Result<void>(std::string_view line)>;
/// Gives the lines of a baseline one by one; nothing at the end.
using GiveLine = std::function<Result<std::optional<std::string>>()>;

/// Reads a baseline beside the log. Errors name the line: malformed (it is not a baseline, or was
/// cut off), and those of `lines`.
class BaselineReader {
 public:
  /// Reads the first line. invalid_argument if it is of another log, or of another kind of streams.
  static Result<BaselineReader> open(GiveLine lines, const LogId& log, std::string_view kind);

  const BaselineHead& head() const { return head_; }
  /// The line of the next stream, which begins at or before `until`; nothing if it begins later,
  /// or there is none.
  Result<std::optional<BaselineStream>> next(Position until);

 private:
  Result<BaselineLine> line();
  Result<void> look_ahead();
  Error fault(Errc code, std::string_view what) const;

  GiveLine lines_{};
  BaselineHead head_{};
  std::optional<BaselineStream> ahead_{};
  bool ended_ = false;
  std::uint64_t line_ = 0;     // from 1
  std::uint64_t streams_ = 0;  // read so far
};

/// A baseline's line as JSON, without newline.
std::string to_json_line(const BaselineLine& line);

/// Numbers that stand for a state, one for each of its members, as eight hexadecimal digits each.
template <class State>
class StatePrint {
 public:
  /// `wanted`: only these leaves, by a baseline's choice; null: all that there are.
  /// `state`: how a State looks whose type is described at run time.
  explicit StatePrint(const std::vector<StatePart>* wanted,
                      const describe::ValueInfo* state = described())
      : state_(state) {
    auto all = own();
    parts_ = wanted ? *wanted : std::move(all);
    known_.assign(parts_.size(), 0);
    for (const auto& leaf : own_leaves_) leaves_.push_back(place_of(leaf));
  }

  /// Every member of State with its leaves, and the timers.
  const std::vector<StatePart>& parts() const { return parts_; }
  /// Leaves of `wanted` that State does not have.
  std::vector<std::string> unknown() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (whole(i)) continue;
      for (const auto& field : parts_[i].fields) {
        if (std::ranges::find(own_leaves_, std::pair{parts_[i].name, field}) != own_leaves_.end()) {
          continue;
        }
        names.push_back(parts_[i].name + (field.empty() ? "" : "." + field));
      }
    }
    return names;
  }
  /// All leaves of the part are known: its digits can be compared.
  bool whole(std::size_t part) const { return known_[part] == parts_[part].fields.size(); }

  /// What people call the part.
  std::string title(std::size_t part) const {
    return parts_[part].name == kTimers ? "its timers" : parts_[part].name;
  }

  std::string operator()(const Loaded<State>& loaded) {
    sums_.assign(parts_.size(), 0);
    each_leaf(loaded.state, [&](std::size_t i, const Leaf& leaf) { add(i, leaf); });
    using Timers = std::decay_t<decltype(loaded.timers)>;
    add(leaves_.size() - 1, {&loaded.timers, &describe::value_info<Timers>});  // named last
    std::string digits;
    for (const auto sum : sums_) append_digits(static_cast<std::uint32_t>(sum), digits);
    return digits;
  }

 private:
  static constexpr const char* kTimers = "*timers";
  using Name = std::pair<std::string, std::string>;  // member, leaf within it
  struct Place {
    std::size_t part;  // parts_.size(): not compared
    std::uint64_t salt;
  };

  /// A value that is no object, within a state.
  struct Leaf {
    const void* value;
    const describe::ValueInfo* info;
  };

  static constexpr const describe::ValueInfo* described() {
    if constexpr (describe::Described<State>) {
      return &describe::value_info<State>;
    } else {
      return nullptr;
    }
  }

  std::vector<StatePart> own() {
    std::vector<StatePart> parts;
    if (state_ != nullptr) {
      for (const auto& field : state_->object->fields) {
        StatePart part{std::string{field.name}, {}};
        name_leaves(*field.value, "", part.fields);
        for (const auto& leaf : part.fields) own_leaves_.emplace_back(part.name, leaf);
        parts.push_back(std::move(part));
      }
    }
    own_leaves_.emplace_back(kTimers, kTimers);
    parts.push_back({kTimers, {kTimers}});
    return parts;
  }

  static void name_leaves(const describe::ValueInfo& info, const std::string& path,
                          std::vector<std::string>& names) {
    if (info.object == nullptr) return names.push_back(path);
    for (const auto& field : info.object->fields) {
      const auto deeper =
          path.empty() ? std::string{field.name} : path + "." + std::string{field.name};
      name_leaves(*field.value, deeper, names);
    }
  }

  /// Calls f(index, leaf) for each leaf, in the order of own_leaves_.
  template <class F>
  void each_leaf(const State& state, F&& f) const {
    std::size_t index = 0;
    if (state_ != nullptr) visit({&state, state_}, index, f);
  }
  template <class F>
  static void visit(const Leaf& at, std::size_t& index, F& f) {
    if (at.info->object == nullptr) return f(index++, at);
    for (const auto& field : at.info->object->fields) {
      visit({field.at(at.value), field.value}, index, f);
    }
  }

  Place place_of(const Name& name) {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (parts_[i].name != name.first) continue;
      if (std::ranges::find(parts_[i].fields, name.second) == parts_[i].fields.end()) break;
      ++known_[i];
      return {i, hash_of(name.first + '\0' + name.second)};
    }
    return {parts_.size(), 0};
  }

  /// Sums, so that the order of members does not matter.
  void add(std::size_t leaf, const Leaf& of) {
    const auto& place = leaves_[leaf];
    if (place.part == parts_.size()) return;
    bytes_.clear();
    describe::WireWriter w{bytes_};
    w& place.salt;
    w.write(of.value, *of.info);
    sums_[place.part] += hash_of(bytes_);
  }

  static void append_digits(std::uint32_t n, std::string& out) {
    for (int shift = 28; shift >= 0; shift -= 4) {
      out.push_back("0123456789abcdef"[(n >> static_cast<unsigned>(shift)) & 15u]);
    }
  }

  const describe::ValueInfo* state_;  // null: State is not described
  std::vector<StatePart> parts_;
  std::vector<std::size_t> known_;  // of each part, how many of its leaves State has
  std::vector<Name> own_leaves_;
  std::vector<Place> leaves_;
  std::vector<std::uint64_t> sums_;
  std::string bytes_;
};

}  // namespace recourse::core
