// Sorts tables, filters rows, unfolds the tree. The page says everything without it; nothing is fetched or stored.
(() => {
  "use strict";
  const all = (query, within = document) => Array.from(within.querySelectorAll(query));
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;

  // Sorting: every heading of a table with two rows or more becomes a button.
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    const number = cell.dataset.sort;
    return number === undefined ? { text: cell.textContent.trim() } : { number: Number(number) };
  };
  const inOrder = (one, other) => {
    if (one.number !== undefined && other.number !== undefined) return one.number - other.number;
    if (one.number !== undefined) return -1;
    if (other.number !== undefined) return 1;
    return compare(one.text, other.text);
  };
  const sort = (table, heading) => {
    const column = heading.cellIndex;
    const down = heading.getAttribute("aria-sort") === "ascending";
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).map((row) => ({ row, key: keyOf(row, column) }));
    const blank = (key) => key.number === undefined && (key.text === "" || key.text === "–");
    rows.sort((one, other) => {
      if (blank(one.key) !== blank(other.key)) return blank(one.key) ? 1 : -1;
      return (down ? -1 : 1) * inOrder(one.key, other.key);
    });
    body.append(...rows.map((each) => each.row));
    all("th[aria-sort]", table.tHead).forEach((each) => each.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  };
  all("table.stacks").forEach((table) => {
    if (table.tBodies[0].rows.length < 2) return;
    all("thead th", table).forEach((heading) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sort(table, heading));
    });
  });

  // Filtering: by team, status and words, where there is something to look for. A row without a team is of every team.
  const filter = document.querySelector("form.filter");
  const rows = all("[data-team], [data-status]");
  if (filter && rows.length > 7) {
    const { team, status, words } = filter.elements;
    const teams = new Set(rows.map((row) => row.dataset.team).filter(Boolean));
    const found = new Set(rows.map((row) => row.dataset.status).filter(Boolean));
    Array.from(teams).sort(compare).forEach((name) => team.append(new Option(name, name)));
    all("option[value]", status).forEach((each) => { if (each.value && !found.has(each.value)) each.remove(); });
    team.closest("label").hidden = teams.size < 2;
    status.closest("label").hidden = found.size < 2;
    const fits = (row) => {
      const said = words.value.trim().toLowerCase();
      return (!team.value || !row.dataset.team || row.dataset.team === team.value)
        && (!status.value || !row.dataset.status || row.dataset.status === status.value)
        && (!said || row.textContent.toLowerCase().includes(said));
    };
    const apply = () => {
      rows.forEach((row) => { row.hidden = !fits(row); });
      const shown = rows.filter((row) => !row.hidden).length;
      const output = filter.querySelector("output");
      output.value = output.dataset.said.replace("{shown}", shown).replace("{all}", rows.length);
    };
    filter.addEventListener("input", apply);
    filter.addEventListener("reset", () => setTimeout(apply));
    filter.addEventListener("submit", (event) => event.preventDefault());
    filter.hidden = false;
  }

  // Unfolding: arrows walk along the tree, right opens, left closes.
  all(".tree").forEach((tree) => {
    const folds = () => all("details.key-results > summary", tree).filter((each) => each.offsetParent !== null);
    tree.addEventListener("keydown", (event) => {
      const fold = event.target.closest("details.key-results > summary");
      if (!fold) return;
      const list = folds();
      const at = list.indexOf(fold);
      const next = { ArrowDown: list[at + 1], ArrowUp: list[at - 1], Home: list[0], End: list[list.length - 1] }[event.key];
      if (next) next.focus();
      else if (event.key === "ArrowRight") fold.parentElement.open = true;
      else if (event.key === "ArrowLeft") fold.parentElement.open = false;
      else return;
      event.preventDefault();
    });
    const tools = tree.parentElement.querySelector(".unfold");
    if (!tools) return;
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) all("details.key-results", tree).forEach((each) => { each.open = button.value === "open"; });
    });
  });
})();
