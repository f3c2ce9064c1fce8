// node google_macros.mjs Code.gs < scenarios: plays each scenario (a line of JSON) with the macros of Code.gs on a workbook in
// memory, and answers a line with what was told, planned and held after every click. See google_scenarios.py.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { memoryBook } from "./google_memory_book.mjs";

const sheet = vm.createContext({});
vm.runInContext(readFileSync(process.argv[2], "utf8"), sheet, { filename: "Code.gs" });
const { runEntry, applyPlan, packed, unpacked, kinds } = sheet.Okrsheets_;

const stateOf = (book) => {
  const cells = [];
  for (const [name, held] of book.held) for (const [place, cell] of held) cells.push([`${name}!${place}`, cell]);
  return {
    sheets: book.sheets(),
    cells: sorted(cells),
    links: sorted([...book.links]),
    looks: sorted([...book.looks]),
    at: book.selected(),
  };
};
const sorted = (entries) =>
  Object.fromEntries(
    entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([place, cell]) => [place, plain(cell)]),
  );
const plain = (cell) =>
  cell instanceof kinds.Formula
    ? { formula: cell.text }
    : cell instanceof kinds.ErrorCell
      ? { error: cell.text }
      : cell instanceof kinds.When
        ? { date: cell.serial }
        : cell;

for (const line of readFileSync(0, "utf8").split("\n")) {
  if (!line) continue;
  const scenario = JSON.parse(line);
  const book = memoryBook(kinds, scenario.book);
  let last = null;
  const clicks = scenario.clicks.map(({ entry, answers, yes }) => {
    const told = [];
    let plan = null;
    if (entry === "deletes") {
      book.removeSheet(answers.sheet);
      return { told, plan, state: stateOf(book) };
    }
    const person = {
      tell: (title, lines) => told.push(title, ...lines),
      agrees: (title, lines) => told.push(title, ...lines) && yes,
      fill(title, questions, problem) {
        told.push(title, ...questions.map(({ name, usual }) => `${name}=${usual}`), ...problem);
        if (problem.length) return null;
        return (
          answers &&
          Object.fromEntries(questions.map(({ name, usual }) => [name, name in answers ? answers[name] : usual]))
        );
      },
    };
    const carryOut = (given) => {
      plan = JSON.parse(packed(given));
      return applyPlan(given, book);
    };
    const undo = runEntry(entry, book, person, carryOut, last);
    if (undo !== null) last = unpacked(packed(undo));
    return { told, plan, state: stateOf(book) };
  });
  console.log(JSON.stringify(clicks));
}
