// Rating without a mouse. Digits by their place on the keyboard: a Belgian one has them behind shift.

const RELATIONS = ["equivalent", "partial", "missing"];
const SWITCH = "les-rating-keys";

export default function (root, { step, rate, press, extra, left, card, next }) {
  const box = root.querySelector("[data-keys]");
  const isRest = () => card().id === "rest";
  root.querySelector(".rating-keys").hidden = false;

  const remembered = () => {
    try { return localStorage.getItem(SWITCH); } catch { return null; }
  };
  box.checked = remembered() !== "off";
  const show = () => root.classList.toggle("has-keys", box.checked);
  show();
  box.addEventListener("change", (event) => {
    event.stopPropagation();
    show();
    try { localStorage.setItem(SWITCH, box.checked ? "on" : "off"); } catch { /* then only for now */ }
  });

  const letters = {
    j: () => step(1),
    k: () => step(-1),
    n: () => card().querySelector("[name=note]")?.focus(),
    o: () => {
      const others = card().querySelector(".rate-others");
      if (!others) return;
      others.open = true;
      others.querySelector("input").focus();
    },
  };

  function digit(number) {
    if (isRest()) {
      if (number === 4) extra(left().slice(0, 1));
      if (number === 0) extra(left());
    } else if (number >= 1 && number <= 3) {
      press(card(), RELATIONS[number - 1]);
    } else if (number >= 5) {
      const aspect = card().querySelector("[name=aspect]");
      aspect.selectedIndex = number - 4;
      if (card().dataset.relation === "partial" && rate(card(), "partial")) next();
    }
  }

  function act(event) {
    const found = event.code.match(/^(?:Digit|Numpad)(\d)$/);
    if (found) return digit(Number(found[1])) ?? true;
    const key = event.key.toLowerCase();
    const source = card().querySelector(`[data-key="${key}"]`);
    if (source) return source.click() ?? true;
    if (letters[key]) return letters[key]() ?? true;
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches("textarea")) card().querySelector("h2").focus();
    if (!box.checked || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("textarea, select, input:not([type=checkbox])")) return;
    if (event.key.length === 1 && event.key !== " " && act(event)) event.preventDefault();
  });
}
