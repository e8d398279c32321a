"""The keyboard: what has the focus, whether one sees it, and how to get somewhere."""

from playwright.sync_api import Locator, Page

# What is wrong with the focus as it stands: nothing around it, out of view, or under something else.
UNSEEN = """async () => {
    // Scrolling, and the map's answer to it, come with the next frame.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const one = document.activeElement;
    if (!one || one === document.body || one.id === "main" || one.tagName === "IFRAME") return [];
    const what = one.outerHTML.slice(0, 120);
    const around = [one, one.parentElement, one.closest(".card, .search-box")];
    const ringed = around.some(box => box && getComputedStyle(box).outlineStyle !== "none");
    const [box] = [...one.getClientRects()].filter(({ width, height }) => width && height);
    if (!box) return [`has no box: ${what}`];
    const inside = box.left >= -1 && box.top >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
    const fits = box.width <= innerWidth && box.height <= innerHeight;
    // The middle of it; of what is as large as the map, any part.
    const parts = Math.min(box.width, box.height) > 200 ? [0.1, 0.5, 0.9] : [0.5];
    const at = parts.flatMap(y => parts.map(x => [box.left + box.width * x, box.top + box.height * y]));
    const hits = at.map(([x, y]) => document.elementFromPoint(x, y));
    const isSeen = hits.some(hit => hit && (one.contains(hit) || hit.closest("label")?.contains(one)));
    return [
        ringed || `shows no focus: ${what}`,
        inside || !fits || `is out of view at ${Math.round(box.left)}, ${Math.round(box.top)}: ${what}`,
        isSeen || `lies under ${hits[0]?.outerHTML.slice(0, 80)}: ${what}`,
    ].filter(wrong => wrong !== true);
}"""

# Marks what has the focus, to know it again; answers whether it is new. A frame has it while one is inside, and a date
# or a time while one goes from its hours to its minutes: there the browser shows which part has it.
MARK = """() => {
    const one = document.activeElement;
    if (one === document.body) return "end";
    if (one.dataset.walked) return one.matches("iframe, [type=date], [type=time]") ? "inside" : "end";
    one.dataset.walked = "yes";
    return "new";
}"""

# What one can point at but not come to. Among the choices of one question the arrows lead from one to the next.
UNREACHED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(one => !one.dataset.walked && !one.disabled && !one.closest(".map-marker-holder")
        && !(one.type === "radio" && document.querySelector(`[type=radio][name="${one.name}"][data-walked]`))
        && one.checkVisibility({ visibilityProperty: true }))
    .map(one => one.outerHTML.slice(0, 120))"""

IS_FOCUSED = "one => one === document.activeElement"


def walk(page: Page, most: int = 250) -> list[str]:
    """Tab through the whole page, and tell what went wrong on the way."""
    wrong = []
    for _step in range(most):
        page.keyboard.press("Tab")
        where = page.evaluate(MARK)
        if where == "end":
            return wrong + [f"is never reached: {one}" for one in page.evaluate(UNREACHED)]
        if where == "new":
            wrong += page.evaluate(UNSEEN)
    return [*wrong, f"no end after {most} steps"]


def tab_to(page: Page, target: Locator, most: int = 120) -> None:
    """As somebody who only has the keyboard, and sees on the way where they are."""
    for _step in range(most):
        if target.evaluate(IS_FOCUSED):
            assert page.evaluate(UNSEEN) == []
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached in {most} steps: {target}")
