// Every workflow of the office on a disk that fails: people who guess, limits that pass, crashes in
// the middle of anything. What was answered is there, views are the fold of the log, and in the end
// nothing waits. It goes by the descriptions: a workflow that is added lives here too.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <recourse/base/clock.hpp>
#include <recourse/core/state_view.hpp>
#include <recourse/office.hpp>
#include <recourse/office_workflows.hpp>

#include "tests/sim/office/disk_store.hpp"
#include "tests/support/guess.hpp"

namespace recourse::sim {
namespace {

using stores::rocks::StoreCore;

unsigned number_from(const char* variable, unsigned otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::atoi(text));
}

/// A state as a view has it.
struct Kept {
  Version version{};
  std::shared_ptr<void> state;
};
Kept kept_in(std::string_view bytes, const core::WorkflowInfo& workflow) {
  Kept kept{{}, workflow.new_state()};
  std::uint32_t definition = 0;
  Timestamp at{};
  std::vector<core::ArmedTimer> timers;
  std::uint64_t payload = 0;
  describe::WireReader r{bytes};
  r& kept.version& definition& at& timers& payload;
  describe::ValueInfo info{};
  info.shape = describe::Shape::object;
  info.object = workflow.state;
  r.read(kept.state.get(), info);
  EXPECT_TRUE(r.ok() && r.at_end()) << r.fault();
  return kept;
}

class Life {
 public:
  explicit Life(std::uint64_t seed) : seed_(seed), random_(seed * 5 + 1), machine_(seed) {}

  void live() {
    SCOPED_TRACE("RECOURSE_SIM_SEED=" + std::to_string(seed_));
    for (int i = 0; i < 4 && !testing::Test::HasFailure(); ++i) {
      open();
      if (testing::Test::HasFailure()) return;
      check();
      crash_at_some_operation();
      const auto steps = 20 + random_.below(40);
      for (std::uint64_t n = 0; n < steps && !crashed() && !testing::Test::HasFailure(); ++n)
        step();
      die();
    }
    if (testing::Test::HasFailure()) return;
    open();
    check();
    come_to_rest();
    check();
  }
  const std::map<std::string, std::uint64_t>& taken() const { return taken_; }
  std::uint64_t cut_short() const { return cut_short_; }

 private:
  void open() {
    auto opened = Office::open({
        .open_store = [this](const Clock& clock) -> Result<std::unique_ptr<core::EventStore>> {
          RECOURSE_TRY_ASSIGN(auto made, StoreCore::open({.directory = "/store",
                                                          .memory_bytes = std::size_t{32} << 20,
                                                          .clock = &clock,
                                                          .log_id = log_id_,
                                                          .env = machine_.disk().env()}));
          auto store = std::make_unique<DiskStore>(std::move(made));
          store_ = store.get();
          return std::unique_ptr<core::EventStore>{std::move(store)};
        },
        .clock = &clock_,
    });
    ASSERT_TRUE(opened.has_value()) << opened.error().message();
    office_ = std::move(*opened);
    log_id_ = store_->identity().id;
    for (const auto& id : answered_) {
      ASSERT_TRUE(office_->store().find(id).value().has_value()) << "an answered command is gone";
    }
  }

  /// What the machine would find if it lost power, or the process, in the middle of an operation.
  void crash_at_some_operation() {
    const bool power = random_.chance(60);
    machine_.go(1 + random_.below(40), power);
  }
  bool crashed() const { return machine_.gone(); }
  void die() {
    if (machine_.die([this] { office_.reset(); })) ++cut_short_;
  }

  void step() {
    const auto what = random_.below(100);
    if (what < 62) return command();
    if (what < 74) {
      const auto fired = office_->fire_due();
      EXPECT_TRUE(fired.has_value()) << fired.error().message();
      return;
    }
    if (what < 80) return void(store_->store_core().pipeline().index_some());
    if (what < 88) return follow();
    clock_.advance(std::chrono::hours{random_.below(random_.chance(80) ? 60 : 1200)});
  }

  /// Brings the views up to date.
  void follow() {
    for (const auto* workflow : office_->engine().workflows()) {
      const auto view = view_of(*workflow);
      if (view.empty() || crashed()) continue;
      const auto rows = office_->engine().rows(view, office_->store().head().value());
      EXPECT_TRUE(rows.has_value()) << rows.error().message();
    }
  }

  void command() {
    const auto workflows = office_->engine().workflows();
    const auto& port = *workflows[random_.below(workflows.size())];
    const auto& info = port.info();
    if (!info.timed) return;
    test::Guesser guess{random_, clock_.now()};
    const auto stream = StreamId::of(info.kind, guess.key(info.kind)).value();
    const auto found = port.find_any(stream);
    const auto fresh = info.new_state();
    const auto open = port.next(found ? found->state.get() : fresh.get(), nullptr);
    if (!open || open->empty()) return;
    const auto name = (*open)[random_.below(open->size())];
    for (int attempt = 0; attempt < 8 && !crashed(); ++attempt) {
      const auto command = guess.command(info, name);
      auto context = guess.context(*office_);
      context.command_id = derived_command_id("office " + std::to_string(++commands_));
      const auto outcome = office_->handle_any(port, stream, command.get(), context);
      if (crashed()) return;  // nobody heard the answer
      ASSERT_TRUE(outcome.has_value()) << outcome.error().message();
      if (outcome->refused()) continue;
      // What needed no event is not remembered.
      if (office_->store().find(context.command_id).value())
        answered_.push_back(context.command_id);
      ++taken_[std::string{info.kind}];
      return;
    }
  }

  static std::string view_of(const core::WorkflowPort& port) {
    const auto* hosted = dynamic_cast<const detail::HostedWorkflow*>(&port);
    return hosted == nullptr ? std::string{} : std::string{hosted->view()};
  }

  /// Each view's states are the fold of the log.
  void check() {
    follow();
    const auto head = office_->store().head().value();
    std::map<std::string, Version> streams;
    const auto cursor = office_->store().read_all().value();
    while (cursor->next().value()) {
      streams[std::string{cursor->record().stream}] = cursor->record().version;
    }
    for (const auto& [name, version] : streams) {
      const auto stream = StreamId::parse(name).value();
      const auto* port = office_->engine().workflow(stream.kind());
      if (port == nullptr || view_of(*port).empty()) continue;
      const auto rows = office_->engine().rows(view_of(*port), head).value();
      const auto bytes = rows->get(core::state_key(name)).value();
      ASSERT_TRUE(bytes.has_value()) << name;
      SCOPED_TRACE(name);
      const auto kept = kept_in(*bytes, port->info());
      const auto folded = port->find_any(stream).value();
      EXPECT_EQ(kept.version, version) << name;
      EXPECT_TRUE(describe::equal(kept.state.get(), folded.state.get(), *port->info().state))
          << name;
    }
  }

  void come_to_rest() {
    for (int i = 0; i < 3; ++i) {
      clock_.advance(std::chrono::hours{24 * 300});
      const auto fired = office_->fire_due();
      ASSERT_TRUE(fired.has_value()) << fired.error().message();
      EXPECT_EQ(fired->failing, 0u) << fired->last_error;
      EXPECT_TRUE(!fired->next_due || *fired->next_due > clock_.now()) << "something waits";
    }
  }

  std::uint64_t seed_;
  Random random_;
  ManualClock clock_{parse_timestamp("2023-06-01T09:00:00+08:00").value()};
  Machine machine_;
  std::optional<LogId> log_id_;
  DiskStore* store_ = nullptr;
  std::unique_ptr<Office> office_;
  std::vector<CommandId> answered_;
  std::map<std::string, std::uint64_t> taken_;
  std::uint64_t commands_ = 0;
  std::uint64_t cut_short_ = 0;
};

TEST(OfficeOnABadDisk, EveryWorkflowKeepsWhatItAnsweredAndComesToRest) {
  if (std::getenv("RECOURSE_SIM_SEED") != nullptr) {
    Life{number_from("RECOURSE_SIM_SEED", 0)}.live();
    return;
  }
  const auto schedules = number_from("RECOURSE_SIM_SCHEDULES", 300) / 5;
  std::map<std::string, std::uint64_t> taken;
  std::uint64_t cut_short = 0;
  for (unsigned seed = 1; seed <= schedules && !HasFailure(); ++seed) {
    Life life{seed};
    life.live();
    for (const auto& [kind, count] : life.taken()) taken[kind] += count;
    cut_short += life.cut_short();
  }
  if (HasFailure()) return;
  EXPECT_GT(cut_short, schedules) << "lives that end in peace test nothing";
  for (const auto& workflow : office_workflows()) {
    if (!workflow.info->timed) continue;
    const std::string kind{workflow.info->kind};
    // Where windows are kept few who guess may take a case; its own city is beside this.
    EXPECT_GT(taken[kind], kind == "case" ? 0u : schedules / 4)
        << kind << ": who is refused everything tests nothing";
    std::cout << kind << ": " << taken[kind] << " commands taken\n";
  }
}

}  // namespace
}  // namespace recourse::sim
