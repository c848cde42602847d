#include <gtest/gtest.h>

#include <recourse/describe/schema.hpp>

#include "tests/support/locker.hpp"

namespace recourse::describe {
namespace {

boost::json::value json(std::string_view text) { return parse_json(text).value(); }

constexpr std::string_view kFilled = R"({"type":"locker.filled","paid":true,"number":3,"balance":-5,
  "price":2.5,"size":"large","door":"A1","at":"2023-06-01T09:30:00+08:00","until":"2023-06-08",
  "ticket":"00112233445566778899aabbccddeeff","parcels":[{"label":"b","grams":1}],
  "phone":"13812345678"})";

std::string error_of(std::string_view from, std::string_view to) {
  std::string text{kFilled};
  const auto at = text.find(from);
  text.replace(at, from.size(), to);
  const auto read = from_json_as<locker::Event>(json(text));
  return read ? "accepted" : read.error().message();
}

TEST(Json, ReadsWhatItWrites) {
  const auto event = from_json_as<locker::Event>(json(kFilled)).value();
  const auto& filled = std::get<locker::Filled>(event);
  EXPECT_EQ(filled.balance, -5);
  EXPECT_FALSE(filled.note.has_value()) << "a missing optional";
  EXPECT_FALSE(filled.floor.has_value()) << "a missing newer field";
  EXPECT_EQ(from_json_as<locker::Event>(to_json(event, {.reveal = true})).value(), event);
}

TEST(Json, PersonalDataIsMaskedUnlessRevealed) {
  const auto event = from_json_as<locker::Event>(json(kFilled)).value();
  EXPECT_EQ(to_json(event).at("phone").as_string(), "138****5678");
  EXPECT_EQ(to_json(event, {.reveal = true}).at("phone").as_string(), "13812345678");
  EXPECT_EQ(masked("张三"), "张*");
  EXPECT_EQ(masked("A"), "A*");
  EXPECT_EQ(masked(""), "");
  EXPECT_EQ(masked("1234"), "1*");
  auto filled = std::get<locker::Filled>(event);
  filled.phone = Sealed<std::string>{SealedBytes{}};
  EXPECT_TRUE(to_json(filled, {.reveal = true}).at("phone").at("sealed").as_bool());
}

TEST(Json, ErrorsCarryThePointerOfThePlace) {
  EXPECT_EQ(error_of(R"("grams":1)", R"("grams":"x")").find("/parcels/0/grams: "), 0u);
  EXPECT_EQ(error_of(R"("size":"large")", R"("size":"huge")"),
            "/size: one of these is wanted here: small, large");
  EXPECT_EQ(error_of(R"("paid":true,)", "").find("/paid: this member is missing"), 0u);
  EXPECT_EQ(error_of(R"("door":"A1")", R"("door":"A1","dor":1)").find("/dor: there is no such"),
            0u);
  EXPECT_EQ(error_of("2023-06-08", "2023-02-30").find("/until: "), 0u);
  EXPECT_EQ(error_of(R"("number":3)", R"("number":-3)").find("/number: a whole number"), 0u);
  EXPECT_EQ(error_of(R"("balance":-5)", R"("balance":3000000000)").find("/balance: "), 0u);
  EXPECT_EQ(error_of("locker.filled", "locker.burnt").find("/type: 'locker.burnt'"), 0u);
  EXPECT_EQ(from_json<locker::Parcel>(json("[]")).error().message(), "/: an object is wanted here");
}

TEST(Json, TextThatIsNotJsonIsReportedWithLineAndColumn) {
  EXPECT_NE(parse_json("{\n \"a\": }").error().message().find("line 2"), std::string::npos);
  EXPECT_TRUE(parse_json("{} x").has_error());
  EXPECT_EQ(parse_json("\xEF\xBB\xBF{\"a\": 1}").value(), json(R"({"a": 1})"));
  EXPECT_EQ(parse_json("{\"a\": 1,\n \"b\": {\"a\": 2}, \"a\": 3}").error().message(),
            "an object has the member 'a' twice, again at line 2, column 19: leave one out");
  EXPECT_TRUE(parse_json(R"([{"a": 1}, {"a": 1}])").has_value());
  EXPECT_TRUE(parse_json(R"({"a": {"b": 1, "\u0062": 2}})").has_error());
  EXPECT_TRUE(parse_json("{} \n").has_value());
  EXPECT_TRUE(parse_json("").has_error());
  EXPECT_TRUE(parse_json(std::string(100, '[')).has_error()) << "too deep";
}

TEST(JsonSchema, SaysWhatIsRequiredAndWhatIsPersonal) {
  const auto schema = json_schema<locker::Filled>();
  EXPECT_EQ(schema.at("title").as_string(), "locker.filled");
  EXPECT_EQ(schema.at("x-version").to_number<int>(), 2);
  EXPECT_TRUE(schema.at("properties").at("phone").at("x-personal").as_bool());
  EXPECT_FALSE(schema.at("additionalProperties").as_bool());
  const auto& required = schema.at("required").as_array();
  EXPECT_NE(std::ranges::find(required, boost::json::value("door")), required.end());
  EXPECT_EQ(std::ranges::find(required, boost::json::value("note")), required.end());
  EXPECT_EQ(std::ranges::find(required, boost::json::value("floor")), required.end());
  const auto set = json_schema_of_set<locker::Event>();
  EXPECT_EQ(set.at("oneOf").as_array().size(), 2u);
}

}  // namespace
}  // namespace recourse::describe
