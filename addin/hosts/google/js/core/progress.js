// How far along one key result is, and how good that is, as in core/progress.py.

function progressBetween(start, target, current) {
  if (target === start) throw new CellError('target equals start', 'give the target another value than the start');
  const share = (current - start) / (target - start);
  if (!Number.isFinite(share)) throw tooLarge();
  return share;
}

function tooLarge() {
  return new CellError('the numbers are too large', 'write them in thousands or millions');
}

// Raw progress of a key result of some kind; null while there is no current value.
function progressOf(kind, start, target, current) {
  if (current === null) return null;
  const rule = RULES.get(kind);
  if (rule === undefined)
    throw new CellError(`unknown kind ${quoted(kind)}`, `use one of: ${[...RULES.keys()].join(', ')}`);
  return rule(start, target, current);
}

function wrongSide(hint) {
  return new CellError('target is on the wrong side of start', hint);
}

const RULES = new Map([
  ['metric', (start, target, current) => progressBetween(needed(start), needed(target), current)],
  [
    'increase',
    (start, target, current) => {
      needed(start);
      if (needed(target) < start) throw wrongSide('an increase ends above its start');
      return progressBetween(start, target, current);
    },
  ],
  [
    'decrease',
    (start, target, current) => {
      needed(start);
      if (needed(target) > start) throw wrongSide('a decrease ends below its start');
      return progressBetween(start, target, current);
    },
  ],
  ['milestone', (start, target, current) => progressBetween(start === null ? 0 : start, needed(target), current)],
  ['binary', (start, target, current) => (current >= 1 ? 1 : 0)],
  [
    'at least',
    (start, target, current) => {
      needed(target);
      if (start === null) return current >= target ? 1 : 0;
      if (start >= target) {
        throw new CellError('the floor is not below the target', 'the start of `at least` is the worst value');
      }
      return Math.min(1, progressBetween(start, target, current));
    },
  ],
  [
    'at most',
    (start, target, current) => {
      needed(target);
      if (start === null) return current <= target ? 1 : 0;
      if (start <= target) {
        throw new CellError('the ceiling is not above the target', 'the start of `at most` is the worst value');
      }
      return Math.min(1, progressBetween(start, target, current));
    },
  ],
  [
    'between',
    (start, target, current) => {
      const [low, high] = [needed(start), needed(target)];
      if (low > high) throw new CellError('low above high', 'the start of `between` is the lower end');
      return low <= current && current <= high ? 1 : 0;
    },
  ],
]);

// Progress of a key result whose value is to stay in a range; with only one end it is 1 or 0.
function control(current, lowest, highest) {
  if (current === null) return null;
  if (lowest === null && highest === null) {
    throw new CellError('missing', 'type the lowest or the highest value that is in order');
  }
  if (lowest !== null && highest !== null && lowest > highest) {
    throw new CellError('low above high', 'the lowest value lies below the highest');
  }
  const distance = Math.max(lowest === null ? 0 : lowest - current, highest === null ? 0 : current - highest);
  if (distance <= 0) return 1;
  if (lowest === null || highest === null || lowest === highest) return 0;
  if (!Number.isFinite(highest - lowest)) throw tooLarge();
  return Math.max(0, 1 - distance / (highest - lowest));
}

// The zone that a value has reached; the order of commit, target and stretch says whether more or less is better.
function zoneOf(current, target, commit, stretch) {
  if (current === null) return null;
  if (commit === null && stretch === null) throw new CellError('missing', 'type a commit or a stretch value');
  needed(target);
  const steps = [['commit', commit], ['target', target], ['stretch', stretch]].filter(([, step]) => step !== null);
  const rises = steps[0][1] < steps[steps.length - 1][1];
  if (steps.slice(1).some(([, step], at) => step === steps[at][1] || steps[at][1] < step !== rises)) {
    throw new CellError('zones out of order', 'the target lies between commit and stretch');
  }
  const reached = steps.filter(([, step]) => (rises ? current >= step : current <= step));
  return reached.length ? reached[reached.length - 1][0] : `below ${steps[0][0]}`;
}

// Whether the value of a KPI is in its band; one end may be null. As in core/kpis.py.
function health(current, from, to) {
  if (current === null) return 'no data';
  if (from === null && to === null) throw new CellError('missing', 'type from which or up to which value it is healthy');
  if (from !== null && to !== null && from > to) throw new CellError('low above high', 'the band begins below its end');
  return (from !== null && current < from) || (to !== null && current > to) ? 'unhealthy' : 'healthy';
}

function score(raw) {
  return raw === null ? null : Math.min(1, Math.max(0, raw));
}

function grade(value, commitment) {
  if (commitment !== 'committed' && commitment !== 'aspirational') {
    throw new CellError('unknown commitment', `${quoted(commitment)} is neither committed nor aspirational`);
  }
  if (value === null) return null;
  const [yellow, green] = commitment === 'committed' ? [0.7, 1] : [0.3, 0.7];
  return value >= green ? 'green' : value >= yellow ? 'yellow' : 'red';
}
