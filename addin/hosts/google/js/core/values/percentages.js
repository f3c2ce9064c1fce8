// Percentages and plain numbers within one key result: 0, 95 and 80% are 0, 95 and 80. As in core/values/percentages.py.

// The values of some shares on one scale; null for one that has two readings or none that fits. A share has its value (of 1
// when it is `marked` as a percentage), and says whether it is a goal (the start or the target), and the target.
function onScaleTogether(shares, inPercent) {
  const isFilled = (marked) => (share) => share.marked === marked && share.value;
  const marked = shares.filter(isFilled(true)).map((share) => share.value);
  if (marked.length && shares.some(isFilled(false))) return mixedShares(shares, marked);
  if (marked.length) return shares.map((share) => (isHundredfold(share, shares) ? null : share.value));
  return inPercent ? plainShares(shares) : shares.map((share) => share.value);
}

// The range of values, made wider by its own width on both sides; 0 is always near.
function isNear(values) {
  const [low, high] = [Math.min(...values, 0), Math.max(...values, 0)];
  return (value) => low - (high - low) <= value && value <= high + (high - low);
}

function mixedShares(shares, marked) {
  const values = shares.map((share) => (share.marked ? share.value : asShare(share, isNear(marked))));
  const isPoints = (share, at) => values[at] !== null && !share.marked && values[at] !== share.value;
  const isPlainGoal = (share) => share.goal && !share.marked && share.value;
  const isGoalInPoints = (share, at) => isPlainGoal(share) && isPoints(share, at);
  const inPoints = shares.some(isPoints) && (!shares.some(isPlainGoal) || shares.some(isGoalInPoints));
  return inPoints ? values.map((value) => (value === null ? null : roundedTo(value * 100, 10))) : values;
}

// A plain number beside percentages as a share of 1, or null when it stays open.
function asShare({ value, target }, near) {
  if (value === 0) return 0;
  if (Math.abs(value) === 1) return target && near(value) ? value : null;
  if (Math.abs(value) < 1 && near(value)) return value;
  return near(value / 100) && !near(value) ? value / 100 : null;
}

// Whether a percentage is a hundred times too large beside the goals: 95 typed into a cell that showed percent.
function isHundredfold(share, shares) {
  const goals = goalValues(shares);
  if (share.goal || !goals.length || Math.abs(share.value) <= 10 * largest(goals)) return false;
  return isNear(goals)(share.value / 100);
}

function goalValues(shares) {
  return shares.filter((share) => share.goal && share.value).map((share) => share.value);
}

function largest(values) {
  return Math.max(...values.map(Math.abs));
}

// Plain numbers only, in a key result whose unit is percent: shares of 1, or so many percent.
function plainShares(shares) {
  const goals = goalValues(shares);
  const values = shares.map((share) => share.value);
  if (!goals.length) return values;
  if (largest(goals) <= 1) return values.map((value) => besideFractions(value, isNear(goals)));
  return values.map((value) => (value > 0 && value < 1 && value * 100 <= largest(goals) * 1.2 ? null : value));
}

function besideFractions(value, near) {
  if (near(value) || Math.abs(value) <= 1) return value;
  return near(value / 100) ? value / 100 : null;
}
