// node google_node.mjs Code.gs < calls: loads the script as Apps Script does, and answers a line of JSON for each line.
// A cell {"date": [2026, 0, 31, 12, 0, 0]} stands for a Date, by the clock of the TZ that Node runs in.
import { readFileSync } from "node:fs";
import vm from "node:vm";

// The language's own names that the functions may use, which Apps Script has too; everything else is taken away.
const THERE =
  "Object Function Array Map Set Number String Boolean Math JSON Date RegExp Error BigInt Symbol NaN Infinity undefined".split(
    " ",
  );
const sheet = vm.createContext({});
for (const name of vm.runInContext("Object.getOwnPropertyNames(globalThis)", sheet)) {
  if (!THERE.includes(name)) vm.runInContext(`delete this.${name}`, sheet);
}
vm.runInContext(readFileSync(process.argv[2], "utf8"), sheet, { filename: "Code.gs" });

const revived = (key, value) => (value?.date ? new Date(...value.date) : value === undefined ? null : value);
for (const line of readFileSync(0, "utf8").split("\n")) {
  if (!line) continue;
  const asked = JSON.parse(line, revived);
  try {
    console.log(JSON.stringify({ value: sheet[asked.function](...asked.args) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}
