// A process that seals and erases, and is there to be killed.
//
//     eraser write DIRECTORY FIRST    takes persons in from serial FIRST on, and erases every third
//     eraser check DIRECTORY          reads what was acknowledged from standard input, and tries
//                                     what opens
//
// `write` prints "open", then a line "in serial" for each person whose data was acknowledged, and
// "out serial" for each who was erased. The master key is the same in each process.
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <map>
#include <recourse/base/exceptions.hpp>
#include <recourse/engine.hpp>

#include "tests/support/ward.hpp"

namespace recourse::kill {
namespace {

struct Opened {
  std::unique_ptr<Engine> engine;
  const Hosted<ward::Ward>* ward = nullptr;
};

Result<Opened> open(const std::string& directory) {
  trust::MasterKey master;
  master.bytes.fill(0x5a);
  RECOURSE_TRY_ASSIGN(auto engine,
                      Engine::open({.directory = directory,
                                    .services = {.views = false},
                                    .sealing = SealingOptions{.master = master, .pool = 16}}));
  const auto& ward = engine->add(ward::Ward{});
  RECOURSE_TRY(engine->start());
  return Opened{std::move(engine), &ward};
}

StreamId stream_of(std::uint64_t serial) {
  return StreamId::of("ward", std::to_string(serial)).value();
}
std::string name_of(std::uint64_t serial) { return "person " + std::to_string(serial); }

void say(const std::string& line) {
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::abort();
}

int write(const std::string& directory, std::uint64_t serial) {
  const auto o = open(directory).value();
  say("open\n");
  const core::Actor nurse{"n1", "nurse", ""};
  for (;; ++serial) {
    const auto id = stream_of(serial);
    const ward::Admit admit{"7a", name_of(serial), std::nullopt, std::nullopt, {}};
    (void)o.ward->handle(id, admit, o.engine->context(nurse)).value();
    say("in " + std::to_string(serial) + "\n");
    if (serial % 3 != 0) continue;
    (void)o.ward->handle(id, ward::Leave{}, o.engine->context(nurse)).value();
    (void)o.engine->erase({.stream = id}, o.engine->context(nurse)).value();
    say("out " + std::to_string(serial) + "\n");
  }
}

int fault(std::uint64_t serial, const char* what) {
  std::printf("person %llu: %s\n", static_cast<unsigned long long>(serial), what);
  return 1;
}

int check(const std::string& directory) {
  const auto opened = open(directory);
  if (!opened) {
    std::printf("%s: %s\n", std::string{info(opened.error().code()).name}.c_str(),
                opened.error().message().c_str());
    return 3;
  }
  std::map<std::uint64_t, bool> erased;
  std::string what;
  std::uint64_t serial = 0;
  while (std::cin >> what >> serial) erased[serial] = what == "out";
  for (const auto& [number, gone] : erased) {
    const auto found = opened->ward->find(stream_of(number));
    if (!found) return fault(number, "was acknowledged, and is not there");
    const auto& name = found->state.name;
    const auto proof = opened->engine->prove_erasure(stream_of(number)).value();
    // An erasure that was recorded and not answered is carried out all the same.
    const bool recorded = !proof.erasures.empty();
    if (gone && !recorded) return fault(number, "was erased, and the log does not say so");
    if (recorded && (name.is_clear() || !proof.holds()))
      return fault(number, "was erased, and opens");
    if (!recorded && (!name.is_clear() || name.clear() != name_of(number))) {
      return fault(number, "was sealed, and does not open");
    }
  }
  std::printf("ok %zu\n", erased.size());
  return 0;
}

}  // namespace
}  // namespace recourse::kill

int main(int argc, char** argv) {
  const std::string role = argc > 1 ? argv[1] : "";
  if (role == "write" && argc == 4) return recourse::kill::write(argv[2], std::stoull(argv[3]));
  if (role == "check" && argc == 3) return recourse::kill::check(argv[2]);
  std::fprintf(stderr, "usage: eraser write DIRECTORY FIRST | eraser check DIRECTORY\n");
  return 2;
}
