// node google_app.mjs Code.gs < scenarios: plays each scenario (as in google_scenarios.py, with a time zone) by calling the functions
// of the menu, on a stand-in for Google's services; answers a line with what was told and what the cells hold after every click.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { Spreadsheet, services } from "./google_services.mjs";

const code = readFileSync(process.argv[2], "utf8");
for (const line of readFileSync(0, "utf8").split("\n")) {
  if (line) console.log(JSON.stringify(played(JSON.parse(line))));
}

function played({ book: given, clicks, zone, forbidden, busy, refusing }) {
  const sheet = vm.createContext({});
  const book = opened(given, zone, vm.runInContext("Date", sheet));
  const person = { told: [], menus: [], click: null };
  person.alert = (title, text, set) => {
    person.told.push(title, ...text.split("\n"));
    return set.length === 1 ? "OK" : person.click.yes ? "YES" : "NO";
  };
  person.opens = (html, title) => {
    person.form = { html, title };
  };
  const google = services(book, person);
  Object.assign(sheet, google);
  vm.runInContext(code, sheet, { filename: "Code.gs" });
  sheet.onOpen();
  if (forbidden) book.protect(book.getSheetByName(forbidden).getDataRange()).mine = false;
  if (refusing) book.getSheetByName(refusing[0]).cell(refusing[1], refusing[2] + 1).refuses = true;
  google.held.locked = Boolean(busy);
  return clicks.map((click) => {
    person.told = [];
    person.click = click;
    const [, name] = person.menus[0].items.find(([label]) => label === click.label);
    person.form = null;
    sheet[name]();
    if (person.form && click.said) fillIn(sheet, person);
    return {
      form: person.form?.html ?? null,
      told: person.told,
      cells: cellsOf(book),
      sheets: book.sheets.map((each) => each.name),
      properties: google.properties.size,
    };
  });
}

// Fill in the form as a person does, by its labels, and agree to what it shows or not.
function fillIn(sheet, { form, click, told }) {
  const answers = {};
  for (const [, label] of form.html.matchAll(/<label>(.*?)<\/label>/g)) {
    const text = plainText(label.replace(/<.*?>/g, "")).trim();
    const attribute = (name) => plainText(label.match(new RegExp(` ${name}="(.*?)"`))[1]);
    const box = attribute("type") === "checkbox";
    const usual = box ? / checked>/.test(label) : attribute("value");
    answers[attribute("name")] = click.said[text] ?? usual;
  }
  const entry = JSON.parse(form.html.match(/\)\(("\w+")\)<\/script>/)[1]);
  const send = (agreed) => JSON.parse(JSON.stringify(sheet.okrForm(entry, answers, agreed)));
  let reply = send(null);
  if (reply.lines) {
    told.push(form.title, ...reply.lines, "Continue?");
    if (click.yes) reply = send(reply.lines);
  }
  if (reply.problem) told.push(form.title, ...reply.problem);
}

function plainText(text) {
  const letters = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => letters[name]);
}

function opened(given, zone, Moment) {
  const book = new Spreadsheet(given.name, zone, Moment);
  const put = (cell, value) => {
    if (value?.date !== undefined) Object.assign(cell, { value: value.date, format: "yyyy-mm-dd" });
    else cell.value = value?.error ?? value ?? "";
  };
  for (const [formula, value] of given.answers) book.answers.set(formula, value?.date ?? value?.error ?? value ?? "");
  for (const [name, cells] of given.sheets) {
    const sheet = book.insertSheet(name, book.sheets.length);
    for (const [row, column, cell] of cells) {
      const target = sheet.cell(row, column + 1);
      if (cell?.formula) target.formula = cell.formula;
      else put(target, cell);
    }
  }
  for (const [name, row, column, value] of given.shown) put(book.getSheetByName(name).cell(row, column + 1), value);
  if (given.at) book.active = book.getSheetByName(given.at.sheet).getRange(given.at.row, given.at.column + 1);
  return book;
}

function cellsOf(book) {
  const found = {};
  for (const sheet of book.sheets) {
    for (const [at, cell] of sheet.held) {
      const [row, column] = at.split(",").map(Number);
      const dated = typeof cell.value === "number" && /[yd]/.test(cell.format ?? "");
      const value = cell.formula ? { formula: cell.formula } : dated ? { date: cell.value } : cell.value;
      const look = cell.ink !== undefined ? [cell.ink, cell.ground] : null;
      const [, id, to] = /^#gid=(\d+)&range=(.+)$/.exec(cell.link ?? "") ?? [];
      const link = to ? `${book.sheets.find((each) => each.id === Number(id)).name}!${to}` : null;
      if (value !== "" || look) found[`${sheet.name}!${row},${column - 1}`] = { value, look, link };
    }
  }
  return found;
}
