// Opens pages in Chromium and tells what a reader, a keyboard and axe-core find: node browser.mjs FOLDER PAGE…
import { createRequire } from "node:module";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const [folder, chromium, ...pages] = process.argv.slice(2);
const require = createRequire(path.join(folder, "package.json"));
const puppeteer = require("puppeteer-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf-8");
const profile = await mkdtemp(path.join(tmpdir(), "okrsheets-chromium-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});

async function open(address, width, options = {}) {
  const page = await browser.newPage();
  const said = [];
  const asked = [];
  page.on("console", (message) => { if (["error", "warn"].includes(message.type())) said.push(message.text()); });
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) asked.push(request.url()); });
  if (options.axe) await page.setBypassCSP(true);
  if (options.script === false) await page.setJavaScriptEnabled(false);
  await page.setViewport({ width, height: 900 });
  await page.goto(address, { waitUntil: "load" });
  return { page, said, asked };
}

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth);

async function keyboard(page) {
  const sorted = await page.evaluate(() => {
    const table = Array.from(document.querySelectorAll("main > section > table.stacks")).find((each) => each.tBodies[0].rows.length > 2);
    if (!table) return null;
    table.id = "sorted";
    table.querySelector("thead th button").focus();
    return Array.from(table.tBodies[0].rows, (row) => row.cells[0].innerText);
  });
  const order = () => page.evaluate(() => Array.from(document.querySelector("#sorted").tBodies[0].rows, (row) => row.cells[0].innerText));
  const result = { before: sorted };
  if (sorted) {
    await page.keyboard.press("Enter");
    result.up = await order();
    await page.keyboard.press("Space");
    result.down = await order();
    result.marked = await page.evaluate(() => document.querySelector("#sorted thead th").getAttribute("aria-sort"));
  }
  const filter = await page.evaluate(() => {
    const form = document.querySelector("form.filter");
    if (!form || form.hidden) return false;
    form.elements.words.focus();
    return true;
  });
  if (filter) {
    const visible = () => page.evaluate(() => Array.from(document.querySelectorAll("[data-team], [data-status]")).filter((row) => !row.hidden).length);
    result.all = await visible();
    await page.keyboard.type("zzzz");
    result.none = await visible();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => Array.from(document.querySelectorAll("[data-team], [data-status]")).every((row) => !row.hidden));
    result.again = await visible();
    const status = await page.evaluate(() => {
      const select = document.querySelector("form.filter").elements.status;
      select.focus();
      return select.options.length > 1 ? select.options[1].value : "";
    });
    if (status) {
      await page.keyboard.press("ArrowDown");
      await page.waitForFunction(() => document.querySelector("form.filter").elements.status.value !== "");
      result.statuses = await page.evaluate(() => Array.from(document.querySelectorAll("[data-status]")).filter((row) => !row.hidden).map((row) => row.dataset.status));
      result.chosen = status;
      result.said = await page.evaluate(() => document.querySelector("form.filter output").value);
      await page.evaluate(() => document.querySelector("form.filter").reset());
      await page.waitForFunction(() => Array.from(document.querySelectorAll("[data-status]")).every((row) => !row.hidden));
    }
  }
  const tree = await page.evaluate(() => {
    const folds = document.querySelectorAll(".tree details.key-results > summary");
    if (folds.length) folds[0].focus();
    return folds.length;
  });
  if (tree) {
    const opened = () => page.evaluate(() => document.querySelectorAll(".tree details.key-results[open]").length);
    await page.keyboard.press("ArrowRight");
    result.opened = await opened();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    result.openedToo = await opened();
    await page.keyboard.press("ArrowLeft");
    result.closed = await opened();
    await page.focus(".unfold button[value=open]");
    await page.keyboard.press("Enter");
    result.openedAll = await opened();
    result.folds = tree;
  }
  return result;
}

const told = {};
for (const address of pages) {
  const answer = { overflow: {}, said: [], asked: [] };
  for (const width of [360, 1440]) {
    const { page, said, asked } = await open(address, width);
    const found = await wide(page);
    if (found > width) answer.overflow[width] = found;
    if (width === 1440) answer.keyboard = await keyboard(page);
    await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
    const unfolded = await wide(page);
    if (unfolded > width) answer.overflow[`${width} unfolded`] = unfolded;
    answer.said.push(...said);
    answer.asked.push(...asked);
    await page.close();
  }
  const plain = await open(address, 1440, { script: false });
  answer.filterWithoutScript = await plain.page.$eval("form.filter", (form) => form.offsetParent !== null);
  await plain.page.close();
  const { page } = await open(address, 1440, { axe: true });
  await page.evaluate(axe);
  answer.axe = await page.evaluate(async () => {
    document.querySelectorAll("details").forEach((each) => { each.open = true; });
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.map((each) => ({ id: each.id, impact: each.impact, where: each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)), why: each.nodes[0].failureSummary }));
  });
  await page.close();
  told[address] = answer;
}
await browser.close();
await rm(profile, { recursive: true, force: true });
console.log(JSON.stringify(told));
