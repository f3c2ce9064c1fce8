// The clock of the spreadsheet. A date arrives as a moment, midnight where the spreadsheet is; the script's own time zone
// may be another one, and would then see the day before.

const MOMENTS = new Map();
let zone = null;

function spreadsheetClock(date) {
  const moment = date.getTime();
  if (!MOMENTS.has(moment)) {
    if (zone === null) zone = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
    const shown = Utilities.formatDate(date, zone, 'yyyy MM dd HH mm ss').split(' ').map(Number);
    MOMENTS.set(moment, [shown[0], shown[1] - 1, ...shown.slice(2)]);
  }
  return MOMENTS.get(moment);
}

if (typeof SpreadsheetApp !== 'undefined' && typeof Utilities !== 'undefined') wallClock = spreadsheetClock;
