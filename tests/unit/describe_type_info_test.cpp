// Type tables: what they say of a type, and that a set's table agrees with std::variant.
#include <gtest/gtest.h>

#include <recourse/casework/complaint/commands.hpp>
#include <recourse/casework/complaint/events.hpp>

#include "tests/support/fill.hpp"
#include "tests/support/locker.hpp"

namespace recourse::describe {
namespace {

TEST(TypeInfo, HasEachFieldWithItsShapeAndItsAddress) {
  locker::Filled filled;
  const auto& type = type_info<locker::Filled>;
  EXPECT_EQ(type.type, "locker.filled");
  EXPECT_EQ(type.version, 2);
  EXPECT_EQ(type.class_name, "Filled");
  ASSERT_EQ(type.fields.size(), 13u);
  const auto* const balance = type.find("balance");
  ASSERT_NE(balance, nullptr);
  EXPECT_EQ(balance->at(&filled), &filled.balance);
  EXPECT_EQ(balance->value->shape, Shape::whole);
  EXPECT_EQ(balance->value->bytes, 4);
  EXPECT_EQ(type.find("parcels")->value->element->object, &type_info<locker::Parcel>);
  EXPECT_EQ(type.find("phone")->value->element->shape, Shape::text);
  EXPECT_EQ(type.find("nothing"), nullptr);
}

TEST(TypeInfo, NumbersKeepTheirSignAndTheirRange) {
  const auto& narrow = value_info<std::int16_t>;
  std::int16_t value = 0;
  store_number(&value, narrow, static_cast<std::uint64_t>(std::int64_t{-7}));
  EXPECT_EQ(value, -7);
  EXPECT_EQ(static_cast<std::int64_t>(load_number(&value, narrow)), -7);
  EXPECT_EQ(whole_min(narrow), -32768);
  EXPECT_EQ(whole_max(narrow), 32767);
  EXPECT_EQ(natural_max(value_info<std::uint8_t>), 255u);
  EXPECT_EQ(natural_max(value_info<Position>), ~std::uint64_t{0});
}

TEST(TypeInfo, ValuesAreEqualFieldByField) {
  const auto& type = type_info<locker::Filled>;
  locker::Filled a;
  locker::Filled b;
  EXPECT_TRUE(equal(&a, &b, type));
  b.parcels.push_back({"x", 1});
  EXPECT_FALSE(equal(&a, &b, type));
  a.parcels.push_back({"x", 2});
  EXPECT_FALSE(equal(&a, &b, type));
  a.parcels.front().grams = 1;
  EXPECT_TRUE(equal(&a, &b, type));
  a.note = "";
  EXPECT_FALSE(equal(&a, &b, type)) << "an empty text is not no text";
  b.note = "";
  a.phone = Sealed<std::string>{SealedBytes{{}, {}, "1234567890123456"}};
  EXPECT_FALSE(equal(&a, &b, type)) << "sealed is not clear";
  b.phone = a.phone;
  EXPECT_TRUE(equal(&a, &b, type));
}

/// The table finds what std::visit finds, in each alternative.
template <class V>
void expect_table_agrees_with_variant() {
  const auto& info = set_info<V>();
  for (const auto& one : test::every_filled<V>()) {
    const auto* const seen = std::visit([](const auto& e) -> const void* { return &e; },
                                        static_cast<const SetOf<V>&>(one));
    EXPECT_EQ(info.get(&one), seen) << info.type_of(&one).type;
    EXPECT_EQ(info.find(info.type_of(&one).type), one.index());
    const V copy{one};
    EXPECT_EQ(copy, one);
    V moved = make_alternative<V>(0);
    info.emplace(&moved, one.index());
    EXPECT_EQ(moved.index(), one.index());
    EXPECT_EQ(moved == one, equal_alternatives(&moved, &one, info));
  }
  EXPECT_EQ(info.find("no.such_type"), info.types.size());
  EXPECT_EQ(info.find(""), info.types.size());
}

TEST(SetInfo, AgreesWithTheVariantInEachAlternative) {
  expect_table_agrees_with_variant<casework::complaint::Event>();
  expect_table_agrees_with_variant<casework::complaint::Command>();
}

TEST(SetInfo, ALargeSetIsCopiedAndAssignedWhole) {
  const auto events = test::every_filled<casework::complaint::Event>();
  for (std::size_t i = 0; i + 1 < events.size(); ++i) {
    auto held = events[i];
    held = events[i + 1];
    EXPECT_EQ(held, events[i + 1]);
    EXPECT_FALSE(held == events[i]);
    auto& same = held;
    held = same;
    EXPECT_EQ(held, events[i + 1]);
    held = casework::complaint::Event{events[i]};
    EXPECT_EQ(held, events[i]);
  }
}

TEST(EnumInfo, NamesNumbersAndLabelsFindEachOther) {
  EXPECT_EQ(enum_name(locker::Size::large), "large");
  EXPECT_EQ(enum_name(static_cast<locker::Size>(7)), "");
  locker::Size size{};
  EXPECT_TRUE(enum_from_name("small", size));
  EXPECT_EQ(size, locker::Size::small);
  EXPECT_FALSE(enum_from_name("huge", size));
  EXPECT_EQ(label_zh(casework::Line::population), "人口");
}

}  // namespace
}  // namespace recourse::describe
