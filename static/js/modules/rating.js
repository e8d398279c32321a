// One competence at a time. Every answer is kept at once; what cannot be sent waits in the page and is sent later.
import listen from "./rating_keys.js";
import { outbox } from "./sending.js";

const PAUSE = 900; // milliseconds without a key in a note
const COVERS = ["equivalent", "partial"];

export default function (root) {
  const cards = [...root.querySelectorAll("[data-card]")];
  const rated = cards.filter((card) => card.id !== "rest");
  const rows = [...root.querySelectorAll("[data-source]")];
  const status = root.querySelector("#rating-status");
  let at = null;
  let typing = null;

  const say = (key) => { status.textContent = root.dataset[key]; };
  const post = outbox({ url: root.dataset.saveUrl, token: root.querySelector("[name=csrfmiddlewaretoken]"), say, refused });
  const ticked = (card) => [...card.querySelectorAll("[name=sources]:checked")];
  const left = () => rows.filter(({ dataset }) => !dataset.used && !dataset.relation);

  // --- keeping ----------------------------------------------------------------------------------

  function keep(key, pairs) {
    paint();
    post(key, [...pairs, ["script", "1"]]);
  }

  function refused(key, sentence) {
    const card = document.getElementById(key);
    if (card) complain(card, sentence);
    status.textContent = sentence;
  }

  function complain(card, sentence) {
    const place = card.querySelector(".rate-error");
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  /** Answers whether it could be said. */
  function rate(card, relation) {
    const lacks = COVERS.includes(relation) && !ticked(card).length;
    complain(card, lacks ? root.dataset.sayTick : "");
    if (lacks) return false;
    if (!COVERS.includes(relation)) ticked(card).forEach((box) => { box.checked = false; });
    if (!COVERS.includes(relation)) card.querySelector("[name=aspect]").value = "";
    card.dataset.relation = relation;
    const said = [...new FormData(card.querySelector("form"))].filter(([name]) => name !== "csrfmiddlewaretoken");
    keep(card.id, [...said, ["relation", relation]]);
    return true;
  }

  function press(card, relation) {
    if (rate(card, relation) && relation !== "partial") go(next(card)); // of partial one says wherein
  }

  function extra(chosen) {
    if (!chosen.length) return;
    chosen.forEach((row) => { row.dataset.relation = "extra"; });
    keep(`extra-${chosen[0].dataset.source}`, [["relation", "extra"], ...chosen.map((row) => ["competence", row.dataset.source])]);
  }

  // --- showing ----------------------------------------------------------------------------------

  function paint() {
    const used = new Set(rated.flatMap((card) => (card.dataset.relation ? ticked(card).map((box) => box.value) : [])));
    rows.forEach((row) => {
      row.dataset.used = used.has(row.dataset.source) ? "yes" : "";
      if (row.dataset.used) row.dataset.relation = "";
      row.querySelector("button").setAttribute("aria-pressed", String(row.dataset.relation === "extra"));
    });
    root.querySelector("[data-all]").hidden = !left().length;
    rated.forEach(paintCard);
    const done = rated.filter(({ dataset }) => dataset.relation).length;
    root.querySelector("[data-done]").textContent = done;
    root.querySelector("progress").value = done;
  }

  function paintCard(card) {
    const { relation } = card.dataset;
    card.querySelectorAll("[name=relation]").forEach((button) => button.setAttribute("aria-pressed", String(button.value === relation)));
    const button = card.querySelector(`[name=relation][value="${relation}"]`);
    const link = root.querySelector(`[data-for="${card.id}"]`);
    link.querySelector("[data-sign]").textContent = button?.querySelector(".sign").textContent ?? "";
    link.querySelector("[data-sign]").className = `sign ${relation}`;
    link.querySelector("[data-word]").textContent = button ? `: ${button.querySelector("[data-word]").textContent}` : "";
  }

  const next = (card) => {
    const from = cards.indexOf(card);
    return [...rated.slice(from + 1), ...rated.slice(0, from)].find(({ dataset }) => !dataset.relation) ?? cards.at(-1);
  };

  function go(card, { focus = true } = {}) {
    at = card;
    cards.forEach((each) => { each.hidden = each !== card; });
    root.querySelectorAll("[data-for]").forEach((link) => link.setAttribute("aria-current", String(link.dataset.for === card.id)));
    root.querySelector(`[data-for="${card.id}"]`).scrollIntoView({ block: "nearest", inline: "nearest" });
    window.history.replaceState(null, "", `#${card.id}`);
    if (!focus) return;
    card.scrollIntoView({ block: "start" });
    card.querySelector("h2").focus({ preventScroll: true });
  }

  const step = (by) => go(cards[Math.min(Math.max(cards.indexOf(at) + by, 0), cards.length - 1)]);

  // --- hearing ----------------------------------------------------------------------------------

  root.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const { target: form, submitter } = event;
    const row = form.closest("[data-source]");
    if (row) extra([row]);
    else if ("all" in form.dataset) extra(left());
    else press(at, submitter?.value || at.dataset.relation);
  });
  root.addEventListener("change", ({ target }) => {
    const { relation } = at.dataset;
    // What was called missing and is ticked now waits for the word for it.
    if (relation && target.closest(".rate-card") && (target.name !== "sources" || COVERS.includes(relation))) rate(at, relation);
  });
  root.addEventListener("input", ({ target }) => {
    const card = target.closest(".rate-card");
    if (target.name !== "note" || !card.dataset.relation) return;
    clearTimeout(typing);
    typing = setTimeout(() => rate(card, card.dataset.relation), PAUSE);
  });
  root.addEventListener("click", ({ target }) => {
    const way = target.closest("[data-go]");
    if (way) step(Number(way.dataset.go));
  });
  window.addEventListener("hashchange", () => go(cards.find(({ id }) => `#${id}` === location.hash) ?? at));
  window.addEventListener("beforeunload", (event) => {
    if (rated.some((card) => !card.dataset.relation && card.querySelector("[name=note]").value)) event.preventDefault();
  });

  listen(root, { step, rate, press, extra, left, card: () => at, next: () => go(next(at)) });
  root.querySelectorAll("[data-go]").forEach((button) => { button.hidden = false; });
  root.classList.add("is-live");
  say("sayReady");
  paint();
  go(cards.find(({ id }) => `#${id}` === location.hash) ?? next(cards.at(-1)), { focus: false });
}
