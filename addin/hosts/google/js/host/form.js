// One window with all questions of an entry, what is wrong with the answers, and then what would change. It calls `okrForm`
// with what was filled in, and once more with the lines that the person agreed to.

const FORM_WIDTH = 460;
const FORM_HEIGHT = 180; // pixels without the questions
const QUESTION_HEIGHT = 52;

const MARKUP = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function markup(text) {
  return String(text).replace(/[&<>"']/g, (letter) => MARKUP[letter]);
}

function formPage(entry, questions) {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><style>
body{font:14px Arial,sans-serif;margin:0;padding:12px;color:#202124}label{display:block;margin:0 0 10px}
input[type=text]{display:block;box-sizing:border-box;width:100%;padding:6px;margin-top:3px;border:1px solid #80868b;border-radius:4px;font:inherit}
#problem{color:#b3261e;white-space:pre-line;margin:0 0 10px}#problem:empty{display:none}
#plan ul{padding-left:18px;max-height:300px;overflow:auto}button{font:inherit;padding:6px 16px;margin:4px 8px 0 0}
</style></head><body><form id="form"><div id="problem" role="alert"></div>${questions.map(formField).join('')}
<button type="submit">Continue</button><button type="button" data-does="close">Cancel</button></form>
<section id="plan" hidden><ul></ul><p>Continue?</p>
<button type="button" data-does="agree">Yes</button><button type="button" data-does="back">Back</button></section>
<script>(${formInBrowser})(${JSON.stringify(entry)})</script></body></html>`;
}

function formField({ name, label, usual }) {
  if (typeof usual === 'boolean') {
    return `<label><input type="checkbox" name="${markup(name)}"${usual ? ' checked' : ''}> ${markup(label)}</label>`;
  }
  return `<label>${markup(label)}<input type="text" name="${markup(name)}" value="${markup(usual)}"></label>`;
}

// This runs in the window: nothing of the script around it is there.
function formInBrowser(entry) {
  const [form, plan, problem] = ['form', 'plan', 'problem'].map((id) => document.getElementById(id));
  const buttons = [...document.querySelectorAll('button')];
  let lines = null;
  const wait = (waiting) => {
    for (const button of buttons) button.disabled = waiting;
  };
  const show = (agreeing) => {
    form.hidden = agreeing;
    plan.hidden = !agreeing;
  };
  const refuse = (text) => {
    problem.textContent = text;
    show(false);
    wait(false);
  };
  const send = (agreed) => {
    const answers = {};
    for (const field of form.querySelectorAll('input')) {
      answers[field.name] = field.type === 'checkbox' ? field.checked : field.value;
    }
    wait(true);
    google.script.run
      .withSuccessHandler((reply) => {
        if (reply.done) {
          google.script.host.close();
          return;
        }
        if (reply.problem) {
          refuse(reply.problem.join('\n'));
          return;
        }
        problem.textContent = '';
        lines = reply.lines;
        const list = plan.querySelector('ul');
        list.replaceChildren();
        for (const line of lines) list.appendChild(document.createElement('li')).textContent = line;
        show(true);
        wait(false);
      })
      .withFailureHandler((error) => refuse(error.message))
      .okrForm(entry, answers, agreed);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(null);
  });
  for (const button of buttons) {
    const does = button.getAttribute('data-does');
    if (does === 'close') button.addEventListener('click', () => google.script.host.close());
    if (does === 'back') button.addEventListener('click', () => show(false));
    if (does === 'agree') button.addEventListener('click', () => send(lines));
  }
  form.querySelector('input').focus();
}

// The person in front of the window: the answers are given, and `agreed` has the lines that were agreed to, or is null. What
// is agreed to counts for exactly these lines.
class PersonInForm {
  constructor(answers, agreed) {
    this.answers = answers;
    this.agreed = agreed;
    this.reply = { done: true };
  }

  tell(title, lines) {
    this.reply = { problem: lines };
  }

  agrees(title, lines) {
    const shown = shortened(lines);
    if (this.agreed !== null && this.agreed.join('\n') === shown.join('\n')) return true;
    this.reply = { lines: shown };
    return false;
  }

  fill(title, questions, problem) {
    if (problem.length) {
      this.reply = { problem };
      return null;
    }
    return Object.fromEntries(
      questions.map(({ name, usual }) => {
        const given = this.answers[name];
        return [name, typeof usual === 'boolean' ? given === true : String(isNone(given) ? usual : given)];
      }),
    );
  }
}

// What the window calls: its next step. Only entries that ask something are called so.
function formSent(name, answers, agreed) {
  const entry = FACTS.menu.entries.find((each) => each.name === name && each.questions.length);
  if (entry === undefined) throw new OkrError(`there is no form ${quoted(name)}`, 'open it from the menu again');
  const person = new PersonInForm(answers, agreed);
  runClicked(name, person);
  return person.reply;
}
