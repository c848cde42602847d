// What a viewer may see of a described value, whatever it is made of.
#include <gtest/gtest.h>

#include <recourse/core/workflow_json.hpp>

namespace letter {

using recourse::Sealed;
using recourse::describe::Access;
using recourse::describe::Subject;

enum class Tone : std::uint8_t { none = 0, kind = 1, harsh = 2 };
BOOST_DESCRIBE_ENUM(Tone, none, kind, harsh)

struct Person {
  std::optional<Sealed<std::string>> name{};
  std::string role{};
  friend bool operator==(const Person&, const Person&) = default;
};
BOOST_DESCRIBE_STRUCT(Person, (), (name, role))
constexpr auto recourse_spec(const Person*) {
  return recourse::describe::spec(
      "letter.person", 1, "Somebody.",
      {{"name", 1, "Who it is.", Access::identity}, {"role", 1, "What he does."}});
}

/// One field of each class, and of each form.
struct Written {
  std::string subject{};
  std::string note{};
  std::string basis{};
  Person sender{};
  std::vector<Person> copies{};
  Sealed<std::string> text{};
  Sealed<std::string> advice{};
  std::string by{};
  std::optional<Sealed<std::string>> comment{};
  std::vector<std::string> accused{};
  std::uint32_t mark = 0;
  std::optional<Sealed<std::string>> other{};
  Tone tone{};
  std::optional<double> weight{};
  bool urgent = false;
  recourse::Timestamp at{};
  friend bool operator==(const Written&, const Written&) = default;
};
BOOST_DESCRIBE_STRUCT(Written, (),
                      (subject, note, basis, sender, copies, text, advice, by, comment, accused,
                       mark, other, tone, weight, urgent, at))
constexpr auto recourse_spec(const Written*) {
  constexpr auto kReporter = Subject::reporter;
  return recourse::describe::spec(
      "letter.written", 1, "A letter was written.",
      {{"subject", 1, "What it is about.", Access::open},
       {"note", 1, "For staff."},
       {"basis", 1, "For those who decide.", Access::basis},
       {"sender", 1, "Who wrote.", Access::open},
       {"copies", 1, "Who else got it.", Access::open},
       {"text", 1, "What it says.", Access::identity, kReporter, Access::words},
       {"advice", 1, "What staff think.", Access::identity, kReporter, Access::internal},
       {"by", 1, "Who rated it.", Access::rater},
       {"comment", 1, "In which words.", Access::identity, kReporter, Access::comment},
       {"accused", 1, "Against whom.", Access::accused},
       {"mark", 1, "A mark.", Access::secret},
       {"other", 1, "Somebody else.", Access::identity, Subject::third_party},
       {"tone", 1, "How it sounds.", Access::internal},
       {"weight", 1, "In grams.", Access::internal},
       {"urgent", 1, "At once.", Access::internal},
       {"at", 1, "When.", Access::internal}});
}
static_assert(recourse::describe::well_formed<Written>());

struct Look {
  std::string purpose{};
  friend bool operator==(const Look&, const Look&) = default;
};
BOOST_DESCRIBE_STRUCT(Look, (), (purpose))
constexpr auto recourse_spec(const Look*) {
  return recourse::describe::spec("letter.look", 1, "Looks.", {{"purpose", 1, "For what."}});
}

/// A workflow without hooks.
struct Plain {
  using State = Written;
  using Command = std::variant<Look>;
  using Event = std::variant<Written>;
  static constexpr std::string_view kKind = "letter";
  static constexpr std::uint32_t kDefinition = 1;
  void evolve(State&, const Event&, const recourse::core::Facts&) const {}
};

/// One that says everything, and records looks.
struct Open : Plain {
  using Event = std::variant<Written, Look>;
  static constexpr std::string_view kLook = "letter.look";
  static constexpr std::string_view kLooked = "letter.look";
  recourse::core::Visibility sees(const State&, const recourse::core::Viewer&) const {
    return {.any = true, .classes = {Access::open, Access::secret}, .clear = true};
  }
  void evolve(State&, const Event&, const recourse::core::Facts&) const {}
};

/// Says that all is clear, and records nothing.
struct Forgetful : Plain {
  recourse::core::Visibility sees(const State&, const recourse::core::Viewer&) const {
    return {.any = true, .classes = {Access::open}, .clear = true};
  }
};

struct Misspelt : Plain {
  recourse::core::Visibility sees(const State&) const { return {}; }
};
struct LooksAtNothing : Plain {
  static constexpr std::string_view kLook = "letter.look";
  static constexpr std::string_view kLooked = "letter.written";
};

}  // namespace letter

namespace recourse::core {
namespace {

using describe::Access;
using letter::Written;

constexpr AccessSet kAll{Access::open,     Access::internal, Access::basis,
                         Access::identity, Access::words,    Access::rater,
                         Access::comment,  Access::accused,  Access::secret};

Written a_letter() {
  Written w;
  w.subject = "户口";
  w.note = "留意";
  w.basis = "内部依据";
  w.sender = {Sealed<std::string>{"张三"}, "居民"};
  w.copies = {{Sealed<std::string>{"李四"}, "邻居"}, {std::nullopt, "所长"}};
  w.text = "张三三次都没办成，电话138-0000-1234";
  w.advice = "请回复张三";
  w.by = "code-1";
  w.comment = Sealed<std::string>{"推来推去"};
  w.accused = {"w7", "w8"};
  w.mark = 7;
  w.other = Sealed<std::string>{"王五"};
  w.tone = letter::Tone::harsh;
  w.weight = 12.5;
  w.urgent = true;
  w.at = Timestamp{std::chrono::days{19'000}};
  return w;
}

Written seen(const Visibility& visibility) {
  auto w = a_letter();
  redact(w, visibility);
  return w;
}

TEST(Redaction, WithEveryClassInClearNothingChanges) {
  EXPECT_EQ(seen({.any = true, .classes = kAll, .clear = true}), a_letter());
}

TEST(Redaction, NothingIsLeftOfWhatIsNotToBeSeenAtAll) {
  EXPECT_EQ(seen({}), Written{});
  EXPECT_EQ(seen({.any = false, .classes = kAll, .clear = true}), Written{})
      << "classes alone open nothing";
}

TEST(Redaction, PersonalDataIsMaskedUnlessItIsClear) {
  const auto w = seen({.any = true, .classes = kAll});
  EXPECT_EQ(w.sender.name->clear(), "张*");
  EXPECT_EQ(w.copies.at(0).name->clear(), "李*");
  EXPECT_EQ(w.text.clear(), "张*");
  EXPECT_EQ(w.comment->clear(), "推*");
  EXPECT_EQ(w.subject, "户口");
}

/// Each class alone opens its fields and no others.
TEST(Redaction, AClassOpensItsOwnFieldsAndNoOthers) {
  const auto whole = a_letter();
  const auto opened = [&](Access one) {
    const auto w = seen({.any = true, .classes = {one}, .clear = true});
    std::string names;
    for (const auto& field : describe::type_info<Written>.fields) {
      const Written none{};
      const auto at = [&](const Written& of) { return field.at(static_cast<const void*>(&of)); };
      if (!describe::equal(at(w), at(none), *field.value)) names.append(field.name).append(" ");
    }
    return names;
  };
  EXPECT_EQ(opened(Access::open), "subject copies ") << "persons keep their places";
  EXPECT_EQ(opened(Access::internal), "note advice tone weight urgent at ");
  EXPECT_EQ(opened(Access::basis), "basis ");
  EXPECT_EQ(opened(Access::identity), "other ") << "who is in open fields needs both";
  EXPECT_EQ(opened(Access::words), "text ");
  EXPECT_EQ(opened(Access::rater), "by ");
  EXPECT_EQ(opened(Access::comment), "comment ");
  EXPECT_EQ(opened(Access::accused), "accused ");
  EXPECT_EQ(opened(Access::secret), "mark ");
}

TEST(Redaction, WordsInClearDoNotNameWhomTheViewerMayNotKnow) {
  std::vector<std::string> names;
  const auto whole = a_letter();
  add_names(&whole, describe::type_info<Written>, names);
  EXPECT_EQ(names, (std::vector<std::string>{"张三", "李四", "王五"}));
  const Visibility words{
      .any = true, .classes = {Access::open, Access::words}, .clear = true, .names = names};
  EXPECT_EQ(seen(words).text.clear(), "张*三次都没办成，电话138****1234");
  auto both = words;
  both.classes.add(Access::identity);
  EXPECT_EQ(seen(both).text.clear(), whole.text.clear());
}

TEST(Redaction, ACopyForThePersonHoldsNothingOfOthers) {
  const auto copy = for_the_person({.any = true, .classes = kAll, .clear = true});
  const auto w = seen(copy);
  EXPECT_EQ(w.sender.name->clear(), "张三");
  EXPECT_EQ(w.comment->clear(), "推来推去");
  EXPECT_EQ(w.by, "code-1");
  EXPECT_FALSE(w.other) << "a third party's";
  EXPECT_EQ(w.note + w.basis, "");
  EXPECT_TRUE(w.accused.empty());
  const auto less = for_the_person({.any = true, .classes = {Access::open}, .clear = true});
  EXPECT_EQ(less.classes, AccessSet{Access::open}) << "no more than who makes it may see";
}

TEST(Redaction, CiphertextStaysCiphertext) {
  Written w;
  w.text = Sealed<std::string>{SealedBytes{.ciphertext = "xyz"}};
  redact(w, {.any = true, .classes = kAll});
  EXPECT_EQ(w.text.bytes().ciphertext, "xyz");
  redact(w, {.any = true, .classes = {Access::open}});
  EXPECT_EQ(w.text, Sealed<std::string>{});
}

/// The JSON of a value, redacted, says what the redacted value's says, but null where that is
/// empty: over every set of classes, masked and clear.
TEST(Redaction, JsonAndValuesAgreeForEverySetOfClasses) {
  const auto& type = describe::type_info<Written>;
  const auto whole = a_letter();
  for (unsigned bits = 0; bits < (1u << 9); ++bits) {
    for (const bool clear : {false, true}) {
      Visibility v{.any = true, .clear = clear, .names = {"张三"}};
      for (unsigned i = 0; i < 9; ++i) {
        if ((bits >> i & 1u) != 0) v.classes.add(static_cast<Access>(i));
      }
      const auto json = to_json(&whole, type, v);
      const auto value = seen(v);
      for (const auto& field : type.fields) {
        const auto& member = json.at(field.name);
        const auto& of_value = describe::to_json(field.at(static_cast<const void*>(&value)),
                                                 *field.value, {.reveal = true});
        if (!v.sees(field)) {
          EXPECT_TRUE(member.is_null()) << field.name << " " << bits;
        } else if (field.value->shape != describe::Shape::object &&
                   field.value->shape != describe::Shape::list) {
          EXPECT_EQ(member, of_value) << field.name << " " << bits;
        }
      }
    }
  }
}

TEST(Redaction, HidesTheActorOfARatingWithTheRater) {
  const auto& type = describe::type_info<Written>;
  EXPECT_TRUE(hides_actor(type, {.any = true, .classes = {Access::open}}));
  EXPECT_FALSE(hides_actor(type, {.any = true, .classes = {Access::rater}}));
  EXPECT_FALSE(hides_actor(describe::type_info<letter::Look>, {.any = true}));
}

Visibility staff(const Viewer& viewer) { return visibility_of(letter::Plain{}, {}, viewer); }

TEST(Viewers, WithoutAHookStaffSeeWhatIsOpenAndInternalAndNobodySeesClear) {
  const auto v = staff({Actor::parse("clerk:w1"), "callback"});
  EXPECT_TRUE(v.sees(Access::open) && v.sees(Access::internal) && v.sees(Access::identity));
  EXPECT_FALSE(v.sees(Access::basis) || v.sees(Access::rater) || v.sees(Access::accused));
  EXPECT_FALSE(v.clear);
}

TEST(Viewers, NobodySeesNothingNorDoesWhoClaimsTheEnginesRole) {
  EXPECT_FALSE(staff({}).any);
  EXPECT_FALSE(staff({Actor::parse("timer:t")}).any);
  EXPECT_FALSE(staff({Actor::parse("importer:i")}).any);
  EXPECT_TRUE(staff({Actor::parse("timer:t"), {}, StandingOf::engine()}).any);
  EXPECT_FALSE(visibility_of(letter::Open{}, {}, {}).any) << "whatever the hook says";
}

TEST(Viewers, ALookInClearNeedsAPurposeAndARecord) {
  const auto who = Actor::parse("clerk:w1");
  EXPECT_TRUE(visibility_of(letter::Open{}, {}, {who, "callback"}).clear);
  EXPECT_FALSE(visibility_of(letter::Open{}, {}, {who}).clear) << "no purpose";
  EXPECT_FALSE(visibility_of(letter::Forgetful{}, {}, {who, "callback"}).clear) << "no record";
}

TEST(Viewers, AHookWithASlipDoesNotPassForNone) {
  static_assert(ViewJudgingDecider<letter::Open> && judges_views_soundly<letter::Open>());
  static_assert(judges_views_soundly<letter::Plain>());
  static_assert(!judges_views_soundly<letter::Misspelt>());
  static_assert(records_looks_soundly<letter::Open>() && records_looks_soundly<letter::Plain>());
  static_assert(!records_looks_soundly<letter::LooksAtNothing>());
}

}  // namespace
}  // namespace recourse::core
