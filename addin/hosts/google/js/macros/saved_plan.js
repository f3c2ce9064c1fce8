// A plan as text and back, so that the one that undoes the last macro can be kept with the spreadsheet.

function packed(plan) {
  return JSON.stringify({
    ...plan,
    changes: plan.changes.map((change) => ({
      ...change,
      old: packedCell(change.old),
      fresh: packedCell(change.fresh),
    })),
  });
}

function unpacked(text) {
  const plan = JSON.parse(text);
  return {
    ...plan,
    changes: plan.changes.map((change) => ({
      ...change,
      old: unpackedCell(change.old),
      fresh: unpackedCell(change.fresh),
    })),
  };
}

function packedCell(cell) {
  if (cell instanceof Formula) return { formula: cell.text };
  if (cell instanceof ErrorCell) return { error: cell.text };
  return cell instanceof When ? { date: cell.serial } : cell;
}

function unpackedCell(cell) {
  if (cell === null || typeof cell !== 'object') return cell;
  if ('formula' in cell) return new Formula(cell.formula);
  return 'error' in cell ? new ErrorCell(cell.error) : new When(cell.date);
}
