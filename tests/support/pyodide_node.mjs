// node pyodide_node.mjs PYODIDE_FOLDER SCRIPT [WHEEL…]: runs a Python file in Pyodide and prints what it prints.
// The script sees this machine's files under /machine, and `await install(path)` is Pyodide's own installer.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, script, ...given] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/node_modules/pyodide/pyodide.mjs`).href);
const pyodide = await loadPyodide();
pyodide.FS.mkdirTree("/machine");
pyodide.mountNodeFS("/machine", "/");
pyodide.globals.set("install", async (path) => {
  const failures = [];
  await pyodide.loadPackage(path, { messageCallback: () => {}, errorCallback: (text) => failures.push(text) });
  if (failures.length) throw new Error(failures.join("\n"));
});
pyodide.globals.set("given", pyodide.toPy(given));
await pyodide.runPythonAsync(readFileSync(script, "utf8"), { filename: script });
