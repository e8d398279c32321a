// Keeps what is typed, field by field, together with what was seen in each before. Nothing typed is ever dropped:
// what cannot be sent stands on the page and is sent later.
import { send as post } from "./sending.js";

const PAUSE = 900; // milliseconds without a key
const AGAIN = 5000; // between two tries
const SEEN = "was-";

export default function (form) {
  const status = document.getElementById("save-status");
  const sent = new Map(); // field -> what the server has of it by now
  let saving = null;
  let timer = null;
  let leaving = false;

  const controls = (name) => [...form.querySelectorAll(`[name="${name}"]`)];
  const seenIn = (name) => form.querySelector(`[name="${SEEN}${name}"]`);
  const names = () => [...form.querySelectorAll(`[name^="${SEEN}"]`)].map((input) => input.name.slice(SEEN.length));
  const unsaved = () => names().filter((name) => asOne(valuesOf(controls(name))) !== (sent.get(name) ?? seenIn(name).value.trim()));
  const say = (key) => { status.textContent = form.dataset[key]; };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  function save() {
    clearTimeout(timer);
    if (!saving) saving = send(unsaved()).finally(() => { saving = null; });
    return saving;
  }

  async function send(fields) {
    if (!fields.length) return;
    const typed = fields.map((name) => [name, valuesOf(controls(name))]);
    say("saySaving");
    const { answer, why } = await post(form.dataset.saveUrl, asBody(typed), form.elements.csrfmiddlewaretoken, [409]);
    if (why) return tryAgain(why);
    typed.forEach(([name, values]) => sent.set(name, asOne(values)));
    show(await answer.text());
    if (unsaved().length) later(PAUSE);
  }

  function tryAgain(why) {
    say(why);
    later(AGAIN);
  }

  function asBody(typed) {
    const body = new URLSearchParams([["page", form.elements.page.value]]);
    typed.forEach(([name, values]) => {
      body.append(SEEN + name, seenIn(name).value);
      values.forEach((value) => body.append(name, value));
    });
    return body;
  }

  /** Put what the server says in the places that have the same name; inputs keep what is typed in them. */
  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    [...fresh.children].forEach((part) => {
      if (part.name) {
        seenIn(part.name.slice(SEEN.length)).value = part.value;
      } else if (part.id) {
        const place = document.getElementById(part.id);
        if (place && place.innerHTML !== part.innerHTML) place.replaceChildren(...part.childNodes);
      }
    });
  }

  form.classList.add("is-live");
  say("sayReady");
  later(PAUSE); // what was typed before this module came
  form.addEventListener("input", ({ target }) => target.type !== "search" && later(PAUSE));
  form.addEventListener("change", ({ target }) => target.type !== "search" && later(0));
  // A bar lies over the foot of the page, and a browser is content when the line that one writes in shows.
  form.addEventListener("focusin", ({ target }) => target.type === "textarea" && target.scrollIntoView({ block: "nearest" }));
  // Enter in a field is no reason to send the whole page.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox], [type=radio])")) {
      event.preventDefault();
      later(0);
    }
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) {
      leaving = true;
      return;
    }
    // What is under way arrives first, or the page would be in its own way.
    event.preventDefault();
    event.stopPropagation();
    saving.finally(() => form.requestSubmit(event.submitter));
  });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => document.hidden && save());
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved().length) event.preventDefault();
  });
}

/** What a field would send: of a text itself, of a list what is ticked. */
function valuesOf(inputs) {
  const ticked = inputs.some(({ type }) => type === "checkbox" || type === "radio");
  const values = ticked ? inputs.filter(({ checked }) => checked).map(({ value }) => value) : inputs.map(({ value }) => value.trim());
  return [...new Set(values)];
}

const asOne = (values) => (values.length > 1 ? [...values].sort((a, b) => a - b) : values).join(",");
