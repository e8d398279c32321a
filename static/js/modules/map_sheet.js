// On a phone the list lies over the map as a sheet with three heights, by button, by key and by drag.

const HEIGHTS = ["peek", "half", "full"];
const NARROW = "(max-width: 59.99rem)";

export class Sheet {
  constructor(root) {
    this.root = root;
    root.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-sheet-step]");
      if (button) this.step(Number(button.dataset.sheetStep));
    });
    root.addEventListener("pointerdown", (event) => this.startDrag(event));
    this.show(root.dataset.sheet);
  }

  get list() {
    return this.root.querySelector("#list");
  }

  /** How many pixels of the map's foot are hidden. */
  covers() {
    if (!window.matchMedia(NARROW).matches || this.root.dataset.sheet === "full") return 0;
    return this.list.offsetHeight;
  }

  step(by) {
    const next = HEIGHTS.indexOf(this.root.dataset.sheet) + by;
    this.show(HEIGHTS[Math.min(Math.max(next, 0), HEIGHTS.length - 1)]);
  }

  show(height) {
    this.root.dataset.sheet = height;
  }

  startDrag(event) {
    const bar = event.target.closest(".map-sheet-bar");
    if (!bar || event.target.closest("button") || !window.matchMedia(NARROW).matches) return;
    const list = this.list;
    const start = list.offsetHeight;
    const most = list.parentElement.parentElement.querySelector(".map-stage").offsetHeight;
    let height = start;
    bar.setPointerCapture(event.pointerId);
    const move = ({ clientY }) => {
      height = Math.min(Math.max(start + event.clientY - clientY, bar.offsetHeight), most);
      list.classList.add("is-dragged");
      list.style.blockSize = `${height}px`;
    };
    const end = () => {
      bar.removeEventListener("pointermove", move);
      list.classList.remove("is-dragged");
      list.style.blockSize = "";
      if (Math.abs(height - start) > 8) this.show(nearest(height / most));
    };
    bar.addEventListener("pointermove", move);
    bar.addEventListener("lostpointercapture", end, { once: true });
  }
}

function nearest(share) {
  if (share < 0.32) return "peek";
  return share < 0.75 ? "half" : "full";
}
