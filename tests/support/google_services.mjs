// What Code.gs asks of Google's services, on a spreadsheet in memory that takes what is typed as Google's documentation says:
// text that looks like a number, a date or a formula becomes one, unless an apostrophe stands before it.

const FIRST_OF_1970 = 25569;
const ISO = /^\d{4}-\d{2}-\d{2}$/;

const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / 864e5 + FIRST_OF_1970;
const a1 = (text) => {
  const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(text);
  return [Number(row), [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)];
};

class Range {
  constructor(sheet, row, column, height = 1, width = 1) {
    Object.assign(this, { sheet, row, column, height, width });
  }
  each(act) {
    return Array.from({ length: this.height }, (_, down) =>
      Array.from({ length: this.width }, (__, right) => act(this.sheet.cell(this.row + down, this.column + right))),
    );
  }
  getValues() {
    return this.each((cell) => this.sheet.book.shown(cell));
  }
  getFormulas() {
    return this.each((cell) => cell.formula ?? "");
  }
  getNumberFormats() {
    return this.each((cell) => cell.format ?? "");
  }
  getRow() {
    return this.row;
  }
  getLastRow() {
    return this.row + this.height - 1;
  }
  getColumn() {
    return this.column;
  }
  getLastColumn() {
    return this.column + this.width - 1;
  }
  getSheet() {
    return this.sheet;
  }
  activate() {
    this.sheet.book.active = this;
  }
  setNumberFormat(format) {
    this.each((cell) => {
      cell.format = format;
    });
  }
  setFormula(text) {
    this.each((cell) => Object.assign(cell, { formula: text, value: this.sheet.book.answer(text.trim()) }));
  }
  setRichTextValue({ text, link }) {
    this.each((cell) => Object.assign(cell, { formula: null, value: text, link }));
  }
  setValue(value) {
    this.each((cell) => {
      if (cell.refuses) throw new Error("The data you entered violates the data validation rules");
      Object.assign(cell, { formula: null, link: null });
      if (typeof value !== "string" || cell.format === "@") cell.value = value;
      else if (value.startsWith("'")) cell.value = value.slice(1);
      else if (value.startsWith("=")) this.setFormula(value);
      else if (ISO.test(value)) Object.assign(cell, { value: dayOf(value), format: "yyyy-mm-dd" });
      else cell.value = value.trim() !== "" && !Number.isNaN(Number(value)) ? Number(value) : value;
    });
  }
  copyTo(target, kind) {
    if (kind !== "values") throw new Error(`no way to paste ${kind}`);
    const found = this.each((cell) => ({ value: cell.value, format: cell.format }));
    found.forEach((row, down) =>
      row.forEach((cell, right) =>
        Object.assign(target.sheet.cell(target.row + down, target.column + right), cell, { formula: null }),
      ),
    );
  }
}

class RangeList {
  constructor(sheet, names) {
    this.cells = names.flatMap((name) => {
      const [[top, left], [bottom]] = name.split(":").map(a1);
      return Array.from({ length: bottom - top + 1 }, (_, down) => sheet.cell(top + down, left));
    });
  }
  clearContent() {
    for (const cell of this.cells) Object.assign(cell, { value: "", formula: null, link: null });
  }
  setFontColor(ink) {
    for (const cell of this.cells) cell.ink = ink;
  }
  setBackground(ground) {
    for (const cell of this.cells) cell.ground = ground;
  }
  setFontWeight(weight) {
    for (const cell of this.cells) cell.weight = weight;
  }
}

class Protection {
  constructor(range, kind) {
    Object.assign(this, { range, kind, warns: false, mine: true });
  }
  isWarningOnly() {
    return this.warns;
  }
  canEdit() {
    return this.mine;
  }
  getRange() {
    return this.range;
  }
  setDescription() {
    return this;
  }
  setWarningOnly(warns) {
    this.warns = warns;
    return this;
  }
}

class Sheet {
  constructor(book, name, id) {
    Object.assign(this, { book, name, id, held: new Map(), protections: [] });
  }
  cell(row, column) {
    const at = `${row},${column}`;
    if (!this.held.has(at)) this.held.set(at, { value: "" });
    return this.held.get(at);
  }
  getName() {
    return this.name;
  }
  setName(name) {
    this.name = name;
  }
  getSheetId() {
    return this.id;
  }
  getRange(row, column) {
    return new Range(this, row, column);
  }
  getRangeList(names) {
    return new RangeList(this, names);
  }
  getDataRange() {
    const used = [...this.held]
      .filter(([, cell]) => cell.value !== "" || cell.formula)
      .map(([at]) => at.split(",").map(Number));
    return new Range(
      this,
      1,
      1,
      Math.max(1, ...used.map(([row]) => row)),
      Math.max(1, ...used.map(([, column]) => column)),
    );
  }
  getProtections(kind) {
    return this.protections.filter((each) => each.kind === kind);
  }
  protect() {
    this.protections.push(new Protection(this.getDataRange(), "sheet"));
    return this.protections[this.protections.length - 1];
  }
  autoResizeColumn() {}
  copyTo(book) {
    const copy = book.insertSheet(`Copy of ${this.name}`, book.sheets.length);
    for (const [at, cell] of this.held) copy.held.set(at, { ...cell });
    return copy;
  }
}

export class Spreadsheet {
  constructor(name, zone, Moment) {
    Object.assign(this, { name, zone, Moment, sheets: [], active: null, answers: new Map(), ids: 0 });
  }
  getName() {
    return this.name;
  }
  getSpreadsheetTimeZone() {
    return this.zone;
  }
  getSheets() {
    return this.sheets;
  }
  getNumSheets() {
    return this.sheets.length;
  }
  getSheetByName(name) {
    return this.sheets.find((sheet) => sheet.name === name) ?? null;
  }
  getActiveRange() {
    return this.active;
  }
  insertSheet(name, at) {
    this.ids += 11;
    this.sheets.splice(at, 0, new Sheet(this, name, this.ids));
    return this.sheets[at];
  }
  deleteSheet(sheet) {
    this.sheets.splice(this.sheets.indexOf(sheet), 1);
  }
  protect(range) {
    range.sheet.protections.push(new Protection(range, "range"));
    return range.sheet.protections.at(-1);
  }
  answer(formula) {
    return this.answers.has(formula) ? this.answers.get(formula) : "#NAME?";
  }
  // A number with a date's format is handed over as the moment when that day begins where the spreadsheet is.
  shown(cell) {
    if (typeof cell.value !== "number" || !/[yd]/.test(cell.format ?? "")) return cell.value;
    return new this.Moment(momentOf(cell.value, this.zone));
  }
}

const wall = (moment, zone) =>
  Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    })
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );

function momentOf(serial, zone) {
  const wanted = Math.round((serial - FIRST_OF_1970) * 864e5);
  const { year, month, day, hour, minute, second } = wall(wanted, zone);
  return wanted - (Date.UTC(year, month - 1, day, hour, minute, second) - wanted);
}

// The services by the names that scripts know them by; `person` answers the windows.
export function services(book, person) {
  const properties = new Map();
  const buttons = { OK: "OK", YES: "YES", NO: "NO", CANCEL: "CANCEL", CLOSE: "CLOSE" };
  const ui = {
    Button: buttons,
    ButtonSet: {
      OK: ["OK"],
      OK_CANCEL: ["OK", "CANCEL"],
      YES_NO: ["YES", "NO"],
      YES_NO_CANCEL: ["YES", "NO", "CANCEL"],
    },
    alert: (title, text, set) => person.alert(title, text, set),
    prompt: (title, text, set) => {
      const said = person.prompt(title, text, set);
      return { getSelectedButton: () => (said === null ? "CANCEL" : "OK"), getResponseText: () => said ?? "" };
    },
    showModalDialog: (page, title) => person.opens(page.html, title),
    createMenu: (title) => {
      const menu = {
        title,
        items: [],
        addItem: (...item) => {
          menu.items.push(item);
          return menu;
        },
        addSeparator: () => menu,
        addToUi: () => person.menus.push(menu),
      };
      return menu;
    },
  };
  const rich = () => {
    const made = {};
    const builder = {
      setText: (text) => {
        made.text = text;
        return builder;
      },
      setLinkUrl: (link) => {
        made.link = link;
        return builder;
      },
      build: () => made,
    };
    return builder;
  };
  const held = { locked: false };
  return {
    HtmlService: {
      createHtmlOutput: (html) => {
        const page = { html, setWidth: () => page, setHeight: () => page };
        return page;
      },
    },
    SpreadsheetApp: {
      ProtectionType: { SHEET: "sheet", RANGE: "range" },
      CopyPasteType: { PASTE_VALUES: "values" },
      getActiveSpreadsheet: () => book,
      getUi: () => ui,
      newRichTextValue: rich,
      flush() {},
    },
    Utilities: {
      formatDate(date, zone, format) {
        if (format !== "yyyy MM dd HH mm ss") throw new Error(`no format ${format}`);
        const { year, month, day, hour, minute, second } = wall(date.getTime(), zone);
        return `${year.padStart(4, "0")} ${month} ${day} ${hour} ${minute} ${second}`;
      },
    },
    LockService: {
      getDocumentLock: () => ({
        tryLock: () => !held.locked && (held.locked = true),
        releaseLock: () => {
          held.locked = false;
        },
      }),
    },
    PropertiesService: {
      getDocumentProperties: () => ({
        getProperty: (name) => properties.get(name) ?? null,
        deleteProperty: (name) => properties.delete(name),
        setProperties(given) {
          for (const [name, value] of Object.entries(given)) {
            if (Buffer.byteLength(value) > 9216) throw new Error("Argument too large: value");
            properties.set(name, value);
          }
          const all = [...properties].reduce((size, [name, value]) => size + name.length + value.length, 0);
          if (all > 512000) throw new Error("You have exceeded the property storage quota.");
        },
      }),
    },
    held,
    properties,
  };
}
