#!/usr/bin/env bash
# A histogram with a label other than `le` is read as one histogram, mixed of all its series.
#
# Library   parse-prometheus-text-format 1.1.1 (npm), the newest there is.
# Standard  Prometheus, "Exposition formats", text format 0.0.4, "Histograms and summaries": of each histogram there
#           are a _bucket for each `le`, a _sum and a _count. Labels tell series apart as with any metric: two views,
#           two histograms.
# Observed  Two histograms come back as one without labels: each bucket holds what the last series said, _sum and
#           _count of all series are gone. A gauge with the same labels is read right, and so is a histogram without
#           labels.
# Matters   Time per view, per workflow and per command is what is watched in an event store. A dashboard or a test
#           that reads its metrics with this library compares one view's buckets with no count at all, and raises
#           nothing.
# Instead   Take the lines of the series that is meant, by its labels, or ask Prometheus; never this library's
#           histogram.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --no-audit --no-fund --ignore-scripts --loglevel=error parse-prometheus-text-format@1.1.1 > npm.log 2>&1 ||
  { cat npm.log >&2; echo "not run: npm could not install" >&2; exit 2; }

cat > metrics.txt <<'TEXT'
# HELP rebuild_seconds Time that a view took to be rebuilt.
# TYPE rebuild_seconds histogram
rebuild_seconds_bucket{view="cases",le="1"} 40
rebuild_seconds_bucket{view="cases",le="+Inf"} 44
rebuild_seconds_sum{view="cases"} 31.5
rebuild_seconds_count{view="cases"} 44
rebuild_seconds_bucket{view="limits",le="1"} 2
rebuild_seconds_bucket{view="limits",le="+Inf"} 3
rebuild_seconds_sum{view="limits"} 9.5
rebuild_seconds_count{view="limits"} 3
# HELP view_lag Positions that a view is behind.
# TYPE view_lag gauge
view_lag{view="cases"} 0
view_lag{view="limits"} 7
# HELP append_seconds Time of an append.
# TYPE append_seconds histogram
append_seconds_bucket{le="1"} 5
append_seconds_bucket{le="+Inf"} 5
append_seconds_sum 0.25
append_seconds_count 5
TEXT

cat > try.js <<'JS'
const parse = require('parse-prometheus-text-format');
const text = require('fs').readFileSync('metrics.txt', 'utf8');
const read = Object.fromEntries((parse.default ?? parse)(text).map((f) => [f.name, f.metrics]));
const is = (value, wanted) => JSON.stringify(value) === JSON.stringify(wanted);

console.log('parse-prometheus-text-format 1.1.1');
console.log('expected  two histograms: cases with 40, 44, sum 31.5, count 44; limits with 2, 3, sum 9.5, count 3');
console.log('observed  ' + JSON.stringify(read.rebuild_seconds));
const controls = read.view_lag.length === 2 && read.view_lag[1].labels.view === 'limits' &&
  is(read.append_seconds, [{ buckets: { 1: '5', '+Inf': '5' }, count: '5', sum: '0.25' }]);
if (!controls) { console.log('not run: the controls read otherwise'); process.exit(2); }
const as_stated = is(read.rebuild_seconds, [{ buckets: { 1: '2', '+Inf': '3' } }]);
console.log(as_stated ? 'as stated: one histogram, without labels, sum and count' : 'changed');
process.exit(as_stated ? 0 : 1);
JS
node try.js
