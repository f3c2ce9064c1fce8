// What each entry of the menu asks the person, plans, shows, and carries out. A person has tell(title, lines),
// agrees(title, lines) and fill(title, questions), which gives null when the person would rather not.

const PLANS = {
  check_in(book, person, entry) {
    const spot = book.selected();
    const chosen = spot === null ? null : selectedKeyResult(book, spot);
    const usualAnswers = { key_result: chosen || '', day: isoDate(asOf(book)) };
    const said = person.fill(
      labelOf(entry),
      entry.questions.map((each) => (each.name in usualAnswers ? { ...each, usual: usualAnswers[each.name] } : each)),
    );
    if (said === null) return null;
    return planCheckIn(book, {
      keyResult: strip(said.key_result),
      value: said.value,
      confidence: said.confidence,
      note: said.note,
      by: said.by,
      on: dayTyped(said.day),
      setCurrent: said.set_current === true,
    });
  },
  check_alignment: planCheckAlignment,
  refresh: planRefresh,
  values: planValues,
  close(book, person, entry) {
    const said = person.fill(labelOf(entry), entry.questions);
    if (said === null) return null;
    return planClose(book, {
      unfinished: said.unfinished === true,
      nextCycle: strip(said.next_cycle),
      early: said.early === true,
    });
  },
};

function labelOf(entry) {
  return entry.label.replace(/…+$/, '');
}

function dayTyped(text) {
  if (isBlank(text)) return null;
  const found = dayInCalendar(text);
  if (found === null) throw new OkrError(`${quoted(text)} is not a recognised date`, 'use YYYY-MM-DD, e.g. 2026-03-31');
  return found;
}

// Do what an entry is for and return the plan that undoes it; null when nothing was done. `carryOut` applies a plan and
// returns its undo, `last` is what the entry `undo` carries out, `remarks` has more to say about a plan.
function runEntry(name, book, person, carryOut, last = null, remarks = () => []) {
  let label = FACTS.menu.undoLabel;
  try {
    let plan = last;
    if (name === FACTS.menu.undo) {
      if (plan === null) {
        throw new OkrError(
          'there is nothing to undo',
          'this undoes the last entry of the menu that changed something',
        );
      }
    } else {
      const entry = FACTS.menu.entries.find((each) => each.name === name);
      label = labelOf(entry);
      plan = PLANS[name](book, person, entry);
    }
    if (plan === null) return null;
    if (isIdle(plan)) {
      person.tell(label, brief(plan));
      return null;
    }
    return person.agrees(label, [...brief(plan), ...remarks(plan)]) ? carryOut(plan) : null;
  } catch (error) {
    if (!(error instanceof OkrError)) throw error;
    person.tell(label, [error.message, ...(error.hint ? [error.hint] : [])]);
    return null;
  }
}
