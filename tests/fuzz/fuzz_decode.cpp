// Fuzz: whatever bytes come, decoding ends with a value or an error; and what decodes encodes to
// the same bytes. The first byte chooses what the rest is taken for.
#include <cstdlib>
#include <recourse/casework/complaint/events.hpp>
#include <recourse/core/record.hpp>
#include <recourse/describe/json.hpp>

#include "stores/rocksdb/page.hpp"
#include "tests/support/locker.hpp"

namespace {

using namespace recourse;

void require(bool holds) {
  if (!holds) std::abort();
}

void try_event(std::size_t which, std::string_view bytes) {
  using Event = casework::complaint::Event;
  const auto& types = describe::set_info<Event>().types;
  const auto& type = *types[which % types.size()];
  const auto event = describe::decode_as<Event>(type.type, type.version, bytes);
  if (!event) return;
  std::string again;
  describe::encode_alternative(*event, again);
  require(again == bytes);
}

void try_locker(std::string_view bytes) {
  const auto event = describe::decode<locker::Filled>(bytes, 2);
  if (event) require(describe::encode(*event) == bytes);
  (void)describe::decode<locker::Filled>(bytes, 1);
}

void try_page(std::string_view bytes) {
  stores::rocks::PageReader reader{bytes};
  for (;;) {
    const auto record = reader.next();
    if (!record || record->empty()) break;
    (void)core::decode_record(*record);
  }
  stores::rocks::PageReader skipping{bytes};
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
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 2, size - 2};
  switch (data[0] % 5) {
    case 0:
      try_event(data[1], bytes);
      break;
    case 1:
      try_locker(bytes);
      break;
    case 2:
      (void)core::decode_record(bytes);
      break;
    case 3:
      try_page(bytes);
      break;
    default:
      try_json(bytes);
  }
  return 0;
}
