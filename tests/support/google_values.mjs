// node google_values.mjs Code.gs < questions: what Code.gs reads in columns, tables and names of cycles (a line of JSON each),
// an answer a line. See google_values.py.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { cellFrom } from "./google_memory_book.mjs";

const sheet = vm.createContext({});
vm.runInContext(readFileSync(process.argv[2], "utf8"), sheet, { filename: "Code.gs" });
const { readColumn, readRecords, tableNamed, columnNamed, parseCycle, cycleAfter, kinds } = sheet.Okrsheets_;
const cellsFrom = (cells) => cells.map((cell) => cellFrom(kinds, cell));

const ANSWERS = {
  column: ({ table, field, cells, units }) =>
    readColumn(columnNamed(tableNamed(table), field), cellsFrom(cells), new Set(units)),
  table: ({ table, fields, rows }) => {
    const positions = new Map(fields.map((field, at) => [field, at]));
    return readRecords(tableNamed(table), positions, rows.map(cellsFrom), 2);
  },
  cycle: ({ name }) => {
    const cycle = parseCycle(name);
    return { cycle, next: cycle && cycleAfter(cycle) };
  },
};

for (const line of readFileSync(0, "utf8").split("\n")) {
  if (!line) continue;
  const asked = JSON.parse(line);
  console.log(JSON.stringify(ANSWERS[asked.kind](asked)));
}
