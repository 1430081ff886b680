// Makes the parts of the page's head that work by script alone, before Material's script looks for them: the search
// and the choice of colours. Without scripts they are not there, and no page carries their markup.
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

  // Material opens the search and turns pages at single letters, which people who speak to their computer type by
  // accident and cannot switch off (WCAG 2.1.4).
  addEventListener("keydown", (event) => {
    const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    const field = event.target instanceof Element && event.target.closest("input:not([type=radio]), textarea, select");
    if (typed && !field) event.stopImmediatePropagation();
  }, true);

  for (const opener of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-ps=search]"))) {
    const words = opener.dataset;
    const wanted = words.placeholder ?? "";
    opener.after(
      make("div", { class: "md-search", "data-md-component": "search" },
        make("label", { class: "md-search__overlay", for: "__search" }),
        make("div", { class: "md-search__inner", role: "search" },
          make("form", { class: "md-search__form", name: "search" },
            make("input", {
              type: "text", class: "md-search__input", name: "query", "aria-label": wanted, placeholder: wanted,
              autocomplete: "off", autocapitalize: "off", spellcheck: "false", "data-md-component": "search-query", required: "",
            }),
            make("button", { type: "button", class: "md-search__icon", "data-ps": "search-close" },
              icon("close"), make("span", { class: "ps-sr" }, text(words.close)))),
          make("div", { class: "md-search__output" },
            make("div", { class: "md-search__scrollwrap", tabindex: "0", role: "group", "aria-label": words.results ?? "" },
              make("div", { class: "md-search-result", "data-md-component": "search-result" },
                make("div", { class: "md-search-result__meta", role: "status" }, text(words.wait)),
                make("ol", { class: "md-search-result__list" })))))),
    );
  }

  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-ps=palette]"))) {
    const form = make("form", { "data-md-component": "palette" });
    /** @type {{ media: string, scheme: string, name: string }[]} */
    const options = JSON.parse(place.dataset.options ?? "[]");
    options.forEach(({ media, scheme, name }, at) => {
      form.append(
        make("input", {
          class: "md-option", type: "radio", name: "__palette", id: `__palette_${at}`, "aria-label": name,
          "data-md-color-media": media, "data-md-color-scheme": scheme,
        }),
        make("label", { class: "ps-tool", title: name, for: `__palette_${(at + 1) % options.length}`, hidden: "" },
          icon(scheme === "slate" ? "light" : "dark")),
      );
    });
    place.append(form);
  }
})();
