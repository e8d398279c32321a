// Holds a file against the fingerprint on the page, or looks its fingerprint up. The file itself is sent nowhere.

const LARGEST = 200 * 1024 * 1024; // bytes: no document of ours comes near, and a telephone could not hold it

export default function (root) {
  const zone = root.querySelector("[data-drop]");
  const input = zone.querySelector("input");
  const answer = root.querySelector("[data-answer]");
  let newest;

  const say = (outcome, file) => {
    const words = root.querySelector(`template[data-outcome="${outcome}"]`).content.cloneNode(true);
    const name = words.querySelector("[data-name]");
    if (name) name.textContent = file.name;
    answer.replaceChildren(words);
  };

  const check = async (file) => {
    newest = file;
    say("reading", file);
    const found = await fingerprint(file).catch(() => null);
    if (newest !== file) return;
    if (found === null) say("unreadable", file);
    else if (root.dataset.lookUp) location.assign(root.dataset.lookUp + found + root.dataset.query);
    else say(found === root.dataset.sha256 ? "equal" : "differs", file);
  };

  // Browsers compute it only on pages that came safely.
  if (!globalThis.crypto?.subtle) return say("unable");
  zone.hidden = false;
  input.addEventListener("change", () => input.files.length && check(input.files[0]));
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || zone.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (event.dataTransfer.files.length) check(event.dataTransfer.files[0]);
  });
}

async function fingerprint(file) {
  if (file.size > LARGEST) return "too-large";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
