/**
 * okrsheets 0.1.0: OKRs and skill matrices in Google Sheets. Made by `okrsheets addin build google`; do not edit.
 * okrsheets-addin
 *
 * @OnlyCurrentDoc
 */

// One name for everything inside, which ends in _ and so is no function of the sheet: a script's files share their names.
var Okrsheets_ = (function () {
'use strict';

const FACTS = {
  "functions": {"OKR_PROGRESS": {"least": 3, "most": 4, "signature": "OKR_PROGRESS(start, target, current, [kind])"}, "OKR_SCORE": {"least": 1, "most": 1, "signature": "OKR_SCORE(progress)"}, "OKR_GRADE": {"least": 1, "most": 2, "signature": "OKR_GRADE(score, [commitment])"}, "OKR_EXPECTED": {"least": 3, "most": 3, "signature": "OKR_EXPECTED(start_date, end_date, today)"}, "OKR_STATUS": {"least": 2, "most": 4, "signature": "OKR_STATUS(score, expected, [at_risk_gap], [off_track_gap])"}, "OKR_ROLLUP": {"least": 1, "most": 2, "signature": "OKR_ROLLUP(progress, [weights])"}, "OKR_COVERAGE": {"least": 1, "most": 1, "signature": "OKR_COVERAGE(progress)"}, "OKR_CASCADE": {"least": 3, "most": 4, "signature": "OKR_CASCADE(ids, parents, progress, [weights])"}, "OKR_ALIGNMENT": {"least": 2, "most": 3, "signature": "OKR_ALIGNMENT(ids, parents, [levels])"}, "OKR_FORECAST": {"least": 5, "most": 5, "signature": "OKR_FORECAST(dates, values, start, target, end_date)"}, "OKR_STALE": {"least": 2, "most": 3, "signature": "OKR_STALE(last_date, today, [days])"}, "SKILL_LEVEL": {"least": 4, "most": 8, "signature": "SKILL_LEVEL(self, peer, manager, evidence, [w_self], [w_peer], [w_manager], [w_evidence])"}, "SKILL_GAP": {"least": 2, "most": 2, "signature": "SKILL_GAP(level, required)"}, "SKILL_GAPS": {"least": 2, "most": 2, "signature": "SKILL_GAPS(levels, required)"}, "SKILL_COVERAGE": {"least": 2, "most": 3, "signature": "SKILL_COVERAGE(levels, required, [weights])"}, "SKILL_BUS_FACTOR": {"least": 2, "most": 2, "signature": "SKILL_BUS_FACTOR(levels, level)"}, "SKILL_MISSING": {"least": 3, "most": 3, "signature": "SKILL_MISSING(levels, level, headcount)"}, "SKILL_READINESS": {"least": 2, "most": 3, "signature": "SKILL_READINESS(have, required, [weights])"}, "SKILL_CERT": {"least": 3, "most": 4, "signature": "SKILL_CERT(issued, expires, today, [warn_days])"}},
  "levels": {"organisation": 0, "organization": 0, "company": 0, "ceo": 1, "executive": 1, "department": 1, "team": 2, "skills": 3, "skill": 3, "individual": 3, "person": 3},
  "levelNames": ["Organisation", "CEO", "Team", "Skills"],
  "usual": {"atRiskGap": 0.1, "offTrackGap": 0.25, "staleDays": 14, "raterWeights": [1.0, 2.0, 3.0, 4.0], "certWarnDays": 60},
  "levelWords": {"none": 0.0, "follows": 1.0, "assists": 2.0, "applies alone": 3.0, "enables others": 4.0, "sets direction": 5.0},
  "tables": [{"name": "settings", "sheet": "Settings", "aliases": [], "columns": [{"field": "organisation", "words": null, "name": "organisation", "type": "text", "help": "The whole organisation's name.", "required": false, "aliases": ["organization", "company"], "computed": false, "limits": [null, null]}, {"field": "team", "words": null, "name": "team", "type": "text", "help": "The team that keeps this workbook.", "required": true, "aliases": ["team name", "department"], "computed": false, "limits": [null, null]}, {"field": "cycle", "words": null, "name": "cycle", "type": "text", "help": "The quarter, e.g. 2026-Q1.", "required": true, "aliases": ["quarter", "period"], "computed": false, "limits": [null, null]}, {"field": "cycle_start", "words": null, "name": "cycle start", "type": "date", "help": "First day of the quarter.", "required": true, "aliases": ["start of cycle", "quarter start", "period start"], "computed": false, "limits": [null, null]}, {"field": "cycle_end", "words": null, "name": "cycle end", "type": "date", "help": "Last day of the quarter.", "required": true, "aliases": ["end of cycle", "quarter end", "period end"], "computed": false, "limits": [null, null]}, {"field": "at_risk_gap", "words": null, "name": "at-risk gap", "type": "share", "help": "How far behind plan a key result may be before it is at risk. Blank is 10%.", "required": false, "aliases": [], "computed": false, "limits": [0, 1]}, {"field": "off_track_gap", "words": null, "name": "off-track gap", "type": "share", "help": "How far behind plan before it is off track. Blank is 25%.", "required": false, "aliases": [], "computed": false, "limits": [0, 1]}, {"field": "stale_days", "words": null, "name": "stale days", "type": "number", "help": "Days without a check-in after which a key result is stale. Blank is 14.", "required": false, "aliases": [], "computed": false, "limits": [0, null]}]}, {"name": "objectives", "sheet": "Objectives", "aliases": ["okrs", "goals", "okr"], "columns": [{"field": "id", "words": null, "name": "id", "type": "id", "help": "A short name that no other objective has, e.g. SUP-1.", "required": true, "aliases": ["objective id", "okr id", "goal id", "o id", "objective no", "objective number", "no", "#"], "computed": false, "limits": [null, null]}, {"field": "level", "words": {"organisation": "organisation", "ceo": "ceo", "team": "team", "skills": "skills", "organization": "organisation", "company": "organisation", "executive": "ceo", "department": "ceo", "skill": "skills", "individual": "skills", "person": "skills"}, "name": "level", "type": "word", "help": "Organisation, CEO, Team or Skills: how high up it stands.", "required": true, "aliases": ["objective level", "okr level", "tier", "scope"], "computed": false, "limits": [null, null]}, {"field": "team", "words": null, "name": "team", "type": "text", "help": "Whose objective it is. Blank is the team on the settings sheet.", "required": false, "aliases": ["department", "group", "squad"], "computed": false, "limits": [null, null]}, {"field": "owner", "words": null, "name": "owner", "type": "text", "help": "The one person who answers for it.", "required": true, "aliases": ["objective owner", "responsible", "lead", "accountable"], "computed": false, "limits": [null, null]}, {"field": "objective", "words": null, "name": "objective", "type": "text", "help": "What will be true at the end of the quarter, in words that people remember.", "required": true, "aliases": ["objective text", "goal", "objective name", "title", "objective title"], "computed": false, "limits": [null, null]}, {"field": "parent_id", "words": null, "name": "parent id", "type": "id", "help": "The objective that this one serves; it may stand in another team's workbook.", "required": false, "aliases": ["parent", "parent objective", "aligned to", "supports", "serves", "parent objective id"], "computed": false, "limits": [null, null]}, {"field": "contributes", "words": null, "name": "contributes", "type": "flag", "help": "yes: its progress counts in its parent's. no: it only supports. Blank is yes.", "required": false, "aliases": ["counts", "contributes to parent"], "computed": false, "limits": [null, null]}, {"field": "commitment", "words": {"aspirational": "aspirational", "committed": "committed", "stretch": "aspirational", "moonshot": "aspirational", "roofshot": "committed", "operational": "committed"}, "name": "commitment", "type": "word", "help": "committed: must reach 1.0. aspirational: 0.7 is good. Blank is aspirational.", "required": false, "aliases": ["type", "okr type", "commitment type"], "computed": false, "limits": [null, null]}, {"field": "weight", "words": null, "name": "weight", "type": "number", "help": "How much it counts in the mean. Blank is 1, 0 leaves it out.", "required": false, "aliases": ["importance", "weighting"], "computed": false, "limits": [0, 1000000]}, {"field": "status", "words": {"active": "active", "abandoned": "abandoned", "carried forward": "carried forward", "on track": "active", "at risk": "active", "off track": "active", "in progress": "active", "open": "active", "ongoing": "active", "started": "active", "not started": "active", "achieved": "active", "done": "active", "completed": "active", "complete": "active", "closed": "active", "no data": "active", "yes": "active", "cancelled": "abandoned", "canceled": "abandoned", "dropped": "abandoned", "stopped": "abandoned", "withdrawn": "abandoned", "carry forward": "carried forward", "carried over": "carried forward", "moved": "carried forward"}, "name": "status", "type": "word", "help": "Blank or active while you work on it. An abandoned objective leaves every mean and stays listed.", "required": false, "aliases": ["state"], "computed": false, "limits": [null, null]}, {"field": "reason", "words": null, "name": "reason", "type": "text", "help": "Why it was abandoned or carried forward.", "required": false, "aliases": ["why"], "computed": false, "limits": [null, null]}]}, {"name": "key results", "sheet": "Key results", "aliases": ["krs", "key result", "kr"], "columns": [{"field": "id", "words": null, "name": "id", "type": "id", "help": "A short name that no other key result has, e.g. SUP-1.2.", "required": true, "aliases": ["key result id", "kr id", "kr no", "kr number", "kr #"], "computed": false, "limits": [null, null]}, {"field": "objective_id", "words": null, "name": "objective id", "type": "id", "help": "The objective that it belongs to.", "required": true, "aliases": ["objective", "parent objective", "o id", "okr id", "goal id"], "computed": false, "limits": [null, null]}, {"field": "key_result", "words": null, "name": "key result", "type": "text", "help": "What will be measured, without the numbers.", "required": true, "aliases": ["kr", "key result text", "key result name", "measure", "key result title", "description"], "computed": false, "limits": [null, null]}, {"field": "kind", "words": {"metric": "metric", "increase": "increase", "decrease": "decrease", "milestone": "milestone", "binary": "binary", "at least": "at least", "at most": "at most", "between": "between", "number": "metric", "numeric": "metric", "percent": "metric", "percentage": "metric", "currency": "metric", "boolean": "binary", "yes/no": "binary", "yes / no": "binary"}, "name": "kind", "type": "word", "help": "metric: from start to target. Others: increase, decrease, milestone, binary (done or not), at least, at most, between.", "required": false, "aliases": ["kr kind", "kr type", "type", "metric type", "measure type"], "computed": false, "limits": [null, null]}, {"field": "unit", "words": null, "name": "unit", "type": "text", "help": "What is counted, e.g. hours, %, people.", "required": false, "aliases": ["units", "metric", "unit of measure"], "computed": false, "limits": [null, null]}, {"field": "start", "words": null, "name": "start", "type": "number", "help": "The value on the first day. Blank is 0 for a milestone.", "required": false, "aliases": ["baseline", "start value", "from", "initial", "initial value", "starting value"], "computed": false, "limits": [null, null]}, {"field": "target", "words": null, "name": "target", "type": "number", "help": "The value that would make it a success.", "required": true, "aliases": ["target value", "goal value", "to", "goal"], "computed": false, "limits": [null, null]}, {"field": "current", "words": null, "name": "current", "type": "number", "help": "The value today. Left blank, the last check-in counts.", "required": false, "aliases": ["current value", "actual", "actual value", "latest", "value", "now"], "computed": false, "limits": [null, null]}, {"field": "weight", "words": null, "name": "weight", "type": "number", "help": "How much it counts in the mean. Blank is 1, 0 leaves it out.", "required": false, "aliases": ["importance", "weighting"], "computed": false, "limits": [0, 1000000]}, {"field": "owner", "words": null, "name": "owner", "type": "text", "help": "The one person who reports on it. Blank is the objective's owner.", "required": false, "aliases": ["kr owner", "responsible", "assignee"], "computed": false, "limits": [null, null]}, {"field": "start_date", "words": null, "name": "start date", "type": "date", "help": "When work on it began, if later than the quarter did: it is expected from then on.", "required": false, "aliases": ["begin date", "started", "starts on"], "computed": false, "limits": [null, null]}, {"field": "due_date", "words": null, "name": "due date", "type": "date", "help": "When it is due, if earlier than the end of the quarter.", "required": false, "aliases": ["due", "deadline", "end date", "finish", "due by"], "computed": false, "limits": [null, null]}, {"field": "status", "words": {"active": "active", "abandoned": "abandoned", "carried forward": "carried forward", "on track": "active", "at risk": "active", "off track": "active", "in progress": "active", "open": "active", "ongoing": "active", "started": "active", "not started": "active", "achieved": "active", "done": "active", "completed": "active", "complete": "active", "closed": "active", "no data": "active", "yes": "active", "cancelled": "abandoned", "canceled": "abandoned", "dropped": "abandoned", "stopped": "abandoned", "withdrawn": "abandoned", "carry forward": "carried forward", "carried over": "carried forward", "moved": "carried forward"}, "name": "status", "type": "word", "help": "Blank or active while you work on it. An abandoned key result leaves every mean and stays listed.", "required": false, "aliases": ["state"], "computed": false, "limits": [null, null]}, {"field": "reason", "words": null, "name": "reason", "type": "text", "help": "Why it was abandoned or carried forward.", "required": false, "aliases": ["why"], "computed": false, "limits": [null, null]}, {"field": "progress", "words": null, "name": "progress", "type": "share", "help": "How far along: 0% is the start, 100% the target.", "required": false, "aliases": ["% complete", "progress %", "completion"], "computed": true, "limits": [null, null]}, {"field": "expected", "words": null, "name": "expected", "type": "share", "help": "How far along it should be by today.", "required": false, "aliases": [], "computed": true, "limits": [null, null]}, {"field": "status_word", "words": {}, "name": "status word", "type": "word", "help": "achieved, on track, at risk, off track or no data.", "required": false, "aliases": ["status now", "health", "rag"], "computed": true, "limits": [null, null]}, {"field": "last_check_in", "words": null, "name": "last check-in", "type": "date", "help": "The newest check-in on or before today.", "required": false, "aliases": ["last checkin", "last updated", "last update"], "computed": true, "limits": [null, null]}, {"field": "stale", "words": null, "name": "stale", "type": "flag", "help": "yes when nobody has checked in lately.", "required": false, "aliases": [], "computed": true, "limits": [null, null]}]}, {"name": "check-ins", "sheet": "Check-ins", "aliases": ["checkins", "check ins", "updates", "check in"], "columns": [{"field": "date", "words": null, "name": "date", "type": "date", "help": "The day of the check-in.", "required": true, "aliases": ["check-in date", "checkin date", "when", "day", "updated on"], "computed": false, "limits": [null, null]}, {"field": "key_result_id", "words": null, "name": "key result id", "type": "id", "help": "Which key result.", "required": true, "aliases": ["key result", "kr id", "kr"], "computed": false, "limits": [null, null]}, {"field": "value", "words": null, "name": "value", "type": "number", "help": "Its value on that day.", "required": true, "aliases": ["current value", "current", "new value", "measured"], "computed": false, "limits": [null, null]}, {"field": "confidence", "words": null, "name": "confidence", "type": "share", "help": "How sure you are to reach the target: 0 to 1, 0 to 10 or a percentage. Leave it blank rather than guess.", "required": false, "aliases": ["confidence level", "conf"], "computed": false, "limits": [0, 10]}, {"field": "note", "words": null, "name": "note", "type": "text", "help": "What happened, what helps, what is in the way.", "required": false, "aliases": ["notes", "comment", "comments", "remark", "remarks"], "computed": false, "limits": [null, null]}, {"field": "by", "words": null, "name": "by", "type": "text", "help": "Who checked in.", "required": false, "aliases": ["author", "reported by", "checked in by"], "computed": false, "limits": [null, null]}]}, {"name": "goal skills", "sheet": "Goal skills", "aliases": ["skill requirements", "goal requirements", "skills needed"], "columns": [{"field": "objective_id", "words": null, "name": "objective id", "type": "id", "help": "The objective that needs the skill.", "required": true, "aliases": ["objective", "goal id", "goal"], "computed": false, "limits": [null, null]}, {"field": "skill", "words": null, "name": "skill", "type": "text", "help": "The skill, spelled as on the skills sheet.", "required": true, "aliases": ["skill name", "competency", "competence", "element name"], "computed": false, "limits": [null, null]}, {"field": "level", "words": null, "name": "level", "type": "level", "help": "The level that these people must have, 1 to 5.", "required": true, "aliases": ["required level", "min level", "minimum level"], "computed": false, "limits": [0, 5]}, {"field": "headcount", "words": null, "name": "headcount", "type": "number", "help": "How many people at that level or above.", "required": true, "aliases": ["people", "how many", "people needed", "count"], "computed": false, "limits": [0, null]}, {"field": "weight", "words": null, "name": "weight", "type": "number", "help": "How much it counts in the mean. Blank is 1, 0 leaves it out.", "required": false, "aliases": ["importance", "weighting"], "computed": false, "limits": [0, 1000000]}]}],
  "views": ["Start", "Alignment", "Matrix", "Gaps", "Functions"],
  "advice": {"duplicate id": "give one of them another id; the first one counts", "cycle": "one of the objectives in the circle must serve another one, or none", "unknown parent": "no workbook has an objective with that id: correct it, or add the workbook", "orphan": "name the objective that it serves in 'parent id'", "inverted level": "an objective serves one at its own level or above", "skips level": "name an objective of the level directly above, or add one"},
  "lookElsewhere": "no objective of this workbook has that id: correct it, unless it stands in another team's workbook",
  "colours": {"": [null, null], "title": ["#14505c", null], "heading": ["#ffffff", "#14505c"], "good": ["#0b5c43", "#ddf0e8"], "careful": ["#7a4b00", "#fdebcb"], "bad": ["#8a1c0f", "#f9d5cd"]},
  "menu": {"title": "OKR", "undo": "undo", "undoLabel": "Undo the last of these", "undoCalls": "okrUndo", "entries": [{"name": "check_in", "label": "Check in…", "calls": "okrCheckIn", "questions": [{"name": "key_result", "label": "Key result", "usual": ""}, {"name": "value", "label": "Value today", "usual": ""}, {"name": "confidence", "label": "Confidence, 0 to 1 (may stay blank)", "usual": ""}, {"name": "note", "label": "What happened", "usual": ""}, {"name": "by", "label": "Who checks in", "usual": ""}, {"name": "day", "label": "Day", "usual": ""}, {"name": "set_current", "label": "Also make it the current value on the key results sheet", "usual": false}]}, {"name": "check_alignment", "label": "Check alignment", "calls": "okrCheckAlignment", "questions": []}, {"name": "refresh", "label": "Refresh", "calls": "okrRefresh", "questions": []}, {"name": "values", "label": "Write values in place of errors", "calls": "okrValues", "questions": []}, {"name": "close", "label": "Close the quarter…", "calls": "okrClose", "questions": [{"name": "unfinished", "label": "Carry aspirational key results below their target forward", "usual": false}, {"name": "early", "label": "Close before the last day", "usual": false}, {"name": "next_cycle", "label": "Name of the next cycle (blank: the one that follows)", "usual": ""}]}]}
};

// Text as every host treats it: the same blanks, small letters, quotes and figures, so that messages are the same too.

const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACES_AROUND = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');
const SPACES = new RegExp(`${SPACE}+`);

function strip(text) {
  return text.replace(SPACES_AROUND, '');
}

function words(text) {
  return text.split(SPACES).filter((each) => each !== '');
}

const ESCAPED = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

// A text in quotes, with what cannot be seen written out.
function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inside = '';
  for (const letter of text) {
    if (letter === quote) inside += `\\${letter}`;
    else if (ESCAPED.has(letter)) inside += ESCAPED.get(letter);
    else if (letter !== ' ' && /[\p{C}\p{Z}]/u.test(letter)) inside += codeOf(letter.codePointAt(0));
    else inside += letter;
  }
  return quote + inside + quote;
}

function codeOf(point) {
  const [mark, width] = point < 0x100 ? ['x', 2] : point < 0x10000 ? ['u', 4] : ['U', 8];
  return `\\${mark}${point.toString(16).padStart(width, '0')}`;
}

// A number in as few digits as tell it from every other; whole ones without a point.
function figure(value) {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value);
  const [digits, exponent] = value.toExponential().split('e');
  if (exponent >= -4 && exponent < 16) return String(value);
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

// A number in at most so many digits, halves to the even one, without zeros at its end.
function rounded(value, digits) {
  if (value === 0) return '0';
  const [kept, exponent] = significant(Math.abs(value), digits);
  const sign = value < 0 ? '-' : '';
  const short = kept.replace(/0+$/, '') || '0';
  if (exponent < -4 || exponent >= digits) {
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${short[0]}${short.length > 1 ? '.' : ''}${short.slice(1)}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${short}`;
  const whole = short.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return sign + whole + (short.length > exponent + 1 ? `.${short.slice(exponent + 1)}` : '');
}

function significant(value, digits) {
  const [exact, power] = value.toExponential(60).split('e');
  const all = exact.replace('.', '');
  const kept = all.slice(0, digits);
  if (/^50*$/.test(all.slice(digits)) && Number(kept[kept.length - 1]) % 2 === 0) return [kept, Number(power)];
  const [nearest, exponent] = value.toExponential(digits - 1).split('e');
  return [nearest.replace('.', ''), Number(exponent)];
}

// A share in whole percent, halves to the even one.
function percent(share) {
  const hundredths = share * 100;
  const below = Math.floor(hundredths);
  const up = hundredths - below > 0.5 || (hundredths - below === 0.5 && below % 2 === 1);
  return `${up ? below + 1 : below}%`;
}

// What one cell means: numbers, days, ids and words, as in core/cells.py.

const NO_DATA = new Set(['', '-', '–', 'na', 'n/a', '#n/a']);
const DONE = new Set(['yes', 'y', 'true', 'done', 'x', '✓']);
const NOT_DONE = new Set(['no', 'n', 'false', 'not done', 'open']);
const PLAIN_NUMBER = new RegExp(`^([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)${SPACE}*(%?)$`);
const ISO_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MILLISECONDS = 86400000;
const FIRST_OF_1970 = 25569; // as spreadsheets count days

// Something that the person should read, with a hint on what to do.
class OkrError extends Error {
  constructor(what, hint = '') {
    super(what);
    this.hint = hint;
  }
}

class CellError extends OkrError {}

// A day that a cell shows as a date: its serial number, with the time of day as a fraction.
class When {
  constructor(serial) {
    this.serial = serial;
  }

  toString() {
    return isoDate(this.serial);
  }
}

// The sheet hands over a date as a moment; its day is the one that the clock of the script's time zone shows.
let wallClock = (date) => [
  date.getFullYear(),
  date.getMonth(),
  date.getDate(),
  date.getHours(),
  date.getMinutes(),
  date.getSeconds(),
];

function serialOf(date) {
  const [year, month, dayOfMonth, hours, minutes, seconds] = wallClock(date);
  return serialDay(year, month + 1, dayOfMonth) + (hours * 3600 + minutes * 60 + seconds) / 86400;
}

function serialDay(year, month, dayOfMonth) {
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, dayOfMonth); // Date.UTC takes the year 99 for 1999
  return midnight.getTime() / MILLISECONDS + FIRST_OF_1970;
}

// Year, month and day of a serial day.
function calendar(serial) {
  const date = new Date((Math.floor(serial) - FIRST_OF_1970) * MILLISECONDS);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

function isoDate(serial) {
  const [year, month, dayOfMonth] = calendar(serial);
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(dayOfMonth).padStart(2, '0')].join('-');
}

// A date as text: the day, and the time of day where there is one.
function dateText(serial) {
  const seconds = Math.round((serial - Math.floor(serial)) * 86400);
  if (!seconds) return isoDate(serial);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${isoDate(serial)} ${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

function isDate(cell) {
  return cell instanceof When || Object.prototype.toString.call(cell) === '[object Date]';
}

function serial(cell) {
  return cell instanceof When ? cell.serial : serialOf(cell);
}

function isNone(cell) {
  return cell === null || cell === undefined;
}

function isBlank(cell) {
  return isNone(cell) || (typeof cell === 'string' && NO_DATA.has(strip(cell).toLowerCase()));
}

function number(cell) {
  if (isBlank(cell)) return null;
  const value =
    typeof cell === 'number'
      ? cell
      : typeof cell === 'boolean'
        ? Number(cell)
        : typeof cell === 'string'
          ? numberFromText(cell)
          : isDate(cell)
            ? serial(cell)
            : NaN;
  if (!Number.isFinite(value)) throw notANumber(cell);
  return value;
}

function numberFromText(text) {
  const match = PLAIN_NUMBER.exec(strip(text));
  if (match === null) throw notANumber(text);
  return match[2] ? Number(match[1]) / 100 : Number(match[1]);
}

function notANumber(cell) {
  const shown = typeof cell === 'string' ? quoted(cell) : String(cell);
  return new CellError(`not a number: ${shown}`, 'type a plain number, e.g. 10 or 7.5 or 80%');
}

function needed(value, what = 'missing') {
  if (value === null) throw new CellError(what, 'fill in the cell that this needs');
  return value;
}

function day(cell) {
  if (isDate(cell)) return Math.floor(serial(cell));
  if (typeof cell === 'string') {
    const match = ISO_DATE.exec(strip(cell));
    if (match !== null) return dayOf(...match.slice(1).map(Number));
  }
  const value = number(cell);
  return value === null ? null : Math.floor(value);
}

function dayOf(year, month, dayOfMonth) {
  if (year < 1) throw new CellError('year is out of range');
  if (month < 1 || month > 12) throw new CellError('month must be in 1..12');
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
  if (dayOfMonth < 1 || dayOfMonth > DAYS_IN_MONTH[month - 1] + leap) {
    throw new CellError('day is out of range for month');
  }
  return serialDay(year, month, dayOfMonth);
}

function neededDay(cell) {
  const value = day(cell);
  if (value === null) throw new CellError('missing date', 'type a date, e.g. 2026-03-31');
  return value;
}

// 1 and "1" are the same id, "007" stays as it is.
function identifier(cell) {
  if (isBlank(cell)) return null;
  if (typeof cell === 'string') return strip(cell);
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  if (typeof cell === 'number') {
    const value = number(cell);
    return Number.isInteger(value) ? BigInt(value).toString() : figure(value);
  }
  return isDate(cell) ? dateText(serial(cell)) : String(cell);
}

function word(cell) {
  if (isBlank(cell)) return null;
  const text = typeof cell === 'number' ? figure(cell) : isDate(cell) ? dateText(serial(cell)) : String(cell);
  return words(text.toLowerCase()).join(' ');
}

function done(cell) {
  const said = word(cell);
  if (said === null) return null;
  if (DONE.has(said)) return 1;
  if (NOT_DONE.has(said)) return 0;
  return needed(number(cell)) >= 1 ? 1 : 0;
}

// What Google Sheets hands over: a scalar, or rows of cells; and what it takes back.

function isRange(given) {
  return Array.isArray(given);
}

function rowsOf(given) {
  if (!isRange(given)) return [[given]];
  return isRange(given[0]) ? given : [given];
}

function flat(given) {
  if (!isRange(given)) return [given];
  const cells = [];
  for (const row of rowsOf(given)) for (const cell of row) cells.push(cell);
  return cells;
}

function each(read, given) {
  return flat(given).map((cell) => read(cell));
}

function numbers(given) {
  return each(number, given);
}

function numbersOrNone(given) {
  return isNone(given) ? null : numbers(given);
}

function one(given) {
  const found = flat(given);
  if (found.length !== 1) throw new CellError('one cell is wanted, not a range', 'select a single cell');
  return found[0];
}

function usual(given, value) {
  const found = number(one(given));
  return found === null ? value : found;
}

function down(values) {
  return values.map((value) => [value]);
}

// No data shows as an empty cell: empty text, as in every other host.
function shownInSheet(value) {
  if (isRange(value)) return value.map((row) => row.map(shownInSheet));
  return value === null ? '' : value;
}

// How far along one key result is, and how good that is, as in core/progress.py.

function progressBetween(start, target, current) {
  if (target === start) throw new CellError('target equals start', 'give the target another value than the start');
  const share = (current - start) / (target - start);
  if (!Number.isFinite(share)) throw tooLarge();
  return share;
}

function tooLarge() {
  return new CellError('the numbers are too large', 'write them in thousands or millions');
}

// Raw progress of a key result of some kind; null while there is no current value.
function progressOf(kind, start, target, current) {
  if (current === null) return null;
  const rule = RULES.get(kind);
  if (rule === undefined)
    throw new CellError(`unknown kind ${quoted(kind)}`, `use one of: ${[...RULES.keys()].join(', ')}`);
  return rule(start, target, current);
}

function wrongSide(hint) {
  return new CellError('target is on the wrong side of start', hint);
}

const RULES = new Map([
  ['metric', (start, target, current) => progressBetween(needed(start), needed(target), current)],
  [
    'increase',
    (start, target, current) => {
      needed(start);
      if (needed(target) < start) throw wrongSide('an increase ends above its start');
      return progressBetween(start, target, current);
    },
  ],
  [
    'decrease',
    (start, target, current) => {
      needed(start);
      if (needed(target) > start) throw wrongSide('a decrease ends below its start');
      return progressBetween(start, target, current);
    },
  ],
  ['milestone', (start, target, current) => progressBetween(start === null ? 0 : start, needed(target), current)],
  ['binary', (start, target, current) => (current >= 1 ? 1 : 0)],
  [
    'at least',
    (start, target, current) => {
      needed(target);
      if (start === null) return current >= target ? 1 : 0;
      if (start >= target) {
        throw new CellError('the floor is not below the target', 'the start of `at least` is the worst value');
      }
      return Math.min(1, progressBetween(start, target, current));
    },
  ],
  [
    'at most',
    (start, target, current) => {
      needed(target);
      if (start === null) return current <= target ? 1 : 0;
      if (start <= target) {
        throw new CellError('the ceiling is not above the target', 'the start of `at most` is the worst value');
      }
      return Math.min(1, progressBetween(start, target, current));
    },
  ],
  [
    'between',
    (start, target, current) => {
      const [low, high] = [needed(start), needed(target)];
      if (low > high) throw new CellError('low above high', 'the start of `between` is the lower end');
      return low <= current && current <= high ? 1 : 0;
    },
  ],
]);

function score(raw) {
  return raw === null ? null : Math.min(1, Math.max(0, raw));
}

function grade(value, commitment) {
  if (commitment !== 'committed' && commitment !== 'aspirational') {
    throw new CellError('unknown commitment', `${quoted(commitment)} is neither committed nor aspirational`);
  }
  if (value === null) return null;
  const [yellow, green] = commitment === 'committed' ? [0.7, 1] : [0.3, 0.7];
  return value >= green ? 'green' : value >= yellow ? 'yellow' : 'red';
}

// Where a key result should be by now, and whether anybody has looked lately, as in core/pacing.py.

const EDGE = 1e-9;
const QUARTER_NAME = /^([12][0-9]{3})[\s/_-]*[qQ]([1-4])$/;

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

function stale(last, today, days) {
  if (days < 0) throw new CellError('negative days', 'type 0 or more days');
  return last === null || today - last > days;
}

// Year and number of the quarter that a cycle's name means, or null when it is called otherwise.
function quarterNamed(name) {
  const match = QUARTER_NAME.exec(strip(name));
  return match === null ? null : [Number(match[1]), Number(match[2])];
}

// Many progress values into one: within an objective, and up the tree, as in core/rollup.py and core/tree.py.

const ROOT = -1; // no parent, or one that is not among the ids

function sameSize(...lists) {
  if (lists.some((list) => list.length !== lists[0].length)) {
    throw new CellError('ranges differ in size', 'select as many cells in each range');
  }
}

function filledWeights(weights, count) {
  if (weights === null) return new Array(count).fill(1);
  if (weights.length !== count) sameSize(weights, { length: count });
  const filled = weights.map((weight) => (weight === null ? 1 : weight));
  if (filled.some((weight) => weight < 0)) throw new CellError('negative weight', 'type 0 or more');
  return filled;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function weightedMean(values, weights) {
  if (!values.length) return null;
  const total = sum(weights);
  if (total <= 0) throw new CellError('weights sum to 0', 'give at least one of them a weight above 0');
  const mean = sum(values.map((value, at) => weights[at] * value)) / total;
  if (!(Number.isFinite(total) && Number.isFinite(mean))) throw tooLarge();
  return mean;
}

function rollup(progress, weights = null) {
  const filled = filledWeights(weights, progress.length);
  const known = progress.map((_, at) => at).filter((at) => progress[at] !== null);
  return weightedMean(
    known.map((at) => score(progress[at])),
    known.map((at) => filled[at]),
  );
}

function coverage(progress) {
  return progress.length ? progress.filter((value) => value !== null).length / progress.length : null;
}

// Rows linked by id: of rows that share one the first counts; `upwards` has children before parents and no cycles.
function grow(ids, parents) {
  const first = new Map();
  ids.forEach((name, row) => {
    if (name !== null && !first.has(name)) first.set(name, row);
  });
  const parent = ids.map((name, row) => {
    const above = parents[row];
    if (above === null || name === null || first.get(name) !== row || !first.has(above)) return ROOT;
    return first.get(above);
  });
  const upwards = peeled(first, parent);
  const outside = new Set(upwards);
  return { first, parent, upwards, cyclic: [...first.values()].filter((row) => !outside.has(row)) };
}

// Peel the leaves again and again; what never becomes a leaf is in a cycle.
function peeled(first, parent) {
  const openChildren = new Array(parent.length).fill(0);
  for (const above of parent) if (above !== ROOT) openChildren[above] += 1;
  const order = [...first.values()].filter((row) => !openChildren[row]);
  for (const row of order) {
    const above = parent[row];
    if (above !== ROOT) {
      openChildren[above] -= 1;
      if (!openChildren[above]) order.push(above);
    }
  }
  return order;
}

function cascade(ids, parents, progress, weights = null) {
  sameSize(ids, parents, progress);
  const filled = filledWeights(weights, ids.length);
  const tree = grow(ids, parents);
  const shares = progress.map((value) => (value === null ? 0 : score(value)));
  const totals = progress.map((value) => (value === null ? 0 : 1));
  const hasData = progress.map((value) => value !== null);
  const answers = ids.map((name) => (name === null ? null : 'duplicate id'));
  for (const row of tree.cyclic) answers[row] = 'cycle';
  for (const row of tree.upwards) {
    const [share, total, above] = [shares[row], totals[row], tree.parent[row]];
    const mean = hasData[row] ? weightedMean([total ? share / total : 0], [total]) : null;
    answers[row] = mean;
    if (mean !== null && above !== ROOT) {
      shares[above] += filled[row] * mean;
      totals[above] += filled[row];
      hasData[above] = true;
    }
  }
  return answers;
}

// Does every objective serve one above it, at the right level? As in core/alignment.py.

const LEVELS = new Map(Object.entries(FACTS.levels));

function levelNumber(level) {
  if (level === null) return null;
  if (!LEVELS.has(level)) {
    throw new CellError(`unknown level ${quoted(level)}`, `use one of: ${FACTS.levelNames.join(', ')}`);
  }
  return LEVELS.get(level);
}

function alignment(ids, parents, levels = null) {
  sameSize(ids, parents, ...(levels === null ? [] : [levels]));
  const heights = levels === null ? ids.map(() => null) : levels.map(levelNumber);
  const tree = grow(ids, parents);
  const highest = [...tree.first.values()].reduce((least, row) => {
    const height = heights[row];
    return height !== null && (least === null || height < least) ? height : least;
  }, null);
  const hasChildren = new Set(tree.parent);
  const answers = ids.map((name) => (name === null ? null : 'duplicate id'));
  for (const row of tree.cyclic) answers[row] = 'cycle';
  for (const row of tree.upwards) {
    const height = heights[row];
    if (parents[row] === null) {
      answers[row] = (height === null ? hasChildren.has(row) : height === highest) ? 'top' : 'orphan';
    } else if (tree.parent[row] === ROOT) {
      answers[row] = 'unknown parent';
    } else {
      answers[row] = stepDown(heights[tree.parent[row]], height);
    }
  }
  return answers;
}

function stepDown(above, height) {
  if (above === null || height === null) return 'aligned';
  if (above > height) return 'inverted level';
  return height - above > 1 ? 'skips level' : 'aligned';
}

// Where a key result will end if it goes on as it has, as in core/forecast.py.

function forecast(days, values, start, target, end) {
  sameSize(days, values);
  const known = days.map((_, at) => at).filter((at) => days[at] !== null && values[at] !== null);
  if (new Set(known.map((at) => days[at])).size < 2) return null;
  const middle = sum(known.map((at) => days[at])) / known.length;
  const mean = sum(known.map((at) => values[at])) / known.length;
  const spread = sum(known.map((at) => (days[at] - middle) * (days[at] - middle)));
  const slope = sum(known.map((at) => (days[at] - middle) * (values[at] - mean))) / spread;
  return progressBetween(start, target, mean + slope * (end - middle));
}

// Skill levels, gaps, and whether a goal has the people it needs, as in core/skills.py.

function checkedLevel(value) {
  if (value !== null && value < 0) {
    throw new CellError('negative level', 'levels run from 0 (none) to 5 (sets direction)');
  }
  return value;
}

// One level from several groups of ratings: each is averaged, then weighted.
function level(ratings, weights) {
  const filled = filledWeights(weights, ratings.length);
  const known = ratings.map((group) => group.map(checkedLevel).filter((value) => value !== null));
  const rated = known.map((_, at) => at).filter((at) => known[at].length);
  return weightedMean(
    rated.map((at) => sum(known[at]) / known[at].length),
    rated.map((at) => filled[at]),
  );
}

function gap(have, required) {
  checkedLevel(have);
  checkedLevel(required);
  return required === null ? null : Math.max(0, required - (have || 0));
}

function gaps(levels, required) {
  for (const row of levels) sameSize(row, required);
  return levels.map((row) => row.map((have, at) => gap(have, required[at])));
}

function skillCoverage(levels, required, weights) {
  sameSize(levels, required);
  const filled = filledWeights(weights, levels.length);
  levels.forEach((have, at) => {
    checkedLevel(required[at]);
    checkedLevel(have);
  });
  const asked = required.map((_, at) => at).filter((at) => required[at]);
  return weightedMean(
    asked.map((at) => Math.min(levels[at] || 0, required[at]) / required[at]),
    asked.map((at) => required[at] * filled[at]),
  );
}

function busFactor(levels, at) {
  const floor = needed(checkedLevel(at));
  return levels.map(checkedLevel).filter((value) => value !== null && value >= floor).length;
}

function missing(levels, at, headcount) {
  const wanted = needed(headcount);
  if (wanted < 0) throw negativeHeadcount();
  return Math.max(0, wanted - busFactor(levels, at));
}

function negativeHeadcount() {
  return new CellError('negative headcount', 'type 0 or more people');
}

function readiness(have, required, weights) {
  sameSize(have, required);
  const filled = filledWeights(weights, have.length);
  if ([...have, ...required].some((count) => count !== null && count < 0)) throw negativeHeadcount();
  const asked = required.map((_, at) => at).filter((at) => required[at]);
  return weightedMean(
    asked.map((at) => Math.min(1, (have[at] || 0) / required[at])),
    asked.map((at) => filled[at]),
  );
}

function certification(issued, expires, today, warnDays) {
  if (warnDays < 0) throw new CellError('negative days', 'type 0 or more days');
  if (issued === null) return 'missing';
  if (expires !== null && expires < issued) throw new CellError('expires before it is issued', 'check the two dates');
  if (today < issued) return 'not yet valid';
  if (expires === null) return 'valid';
  if (today >= expires) return 'expired';
  return expires - today <= warnDays ? 'expiring' : 'valid';
}

// OKR_* and SKILL_*: what people type into a cell, as in addin/functions.py. The declarations with their help come from there.

const FUNCTIONS = {
  OKR_PROGRESS(start, target, current, kind) {
    if (isBlank(one(current))) return null;
    const ofKind = word(one(kind)) || 'metric';
    if (ofKind === 'binary') return progressOf(ofKind, null, null, done(one(current)));
    const value = number(one(current));
    return progressOf(ofKind, number(one(start)), number(one(target)), value);
  },
  OKR_SCORE(progress) {
    return score(number(one(progress)));
  },
  OKR_GRADE(scored, commitment) {
    return grade(number(one(scored)), word(one(commitment)) || 'aspirational');
  },
  OKR_EXPECTED(startDate, endDate, today) {
    return expected(neededDay(one(startDate)), neededDay(one(endDate)), neededDay(one(today)));
  },
  OKR_STATUS(scored, wanted, atRiskGap, offTrackGap) {
    return status(
      number(one(scored)),
      number(one(wanted)),
      usual(atRiskGap, FACTS.usual.atRiskGap),
      usual(offTrackGap, FACTS.usual.offTrackGap),
    );
  },
  OKR_ROLLUP(progress, weights) {
    return rollup(numbers(progress), numbersOrNone(weights));
  },
  OKR_COVERAGE(progress) {
    return coverage(numbers(progress));
  },
  OKR_CASCADE(ids, parents, progress, weights) {
    const [names, above] = [each(identifier, ids), each(identifier, parents)];
    return down(cascade(names, above, numbers(progress), numbersOrNone(weights)));
  },
  OKR_ALIGNMENT(ids, parents, levels) {
    const [names, above] = [each(identifier, ids), each(identifier, parents)];
    return down(alignment(names, above, isNone(levels) ? null : each(word, levels)));
  },
  OKR_FORECAST(dates, values, start, target, endDate) {
    return forecast(
      each(day, dates),
      numbers(values),
      needed(number(one(start))),
      needed(number(one(target))),
      neededDay(one(endDate)),
    );
  },
  OKR_STALE(lastDate, today, days) {
    return stale(day(one(lastDate)), neededDay(one(today)), usual(days, FACTS.usual.staleDays));
  },
  SKILL_LEVEL(self, peer, manager, evidence, ...weights) {
    const ratings = [self, peer, manager, evidence].map(numbers);
    return level(
      ratings,
      FACTS.usual.raterWeights.map((weight, at) => usual(weights[at], weight)),
    );
  },
  SKILL_GAP(have, required) {
    return gap(number(one(have)), number(one(required)));
  },
  SKILL_GAPS(levels, required) {
    const matrix = rowsOf(levels).map((row) => row.map((cell) => number(cell)));
    return gaps(matrix, numbers(required));
  },
  SKILL_COVERAGE(levels, required, weights) {
    return skillCoverage(numbers(levels), numbers(required), numbersOrNone(weights));
  },
  SKILL_BUS_FACTOR(levels, at) {
    return busFactor(numbers(levels), number(one(at)));
  },
  SKILL_MISSING(levels, at, headcount) {
    const wanted = needed(number(one(headcount)));
    return missing(numbers(levels), number(one(at)), wanted);
  },
  SKILL_READINESS(have, required, weights) {
    return readiness(numbers(have), numbers(required), numbersOrNone(weights));
  },
  SKILL_CERT(issued, expires, today, warnDays) {
    const now = neededDay(one(today));
    const warn = usual(warnDays, FACTS.usual.certWarnDays);
    return certification(day(one(issued)), day(one(expires)), now, warn);
  },
};

// An error that is thrown shows in the cell as #ERROR! with this message: IFERROR sees it, and people can read why.
function answer(name, given) {
  const { least, most, signature } = FACTS.functions[name];
  if (given.length < least || given.length > most) {
    throw new OkrError(`${name} takes ${least} to ${most} arguments, not ${given.length}`, signature);
  }
  return shownInSheet(FUNCTIONS[name](...given));
}

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

// A workbook as the macros see it: rows counted from 1 as people do, columns from 0. As in addin/macros/book.py, a book has
//   name, today, sheets(), cells(sheet), formulas(sheet), isLocked(sheet), write(changes), addSheet(name),
//   copyAsValues(sheet, name), removeSheet(name), select(spot) and selected().

class Formula {
  constructor(text) {
    this.text = text;
  }
}

class ErrorCell {
  constructor(text) {
    this.text = text;
  }
}

const NOT_KNOWN = '#NAME?';

function isNotKnown(cell) {
  return cell instanceof ErrorCell && cell.text === NOT_KNOWN;
}

// The text in a cell, be it a formula or an error; null where there is no text.
function textIn(cell) {
  if (typeof cell === 'string') return cell;
  return cell instanceof Formula || cell instanceof ErrorCell ? cell.text : null;
}

// A cell as the functions of a sheet would get it: an error as its text.
function plainCell(cell) {
  return cell instanceof ErrorCell ? cell.text : cell;
}

function columnLetter(column) {
  let letters = '';
  for (let rest = column + 1; rest; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

function spotOf(sheet, row, column) {
  return { sheet, row, column };
}

function addressOf(spot) {
  return `${columnLetter(spot.column)}${spot.row}`;
}

function spotText(spot) {
  return `${spot.sheet}!${addressOf(spot)}`;
}

function key(row, column) {
  return `${row},${column}`;
}

function placeOf(at) {
  return at.split(',').map(Number);
}

function isEmpty(cell) {
  return isNone(cell) || cell === '';
}

// What a cell holds before and after; `leadsTo` makes its text a link, `look` colours it, null leaves it as it looks.
function changeOf(spot, old, fresh, leadsTo = null, look = null) {
  return { spot, old: isNone(old) ? null : old, fresh, leadsTo, look };
}

// What every cell of a sheet holds: its formula, or its value; empty ones are left out.
function contents(book, sheet) {
  const held = new Map();
  book.cells(sheet).forEach((cells, row) => {
    cells.forEach((cell, column) => {
      if (!isEmpty(cell)) held.set(key(row + 1, column), cell);
    });
  });
  for (const [at, formula] of book.formulas(sheet)) held.set(at, formula);
  return held;
}

function heldAt(held, spot) {
  const at = key(spot.row, spot.column);
  return held.has(at) ? held.get(at) : null;
}

// From the cells of one table to records; what could not be read is no data. As in core/reading.py.

const SCALES = { confidence: [1, 10, 100] };
const PERCENT_SCALES = [1, 100];
const LAST_DAY = 2958465; // 9999-12-31
const LEVEL_WORDS = new Map(Object.entries(FACTS.levelWords));

function tableNamed(name) {
  return FACTS.tables.find((table) => table.name === name);
}

function inputsOf(table) {
  return table.columns.filter((column) => !column.computed);
}

function columnNamed(table, field) {
  return table.columns.find((column) => column.field === field);
}

// The records of rows that say something, each with its row; `positions` has the column of each field.
function readRecords(table, positions, rows, firstRow) {
  const known = inputsOf(table).filter((column) => positions.has(column.field));
  const raw = rows.map((row) => known.map((column) => cellAt(row, positions.get(column.field))));
  const kept = raw.map((_, at) => at).filter((at) => raw[at].some(saysSomething));
  const records = kept.map((at) => ({ row: firstRow + at }));
  for (const column of inputsOf(table)) {
    const place = known.indexOf(column);
    let cells = kept.map((at) => (place < 0 ? null : raw[at][place]));
    if (column.field === 'current')
      cells = cells.map((cell, at) => (records[at].kind === 'binary' ? doneOr(cell) : cell));
    readColumn(column, cells).values.forEach((value, at) => {
      records[at][column.field] = value;
    });
  }
  return records;
}

function cellAt(row, column) {
  return column < row.length ? row[column] : null;
}

function saysSomething(cell) {
  const text = textIn(cell);
  if (text === null) return !isNone(cell);
  return text !== '' && ((text.length > 4 && strip(text) !== '') || !isBlank(text));
}

// A binary key result is done or not, in words; elsewhere the cell stays as it is.
function doneOr(cell) {
  try {
    return done(plainCell(cell));
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return cell;
  }
}

// The values of a column, null where there is no data or the cell is at fault, and the faults.
function readColumn(column, cells) {
  const faults = [];
  const read = cells.map((cell) => {
    try {
      if (cell instanceof ErrorCell)
        throw new CellError(`${column.name} holds the error ${cell.text}`, 'mend the formula in that cell');
      return READERS[column.type](column, isNone(cell) ? null : cell);
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      faults.push(error);
      return null;
    }
  });
  const scaled = column.type === 'share' ? toScale(column, read) : read;
  return { values: scaled.map((value) => within(column, value, faults)), faults };
}

// A column of shares may be written as 0..1 or as 0..100 (confidence also 0..10): the largest value tells.
function toScale(column, values) {
  const largest = values.reduce(
    (most, value) => (value !== null && (most === null || value > most) ? value : most),
    null,
  );
  const scale = (SCALES[column.name] || PERCENT_SCALES).find((each) => (largest === null ? 0 : largest) <= each) || 1;
  return scale === 1 ? values : values.map((value) => (value === null ? null : value / scale));
}

function within(column, value, faults) {
  const [low, high] = column.limits;
  const side =
    value === null
      ? null
      : low !== null && value < low
        ? ['below', low]
        : high !== null && value > high
          ? ['above', high]
          : null;
  if (side === null) return value;
  faults.push(new CellError(`${column.name} is ${side[0]} ${rounded(side[1], 6)}: ${rounded(value, 6)}`, column.help));
  return null;
}

const READERS = {
  text: (column, cell) => (typeof cell === 'string' ? readText(cell) : shownAsText(cell)),
  id: (column, cell) => (typeof cell === 'string' || typeof cell === 'number' ? identifier(cell) : shownAsText(cell)),
  number: readNumber,
  share: readNumber,
  level: (column, cell) => {
    const said = typeof cell === 'string' ? word(cell) : null;
    return LEVEL_WORDS.has(said) ? LEVEL_WORDS.get(said) : readNumber(column, cell);
  },
  date: (column, cell) => {
    const found = typeof cell === 'boolean' ? 0 : day(cell);
    if (found !== null && (found < 1 || found > LAST_DAY)) throw new CellError(`${column.name} is no date`);
    return found;
  },
  word: (column, cell) => {
    const said = word(cell);
    if (said !== null && !Object.prototype.hasOwnProperty.call(column.words, said))
      throw new CellError(`${column.name} is none of its words`);
    return said === null ? null : column.words[said];
  },
  flag: (column, cell) => {
    if (isDate(cell)) throw new CellError(`${column.name} is a date`);
    const said = done(cell);
    return said === null ? null : said >= 1;
  },
};

function readText(text) {
  const inside = strip(text);
  return inside.length <= 4 && NO_DATA.has(inside.toLowerCase()) ? null : inside;
}

// What a cell that holds no text looks like in a sheet.
function shownAsText(cell) {
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return isDate(cell) ? isoDate(serial(cell)) : identifier(cell);
}

function readNumber(column, cell) {
  if (isDate(cell))
    throw new CellError(
      `${column.name} is a date: ${isoDate(serial(cell))}`,
      'type the number again and format the cell as a number',
    );
  try {
    return number(cell);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    throw new CellError(`${column.name} is text: ${quoted(String(cell).slice(0, 80))}`, 'type a number, e.g. 10');
  }
}

// Where the tables of an open workbook stand: found by their headings, with messages for what is not. As in addin/macros/finding.py.

const LOOK_AT_ROWS = 60;
const LEAST = 2; // headings that make a row the head of the table whose name the sheet has
const SETTINGS_LEAST = 3;
const PUNCTUATION = new RegExp(`(?:${SPACE}|[_\\-./:*()?\\[\\]])+`, 'g');
const YEAR = /(?<![\p{L}\p{N}_])[12][0-9]{3}(?![\p{L}\p{N}_])/u;

const PLAIN = new Map(); // the same headings are looked at again for every table

// A heading as it is compared: small letters, without stars and punctuation.
function plain(heading) {
  if (!PLAIN.has(heading)) PLAIN.set(heading, strip(heading.toLowerCase().replace(PUNCTUATION, ' ')));
  return PLAIN.get(heading);
}

function plainOf(cell) {
  const text = textIn(cell);
  return text === null ? '' : plain(text);
}

// Whether a sheet is the copy of another one as it stood when a cycle was closed.
function isFrozen(title, titles) {
  return titles.some((other) => title.startsWith(`${other} `) && YEAR.test(title.slice(other.length)));
}

// A table where it stands; settings may stand as a form, and `form` then has the cell of each.
class Located {
  constructor(table, sheet, rows, header, columns, form) {
    Object.assign(this, { table, sheet, rows, header, columns, form });
  }

  has(field) {
    return this.columns.has(field);
  }

  spot(field, row) {
    return this.form.size
      ? spotOf(this.sheet, ...this.form.get(field))
      : spotOf(this.sheet, row, this.columns.get(field));
  }

  cell(spot) {
    return spot.row <= this.rows.length ? cellAt(this.rows[spot.row - 1], spot.column) : null;
  }
}

function find(book, name) {
  const found = look(book, name);
  if (found === null) throw notThere(book, tableNamed(name));
  const there = found.form.size ? found.form : found.columns;
  const lacking = inputsOf(found.table).find((column) => column.required && !there.has(column.field));
  if (lacking !== undefined) throw noColumn(book, found, lacking);
  return found;
}

function look(book, name) {
  const table = tableNamed(name);
  const titles = book.sheets();
  let best = { located: null, points: 0 };
  for (const title of titles) {
    if (!FACTS.views.includes(title) && !isFrozen(title, titles)) {
      const found = lookOn(table, title, book.cells(title));
      if (found.located !== null && found.points > best.points) best = found;
    }
  }
  return best.located;
}

function lookOn(table, title, rows) {
  const hinted = [table.sheet, table.name, ...table.aliases].map(plain).includes(plain(title));
  const required = inputsOf(table)
    .filter((column) => column.required)
    .map((column) => column.field);
  let [located, points] = [null, 0];
  rows.slice(0, LOOK_AT_ROWS).forEach((row, at) => {
    const columns = headings(table, row);
    const have = required.filter((field) => columns.has(field)).length;
    const enough = have === required.length || (hinted && columns.size >= LEAST);
    if (enough && columns.size + have > points) {
      located = new Located(table, title, rows, at + 1, columns, new Map());
      points = columns.size + have;
    }
  });
  if (located === null && table.name === 'settings') {
    const form = formOf(table, rows);
    if (form.size >= SETTINGS_LEAST && form.has('cycle')) {
      located = new Located(table, title, rows, 1, new Map(), form);
      points = form.size;
    }
  }
  return { located, points: points + (hinted && located !== null ? 100 : 0) };
}

// The column of each field in a row of headings: an exact name goes before an alias.
function headings(table, row) {
  const given = new Map();
  row.forEach((cell, at) => {
    const text = textIn(cell);
    if (text && !given.has(plain(text))) given.set(plain(text), at);
  });
  const found = new Map();
  for (const column of table.columns)
    if (given.has(plain(column.name))) found.set(column.field, given.get(plain(column.name)));
  const taken = new Set(found.values());
  for (const column of table.columns) {
    const free = column.aliases
      .map((alias) => given.get(plain(alias)))
      .find((at) => at !== undefined && !taken.has(at));
    if (!found.has(column.field) && free !== undefined) {
      found.set(column.field, free);
      taken.add(free);
    }
  }
  return found;
}

// Settings as a form: a name in one column, its value in the next.
function formOf(table, rows) {
  const cells = new Map();
  rows.slice(0, LOOK_AT_ROWS).forEach((row, number) => {
    row.forEach((cell, at) => {
      for (const field of headings(table, [cell]).keys()) if (!cells.has(field)) cells.set(field, [number + 1, at + 1]);
    });
  });
  return new Set([...cells.values()].map(([, column]) => column)).size === 1 ? cells : new Map();
}

function notThere(book, table) {
  const titles = book.sheets();
  const named = titles.find((title) => [table.sheet, table.name].map(plain).includes(plain(title)));
  const needs = inputsOf(table)
    .filter((column) => column.required)
    .map((column) => column.name)
    .join(', ');
  if (named !== undefined) {
    const empty = book.cells(named).every((row) => row.every((cell) => isBlank(plainCell(cell))));
    const what = empty ? 'is empty' : `has no headings of ${table.name}`;
    return new OkrError(`${book.name}: the sheet ${quoted(named)} ${what}`, `its heading row needs: ${needs}`);
  }
  const hint = `looked on ${titles.join(', ')} for the headings: ${needs}`;
  return new OkrError(`${book.name}: there is no table of ${table.name}`, hint);
}

function noColumn(book, found, column) {
  const where = `${book.name} › ${found.sheet}`;
  const name = quoted(column.name);
  if (found.form.size) {
    return new OkrError(`${where}: there is no setting ${name}`, `write ${name} and beside it what it is`);
  }
  const taken = new Set(found.columns.values());
  const free = new Map();
  found.rows[found.header - 1].forEach((cell, at) => {
    if (textIn(cell) && !taken.has(at)) free.set(plainOf(cell), textIn(cell));
  });
  const names = [column.name, ...column.aliases].map(plain);
  const near = names.map((each) => nearest(each, free.keys())).find((match) => match !== null);
  const hint =
    near === undefined
      ? `add a column ${name}: ${column.help}`
      : `is it ${quoted(free.get(near))}? Name that column ${name}`;
  return new OkrError(`${where}: the ${found.table.name} have no column ${name}`, hint);
}

function recordsOf(located) {
  if (!located.form.size) {
    return readRecords(located.table, located.columns, located.rows.slice(located.header), located.header + 1);
  }
  const fields = [...located.form.keys()];
  const positions = new Map(fields.map((field, at) => [field, at]));
  return readRecords(located.table, positions, [fields.map((field) => located.cell(located.spot(field, 0)))], 1);
}

// The records of all tables of an OKRs workbook, by the table's name.
function recordsOfAll(book) {
  return Object.fromEntries(
    FACTS.tables.map((table) => {
      const found = look(book, table.name);
      return [table.name, found === null ? [] : recordsOf(found)];
    }),
  );
}

// The day that the workbook is seen from: its setting `today`, or the day of the calendar.
function asOf(book) {
  const settings = look(book, 'settings');
  for (const row of settings === null ? [] : settings.rows.slice(0, LOOK_AT_ROWS)) {
    const at = row.findIndex((cell) => plainOf(cell) === 'today');
    if (at >= 0) return dayInCalendar(cellAt(row, at + 1)) || book.today;
  }
  return book.today;
}

function dayInCalendar(cell) {
  const found = dayOr(cell);
  return found !== null && found >= 1 && found <= LAST_DAY ? found : null;
}

function dayOr(cell) {
  try {
    return day(plainCell(cell));
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return null;
  }
}

// From records to where every key result and objective stands, as in core/standing.py.

function standOn(tables, today) {
  const rules = rulesOf(tables.settings);
  const objectives = tables.objectives;
  const byId = firstById(objectives, (objective) => objective.id);
  const looked = checkInsOf(tables['check-ins'], today);
  const keyResults = tables['key results'].map((of) =>
    standKeyResult(of, byId.get(of.objective_id || ''), looked.get(of.id) || [], rules, today),
  );
  return { objectives: standObjectives(objectives, keyResults, rules), keyResults };
}

// The first of several things with the same id.
function firstById(given, idOf) {
  const found = new Map();
  for (const each of given) if (idOf(each) && !found.has(idOf(each))) found.set(idOf(each), each);
  return found;
}

// What is left out has the product's default; so have gaps that are out of order.
function rulesOf(settings) {
  const own = settings.length ? settings[settings.length - 1] : {};
  const or = (value, usualValue) => (isNone(value) ? usualValue : value);
  const gaps = [or(own.at_risk_gap, FACTS.usual.atRiskGap), or(own.off_track_gap, FACTS.usual.offTrackGap)];
  return {
    start: or(own.cycle_start, null),
    end: or(own.cycle_end, null),
    gaps: gaps[0] > gaps[1] ? [FACTS.usual.atRiskGap, FACTS.usual.offTrackGap] : gaps,
    patience: or(own.stale_days, FACTS.usual.staleDays),
  };
}

// By key result, the check-ins up to today in the order of their dates.
function checkInsOf(checkIns, today) {
  const found = new Map();
  for (const each of checkIns) {
    if (each.key_result_id && each.date !== null && each.date <= today) {
      if (!found.has(each.key_result_id)) found.set(each.key_result_id, []);
      found.get(each.key_result_id).push(each);
    }
  }
  for (const given of found.values()) given.sort((one, other) => one.date - other.date);
  return found;
}

function standKeyResult(of, objective, checkIns, rules, today) {
  const values = checkIns.map((each) => each.value).filter((value) => value !== null);
  const current = of.current !== null ? of.current : values.length ? values[values.length - 1] : null;
  const commitment = (objective && objective.commitment) || 'aspirational';
  let [progress, wanted] = [null, null];
  try {
    progress = progressOf(of.kind || 'metric', of.start, of.target, current);
    wanted = expectedOf(of, rules, today);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
  }
  const scored = score(progress);
  const last = checkIns.length ? checkIns[checkIns.length - 1].date : null;
  return {
    keyResult: of,
    current,
    progress,
    score: scored,
    expected: wanted,
    status: scored === 1 ? 'achieved' : wanted === null ? 'no data' : status(scored, wanted, ...rules.gaps),
    last,
    stale: stale(last, today, rules.patience),
    counted: of.status !== 'abandoned' && (!objective || objective.status !== 'abandoned'),
    commitment,
  };
}

// How far along a key result should be: from its own dates, else those of the cycle.
function expectedOf(of, rules, today) {
  const start = of.start_date === null ? rules.start : of.start_date;
  const end = of.due_date === null ? rules.end : of.due_date;
  return start === null || end === null ? null : expected(start, end, today);
}

// Objectives in the order of the sheet.
function standObjectives(objectives, keyResults, rules) {
  const ids = objectives.map((each) => each.id);
  const parents = objectives.map((each) => each.parent_id);
  const own = new Map();
  for (const standing of keyResults) {
    const id = standing.keyResult.objective_id;
    if (!own.has(id)) own.set(id, []);
    own.get(id).push(standing);
  }
  const sums = ids.map((id) => sumOf((id && own.get(id)) || []));
  const feeding = objectives.map((each) => (feeds(each) ? each.parent_id : null));
  const weights = objectives.map((each) => each.weight);
  const scores = cascadeOr(
    ids,
    feeding,
    sums.map((each) => each.own),
    weights,
  );
  const plans = cascadeOr(
    ids,
    feeding,
    sums.map((each) => each.expected),
    weights,
  );
  const said = alignment(
    ids,
    parents,
    objectives.map((each) => each.level),
  );
  return objectives.map((objective, row) => ({
    objective,
    own: sums[row].own,
    score: scores[row],
    status: scores[row] === null ? 'no data' : status(scores[row], plans[row] === null ? 0 : plans[row], ...rules.gaps),
    alignment: said[row] || '',
  }));
}

// An objective's progress counts in its parent's: unless it says no, or was abandoned.
function feeds(objective) {
  return objective.contributes !== false && objective.status !== 'abandoned';
}

function sumOf(keyResults) {
  const counted = keyResults.filter((each) => each.keyResult.status !== 'abandoned');
  const known = counted.filter((each) => each.progress !== null);
  return { own: rollupOr(counted, (each) => each.progress), expected: rollupOr(known, (each) => each.expected) };
}

function rollupOr(keyResults, valueOf) {
  try {
    return rollup(
      keyResults.map(valueOf),
      keyResults.map((each) => each.keyResult.weight),
    );
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return null; // every weight is 0: none of them counts
  }
}

// A weight of 0 on every child is no answer for the whole sheet; those children are left out.
function cascadeOr(ids, parents, values, weights) {
  const asNumber = (cell) => (typeof cell === 'number' ? cell : null);
  try {
    return cascade(ids, parents, values, weights).map(asNumber);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    const muted = parents.map((above, row) => (weights[row] === 0 ? null : above));
    return cascade(ids, muted, values, weights).map(asNumber);
  }
}

// What a macro is going to do, before it does: a plan that can be shown, applied, and undone. As in addin/macros/plan.py.

const FEW = 8; // changes of one sheet that are shown one by one
const SHOWN_AT_MOST = 60; // characters of one cell
const TRY_AGAIN = 'start again: the plan is made for the workbook as it stands';

// `newSheets` have a name and what they are a copy of, '' for an empty one; `show` is the cell to look at afterwards.
function planOf(title, { says = [], newSheets = [], changes = [], gone = [], show = null } = {}) {
  return { title, says, newSheets, changes, gone, show };
}

function isIdle(plan) {
  return !(plan.newSheets.length || plan.changes.length || plan.gone.length);
}

function sheetsChanged(changes) {
  return [...new Set(changes.map((change) => change.spot.sheet))];
}

// A plan that can be carried out; an error when a sheet that it needs is locked.
function checked(plan, book) {
  const copied = plan.newSheets.map((sheet) => sheet.copyOf);
  const locked = [...new Set([...copied, ...sheetsChanged(plan.changes)])].find(
    (sheet) => book.sheets().includes(sheet) && book.isLocked(sheet),
  );
  if (locked !== undefined) {
    throw new OkrError(
      `${book.name}: the sheet ${quoted(locked)} is protected with a password`,
      'take the protection off, and protect it again afterwards',
    );
  }
  return plan;
}

// Carry a plan out and return the one that undoes it; nothing happens when the workbook has changed since.
function applyPlan(plan, book) {
  stillAsPlanned(plan, book);
  for (const sheet of plan.newSheets) {
    if (sheet.copyOf) book.copyAsValues(sheet.copyOf, sheet.name);
    else book.addSheet(sheet.name);
  }
  book.write(plan.changes);
  for (const name of plan.gone) book.removeSheet(name);
  if (plan.show !== null) book.select(plan.show);
  return undoOf(plan);
}

function undoOf(plan) {
  const added = plan.newSheets.map((sheet) => sheet.name);
  return planOf(`Undo: ${plan.title}`, {
    changes: plan.changes.filter((change) => !added.includes(change.spot.sheet)).map(inverse),
    gone: [...added].reverse(),
  });
}

function inverse(change) {
  return changeOf(change.spot, change.fresh, change.old, null, change.look === null ? null : '');
}

function stillAsPlanned(plan, book) {
  const sheets = book.sheets();
  for (const { name } of plan.newSheets) {
    if (sheets.includes(name)) throw new OkrError(`${book.name}: there is a sheet ${quoted(name)} by now`, TRY_AGAIN);
  }
  const lost = plan.gone.find((name) => !sheets.includes(name));
  if (lost !== undefined) {
    throw new OkrError(`${book.name}: the sheet ${quoted(lost)} is gone already`, 'there is nothing left to undo');
  }
  for (const name of sheetsChanged(plan.changes).filter((sheet) => sheets.includes(sheet))) {
    const held = contents(book, name);
    for (const { spot, old } of plan.changes) {
      if (spot.sheet === name && !same(heldAt(held, spot), old)) {
        throw new OkrError(`${book.name} › ${spotText(spot)}: the cell has changed since the plan was made`, TRY_AGAIN);
      }
    }
  }
}

// Whether two cells hold the same: an empty text is an empty cell, a date its serial number.
function same(one, other) {
  const [left, right] = [one, other].map((cell) => (cell instanceof When ? day(cell) : cell));
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right);
  if (left instanceof Formula && right instanceof Formula) return written(left) === written(right);
  const texts = [textIn(left), textIn(right)];
  if (texts[0] === null && texts[1] === null) return Number(left) === Number(right);
  return texts[0] === texts[1];
}

// A formula as it is compared: programs have their own ways to write a number and the case of a name.
function written(formula) {
  const figures = PLAIN_NUMBER.exec(strip(formula.text.slice(1)));
  return figures && !figures[2] ? `=${rounded(Number(figures[1]), 9)}` : formula.text.toLowerCase();
}

// A plan as a dialog has room for it: a sheet with many changes is told in one line.
function brief(plan) {
  const told = [plan.title, ...plan.says, ...sheetLines(plan), ...againLines(plan)];
  const changes = plan.changes.filter((change) => !isAgain(change));
  const added = plan.newSheets.filter((sheet) => !sheet.copyOf).map((sheet) => sheet.name);
  for (const sheet of sheetsChanged(changes)) {
    const own = changes.filter((change) => change.spot.sheet === sheet);
    const rows = own.map((change) => change.spot.row);
    if (added.includes(sheet)) continue;
    if (own.length <= FEW) told.push(...own.map(changeLine));
    else told.push(`${sheet}: ${own.length} cells change in the rows ${extreme(rows, -1)} to ${extreme(rows, 1)}`);
  }
  return told;
}

function extreme(values, side) {
  return values.reduce((best, value) => ((value - best) * side > 0 ? value : best));
}

function sheetLines(plan) {
  return [
    ...plan.newSheets.map(
      ({ name, copyOf }) =>
        `new sheet ${quoted(name)}${copyOf ? `: ${quoted(copyOf)} as it stands, without formulas` : ''}`,
    ),
    ...plan.gone.map((name) => `the sheet ${quoted(name)} goes`),
  ];
}

function againLines(plan) {
  const again = plan.changes.filter(isAgain);
  return sheetsChanged(again).map((sheet) => {
    const count = again.filter((change) => change.spot.sheet === sheet).length;
    return `${sheet}: ${count} formula${count > 1 ? 's' : ''} entered again`;
  });
}

function isAgain(change) {
  return change.fresh instanceof Formula && textIn(change.old) === change.fresh.text;
}

function changeLine(change) {
  const [old, fresh] = [shownInLine(change.old, change.fresh), shownInLine(change.fresh, change.old)];
  return `${spotText(change.spot)}: ${old} → ${fresh}`;
}

// A cell as a line can show it; a number that a date takes the place of is a date as well.
function shownInLine(cell, beside) {
  if (beside instanceof When && typeof cell === 'number' && cell >= 1 && cell <= LAST_DAY) return isoDate(Math.floor(cell));
  if (isEmpty(cell)) return '(empty)';
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (typeof cell === 'number') return rounded(cell, 10);
  if (cell instanceof When) return isoDate(cell.serial);
  const letters = [...textIn(cell)];
  return letters.length <= SHOWN_AT_MOST ? textIn(cell) : `${letters.slice(0, SHOWN_AT_MOST - 1).join('')}…`;
}

// Sheets that a macro makes: a title, headings, and rows that are written anew each time. As in addin/macros/lists.py.

const LIST_HEADINGS = 3; // the row of the headings

function entryOf(says, { leadsTo = null, look = '' } = {}) {
  return { says, leadsTo, look };
}

// What has to happen for a sheet { name, title, headings, rows } to hold that: nothing when it does already.
function writeList(book, list) {
  const there = book.sheets().includes(list.name);
  const held = there ? contents(book, list.name) : new Map();
  if (held.size && textIn(held.get(key(LIST_HEADINGS, 0))) !== list.headings[0]) {
    throw new OkrError(
      `${book.name}: the sheet ${quoted(list.name)} holds something of yours`,
      'give that sheet another name, then start again',
    );
  }
  const wanted = listCells(list);
  const old = new Map([...held].filter(([at]) => placeOf(at)[1] < list.headings.length));
  const changes = [];
  for (const [at, entry] of wanted) {
    const before = old.has(at) ? old.get(at) : null;
    if (!same(before, entry.says)) {
      changes.push(changeOf(spotOf(list.name, ...placeOf(at)), before, entry.says, entry.leadsTo, entry.look));
    }
  }
  for (const [at, cell] of old) {
    if (!wanted.has(at)) changes.push(changeOf(spotOf(list.name, ...placeOf(at)), cell, null, null, ''));
  }
  return { newSheets: there ? [] : [{ name: list.name, copyOf: '' }], changes };
}

function listCells(list) {
  const rows = [
    [entryOf(list.title, { look: 'title' })],
    [],
    list.headings.map((heading) => entryOf(heading, { look: 'heading' })),
    ...list.rows,
  ];
  const cells = new Map();
  rows.forEach((entries, row) => {
    entries.forEach((entry, column) => {
      if (!isEmpty(entry.says)) cells.set(key(row + 1, column), entry);
    });
  });
  return cells;
}

// Check alignment: a word and a colour for every objective, and what to do about those that hang wrong.

const ALIGNMENT_LIST = 'Alignment check';
const ALIGNMENT_HEADINGS = ['Objective', 'What it says', 'Alignment', 'What to do', 'Cell'];
const BAD_WORDS = new Set(['cycle', 'duplicate id', 'inverted level']);
const ELSEWHERE = 'unknown parent';
const LOOK_ELSEWHERE = FACTS.lookElsewhere;
const ADVICE = new Map(Object.entries(FACTS.advice));

function planCheckAlignment(book) {
  const objectives = find(book, 'objectives');
  const found = standOn(recordsOfAll(book), asOf(book)).objectives.filter((each) => each.objective.id);
  if (!found.length) {
    throw new OkrError(
      `${book.name} › ${objectives.sheet}: there are no objectives yet`,
      'write one below the headings',
    );
  }
  const listed = found.filter((each) => ADVICE.has(each.alignment));
  const fine = found.filter((each) => !ADVICE.has(each.alignment));
  const says = alignmentSays(found.length, listed.length, listed.filter((each) => each.alignment === ELSEWHERE).length);
  const rows = [...listed, ...fine].map((each) => alignmentRow(each, objectives));
  const { newSheets, changes } = writeList(book, {
    name: ALIGNMENT_LIST,
    title: says,
    headings: ALIGNMENT_HEADINGS,
    rows,
  });
  changes.push(...alignmentWords(book, found));
  const show = newSheets.length || changes.length ? spotOf(ALIGNMENT_LIST, 1, 0) : null;
  return checked(planOf('Check alignment', { says: [says], newSheets, changes, show }), book);
}

function lookOfWord(said) {
  return BAD_WORDS.has(said) ? 'bad' : ADVICE.has(said) ? 'careful' : 'good';
}

function alignmentSays(total, listed, elsewhere) {
  const wrong = listed - elsewhere;
  const said = wrong ? `${wrong} of ${total} objectives need a look` : 'no objective hangs wrong';
  return said + (elsewhere ? `; ${elsewhere} of ${total} serve an objective that is not in this workbook` : '');
}

function alignmentRow(standing, objectives) {
  const said = standing.alignment;
  const ofParent = ADVICE.has(said) && said !== 'duplicate id' && objectives.has('parent_id');
  const cell = objectives.spot(ofParent ? 'parent_id' : 'id', standing.objective.row);
  const advice = said === ELSEWHERE ? LOOK_ELSEWHERE : ADVICE.has(said) ? ADVICE.get(said) : null;
  return [
    entryOf(standing.objective.id),
    entryOf(standing.objective.objective),
    entryOf(said, { look: lookOfWord(said) }),
    entryOf(advice),
    entryOf(spotText(cell), { leadsTo: cell }),
  ];
}

// Words for an alignment sheet of one's own, where it has a column for them that no formula fills.
function alignmentWords(book, found) {
  if (!book.sheets().includes('Alignment')) return [];
  const rows = book.cells('Alignment');
  const namesOf = (row) => row.map(plainOf);
  const head = rows
    .slice(0, LOOK_AT_ROWS)
    .findIndex((row) => ['id', 'alignment'].every((name) => namesOf(row).includes(name)));
  if (head < 0) return [];
  const [ids, column] = ['id', 'alignment'].map((name) => namesOf(rows[head]).indexOf(name));
  const held = contents(book, 'Alignment');
  const byId = firstById(found, (each) => each.objective.id);
  const changes = [];
  rows.slice(head + 1).forEach((row, at) => {
    const cell = cellAt(row, ids);
    const standing = cell instanceof ErrorCell ? undefined : byId.get(identifier(cell) || '');
    const spot = spotOf('Alignment', head + 2 + at, column);
    const old = heldAt(held, spot);
    const ours = old === null || ['top', 'aligned'].includes(old) || ADVICE.has(old);
    if (standing !== undefined && ours && !same(old, standing.alignment)) {
      changes.push(changeOf(spot, old, standing.alignment, null, lookOfWord(standing.alignment)));
    }
  });
  return changes;
}

// Check in: today's value of one key result, written into the first empty row of the check-ins. As in addin/macros/check_in.py.

// The id of the key result in whose row a cell stands, null when it stands elsewhere.
function selectedKeyResult(book, spot) {
  const located = find(book, 'key results');
  if (spot.sheet !== located.sheet || spot.row <= located.header) return null;
  return identifier(plainCell(located.cell(located.spot('id', spot.row))));
}

function planCheckIn(book, { keyResult, value, confidence = null, note = '', by = '', on = null, setCurrent = false }) {
  const [results, checkIns] = [find(book, 'key results'), find(book, 'check-ins')];
  const of = namedKeyResult(results, book, keyResult);
  const when = on === null ? asOf(book) : on;
  const fields = new Map([
    ['date', new When(when)],
    ['key_result_id', of.id],
    ['value', checkedInValue(value, of.kind === 'binary')],
    ['confidence', onScale(shareOf(confidence), checkIns)],
    ['note', strip(note) || null],
    ['by', strip(by) || null],
  ]);
  const title = `Check in ${of.id} on ${isoDate(when)}: ${shownInLine(fields.get('value'))}`;
  const changes = checkInRow(book, checkIns, fields, when);
  const says = changes.length ? [] : [`${of.id} was checked in like this already`];
  if (setCurrent) changes.push(...currentValue(results, contents(book, results.sheet), of, fields.get('value')));
  return checked(planOf(title, { says, changes, show: changes.length ? changes[0].spot : null }), book);
}

function namedKeyResult(results, book, name) {
  const known = new Map();
  for (const each of recordsOf(results)) if (each.id) known.set(each.id, each);
  const ids = [...known.keys()];
  if (!known.size) {
    throw new OkrError(`${book.name} › ${results.sheet}: there are no key results yet`, 'add one, then check in');
  }
  if (!name)
    throw new OkrError('no key result is chosen', `select its row, or type its id: ${ids.join(', ')}`.slice(0, 200));
  if (!known.has(name)) {
    const near = nearest(name, ids);
    const hint = near === null ? `select the row of one: ${ids.join(', ')}` : `did you mean ${near}?`;
    throw new OkrError(`${book.name} › ${results.sheet}: there is no key result ${quoted(name)}`, hint.slice(0, 200));
  }
  return known.get(name);
}

function checkedInValue(value, yesOrNo) {
  let said = null;
  try {
    said = yesOrNo ? done(value) : number(value);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    throw new OkrError(
      `the value is ${quoted(String(value).slice(0, 80))}`,
      yesOrNo ? 'type yes or no' : 'type a number, e.g. 10',
    );
  }
  if (said === null) throw new OkrError('the value is empty', 'type the value as it is today');
  return said;
}

function shareOf(confidence) {
  const { values, faults } = readColumn(columnNamed(tableNamed('check-ins'), 'confidence'), [confidence]);
  if (faults.length) throw new OkrError(faults[0].message, faults[0].hint);
  return values[0];
}

// Write a confidence as the others in its column are written: 0..1, 0..10 or 0..100.
function onScale(share, checkIns) {
  if (share === null || !checkIns.has('confidence')) return share;
  const at = checkIns.columns.get('confidence');
  const given = checkIns.rows.slice(checkIns.header).map((row) => cellAt(row, at));
  const figures = given.filter((cell) => typeof cell === 'number' || typeof cell === 'boolean').map(Number);
  const largest = figures.length ? extreme(figures, 1) : 0;
  return Math.round(share * (SCALES.confidence.find((scale) => largest <= scale) || 1) * 1e6) / 1e6;
}

function checkInRow(book, checkIns, fields, on) {
  const there = rowOfThatDay(checkIns, fields.get('key_result_id'), on);
  const given = [...fields].filter(([, cell]) => cell !== null);
  const lacking = given.find(([field]) => !checkIns.has(field));
  if (lacking !== undefined) {
    const { name } = columnNamed(checkIns.table, lacking[0]);
    throw new OkrError(
      `${book.name} › ${checkIns.sheet}: the check-ins have no column ${quoted(name)}`,
      'add it, or leave that out',
    );
  }
  if (there === null) {
    const row = firstEmptyRow(checkIns, contents(book, checkIns.sheet));
    return given.map(([field, cell]) => changeOf(checkIns.spot(field, row), null, cell));
  }
  const differs = [...fields].some(([field, cell]) => checkIns.has(field) && !asHeld(checkIns, there, field, cell));
  if (differs) {
    const what = `${fields.get('key_result_id')} was checked in on ${isoDate(on)} already`;
    throw new OkrError(
      `${book.name} › ${spotText(checkIns.spot('date', there))}: ${what}`,
      'correct that row, or give another day',
    );
  }
  return [];
}

function rowOfThatDay(checkIns, name, on) {
  for (let row = checkIns.header + 1; row <= checkIns.rows.length; row += 1) {
    const id = identifier(plainCell(checkIns.cell(checkIns.spot('key_result_id', row))));
    if (id === name && dayOr(checkIns.cell(checkIns.spot('date', row))) === on) return row;
  }
  return null;
}

function asHeld(checkIns, row, field, wanted) {
  const cell = checkIns.cell(checkIns.spot(field, row));
  return field === 'date' || same(field === 'key_result_id' ? identifier(plainCell(cell)) : cell, wanted);
}

// The first row in which no column of the table holds anything, be it only a blank formula.
function firstEmptyRow(checkIns, held) {
  const columns = new Set(checkIns.columns.values());
  const filled = new Set(
    [...held.keys()]
      .map(placeOf)
      .filter(([, column]) => columns.has(column))
      .map(([row]) => row),
  );
  let row = checkIns.header + 1;
  while (filled.has(row)) row += 1;
  return row;
}

function currentValue(results, held, of, value) {
  if (!results.has('current')) {
    throw new OkrError(
      `${results.sheet}: the key results have no column 'current'`,
      'add it, or leave the current value alone',
    );
  }
  const spot = results.spot('current', of.row);
  const old = heldAt(held, spot);
  if (old instanceof Formula)
    throw new OkrError(`${spotText(spot)}: the current value is a formula`, 'leave it: it works itself out');
  return same(old, value) ? [] : [changeOf(spot, old, value)];
}

// Refresh: enter formulas again, so that a sheet that shows #NAME? heals; or write what they would come to. As in addin/macros/refresh.py.

// OKR_SCORE( as people type it, and as other programs keep it.
const OURS = /\b(?:OKRSHEETS(?:_UDF)?\.|(?:_xldudf_OKRSHEETS_)?(?:OKR|SKILL)_)[A-Z_]+\(/i;
const COMPUTED = ['progress', 'expected', 'status_word', 'last_check_in', 'stale'];
const CONSTANT = /^=(?:(-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)|"((?:[^"]|"")*)")$/;

function planRefresh(book) {
  const [changes, locked] = [[], []];
  for (const sheet of book.sheets()) {
    const again = toEnter(book, sheet);
    if (again.length && book.isLocked(sheet)) locked.push(sheet);
    else changes.push(...again);
  }
  const names = locked.join(', ');
  if (locked.length && !changes.length) {
    throw new OkrError(`${book.name}: protected with a password: ${names}`, 'take the protection off, then refresh');
  }
  const says = locked.length ? [`left alone, protected with a password: ${names}`] : [];
  if (!changes.length) says.push('no formula asks a function of okrsheets, and none shows an error');
  return planOf('Refresh', { says, changes });
}

function toEnter(book, sheet) {
  const formulas = book.formulas(sheet);
  const rows = formulas.size ? book.cells(sheet) : [];
  const again = [];
  for (const [at, formula] of formulas) {
    const spot = spotOf(sheet, ...placeOf(at));
    if (OURS.test(formula.text) || shownAt(rows, spot) instanceof ErrorCell)
      again.push(changeOf(spot, formula, formula));
  }
  return again;
}

function shownAt(rows, spot) {
  return spot.row <= rows.length ? cellAt(rows[spot.row - 1], spot.column) : null;
}

// Only a computed cell that is blank, shows an error, or was written like this before is written; it becomes a constant
// formula such as =0.45, by which it is told from a figure that somebody typed.
function planValues(book) {
  const results = find(book, 'key results');
  const standing = standOn(recordsOfAll(book), asOf(book));
  const wanted = [...valuesOfKeyResults(results, standing), ...valuesOfAlignment(book, standing)];
  const absent = functionsAreAbsent(book);
  const changes = [];
  let replaced = 0;
  for (const sheet of [...new Set(wanted.map(([spot]) => spot.sheet))]) {
    const [held, rows] = [contents(book, sheet), book.cells(sheet)];
    for (const [spot, value] of wanted.filter(([each]) => each.sheet === sheet)) {
      const old = heldAt(held, spot);
      if (mayWrite(old, shownAt(rows, spot), absent) && !comesTo(old, value)) {
        changes.push(changeOf(spot, old, constantOf(value)));
        replaced += old instanceof Formula && !CONSTANT.test(old.text);
      }
    }
  }
  const says = replaced ? [`${replaced} formulas are replaced by what they would come to; undo brings them back`] : [];
  return checked(planOf('Refresh with values', { says, changes }), book);
}

// Whether a formula shows that our functions do not answer here.
function functionsAreAbsent(book) {
  return book.sheets().some((sheet) => {
    const rows = book.cells(sheet);
    return [...book.formulas(sheet)].some(
      ([at, formula]) => isNotKnown(shownAt(rows, spotOf(sheet, ...placeOf(at)))) && OURS.test(formula.text),
    );
  });
}

// Without our functions, a formula of ours that still shows what it once came to is an error that comes.
function mayWrite(old, shows, absent) {
  if (old instanceof Formula) {
    return (absent && OURS.test(old.text)) || shows instanceof ErrorCell || CONSTANT.test(old.text);
  }
  return old === null;
}

// A value as a formula that comes to it; no data is an empty cell.
function constantOf(value) {
  if (value === null) return null;
  return new Formula(typeof value === 'string' ? `="${value.replace(/"/g, '""')}"` : `=${rounded(value, 15)}`);
}

// Whether a cell holds that value as a constant formula.
function comesTo(held, value) {
  const match = held instanceof Formula ? CONSTANT.exec(held.text) : null;
  if (match === null || value === null) return held === null && value === null;
  if (match[1] === undefined) return match[2].replace(/""/g, '"') === value;
  return typeof value === 'number' && Math.abs(Number(match[1]) - value) <= 1e-9 * Math.max(1, Math.abs(value));
}

function valuesOfKeyResults(results, standing) {
  const fields = COMPUTED.filter((field) => results.has(field));
  const values = {
    progress: (each) => each.progress,
    expected: (each) => each.expected,
    status_word: (each) => each.status,
    last_check_in: (each) => each.last,
    stale: (each) => (each.stale ? 'yes' : 'no'),
  };
  const wanted = [];
  for (const each of standing.keyResults.filter((one) => one.keyResult.id)) {
    for (const field of fields) wanted.push([results.spot(field, each.keyResult.row), values[field](each)]);
  }
  return wanted;
}

// The columns of the alignment view that our functions fill; the rest of it computes everywhere.
function valuesOfAlignment(book, standing) {
  if (!book.sheets().includes('Alignment')) return [];
  const byId = firstById(standing.objectives, (each) => each.objective.id);
  const wanted = [];
  let columns = null;
  book.cells('Alignment').forEach((row, at) => {
    if (columns === null) {
      const names = new Map();
      row.forEach((cell, column) => {
        if (textIn(cell) !== null && !names.has(plainOf(cell))) names.set(plainOf(cell), column);
      });
      if (['id', 'alignment', 'score', 'status now'].every((name) => names.has(name))) columns = names;
      return;
    }
    const id = cellAt(row, columns.get('id'));
    const each = byId.get((id instanceof ErrorCell ? null : identifier(id)) || '');
    if (each === undefined) return;
    const values = { alignment: each.alignment, progress: each.own, score: each.score, 'status now': each.status };
    for (const [name, value] of Object.entries(values)) {
      if (columns.has(name)) wanted.push([spotOf('Alignment', at + 1, columns.get(name)), value]);
    }
  });
  return wanted;
}

// What becomes of each row when a quarter closes: which are carried forward, which leave, and how those that stay begin.

const START_STAYS = new Set(['binary', 'between']); // the start of these is no place where a measure stood

// The ids of what goes into the next cycle; with `unfinished` also every aspirational key result below its target.
function carriedOf(standing, unfinished) {
  const objectives = firstById(
    standing.objectives.map((each) => each.objective),
    (each) => each.id,
  );
  const coming = standing.keyResults.filter((each) => comesAlong(each, objectives, unfinished));
  const keyResults = new Set(coming.map((each) => each.keyResult.id));
  const kept = new Set(
    [...objectives.values()].filter((each) => each.status === 'carried forward').map((each) => each.id),
  );
  for (const { keyResult } of standing.keyResults) {
    if (keyResults.has(keyResult.id) && keyResult.objective_id) kept.add(keyResult.objective_id);
  }
  return { objectives: withThoseAbove(kept, objectives), keyResults };
}

function comesAlong(standing, objectives, unfinished) {
  const of = standing.keyResult;
  if (!of.id || !standing.counted) return false;
  if (of.status === 'carried forward') return true;
  const objective = objectives.get(of.objective_id || '');
  const asked = objective !== undefined && objective.status === 'carried forward';
  return standing.score !== 1 && (asked || (unfinished && standing.commitment === 'aspirational'));
}

function withThoseAbove(names, objectives) {
  const kept = new Set();
  for (const name of names) {
    let above = objectives.get(name);
    while (above !== undefined && !kept.has(above.id)) {
      kept.add(above.id);
      above = objectives.get(above.parent_id || '');
    }
  }
  return kept;
}

// Empty the rows whose id is not kept; a row without an id is somebody's draft, and left alone.
function rowsOfNextCycle(located, held, rows, kept) {
  const changes = [];
  for (const [row, name] of rows) {
    if (name !== null && !kept.has(name)) {
      for (const { field } of inputsOf(located.table)) changes.push(...changeIn(located, held, field, row, null));
    }
  }
  return changes;
}

// Change a cell of a table, when it has that column and the cell says something else.
function changeIn(located, held, field, row, fresh) {
  if (!located.has(field)) return [];
  const spot = located.spot(field, row);
  const old = heldAt(held, spot);
  return same(old, fresh) ? [] : [changeOf(spot, old, fresh)];
}

// Let a key result start from where it stands: start is what was current, and that is blank until a check-in.
function beginAgain(located, held, standing, end) {
  const of = standing.keyResult;
  const changes = [];
  if (hasAStart(of) && standing.current !== null && standing.score !== 1) {
    changes.push(...changeIn(located, held, 'start', of.row, standing.current));
  }
  if (located.has('current') && !(heldAt(held, located.spot('current', of.row)) instanceof Formula)) {
    changes.push(...changeIn(located, held, 'current', of.row, null));
  }
  changes.push(...renew(located, held, of.row));
  for (const field of ['start_date', 'due_date']) {
    if (of[field] !== null && of[field] <= end) changes.push(...changeIn(located, held, field, of.row, null));
  }
  return changes;
}

function hasAStart(of) {
  return !START_STAYS.has(of.kind) && (of.start !== null || !['at least', 'at most'].includes(of.kind));
}

// Let a row that was carried forward be active again; why it was stays in the copy.
function renew(located, held, row) {
  return [...changeIn(located, held, 'status', row, 'active'), ...changeIn(located, held, 'reason', row, null)];
}

// Let the rows that stay after some changes follow each other from the first row on, where their rows are theirs alone:
// not when somebody wrote beside the table, has a draft without an id, or typed a formula into it.
function movedUp(located, held, rows, changes) {
  const columns = inputsOf(located.table)
    .filter(({ field }) => located.has(field))
    .map(({ field }) => located.columns.get(field));
  if (!rows.length || !areAlone(held, rows, columns)) return changes;
  const after = new Map(held);
  for (const { spot, fresh } of changes) after.set(key(spot.row, spot.column), fresh);
  const cellAfter = (row, column) => (row === undefined ? null : heldAt(after, spotOf(located.sheet, row, column)));
  const all = rows.map(([row]) => row).sort((one, other) => one - other);
  const stay = all.filter((row) => columns.some((column) => !isEmpty(cellAfter(row, column))));
  return all
    .flatMap((row, index) =>
      columns.map((column) => {
        const spot = spotOf(located.sheet, row, column);
        return changeOf(spot, heldAt(held, spot), cellAfter(stay[index], column));
      }),
    )
    .filter(({ old, fresh }) => !same(old, fresh));
}

// Whether the rows hold what was typed into the table, and beside it nothing but formulas.
function areAlone(held, rows, columns) {
  const own = new Set(rows.map(([row]) => row));
  const first = extreme([...own], -1);
  const last = extreme([...own], 1);
  const typed = new Set(columns);
  const filled = new Set();
  for (const [at, cell] of held) {
    const [row, column] = placeOf(at);
    if (row < first || row > last) continue;
    if (cell instanceof Formula === typed.has(column)) return false;
    if (typed.has(column)) filled.add(row);
  }
  const complete = filled.size === own.size && [...filled].every((row) => own.has(row));
  return complete && rows.every(([, name]) => name !== null);
}

// The cycle after this one: its name and its days. As in addin/macros/quarter.py.

const MONTH = 365.2425 / 12;

// The cycle that begins the day after one ends and takes as many months; `name` is what to call it.
function followingCycle(cycle, start, end, name) {
  const [year, month, dayOfMonth] = calendar(end + 1);
  const months = Math.max(1, Math.round((end + 1 - start) / MONTH));
  const after = year * 12 + month - 1 + months;
  const last = serialDay(Math.floor(after / 12), (after % 12) + 1, 1) + dayOfMonth - 2;
  return { name: name || nextName(cycle), start: end + 1, end: last };
}

function nextName(cycle) {
  const named = quarterNamed(cycle);
  if (named === null) {
    throw new OkrError(
      `what comes after ${quoted(cycle)} is not known`,
      'say what the next cycle is called, e.g. 2026-Q3',
    );
  }
  return `${named[0] + Math.floor(named[1] / 4)}-Q${(named[1] % 4) + 1}`;
}

// A cycle's name with its year, as a sheet's name can end.
function dated(cycle, end) {
  const named = strip(cycle.replace(/[[\]:*?/\\']/g, '-'));
  return YEAR.test(named) ? named : `${named} ${calendar(end)[0]}`;
}

// Close the quarter: keep the sheets as they stand, list the post-mortems, and begin the next cycle. As in addin/macros/close_quarter.py.

const NAME_AT_MOST = 31; // characters of a sheet's name in the other programs
const POST_MORTEM = [
  'Key result',
  'What it was',
  'Objective',
  'Owner',
  'Progress',
  'What got in the way',
  'What we change',
  'Cell',
];

function planClose(book, { unfinished = false, nextCycle = '', early = false } = {}) {
  const settings = find(book, 'settings');
  const [objectives, results] = [find(book, 'objectives'), find(book, 'key results')];
  const cycle = cycleOf(book, settings);
  const today = asOf(book);
  if (today < cycle.end && !early) {
    throw new OkrError(
      `${book.name}: ${cycle.name} ends on ${isoDate(cycle.end)}`,
      'close it then, or ask to close it early',
    );
  }
  if (functionsAreAbsent(book)) {
    throw new OkrError(
      `${book.name}: figures show ${NOT_KNOWN}, and would be kept like this`,
      'refresh first, then close',
    );
  }
  const standing = standOn(recordsOfAll(book), Math.min(today, cycle.end));
  if (!standing.keyResults.length) {
    throw new OkrError(`${book.name} › ${results.sheet}: there are no key results to close`, 'the cycle has not begun');
  }
  const comes = carriedOf(standing, unfinished);
  const next = followingCycle(cycle.name, cycle.start, cycle.end, nextCycle);
  const closing = { book, settings, cycle, next, standing, comes };
  const frozen = frozenSheets(closing);
  const { short, list } = postMortems(closing, frozen, results);
  const changes = [
    ...list,
    ...closedObjectives(closing, objectives),
    ...closedKeyResults(closing, results),
    ...closedOthers(closing),
    ...nextSettings(closing),
  ];
  const says = [
    `${cycle.name} closes; ${next.name} begins on ${isoDate(next.start)} and ends on ${isoDate(next.end)}`,
    `carried forward: ${[...comes.keyResults].sort().join(', ') || 'nothing'}`,
    `post-mortems: ${short.join(', ') || 'none'}`,
    ...needsATarget(closing),
    ...dayStays(closing, today),
  ];
  const newSheets = [...frozen, ...(list.length ? [{ name: list[0].spot.sheet, copyOf: '' }] : [])];
  const show = spotOf(results.sheet, results.header + 1, 0);
  return checked(planOf(`Close ${cycle.name}`, { says, newSheets, changes, show }), book);
}

function cycleOf(book, settings) {
  const own = recordsOf(settings)[0] || {};
  if (isNone(own.cycle) || isNone(own.cycle_start) || isNone(own.cycle_end)) {
    throw new OkrError(
      `${book.name} › ${settings.sheet}: the cycle's name, start or end is missing`,
      'fill in cycle, cycle start and cycle end',
    );
  }
  if (own.cycle_end <= own.cycle_start) {
    const spot = settings.spot('cycle_end', settings.header + 1);
    throw new OkrError(`${book.name} › ${spotText(spot)}: the cycle ends before it starts`, 'correct its dates');
  }
  return { name: own.cycle, start: own.cycle_start, end: own.cycle_end };
}

// A copy of each sheet that says how the cycle went.
function frozenSheets(closing) {
  const titles = closing.book.sheets();
  const found = FACTS.tables
    .filter((table) => table.name !== 'settings')
    .map((table) => look(closing.book, table.name));
  const sheets = found.filter((each) => each !== null).map((each) => each.sheet);
  return [...new Set([...sheets, ...(titles.includes('Alignment') ? ['Alignment'] : [])])].map((sheet) => {
    const name = closedName(closing, sheet);
    if (titles.includes(name)) {
      throw new OkrError(
        `${closing.book.name}: there is a sheet ${quoted(name)} already`,
        'was this cycle closed before? Delete or rename that sheet to close it again',
      );
    }
    return { name, copyOf: sheet };
  });
}

function closedName(closing, sheet) {
  const end = dated(closing.cycle.name, closing.cycle.end);
  if ([...`${sheet} ${end}`].length > NAME_AT_MOST) {
    throw new OkrError(
      `${closing.book.name}: '${sheet} ${end}' is too long for a sheet's name`,
      `shorten the sheet's name ${quoted(sheet)}`,
    );
  }
  return `${sheet} ${end}`;
}

// Committed key results that closed below their target, with room to say why.
function postMortems(closing, frozen, results) {
  const short = closing.standing.keyResults.filter(
    (each) => each.keyResult.id && each.counted && each.commitment === 'committed' && each.score !== 1,
  );
  if (!short.length) return { short: [], list: [] };
  const copy = frozen.find((sheet) => sheet.copyOf === results.sheet).name;
  const list = writeList(closing.book, {
    name: closedName(closing, 'Post-mortems'),
    title: `Committed, and closed below the target: ${closing.cycle.name}`,
    headings: POST_MORTEM,
    rows: short.map((each) => postMortemRow(each, results, copy)),
  });
  return { short: short.map((each) => each.keyResult.id), list: list.changes };
}

function postMortemRow(standing, results, copy) {
  const of = standing.keyResult;
  const cell = spotOf(copy, of.row, results.columns.get('id'));
  const reached = standing.score === null ? 'no data' : percent(standing.score);
  return [
    entryOf(of.id),
    entryOf(of.key_result),
    entryOf(of.objective_id),
    entryOf(of.owner),
    entryOf(reached, { look: 'bad' }),
    entryOf(null),
    entryOf(null),
    entryOf(spotText(cell), { leadsTo: cell }),
  ];
}

function closedObjectives(closing, located) {
  const held = contents(closing.book, located.sheet);
  const records = recordsOf(located);
  const kept = closing.comes.objectives;
  const rows = records.map((each) => [each.row, each.id]);
  const changes = rowsOfNextCycle(located, held, rows, kept);
  for (const each of records) {
    if (kept.has(each.id) && each.status === 'carried forward') changes.push(...renew(located, held, each.row));
  }
  return movedUp(located, held, rows, changes);
}

function closedKeyResults(closing, located) {
  const held = contents(closing.book, located.sheet);
  const kept = closing.comes.keyResults;
  const standings = closing.standing.keyResults;
  const rows = standings.map(({ keyResult }) => [keyResult.row, keyResult.id]);
  const changes = rowsOfNextCycle(located, held, rows, kept);
  for (const each of standings) {
    if (kept.has(each.keyResult.id)) changes.push(...beginAgain(located, held, each, closing.cycle.end));
  }
  return movedUp(located, held, rows, changes);
}

// Check-ins begin anew; the skills that a goal needs stay with the objectives that stay.
function closedOthers(closing) {
  const emptied = (name, idOf, kept, then = (located, held, rows, changes) => changes) => {
    const located = look(closing.book, name);
    if (located === null) return [];
    const held = contents(closing.book, located.sheet);
    const rows = recordsOf(located).map((each) => [each.row, idOf(each)]);
    return then(located, held, rows, rowsOfNextCycle(located, held, rows, kept));
  };
  return [
    ...emptied('check-ins', () => 'a check-in', new Set()),
    ...emptied('goal skills', (each) => each.objective_id, closing.comes.objectives, movedUp),
  ];
}

function nextSettings(closing) {
  const { settings, next } = closing;
  const held = contents(closing.book, settings.sheet);
  const fresh = { cycle: next.name, cycle_start: new When(next.start), cycle_end: new When(next.end) };
  return Object.entries(fresh)
    .map(([field, value]) => {
      const spot = settings.spot(field, settings.header + 1);
      return changeOf(spot, heldAt(held, spot), value);
    })
    .filter((change) => !(change.old instanceof Formula));
}

function dayStays(closing, today) {
  if (today === closing.book.today) return [];
  return [`the settings still look from ${isoDate(today)}: change that to see the next cycle`];
}

function needsATarget(closing) {
  const there = closing.standing.keyResults
    .filter((each) => closing.comes.keyResults.has(each.keyResult.id) && each.score === 1)
    .map((each) => each.keyResult.id);
  return there.length ? [`carried forward with its target reached, so give it a new one: ${there.join(', ')}`] : [];
}

// What each entry of the menu asks the person, plans, shows, and carries out. A person has tell(title, lines),
// agrees(title, lines) and fill(title, questions), which gives null when the person would rather not.

const PLANS = {
  check_in(book, person, entry) {
    const spot = book.selected();
    const chosen = spot === null ? null : selectedKeyResult(book, spot);
    const usualAnswers = { key_result: chosen || '', day: isoDate(asOf(book)) };
    const said = person.fill(
      labelOf(entry),
      entry.questions.map((each) => (each.name in usualAnswers ? { ...each, usual: usualAnswers[each.name] } : each)),
    );
    if (said === null) return null;
    return planCheckIn(book, {
      keyResult: strip(said.key_result),
      value: said.value,
      confidence: said.confidence,
      note: said.note,
      by: said.by,
      on: dayTyped(said.day),
      setCurrent: said.set_current === true,
    });
  },
  check_alignment: planCheckAlignment,
  refresh: planRefresh,
  values: planValues,
  close(book, person, entry) {
    const said = person.fill(labelOf(entry), entry.questions);
    if (said === null) return null;
    return planClose(book, {
      unfinished: said.unfinished === true,
      nextCycle: strip(said.next_cycle),
      early: said.early === true,
    });
  },
};

function labelOf(entry) {
  return entry.label.replace(/…+$/, '');
}

function dayTyped(text) {
  if (isBlank(text)) return null;
  const found = dayInCalendar(text);
  if (found === null) throw new OkrError(`${quoted(text)} is no day`, 'type it as 2026-03-31');
  return found;
}

// Do what an entry is for and return the plan that undoes it; null when nothing was done. `carryOut` applies a plan and
// returns its undo, `last` is what the entry `undo` carries out, `remarks` has more to say about a plan.
function runEntry(name, book, person, carryOut, last = null, remarks = () => []) {
  let label = FACTS.menu.undoLabel;
  try {
    let plan = last;
    if (name === FACTS.menu.undo) {
      if (plan === null) {
        throw new OkrError(
          'there is nothing to undo',
          'this takes back the last entry of the menu that changed something',
        );
      }
    } else {
      const entry = FACTS.menu.entries.find((each) => each.name === name);
      label = labelOf(entry);
      plan = PLANS[name](book, person, entry);
    }
    if (plan === null) return null;
    if (isIdle(plan)) {
      person.tell(label, brief(plan));
      return null;
    }
    return person.agrees(label, [...brief(plan), ...remarks(plan)]) ? carryOut(plan) : null;
  } catch (error) {
    if (!(error instanceof OkrError)) throw error;
    person.tell(label, [error.message, ...(error.hint ? [error.hint] : [])]);
    return null;
  }
}

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
            `${this.name} › ${spotText(locked.spot)}: the cell is protected, and not for you to change`,
            'ask the owner of the spreadsheet to let you, or to do this',
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
  const book = new GoogleBook(SpreadsheetApp.getActiveSpreadsheet());
  const person = new PersonAtBrowser(SpreadsheetApp.getUi());
  if (name === 'close' && book.isLoading()) {
    person.tell('Close the quarter', [
      'some figures are still being computed',
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
    throw new OkrError('somebody else is using the menu of this spreadsheet', 'try again in a moment');
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
      'Edit › Undo takes back what was written until then',
    );
  } finally {
    lock.releaseLock();
  }
}

function remarksOn(plan) {
  const large = asciiOf(packed(undoOf(plan))).length > ROOM;
  return large ? ['too much to be undone from this menu; File › Version history brings it back'] : [];
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
  constructor(ui) {
    this.ui = ui;
  }

  tell(title, lines) {
    this.ui.alert(`${FACTS.menu.title}: ${title}`, lines.join('\n'), this.ui.ButtonSet.OK);
  }

  agrees(title, lines) {
    const shown = lines.length > AT_MOST ? [...lines.slice(0, AT_MOST), `… and ${lines.length - AT_MOST} more`] : lines;
    const said = this.ui.alert(
      `${FACTS.menu.title}: ${title}`,
      [...shown, '', 'Go on?'].join('\n'),
      this.ui.ButtonSet.YES_NO,
    );
    return said === this.ui.Button.YES;
  }

  // One window after the other, since Google has none with several fields that a script could wait for.
  fill(title, questions) {
    const answers = {};
    for (const [at, question] of questions.entries()) {
      const said = this.ask(`${FACTS.menu.title}: ${title} (${at + 1} of ${questions.length})`, question);
      if (said === null) return null;
      answers[question.name] = said;
    }
    return answers;
  }

  ask(title, question) {
    if (typeof question.usual === 'boolean') {
      const said = this.ui.alert(title, `${question.label}?`, this.ui.ButtonSet.YES_NO_CANCEL);
      if (said === this.ui.Button.YES) return true;
      return said === this.ui.Button.NO ? false : null;
    }
    const usualAnswer = question.usual ? `\n(blank: ${question.usual})` : '';
    const said = this.ui.prompt(title, question.label + usualAnswer, this.ui.ButtonSet.OK_CANCEL);
    return said.getSelectedButton() === this.ui.Button.OK ? said.getResponseText() || question.usual : null;
  }
}

return { answer, openMenu, click, runEntry, applyPlan, packed, unpacked, kinds: { Formula, ErrorCell, When } };
})();

function okrMenu() {
  Okrsheets_.openMenu();
}

/**
 * How far along one key result is, raw: below 0 after a regression, above 1 when overachieved.
 * Example: =OKR_PROGRESS(20, 50, 35)  ->  0.5
 *
 * @param {any} start where the key result began
 * @param {any} target where it should end
 * @param {any} current where it is today
 * @param {any} [kind] metric (default), increase, decrease, milestone, binary, at least, at most, between
 * @return {any} the answer
 * @customfunction
 */
function OKR_PROGRESS(start, target, current, kind) {
  return Okrsheets_.answer('OKR_PROGRESS', arguments);
}

/**
 * Progress clamped to 0..1.
 * Example: =OKR_SCORE(1.4)  ->  1
 *
 * @param {any} progress a raw progress
 * @return {any} the answer
 * @customfunction
 */
function OKR_SCORE(progress) {
  return Okrsheets_.answer('OKR_SCORE', arguments);
}

/**
 * Red, yellow or green: aspirational is green from 0.7, committed only at 1.
 * Example: =OKR_GRADE(0.7, "committed")  ->  yellow
 *
 * @param {any} score a score or progress
 * @param {any} [commitment] aspirational (default) or committed
 * @return {any} the answer
 * @customfunction
 */
function OKR_GRADE(score, commitment) {
  return Okrsheets_.answer('OKR_GRADE', arguments);
}

/**
 * The share of the period that has passed, 0..1.
 * Example: =OKR_EXPECTED("2026-01-01", "2026-03-31", "2026-02-15")  ->  0.5056
 *
 * @param {any} start_date first day of the period
 * @param {any} end_date last day of the period
 * @param {any} today the day to look from, usually a cell with =TODAY()
 * @return {any} the answer
 * @customfunction
 */
function OKR_EXPECTED(start_date, end_date, today) {
  return Okrsheets_.answer('OKR_EXPECTED', arguments);
}

/**
 * no data, achieved, on track, at risk or off track.
 * Example: =OKR_STATUS(0.39, 0.5)  ->  at risk
 *
 * @param {any} score a score, 0..1
 * @param {any} expected the score expected by now
 * @param {any} [at_risk_gap] how far behind is at risk; 0.10 when left out
 * @param {any} [off_track_gap] how far behind is off track; 0.25 when left out
 * @return {any} the answer
 * @customfunction
 */
function OKR_STATUS(score, expected, at_risk_gap, off_track_gap) {
  return Okrsheets_.answer('OKR_STATUS', arguments);
}

/**
 * The weighted mean of the progress values that have data, each clamped to 0..1 first.
 * Example: =OKR_ROLLUP(O5:O9, I5:I9)  ->  0.64
 *
 * @param {Array<Array<any>>} progress the progress of several key results
 * @param {Array<Array<any>>} [weights] how much each one counts; blank cells count 1
 * @return {any} the answer
 * @customfunction
 */
function OKR_ROLLUP(progress, weights) {
  return Okrsheets_.answer('OKR_ROLLUP', arguments);
}

/**
 * The share of the cells that have data, 0..1.
 * Example: =OKR_COVERAGE(O5:O9)  ->  0.8
 *
 * @param {Array<Array<any>>} progress the progress of several key results
 * @return {any} the answer
 * @customfunction
 */
function OKR_COVERAGE(progress) {
  return Okrsheets_.answer('OKR_COVERAGE', arguments);
}

/**
 * Progress carried up the tree: each objective's own and its children's, as a column.
 * Example: =OKR_CASCADE(A5:A20, F5:F20, M5:M20)  ->  a column
 *
 * @param {Array<Array<any>>} ids the ids of all objectives
 * @param {Array<Array<any>>} parents for each objective, the id of the one that it serves
 * @param {Array<Array<any>>} progress each objective's own progress; blank when it has none
 * @param {Array<Array<any>>} [weights] how much each one counts; blank cells count 1
 * @return {Array<Array<any>>} the answer
 * @customfunction
 */
function OKR_CASCADE(ids, parents, progress, weights) {
  return Okrsheets_.answer('OKR_CASCADE', arguments);
}

/**
 * One word per objective: top, aligned, orphan, unknown parent, skips level, inverted level, cycle, duplicate id.
 * Example: =OKR_ALIGNMENT(A5:A20, F5:F20, B5:B20)  ->  a column
 *
 * @param {Array<Array<any>>} ids the ids of all objectives
 * @param {Array<Array<any>>} parents for each objective, the id of the one that it serves
 * @param {Array<Array<any>>} [levels] Organisation, CEO, Team or Skills for each objective
 * @return {Array<Array<any>>} the answer
 * @customfunction
 */
function OKR_ALIGNMENT(ids, parents, levels) {
  return Okrsheets_.answer('OKR_ALIGNMENT', arguments);
}

/**
 * The progress at the end date if the check-ins go on in a straight line.
 * Example: =OKR_FORECAST(A5:A20, C5:C20, 10, 40, Settings!C9)  ->  0.8
 *
 * @param {Array<Array<any>>} dates the days of the check-ins
 * @param {Array<Array<any>>} values their values
 * @param {any} start where the key result began
 * @param {any} target where it should end
 * @param {any} end_date the day to look ahead to
 * @return {any} the answer
 * @customfunction
 */
function OKR_FORECAST(dates, values, start, target, end_date) {
  return Okrsheets_.answer('OKR_FORECAST', arguments);
}

/**
 * TRUE when the last check-in is too old, or there is none.
 * Example: =OKR_STALE(R5, Settings!C13)  ->  TRUE
 *
 * @param {any} last_date the day of the last check-in; may be blank
 * @param {any} today the day to look from, usually a cell with =TODAY()
 * @param {any} [days] after how many days it is stale; 14 when left out
 * @return {any} the answer
 * @customfunction
 */
function OKR_STALE(last_date, today, days) {
  return Okrsheets_.answer('OKR_STALE', arguments);
}

/**
 * A person's level in a skill: the weighted mean of the ratings that are there.
 * Example: =SKILL_LEVEL(4, 3, 2, "")  ->  2.67
 *
 * @param {Array<Array<any>>} self the person's own rating, or several
 * @param {Array<Array<any>>} peer colleagues' ratings
 * @param {Array<Array<any>>} manager the manager's rating
 * @param {Array<Array<any>>} evidence levels shown by certificates and projects
 * @param {any} [w_self] weight, 1 when left out
 * @param {any} [w_peer] weight, 2 when left out
 * @param {any} [w_manager] weight, 3 when left out
 * @param {any} [w_evidence] weight, 4 when left out
 * @return {any} the answer
 * @customfunction
 */
function SKILL_LEVEL(self, peer, manager, evidence, w_self, w_peer, w_manager, w_evidence) {
  return Okrsheets_.answer('SKILL_LEVEL', arguments);
}

/**
 * How many levels are lacking, 0 when there is enough.
 * Example: =SKILL_GAP(2, 4)  ->  2
 *
 * @param {any} level the level that a person has; blank when not rated
 * @param {any} required the level that is required
 * @return {any} the answer
 * @customfunction
 */
function SKILL_GAP(level, required) {
  return Okrsheets_.answer('SKILL_GAP', arguments);
}

/**
 * The gaps of a whole matrix of people and skills.
 * Example: =SKILL_GAPS(C6:H20, C4:H4)  ->  a matrix
 *
 * @param {Array<Array<any>>} levels levels of people (rows) in skills (columns)
 * @param {Array<Array<any>>} required one row: the level required in each skill
 * @return {Array<Array<any>>} the answer
 * @customfunction
 */
function SKILL_GAPS(levels, required) {
  return Okrsheets_.answer('SKILL_GAPS', arguments);
}

/**
 * The share of the required levels that is there, 0..1.
 * Example: =SKILL_COVERAGE(C6:H6, C4:H4)  ->  0.85
 *
 * @param {Array<Array<any>>} levels the levels that are there
 * @param {Array<Array<any>>} required the levels that are required
 * @param {Array<Array<any>>} [weights] how much each one counts; blank cells count 1
 * @return {any} the answer
 * @customfunction
 */
function SKILL_COVERAGE(levels, required, weights) {
  return Okrsheets_.answer('SKILL_COVERAGE', arguments);
}

/**
 * How many people stand at or above a level.
 * Example: =SKILL_BUS_FACTOR(C6:C20, 3)  ->  4
 *
 * @param {Array<Array<any>>} levels the levels of people, 0 to 5; not rated may be blank
 * @param {any} level the level to count from
 * @return {any} the answer
 * @customfunction
 */
function SKILL_BUS_FACTOR(levels, level) {
  return Okrsheets_.answer('SKILL_BUS_FACTOR', arguments);
}

/**
 * How many people are lacking at a level.
 * Example: =SKILL_MISSING(C6:C20, 3, 5)  ->  1
 *
 * @param {Array<Array<any>>} levels the levels of people, 0 to 5; not rated may be blank
 * @param {any} level the level that is needed
 * @param {any} headcount how many people are needed at that level
 * @return {any} the answer
 * @customfunction
 */
function SKILL_MISSING(levels, level, headcount) {
  return Okrsheets_.answer('SKILL_MISSING', arguments);
}

/**
 * How ready a goal is, 0..1, given the people that its skills require.
 * Example: =SKILL_READINESS(D5:D9, E5:E9)  ->  0.75
 *
 * @param {Array<Array<any>>} have how many people there are for each requirement
 * @param {Array<Array<any>>} required how many are required
 * @param {Array<Array<any>>} [weights] how much each one counts; blank cells count 1
 * @return {any} the answer
 * @customfunction
 */
function SKILL_READINESS(have, required, weights) {
  return Okrsheets_.answer('SKILL_READINESS', arguments);
}

/**
 * missing, not yet valid, valid, expiring or expired.
 * Example: =SKILL_CERT("2026-01-01", "2026-07-01", "2026-06-01")  ->  expiring
 *
 * @param {any} issued the day of issue; blank when there is no certificate
 * @param {any} expires the day it expires; blank when never
 * @param {any} today the day to look from, usually a cell with =TODAY()
 * @param {any} [warn_days] from how many days before it says expiring; 60 when left out
 * @return {any} the answer
 * @customfunction
 */
function SKILL_CERT(issued, expires, today, warn_days) {
  return Okrsheets_.answer('SKILL_CERT', arguments);
}

function okrCheckIn() {
  Okrsheets_.click('check_in');
}

function okrCheckAlignment() {
  Okrsheets_.click('check_alignment');
}

function okrRefresh() {
  Okrsheets_.click('refresh');
}

function okrValues() {
  Okrsheets_.click('values');
}

function okrClose() {
  Okrsheets_.click('close');
}

function okrUndo() {
  Okrsheets_.click('undo');
}

function onOpen() {
  okrMenu();
}
