// Where a key result should be by now, and whether anybody has looked lately, as in core/pacing.py.

const EDGE = 1e-9;

function expected(start, end, today) {
  if (end <= start) throw new CellError('the end is not after the start', 'check the start and end dates');
  return Math.min(1, Math.max(0, (today - start) / (end - start)));
}

function status(scored, wanted, atRiskGap, offTrackGap) {
  if (atRiskGap > offTrackGap) {
    throw new CellError('gaps out of order', 'the at-risk gap is the smaller of the two');
  }
  if (scored === null) return 'no data';
  if (scored >= 1) return 'achieved';
  const gap = needed(wanted) - Math.max(0, scored);
  if (gap <= atRiskGap + EDGE) return 'on track';
  return gap <= offTrackGap + EDGE ? 'at risk' : 'off track';
}

// The status that people read on a day: the pace up to the last day, and the grade in words from then on.
function statusOn(scored, wanted, { today, end, commitment, gaps, binary = false }) {
  if (scored === null) return 'no data';
  if (scored >= 1) return 'achieved';
  if (end !== null && today > end) return FACTS.gradeWords[grade(scored, commitment)];
  if (binary) return FACTS.notDone;
  return wanted === null ? 'no data' : status(scored, wanted, ...gaps);
}

function stale(last, today, days) {
  if (days < 0) throw new CellError('negative days', 'type 0 or more days');
  return last === null || today - last > days;
}
