// Scribe: gives each field of a described value something random.
#pragma once

#include <recourse/describe/event_set.hpp>

#include "tests/sim/random.hpp"

namespace recourse::property {

class Scribe {
 public:
  /// `wild` leaves fields empty, and puts in what nobody means.
  Scribe(sim::Random& dice, Timestamp now, bool wild) : dice_(&dice), now_(now), wild_(wild) {}

  template <describe::Described T>
  void fill(T& value) {
    fill(&value, describe::type_info<T>);
  }
  void fill(void* object, const describe::TypeInfo& type) {
    for (const auto& field : type.fields) put(field.at(object), *field.value);
  }

 private:
  void put(void* v, const describe::ValueInfo& info) {
    using describe::Shape;
    switch (info.shape) {
      case Shape::boolean:
        *static_cast<bool*>(v) = dice_->chance(50);
        return;
      case Shape::natural:
        return describe::store_number(v, info, number(describe::natural_max(info)));
      case Shape::whole:
        return describe::store_number(
            v, info, number(static_cast<std::uint64_t>(describe::whole_max(info))));
      case Shape::enumeration: {
        const auto& words = info.words->words;
        return describe::store_number(v, info, words[dice_->below(words.size())].value);
      }
      case Shape::text:
        *static_cast<std::string*>(v) = text();
        return;
      case Shape::timestamp:
        *static_cast<Timestamp*>(v) = now_ - std::chrono::hours{dice_->below(300)} + wildly();
        return;
      case Shape::day:
        *static_cast<LocalDay*>(v) = local_day(now_ + wildly(), kShanghaiOffset) +
                                     std::chrono::days{1 + static_cast<int>(dice_->below(6))};
        return;
      case Shape::optional:
        if (!wild_ || dice_->chance(80)) put(info.inside->add(v), *info.element);
        return;
      case Shape::list:
        for (auto n = wild_ ? dice_->below(4) : 1; n > 0; --n) {
          put(info.inside->add(v), *info.element);
        }
        return;
      case Shape::sealed:
        return put(info.inside->add(v), *info.element);
      case Shape::object:
        return fill(v, *info.object);
      case Shape::real:
      case Shape::stream_id:
      case Shape::id128:
        throw std::logic_error{"Scribe: say what is put into a field of this type"};
    }
  }
  std::uint64_t number(std::uint64_t most) {
    const auto few = dice_->below(4);
    return wild_ && dice_->chance(20) ? most : few;
  }
  std::string text() {
    constexpr const char* kWild[] = {"", " ", "S001", "RK10", "1", "w1", "case/B", "文字", "PD.RK"};
    auto tame = "x" + std::to_string(dice_->below(9));
    return wild_ ? kWild[dice_->below(std::size(kWild))] : tame;
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
