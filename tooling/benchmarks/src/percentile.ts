/** The value that a share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("There is no percentile of nothing.");
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The milliseconds that 99 % of the calls of a round do not exceed, and of several rounds the median. */
export function medianP99(rounds: number, calls: number, call: (index: number, round: number) => void): number {
  const rounded = Array.from({ length: rounds }, (_, round) => {
    const times: number[] = [];
    for (let index = 0; index < calls; index += 1) {
      const start = performance.now();
      call(index, round);
      times.push(performance.now() - start);
    }
    return percentile(times, 0.99);
  });
  return median(rounded);
}
