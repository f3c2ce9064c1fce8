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

// The chance that a key result reaches its target by a day: a random walk with drift, as in core/prediction.py.
function chance(days, values, start, target, end) {
  sameSize(days, values);
  const byDay = new Map();
  values.forEach((value, at) => {
    const share = value === null ? null : progressBetween(start, target, value);
    if (days[at] !== null && share !== null) byDay.set(days[at], share);
  });
  const path = [...byDay].sort((one, other) => one[0] - other[0]);
  if (path.length < 4 || end <= path[path.length - 1][0]) return null;
  const [[first, from], [last, now]] = [path[0], path[path.length - 1]];
  const [all, left] = [last - first, end - last];
  const drift = (now - from) / all;
  const squares = sum(
    path.slice(1).map(([to, after], at) => {
      const [since, before] = path[at];
      return (after - before - drift * (to - since)) ** 2 / (to - since);
    }),
  );
  const freedom = path.length; // one less for the steps, one less for the drift, two more for what is usual
  const volatility = (squares + 2 * FACTS.usual.volatility) / freedom;
  const deviation = Math.sqrt(volatility * left + (volatility / all) * left * left);
  return 1 - studentShare((1 - 1e-9 - (now + drift * left)) / deviation, freedom);
}

function studentShare(value, freedom) {
  const angle = Math.atan(value / Math.sqrt(freedom));
  const [cosine, sine, odd] = [Math.cos(angle), Math.sin(angle), freedom % 2];
  let [term, total] = [odd ? cosine : 1, 0];
  for (let factor = 1 + odd; factor < freedom; factor += 2) {
    total += term;
    term *= (cosine * cosine * factor) / (factor + 1);
  }
  return 0.5 + (odd ? (2 / Math.PI) * (angle + sine * total) : sine * total) / 2;
}
