// A text and the button that copies it. Without this the text is selected by hand.

export default function (root) {
  const text = root.querySelector("textarea");
  const button = root.querySelector("[data-copy]");
  const said = root.querySelector("[role=status]");
  text.addEventListener("focus", () => text.select());
  if (!navigator.clipboard) return; // browsers have it only on pages that came safely
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = root.dataset.sayCopied;
    } catch {
      text.focus();
    }
  });
}
