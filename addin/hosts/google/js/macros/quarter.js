// The cycle after this one: its name and its days. As in addin/macros/quarter.py.

const MONTH = 365.2425 / 12;

// The cycle that begins the day after one ends and takes as many months; `name` is what to call it.
function followingCycle(cycle, start, end, name) {
  const [year, month, dayOfMonth] = calendar(end + 1);
  const months = Math.max(1, Math.round((end + 1 - start) / MONTH));
  const after = year * 12 + month - 1 + months;
  const last = serialDay(Math.floor(after / 12), (after % 12) + 1, 1) + dayOfMonth - 2;
  return { name: name || nextName(cycle), start: end + 1, end: last };
}

function nextName(cycle) {
  const named = parseCycle(cycle);
  const next = named === null ? null : cycleAfter(named);
  if (next === null) {
    throw new OkrError(
      `the cycle after ${quoted(cycle)} is unknown`,
      'enter the name of the next cycle, e.g. 2026-Q3',
    );
  }
  return next.name;
}

// A cycle's name with its year, as a sheet's name can end.
function dated(cycle, end) {
  const named = strip(cycle.replace(/[[\]:*?/\\']/g, '-'));
  return YEAR.test(named) ? named : `${named} ${calendar(end)[0]}`;
}
