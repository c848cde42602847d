// Passwords: each caller has its turn, however many there are.
#include <gtest/gtest.h>
#include <sodium/crypto_pwhash.h>

#include <atomic>
#include <thread>
#include <vector>

#include "apps/server/passwords.hpp"

namespace recourse::server {
namespace {

TEST(Passwords, EveryCallerHasItsTurn) {
  const Passwords passwords{
      {.operations = crypto_pwhash_OPSLIMIT_MIN, .memory = crypto_pwhash_MEMLIMIT_MIN}};
  const auto hash = passwords.hash("correct horse").value();
  std::atomic<int> right = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> callers;
  for (std::ptrdiff_t i = 0; i < 3 * Passwords::kAtOnce; ++i) {
    callers.emplace_back([&] {
      for (int n = 0; n < 50; ++n) {
        right += passwords.matches(hash, "correct horse") ? 1 : 0;
        wrong += passwords.matches(hash, "correct horses") ? 1 : 0;
      }
    });
  }
  callers.clear();
  EXPECT_EQ(right, 3 * Passwords::kAtOnce * 50);
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace recourse::server
