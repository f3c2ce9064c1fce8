// node google_form.mjs PACKAGES CHROMIUM PAGE PICTURE: opens a form of Google's menu in Chromium, where Google answers first with a
// problem, then with a plan, then that it is done; fills it in as a person does and tells what the window showed and sent.
import { createRequire } from "node:module";
import path from "node:path";

const [folder, executablePath, page, picture] = process.argv.slice(2);
const puppeteer = createRequire(path.join(folder, "package.json"))("puppeteer-core");
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const tab = await browser.newPage();
const errors = [];
tab.on("pageerror", (error) => errors.push(String(error)));
await tab.setViewport({ width: 460, height: 560 });
await tab.evaluateOnNewDocument(() => {
  const replies = [
    { problem: ["the value is missing", "<b>type it</b>"] },
    { lines: ["Check in K1", "<img src=x onerror=alert(1)>"] },
    { done: true },
  ];
  window.sent = [];
  const run = {
    withSuccessHandler: (handler) => ({ ...run, handler, withFailureHandler: () => ({ okrForm: (...given) => answer(handler, given) }) }),
  };
  const answer = (handler, given) => {
    window.sent.push(JSON.parse(JSON.stringify(given)));
    handler(replies.shift());
  };
  window.google = { script: { run, host: { close: () => (window.closed_ = true) } } };
});
await tab.goto(`file://${page}`);
const shown = () =>
  tab.evaluate(() => ({
    problem: document.getElementById("problem").textContent,
    note: document.querySelector("[name=note]").value,
    lines: [...document.querySelectorAll("#plan li")].map((each) => each.textContent),
    form: !document.getElementById("form").hidden,
    plan: !document.getElementById("plan").hidden,
    images: document.images.length,
    closed: window.closed_ === true,
  }));
await tab.type("[name=note]", "kept");
const seen = [];
await tab.click("button[type=submit]");
seen.push(await shown());
await tab.screenshot({ path: picture });
await tab.type("[name=value]", "7");
await tab.click("[name=set_current]");
await tab.click("button[type=submit]");
seen.push(await shown());
await tab.click("[data-does=agree]");
seen.push(await shown());
console.log(JSON.stringify({ seen, sent: await tab.evaluate(() => window.sent), errors }));
await browser.close();
