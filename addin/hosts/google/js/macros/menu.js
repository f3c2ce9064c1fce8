// What each entry of the menu asks the person, plans, shows, and carries out. A person has tell(title, lines),
// agrees(title, lines) and fill(title, questions, problem), which gives null when the person would rather not; `problem` says in
// lines what was wrong with the answers that are offered again.

const PLANS = {
  check_in(book, person, entry) {
    const spot = book.selected();
    const chosen = spot === null ? null : selectedKeyResult(book, spot);
    const usualAnswers = { key_result: chosen || '', day: isoDate(asOf(book)) };
    const questions = entry.questions.map((each) =>
      each.name in usualAnswers ? { ...each, usual: usualAnswers[each.name] } : each,
    );
    return planFromForm(person, labelOf(entry), questions, (answers) =>
      planCheckIn(book, {
        keyResult: strip(answers.key_result),
        value: answers.value,
        confidence: answers.confidence,
        note: answers.note,
        by: answers.by,
        on: dayTyped(answers.day),
        setCurrent: answers.set_current === true,
      }),
    );
  },
  check_alignment: planCheckAlignment,
  refresh: planRefresh,
  values: planValues,
  use_functions: planUseFunctions,
  use_plain_formulas: planUsePlainFormulas,
  close(book, person, entry) {
    return planFromForm(person, labelOf(entry), entry.questions, (answers) =>
      planClose(book, {
        unfinished: answers.unfinished === true,
        nextCycle: strip(answers.next_cycle),
        early: answers.early === true,
      }),
    );
  },
};

// The plan for what is filled in; what cannot be used is said in the form, and what was typed stays in it.
function planFromForm(person, title, questions, plan) {
  let [asked, problem] = [questions, []];
  for (;;) {
    const answers = person.fill(title, asked, problem);
    if (answers === null) return null;
    try {
      return plan(answers);
    } catch (error) {
      if (!(error instanceof OkrError)) throw error;
      problem = [error.message, ...(error.hint ? [error.hint] : [])];
      asked = asked.map((each) => ({ ...each, usual: answers[each.name] }));
    }
  }
}

function labelOf(entry) {
  return entry.label.replace(/…+$/, '');
}

function dayTyped(text) {
  if (isBlank(text)) return null;
  const date = dayInCalendar(text);
  if (date === null) throw new OkrError(`${quoted(text)} is not a recognised date`, 'use YYYY-MM-DD, e.g. 2026-03-31');
  return date;
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
