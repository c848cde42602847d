// Fuzz: whatever bytes come, decoding ends with a value or an error; and what decodes encodes to
// the same bytes. The first byte chooses what the rest is taken for.
#include <cstdio>
#include <cstdlib>
#include <recourse/core/page.hpp>
#include <recourse/core/record.hpp>
#include <recourse/describe/json.hpp>

#include "tests/fuzz/described_workflows.hpp"
#include "tests/support/fuzz_workflow.hpp"
#include "tests/support/locker.hpp"

namespace {

using namespace recourse;

void require(bool holds) {
  if (!holds) std::abort();
}

void try_workflows(std::string_view input) {
  const auto tried = test::try_workflow(described_workflows(), input);
  if (tried.fault.empty()) return;
  std::fprintf(stderr, "%s\n", tried.fault.c_str());
  std::abort();
}

void try_locker(std::string_view bytes) {
  const auto event = describe::decode<locker::Filled>(bytes, 2);
  if (event) require(describe::encode(*event) == bytes);
  (void)describe::decode<locker::Filled>(bytes, 1);
}

void try_page(std::string_view bytes) {
  core::PageReader reader{bytes};
  for (;;) {
    const auto record = reader.next();
    if (!record || record->empty()) break;
    (void)core::decode_record(*record);
  }
  core::PageReader skipping{bytes};
  (void)skipping.skip(3);
}

void try_json(std::string_view bytes) {
  const auto value = describe::parse_json(bytes);
  if (!value) return;
  const auto event = describe::from_json_as<locker::Event>(*value);
  if (!event) return;
  const auto again = describe::to_json(*event, {.reveal = true});
  require(describe::from_json_as<locker::Event>(again).value() == *event);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  switch (data[0] % 8) {
    case 0:
      try_locker(bytes);
      break;
    case 1:
      (void)core::decode_record(bytes);
      break;
    case 2:
      try_page(bytes);
      break;
    case 3:
      try_json(bytes);
      break;
    default:
      try_workflows(bytes);
  }
  return 0;
}
