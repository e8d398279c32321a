// What opens when somebody picks a marker: the cards of every campus at that place.

export class PlacePanel {
  onClose = () => {};
  onShowInList = () => {};

  constructor(root, say) {
    this.root = root;
    this.say = say;
    this.panel = root.querySelector("[data-place-panel]");
    this.body = this.panel.querySelector("[data-place-body]");
    this.listButton = this.panel.querySelector("[data-in-list]");
    this.panel.querySelector("[data-close]").addEventListener("click", () => this.close({ back: true }));
    this.panel.addEventListener("keydown", ({ key }) => { if (key === "Escape") this.close({ back: true }); });
    this.listButton?.addEventListener("click", () => {
      const place = this.place;
      this.close();
      this.onShowInList(place);
    });
    window.L.DomEvent.disableClickPropagation(this.panel).disableScrollPropagation(this.panel);
  }

  async open(place, query) {
    this.from = document.activeElement;
    this.place = place;
    const url = this.root.dataset.placeUrl.replace("/0/", `/${place}/`);
    try {
      const response = await fetch(query ? `${url}?${query}` : url);
      if (!response.ok) throw new Error(`place: ${response.status}`);
      const html = await response.text();
      if (this.place !== place) return; // another marker was picked meanwhile
      this.body.innerHTML = html;
    } catch {
      this.say(this.root.dataset.sayFailed);
      return;
    }
    if (this.listButton) this.listButton.hidden = !this.root.querySelector(`#results [data-place="${place}"]`);
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
    this.panel.focus({ preventScroll: true });
  }

  /** The pixels of the map that the open panel hides: its right side when wide, its foot on a phone. */
  covers() {
    if (this.panel.hidden) return [0, 0];
    const wide = this.panel.offsetWidth < this.panel.offsetParent.offsetWidth - 40;
    return wide ? [this.panel.offsetWidth, 0] : [0, this.panel.offsetHeight];
  }

  close({ back = false } = {}) {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.place = null;
    this.onClose();
    if (back) (this.from?.isConnected ? this.from : this.root.querySelector("[data-canvas]")).focus({ preventScroll: true });
  }
}
