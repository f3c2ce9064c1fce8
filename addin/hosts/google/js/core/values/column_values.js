// From the cells of one column to its values, its faults and its units. As in core/values/column_values.py.

const READERS = {
  text: readText,
  id: readId,
  word: readWord,
  number: readNumber,
  share: readShare,
  level: readLevel,
  date: readDate,
  flag: readFlag,
};

// The values of a column, null where there is no data or the cell is at fault; the faults, each with its place; and the
// unit and factor of each cell. `units` are those that the rows of the table name.
function readColumn(column, cells, units = new Set()) {
  const context = contextOf(column, cells, units);
  const inText = remembered((text) => readCell(context, text));
  let readings = cells.map((cell) => (typeof cell === 'string' ? inText(cell) : readCell(context, cell)));
  if (column.type === 'share') readings = scaledShares(context, cells, readings);
  if (column.type === 'level') readings = onLevelScale(readings);
  readings = readings.map((each) => withinLimits(column, each));
  if (column.name === 'weight') readings = onOneScale(readings);
  return {
    values: readings.map((each) => each.value),
    faults: readings.map(({ fault, hint }, at) => ({ at, fault, hint })).filter(({ fault }) => fault),
    units: readings.map(({ unit, factor }) => ({ unit, factor })),
  };
}

function readCell(context, cell) {
  const error = errorWord(cell);
  if (error) return unread(`${context.name} holds the error ${error}`, errorHint(error));
  try {
    return READERS[context.column.type](context, isNone(cell) ? null : cell);
  } catch (cause) {
    if (!(cause instanceof CellError)) throw cause;
    return unread(cause.message, cause.hint);
  }
}

// A number outside the column's limits is no data.
function withinLimits({ type, name, limits: [low, high], help }, each) {
  if (!['number', 'level'].includes(type) || each.value === null) return each;
  const isOutside = (low !== null && each.value < low) || (high !== null && each.value > high);
  return isOutside ? unread(`${name} is outside its limits`, help) : each;
}
