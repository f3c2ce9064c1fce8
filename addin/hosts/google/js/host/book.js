// The spreadsheet that is open in Google Sheets, as the macros see it: everything of a sheet is read at once, and written in few calls.

const ERROR_TEXT = /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|ERROR!)$/;
const LOADING = 'Loading...'; // what a custom function shows until it answers
const DATE_FORMAT = /[yd]/i;
const PLAIN_TEXT = '@';

class GoogleBook {
  constructor(spreadsheet) {
    this.spreadsheet = spreadsheet;
    this.forget();
  }

  // Read anew: a window may have been open for long.
  forget() {
    this.read = new Map();
    this.titles = null;
  }

  get name() {
    return this.spreadsheet.getName();
  }

  get today() {
    return Math.floor(serialOf(new Date()));
  }

  sheets() {
    if (this.titles === null) this.titles = this.spreadsheet.getSheets().map((sheet) => sheet.getName());
    return this.titles;
  }

  cells(sheet) {
    return this.all(sheet).cells;
  }

  formulas(sheet) {
    return this.all(sheet).formulas;
  }

  all(sheet) {
    if (!this.read.has(sheet)) {
      const used = this.sheet(sheet).getDataRange();
      const formulas = new Map();
      used.getFormulas().forEach((row, at) => {
        row.forEach((text, column) => {
          if (text) formulas.set(key(at + 1, column), new Formula(text));
        });
      });
      this.read.set(sheet, { cells: used.getValues().map((row) => row.map(cellFromSheet)), formulas });
    }
    return this.read.get(sheet);
  }

  sheet(name) {
    return this.spreadsheet.getSheetByName(name);
  }

  range(spot) {
    return this.sheet(spot.sheet).getRange(spot.row, spot.column + 1);
  }

  // Whether a formula has not answered yet.
  isLoading() {
    return this.sheets().some((sheet) => {
      const { cells, formulas } = this.all(sheet);
      return [...formulas.keys()].some((at) => shownAt(cells, spotOf(sheet, ...placeOf(at))) === LOADING);
    });
  }

  isLocked(sheet) {
    return this.protections(sheet, SpreadsheetApp.ProtectionType.SHEET).length > 0;
  }

  // What keeps this person from changing cells.
  protections(sheet, kind) {
    return this.sheet(sheet)
      .getProtections(kind)
      .filter((each) => !each.isWarningOnly() && !each.canEdit());
  }

  write(changes) {
    for (const sheet of sheetsChanged(changes)) {
      const own = changes.filter((change) => change.spot.sheet === sheet);
      this.writeValues(sheet, own);
      this.writeLooks(sheet, own);
    }
    this.forget();
  }

  // An error when one of the cells is not this person's to change.
  mayWrite(changes) {
    for (const sheet of sheetsChanged(changes).filter((name) => this.sheet(name) !== null)) {
      for (const protection of this.protections(sheet, SpreadsheetApp.ProtectionType.RANGE)) {
        const range = protection.getRange();
        const inside = (spot) =>
          spot.row >= range.getRow() &&
          spot.row <= range.getLastRow() &&
          spot.column + 1 >= range.getColumn() &&
          spot.column + 1 <= range.getLastColumn();
        const locked = changes.find((change) => change.spot.sheet === sheet && inside(change.spot));
        if (locked !== undefined) {
          throw new OkrError(
            `${this.name} › ${spotText(locked.spot)}: the cell is protected, and you may not change it`,
            'ask the owner of the spreadsheet for permission',
          );
        }
      }
    }
  }

  writeValues(sheet, changes) {
    const formats = this.sheet(sheet).getDataRange().getNumberFormats();
    const formatAt = ({ row, column }) => (formats[row - 1] || [])[column] || '';
    const emptied = changes.filter((change) => isEmpty(change.fresh)).map((change) => change.spot);
    if (emptied.length) this.sheet(sheet).getRangeList(blocksOf(emptied)).clearContent();
    this.enterAgain(changes.filter(isAgain));
    for (const change of changes) {
      if (!isEmpty(change.fresh) && !isAgain(change))
        this.writeOne(this.range(change.spot), change, formatAt(change.spot));
    }
    this.lookAgain(
      sheet,
      changes.filter((change) => typeof change.fresh === 'string' && change.leadsTo === null),
    );
  }

  // The same formula would not be computed anew: it goes in with a blank behind it first, so that it is never gone.
  enterAgain(changes) {
    for (const change of changes) this.range(change.spot).setFormula(`${change.fresh.text} `);
    if (changes.length) SpreadsheetApp.flush();
    for (const change of changes) this.range(change.spot).setFormula(change.fresh.text);
  }

  writeOne(range, change, format) {
    const { fresh } = change;
    if (fresh instanceof Formula) {
      range.setFormula(fresh.text);
    } else if (fresh instanceof When) {
      range.setValue(fresh.serial);
      if (!DATE_FORMAT.test(format)) range.setNumberFormat('yyyy-mm-dd');
    } else if (change.leadsTo !== null) {
      const link = `#gid=${this.sheet(change.leadsTo.sheet).getSheetId()}&range=${addressOf(change.leadsTo)}`;
      range.setRichTextValue(SpreadsheetApp.newRichTextValue().setText(fresh).setLinkUrl(link).build());
    } else if (typeof fresh === 'string') {
      range.setValue(format === PLAIN_TEXT ? fresh : `'${fresh}`); // as text, whatever it looks like
    } else {
      range.setValue(fresh);
    }
  }

  // Text that Google took for something else goes in once more, as text with looks of its own.
  lookAgain(sheet, changes) {
    if (!changes.length) return;
    SpreadsheetApp.flush();
    const values = this.sheet(sheet).getDataRange().getValues();
    for (const { spot, fresh } of changes) {
      if (shownAt(values, spot) !== fresh) {
        this.range(spot).setRichTextValue(SpreadsheetApp.newRichTextValue().setText(fresh).build());
      }
    }
  }

  writeLooks(sheet, changes) {
    for (const look of new Set(changes.map((change) => change.look))) {
      if (look !== null) {
        const spots = changes.filter((change) => change.look === look).map((change) => change.spot);
        const [ink, ground] = FACTS.colours[look];
        const ranges = this.sheet(sheet).getRangeList(blocksOf(spots));
        ranges.setFontColor(ink);
        ranges.setBackground(ground);
        ranges.setFontWeight(['title', 'heading', 'bad'].includes(look) ? 'bold' : 'normal');
        if (look === 'heading') for (const spot of spots) this.sheet(sheet).autoResizeColumn(spot.column + 1);
      }
    }
  }

  addSheet(name) {
    this.spreadsheet.insertSheet(name, this.spreadsheet.getNumSheets());
    this.forget();
  }

  copyAsValues(sheet, name) {
    const copy = this.sheet(sheet).copyTo(this.spreadsheet);
    copy.setName(name);
    this.sheet(sheet).getDataRange().copyTo(copy.getRange(1, 1), SpreadsheetApp.CopyPasteType.PASTE_VALUES, false);
    copy.protect().setDescription(`${FACTS.menu.title}: as it stood`).setWarningOnly(true);
    this.forget();
  }

  removeSheet(name) {
    this.spreadsheet.deleteSheet(this.sheet(name));
    this.forget();
  }

  select(spot) {
    this.range(spot).activate();
  }

  selected() {
    const range = this.spreadsheet.getActiveRange();
    return range === null ? null : spotOf(range.getSheet().getName(), range.getRow(), range.getColumn() - 1);
  }
}

// Cells of one sheet as few addresses: those that stand below each other are one.
function blocksOf(spots) {
  const ordered = [...spots].sort((one, other) => one.column - other.column || one.row - other.row);
  const blocks = [];
  for (const spot of ordered) {
    const last = blocks[blocks.length - 1];
    if (last && last.end.column === spot.column && last.end.row === spot.row - 1) last.end = spot;
    else blocks.push({ start: spot, end: spot });
  }
  return blocks.map(({ start, end }) => `${addressOf(start)}:${addressOf(end)}`);
}

function cellFromSheet(value) {
  if (value === '') return null;
  if (isDate(value)) return new When(serialOf(value));
  return typeof value === 'string' && ERROR_TEXT.test(value) ? new ErrorCell(value) : value;
}
