// Skill levels, gaps, and whether an objective has the people it needs, as in core/skills.py.

function checkedLevel(value) {
  if (value !== null && value < 0) {
    throw new CellError('negative level', 'levels run from 0 (none) to 5 (sets direction)');
  }
  return value;
}

// One level from several groups of ratings: each is averaged, then weighted.
function level(ratings, weights) {
  const filled = filledWeights(weights, ratings.length);
  const known = ratings.map((group) => group.map(checkedLevel).filter((value) => value !== null));
  const rated = known.map((_, at) => at).filter((at) => known[at].length);
  return weightedMean(
    rated.map((at) => sum(known[at]) / known[at].length),
    rated.map((at) => filled[at]),
  );
}

function gap(have, required) {
  checkedLevel(have);
  checkedLevel(required);
  return required === null ? null : Math.max(0, required - (have || 0));
}

function gaps(levels, required) {
  for (const row of levels) sameSize(row, required);
  return levels.map((row) => row.map((have, at) => gap(have, required[at])));
}

function skillCoverage(levels, required, weights) {
  sameSize(levels, required);
  const filled = filledWeights(weights, levels.length);
  levels.forEach((have, at) => {
    checkedLevel(required[at]);
    checkedLevel(have);
  });
  const asked = required.map((_, at) => at).filter((at) => required[at]);
  return weightedMean(
    asked.map((at) => Math.min(levels[at] || 0, required[at]) / required[at]),
    asked.map((at) => required[at] * filled[at]),
  );
}

function busFactor(levels, at) {
  const floor = needed(checkedLevel(at));
  return levels.map(checkedLevel).filter((value) => value !== null && value >= floor).length;
}

function missing(levels, at, headcount) {
  const wanted = needed(headcount);
  if (wanted < 0) throw negativeHeadcount();
  return Math.max(0, wanted - busFactor(levels, at));
}

function negativeHeadcount() {
  return new CellError('negative headcount', 'type 0 or more people');
}

function readiness(have, required, weights) {
  sameSize(have, required);
  const filled = filledWeights(weights, have.length);
  if ([...have, ...required].some((count) => count !== null && count < 0)) throw negativeHeadcount();
  const asked = required.map((_, at) => at).filter((at) => required[at]);
  return weightedMean(
    asked.map((at) => Math.min(1, (have[at] || 0) / required[at])),
    asked.map((at) => filled[at]),
  );
}

function certification(issued, expires, today, warnDays) {
  if (warnDays < 0) throw new CellError('negative days', 'type 0 or more days');
  if (issued === null) return 'missing';
  if (expires !== null && expires < issued) throw new CellError('expires before it is issued', 'check the two dates');
  if (today < issued) return 'not yet valid';
  if (expires === null) return 'valid';
  if (today >= expires) return 'expired';
  return expires - today <= warnDays ? 'expiring' : 'valid';
}

// How much a rating of a day still counts, as in core/evidence.py.
function fade(rated, today, months) {
  if (months <= 0) throw new CellError('not a positive number of months', 'type 12, for example');
  if (rated === null) return null;
  return rated > today ? 0 : 0.5 ** Math.min(1000, (today - rated) / ((months * 365.25) / 12));
}
