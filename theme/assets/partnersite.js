// What scripts add to pages that work without them. Each part finds its own elements and leaves the rest alone.

/** Opens and closes the search from buttons that a keyboard reaches; Material's script does the searching. */
function search() {
  const toggle = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-md-toggle=search]"));
  const opener = document.querySelector("[data-ps=search]");
  if (!toggle || !opener) return;
  const query = /** @type {HTMLInputElement} */ (document.querySelector("[data-md-component=search-query]"));
  const set = (/** @type {boolean} */ open) => {
    if (toggle.checked !== open) toggle.click();
    if (open) query.focus();
  };
  opener.addEventListener("click", () => set(true));
  document.querySelector("[data-ps=search-close]")?.addEventListener("click", () => set(false));
  toggle.addEventListener("change", () => {
    opener.setAttribute("aria-expanded", String(toggle.checked));
    if (!toggle.checked) /** @type {HTMLElement} */ (opener).focus();
  });
}

/** Narrows a list of partners to those whose cards have all the words typed. */
function filter() {
  const form = /** @type {HTMLElement | null} */ (document.querySelector("[data-ps=filter]"));
  if (!form) return;
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  form.querySelector("label")?.append(input);
  const none = /** @type {HTMLElement} */ (form.querySelector("[data-none]"));
  const fold = (/** @type {string} */ text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const cards = [...document.querySelectorAll(".ps-cards > .ps-card")].map((card) => ({
    card: /** @type {HTMLElement} */ (card),
    text: fold(`${card.textContent} ${card.getAttribute("data-words") ?? ""}`),
  }));
  input.addEventListener("input", () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { card, text } of cards) {
      card.hidden = !words.every((word) => text.includes(word));
      if (!card.hidden) shown += 1;
    }
    none.textContent = shown ? "" : none.dataset.none ?? "";
  });
  form.hidden = false;
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

/** Says below opening hours whether they run now, and when that is for the reader where clocks differ. */
function hours() {
  const table = /** @type {HTMLElement | null} */ (document.querySelector("[data-ps=hours]"));
  if (!table?.dataset.zone) return;
  const now = new Date();
  const there = offset(table.dataset.zone, now);
  const shift = -now.getTimezoneOffset() - there;
  const local = new Date(now.getTime() + there * 60000);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const today = (local.getUTCDay() + 6) % 7;
  const language = document.documentElement.lang;
  const clock = new Intl.DateTimeFormat(language, { timeZone: "UTC", hour: "numeric", minute: "2-digit" });
  let open = false;
  for (const row of table.querySelectorAll("tr")) {
    const days = (row.dataset.days ?? "").split(" ").map(Number);
    const [opens, closes] = [row.dataset.opens, row.dataset.closes].map((text) => {
      const [hour, minutes] = (text ?? "0:0").split(":").map(Number);
      return hour * 60 + minutes;
    });
    const night = closes <= opens;
    open ||= days.includes(today) && minute >= opens && (night || minute < closes);
    open ||= night && days.includes((today + 6) % 7) && minute < closes;
    if (shift % DAY) {
      const at = (/** @type {number} */ value) => clock.format(new Date((value + shift + 2 * DAY) * 60000));
      const theirs = document.createElement("small");
      theirs.textContent = `${table.dataset.yours}: ${at(opens)} – ${at(closes)}`;
      row.lastElementChild?.append(document.createElement("br"), theirs);
    }
  }
  const state = document.createElement("p");
  state.className = "ps-hours__now";
  const word = document.createElement("strong");
  word.textContent = (open ? table.dataset.open : table.dataset.closed) ?? "";
  state.append(word);
  table.after(state);
}

/** Lets a keyboard scroll tables that are wider than the page; each is named after the heading above it. */
function tables() {
  addEventListener("load", () => {
    const places = document.querySelectorAll("#ps-content :is(h1, h2, h3, .md-typeset__scrollwrap)");
    let heading = "";
    for (const place of places) {
      if (!place.matches(".md-typeset__scrollwrap")) heading = (place.firstChild?.textContent ?? "").trim();
      else if (place.scrollWidth > place.clientWidth) {
        place.setAttribute("tabindex", "0");
        place.setAttribute("role", "group");
        place.setAttribute("aria-label", heading);
      }
    }
  });
}

for (const part of [search, filter, hours, tables]) part();
