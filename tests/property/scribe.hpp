// Scribe: gives each field of a described value something random.
#pragma once

#include <limits>
#include <recourse/describe/event_set.hpp>

#include "tests/sim/random.hpp"

namespace recourse::property {

class Scribe {
 public:
  /// `wild` leaves fields empty, and puts in what nobody means.
  Scribe(sim::Random& dice, Timestamp now, bool wild) : dice_(&dice), now_(now), wild_(wild) {}

  template <describe::Described T>
  void fill(T& value) {
    describe::for_each_field<T>(
        [&](auto member, const describe::Field&, std::size_t) { put(value.*member); });
  }

 private:
  void put(bool& v) { v = dice_->chance(50); }
  template <class T>
  requires std::is_integral_v<T>
  void put(T& v) {
    v = static_cast<T>(dice_->below(4));
    if (wild_ && dice_->chance(20)) v = std::numeric_limits<T>::max();
  }
  template <describe::DescribedEnum T>
  void put(T& v) {
    std::vector<T> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto d) { all.push_back(d.value); });
    v = all[dice_->below(all.size())];
  }
  void put(std::string& v) {
    constexpr const char* kWild[] = {"", " ", "S001", "RK10", "1", "w1", "case/B", "文字", "PD.RK"};
    v = "x" + std::to_string(dice_->below(9));
    if (wild_) v = kWild[dice_->below(std::size(kWild))];
  }
  void put(Timestamp& v) { v = now_ - std::chrono::hours{dice_->below(300)} + wildly(); }
  void put(LocalDay& v) {
    const auto today = local_day(now_ + wildly(), kShanghaiOffset);
    v = today + std::chrono::days{1 + static_cast<int>(dice_->below(6))};
  }
  template <class T>
  void put(std::optional<T>& v) {
    if (!wild_ || dice_->chance(80)) put(v.emplace());
  }
  template <class T>
  void put(std::vector<T>& v) {
    v.resize(wild_ ? dice_->below(4) : 1);
    for (auto& one : v) put(one);
  }
  template <class T>
  void put(Sealed<T>& v) {
    T clear{};
    put(clear);
    v = Sealed<T>{std::move(clear)};
  }
  template <describe::Described T>
  void put(T& v) {
    fill(v);
  }
  /// Up to a hundred days before or after.
  std::chrono::hours wildly() {
    if (!wild_) return std::chrono::hours{0};
    return std::chrono::hours{static_cast<int>(dice_->below(4800)) - 2400};
  }

  sim::Random* dice_;
  Timestamp now_;
  bool wild_;
};

}  // namespace recourse::property
