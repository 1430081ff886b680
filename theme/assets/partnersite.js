// What scripts add to pages that work without them. Each part finds its own elements and leaves the rest alone.

/** Opens and closes the search from buttons that a keyboard reaches; Material's script does the searching. */
function search() {
  const toggle = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-md-toggle=search]"));
  const opener = /** @type {HTMLElement | null} */ (document.querySelector("[data-ps=search]"));
  if (!toggle || !opener) return;
  const query = /** @type {HTMLInputElement} */ (document.querySelector("[data-md-component=search-query]"));
  const page = /** @type {HTMLElement} */ (document.querySelector(".md-container"));
  const set = (/** @type {boolean} */ open) => {
    if (toggle.checked !== open) toggle.click();
    if (open) query.focus();
  };
  opener.addEventListener("click", () => set(true));
  document.querySelector("[data-ps=search-close]")?.addEventListener("click", () => set(false));
  toggle.addEventListener("change", () => {
    opener.setAttribute("aria-expanded", String(toggle.checked));
    page.inert = toggle.checked;
    if (!toggle.checked) opener.focus();
  });
}

/** Keeps the focus in the menu while it lies over the page, and gives it back to the menu's button. */
function menu() {
  const drawer = document.getElementById("ps-menu");
  const opener = /** @type {HTMLElement | null} */ (document.querySelector("header [popovertarget=ps-menu]"));
  if (!drawer || !opener) return;
  const rest = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".md-header, .md-main, .ps-foot"));
  // Before it closes, so that the browser can give the focus back to what opened it.
  drawer.addEventListener("beforetoggle", (event) => {
    for (const part of rest) part.inert = /** @type {ToggleEvent} */ (event).newState === "open";
  });
  drawer.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") drawer.querySelector("button")?.focus();
    else if (document.activeElement === document.body) opener.focus();
  });
  // On a wide screen it is a row of links, and the page beside it is there.
  matchMedia("(min-width: 60em)").addEventListener("change", () => drawer.hidePopover());
}

/** Narrows a list of partners to those whose cards have all the words typed. */
async function filter() {
  const form = document.querySelector("[data-ps=filter]");
  if (!form) return;
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const found = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  await import("./fold.js");
  const fold = /** @type {(text: string) => string} */ (globalThis.psFold);
  const cards = [...document.querySelectorAll(".ps-cards > .ps-card")].map((card) => ({
    card: /** @type {HTMLElement} */ (card),
    text: fold(`${card.textContent} ${card.getAttribute("data-words") ?? ""}`),
  }));
  const narrow = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { card, text } of cards) {
      card.hidden = !words.every((word) => text.includes(word));
      if (!card.hidden) shown += 1;
    }
    const said = shown ? found.dataset.some?.replace("{}", String(shown)) : found.dataset.none;
    found.textContent = words.length ? said ?? "" : "";
  };
  input.addEventListener("input", narrow);
  // What was typed before this was there, or comes back with the page.
  narrow();
}

const DAY = 24 * 60;

/** Minutes by which a time zone is ahead of UTC at a moment. */
function offset(/** @type {string} */ zone, /** @type {Date} */ at) {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
  }).formatToParts(at);
  const part = (/** @type {string} */ type) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return Math.round((local - Math.floor(at.getTime() / 60000) * 60000) / 60000);
}

/** Days of the week (0 is Monday), in order, in words; three in a row are a range, as the page says them itself. */
function inWords(/** @type {number[]} */ days, /** @type {string} */ language) {
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  /** @type {number[][]} */
  const runs = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && (run[run.length - 1] + 1) % 7 === day) run.push(day);
    else runs.push([day]);
  }
  const words = (/** @type {number} */ day) => name.format(Date.UTC(2024, 0, 1 + day));
  return new Intl.ListFormat(language).format(runs.flatMap((run) => (
    run.length > 2 ? `${words(run[0])} – ${words(run[run.length - 1])}` : run.map(words)
  )));
}

/** Says below opening hours whether they run now or when next, and when that is for the reader where clocks differ. */
function hours() {
  const table = /** @type {HTMLElement | null} */ (document.querySelector("[data-ps=hours]"));
  const language = document.documentElement.lang;
  // A browser that cannot say it in the page's language leaves the page as it is.
  if (!table?.dataset.zone || !Intl.DateTimeFormat.supportedLocalesOf(language).length) return;
  const say = table.dataset;
  const now = new Date();
  const there = offset(table.dataset.zone, now);
  const shift = -now.getTimezoneOffset() - there;
  const local = new Date(now.getTime() + there * 60000);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const today = (local.getUTCDay() + 6) % 7;
  const clock = new Intl.DateTimeFormat(language, { timeZone: "UTC", timeStyle: "short", numberingSystem: "latn" });
  const at = (/** @type {number} */ value) => clock.format((value + shift + 2 * DAY) * 60000);
  let open = false;
  let wait = Infinity;
  for (const row of table.querySelectorAll("tr")) {
    const days = (row.dataset.days ?? "").split(" ").map(Number);
    const [opens, closes] = [row.dataset.opens, row.dataset.closes].map((text) => {
      const [hour, minutes] = (text ?? "0:0").split(":").map(Number);
      // Midnight is said as the last minute of the day.
      return text === "23:59" ? DAY : hour * 60 + minutes;
    });
    const night = closes <= opens;
    open ||= days.includes(today) && minute >= opens && (night || minute < closes);
    open ||= night && days.includes((today + 6) % 7) && minute < closes;
    for (let ahead = 0; ahead <= 7; ahead += 1) {
      const until = ahead * DAY + opens - minute;
      if (until > 0 && days.includes((today + ahead) % 7)) wait = Math.min(wait, until);
    }
    const always = (closes - opens) % DAY === 0 && days.length === 7;
    if (shift % DAY && !always) {
      const moved = Math.floor((opens + shift) / DAY);
      const theirs = document.createElement("td");
      theirs.className = "ps-hours__yours";
      theirs.colSpan = 2;
      const when = moved ? `${inWords(days.map((day) => (day + moved + 7) % 7), language)}, ` : "";
      theirs.textContent = `${say.yours}: ${when}${at(opens)} – ${at(closes)}`;
      const line = document.createElement("tr");
      line.append(theirs);
      row.after(line);
    }
  }
  const state = document.createElement("p");
  state.className = "ps-hours__now";
  const word = document.createElement("strong");
  word.textContent = (open ? say.open : say.closed) ?? "";
  state.append(word);
  if (!open && wait < Infinity) {
    const next = (minute + wait + shift) * 60000 + Date.UTC(2024, 0, 1 + today);
    const same = Math.floor((minute + shift) / DAY) === Math.floor((minute + wait + shift) / DAY);
    const day = same ? "" : `${inWords([(new Date(next).getUTCDay() + 6) % 7], language)}, `;
    state.append(` · ${(shift % DAY ? say.nextYours : say.next)?.replace("{}", `${day}${clock.format(next)}`)}`);
  }
  table.after(state);
}

/** Lets a keyboard scroll tables that are wider than the page, and shows where they go on; each is named after the
 * heading above it. */
function tables() {
  addEventListener("load", () => {
    const places = document.querySelectorAll("#ps-content :is(h1, h2, h3, .md-typeset__scrollwrap)");
    let heading = "";
    for (const place of places) {
      if (!place.matches(".md-typeset__scrollwrap")) {
        heading = (place.firstChild?.textContent ?? "").trim();
        continue;
      }
      const name = heading;
      const look = () => {
        const rest = place.scrollWidth - place.clientWidth;
        const at = Math.abs(place.scrollLeft);
        place.toggleAttribute("data-before", at > 1);
        place.toggleAttribute("data-after", at < rest - 1);
        if (rest < 2 || place.hasAttribute("tabindex")) return;
        place.setAttribute("tabindex", "0");
        place.setAttribute("role", "group");
        place.setAttribute("aria-label", name);
      };
      place.addEventListener("scroll", look, { passive: true });
      new ResizeObserver(look).observe(place);
    }
  });
}

for (const part of [search, menu, filter, hours, tables]) part();
