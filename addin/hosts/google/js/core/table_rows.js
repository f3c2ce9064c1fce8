// Which rows of a table count: those with an identity, words or a value; and what the others are. As in core/tables/table_rows.py.

const PREFILLED = 3; // alike rows at the end of a table that somebody has filled down
const NUMBERS = new Set(['number', 'share', 'level', 'date']);
const TOTAL = whole(FACTS.patterns.total);
const PURE_TOTAL = whole(FACTS.patterns.pureTotal);
const SURE_TOTAL = whole(FACTS.patterns.sureTotal);
const LABEL = whole(FACTS.patterns.label);
const SUBTOTAL = new RegExp(`^(?:${FACTS.patterns.sureTotal})\\s`, 'iu');
const REMARK = new RegExp(`^(?:${FACTS.patterns.remark})`, 'iu');
const EXAMPLES = new Set(FACTS.examples);
const MISLEADING = new Set(FACTS.misleading);
const FIRST_WORD = /[\s:/&+(),.%0-9-]+/;

// The rows of a table as they are to be read: those that do not count are empty, and `kinds` says what they are.
function tableRows(match, rows) {
  const first = match.header + 1;
  const below = rows.slice(first, match.end);
  if (match.table.name === 'settings') return { first, rows: below, kinds: new Map() };
  const judge = new RowJudge(match, rows[match.header], below, first);
  const kinds = judge.kinds();
  const read = carried(match, below, kinds, first);
  for (const number of [...judge.blank, ...kinds.keys()]) read[number - first] = [];
  return { first, rows: read, kinds };
}

// What an objective without key results is: "Objective 1" heads the rows below it, others were meant to have some.
function alone(cell) {
  return typeof cell === 'string' && LABEL.test(cell.trim()) ? 'group' : 'stray';
}

// An objective on a row of its own counts for the rows below it; one without any is a stray row.
function carried(match, below, kinds, first) {
  const at = match.positions.has('objective_id') ? match.positions.get('objective_id') : -1;
  const read = [...below];
  let waiting = null;
  below.forEach((row, index) => {
    const number = first + index;
    const kind = kinds.get(number);
    if (kind === 'objective') {
      if (waiting !== null) kinds.set(waiting, alone(below[waiting - first][at]));
      waiting = number;
    } else if (kind === undefined && waiting !== null && row.some(isFilled)) {
      if (at < row.length && !isFilled(row[at])) {
        read[index] = row.map((cell, column) => (column === at ? below[waiting - first][at] : cell));
      } else {
        kinds.set(waiting, alone(below[waiting - first][at]));
      }
      waiting = null;
    }
  });
  if (waiting !== null) kinds.set(waiting, alone(below[waiting - first][at]));
  return read;
}

// Whether a cell says something; a tick box that nobody touched looks like one that somebody took back.
function isFilled(cell) {
  if (isVoid(cell) || typeof cell === 'boolean') return false;
  return !(typeof cell === 'string' && NO_DATA.has(strip(cell).toLowerCase()));
}

function firstText(row, match) {
  for (let at = match.columns[0]; at < match.columns[1]; at += 1)
    if (at < row.length && isFilled(row[at])) return [at, strip(cellText(row[at]))];
  return [match.columns[0], ''];
}

function cellText(cell) {
  if (cell instanceof ErrorCell) return cell.text;
  return isDate(cell) ? isoDate(serial(cell)) : String(cell);
}

class RowJudge {
  constructor(match, header, below, first) {
    const { table, positions } = match;
    const place = (field) => (positions.has(field) ? positions.get(field) : -1);
    Object.assign(this, { match, header, below, first, blank: [] });
    this.words = place(table.titleField || 'name');
    this.id = positions.has('id') ? place('id') : table.name === 'people' ? place('person_id') : -1;
    this.objective = table.name === 'key results' ? place('objective_id') : -1;
    const fields = [...table.identity, table.titleField, 'name'].filter((field) => positions.has(field));
    const isId = (column) => column.type === 'id' && table.identity.includes(column.field) && positions.has(column.field);
    this.ids = table.columns.filter(isId).map((column) => place(column.field));
    this.named = [...new Set(fields.map(place))].sort((one, other) => one - other);
    const inputs = inputsOf(table).filter((column) => positions.has(column.field) && !isWeak(column));
    const unnamed = inputs.filter((column) => !this.named.includes(place(column.field)));
    this.values = unnamed.filter((column) => NUMBERS.has(column.type)).map((column) => place(column.field));
    this.others = unnamed.filter((column) => !NUMBERS.has(column.type)).map((column) => place(column.field));
    this.region = [...this.named, ...this.values, ...this.others].sort((one, other) => one - other);
    const keys = this.id >= 0 && this.words >= 0 ? [this.id, this.words] : table.identity.map(place);
    this.keys = keys.includes(-1) ? [] : keys;
    this.headingTexts = new Set(header.filter((cell) => typeof cell === 'string').map(barely));
    const isSaid = (row) => (this.words < 0 ? this.region.filter((at) => has(row, at)).length > 1 : this.saysWords(row));
    const sure = below.filter((row) => has(row, this.id) && isSaid(row));
    this.shapes = new Set(sure.map((row) => shape(cellText(row[this.id]))));
  }

  // The rows that do not count, by their number, each with what it is.
  kinds() {
    const kinds = new Map();
    const real = [];
    let [block, gap, lastSure] = [[], false, this.first - 1];
    this.below.forEach((row, index) => {
      const number = this.first + index;
      const sure = this.isSure(row);
      const kind = sure ? null : this.kind(row);
      if (kind === 'blank') {
        this.blank.push(number);
        gap = gap || real.length > 0;
        if (block.length) this.take(block, real, kinds);
        block = [];
        return;
      }
      if (sure) lastSure = number;
      if (kind !== null) kinds.set(number, kind);
      else if (gap) block.push(number);
      else real.push(number);
    });
    if (block.length) this.take(block, real, kinds);
    const last = Math.max(0, ...real.slice(-1), ...kinds.keys());
    if (lastSure < last) for (const number of this.prefilled(real, kinds)) kinds.set(number, 'prefilled');
    return new Map([...kinds].sort(([one], [other]) => one - other));
  }

  // Whatever makes a row unique is there, and is no total and no heading.
  isSure(row) {
    return this.keys.length > 0 && this.keys.every((at) => at < row.length && this.isClear(row[at]));
  }

  isClear(cell) {
    if (typeof cell !== 'string') return isFilled(cell);
    const text = barely(cell);
    return isFilled(cell) && !this.headingTexts.has(text) && !MISLEADING.has(text.split(FIRST_WORD)[0]);
  }

  // Rows behind a gap go on with the table when one of them looks like the rows above.
  take(block, real, kinds) {
    const above = real.map((number) => this.below[number - this.first]);
    const isUsual = (at) => above.filter((row) => has(row, at)).length >= 0.8 * above.length;
    const signature = [...this.named, ...this.values, ...this.others].filter(isUsual);
    const shapes = new Set(above.filter((row) => has(row, this.id)).map((row) => shape(cellText(row[this.id]))));
    if (block.some((number) => this.isLike(this.below[number - this.first], signature, shapes))) real.push(...block);
    else for (const number of block) kinds.set(number, 'block');
  }

  isLike(row, signature, shapes) {
    const isOnlyWords = this.region.every((at) => has(row, at) === (at === this.words)) && this.words >= 0;
    if (!signature.length || isOnlyWords) return true;
    const filled = signature.filter((at) => has(row, at));
    const numbers = signature.filter((at) => this.values.includes(at));
    if (this.words < 0 && this.id < 0) return this.named.every((at) => has(row, at));
    const known = filled.includes(this.id) && shapes.has(shape(cellText(row[this.id])));
    const counted = !numbers.length || numbers.some((at) => filled.includes(at) && isNumberLike(row[at]));
    return 2 * filled.length >= signature.length && (known || (counted && this.saysWords(row)));
  }

  saysWords(row) {
    const cell = this.words >= 0 ? cellAt(row, this.words) : null;
    return typeof cell === 'string' && /\p{L}/u.test(cell);
  }

  // What a row is when it is no row of the table, null when it is one.
  kind(row) {
    const filled = this.region.filter((at) => has(row, at));
    if (!filled.length) return 'blank';
    const named = this.named.filter((at) => has(row, at));
    const values = this.values.filter((at) => has(row, at));
    if (row.every((cell) => !cell)) return 'blank';
    if (this.ids.some((id) => has(row, id) && EXAMPLES.has(strip(cellText(row[id])).toLowerCase()))) return 'example';
    const [at, text] = firstText(row, this.match);
    if (this.isTotal(row, at, text)) return 'total';
    if (this.isHeading(row)) return 'repeated heading';
    const unworded = !named.includes(this.words) || !values.length;
    if (filled.length <= 3 && REMARK.test(text) && unworded) return 'remark';
    if (filled.length === 1) return this.ofOneCell(filled[0], strip(cellText(row[filled[0]])));
    if (named.length) return null;
    return !values.length && this.id < 0 && has(row, this.objective) ? 'objective' : 'stray';
  }

  isTotal(row, at, text) {
    if (this.id < 0 && this.words < 0) return SURE_TOTAL.test(text);
    if (has(row, this.id)) {
      const begins = !has(row, this.words) && !has(row, this.objective) && SUBTOTAL.test(text);
      return at === this.id && (begins || TOTAL.test(text));
    }
    const cell = this.words >= 0 ? cellAt(row, this.words) : null;
    if (typeof cell === 'string' && isFilled(cell)) return (this.id < 0 ? PURE_TOTAL : TOTAL).test(strip(cell));
    return TOTAL.test(text);
  }

  isHeading(row) {
    const places = row.map((_, at) => at).filter((at) => at >= this.match.columns[0] && at < this.match.columns[1]);
    const here = places.filter((at) => at < this.header.length && isFilled(row[at]));
    const isText = (cell) => typeof cell === 'string';
    const isSame = (at) => isText(row[at]) && isText(this.header[at]) && barely(row[at]) === barely(this.header[at]);
    const same = here.filter(isSame).length;
    return same >= 2 && 2 * same >= here.length;
  }

  // A single cell is a row when it is an id or the words of one; else it heads the rows below, or says something.
  ofOneCell(at, text) {
    const names = this.words < 0 && this.id < 0 && this.named.length === 1 && at === this.named[0];
    if (at === this.words || names) return null;
    if (at === this.objective && this.id < 0) return 'objective';
    if (at === this.id) {
      const known = this.shapes.size ? this.shapes.has(shape(text)) : /\p{Nd}/u.test(text) && !text.includes(' ');
      return known ? null : 'group';
    }
    return this.others.includes(at) || this.values.includes(at) ? 'stray' : 'group';
  }

  // Rows at the end that hold only an id, or the same as each other, were filled down and are not begun.
  prefilled(real, kinds) {
    const begun = real.filter((number) => !this.onlyId(this.below[number - this.first]));
    const last = Math.max(this.first - 1, ...begun);
    const tail = [...real, ...kinds.keys()].filter(
      (number) => number > last && (!kinds.has(number) || kinds.get(number) === 'stray'),
    );
    const alike = new Set(tail.map((number) => this.content(this.below[number - this.first])));
    return tail.length >= PREFILLED && alike.size === 1 ? tail : [];
  }

  onlyId(row) {
    return has(row, this.id) && !this.region.some((at) => at !== this.id && has(row, at));
  }

  content(row) {
    const filled = this.region.filter((at) => has(row, at));
    const said = (at) => (at === this.id ? shape(cellText(row[at])) : `${typeof row[at]} ${cellText(row[at])}`);
    return JSON.stringify(filled.map(said));
  }
}

function has(row, at) {
  return at >= 0 && at < row.length && isFilled(row[at]);
}

// Ticks, words of a dropdown, weights and what is computed make no row alone.
function isWeak(column) {
  return column.computed || column.type === 'flag' || column.type === 'word' || column.field === 'weight';
}

// The pattern of an id: digits and letters by one mark each.
function shape(text) {
  return strip(text.replace(/[0-9]+/g, '9').replace(/\p{L}+/gu, 'a'));
}

function isNumberLike(cell) {
  return typeof cell !== 'string' || /\p{Nd}/u.test(cell);
}
