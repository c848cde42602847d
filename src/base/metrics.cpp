#include <algorithm>
#include <charconv>
#include <cmath>
#include <recourse/base/metrics.hpp>

namespace recourse::base {
namespace {

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string escaped(std::string_view text, bool quoted) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quoted) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
  return out;
}

std::string labelled(const Metric::Labels& labels, std::string_view more = {}) {
  std::string out;
  for (const auto& [name, value] : labels) {
    out += out.empty() ? "{" : ",";
    out += name + "=\"" + escaped(value, true) + "\"";
  }
  if (!more.empty()) out += (out.empty() ? "{" : ",") + std::string{more};
  return out.empty() ? out : out + "}";
}

std::string_view type_of(Metric::Kind kind) {
  switch (kind) {
    case Metric::Kind::counter:
      return "counter";
    case Metric::Kind::gauge:
      return "gauge";
    case Metric::Kind::histogram:
      return "histogram";
  }
  return "untyped";
}

void add_histogram(const Metric& m, const HistogramSnapshot& h, std::string& out) {
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < HistogramSnapshot::kSteps; ++i) {
    below += h.counts[i];
    const bool doubling = i % 4 == 0;
    // Ends where nothing more comes: what is left out says what the last one says.
    if (!doubling) continue;
    out += m.name + "_bucket" +
           labelled(m.labels, "le=\"" + number(HistogramSnapshot::upper(i)) + "\"") + " " +
           std::to_string(below) + "\n";
    if (below == h.count && i >= 40) break;
  }
  out +=
      m.name + "_bucket" + labelled(m.labels, "le=\"+Inf\"") + " " + std::to_string(h.count) + "\n";
  out += m.name + "_sum" + labelled(m.labels) + " " + number(h.seconds) + "\n";
  out += m.name + "_count" + labelled(m.labels) + " " + std::to_string(h.count) + "\n";
}

}  // namespace

double HistogramSnapshot::upper(std::size_t i) noexcept {
  // Step 0 ends at 1024 ns, step 4k + q (q from 1 to 4) at 1024 * 2^k * (1 + q / 4).
  if (i == 0) return 1024e-9;
  const auto octave = static_cast<double>((i - 1) / 4);
  const auto quarter = static_cast<double>((i - 1) % 4 + 1);
  return 1024e-9 * std::exp2(octave) * (1 + quarter / 4);
}

double HistogramSnapshot::quantile(double share) const noexcept {
  if (count == 0) return 0;
  const auto wanted = std::max(1.0, std::ceil(share * static_cast<double>(count)));
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < kSteps; ++i) {
    below += counts[i];
    if (static_cast<double>(below) >= wanted) return upper(i);
  }
  return upper(kSteps - 1);
}

void HistogramSnapshot::add(const HistogramSnapshot& other) noexcept {
  for (std::size_t i = 0; i < kSteps; ++i) counts[i] += other.counts[i];
  count += other.count;
  seconds += other.seconds;
}

HistogramSnapshot Histogram::snapshot() const noexcept {
  HistogramSnapshot s;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    s.counts[i] = counts_[i].load(std::memory_order_relaxed);
    s.count += s.counts[i];
  }
  s.seconds = static_cast<double>(nanoseconds_.load(std::memory_order_relaxed)) / 1e9;
  return s;
}

Metric counter(std::string name, std::string help, double value, Metric::Labels labels) {
  return {std::move(name), std::move(help), Metric::Kind::counter, std::move(labels), value, {}};
}
Metric gauge(std::string name, std::string help, double value, Metric::Labels labels) {
  return {std::move(name), std::move(help), Metric::Kind::gauge, std::move(labels), value, {}};
}
Metric histogram(std::string name, std::string help, HistogramSnapshot values,
                 Metric::Labels labels) {
  return {std::move(name), std::move(help), Metric::Kind::histogram, std::move(labels), 0, values};
}

const Metric* find(const Metrics& metrics, std::string_view name, const Metric::Labels& labels) {
  for (const auto& m : metrics) {
    const bool has_them = std::ranges::all_of(labels, [&](const auto& label) {
      return std::ranges::find(m.labels, label) != m.labels.end();
    });
    if (m.name == name && has_them) return &m;
  }
  return nullptr;
}

std::string to_prometheus(const Metrics& metrics) {
  std::vector<std::string_view> names;
  for (const auto& m : metrics) {
    if (std::ranges::find(names, m.name) == names.end()) names.push_back(m.name);
  }
  std::string out;
  for (const auto name : names) {
    bool first = true;
    for (const auto& m : metrics) {
      if (m.name != name) continue;
      if (std::exchange(first, false)) {
        out += "# HELP " + m.name + " " + escaped(m.help, false) + "\n";
        out += "# TYPE " + m.name + " " + std::string{type_of(m.kind)} + "\n";
      }
      if (m.histogram) {
        add_histogram(m, *m.histogram, out);
      } else {
        out += m.name + labelled(m.labels) + " " + number(m.value) + "\n";
      }
    }
  }
  return out;
}

}  // namespace recourse::base
