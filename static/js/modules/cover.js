// Puts what a graduate types into the sheet that they print. It stays on this page and in this tab: the fields have no
// name, nothing is sent, nothing is kept, and leaving the page empties them.

export default function (root) {
  const fields = [...root.querySelectorAll("input[data-cover]")];

  const show = (field) => {
    const place = root.querySelector(`[data-cover-place="${field.dataset.cover}"]`);
    place.textContent = field.value.trim();
  };

  root.querySelectorAll("[data-cover-with-script]").forEach((part) => (part.hidden = false));
  fields.forEach((field) => field.addEventListener("input", () => show(field)));
  root.querySelector("[data-cover-print]").addEventListener("click", () => window.print());
  addEventListener("pagehide", () => {
    fields.forEach((field) => {
      field.value = "";
      show(field);
    });
  });

  const share = root.querySelector("[data-cover-share]");
  const what = { title: share.dataset.title, text: share.dataset.text, url: share.dataset.url };
  share.hidden = !navigator.share;
  share.addEventListener("click", () => navigator.share(what).catch(() => {})); // closed without choosing anybody
}
