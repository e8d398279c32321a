"""What is measured on a page as it is drawn: run in the browser, answers are lists of what is wrong."""

# What 1.4.12 lets a visitor set, stronger than any sheet of ours.
TEXT_SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets.push(sheet);
}"""

# Whatever reaches over the right edge, but for what lies in a box that scrolls for itself or on the drawn map.
TOO_WIDE = """() => {
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= most) return [];
    const wide = [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > most + 1);
    const page = `page of ${document.documentElement.scrollWidth} px`;
    return [page, ...wide.slice(0, 5).map(one => one.outerHTML.slice(0, 120))];
}"""

# Boxes that hide the end of their own text.
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(one => {
    if (!one.textContent.trim() || one.closest(".visually-hidden, .map-canvas, svg, select, noscript")) return false;
    const { overflowX, overflowY } = getComputedStyle(one);
    const hides = overflow => ["hidden", "clip"].includes(overflow);
    return (hides(overflowX) && one.scrollWidth > one.clientWidth + 1)
        || (hides(overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 120))"""

# Buttons whose box lies on the words of a card.
ON_WORDS = """() => [...document.querySelectorAll("main button, main .button")].flatMap(button => {
    const box = button.getBoundingClientRect();
    const card = button.closest("li, .map-place, section")?.querySelector(".card");
    if (!box.width || !card || card.contains(button)) return [];
    const words = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    const found = [];
    while (words.nextNode()) {
        const text = words.currentNode;
        if (!text.data.trim() || text.parentElement.closest(".visually-hidden")) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const hit = [...range.getClientRects()].some(line => line.left < box.right - 1 && line.right > box.left + 1
            && line.top < box.bottom - 1 && line.bottom > box.top + 1);
        if (hit) found.push(`“${button.innerText.trim()}” on “${text.data.trim().slice(0, 60)}”`);
    }
    return found;
})"""

# What a finger must hit, under 44 pixels either way. `axe` holds everything to 24.
SMALL = """() => [...document.querySelectorAll(
    ".button, .map-menu, .map-round, .chip, .choice, .site-nav a, summary, select,"
    + ".field fieldset label, input:not([type=checkbox], [type=radio], [type=hidden])"
)].filter(one => {
    const { width, height } = one.getBoundingClientRect();
    return width && one.checkVisibility({ visibilityProperty: true }) && Math.min(width, height) < 43.9;
}).map(one => `${Math.round(one.offsetWidth)} × ${Math.round(one.offsetHeight)}: ${one.outerHTML.slice(0, 100)}`)"""

# How far what was drawn moved by itself afterwards, as browsers reckon it.
SHIFTED = """() => new Promise(resolve => {
    let moved = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.value; }))
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve(moved), 0));
})"""
