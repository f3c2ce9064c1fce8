// Which of several names is nearest to one that does not exist: the share of letters that two have in common, in order.

function nearest(name, known, least = 0.6) {
  let best = null;
  for (const other of known) {
    const alike = likeness(other, name);
    if (alike >= least && (best === null || alike > best.alike || (alike === best.alike && other > best.other))) {
      best = { alike, other };
    }
  }
  return best === null ? null : best.other;
}

function likeness(one, other) {
  const [first, second] = [[...one], [...other]];
  const total = first.length + second.length;
  return total ? (2 * inCommon(first, second)) / total : 1;
}

// The longest piece that both have, and the same again to the left and to the right of it.
function inCommon(first, second) {
  let [size, endOfFirst, endOfSecond] = [0, 0, 0];
  let lengths = new Map();
  first.forEach((letter, i) => {
    const longer = new Map();
    second.forEach((other, j) => {
      if (letter !== other) return;
      const length = (lengths.get(j - 1) || 0) + 1;
      longer.set(j, length);
      if (length > size) [size, endOfFirst, endOfSecond] = [length, i + 1, j + 1];
    });
    lengths = longer;
  });
  if (!size) return 0;
  const left = inCommon(first.slice(0, endOfFirst - size), second.slice(0, endOfSecond - size));
  return size + left + inCommon(first.slice(endOfFirst), second.slice(endOfSecond));
}
