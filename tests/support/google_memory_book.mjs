// A workbook in memory for the macros of Code.gs: the same as `MemoryBook` in addin/macros/book.py, cell by cell.

export function cellFrom({ Formula, ErrorCell, When }, cell) {
  if (cell === null || typeof cell !== "object") return cell;
  if ("formula" in cell) return new Formula(cell.formula);
  return "error" in cell ? new ErrorCell(cell.error) : new When(cell.date);
}

export function memoryBook(kinds, given) {
  const { Formula, ErrorCell } = kinds;
  const cellOf = (cell) => cellFrom(kinds, cell);
  const spotKey = (spot) => `${spot.sheet}!${spot.row},${spot.column}`;
  const held = new Map();
  for (const [sheet, cells] of given.sheets) {
    held.set(sheet, new Map(cells.map(([row, column, cell]) => [`${row},${column}`, cellOf(cell)])));
  }
  const shown = new Map(given.shown.map(([sheet, row, column, cell]) => [`${sheet}!${row},${column}`, cellOf(cell)]));
  const answers = new Map(given.answers.map(([formula, cell]) => [formula, cellOf(cell)]));
  const [links, looks] = [new Map(), new Map()];
  const locked = new Set(given.locked);
  let at = given.at;
  const notKnown = () => new ErrorCell("#NAME?");
  const show = (sheet, place) => {
    const cell = held.get(sheet).get(place);
    if (!(cell instanceof Formula)) return cell ?? null;
    return shown.has(`${sheet}!${place}`) ? shown.get(`${sheet}!${place}`) : notKnown();
  };
  const places = (sheet) => [...held.get(sheet).keys()].map((place) => place.split(",").map(Number));
  return {
    name: given.name,
    today: given.today,
    links,
    looks,
    held,
    sheets: () => [...held.keys()],
    cells(sheet) {
      const height = Math.max(0, ...places(sheet).map(([row]) => row));
      const width = Math.max(-1, ...places(sheet).map(([, column]) => column)) + 1;
      return Array.from({ length: height }, (_, row) =>
        Array.from({ length: width }, (_, column) => show(sheet, `${row + 1},${column}`)),
      );
    },
    formulas: (sheet) => new Map([...held.get(sheet)].filter(([, cell]) => cell instanceof Formula)),
    isLocked: (sheet) => locked.has(sheet),
    write(changes) {
      for (const { spot, fresh, leadsTo, look } of changes) {
        const place = `${spot.row},${spot.column}`;
        if (fresh === null || fresh === "") held.get(spot.sheet).delete(place);
        else held.get(spot.sheet).set(place, fresh);
        if (fresh instanceof Formula) {
          shown.set(spotKey(spot), answers.has(fresh.text) ? answers.get(fresh.text) : notKnown());
        }
        keep(links, spotKey(spot), leadsTo && spotKey(leadsTo));
        if (look !== null) keep(looks, spotKey(spot), look);
      }
    },
    addSheet: (name) => held.set(name, new Map()),
    copyAsValues: (sheet, name) =>
      held.set(name, new Map([...held.get(sheet).keys()].map((place) => [place, show(sheet, place)]))),
    removeSheet(name) {
      held.delete(name);
      for (const kept of [shown, links, looks]) {
        for (const place of kept.keys()) if (place.startsWith(`${name}!`)) kept.delete(place);
      }
    },
    select(spot) {
      at = spot;
    },
    selected: () => at,
  };
}

function keep(kept, place, value) {
  if (value) kept.set(place, value);
  else kept.delete(place);
}
