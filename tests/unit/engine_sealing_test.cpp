// Sealing on an engine: personal data never reaches the log in clear, deciders see it, and erasing
// a person takes it from everywhere, for ever, and from nobody else.
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <recourse/core/state_view.hpp>
#include <recourse/engine.hpp>

#include "tests/support/temporary_folder.hpp"
#include "tests/support/ward.hpp"

namespace recourse {
namespace {

using ward::Ward;

constexpr std::string_view kName = "张三丰";
constexpr std::string_view kPhone = "13812345678";
constexpr std::string_view kVisitor = "李四光";

class EngineSealing : public testing::Test {
 protected:
  struct Opened {
    std::unique_ptr<Engine> engine;
    const Hosted<Ward>* ward = nullptr;
  };
  Result<Opened> try_open(bool with_keys = true, std::string store = "rocksdb") {
    EngineOptions options{.directory = folder.path() / "store", .store = std::move(store)};
    if (with_keys) options.sealing = {.master = master};
    RECOURSE_TRY_ASSIGN(auto engine, Engine::open(std::move(options)));
    const auto& ward = engine->add(Ward{});
    engine->add_view([] {
      return std::make_unique<core::StateView<Ward>>(core::ProjectionSpec{"beds"}, Ward{});
    });
    RECOURSE_TRY(engine->start());
    return Opened{std::move(engine), &ward};
  }
  Opened open(bool with_keys = true, std::string store = "rocksdb") {
    return try_open(with_keys, std::move(store)).value();
  }
  static ward::Admit admit() {
    return {"7a", std::string{kName}, std::string{kPhone}, std::string{kVisitor}, {}};
  }
  static core::Context by(const Opened& o) { return o.engine->context({"n1", "nurse", "W7"}); }
  core::Appended give(const Opened& o, const ward::Command& command) const {
    return o.ward->handle(stream, command, by(o)).value().appended();
  }
  Result<core::Outcome> erase(const Opened& o, describe::Subject subject) const {
    return o.engine->erase({.stream = stream, .subject = subject, .reason = "asked in writing"},
                           o.engine->context({"a1", "administrator", ""}));
  }
  /// The files of the store and the keys in which a text stands, whole.
  std::vector<std::string> files_with(std::string_view text) const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file{entry.path(), std::ios::binary};
      const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
      if (bytes.find(text) != std::string::npos) found.push_back(entry.path().string());
    }
    return found;
  }

  testing_support::TemporaryFolder folder;
  trust::MasterKey master = trust::random_master_key();
  StreamId stream = StreamId::of("ward", "1").value();
};

TEST_F(EngineSealing, NothingPersonalLiesInClearAndDecidersSeeIt) {
  {
    const auto o = open();
    give(o, admit());
    give(o, ward::Move{"8b", std::string{kName}, 71});
    const auto now = o.ward->find(stream).value();
    EXPECT_EQ(now.state.name.clear(), kName);
    const auto history = o.ward->history(stream).value();
    EXPECT_EQ(std::get<ward::Moved>(history[1].event).age.clear(), 71u);
    o.engine->rows("beds", o.engine->store().head().value()).value();
  }
  for (const auto text : {kName, kPhone, kVisitor}) {
    EXPECT_EQ(files_with(text), std::vector<std::string>{}) << text;
  }
  EXPECT_NE(files_with("8b"), std::vector<std::string>{}) << "what is looked for would be found";
  // Cold: the state is read from ciphertext.
  const auto o = open();
  EXPECT_EQ(o.ward->handle(stream, ward::Move{"9c", "李四", 71}, by(o)).value().refusal().name,
            "other_name");
  EXPECT_FALSE(
      o.ward->handle(stream, ward::Move{"9c", std::string{kName}, 71}, by(o)).value().refused());
}

TEST_F(EngineSealing, SlotsAloneThatArePutBackOpenNothingThatWasErased) {
  const auto slots = folder.path() / "store" / "keys" / "slots";
  const auto copy = folder.path() / "slots";
  {
    const auto o = open();
    give(o, admit());
    give(o, ward::Leave{});
  }
  std::filesystem::copy(slots, copy);
  { ASSERT_FALSE(erase(open(), describe::Subject::reporter).value().refused()); }
  { open(); }  // the ring notes that it was held against the log
  const auto put_back = [&] {
    std::filesystem::copy(copy, slots, std::filesystem::copy_options::overwrite_existing);
  };
  const auto expect_gone = [&](const Opened& o) {
    EXPECT_FALSE(o.ward->find(stream).value().state.name.is_clear());
    const auto events = o.ward->history(stream).value();
    const auto& admitted = std::get<ward::Admitted>(events[0].event);
    EXPECT_FALSE(admitted.name.is_clear());
    EXPECT_EQ(admitted.visitor->clear(), kVisitor);
  };
  put_back();
  expect_gone(open(true, "rocksdb-reader"));
  {
    const auto o = open();
    EXPECT_EQ(o.engine->prove_erasure(stream).value().usable.size(), 0u) << "and destroyed again";
    expect_gone(o);
  }
}

TEST_F(EngineSealing, WithoutKeysTheSameLiesInClear) {
  { give(open(false), admit()); }
  EXPECT_NE(files_with(kName), std::vector<std::string>{}) << "the test above can fail";
}

TEST_F(EngineSealing, ViewsHoldCiphertext) {
  const auto o = open();
  const auto at = give(o, admit()).last;
  const auto rows = o.engine->rows("beds", at).value();
  const auto row = core::state_in<Ward::State>(*rows, stream.text()).value();
  ASSERT_TRUE(row);
  EXPECT_EQ(row->state.bed, "7a");
  EXPECT_FALSE(row->state.name.is_clear());
}

TEST_F(EngineSealing, ARepetitionIsKnownAndOtherPersonalDataUnderItsIdIsNot) {
  CommandId id;
  core::Appended first;
  const auto again = [&](const Opened& o, const ward::Command& command) {
    auto context = by(o);
    context.command_id = id;
    return o.ward->handle(stream, command, context);
  };
  {
    const auto o = open();
    const auto context = by(o);
    id = context.command_id;
    first = o.ward->handle(stream, admit(), context).value().appended();
    EXPECT_TRUE(again(o, admit()).value().appended().repeated);
    auto other = admit();
    other.phone = "13812345679";
    EXPECT_EQ(again(o, other).error().code(), Errc::command_id_reused);
  }
  const auto o = open();
  give(o, ward::Leave{});
  const auto known = again(o, admit()).value().appended();
  EXPECT_TRUE(known.repeated);
  EXPECT_EQ(known.first, first.first);
  auto other = admit();
  other.name = "张三";
  EXPECT_EQ(again(o, other).error().code(), Errc::command_id_reused);
}

TEST_F(EngineSealing, ManyAtOnceUnderOneIdTakeEffectOnce) {
  const auto o = open();
  const auto context = by(o);
  std::vector<std::future<Result<core::Outcome>>> answers;
  for (int i = 0; i < 4; ++i) {
    answers.push_back(
        std::async(std::launch::async, [&] { return o.ward->handle(stream, admit(), context); }));
    auto promise = std::make_shared<std::promise<Result<core::Outcome>>>();
    answers.push_back(promise->get_future());
    o.ward->async_handle(stream, admit(), context, [promise](Result<core::Outcome> outcome) {
      promise->set_value(std::move(outcome));
    });
  }
  int fresh = 0;
  for (auto& answer : answers) {
    const auto outcome = answer.get();
    ASSERT_TRUE(outcome) << outcome.error().message();
    ASSERT_FALSE(outcome->refused());
    if (!outcome->appended().repeated) ++fresh;
  }
  EXPECT_EQ(fresh, 1);
  EXPECT_EQ(o.ward->find(stream).value().version, Version{1});
}

TEST_F(EngineSealing, ErasingOnePersonLeavesTheOther) {
  {
    const auto o = open();
    give(o, admit());
    const auto while_in = erase(o, describe::Subject::reporter).value();
    ASSERT_TRUE(while_in.refused()) << "the workflow has a say";
    EXPECT_EQ(while_in.refusal().name, "in_bed");
    give(o, ward::Leave{});
    ASSERT_FALSE(erase(o, describe::Subject::reporter).value().refused());
    EXPECT_FALSE(o.ward->find(stream).value().state.name.is_clear()) << "not from memory either";
    const auto twice = erase(o, describe::Subject::reporter).value();
    EXPECT_EQ(twice.refusal().name, "nothing_to_erase");
    EXPECT_EQ(erase(o, describe::Subject::accused).value().refusal().name, "nothing_to_erase");
  }
  const auto o = open();
  const auto events = o.ward->history(stream).value();
  const auto& admitted = std::get<ward::Admitted>(events[0].event);
  EXPECT_FALSE(admitted.name.is_clear());
  EXPECT_FALSE(admitted.phone->is_clear());
  EXPECT_EQ(admitted.visitor->clear(), kVisitor);
  EXPECT_EQ(admitted.bed, "7a") << "what is not personal stays";
  EXPECT_TRUE(o.engine->verify().value().ok());

  // The record of it: who, whose, why, which keys.
  const auto* const sealing = o.engine->workflow("sealing");
  ASSERT_NE(sealing, nullptr);
  const auto state = sealing->find_any(trust::erasures_of(stream)).value();
  const auto& erasures = static_cast<const trust::State*>(state.state.get())->erasures;
  ASSERT_EQ(erasures.size(), 1u);
  EXPECT_EQ(erasures[0].subject, describe::Subject::reporter);
  EXPECT_EQ(erasures[0].keys, std::vector{admitted.name.bytes().key_id});

  // The same person may come again: under a new key.
  give(o, admit());
  EXPECT_EQ(o.ward->find(stream).value().state.name.clear(), kName);
}

TEST_F(EngineSealing, AReasonThatNamesWhoIsErasedIsRefusedBeforeAnythingIsDestroyed) {
  const auto o = open();
  give(o, admit());
  give(o, ward::Leave{});
  const auto for_reason = [&](std::string reason) {
    return o.engine
        ->erase({.stream = stream, .reason = std::move(reason)},
                o.engine->context({"a1", "administrator", ""}))
        .value();
  };
  for (const auto* reason : {"张三丰书面申请", "张 三 丰申请", "来电 138-1234-5678", "13812345678",
                             "其陪同人李四光申请", "本人电话13900001111"}) {
    const auto outcome = for_reason(reason);
    ASSERT_TRUE(outcome.refused()) << reason;
    EXPECT_EQ(outcome.refusal().name, "reason_names_somebody") << reason;
  }
  EXPECT_TRUE(o.ward->find(stream).value().state.name.is_clear()) << "nothing was destroyed";
  ASSERT_FALSE(for_reason("本人书面申请，编号2024-15").refused());
  EXPECT_FALSE(o.ward->find(stream).value().state.name.is_clear());
}

TEST_F(EngineSealing, KeysThatAreCopiedBackOpenNothingThatTheLogCallsErased) {
  const auto keys = folder.path() / "store" / "keys";
  const auto copy = folder.path() / "copy";
  {
    const auto o = open();
    give(o, admit());
    give(o, ward::Leave{});
  }
  std::filesystem::copy(keys, copy, std::filesystem::copy_options::recursive);
  {
    const auto o = open();
    ASSERT_FALSE(erase(o, describe::Subject::reporter).value().refused());
  }
  const auto put_back = [&] {
    std::filesystem::remove_all(keys);
    std::filesystem::copy(copy, keys, std::filesystem::copy_options::recursive);
  };
  put_back();
  {
    const auto o = open(false);
    const auto events = o.ward->history(stream).value();
    const auto& name = std::get<ward::Admitted>(events[0].event).name;
    const auto log = o.engine->store().identity().id;
    const auto ring = trust::Keyring::open({.folder = keys, .log = log, .master = master}).value();
    EXPECT_EQ(ring->state_of(name.bytes().key_id).value(), trust::KeyState::usable)
        << "by itself the copy would open it";
  }
  {
    const auto o = open();
    const auto events = o.ward->history(stream).value();
    const auto& admitted = std::get<ward::Admitted>(events[0].event);
    EXPECT_FALSE(admitted.name.is_clear());
    EXPECT_EQ(admitted.visitor->clear(), kVisitor);
  }
  // And on disk, not in this process's mind only.
  put_back();
  { open(); }
  const auto o = open();
  EXPECT_FALSE(o.ward->find(stream).value().state.name.is_clear());
}

/// Keys on a disk on which nothing can be written from some moment on.
class StuckFiles final : public trust::KeyFiles {
 public:
  explicit StuckFiles(std::shared_ptr<trust::KeyFiles> below) : below_(std::move(below)) {}
  Result<std::string> read(const std::string& name) override { return below_->read(name); }
  Result<void> replace(const std::string& name, std::string_view bytes) override {
    return stuck ? failed() : below_->replace(name, bytes);
  }
  Result<std::uint64_t> size() override { return below_->size(); }
  Result<std::string> read_at(std::uint64_t at, std::size_t count) override {
    return below_->read_at(at, count);
  }
  Result<void> write_at(std::uint64_t at, std::string_view bytes) override {
    return stuck ? failed() : below_->write_at(at, bytes);
  }
  Result<void> sync() override { return stuck ? failed() : below_->sync(); }
  bool stuck = false;

 private:
  static Result<void> failed() { return Error{Errc::io_error, "the disk is gone"}; }
  std::shared_ptr<trust::KeyFiles> below_;
};

TEST_F(EngineSealing, AnErasureThatWasRecordedAndNotCarriedOutIsFinishedAtTheNextOpen) {
  const auto files = trust::memory_key_files();
  const auto stuck = std::make_shared<StuckFiles>(files);
  const auto open_with = [&](std::shared_ptr<trust::KeyFiles> keys) {
    Opened o;
    o.engine = Engine::open({.directory = folder.path() / "store",
                             .sealing = {{.master = master, .files = std::move(keys)}}})
                   .value();
    o.ward = &o.engine->add(Ward{});
    o.engine->start().value();
    return o;
  };
  {
    const auto o = open_with(stuck);
    give(o, admit());
    give(o, ward::Leave{});
    stuck->stuck = true;
    const auto done = erase(o, describe::Subject::reporter);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code(), Errc::io_error);
    const auto proof = o.engine->prove_erasure(stream).value();
    EXPECT_FALSE(proof.holds());
    EXPECT_EQ(proof.erasures.size(), 1u);
    EXPECT_EQ(proof.usable.size(), 1u);
    EXPECT_EQ(proof.fields, 2u) << "name and telephone number";
    EXPECT_EQ(proof.opening, 0u) << "the log says that they are erased";
    EXPECT_FALSE(o.ward->find(stream).value().state.name.is_clear());
    // Called again, once the disk is back, it is carried out; here it crashes instead.
  }
  const auto o = open_with(files);
  EXPECT_FALSE(o.ward->find(stream).value().state.name.is_clear());
  const auto proof = o.engine->prove_erasure(stream).value();
  EXPECT_TRUE(proof.holds());
  EXPECT_EQ(proof.fields, 2u);
}

TEST_F(EngineSealing, AnErasureThatFailedIsCarriedOutWhenItIsCalledAgain) {
  const auto stuck = std::make_shared<StuckFiles>(trust::memory_key_files());
  auto engine =
      Engine::open({.store = "memory", .sealing = {{.master = master, .files = stuck}}}).value();
  Opened o{std::move(engine), nullptr};
  o.ward = &o.engine->add(Ward{});
  o.engine->start().value();
  give(o, admit());
  give(o, ward::Leave{});
  stuck->stuck = true;
  EXPECT_FALSE(erase(o, describe::Subject::reporter));
  stuck->stuck = false;
  EXPECT_EQ(erase(o, describe::Subject::reporter).value().refusal().name, "nothing_to_erase")
      << "it is recorded";
  EXPECT_TRUE(o.engine->prove_erasure(stream).value().holds());
}

TEST_F(EngineSealing, AThousandPersonsStandInNoFileAndOpenNowhereOnceErased) {
  constexpr int kPersons = 1000;
  const auto name_of = [](int i) { return "person-" + std::to_string(700'000 + i); };
  const auto id_of = [](int i) { return StreamId::of("ward", std::to_string(i)).value(); };
  {
    const auto o = open();
    std::vector<std::future<bool>> taken;
    const auto hand_in = [&](int i, ward::Command command) {
      auto done = std::make_shared<std::promise<bool>>();
      taken.push_back(done->get_future());
      o.ward->async_handle(id_of(i), std::move(command), by(o),
                           [done](const Result<core::Outcome>& outcome) {
                             done->set_value(outcome && !outcome->refused());
                           });
    };
    for (int i = 0; i < kPersons; ++i) {
      hand_in(i, ward::Admit{"7a",
                             name_of(i),
                             "1390000" + std::to_string(1000 + i),
                             std::nullopt,
                             {{"ring", "engraved " + name_of(i)}}});
      hand_in(i, ward::Leave{});
    }
    for (auto& one : taken) ASSERT_TRUE(one.get());
    o.engine->rows("beds", o.engine->store().head().value()).value();
  }
  const auto o = open();
  // Not in a record, whole as it is decoded, nor in a row; files may be compressed.
  const auto cursor = o.engine->store().read_all().value();
  while (cursor->next().value()) {
    ASSERT_EQ(cursor->bytes().find("person-7"), std::string_view::npos);
    ASSERT_EQ(cursor->bytes().find("1390000"), std::string_view::npos);
  }
  const auto rows = o.engine->rows("beds", o.engine->store().head().value()).value();
  const auto row = rows->scan({}, {});
  while (row->next().value()) {
    ASSERT_EQ(row->value().find("person-7"), std::string_view::npos);
  }
  EXPECT_EQ(files_with("person-7"), std::vector<std::string>{});
  EXPECT_EQ(files_with("1390000"), std::vector<std::string>{});
  for (int i = 0; i < kPersons; i += 10) {
    ASSERT_EQ(o.ward->find(id_of(i)).value().state.name.clear(), name_of(i));
    ASSERT_FALSE(o.engine->erase({.stream = id_of(i)}, by(o)).value().refused());
    ASSERT_FALSE(o.ward->find(id_of(i)).value().state.name.is_clear());
    ASSERT_EQ(o.ward->find(id_of(i + 1)).value().state.name.clear(), name_of(i + 1));
  }
  const auto proof = o.engine->prove_erasure(id_of(10)).value();
  EXPECT_TRUE(proof.holds());
  EXPECT_EQ(proof.fields, 3u);
  EXPECT_GE(proof.rows, 1u) << "the view holds its ciphertext";
}

TEST_F(EngineSealing, AFingerprintConfirmsNoGuessOnceThePersonIsErased) {
  const auto o = open();
  give(o, admit());
  give(o, ward::Leave{});
  const auto cursor = o.engine->store().read_stream(stream).value();
  ASSERT_TRUE(cursor->next().value());
  const auto stored = cursor->record().fingerprint;
  const auto key = o.engine->store().fingerprint_key();
  // As whoever has the files, and the log's own key, would compute it for a guess.
  const auto guess = [&](const ward::Command& command, bool digested) {
    auto tried = command;
    const auto& info = describe::set_info<ward::Command>();
    auto* const fields = const_cast<void*>(info.get(&tried));
    const auto keys = o.ward->workflow().current(stream).value()->keys;
    if (digested) {
      o.engine->keyring()->digest(fields, info.type_of(&tried), keys).value();
    }
    std::string content = stream.text();
    content.push_back('\0');
    content.append(describe::type_of(command)).push_back('\0');
    content.append(core::Actor{"n1", "nurse", "W7"}.to_string()).push_back('\0');
    describe::encode_alternative(tried, content);
    return core::fingerprint_of(key, content);
  };
  EXPECT_EQ(guess(admit(), true), stored) << "with the person's key it is what is stored";
  EXPECT_NE(guess(admit(), false), stored);
  ASSERT_FALSE(erase(o, describe::Subject::reporter).value().refused());
  EXPECT_NE(guess(admit(), true), stored) << "and without nobody can tell";
}

TEST_F(EngineSealing, WithoutTheKeysEverythingWorksButPersonalData) {
  CommandId first;
  {
    const auto o = open();
    const auto context = by(o);
    first = context.command_id;
    ASSERT_FALSE(o.ward->handle(stream, admit(), context).value().refused());
  }
  {
    const auto o = open(false);
    const auto now = o.ward->find(stream).value();
    EXPECT_FALSE(now.state.name.is_clear());
    EXPECT_EQ(now.state.bed, "7a");
    const auto other = StreamId::of("ward", "2").value();
    const auto refused = o.ward->handle(other, admit(), by(o));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Errc::keys_unavailable);
    EXPECT_EQ(o.engine->store().version_of(other).value(), Version{0});
    EXPECT_EQ(erase(o, describe::Subject::reporter).error().code(), Errc::keys_unavailable);
    auto again = by(o);
    again.command_id = first;
    EXPECT_EQ(o.ward->handle(stream, admit(), again).error().code(), Errc::keys_unavailable)
        << "whether it is the same nobody can tell";
    EXPECT_FALSE(o.ward->rehearse(other, admit(), by(o)).value().refusal);
    give(o, ward::Leave{});
    EXPECT_TRUE(o.engine->verify().value().ok());
  }
  auto other = trust::random_master_key();
  std::swap(master, other);
  EXPECT_EQ(try_open().error().code(), Errc::keys_unavailable);
  std::swap(master, other);
  EXPECT_EQ(open().ward->find(stream).value().state.name.clear(), kName);
}

TEST_F(EngineSealing, ALogThatWasBegunInClearIsRefusedByName) {
  { give(open(false), admit()); }
  const auto opened = try_open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), Errc::invalid_argument);
  EXPECT_NE(opened.error().message().find("begun without keys"), std::string::npos);
  EXPECT_EQ(open(false).ward->find(stream).value().state.name.clear(), kName) << "as it was";
}

TEST_F(EngineSealing, NothingPersonalIsTakenBeforeTheLogSaysThatItIsSealed) {
  const auto engine =
      Engine::open({.directory = folder.path() / "store", .sealing = {{.master = master}}}).value();
  const auto& ward = engine->add(Ward{});
  const auto by = engine->context({"n1", "nurse", "W7"});
  EXPECT_EQ(ward.handle(stream, admit(), by).error().code(), Errc::invalid_argument);
  EXPECT_EQ(engine->erase({.stream = stream, .reason = "r"}, by).error().code(),
            Errc::invalid_argument);
  EXPECT_EQ(engine->prove_erasure(stream).error().code(), Errc::invalid_argument);
  EXPECT_EQ(engine->store().head().value(), Position{0});
}

TEST_F(EngineSealing, KeysAreLookedForBeforeALogIsSaidToBeInClear) {
  {
    // As if somebody had written before the log said that it is sealed.
    const auto engine =
        Engine::open({.directory = folder.path() / "store", .sealing = {{.master = master}}})
            .value();
    ward::Admitted admitted{"7a", std::string{kName}, std::nullopt, std::nullopt, {}};
    core::SubjectKeys keys;
    engine->sealer()
        ->seal(&admitted, describe::type_info<ward::Admitted>,
               {stream.text(), Version{1}, "ward.admitted"}, keys)
        .value();
    core::NewEvent event{"ward.admitted", 1, Timestamp{}, {}};
    event.payload = describe::encode(admitted);
    engine->store()
        .append({.command_id = random_command_id(),
                 .actor = "nurse:n1",
                 .streams = {{stream, core::ExpectedVersion::none(), 1, {std::move(event)}}}})
        .value();
  }
  const auto opened = try_open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), Errc::invalid_argument);
  EXPECT_NE(opened.error().message().find("may be sealed"), std::string::npos)
      << opened.error().message();
  EXPECT_EQ(opened.error().message().find("in clear form"), std::string::npos);
}

TEST_F(EngineSealing, AReaderBesideTheWriterOpensAndFollowsAnErasure) {
  const auto writer = open();
  give(writer, admit());
  const auto reader = open(true, "rocksdb-reader");
  EXPECT_EQ(reader.ward->find(stream).value().state.name.clear(), kName);
  give(writer, ward::Leave{});
  ASSERT_FALSE(erase(writer, describe::Subject::reporter).value().refused());
  const auto events = reader.ward->history(stream).value();
  EXPECT_FALSE(std::get<ward::Admitted>(events[0].event).name.is_clear());
}

TEST_F(EngineSealing, CiphertextIsNotTakenFromACaller) {
  const auto o = open();
  give(o, admit());
  const auto cursor = o.engine->store().read_stream(stream).value();
  ASSERT_TRUE(cursor->next().value());
  const auto stored = describe::decode<ward::Admitted>(cursor->record().payload, 1).value();
  const ward::Admit replayed{"1a", stored.name, std::nullopt, std::nullopt, {}};
  const auto given = o.ward->handle(StreamId::of("ward", "2").value(), replayed, by(o));
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().code(), Errc::malformed);
  EXPECT_NE(given.error().message().find("name"), std::string::npos);
}

TEST_F(EngineSealing, AMemoryStoreSealsWithKeysInMemory) {
  const auto files = trust::memory_key_files();
  EXPECT_EQ(Engine::open({.store = "memory", .sealing = {{.master = master}}}).error().code(),
            Errc::invalid_argument)
      << "there is no folder for the keys";
  auto engine =
      Engine::open({.store = "memory", .sealing = {{.master = master, .files = files}}}).value();
  const auto& ward = engine->add(Ward{});
  engine->start().value();
  ASSERT_FALSE(
      ward.handle(stream, admit(), engine->context({"n1", "nurse", ""})).value().refused());
  EXPECT_EQ(ward.find(stream).value().state.name.clear(), kName);
  EXPECT_EQ(engine->store().version_of(trust::sealing_stream()).value(), Version{1});
}

}  // namespace
}  // namespace recourse
