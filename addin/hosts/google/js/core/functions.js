// OKR_* and SKILL_*: what people type into a cell, as in addin/functions.py. The declarations with their help come from there.

const FUNCTIONS = {
  OKR_PROGRESS(start, target, current, kind) {
    if (isBlank(one(current))) return null;
    const ofKind = word(one(kind)) || 'metric';
    if (ofKind === 'binary') return progressOf(ofKind, null, null, done(one(current)));
    const value = number(one(current));
    return progressOf(ofKind, number(one(start)), number(one(target)), value);
  },
  OKR_CONTROL(current, lowest, highest) {
    if (isBlank(one(current))) return null;
    const [value, ...ends] = [current, lowest, highest].map((cell) => number(one(cell)));
    return control(value, ...ends);
  },
  OKR_ZONE(current, target, commit, stretch) {
    if (isBlank(one(current))) return null;
    const [value, ...steps] = [current, target, commit, stretch].map((cell) => number(one(cell)));
    return zoneOf(value, ...steps);
  },
  OKR_SCORE(progress) {
    return score(number(one(progress)));
  },
  OKR_GRADE(scored, commitment) {
    return grade(number(one(scored)), word(one(commitment)) || 'aspirational');
  },
  OKR_EXPECTED(startDate, endDate, today) {
    return expected(neededDay(one(startDate)), neededDay(one(endDate)), neededDay(one(today)));
  },
  OKR_STATUS(scored, wanted, atRiskGap, offTrackGap) {
    return status(
      number(one(scored)),
      number(one(wanted)),
      usual(atRiskGap, FACTS.usual.atRiskGap),
      usual(offTrackGap, FACTS.usual.offTrackGap),
    );
  },
  OKR_ROLLUP(progress, weights, rollUp) {
    return rollup(numbers(progress), numbersOrNone(weights), word(one(rollUp)) || 'weighted');
  },
  OKR_COVERAGE(progress) {
    return coverage(numbers(progress));
  },
  OKR_CASCADE(ids, parents, progress, weights, rollUps) {
    const [names, above] = [each(identifier, ids), each(identifier, parents)];
    const how = isNone(rollUps) ? null : each(word, rollUps);
    return down(cascade(names, above, numbers(progress), numbersOrNone(weights), how));
  },
  OKR_ALIGNMENT(ids, parents, levels) {
    const [names, above] = [each(identifier, ids), each(identifier, parents)];
    return down(alignment(names, above, isNone(levels) ? null : each(word, levels)));
  },
  OKR_FORECAST(dates, values, start, target, endDate) {
    return forecast(
      each(day, dates),
      numbers(values),
      needed(number(one(start))),
      needed(number(one(target))),
      neededDay(one(endDate)),
    );
  },
  OKR_STALE(lastDate, today, days) {
    return stale(day(one(lastDate)), neededDay(one(today)), usual(days, FACTS.usual.staleDays));
  },
  OKR_HEALTH(current, from, to) {
    if (isBlank(one(current))) return 'no data';
    const [value, ...ends] = [current, from, to].map((cell) => number(one(cell)));
    return health(value, ...ends);
  },
  SKILL_LEVEL(self, peer, manager, evidence, ...weights) {
    const ratings = [self, peer, manager, evidence].map(numbers);
    return level(
      ratings,
      FACTS.usual.raterWeights.map((weight, at) => usual(weights[at], weight)),
    );
  },
  SKILL_GAP(have, required) {
    return gap(number(one(have)), number(one(required)));
  },
  SKILL_GAPS(levels, required) {
    const matrix = rowsOf(levels).map((row) => row.map((cell) => number(cell)));
    return gaps(matrix, numbers(required));
  },
  SKILL_COVERAGE(levels, required, weights) {
    return skillCoverage(numbers(levels), numbers(required), numbersOrNone(weights));
  },
  SKILL_BUS_FACTOR(levels, at) {
    return busFactor(numbers(levels), number(one(at)));
  },
  SKILL_MISSING(levels, at, headcount) {
    const wanted = needed(number(one(headcount)));
    return missing(numbers(levels), number(one(at)), wanted);
  },
  SKILL_READINESS(have, required, weights) {
    return readiness(numbers(have), numbers(required), numbersOrNone(weights));
  },
  SKILL_CERT(issued, expires, today, warnDays) {
    const now = neededDay(one(today));
    const warn = usual(warnDays, FACTS.usual.certWarnDays);
    return certification(day(one(issued)), day(one(expires)), now, warn);
  },
  OKR_CHANCE(dates, values, start, target, endDate) {
    return chance(
      each(day, dates),
      numbers(values),
      needed(number(one(start))),
      needed(number(one(target))),
      neededDay(one(endDate)),
    );
  },
  SKILL_FADE(date, today, months) {
    const now = neededDay(one(today));
    return fade(day(one(date)), now, usual(months, FACTS.usual.halfLifeMonths));
  },
};

// An error that is thrown shows in the cell as #ERROR! with this message: IFERROR sees it, and people can read why.
function answer(name, given) {
  const { least, most, signature } = FACTS.functions[name];
  if (given.length < least || given.length > most) {
    throw new OkrError(`${name} takes ${least} to ${most} arguments, not ${given.length}`, signature);
  }
  return shownInSheet(FUNCTIONS[name](...given));
}
