// A parcel locker over one week, on a store on disk, in virtual time.
//
//     parcel_locker [directory]          default: a folder of its own below the temporary one
#include <filesystem>
#include <iostream>
#include <recourse/describe/json.hpp>
#include <recourse/testing/virtual_time.hpp>

#include "parcel.hpp"

using namespace recourse;
using parcel::Parcel;

namespace {

const core::Actor kCourier{"c7", "courier", ""};
const core::Actor kAddressee{"li", "addressee", ""};

StreamId id_of(std::string_view key) { return StreamId::of(Parcel::kKind, key).value(); }

/// Gives a command and says what became of it.
void give(Engine& engine, Hosted<Parcel>& parcels, std::string_view key,
          const parcel::Command& command, const core::Actor& actor) {
  const auto outcome = parcels.handle(id_of(key), command, engine.context(actor)).value();
  std::cout << to_string(engine.clock().now(), kShanghaiOffset) << "  " << key << "  "
            << describe::type_of(command);
  if (outcome.refused()) std::cout << ": " << outcome.refusal().en << " " << outcome.refusal().zh;
  std::cout << "\n";
}

void tell(Hosted<Parcel>& parcels, std::string_view key) {
  std::cout << "\n" << key << "\n";
  for (const auto& entry : parcels.history(id_of(key)).value()) {
    std::cout << "  " << entry.version.value << "  "
              << to_string(entry.occurred_at, kShanghaiOffset) << "  " << entry.actor << "  "
              << describe::to_json(entry.event) << "\n";
  }
}

int play(const std::filesystem::path& directory) {
  ManualClock clock{parse_timestamp("2026-03-02T09:00:00+08:00").value()};
  auto engine = Engine::open({.directory = directory, .clock = &clock}).value();
  auto& parcels = engine->add(Parcel{});
  engine->start().value();

  give(*engine, parcels, "p1", parcel::Deposit{"A1", "4711"}, kCourier);
  give(*engine, parcels, "p2", parcel::Deposit{"A2", "0815"}, kCourier);
  clock.advance(std::chrono::hours{30});
  give(*engine, parcels, "p1", parcel::PickUp{"1234"}, kAddressee);
  give(*engine, parcels, "p1", parcel::PickUp{"4711"}, kAddressee);

  const auto status = test::pass_time(*engine, clock, clock.now() + std::chrono::days{7}).value();
  give(*engine, parcels, "p2", parcel::PickUp{"0815"}, kAddressee);
  tell(parcels, "p1");
  tell(parcels, "p2");

  const auto place = [&](std::string_view key) { return parcels.find(id_of(key))->state.place; };
  const bool proved = engine->verify().value().ok();
  std::cout << "\n"
            << status.fired << " timers fired; the log is " << (proved ? "" : "NOT ") << "sound\n";
  const bool right = status.fired == 2 && place("p1") == parcel::Place::addressee &&
                     place("p2") == parcel::Place::sender && proved;
  return right ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc > 1) return play(argv[1]);
    const auto directory = std::filesystem::temp_directory_path() /
                           ("parcel-locker-" + random_command_id().to_string());
    const int code = play(directory);
    std::filesystem::remove_all(directory);
    return code;
  } catch (const std::exception& e) {
    std::cerr << e.what() << "\n";
    return 2;
  }
}
