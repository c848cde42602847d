// Text from outside: is it UTF-8, and how much of it may be shown in a message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace recourse::base {

/// Offset of the first byte that is not part of well-formed UTF-8 (RFC 3629: no surrogates, no
/// overlong forms, at most U+10FFFF); nothing if all of it is.
std::optional<std::size_t> first_invalid_utf8(std::string_view text) noexcept;

/// The text without the byte order mark (EF BB BF) that some editors write before it. Whoever reads
/// a file, or a line that may be a file's first, calls it.
std::string_view without_byte_order_mark(std::string_view text) noexcept;

/// The text as HTML and XML take it, between tags or in quotes: & < > and " written out.
std::string escaped_markup(std::string_view text);

/// At most `bytes_max` bytes of `text`, cut at a character, with "…" where it was cut.
std::string excerpt(std::string_view text, std::size_t bytes_max);

}  // namespace recourse::base
