// Where a key result will end if it goes on as it has, as in core/forecast.py.

function forecast(days, values, start, target, end) {
  sameSize(days, values);
  const known = days.map((_, at) => at).filter((at) => days[at] !== null && values[at] !== null);
  if (new Set(known.map((at) => days[at])).size < 2) return null;
  const middle = sum(known.map((at) => days[at])) / known.length;
  const mean = sum(known.map((at) => values[at])) / known.length;
  const spread = sum(known.map((at) => (days[at] - middle) * (days[at] - middle)));
  const slope = sum(known.map((at) => (days[at] - middle) * (values[at] - mean))) / spread;
  return progressBetween(start, target, mean + slope * (end - middle));
}
