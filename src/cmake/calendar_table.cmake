# Script: turns the holiday notices FOLDER/<year>.json into TABLE, a file of C++ arrays:
#
#   constexpr NoticeYear kNoticeYears[] = { {2010, true}, … };        year, is its notice out?
#   constexpr NoticeDay kNoticeDays[] = { {2010, 1, 1, true}, … };    year, month, day, is off?
#   constexpr char kCalendarEdition[] = "cn-<last year out>-<hash of the notices>";
#
# Days are sorted and unique. A notice may name days of a neighbouring year; where two notices
# name one day, the later notice wins.
cmake_minimum_required(VERSION 3.22)

file(GLOB notices "${FOLDER}/*.json")
list(SORT notices)

set(all_text "")
set(years "")
set(dates "")
set(last_published "none")
foreach(notice IN LISTS notices)
  file(READ "${notice}" text)
  string(APPEND all_text "${text}")
  string(JSON year GET "${text}" year)
  string(JSON days GET "${text}" days)
  string(JSON count LENGTH "${days}")
  if(count EQUAL 0)
    string(APPEND years "    {${year}, false},\n")
    continue()
  endif()
  string(APPEND years "    {${year}, true},\n")
  set(last_published ${year})
  math(EXPR last "${count} - 1")
  foreach(index RANGE ${last})
    string(JSON date GET "${days}" ${index} date)
    string(JSON off_${date} GET "${days}" ${index} isOffDay)
    list(APPEND dates ${date})
  endforeach()
endforeach()
if(NOT dates)
  message(FATAL_ERROR "${FOLDER}: no published notice")
endif()

list(REMOVE_DUPLICATES dates)
list(SORT dates)
set(rows "")
foreach(date IN LISTS dates)
  if(NOT date MATCHES "^([0-9][0-9][0-9][0-9])-0?([0-9]+)-0?([0-9]+)$")
    message(FATAL_ERROR "${FOLDER}: ${date} is not a date")
  endif()
  set(row "${CMAKE_MATCH_1}, ${CMAKE_MATCH_2}, ${CMAKE_MATCH_3}")
  if(off_${date})
    string(APPEND rows "    {${row}, true},\n")
  else()
    string(APPEND rows "    {${row}, false},\n")
  endif()
endforeach()

string(SHA256 hash "${all_text}")
string(SUBSTRING ${hash} 0 8 hash)
file(WRITE "${TABLE}" "// Generated from src/base/calendar/*.json; edit those instead.
constexpr NoticeYear kNoticeYears[] = {
${years}};
constexpr NoticeDay kNoticeDays[] = {
${rows}};
constexpr char kCalendarEdition[] = \"cn-${last_published}-${hash}\";
")
