// Usage: node read_logs.mjs LOG...
// Prints, as JSON, what hdr-histogram-js finds in histogram logs: {LOG: {TAG: {intervals, total, p50, p90, p99, p999,
// max}}}, the intervals of a tag added up. Values are as recorded, that is ns.
import { readFileSync } from "node:fs";
import hdr from "hdr-histogram-js";

const COUNTER_BITS = 64;

function readLog(path) {
  const reader = new hdr.HistogramLogReader(readFileSync(path, "utf8"), COUNTER_BITS);
  const found = {};
  for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
    const entry = (found[next.tag] ??= { intervals: 0, sum: null });
    entry.intervals += 1;
    if (entry.sum === null) entry.sum = next;
    else entry.sum.add(next);
  }
  for (const tag of Object.keys(found)) {
    const { intervals, sum } = found[tag];
    found[tag] = {
      intervals,
      total: sum.totalCount,
      p50: sum.getValueAtPercentile(50),
      p90: sum.getValueAtPercentile(90),
      p99: sum.getValueAtPercentile(99),
      p999: sum.getValueAtPercentile(99.9),
      max: sum.maxValue,
    };
  }
  return found;
}

const logs = process.argv.slice(2);
console.log(JSON.stringify(Object.fromEntries(logs.map((path) => [path, readLog(path)]))));
