// Makes the parts of the page's head that work by script alone, before Material's script looks for them: the search,
// which is not there without scripts, so that no page carries its markup, and the choice of colours.
"use strict";

(() => {
  const icons = document.querySelector(".md-header use")?.getAttribute("href")?.split("#")[0] ?? "";

  /** An element with attributes and children. */
  const make = (/** @type {string} */ tag, /** @type {Record<string, string>} */ attributes, /** @type {Node[]} */ ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const text = (/** @type {string | undefined} */ words) => document.createTextNode(words ?? "");
  const icon = (/** @type {string} */ name) => {
    const of = (/** @type {string} */ tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
    const svg = of("svg");
    svg.setAttribute("class", "ps-icon");
    svg.setAttribute("aria-hidden", "true");
    svg.append(of("use"));
    svg.firstElementChild?.setAttribute("href", `${icons}#${name}`);
    return svg;
  };

  const KEYS_OF_SEARCH = ["ArrowDown", "ArrowUp", "Enter", "Escape"];
  const opened = () => document.querySelector("[data-md-toggle=search]:checked");

  /** Takes the focus round within the open search, where it stays until the search is closed. */
  const keep = (/** @type {KeyboardEvent} */ event) => {
    const stops = [...document.querySelectorAll(".md-search__inner :is(input, button, a[href], summary)")]
      .filter((stop) => /** @type {HTMLElement} */ (stop).checkVisibility());
    const at = stops.indexOf(/** @type {Element} */ (document.activeElement));
    const next = at < 0 ? 0 : at + (event.shiftKey ? -1 : 1);
    if (at >= 0 && next in stops) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (stops.at(next % stops.length)).focus();
  };

  addEventListener("keydown", (event) => {
    // Material opens the search and turns pages at single letters, which people who speak to their computer type by
    // accident and cannot switch off (WCAG 2.1.4). In the open search it takes Tab for leaving it, and Space and Shift
    // for words to search.
    const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    const field = event.target instanceof Element && event.target.closest("input:not([type=radio]), textarea, select");
    const known = opened() ? KEYS_OF_SEARCH.includes(event.key) : !typed || field;
    if (!known) event.stopImmediatePropagation();
    if (opened() && event.key === "Tab") keep(event);
  }, true);

  for (const opener of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-ps=search]"))) {
    opener.setAttribute("aria-expanded", "false");
    const words = opener.dataset;
    const wanted = words.placeholder ?? "";
    const field = make("input", {
      type: "text", class: "md-search__input", name: "query", "aria-label": wanted, placeholder: wanted,
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", "data-md-component": "search-query", required: "",
    });
    // Material listens to keys; what is pasted, dictated or chosen from a list comes without one.
    field.addEventListener("input", () => field.dispatchEvent(new Event("keyup")));
    const list = make("ol", { class: "md-search-result__list", "aria-label": words.results ?? "" });
    // Material writes results as pages of their own, out of reach of the tab key.
    new MutationObserver(() => {
      for (const stop of list.querySelectorAll(":is(a, summary)[tabindex]")) stop.removeAttribute("tabindex");
      for (const title of list.querySelectorAll(":is(h1, h2):not([aria-level])")) {
        title.setAttribute("aria-level", title.matches("h1") ? "2" : "3");
      }
    }).observe(list, { childList: true });
    opener.after(
      make("div", { class: "md-search", "data-md-component": "search" },
        make("label", { class: "md-search__overlay", for: "__search" }),
        make("div", { class: "md-search__inner", role: "search" },
          make("form", { class: "md-search__form", name: "search" },
            field,
            make("button", { type: "button", class: "md-search__icon", "data-ps": "search-close" },
              icon("close"), make("span", { class: "ps-sr" }, text(words.close)))),
          make("div", { class: "md-search__output" },
            make("div", { class: "md-search__scrollwrap" },
              make("div", { class: "md-search-result", "data-md-component": "search-result" },
                make("div", { class: "md-search-result__meta", role: "status" }, text(words.wait)),
                list))))),
    );
  }

  // Light or dark: what the reader chose, on any page or in any tab of the site, else what the system prefers.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tint = document.head.appendChild(make("meta", { name: "theme-color" }));
  const paint = (/** @type {string | undefined} */ scheme) => {
    if (scheme) document.body.setAttribute("data-md-color-scheme", scheme);
    tint.setAttribute("content", getComputedStyle(document.querySelector(".md-header") ?? document.body).backgroundColor);
  };
  const button = /** @type {HTMLElement | null} */ (document.querySelector("[data-ps=palette]"));
  paint(undefined);
  if (button) {
    const [light, night] = [button.dataset.light ?? "default", "slate"];
    const chosen = () => {
      try { return __md_get("__palette")?.color?.scheme; } catch { return undefined; }
    };
    const repaint = () => paint([light, night].includes(chosen()) ? chosen() : dark.matches ? night : light);
    button.addEventListener("click", () => {
      const scheme = document.body.getAttribute("data-md-color-scheme") === night ? light : night;
      // In the form in which Material's own switch keeps it.
      __md_set("__palette", { index: Number(scheme === night), color: { scheme } });
      paint(scheme);
    });
    dark.addEventListener("change", repaint);
    addEventListener("storage", repaint);
    addEventListener("pageshow", (event) => event.persisted && repaint());
  }
})();
