// node google_tables.mjs Code.gs < vectors: the tables that Code.gs finds in each grid (a line of JSON), an answer a line.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const sheet = vm.createContext({});
vm.runInContext(readFileSync(process.argv[2], "utf8"), sheet, { filename: "Code.gs" });
const { findTables, tableRows } = sheet.Okrsheets_;
const sorted = (map) => Object.fromEntries([...map].sort(([one], [other]) => (one < other ? -1 : 1)));
const isFilled = (cell) => cell !== null && cell !== "" && cell !== undefined;

for (const line of readFileSync(0, "utf8").split("\n")) {
  if (!line) continue;
  const { title, rows } = JSON.parse(line);
  const tables = findTables(title, rows).map((match) => {
    const { table, header, form, positions } = match;
    if (form) return { table: table.name, header, form: sorted(form) };
    const read = tableRows(match, rows);
    const counted = read.rows.map((row, at) => [row, read.first + at]).filter(([row]) => row.some(isFilled));
    return {
      table: table.name,
      header,
      columns: sorted(positions),
      rows: counted.map(([, number]) => number),
      skipped: sorted([...read.kinds].map(([number, kind]) => [String(number), kind])),
    };
  });
  console.log(JSON.stringify(tables));
}
