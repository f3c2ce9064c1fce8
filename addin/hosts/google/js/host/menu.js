// The menu OKR in Google Sheets, the windows that it asks with, and where it keeps what undoes the last entry.

const AT_MOST = 30; // lines that a window has room for
const KEPT = 'okrsheets.undo';
const CHUNK = 8000; // characters of one property; Google takes 9 kB
const ROOM = 400000; // characters in all; Google takes 500 kB for the whole script
const WAIT = 10000; // milliseconds for somebody else's change to end

function openMenu() {
  const menu = SpreadsheetApp.getUi().createMenu(FACTS.menu.title);
  for (const entry of FACTS.menu.entries) menu.addItem(entry.label, entry.calls);
  menu.addSeparator().addItem(FACTS.menu.undoLabel, FACTS.menu.undoCalls).addToUi();
}

function click(name) {
  runClicked(name, new PersonAtBrowser(SpreadsheetApp.getUi(), name));
}

function runClicked(name, person) {
  const book = new GoogleBook(SpreadsheetApp.getActiveSpreadsheet());
  if (name === 'close' && book.isLoading()) {
    person.tell('Close the quarter', [
      'some cells are still being computed',
      'wait until no cell shows Loading..., then close',
    ]);
    return;
  }
  const last = name === FACTS.menu.undo ? keptUndo() : null;
  const undo = runEntry(name, book, person, (plan) => carryOut(plan, book), last, remarksOn);
  if (undo !== null) keepUndo(undo);
}

// One person at a time changes the spreadsheet.
function carryOut(plan, book) {
  const lock = LockService.getDocumentLock();
  if (!lock.tryLock(WAIT))
    throw new OkrError('someone else is using the OKR menu of this spreadsheet', 'try again in a moment');
  try {
    book.forget();
    book.mayWrite(plan.changes);
    const undo = applyPlan(plan, book);
    SpreadsheetApp.flush();
    return undo;
  } catch (error) {
    if (error instanceof OkrError) throw error;
    throw new OkrError(
      `Google stopped in the middle: ${error.message}`,
      'Edit › Undo reverts what was written so far',
    );
  } finally {
    lock.releaseLock();
  }
}

function remarksOn(plan) {
  const large = asciiOf(packed(undoOf(plan))).length > ROOM;
  return large ? ['too large to undo from this menu; use File › Version history instead'] : [];
}

function asciiOf(text) {
  return text.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function keepUndo(plan) {
  const properties = PropertiesService.getDocumentProperties();
  const text = asciiOf(packed(plan));
  const chunks = text.length > ROOM ? [] : text.match(new RegExp(`.{1,${CHUNK}}`, 'gs'));
  const before = Number(properties.getProperty(KEPT) || 0);
  for (let at = chunks.length; at < before; at += 1) properties.deleteProperty(`${KEPT}.${at}`);
  properties.setProperties({
    [KEPT]: String(chunks.length),
    ...Object.fromEntries(chunks.map((chunk, at) => [`${KEPT}.${at}`, chunk])),
  });
}

function keptUndo() {
  const properties = PropertiesService.getDocumentProperties();
  const count = Number(properties.getProperty(KEPT) || 0);
  if (!count) return null;
  return unpacked(Array.from({ length: count }, (_, at) => properties.getProperty(`${KEPT}.${at}`)).join(''));
}

class PersonAtBrowser {
  constructor(ui, entry) {
    this.ui = ui;
    this.entry = entry;
  }

  tell(title, lines) {
    this.ui.alert(`${FACTS.menu.title}: ${title}`, lines.join('\n'), this.ui.ButtonSet.OK);
  }

  agrees(title, lines) {
    const pressed = this.ui.alert(
      `${FACTS.menu.title}: ${title}`,
      [...shortened(lines), '', 'Continue?'].join('\n'),
      this.ui.ButtonSet.YES_NO,
    );
    return pressed === this.ui.Button.YES;
  }

  // The window comes when the menu's function has ended, and goes on from there by itself.
  fill(title, questions) {
    const page = HtmlService.createHtmlOutput(formPage(this.entry, questions))
      .setWidth(FORM_WIDTH)
      .setHeight(FORM_HEIGHT + QUESTION_HEIGHT * questions.length);
    this.ui.showModalDialog(page, `${FACTS.menu.title}: ${title}`);
    return null;
  }
}

function shortened(lines) {
  return lines.length > AT_MOST ? [...lines.slice(0, AT_MOST), `… and ${lines.length - AT_MOST} more`] : lines;
}
